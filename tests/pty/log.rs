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
    screen.wait_for("Pain, 0 to 10 [not said]:");
    screen.press("eleven\n");
    screen.wait_for("write a number from 0 for none");
    screen.press("4\n");
    screen.wait_for("Note [none]:");
    screen.press("left calf\n");
    screen.wait_for("[exit 0]");
    let screen = Window::new(80, 24).run(&home, "log");
    screen.wait_for("Cramps [2]:");
    screen.press("\n");
    screen.wait_for("Pain, 0 to 10 [4]:");
    screen.press("3\n");
    screen.wait_for("Note [left calf]:");
    screen.press("\n");
    screen.wait_for("pain  3 of 10 (was 4 of 10)");
    screen.wait_for("[exit 0]");
    let journal = journal(&home);
    assert_eq!(journal.lines().count(), 2, "{journal}");
    assert!(journal.ends_with("\"cramps\":2,\"pain\":3}\n"), "{journal}");
}

#[test]
fn ctrl_c_writes_nothing() {
    let home = Home::new();
    let screen = asked(&home);
    screen.press("2\n");
    screen.wait_for("Pain, 0 to 10");
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
fn the_trial_says_which_night_it_was() {
    let text = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\nprepare = \"0s\"\n";
    let home = Home::new().with_routine("trial", text);
    let play = ["routine", "trial", "-q", "--display", "bars"];
    let screen = Window::new(80, 24).run(&home, &play);
    screen.wait_for("night 1 of 42");
    screen.wait_for("[exit 0]");
    assert!(journal(&home).contains("\"routine\":\"trial\""));
}
