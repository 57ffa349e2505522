//! What the bars look like.

use std::time::{SystemTime, UNIX_EPOCH};

use super::screen::{Screen, Window};
use super::seen::colours;
use crate::harness::Home;

/// Where a running frame is complete: its last row.
const LAST_ROW: &str = "? keys";

/// The times of day, in UTC, at which `bedtime` may say it ends when it begins
/// now or began in the minute before.
fn possible_ends() -> [String; 2] {
    const BEDTIME: u64 = 1310;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.expect("a clock after 1970").as_secs();
    [now, now - 60].map(|begin| {
        let minutes = (begin + BEDTIME) / 60;
        format!("ends {:02}:{:02}", minutes / 60 % 24, minutes % 60)
    })
}

#[track_caller]
fn assert_first_frame_of_bedtime(screen: &Screen) {
    let text = screen.wait_for(LAST_ROW);
    let ends = possible_ends();
    for part in [
        "Get ready: Hamstring stretch · RIGHT",
        "At hand: a stool or step, a wall, pillows or a chair.",
        "one heel on the bottom step",
        "Next: hold 10s",
        "space pause",
    ] {
        assert!(text.contains(part), "no \"{part}\" in\n{text}");
    }
    let rows: Vec<&str> = text.lines().collect();
    let is_bar = |row: &&&str| row.starts_with(['━', '╸', '─']);
    let bars: Vec<&&str> = rows.iter().filter(is_bar).collect();
    let [segment, whole] = bars[..] else {
        panic!("not two bars in\n{text}");
    };
    assert!(
        segment.ends_with(" 0:15") || segment.ends_with(" 0:14"),
        "{segment}"
    );
    assert!(
        whole.contains(" 21:50 left, ") || whole.contains(" 21:49 left, "),
        "{whole}"
    );
    assert!(
        ends.iter().any(|end| whole.ends_with(end)),
        "{ends:?}: {whole}"
    );
    assert!(!screen.is_wrapped(), "rows are wrapped:\n{text}");
}

#[test]
fn in_a_large_window_and_in_a_small_one() {
    for (columns, rows) in [(100, 30), (60, 15)] {
        let home = Home::new();
        let window = Window::new(columns, rows).with("LEGREST_DISPLAY", "bars");
        let screen = window.run(&home, "routine bedtime -q");
        assert_first_frame_of_bedtime(&screen);
        assert!(!colours(&screen.raw()).is_empty());
    }
}

#[test]
fn without_colours() {
    for (columns, rows) in [(100, 30), (60, 15)] {
        let home = Home::new();
        let window = Window::new(columns, rows)
            .with("LEGREST_DISPLAY", "bars")
            .with("NO_COLOR", "1");
        let screen = window.run(&home, "routine bedtime -q");
        assert_first_frame_of_bedtime(&screen);
        // The good night as well.
        screen.press_and_wait("q", "[exit 3]");
        assert_eq!(colours(&screen.raw()), [""; 0]);
    }
}

#[test]
fn in_ascii() {
    let routine = r#"
        title = "Beine – hoch"
        [[step]]
        name = "“Füße” × 2"
        how = "It’s done…"
        hold = "10m"
        prepare = "10m"
    "#;
    let home = Home::new().with_routine("legs", routine);
    for routine in ["bedtime", "legs"] {
        let window = Window::new(80, 24)
            .with("LEGREST_DISPLAY", "bars")
            .with("LANG", "C");
        let screen = window.run(&home, &["routine", routine, "-q"]);
        let text = screen.wait_for(LAST_ROW);
        // The first second may have begun to fill them.
        let is_bar = |row: &&str| row.starts_with(['-', '>', '=']) && row.contains("---");
        let bars = text.lines().filter(is_bar);
        assert_eq!(bars.count(), 2, "{text}");
        // A help row and a pause have words and dots of their own.
        screen.press_and_wait("? ", "PAUSED");
        screen.wait_for("Enter go on");
        screen.press_and_wait("q", "[exit 3]");
        let raw = screen.raw();
        let beyond = raw.iter().find(|byte| !byte.is_ascii());
        assert_eq!(beyond, None, "{}", String::from_utf8_lossy(&raw));
    }
}

