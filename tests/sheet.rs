//! A therapist's sheet, written down line by line: what it doesn't say is marked,
//! and what it says is played.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Home, LEGREST, Run, have};

/// The sheet, with every number of it where it belongs: "Mon/Wed/Fri: glute
/// bridge 3×12 slow (2 s up, 2 s down), 45 s between sets; clamshell with band
/// 2×15 each side at your own pace; ankle pumps 1 min; standing calf raise 3×10,
/// lower over 3 s; soleus stretch 2×45 s each; hamstring with strap 3×30 s each
/// side; box breathing 4-4-4-4 for 3 min; if the knee hurts skip the bridges.
/// Every day: legs up the wall 15 min".
const SHEET: &str = r#"
[defaults]
days = "Mon/Wed/Fri"

[[step]]
name = "Glute bridge"
sets = 3
reps = 12
tempo = "2 s up, 2 s down"
set_rest = "45 s"
caution = "If the knee hurts, skip the bridges."

[[step]]
name = "Clamshell"
needs = "a band"
sides = "each"
sets = 2
reps = 15
tempo = "own"

[[step]]
name = "Ankle pumps"
hold = "1 min"

[[step]]
name = "Calf raise"
sets = 3
reps = 10
tempo = "up, lower over 3 s"

[[step]]
name = "Soleus stretch"
sides = "each"
reps = 2
hold = "45 s"

[[step]]
name = "Hamstring"
needs = "a strap"
sides = "each"
reps = 3
hold = "30 s"

[[step]]
name = "Box breathing"
tempo = "4-4-4-4"
hold = "3 min"

[[step]]
name = "Legs up"
days = "every day"
hold = "15 min"
"#;

fn home() -> Home {
    Home::new().with_routine("sheet", SHEET)
}

#[test]
fn it_is_taken_as_it_stands() {
    let run = home().run("check sheet").success();
    assert!(run.stdout.ends_with("sheet.toml: valid\n"), "{run:#?}");
    assert_eq!(run.stderr, "");
}

fn document(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().expect(key).iter()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect(key)
}

