//! The lines as a screen reader reads them, one after the other.

use clap::ValueEnum;

use super::*;
use crate::report::tests::BEDTIME;
use crate::routine::amount::Level;
use crate::routine::parse;
use crate::timeline::{Choice, compile};

const BUNDLED: [(&str, &str); 12] = [
    ("bedtime", BEDTIME),
    ("short", include_str!("../../../../routines/short.toml")),
    ("trial", include_str!("../../../../routines/trial.toml")),
    ("seated", include_str!("../../../../routines/seated.toml")),
    ("desk", include_str!("../../../../routines/desk.toml")),
    ("elevate", include_str!("../../../../routines/elevate.toml")),
    (
        "restless",
        include_str!("../../../../routines/restless.toml"),
    ),
    (
        "winddown",
        include_str!("../../../../routines/winddown.toml"),
    ),
    (
        "cramp-calf",
        include_str!("../../../../routines/cramp-calf.toml"),
    ),
    (
        "cramp-foot",
        include_str!("../../../../routines/cramp-foot.toml"),
    ),
    (
        "cramp-hamstring",
        include_str!("../../../../routines/cramp-hamstring.toml"),
    ),
    (
        "cramp-thigh",
        include_str!("../../../../routines/cramp-thigh.toml"),
    ),
];

fn transcript(
    text: &str,
    level: Level,
    is_first_evening: bool,
    keyboard: bool,
) -> (Vec<(Duration, String)>, Duration) {
    let routine = parse(text).0.expect("the routine is valid");
    let mut timeline = compile(&routine, &Choice::all(level)).expect("it compiles");
    timeline.is_first_evening = is_first_evening;
    written(Player::new(timeline), keyboard)
}

fn words(line: &str) -> u32 {
    u32::try_from(line.split_whitespace().count()).expect("few")
}

fn seconds(words: u32) -> Duration {
    Duration::from_mins(1) * words / 175
}

/// The snapshot is the table of what is read, and for how much of the time.
#[test]
fn no_line_is_read_late_and_most_of_the_time_is_silence() {
    let mut table = vec!["routine         evening  lines  words  speech  share".to_owned()];
    for (name, text) in BUNDLED {
        for (is_first, evening) in [(true, "first"), (false, "later")] {
            for (level, keyboard) in [(0, true), (1, false), (1, true), (2, false)] {
                let level = Level::value_variants()[level];
                let (lines, total) = transcript(text, level, is_first, keyboard);
                let mut until = Duration::ZERO;
                for (at, line) in &lines {
                    let late = until.saturating_sub(*at);
                    assert!(late.as_secs_f64() <= 2.0, "{name}: {late:?} late: {line}");
                    until = until.max(*at) + seconds(words(line));
                }
                let count = lines.iter().map(|(_, line)| words(line)).sum();
                let share = seconds(count).div_duration_f64(total) * 100.0;
                assert!(name != "bedtime" || share <= 35.0, "{share} %");
                if level == Level::STANDARD && keyboard {
                    let (lines, speech) = (lines.len(), seconds(count).as_secs());
                    table.push(format!(
                        "{name:15} {evening:7} {lines:6} {count:6} {speech:5} s {share:4.0} %"
                    ));
                }
            }
        }
    }
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn what_was_said_once_becomes_short() {
    let lines = |is_first, keyboard| {
        let (lines, _) = transcript(BEDTIME, Level::STANDARD, is_first, keyboard);
        lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>()
    };
    let (first, later) = (lines(true, true), lines(false, true));
    let count = |lines: &[String], text: &str| {
        let all = lines.iter().filter(|line| line.contains(text));
        all.count()
    };
    // On the first evening all that is to be careful about.
    assert_eq!(count(&first, "poor leg circulation"), 1);
    assert_eq!(count(&later, "poor leg circulation"), 0);
    assert_eq!(count(&later, "Sit up slowly."), 1);
    assert_eq!(count(&later, "Enter goes on"), 1);
    assert_eq!(later.iter().filter(|line| **line == "Enough.").count(), 6);
    for line in [
        "Right, 2 of 10. Lean from the hips, back long, keep breathing.",
        "Right, 10 of 10, the last.",
        "Left, 10 of 10, the last. Next: Calf wall stretch.",
        "10 minutes left.",
        "5 minutes left.",
        "1 minute left. Next: Legs down.",
    ] {
        assert!(later.iter().any(|it| it == line), "{line}");
    }
    assert_eq!(count(&later, "21 minutes 50 seconds"), 1);
    // Where there is no keyboard there is no Enter.
    assert_eq!(count(&lines(true, false), "Enter"), 0);
}

#[test]
fn minutes_wake_nobody_in_a_pause_or_a_short_hold() {
    let routine = "title = 'T'\n[[step]]\nname = 'A'\nhold = '11m'\nprepare = '9s'\n";
    let seconds = Duration::from_secs;
    let mut player = player(routine);
    let mut plain = Plain::new(&[]);
    let mut look = |player: &Player, at| {
        let (text, next) = plain.look(seconds(at), player);
        (next, text)
    };
    assert_eq!(look(&player, 0), (None, String::new()));
    player.advance(seconds(10));
    assert_eq!(look(&player, 10), (Some(seconds(59)), String::new()));
    player.handle(Command::Pause, seconds(68));
    assert_eq!(look(&player, 68), (None, String::new()));
    player.handle(Command::TogglePause, seconds(100));
    assert_eq!(look(&player, 100), (None, String::new()));
    player.advance(seconds(104));
    let left = "10 minutes left.\n".to_owned();
    assert_eq!(look(&player, 104), (Some(seconds(300)), left));
    // Once is enough, also where a key moves the moment.
    player.handle(Command::Longer, seconds(104));
    assert_eq!(look(&player, 115).1, "");
    player.advance(seconds(655));
    let last = "1 minute left. Then it is done.\n".to_owned();
    assert_eq!(look(&player, 655), (None, last));
}

#[test]
fn without_a_keyboard_no_key_is_named() {
    let open = "title = 'T'\n[[step]]\nname = 'A'\nhold = 'open'\nprepare = 'key'\n\
                [[step]]\nname = 'B'\ntask = true\n[[step]]\nname = 'C'\nreps = 3\ntempo = 'own'";
    let (lines, _) = transcript(open, Level::STANDARD, false, false);
    let told: Vec<&str> = lines.iter().map(|(_, line)| &**line).collect();
    assert_eq!(
        told,
        [
            "T.",
            "Get ready: A. 1 thing to do. Mild pull, no bouncing, keep breathing. \
             Stop if it hurts.",
            "Hold: A.",
            "To do: B.",
            "Get ready: C, 5 seconds. About 17 seconds to go.",
            "Now: C, 3 movements at your own pace.",
            "Done. Held for 3 minutes."
        ]
    );
}
