//! The question that `legrest edit` asks when what was written is not valid.

use std::fs;

use super::screen::{Screen, Window};
use crate::harness::Home;

const VALID: &str = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n";

/// An editor that takes the unit away, and the next time gives another.
const EDITOR: &str =
    "sh -c 'sed -i \"s/1s/1/; t; s/= 1$/= \\\"2s\\\"/; s/\\\"1\\\"/\\\"2s\\\"/\" \"$0\"'";

fn asked(home: &Home) -> Screen {
    let screen = Window::new(100, 30)
        .with("EDITOR", EDITOR)
        .run(home, "edit mine");
    screen.wait_for("(e)dit again, (k)eep it as it is, (t)hrow your changes away?");
    screen
}

fn mine(home: &Home) -> String {
    fs::read_to_string(home.path().join("config/routines/mine.toml")).expect("the routine")
}

fn files(home: &Home) -> usize {
    fs::read_dir(home.path().join("config/routines"))
        .expect("a folder")
        .count()
}

#[test]
fn edit_again_mends_it() {
    let home = Home::new().with_routine("mine", VALID);
    let screen = asked(&home);
    screen.press_and_wait("e\n", "[exit 0]");
    assert_eq!(mine(&home), VALID.replace("1s", "2s"));
    assert_eq!(files(&home), 1);
}

#[test]
fn keep_saves_it_as_it_is() {
    let home = Home::new().with_routine("mine", VALID);
    let screen = asked(&home);
    screen.press_and_wait("x\n", "k keeps what you wrote");
    screen.press_and_wait("k\n", "[exit 2]");
    assert_eq!(mine(&home), VALID.replace("1s", "1"));
    assert_eq!(files(&home), 1);
}

#[test]
fn throw_leaves_the_routine_as_it_was() {
    let home = Home::new().with_routine("mine", VALID);
    let screen = asked(&home);
    screen.press_and_wait("t\n", "[exit 2]");
    assert_eq!(mine(&home), VALID);
    assert_eq!(files(&home), 1);
}

#[test]
fn leaving_at_the_question_loses_nothing() {
    let home = Home::new().with_routine("mine", VALID);
    let screen = asked(&home);
    screen.press_and_wait("\u{3}", "[exit 130]");
    screen.assert_given_back();
    assert_eq!(mine(&home), VALID);
    let draft = home.path().join("config/routines/.mine.draft.toml");
    let draft = fs::read_to_string(draft).expect("the draft is kept");
    assert_eq!(draft, VALID.replace("1s", "1"));
}

#[test]
fn half_a_letter_is_no_answer_and_no_end() {
    let home = Home::new().with_routine("mine", VALID);
    // Where the terminal doesn't know UTF-8, Backspace takes one byte of two.
    let screen = Window::new(100, 30)
        .with("EDITOR", EDITOR)
        .run_line(&home, "stty -iutf8 erase '^?'; \"$LEGREST\" edit mine");
    screen.wait_for("(t)hrow your changes away?");
    screen.press("\u{fc}\u{7f}\n");
    screen.press_and_wait("k\n", "[exit 2]");
    assert_eq!(mine(&home), VALID.replace("1s", "1"));
}
