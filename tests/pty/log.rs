//! What the journal asks and says: the three questions of `legrest log`, and the
//! night of the trial.

use std::fs;

use super::screen::{Screen, Window};
use crate::harness::Home;

fn asked(home: &Home) -> Screen {
    let screen = Window::new(80, 24).run(home, "log");
    let text = screen.wait_for("Cramps [0]:");
    // Until five in the morning it is tonight.
    let names = ["Last night, ", "Tonight, "];
    assert!(names.iter().any(|name| text.contains(name)), "{text}");
    screen
}

/// What is in the journal: nothing, where there is none.
fn journal(home: &Home) -> String {
    let folder = home.path().join("data/journal");
    let files = fs::read_dir(folder).into_iter().flatten();
    let text = |file: std::io::Result<fs::DirEntry>| {
        fs::read_to_string(file.expect("a file").path()).expect("a journal")
    };
    files.map(text).collect()
}

#[test]
fn enter_keeps_what_is_in_brackets() {
    let home = Home::new();
    let screen = asked(&home);
    screen.press("2\n");
    screen.wait_for("Worst leg pain last night, 0 to 10 [not said]:");
    screen.press("eleven\n");
    screen.wait_for("write a number from 0 for none");
    screen.press("4\n");
    screen.wait_for("How often your legs woke you [not said]:");
    screen.press("1\n");
    screen.wait_for("Where, like left-calf, foot [not said]:");
    screen.press("left nose\n");
    screen.wait_for("write calf, foot, hamstring or thigh");
    screen.press("Left calf, foot\n");
    screen.wait_for("Note [none]:");
    screen.press("left calf\n");
    screen.wait_for("[exit 0]");
    let screen = Window::new(80, 24).run(&home, "log");
    screen.wait_for("Cramps [2]:");
    screen.press("\n");
    screen.wait_for("0 to 10 [4]:");
    screen.press("3\n");
    screen.wait_for("woke you [1]:");
    screen.press("\n");
    screen.wait_for("foot [left-calf, foot]:");
    screen.press("\n");
    screen.wait_for("Note [left calf]:");
    screen.press("\n");
    screen.wait_for("pain  3 of 10 (was 4 of 10)");
    screen.wait_for("[exit 0]");
    let journal = journal(&home);
    assert_eq!(journal.lines().count(), 2, "{journal}");
    let last = "\"cramps\":2,\"pain\":3,\"woken\":1,\"where\":[\"left-calf\",\"foot\"]}\n";
    assert!(journal.ends_with(last), "{journal}");
}

#[test]
fn ctrl_c_writes_nothing() {
    let home = Home::new();
    let screen = asked(&home);
    screen.press("2\n");
    screen.wait_for("Worst leg pain last night, 0 to 10");
    screen.press("\x03");
    screen.wait_for("[exit 130]");
    assert_eq!(journal(&home), "");
}

#[test]
fn the_end_of_the_input_writes_nothing() {
    let home = Home::new();
    let screen = asked(&home);
    screen.press("\x04");
    screen.wait_for("Nothing was recorded.");
    screen.wait_for("[exit 0]");
    assert_eq!(journal(&home), "");
}

#[test]
fn a_quiet_night_has_three_short_questions_and_a_note() {
    let home = Home::new();
    let screen = asked(&home);
    for question in ["Cramps [0]", "10 [0]", "woke you [0]", "Note [none]"] {
        screen.wait_for(question);
        screen.press("\n");
    }
    screen.wait_for("[exit 0]");
    let journal = journal(&home);
    assert!(
        journal.ends_with("\"cramps\":0,\"pain\":0,\"woken\":0}\n"),
        "{journal}"
    );
}

#[test]
fn the_trial_says_how_many_nights_it_has_been() {
    let step = |name: &str| {
        format!(
            "[[step]]\nname = \"{name}\"\nhold = \"1s\"\nprepare = \"0s\"\nswitch = \"0s\"\nsides = \"each\"\n"
        )
    };
    let text = step("Calf") + &step("Hamstring");
    let home = Home::new().with_routine("trial", &text);
    let play = ["routine", "trial", "-q", "--display", "bars"];
    let part = [&play[..], &["--only", "calf"]].concat();
    let screen = Window::new(80, 24).run(&home, &part);
    let said = screen.wait_for("[exit 0]");
    assert!(!said.contains("The trial's"), "calves alone: {said}");
    let screen = Window::new(80, 24).run(&home, &play);
    screen.wait_for("The trial's stretches: 1 night, 1 in the last two weeks");
    screen.wait_for("[exit 0]");
    assert!(journal(&home).contains("\"routine\":\"trial\""));
}
