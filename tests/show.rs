//! `legrest show`: what a person reads before lying down, and what programs do.

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::Home;

fn shown(arguments: &[&str]) -> Value {
    let arguments = [&["show", "bedtime", "--format", "json"], arguments].concat();
    Home::new().run(&arguments).success().events().remove(0)
}

#[test]
fn the_totals_are_those_of_the_sources() {
    for (level, total) in [("gentle", 1070), ("standard", 1250), ("full", 1500)] {
        let shown = shown(&["--level", level]);
        assert_eq!(shown["total_s"], total);
        assert_eq!(shown["level"], level);
    }
}

#[test]
fn the_right_leg_goes_first_and_the_calves_take_turns() {
    let shown = shown(&["--level", "full"]);
    let sides = |step: &str| -> String {
        let segments = shown["segments"].as_array().expect("segments");
        let holds = segments
            .iter()
            .filter(|segment| segment["step"] == step && segment["phase"] == "hold");
        holds
            .map(|hold| &hold["side"].as_str().expect("a side")[..1])
            .collect()
    };
    assert_eq!(sides("hamstring"), "r".repeat(10) + &"l".repeat(10));
    assert_eq!(sides("calf"), "rlrlrl");
    assert_eq!(sides("quad"), "rl");
}

#[test]
fn the_document_has_the_fields_of_the_contract() {
    let mut shown = shown(&["--only", "calf", "--side", "left"]);
    shown["segments"]
        .as_array_mut()
        .expect("segments")
        .truncate(2);
    let text = serde_json::to_string_pretty(&shown).expect("JSON");
    assert_snapshot!(text);
}

#[test]
fn open_lengths_are_null() {
    let text = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"open\"\nprepare = \"key\"\n";
    let home = Home::new();
    let run = home
        .run_with_input("show - --format json", text.as_bytes())
        .success();
    let shown = &run.events()[0];
    assert_eq!(shown["total_s"], Value::Null);
    assert_eq!(shown["steps"][0]["hold_s"], Value::Null);
    assert_eq!(shown["segments"][1]["duration_s"], Value::Null);
}

#[test]
fn a_table_for_people() {
    let run = Home::new().run("show bedtime").success();
    let (table, end) = run.stdout.trim_end().rsplit_once('\n').expect("lines");
    assert_snapshot!(table);
    assert!(
        end.starts_with("Level standard: 20m 50s; started now, it ends at "),
        "{end}"
    );
}
