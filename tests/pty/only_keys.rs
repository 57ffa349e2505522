//! What a terminal sends and what is no key, what is a key in another protocol
//! or alphabet, and keys that are held down.

use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use super::events::{Events, of_kind};
use super::screen::{Screen, Window};
use crate::harness::{Home, at_once, may_take_long};

/// Many holds, so that each key that is taken for one is seen.
const LONG: &str = r#"
    title = "Long"
    [[step]]
    name = "Calf"
    reps = 9
    hold = "10m"
    prepare = "0s"
    rest = "10m"
"#;

fn follow() -> (Home, Screen, Events) {
    let home = Home::new().with_routine("long", LONG);
    let (screen, mut events) = Window::new(80, 24).run_for_events(&home, "routine long -q");
    events.wait_for(&json!({"event": "cue", "cue": "start"}));
    (home, screen, events)
}

/// Longer than a key that is held down takes to come again, by far.
fn pass() {
    sleep(Duration::from_millis(250));
}

#[test]
fn what_is_no_key_passes_without_a_trace_also_in_two_reads() {
    if !may_take_long() {
        return;
    }
    let nothing: &[&[u8]] = &[
        b"\x1b[[B",
        b"\x1b[M !!",
        b"\x1b[M qQ",
        b"\x1b[M#nn",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]10;rgb:bbbb/bbbb/bbbb\x07",
        b"\x1b^q\x1b\\",
        b"\x1b_q\x1b\\",
        b"\x1bXq\x1b\\",
        b"\x1bP1$r0 q\x1b\\",
        b"\x1b[200~quit now\x1b[201~",
        b"\x1b[1;1:3C",
        b"\x1b[113;1:3u",
        b"\x1b[113;1:2u",
        b"\x1b[113;5u",
        b"\x1b[1;5C",
    ];
    let (_home, mut screen, mut events) = follow();
    for bytes in nothing {
        screen.send(bytes);
        // After the escape, and in the middle.
        for cut in [1, bytes.len() / 2, bytes.len() - 1] {
            let (one, two) = bytes.split_at(cut);
            pass();
            screen.send(one);
            pass();
            screen.send(two);
        }
    }
    pass();
    screen.press("q");
    assert_eq!(screen.wait_exit().code(), Some(3));
    let all = events.wait_end();
    let kinds: Vec<&Value> = all.iter().map(|event| &event["event"]).collect();
    assert_eq!(kinds, ["started", "segment", "cue", "ended"]);
}

#[test]
fn what_is_left_unfinished_deafens_for_a_second_at_most() {
    let slips = [
        "\x1b]",
        "\x1bP",
        "\x1b_",
        "\x1b[",
        "\x1bO",
        "\x1b[M ",
        "\x1b[200~text",
    ];
    at_once(slips, |slip| {
        let (_home, mut screen, mut events) = follow();
        screen.press(slip);
        sleep(Duration::from_millis(1100));
        screen.press("q");
        assert_eq!(screen.wait_exit().code(), Some(3), "{slip:?}");
        assert_eq!(of_kind(&events.wait_end(), "skipped").len(), 0, "{slip:?}");
    });
}

#[test]
fn other_protocols_and_alphabets_have_the_same_keys() {
    let (_home, mut screen, mut events) = follow();
    let skipped = json!({"event": "skipped"});
    for next in [
        "т",
        "ν",
        "ㅜ",
        "\x1b[110u",
        "\x1b[1090::110;1:1u",
        "\x1b[1;1:1C",
        "\x1b[27;1;110~",
    ] {
        screen.press(next);
        events.wait_for(&skipped);
        pass();
    }
    screen.press("й");
    events.wait_for(&json!({"event": "ended", "outcome": "quit", "skipped": 7}));
    assert_eq!(screen.wait_exit().code(), Some(3));
}

#[test]
fn ctrl_c_of_other_protocols_ends_it_as_the_signal_does() {
    let home = Home::new().with_routine("long", LONG);
    for keys in ["\x1b[99;5u", "\x1b[27;5;99~", "\x1b[1089::99;5u"] {
        let screen = Window::new(80, 24).run(&home, "routine long -q");
        screen.wait_for("? keys");
        screen.press_and_wait(keys, "[exit 130]");
        screen.assert_given_back();
    }
}

#[test]
fn keys_that_are_told_to_whom_the_letters_are_unknown() {
    let home = Home::new().with_routine("long", LONG);
    let screen = Window::new(80, 24).run(&home, "routine long -q");
    screen.wait_for("? keys");
    // Mongolian has it, in a place that we don't know.
    screen.press_and_wait("ᠨ", "keys: space pause");
    screen.press_and_wait("q", "[exit 3]");
}

#[test]
fn a_key_held_down_counts_twice_at_most() {
    let (_home, mut screen, mut events) = follow();
    let hold = |key: &str, times| {
        screen.send(key.as_bytes());
        sleep(Duration::from_millis(400));
        for _ in 0..times {
            screen.send(key.as_bytes());
            sleep(Duration::from_millis(20));
        }
        pass();
    };
    hold("n", 30);
    hold("\x1b[C", 30);
    hold("b", 30);
    screen.press("q");
    let all = events.wait_end();
    assert_eq!(of_kind(&all, "skipped").len(), 4, "{all:#?}");
    assert_eq!(of_kind(&all, "segment").len(), 1 + 6, "{all:#?}");
    assert_eq!(screen.wait_exit().code(), Some(3));
}

#[test]
fn n_held_down_ends_no_routine_as_done() {
    let home = Home::new();
    let line = "\"$LEGREST\" routine short -q && echo suspended";
    let screen = Window::new(80, 24).run_line(&home, line);
    screen.wait_for("? keys");
    // Held down at first, then pressed again and again, as long as it takes.
    for _ in 0..50 {
        screen.send(b"n");
        sleep(Duration::from_millis(20));
    }
    assert!(!screen.text().contains("[exit"));
    super::eventually("the end", || {
        screen.press("n");
        screen.text().contains("[exit ").then_some(())
    });
    let text = screen.wait_for("[exit 3]");
    assert!(!text.contains("suspended"), "{text}");
    let record: Value = serde_json::from_str(home.read_journal().trim()).expect("a record");
    assert_eq!(record["outcome"], "quit");
    assert_eq!(record["reached"], Value::Null);
    assert_eq!(home.run("routine short --resume").code, Some(1));
}

#[test]
fn pastes_are_marked_as_long_as_the_keyboard_is_taken() {
    let home = Home::new().with_routine("long", LONG);
    for display in ["full", "bars", "plain", "json", "none"] {
        let arguments = ["routine", "long", "-q", "--display", display];
        let screen = Window::new(80, 24).run(&home, &arguments);
        super::eventually("pastes are marked", || screen.marks_pastes().then_some(()));
        screen.press_and_wait("q", "[exit 3]");
        screen.assert_given_back();
    }
    // A terminal that would show the codes is asked for nothing.
    let arguments = ["routine", "long", "-q"];
    let screen = Window::new(80, 24)
        .with("TERM", "dumb")
        .run(&home, &arguments);
    screen.wait_for("Hold: Calf");
    screen.press_and_wait("q", "[exit 3]");
    assert!(!screen.raw().contains(&0x1b));
}
