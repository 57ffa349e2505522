//! The page before a person's first session.

use rustix::process::Signal;

use super::screen::{Screen, Window};
use crate::harness::{Home, have, may_take_long};

/// Says on a file that it was called.
const HOOKS: &str =
    "[hooks]\non_start = [\"touch\", \"began\"]\non_quit = [\"touch\", \"ended\"]\n";

fn newcomer() -> Home {
    Home::of_a_newcomer().with_file("config/config.toml", HOOKS)
}

fn first(window: Window, home: &Home) -> Screen {
    let screen = window.run(home, "routine bedtime");
    screen.wait_for("This page comes");
    screen
}

#[track_caller]
fn assert_untouched(home: &Home) {
    for made in ["began", "ended", "data"] {
        assert!(!home.path().join(made).exists(), "{made}");
    }
}

#[test]
fn it_says_what_is_needed_and_waits_for_enter() {
    for display in ["full", "bars"] {
        let home = newcomer();
        let window = Window::new(80, 24).with("LEGREST_DISPLAY", display);
        let screen = first(window, &home);
        let text = screen.wait_for("Enter begins, q quits");
        for part in [
            "At hand: a stool or step, a wall",
            "Soft sounds",
            "m turns them off",
            "o is for pain",
            "A timer, not medical advice.",
            "fainting",
            "prepare_lead",
        ] {
            assert!(text.contains(part), "no \"{part}\" in\n{text}");
        }
        assert!(
            !text.contains("Get ready") && !screen.is_wrapped(),
            "{text}"
        );
        assert_untouched(&home);
        // No key but Enter begins, and what is pressed for the sound counts.
        screen.press_and_wait("n ?m", "Enter begins, q quits, sound off");
        let text = screen.press_and_wait("\r", "Get ready: Hamstring stretch");
        assert!(
            text.contains("0:15") && text.contains("sound off"),
            "{text}"
        );
        assert!(!text.contains("medical advice"), "{text}");
        let text = screen.press_and_wait("q", "[exit 3]");
        assert!(!text.contains("medical advice"), "{text}");
        assert!(home.path().join("began").exists() && home.path().join("ended").exists());
        let screen = Window::new(80, 24).run(&home, "routine bedtime -q");
        screen.wait_for("Get ready: Hamstring stretch");
    }
}

#[test]
fn a_small_window_has_it_page_by_page() {
    for (columns, rows) in [(60, 15), (40, 10)] {
        let home = Home::of_a_newcomer();
        let screen = first(Window::new(columns, rows), &home);
        let mut read = String::new();
        for _ in 0..9 {
            let text = screen.wait_for("Enter ");
            assert!(!screen.is_wrapped() && !text.contains('…'), "{text}");
            read.extend(text.split_whitespace().flat_map(|word| [word, " "]));
            screen.press("\r");
            let changed = screen.wait_until("the next page", |now| now != text);
            if changed.contains("LEFT") || changed.contains("RIGHT") {
                break;
            }
        }
        for part in [
            "prepare_lead",
            "breathe.",
            "\"legrest safety\" tells more.",
            "Enter begins",
        ] {
            assert!(read.contains(part), "no \"{part}\" in {read}");
        }
        assert!(home.path().join("data/greeted").exists());
    }
}

#[test]
fn whoever_leaves_it_has_begun_nothing() {
    for display in ["full", "bars"] {
        for (key, code) in [("q", 3), ("\x03", 130), ("", 143)] {
            let home = newcomer();
            let window = Window::new(80, 24).with("LEGREST_DISPLAY", display);
            let screen = first(window, &home);
            match key {
                "" => screen.signal(Signal::TERM),
                key => screen.press(key),
            }
            let text = screen.wait_for(&format!("[exit {code}]"));
            assert!(
                !text.contains("Stopped") && !text.contains("advice"),
                "{text}"
            );
            screen.assert_given_back();
            assert_untouched(&home);
        }
    }
}

#[test]
fn ctrl_z_and_another_size_leave_it_there() {
    if !have(&["bash"]) {
        return;
    }
    let home = newcomer();
    let screen = Window::new(80, 24).shell(&home);
    screen.wait_for("ready>");
    screen.press("$LEGREST routine bedtime; echo \"code\": $?\n");
    screen.wait_for("Enter begins");
    screen.press_and_wait("\x1a", "Stopped");
    screen.assert_given_back();
    screen.press_and_wait("fg\n", "Enter begins");
    screen.resize(60, 15);
    screen.wait_for("Enter turns the page");
    screen.resize(100, 40);
    screen.wait_for("Enter begins");
    assert_untouched(&home);
    let text = screen.press_and_wait("\r", "Get ready");
    assert!(!text.contains("PAUSED"), "{text}");
}

#[test]
fn where_lines_are_written_it_is_lines() {
    const GREETING: &str = "A timer, not medical advice.";
    let home = Home::of_a_newcomer();
    // Left at once, in a rehearsal, and after there was time to read it.
    let cases: [(&str, &str, bool); 5] = [
        ("", "Get ready", true),
        ("--speed 2", "Get ready", false),
        ("", "Get ready", true),
        ("", "side, 1 of 10", true),
        ("", "Get ready", false),
    ];
    let cases = &cases[..if may_take_long() { 5 } else { 3 }];
    for &(options, until, greeted) in cases {
        let arguments = format!("routine bedtime -q --display plain {options}");
        let screen = Window::new(100, 40).run(&home, &*arguments);
        let text = screen.wait_for(until);
        assert_eq!(text.contains(GREETING), greeted, "{text}");
        screen.press_and_wait("q", "[exit 3]");
    }
}

#[test]
fn it_keeps_nobody_who_rehearses_or_has_a_cramp() {
    for arguments in [
        "routine bedtime -q --speed 2",
        "routine bedtime -q --speed 0.5",
        "cramp -q",
        "routine cramp-calf -q",
    ] {
        let screen = Window::new(80, 24).run(&Home::of_a_newcomer(), arguments);
        let text = screen.wait_for("? keys");
        assert!(!text.contains("This page"), "{arguments}: {text}");
    }
    let line = "\"$LEGREST\" routine bedtime -q </dev/null";
    let screen = Window::new(100, 40).run_line(&Home::of_a_newcomer(), line);
    let text = screen.wait_for("Get ready");
    assert!(
        text.contains("medical advice") && !text.contains("This page"),
        "{text}"
    );
}