#[test]
fn a_dumb_terminal_gets_plain_lines() {
    let window = Window::new(80, 24)
        .with("LEGREST_DISPLAY", "bars")
        .with("TERM", "dumb");
    let home = Home::new();
    let screen = window.run(&home, "routine bedtime -q");
    screen.wait_for("Get ready: Hamstring stretch, right side, 15 seconds.");
    screen.press_and_wait("q", "Stopped early");
    screen.wait_for("[exit 3]");
    assert!(!screen.raw().contains(&0x1b), "{:?}", screen.text());
}

#[test]
fn who_wants_it_accessible_gets_plain_lines() {
    let home = Home::new();
    for (value, is_plain) in [("1", true), ("yes", true), ("0", false), ("", false)] {
        let window = Window::new(80, 24).with("ACCESSIBLE", value);
        let screen = window.run(&home, "routine bedtime -q");
        screen.wait_for("Get ready: Hamstring stretch");
        screen.press_and_wait("q", "[exit 3]");
        let takes_the_screen = String::from_utf8_lossy(&screen.raw()).contains("[?1049h");
        assert_eq!(!takes_the_screen, is_plain, "{value:?}");
        // What somebody asks for comes first.
        let window = Window::new(80, 24).with("ACCESSIBLE", value);
        let screen = window.run(&home, "routine bedtime -q --display bars");
        screen.wait_for(LAST_ROW);
        screen.press_and_wait("q", "[exit 3]");
    }
}

#[test]
fn what_was_there_before_stays() {
    let home = Home::new();
    let line = r#"echo "what was there"; "$LEGREST" routine bedtime -q"#;
    let screen = Window::new(80, 24)
        .with("LEGREST_DISPLAY", "bars")
        .run_line(&home, line);
    screen.wait_for(LAST_ROW);
    let text = screen.press_and_wait("q", "[exit 3]");
    let rows: Vec<&str> = text.lines().collect();
    let [before, ending, "[exit 3]"] = rows[..] else {
        panic!("not three rows:\n{text}");
    };
    assert_eq!(before, "what was there");
    assert!(ending.starts_with("Bedtime leg rest: Stopped early"));
}

#[test]
fn at_the_foot_of_a_full_window() {
    let home = Home::new();
    let line = r#"seq 50; "$LEGREST" routine bedtime -q"#;
    let screen = Window::new(80, 12)
        .with("LEGREST_DISPLAY", "bars")
        .run_line(&home, line);
    let text = screen.wait_for(LAST_ROW);
    let headlines = text.lines().filter(|row| row.contains("Get ready"));
    assert_eq!(headlines.count(), 1, "{text}");
    let text = screen.press_and_wait("q", "[exit 3]");
    let rows: Vec<&str> = text.lines().filter(|row| !row.is_empty()).collect();
    let [.., last, ending, _] = rows[..] else {
        panic!("too little left:\n{text}");
    };
    assert_eq!(last, "50");
    assert!(ending.starts_with("Bedtime leg rest: "), "{text}");
}

#[test]
fn the_window_changes_its_size() {
    let home = Home::new();
    let screen = Window::new(100, 30)
        .with("LEGREST_DISPLAY", "bars")
        .run(&home, "routine bedtime -q");
    assert_first_frame_of_bedtime(&screen);
    for (columns, rows) in [(60, 15), (100, 30), (40, 9), (120, 40)] {
        screen.resize(columns, rows);
        let bar = usize::from(columns) - 1;
        let text = screen.wait_until("both bars as wide as the window", |text| {
            let is_bar = |row: &&str| row.starts_with(['━', '╸', '─']);
            let widths = text.lines().filter(is_bar).map(|row| row.chars().count());
            // In a low window the instructions come before the keys.
            let keys = rows < 10 || text.contains("space pause");
            widths.collect::<Vec<_>>() == [bar, bar] && keys
        });
        let headlines = text.lines().filter(|row| row.contains("Get ready"));
        assert_eq!(headlines.count(), 1, "{columns}x{rows}:\n{text}");
        assert!(!screen.is_wrapped(), "{columns}x{rows}:\n{text}");
    }
    screen.press_and_wait("q", "[exit 3]");
    screen.assert_given_back();
}
