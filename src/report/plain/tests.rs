use super::*;
use crate::player::event::VERSION;
use crate::player::{Command, Player};
use crate::report::testing::{SHEET, player, secs, session};

/// What is written of a routine whose keys are these, at these seconds.
fn written(mut player: Player, keys: &[(u64, Command)]) -> String {
    let timeline = player.timeline();
    let started = Event::Started(Started {
        v: VERSION,
        routine: "t".to_owned(),
        title: timeline.routine.title.clone(),
        level: "standard".to_owned(),
        speed: 1.0,
        total: timeline.total(),
        segments: timeline.segments.len(),
        time: String::new(),
    });
    for (at, command) in keys {
        player.handle(*command, secs(*at));
    }
    player.advance(secs(10_000));
    let mut plain = Plain::new(Vec::new());
    let mut record = |player: &Player, event: &Event| {
        let written = plain.record(Duration::ZERO, event, &session(player));
        written.expect("memory can be written");
    };
    record(&player, &started);
    while let Some((_, event)) = player.poll_event() {
        record(&player, &event);
    }
    String::from_utf8(plain.out).expect("text")
}

#[test]
fn a_sheet_reads_well_aloud() {
    use Command::GoOn;
    // The bath, the clamshells on both sides, and the light.
    let keys = [(600, GoOn), (700, GoOn), (800, GoOn), (1100, GoOn)];
    insta::assert_snapshot!(written(player(SHEET), &keys));
}

#[test]
fn where_there_are_only_things_to_do_nothing_is_held() {
    let text = "title = \"Evening\"\n[[step]]\nname = \"Bath\"\ntask = true\n";
    assert_eq!(
        written(player(text), &[(9, Command::GoOn)]),
        "Evening. There is one thing to do.\n\
         To do: Bath, press Enter when it is done.\n\
         Done.\n"
    );
}
