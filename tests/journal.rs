//! The journal: what is recorded by itself, `log`, `history`, and what happens
//! when its files are not as they should be.

#[cfg(unix)]
mod damage;
#[cfg(unix)]
mod many;
#[cfg(target_os = "linux")]
mod network;
mod nights;
mod page;
mod resume;
mod running;
mod said;
#[cfg(unix)]
mod together;
#[cfg(unix)]
mod trust;

use std::fs;

use serde_json::Value;

use crate::harness::{Home, Run, at_once};

/// A routine of a few seconds.
const QUICK: &str = "\
title = \"Quick\"
[[step]]
name = \"Calf stretch\"
hold = \"1s\"
sides = \"each\"
switch = \"0s\"
prepare = \"0s\"
";

/// The routine above, without a sound or a word.
const PLAY: [&str; 5] = ["routine", "quick", "-q", "--display", "none"];

fn home() -> Home {
    Home::new().with_routine("quick", QUICK)
}

/// The text of every journal file of a home.
fn text(home: &Home) -> String {
    let folder = home.path().join("data/journal");
    let files = fs::read_dir(folder).into_iter().flatten();
    let text = |file: std::io::Result<fs::DirEntry>| {
        let bytes = fs::read(file.expect("a file").path()).expect("a journal");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    files.map(text).collect()
}

/// Every record of a home, as JSON.
fn records(home: &Home) -> Vec<Value> {
    let text = text(home);
    let line = |line: &str| serde_json::from_str(line).expect("each line is JSON");
    text.lines().map(line).collect()
}

/// A home in which a journal stands already.
pub fn with_journal(files: &[(&str, &str)]) -> Home {
    let home = home();
    fs::create_dir_all(home.path().join("data/journal")).expect("a folder");
    let put = |home: Home, (name, text): &(&str, &str)| {
        home.with_file(&format!("data/journal/{name}"), text)
    };
    files.iter().fold(home, put)
}

#[track_caller]
fn one_warning(run: &Run) {
    let warnings = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("warning:"));
    assert_eq!(warnings.count(), 1, "{run:#?}");
}

#[test]
fn a_routine_leaves_a_record_by_itself() {
    let home = home();
    home.run(&PLAY).success();
    let mut records = records(&home);
    let mut record = records.remove(0);
    assert!(records.is_empty());
    for field in ["id", "at", "night", "ended"] {
        assert!(record[field].take().is_string(), "{field}");
    }
    insta::assert_snapshot!(record, @r#"{"at":null,"ended":null,"held_s":2,"id":null,"kind":"session","level":"standard","night":null,"outcome":"completed","routine":"quick","skipped":0,"steps":[{"cut":0,"held_s":1,"holds":1,"side":"right","skipped":0,"step":"calf-stretch","stretch":true,"whole":1},{"cut":0,"held_s":1,"holds":1,"side":"left","skipped":0,"step":"calf-stretch","stretch":true,"whole":1}],"title":"Quick","v":1,"whole":2}"#);
}

#[cfg(unix)]
#[test]
fn one_that_is_ended_by_a_signal_does_too() {
    use crate::pty::events::Events;
    let home = home();
    let (mut child, mut events) = Events::play(&home, "bedtime", &[]);
    // Once it plays, it listens to signals.
    events.wait_for(&serde_json::json!({"event": "started"}));
    crate::harness::terminate(&mut child);
    let record = &records(&home)[0];
    assert_eq!(record["outcome"], "interrupted");
    assert_eq!(record["reached"]["step"], "hamstring");
}

#[test]
fn a_rehearsal_leaves_none_and_neither_does_who_wants_none() {
    let cases: [(&[&str], &str); 3] = [
        (&["--speed", "100"], "on"),
        (&["--no-journal"], "on"),
        (&[], "off"),
    ];
    at_once(cases, |(options, journal)| {
        let home = home();
        let arguments = [&PLAY[..], options].concat();
        let run = home.run_with(&arguments, &[("LEGREST_JOURNAL", journal)]);
        run.success();
        assert_eq!(text(&home), "", "{options:?}");
    });
}

#[test]
fn a_later_report_says_what_was_there_before() {
    let home = home();
    home.run(&["log", "--cramps", "1", "--note", "left calf"])
        .success();
    let second = home.run("log --cramps 2 --pain 4").success();
    let said: Vec<&str> = second.stdout.lines().skip(1).collect();
    assert_eq!(
        said,
        [
            "  cramps  2 (was 1)",
            "  pain  4 of 10",
            "  note  left calf"
        ]
    );
    assert_eq!(records(&home).len(), 2, "nothing is rewritten");
    let night = home.run("log --format json").success().events().remove(0);
    assert_eq!((&night["cramps"], &night["pain"]), (&2.into(), &4.into()));
    assert_eq!(night["records"].as_array().map(Vec::len), Some(2));
    assert_eq!(records(&home).len(), 2, "who only looks leaves no trace");
}

#[test]
fn yesterday_is_last_night() {
    let home = home();
    home.run("log --night yesterday --cramps 3").success();
    let night = home.run("log --format json").success().events().remove(0);
    assert_eq!(night["cramps"], 3);
}

#[test]
fn what_the_laptop_cannot_know_is_said_by_hand() {
    let home = home();
    let say = |flags: &str| {
        let line = format!("log {flags} --format json");
        home.run(&*line).success().events().remove(0)
    };
    let told = say("--stretched trial --woken 2 --urge 3 --cramps 1 --where Calf-left,foot,foot,");
    assert_eq!(told["stretched"], "yes");
    assert_eq!(
        told["by_hand"],
        serde_json::json!({"stretched": true, "routine": "trial"})
    );
    assert_eq!((&told["woken"], &told["urge"]), (&2.into(), &3.into()));
    assert_eq!(told["where"], serde_json::json!(["left-calf", "foot"]));
    let told = say("--not-stretched");
    assert_eq!(
        (&told["stretched"], &told["woken"]),
        (&"no".into(), &2.into())
    );
    assert_eq!(say("--undo")["stretched"], "yes");
    assert_eq!(say("--where=")["where"], serde_json::json!([]));
    assert_eq!(
        say("--where left-foot")["where"],
        serde_json::json!(["left-foot"])
    );
    assert_eq!(
        say("--cramps 0")["where"],
        serde_json::json!([]),
        "no cramp, no place"
    );
    home.run("log --stretched --not-stretched").exits(2);
}

#[test]
fn refusals_say_what_to_write() {
    let home = home();
    for (arguments, advice) in [
        (["log", "--pain", "11"], "0 for none to 10 for the worst"),
        (["log", "--cramps", "-1"], "unexpected argument"),
        (["log", "--cramps", "100"], "from 0 to 99"),
        (["log", "--night", "someday"], "like 2026-11-21"),
        (
            ["log", "--where", "left-nose"],
            "calf, foot, hamstring or thigh",
        ),
        (["log", "--where", "left"], "calf, foot, hamstring or thigh"),
        (["log", "--urge", "11"], "0 for none to 10"),
        (["log", "--woken", "100"], "from 0 to 99"),
        (
            ["log", "--stretched", "a\x1b[2Jb"],
            "without control characters",
        ),
        (["log", "--note", "a\x1b[2Jb"], "without control characters"),
    ] {
        let run = home.run(&arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        run.mentions(advice);
        assert!(!run.stderr.contains("\x1b[2J"), "{run:#?}");
    }
    home.run("log --night 2999-01-01 --cramps 1").exits(2);
    assert_eq!(text(&home), "");
}
