mod read_aloud;

use super::*;
use crate::player::event::VERSION;
use crate::player::{Command, Started};
use crate::report::tests::{SHEET, player, session};

fn started(player: &Player) -> Event {
    let timeline = player.timeline();
    Event::Started(Started {
        v: VERSION,
        routine: "t".to_owned(),
        title: timeline.routine.title.clone(),
        level: "standard".to_owned(),
        speed: 1.0,
        total: timeline.total(),
        segments: timeline.segments.len(),
        time: String::new(),
    })
}

/// How long somebody takes who is waited for.
const KEY_AFTER: Duration = Duration::from_secs(90);

/// What is written of a routine, line by line with the moment, and how long it
/// takes.
fn written(mut player: Player, keyboard: bool) -> (Vec<(Duration, String)>, Duration) {
    let mut lines = Vec::new();
    let mut plain = Plain::new(&[]);
    let mut now = Duration::ZERO;
    let mut events = vec![(now, started(&player))];
    loop {
        events.extend(std::iter::from_fn(|| player.poll_event()));
        let session = SessionState {
            keyboard,
            ..session(&player)
        };
        let told = events.drain(..);
        let told = told.map(|(at, event)| plain.record(at, &event, &session));
        let mut text: String = told.collect();
        let (more, left) = plain.look(now, &player);
        text += &more;
        lines.extend(text.lines().map(|line| (now, line.to_owned())));
        if player.outcome().is_some() {
            return (lines, now);
        }
        let due = left.map(|left| now + left);
        let next = player.next_deadline().into_iter().chain(due).min();
        now = next.unwrap_or(now + KEY_AFTER);
        if next.is_some() {
            player.advance(now);
        } else {
            player.handle(Command::GoOn, now);
        }
    }
}

/// The same as a text.
fn text(player: Player, keyboard: bool) -> String {
    let (lines, _) = written(player, keyboard);
    lines.into_iter().map(|(_, line)| line + "\n").collect()
}

#[test]
fn a_sheet_reads_well_aloud() {
    insta::assert_snapshot!(text(player(SHEET), true));
}

#[test]
fn where_there_are_only_things_to_do_nothing_is_held() {
    let routine = "title = \"Evening\"\n[[step]]\nname = \"Bath\"\ntask = true\n";
    assert_eq!(
        text(player(routine), true),
        "Evening.\n\
         To do: Bath, press Enter when it is done. 1 thing to do.\n\
         Done.\n"
    );
}

#[test]
fn what_is_still_being_read_leaves_less_time() {
    let player = player(SHEET);
    let first = |before: &[String]| {
        let mut plain = Plain::new(before);
        let (_, event) = player.clone().poll_event().expect("a segment");
        plain.record(Duration::ZERO, &event, &session(&player))
    };
    let alone = "Get ready: Glute bridge, 5 seconds.";
    assert!(first(&[]).starts_with(&format!("{alone} About")));
    assert_eq!(
        first(&["Eight words that are still to be read.".repeat(2)]),
        format!("{alone}\n")
    );
}
