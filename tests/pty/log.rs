//! What the journal asks and says: the three questions of `legrest log`, and the
//! night of the trial.

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

#[test]
fn enter_keeps_what_is_in_brackets() {
    let home = Home::new();
    let screen = asked(&home);
    screen.press_and_wait("2\n", "Worst leg pain last night, 0 to 10 [not said]:");
    screen.press_and_wait("eleven\n", "write a number from 0 for none");
    screen.press_and_wait("4\n", "How often your legs woke you [not said]:");
    screen.press_and_wait("1\n", "Where, like left-calf, foot [not said]:");
    screen.press_and_wait("left nose\n", "write calf, foot, hamstring or thigh");
    screen.press_and_wait("Left calf, foot\n", "Note [none]:");
    screen.press_and_wait("left calf\n", "[exit 0]");
    let screen = Window::new(80, 24).run(&home, "log");
    screen.wait_for("Cramps [2]:");
    screen.press_and_wait("\n", "0 to 10 [4]:");
    screen.press_and_wait("3\n", "woke you [1]:");
    screen.press_and_wait("\n", "foot [left-calf, foot]:");
    screen.press_and_wait("\n", "Note [left calf]:");
    screen.press_and_wait("\n", "pain  3 of 10 (was 4 of 10)");
    screen.wait_for("[exit 0]");
    let journal = home.read_journal();
    assert_eq!(journal.lines().count(), 2, "{journal}");
    let last = "\"cramps\":2,\"pain\":3,\"woken\":1,\"where\":[\"left-calf\",\"foot\"]}\n";
    assert!(journal.ends_with(last), "{journal}");
}

#[test]
fn ctrl_c_writes_nothing() {
    let home = Home::new();
    let screen = asked(&home);
    screen.press_and_wait("2\n", "Worst leg pain last night, 0 to 10");
    screen.press_and_wait("\x03", "[exit 130]");
    assert_eq!(home.read_journal(), "");
}

#[test]
fn the_end_of_the_input_writes_nothing() {
    let home = Home::new();
    let screen = asked(&home);
    screen.press_and_wait("\x04", "Nothing was recorded.");
    screen.wait_for("[exit 0]");
    assert_eq!(home.read_journal(), "");
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
    let journal = home.read_journal();
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
    assert!(home.read_journal().contains("\"routine\":\"trial\""));
}
