//! The whole screen.

use super::screen::{Screen, Window};
use super::seen::{at_least_one, colours, shown};
use super::{eventually, until};
use crate::harness::Home;

fn play(window: Window, home: &Home, arguments: &[&str]) -> Screen {
    let screen = window.run(home, arguments);
    screen.wait_for("left");
    screen
}

/// What a window of this size shows that knows nothing of the time before the
/// last time the screen was cleared.
fn since_cleared(screen: &Screen, columns: u16, rows: u16) -> Option<String> {
    let raw = screen.raw();
    let clear = b"\x1b[2J";
    let from = raw.windows(clear.len()).rposition(|at| at == clear)?;
    let mut fresh = vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0);
    fresh.process(&raw[from..]);
    Some(shown(fresh.screen()))
}

#[test]
fn a_window_of_any_size_at_any_moment() {
    let home = Home::new();
    let screen = play(Window::new(80, 24), &home, &["routine", "bedtime", "-q"]);
    let sizes = [
        (120, 40),
        (20, 3),
        (60, 15),
        (19, 2),
        (40, 10),
        (1, 1),
        (80, 24),
    ];
    // In a prepare, in a hold, paused, with the keys shown.
    for keys in ["", "n", " ", "?"] {
        screen.press(keys);
        for (columns, rows) in sizes {
            let clears = |screen: &Screen| {
                let raw = screen.raw();
                raw.windows(4).filter(|at| *at == b"\x1b[2J").count()
            };
            let before = clears(&screen);
            screen.resize(columns, rows);
            until("a screen drawn anew", || clears(&screen) > before);
            eventually("nothing but what was drawn anew", || {
                let fresh = since_cleared(&screen, columns, rows)?;
                (fresh == screen.text() && !fresh.trim().is_empty()).then_some(())
            });
            assert!(!screen.is_wrapped(), "{columns}x{rows}: {}", screen.text());
        }
    }
    screen.press_and_wait("q", "[exit 3]");
    screen.assert_given_back();
}

#[test]
fn the_side_can_be_read_in_every_size() {
    for (columns, rows) in [(120, 40), (80, 24), (60, 15), (40, 10), (20, 3)] {
        for side in ["left", "right"] {
            let home = Home::new();
            let window = Window::new(columns, rows).with("LEGREST_DISPLAY", "full");
            let arguments = ["routine", "bedtime", "-q", "--side", side];
            let screen = play(window, &home, &arguments);
            screen.wait_for(&side.to_uppercase());
        }
    }
}

#[test]
fn a_summary_stays_and_what_was_there_before_comes_back() {
    let home = Home::new();
    let line = r#"echo "what was there"; "$LEGREST" routine short -q --speed 50 --skip quad"#;
    let screen = Window::new(80, 24).run_line(&home, line);
    screen.wait_for("Hamstring stretch");
    assert!(!screen.text().contains("what was there"));
    let text = screen.wait_for("[exit 0]");
    let rows: Vec<&str> = text.lines().map(str::trim_end).collect();
    assert_eq!(
        rows,
        [
            "what was there",
            "Short leg stretch: Done. Held for 3 minutes.",
            "  Hamstring stretch  right 1 of 1, left 1 of 1, 1m",
            "  Calf wall stretch  right 2 of 2, left 2 of 2, 2m",
            "[exit 0]"
        ]
    );
    screen.assert_given_back();
}

#[test]
fn without_colours_there_are_none() {
    let home = Home::new();
    let window = Window::new(80, 24).with("NO_COLOR", "1");
    let screen = play(window, &home, &["routine", "bedtime", "-q"]);
    screen.press_and_wait("n?", "back to the stretch");
    screen.press_and_wait("q", "[exit 3]");
    assert_eq!(colours(&screen.raw()), [""; 0]);
}

