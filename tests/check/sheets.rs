//! What people bring from a therapist's sheet or a word processor, and what they
//! are told.

use super::{found, only_help};
use crate::harness::Home;

/// What people copy from a sheet or from a document, and what it should be.
#[test]
fn the_ways_of_sheets_and_word_processors_are_understood() {
    let help =
        |lines: &str| only_help(&format!("title = \"T\"\n[[step]]\nname = \"A\"\n{lines}\n"));
    let both = "write sets = 3 and reps = 8";
    assert_eq!(help("hold = \"5s\"\nreps = \"3x8\""), both);
    assert_eq!(help("hold = \"5s\"\nreps = 3x8"), both);
    assert!(help("hold = 20-30s").contains("stands in quotes: \"20-30s\""));
    assert!(help("hold = “30s”").contains("curly"));
    assert!(help("hold = \"1s\"\nreps = 2\nrest = \"2-3s\"").contains("one duration"));
    assert!(help("hold = \"1s\"\nprepare = \"enter\"").contains("\"key\""));
    assert!(help("hold = \"1s\"\nfigure = \"piriformis\"").contains("leave it out"));
    assert!(help("hold = \"1s\"\n[circuit]\nrounds = 2\nrest = \"1m\"").contains("[circuit.mine]"));
    assert!(help("hold = \"1s\"\nrounds = 2").contains("[circuit.all]"));
    assert!(help("hold = \"1s\"\n[defaults]\nsummary = \"x\"").contains("move it up"));
}

/// Each mistake is told once, at its place, and nothing follows from it.
#[test]
fn mistakes_with_movements_and_things_to_do_are_told_apart() {
    let text = r#"[[step]]
name = "A"
reps = 12
tempo = "up 2-3s, down 2s" # tempo-range
[[step]]
name = "B"
tempo = "2-2" # tempo-without-reps
[[step]]
name = "C"
hold = "30s"
tempo = "own" # own-with-hold
[[step]]
name = "D"
task = true
circuit = "a" # task-in-circuit
[[step]]
name = "E"
task = "yes" # wrong-type
[[step]]
name = "F"
hold = "30s"
sides = "L + R" # unknown-value
days = "mon, noday" # unknown-day
[[step]]
name = "G"
hold = "30s"
how = "Lie down.
Breathe." # a text of several lines
"#;
    let home = Home::new().with_file("sheet.toml", text);
    let expected = [
        ("tempo-range", 4, "\"up 2-3s, down 2s\""),
        ("tempo-without-reps", 7, "\"2-2\""),
        ("own-with-hold", 11, "\"own\""),
        ("task-in-circuit", 15, "circuit"),
        ("wrong-type", 18, "\"yes\""),
        ("unknown-value", 22, "\"L + R\""),
        ("unknown-day", 23, "\"mon, noday\""),
        ("syntax", 27, "\"Lie down."),
    ];
    let expected = expected.map(|(code, line, text)| (code.to_owned(), line, text.to_owned()));
    assert_eq!(found(&home, "sheet.toml"), expected);
}

#[test]
fn an_author_can_accept_a_warning() {
    let text = |allow| {
        format!("allow = [{allow}]\n[[step]]\nname = \"A\"\nhold = \"61m\"\nrest = \"1s\"\n")
    };
    let home = Home::new()
        .with_file("some.toml", text("\"long-step\""))
        .with_file("all.toml", text("\"long-step\", \"rest-without-reps\""));
    assert_eq!(found(&home, "some.toml")[0].0, "rest-without-reps");
    assert_eq!(
        home.run("check all.toml").success().stdout,
        "all.toml: valid\n"
    );
    // No error is one that can be accepted.
    let wrong = text("\"missing-unit\"").replace("\"61m\"", "61");
    let home = Home::new().with_file("wrong.toml", wrong);
    let codes = found(&home, "wrong.toml").into_iter().map(|it| it.0);
    let wrong = ["unknown-code", "missing-unit", "rest-without-reps"];
    assert!(codes.eq(wrong.map(str::to_owned)));
}