/// Each time is one that the sheet gives, or has a mark that nobody wrote it.
#[test]
fn what_it_does_not_say_is_marked_as_a_default() {
    let shown = document(&home().run("show sheet --format json").success());
    let mut given = BTreeSet::new();
    for step in list(&shown, "steps") {
        let defaults: Vec<&str> = list(step, "defaults").filter_map(Value::as_str).collect();
        let id = text(step, "id");
        let mut set = &json!(1);
        let own = list(&shown, "segments").filter(|segment| segment["step"] == *id);
        for segment in own {
            let key = match text(segment, "phase") {
                "rest" if segment["set"] != *set => "set_rest",
                phase => phase,
            };
            set = &segment["set"];
            if !defaults.contains(&key) {
                given.insert(format!("{id} {key} {}", segment["duration_s"]));
            }
        }
        for part in step["tempo"].as_array().into_iter().flatten() {
            let mark = if part["default"] == true { "*" } else { "" };
            given.insert(format!("{id} {} {}{mark}", part["word"], part["seconds"]));
        }
    }
    let expected = [
        "ankle-pumps hold 60",
        "box-breathing hold 176",
        "box-breathing null 4",
        "calf-raise \"lower\" 3",
        "calf-raise \"up\" 2*",
        "calf-raise hold 50",
        "clamshell hold null",
        "glute-bridge \"down\" 2",
        "glute-bridge \"up\" 2",
        "glute-bridge hold 48",
        "glute-bridge set_rest 45",
        "hamstring hold 30",
        "legs-up hold 900",
        "soleus-stretch hold 45",
    ];
    assert_eq!(Vec::from_iter(&given), expected);
    let told = home().run("show sheet").success().stdout;
    let (table, defaults) = told.split_once("\nBy default").expect("defaults");
    let breaths = table.lines().find(|line| line.contains("box-breathing"));
    let breaths = breaths.expect("a row");
    assert!(
        breaths.contains(" 1 x 2m 56s: 4s, 4s, 4s, 4s "),
        "{breaths}"
    );
    assert!(
        breaths.contains(" 1 x 3m "),
        "what the sheet says: {breaths}"
    );
    insta::assert_snapshot!(format!("By default{defaults}"), @"
    By default, as nothing else is written:
      5s to get into position: all steps
      5s to change sides: clamshell, soleus-stretch, hamstring
      30s between sets: clamshell, calf-raise
      about 4s a movement: clamshell
      2s up: calf-raise
      3s between holds: soleus-stretch, hamstring

    With --full: how each step is done, and what to mind.
    ");
}

/// The holds of an evening: step, how many there are, how long each is.
#[cfg(unix)]
fn holds(home: &Home, evening: &str) -> Vec<String> {
    let mut command = home.program("faketime");
    let words = ["routine", "sheet", "--dry-run", "--display", "json"];
    let output = command.args([evening, LEGREST]).args(words).output();
    let shown = document(&Run::new(&output.expect("faketime runs")).success());
    let steps = list(&shown, "steps").map(|step| {
        let own = list(&shown, "segments");
        let own = own.filter(|segment| segment["step"] == step["id"] && segment["phase"] == "hold");
        let lengths: Vec<&Value> = own.map(|hold| &hold["duration_s"]).collect();
        assert!(lengths.iter().all(|length| **length == step["hold_s"]));
        let movements = step["movements"]
            .as_u64()
            .map(|count| format!(" of {count}"));
        let movements = movements.unwrap_or_default();
        format!(
            "{} {} x {}{movements}",
            text(step, "id"),
            lengths.len(),
            step["hold_s"]
        )
    });
    steps.collect()
}

#[cfg(unix)]
#[test]
fn each_evening_has_what_the_sheet_says() {
    if !have(&["faketime"]) {
        return;
    }
    let home = home();
    let monday = [
        "glute-bridge 3 x 48 of 12",
        "clamshell 4 x null of 15",
        "ankle-pumps 1 x 60",
        "calf-raise 3 x 50 of 10",
        "soleus-stretch 4 x 45",
        "hamstring 6 x 30",
        "box-breathing 1 x 176",
        "legs-up 1 x 900",
    ];
    for evening in ["2026-11-30 22:00", "2026-12-01 00:30", "2026-12-02 12:00"] {
        assert_eq!(holds(&home, evening), monday, "{evening}");
    }
    for evening in ["2026-11-30 11:59", "2026-12-01 22:00", "2026-12-02 00:30"] {
        assert_eq!(holds(&home, evening), monday[7..], "{evening}");
    }
}

/// Every movement is counted, and every breath, part by part.
#[test]
fn it_plays_as_it_is_written() {
    let play = "routine sheet --any-day --skip clamshell --display json --speed 1000 -q";
    let run = home().run(play).success();
    let mut step = "";
    let mut counted: Vec<(&str, Vec<String>)> = Vec::new();
    let events = run.events();
    for event in &events {
        match text(event, "event") {
            "segment" => step = text(event, "step"),
            "count" => {
                let beat = format!("{}/{} {}", event["count"], event["of"], event["part"]);
                match counted.last_mut().filter(|(of, _)| *of == step) {
                    Some((_, beats)) => beats.push(beat),
                    None => counted.push((step, vec![beat])),
                }
            }
            _ => {}
        }
    }
    let beats = |sets: usize, movements: u32, of: &str, parts: u32| -> Vec<String> {
        let one = (1..=movements)
            .flat_map(|movement| (0..parts).map(move |part| format!("{movement}/{of} {part}")));
        vec![one.collect::<Vec<_>>(); sets].concat()
    };
    assert_eq!(
        counted,
        [
            ("glute-bridge", beats(3, 12, "12", 2)),
            ("calf-raise", beats(3, 10, "10", 2)),
            ("box-breathing", beats(1, 11, "null", 4)),
        ]
    );
    assert_eq!(events.last().expect("an end")["outcome"], "completed");
}

#[test]
fn a_fit_says_where_it_guesses() {
    let own = "[[step]]\nname = 'A'\nreps = 15\ntempo = 'own'\nprepare = '0s'\n\
               [[step]]\nname = 'B'\nhold = '1m'\nprepare = '0s'\n";
    let home = Home::new().with_routine("own", own);
    for (options, says) in [
        ("", "own takes at least about 2m, and that"),
        ("--skip a", "own takes at least 1m, and that"),
    ] {
        home.run(&*format!("show own --fit 30s {options}"))
            .exits(2)
            .mentions(says);
    }
}
