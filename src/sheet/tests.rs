//! How numbers are spelled for the grammar, and what its rules say of them.

use super::dose::Dose;
use super::grammar;
use super::token::tokens;
use super::wording::{name_of, sentences};

fn spelled(text: &str) -> String {
    let tokens = tokens(text).into_iter().map(|token| token.spelling);
    tokens.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_spelled(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(spelled(text), *expected, "{text}");
    }
}

/// The keys of a step that says this.
fn keys(text: &str) -> String {
    let mut dose = Dose::of(&grammar::read(text));
    dose.settle(text);
    let keys = dose.keys().into_iter();
    let keys = keys.map(|(key, value)| format!("{key} = {value}"));
    keys.collect::<Vec<_>>().join(", ")
}

#[test]
fn numbers_are_in_one_spelling() {
    assert_spelled(&[
        ("3x10", "3 x 10"),
        ("1,5 kg", "#kg"),
        ("twenty-five times", "25 times"),
        ("twice", "2; times"),
        ("once it is easy", "once it is easy"),
        ("one of these", "1 of these"),
        ("10ish", "10"),
        ("L4", "#code"),
        ("01632", "#code"),
    ]);
}

#[test]
fn times_are_in_seconds() {
    assert_spelled(&[
        ("30\"", "30s"),
        ("1:30", "90s"),
        ("10:30", "630c"),
        ("½ min", "30s"),
        ("1½ min", "90s"),
        ("half a minute", "30s"),
        ("a minute and a half", "90s"),
        ("1 min 30 s", "90s"),
        ("count of five", "5s"),
        ("2 hrs", "7200s"),
    ]);
}

#[test]
fn a_range_rises() {
    assert_spelled(&[
        ("20-30 s", "20~30s"),
        ("20 s to 30 s", "20~30s"),
        ("8 or 10 times", "8~10 times"),
        ("3-1-1", "3 - 1 - 1"),
        ("30-20", "30 - 20"),
    ]);
}

#[test]
fn letters_of_a_scanner_are_digits_beside_digits() {
    assert_spelled(&[("1O times", "10 times"), ("lO s", "10s"), ("lie", "lie")]);
}

#[test]
fn rules_give_numbers_their_names() {
    let cases = [
        (
            "3 x 30 s each leg",
            "sides = \"each\", reps = 3, hold = \"30s\"",
        ),
        ("12 x 3", "sets = 3, reps = 12, tempo = \"own\""),
        (
            "hold 5 seconds, relax 5 seconds, 10 times",
            "reps = 10, hold = \"5s\", rest = \"5s\"",
        ),
        (
            "do 5, rest a minute, another 5 more",
            "sets = 2, reps = 5, tempo = \"own\", set_rest = \"1m\"",
        ),
        ("3x10, tempo 2-0-2", "sets = 3, reps = 10, tempo = \"2-2\""),
        ("16 kg", "hold = \"open\""),
    ];
    for (text, expected) in cases {
        assert_eq!(keys(text), expected, "{text}");
    }
}

#[test]
fn a_name_ends_at_its_numbers() {
    assert_eq!(name_of("Calf stretch: 3 x 30 s"), "Calf stretch");
    assert_eq!(name_of("20 min walk"), "Walk");
    assert_eq!(name_of("3 x 10"), "");
}

#[test]
fn a_stop_inside_a_number_or_behind_a_short_word_ends_no_sentence() {
    let text = "Hold 1.5 s. Then max. 10 times.";
    assert_eq!(sentences(text), ["Hold 1.5 s.", "Then max. 10 times."]);
}

#[test]
fn what_no_routine_can_have_takes_nothing_else_along() {
    let sheet = "My plan\n\nAll of it 500 rounds.\n\n1. Bridge: 3 x 10\n2. Calf: 30 s\n";
    let made = super::read(sheet, "sheet", &[]).expect("a routine");
    assert_eq!(
        made.text.matches("\n[[step]]\n").count(),
        2,
        "{}",
        made.text
    );
    assert!(
        made.report.contains("  The sheet: All of it 500 rounds.\n"),
        "{}",
        made.report
    );
}
