//! `legrest show`: what a person reads before lying down, and what programs do.

mod page;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::harness::Home;

fn shown(arguments: &[&str]) -> Value {
    let arguments = [&["show", "bedtime", "--format", "json"], arguments].concat();
    Home::new().run(&arguments).success().events().remove(0)
}

#[test]
fn the_totals_are_those_of_the_sources() {
    for (level, total) in [("gentle", 1130), ("standard", 1310), ("full", 1560)] {
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
    let (table, end) = run.stdout.split_once("Level ").expect("a level");
    assert_snapshot!(table);
    assert!(
        end.starts_with("standard: 21m 50s; started now, it ends at "),
        "{end}"
    );
    let hint = "\n\nWith --full: how each step is done, and what to mind.\n";
    assert!(end.ends_with(hint), "{end}");
}

#[test]
fn the_full_text_begins_with_what_to_judge_it_by() {
    let text = "
title = 'Knee'
summary = 'For the knee.'
needs = 'A wall, a mat'
caution = 'Stop if it hurts.'
source = ['A sheet', 'A book']
[[step]]
name = 'Rise'
how = '''
Stand by a wall.
Rise onto the toes of both feet, slowly, and come down again as slowly as you went up.'''
cue = 'Slowly.'
caution = 'Not on a wet floor.'
needs = 'a wall, a step'
hold = 'open'
notes = [{ at = '1m', text = 'Enough for today.' }, { at = '30s', text = 'Keep breathing.' }]
[[step]]
name = 'Bare'
hold = '1s'
";
    let home = Home::new().with_routine("knee", text);
    assert_snapshot!(home.run("show knee --full").success().stdout);
    let skipped = home.run("show knee --skip rise").success().stdout;
    assert!(skipped.contains("At hand: A wall, a mat\n"), "{skipped}");
    let bare = "[[step]]\nname = 'A'\nhold = '1s'\n";
    for arguments in ["show -", "show - --full"] {
        let run = home.run_with_input(arguments, bare.as_bytes()).success();
        assert!(!run.stdout.contains("--full"), "nothing more: {run:#?}");
    }
}

/// Whatever a file says to a person is there, also for programs.
#[test]
fn nothing_is_hidden() {
    let home = Home::new();
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, text) in legrest::library::BUILT_IN {
        let full = home.run(&["show", name, "--full"]).success().stdout;
        let (_, instructions) = full.split_once("\nLevel ").expect("a table");
        for line in instructions.lines() {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
        let document = home.run(&["show", name, "--format", "json"]).success();
        let document = document.events().remove(0);
        let told = joined(&full);
        let compare = |written: &Value, shown: &Value, keys: &[&str]| {
            for key in keys {
                assert_eq!(shown[key], written[key], "{name}: {key}");
                let text = joined(written[key].as_str().unwrap_or_default());
                assert!(told.contains(&text), "{name}: {text}");
            }
        };
        let routine: toml::Table = text.parse().expect(name);
        let routine = serde_json::to_value(routine).expect(name);
        compare(
            &routine,
            &document,
            &["title", "summary", "caution", "needs"],
        );
        assert_eq!(document["source"], routine["source"], "{name}");
        for source in routine["source"].as_array().expect(name) {
            let source = joined(source.as_str().expect(name));
            assert!(told.contains(&source), "{name}: {source}");
        }
        for (index, step) in routine["step"].as_array().expect(name).iter().enumerate() {
            let shown = &document["steps"][index];
            compare(step, shown, &["name", "how", "cue", "caution", "needs"]);
            let notes = step["notes"].as_array().into_iter().flatten();
            for (index, note) in notes.enumerate() {
                compare(note, &shown["notes"][index], &["text"]);
            }
        }
    }
    let cramp = home.run("show cramp-calf --format json").success();
    let notes = &cramp.events()[0]["steps"][0]["notes"];
    assert_eq!(notes[4]["at_s"], 75);
}

const COUNTED: &str = "
[[step]]
name = \"Bath\"
task = true
[[step]]
name = \"Raise\"
sides = \"each\"
sets = 2
reps = \"8-12\"
tempo = \"up, hold 1s, lower 3s\"
[[step]]
name = \"Shell\"
reps = 15
tempo = \"own\"
prepare = \"10s\"
[[step]]
name = \"Breath\"
hold = \"1m\"
tempo = \"4-7-8\"
prepare = \"10s\"
";

#[test]
fn what_is_counted_or_done_is_told_as_that() {
    let home = Home::new().with_routine("counted", COUNTED);
    assert_snapshot!(home.run("show counted").success().stdout, @"
    counted

    at    step    what    sides        holds                                    of      takes
    0:00  bath    Bath                 to do
    0:00  raise   Raise   right, left  2 x 10 a side: up 2s, hold 1s, lower 3s  8-12    4m 45s
    4:45  shell   Shell                15: at your own pace                             about 1m 10s
    4:55  breath  Breath               1 x 57s: 4s, 7s, 8s                      1 x 1m  1m 7s

    Level standard: about 7m 2s and 1 thing to do

    By default, as nothing else is written:
      5s to get into position: raise
      5s to change sides: raise
      30s between sets: raise
      2s up: raise
      about 4s a movement: shell
    ");
    let dry_run = "routine counted --dry-run --skip raise";
    assert_snapshot!(home.run(dry_run).success().stdout, @"
    0:00  task     until a key  bath
    0:00  prepare  10s          shell
    0:10  hold     about 1m     shell   15: at your own pace
    0:10  prepare  10s          breath
    0:20  hold     57s          breath  4s, 7s, 8s
    about 2m 17s and 1 thing to do
    ");
    let own = home.run("show counted --only shell").success().stdout;
    assert!(
        own.contains("about 1m 10s; started now, it ends at about "),
        "{own}"
    );
    let done = home.run("show counted --only bath").success().stdout;
    assert!(done.contains("Level standard: 1 thing to do\n"), "{done}");
    let open = COUNTED.replace("hold = \"1m\"", "hold = \"open\"");
    let open = home
        .run_with_input("show -", open.as_bytes())
        .success()
        .stdout;
    let end = "and 1 thing to do, and as long as you take where it waits for a key\n";
    assert!(open.contains(end), "{open}");
}

#[test]
fn programs_read_what_is_counted_and_what_nobody_wrote() {
    let home = Home::new().with_routine("counted", COUNTED);
    let shown = home
        .run("show counted --format json")
        .success()
        .events()
        .remove(0);
    assert_eq!(shown["total_s"], Value::Null, "it has a pace of one's own");
    let of = |step: usize, key: &str| &shown["steps"][step][key];
    let raise = json!([
        {"word": "up", "seconds": 2, "default": true},
        {"word": "hold", "seconds": 1, "default": false},
        {"word": "lower", "seconds": 3, "default": false},
    ]);
    assert_eq!(*of(1, "tempo"), raise);
    assert_eq!(of(3, "tempo")[0]["word"], Value::Null);
    for (step, key, value) in [
        (0, "task", json!(true)),
        (0, "total_s", Value::Null),
        (1, "reps", json!(1)),
        (1, "movements", json!(10)),
        (1, "hold_s", json!(60)),
        (
            1,
            "defaults",
            json!(["prepare", "switch", "set_rest", "tempo"]),
        ),
        (2, "tempo", json!("own")),
        (2, "movements", json!(15)),
        (2, "hold_s", Value::Null),
        (3, "movements", Value::Null),
        (3, "hold_s", json!(57)),
        (3, "defaults", json!([])),
    ] {
        assert_eq!(*of(step, key), value, "{key} of step {step}");
    }
    let timed = home
        .run("show counted --skip shell --format json")
        .success();
    assert_eq!(timed.events()[0]["total_s"], 285 + 67, "bath left out");
}
