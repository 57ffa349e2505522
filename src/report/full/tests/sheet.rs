//! What a therapist's sheet looks like: movements, breath, things to do.

use super::*;
use crate::report::tests::SHEET;
use Command::{GoOn, Next, Quit, TogglePause};

/// Moments of the sheet: what is pressed, and two seconds later what is shown.
const MOMENTS: [(&str, u64, &[Command]); 10] = [
    ("prepare", 1, &[]),
    ("the second part of the fourth movement", 20, &[]),
    ("paused", 23, &[TogglePause]),
    ("counting in", 30, &[TogglePause]),
    ("a side", 40, &[Next; 3]),
    ("a thing to do", 60, &[Next; 2]),
    ("before one's own pace", 80, &[GoOn]),
    ("at one's own pace", 100, &[]),
    ("breath without words", 120, &[Next; 2]),
    ("the last thing to do", 140, &[Next]),
];

#[test]
fn every_moment_of_a_sheet_in_every_size() {
    for size in SIZES.into_iter().chain([(19, 1)]) {
        for unicode in [true, false] {
            let mut terminal = FullTerminal::new(size, unicode);
            let mut player = player(SHEET);
            let mut pictures = String::new();
            for (name, at, commands) in MOMENTS {
                for command in commands {
                    player.handle(*command, secs(at));
                }
                player.advance(secs(at + 2));
                let picture = terminal.show(&frame(&player, secs(at + 2), size));
                assert!(unicode || picture.is_ascii(), "{picture}");
                pictures.extend(["-- ", name, "\n", &picture, "\n"]);
            }
            let (columns, rows) = size;
            let set = if unicode { "utf8" } else { "ascii" };
            insta::assert_snapshot!(format!("sheet_{columns}x{rows}_{set}"), pictures);
        }
    }
}

#[test]
fn at_a_tempo_the_screen_changes_with_the_parts_alone_and_never_settles() {
    let text = "title = \"T\"\n[[step]]\nname = \"Breathe\"\nprepare = \"0s\"\nhold = \"3m\"\n\
                tempo = \"in 4s, hold 4s, out 4s, hold 4s\"\n";
    let mut player = player(text);
    let (mut now, mut frames) = (Duration::ZERO, 0);
    loop {
        player.advance(now);
        if player.outcome().is_some() {
            break;
        }
        let mut frame = frame(&player, now, (80, 24));
        frame.idle = now;
        assert!(!frame.is_at_rest());
        assert_eq!(until_next_change(&frame), secs(4));
        now += secs(4);
        frames += 1;
    }
    // Eleven breaths of four parts.
    assert_eq!(frames, 44);
    // A key in the middle of a part moves nothing.
    let player = self::player(text);
    let moment = Duration::from_millis(5_300);
    let frame = frame(&player, moment, (80, 24));
    assert_eq!(until_next_change(&frame), Duration::from_millis(2_700));
}

#[test]
fn what_waits_for_something_to_be_done_wakes_nobody() {
    let text = "title = \"T\"\n[[step]]\nname = \"Bath\"\ntask = true\n";
    let mut player = player(text);
    let wait = |player: &Player, now| until_next_change(&frame(player, secs(now), (80, 24)));
    assert!(wait(&player, 100) >= secs(600));
    player.handle(TogglePause, secs(100));
    assert_eq!(wait(&player, 101), secs(1));
}

#[test]
fn a_summary_of_movements_and_things_to_do_stays() {
    let mut player = player(SHEET);
    // One bridge and a bit, half of the calf raises, the bath, nothing else.
    for (at, command) in [
        (17, Next),
        (17, Next),
        (20, Next),
        (60, Next),
        (120, GoOn),
        (121, Quit),
    ] {
        player.handle(command, secs(at));
    }
    player.advance(secs(400));
    let mut full = Full::new(look(true), Vec::new());
    full.look.palette = Palette::default();
    insta::assert_snapshot!(full.close(&session(&player), &[]).0);
}

#[test]
fn a_summary_claims_no_movements_of_a_range_that_was_left_early() {
    let text = "title = \"T\"\n[[step]]\nname = \"A\"\nsets = 2\nreps = \"2-40\"\n\
                tempo = \"1s\"\nprepare = \"0s\"\nset_rest = \"0s\"\n";
    let mut player = player(text);
    player.handle(GoOn, secs(4));
    player.handle(GoOn, secs(9));
    let lines = crate::report::summary::lines(&session(&player));
    assert_eq!(lines[1].trim(), "A  2 of 2, 9s");
}