#[test]
fn a_theme_is_chosen_in_the_environment() {
    for (theme, has) in [
        ("ember", "38;5;136"),
        ("light", "38;5;52"),
        ("plain", "35"),
        ("mono", "2"),
    ] {
        let home = Home::new();
        let window = Window::new(80, 24).with("LEGREST_THEME", theme);
        let screen = play(window, &home, &["routine", "bedtime", "-q"]);
        screen.press_and_wait("n", "1 of 10");
        let codes = colours(&screen.raw());
        assert!(codes.iter().any(|code| code == has), "{theme}: {codes:?}");
        // Nothing dazzles: no background but black and what is behind a block of the
        // same colour, no bright white.
        let (ground, codes): (Vec<_>, Vec<_>) =
            codes.into_iter().partition(|code| code.starts_with("48;"));
        let ember = ["48;5;16", "48;5;94", "48;5;130", "48;5;136", "48;5;172"];
        assert!(ground.iter().all(|code| ember.contains(&code.as_str())));
        assert_eq!(!ground.is_empty(), theme == "ember");
        let dazzles = |code: &&String| {
            code.starts_with(['4', '9']) || code.starts_with("10") || code.ends_with(";15")
        };
        assert_eq!(codes.iter().find(dazzles), None, "{theme}");
        let coloured = codes.iter().any(|code| code.starts_with('3'));
        assert_eq!(coloured, theme != "mono");
    }
}

#[test]
fn ember_is_black_from_the_first_moment_and_what_stays_is_dim() {
    for (colours, black) in [("", "48;5;16"), ("truecolor", "48;2;0;0;0")] {
        let home = Home::new();
        let window = Window::new(80, 24).with("COLORTERM", colours);
        let screen = play(window, &home, &["routine", "bedtime", "-q"]);
        screen.press_and_wait("q", "[exit 3]");
        let raw = String::from_utf8_lossy(&screen.raw()).into_owned();
        let begin = format!("\x1b[{black}m\x1b[?1049h");
        assert!(raw.starts_with(&begin), "{raw:?}");
        // The terminal's own background is left alone, and nothing stays painted.
        assert!(!raw.contains("\x1b]"), "{raw:?}");
        let mut fresh = vt100::Parser::new(at_least_one(24), at_least_one(80), 0);
        fresh.process(raw.as_bytes());
        let ground = |row| fresh.screen().cell(row, 0).map(vt100::Cell::bgcolor);
        let mut grounds = (0..24).filter_map(ground);
        assert_eq!(grounds.find(|it| *it != vt100::Color::Default), None);
        let after = raw.rsplit_once("\x1b[?1049l").map(|(_, after)| after);
        let after = after.expect("the end of the screen");
        assert!(after.contains("\x1b[38;5;94mBedtime"), "{after:?}");
        assert!(!after.contains(black), "{after:?}");
    }
}

#[test]
fn in_a_long_hold_it_settles_until_a_key_is_pressed() {
    let home = Home::new();
    let arguments = ["routine", "elevate", "-q", "--speed", "10"];
    let screen = play(Window::new(80, 24), &home, &arguments);
    screen.press("n");
    let is_settled = |text: &str| text.contains("min left · ends ") && text.contains('█');
    screen.wait_until("one line and the minutes", is_settled);
    // A key that means nothing else.
    screen.press("x");
    screen.wait_until("all of it", |text| text.trim().lines().count() > 15);
    screen.wait_until("one line and the minutes again", is_settled);
}

#[test]
fn a_cramp_starts_at_once_and_tells_no_more_than_what_to_do() {
    for (arguments, word) in [
        (&["cramp", "-q"][..], "Calf cramp"),
        (&["cramp", "hamstring", "-q"], "Back of the thigh"),
        (&["cramp", "thigh", "-q"], "Front of the thigh"),
    ] {
        let home = Home::of_a_newcomer();
        let screen = Window::new(80, 24).run(&home, arguments);
        let text = screen.wait_for("Enter when it lets go");
        assert!(text.contains(word), "{text}");
        for later in ["medical advice", "bouncing", "Get ready"] {
            assert!(!text.contains(later), "{text}");
        }
        screen.press_and_wait("\r", "Get ready: Rub");
        screen.press_and_wait("q", "[exit 3]");
    }
}

#[test]
fn who_begins_with_something_else_is_greeted_without_a_word_on_stretching() {
    for routine in ["elevate", "desk", "winddown"] {
        let home = Home::of_a_newcomer();
        let screen = Window::new(100, 40).run(&home, &["routine", routine, "-q"]);
        let text = screen.wait_for("Enter begins");
        assert!(text.contains("A timer, not medical advice."), "{text}");
        let text = text.to_lowercase();
        assert!(
            !text.contains("mild pull") && !text.contains("bounc"),
            "{text}"
        );
    }
}
