//! What counts of what was said: the last word, whatever a clock said, unless it
//! is taken back.

use std::fs;
use std::path::PathBuf;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use serde_json::Value;

use super::{home, one_warning, records};
use crate::harness::{Home, Run, have};

const NIGHT: &str = "2020-02-03";

/// The journal's file of this machine.
fn own_file(home: &Home) -> PathBuf {
    let mut files = fs::read_dir(home.path().join("data/journal")).expect("a folder");
    files.next().expect("a file").expect("a file").path()
}

fn night(home: &Home) -> Value {
    let run = home.run(&["log", "--night", NIGHT, "--format", "json"]);
    run.success().events().remove(0)
}

/// A home in which something was said while the clock was years ahead.
fn said_too_early(said: &[&str]) -> Home {
    let home = home();
    let arguments = [&["log", "--night", NIGHT], said].concat();
    home.run(&arguments).success();
    let file = own_file(&home);
    let mut record: Value = records(&home).remove(0);
    record["at"] = "2130-01-01T08:00:00.000+00:00".into();
    fs::write(file, format!("{record}\n")).expect("written");
    home
}

#[test]
fn the_last_word_counts_whatever_the_clock_said() {
    let home = said_too_early(&["--cramps", "5"]);
    let run = home
        .run(&["log", "--night", NIGHT, "--cramps", "0"])
        .success();
    run.says("cramps  0 (was 5)");
    assert_eq!(night(&home)["cramps"], 0);
    let calendar = home.run("history --format csv --nights 3660");
    let line = format!("{NIGHT},no,,0,0,,");
    calendar.says(&line);
}

#[test]
fn a_record_that_is_later_than_now_is_told_once() {
    let home = said_too_early(&["--cramps", "5"]);
    for arguments in [&["history"][..], &["log", "--night", NIGHT, "--pain", "1"]] {
        let run = home.run(arguments).success();
        one_warning(&run);
        run.mentions("was a clock wrong?");
    }
    // Now there is one below it that is earlier.
    let run = home.run("history").success();
    assert_eq!(run.stderr, "");
}

#[cfg(unix)]
#[test]
fn with_another_clock_the_last_word_counts_too() {
    if !have(&["faketime"]) {
        return;
    }
    let home = home();
    let mut early = home.program("faketime");
    let words = ["log", "--night", NIGHT, "--cramps", "5"];
    early
        .args(["2030-01-01 08:00", crate::harness::LEGREST])
        .args(words);
    Run::new(&early.output().expect("faketime runs")).success();
    home.run(&["log", "--night", NIGHT, "--cramps", "0"]);
    assert_eq!(night(&home)["cramps"], 0);
}

fn undo(home: &Home) -> Run {
    home.run("log --undo")
}

#[test]
fn what_was_said_last_is_taken_back_and_then_what_was_said_before() {
    let home = home();
    home.run(&["log", "--night", NIGHT, "--cramps", "2"])
        .success();
    home.run(&["log", "--night", NIGHT, "--cramps", "3", "--note", "both"])
        .success();
    let before = fs::read_to_string(own_file(&home)).expect("a journal");
    let run = undo(&home).success();
    let said: Vec<&str> = run.stdout.lines().collect();
    assert!(
        said[0].starts_with("Taken back. The night, Monday, 3 February 2020:"),
        "{run:#?}"
    );
    assert_eq!(
        said[1..],
        ["  cramps  2 (was 3)", "  note  taken back (was both)"]
    );
    assert_eq!(night(&home)["cramps"], 2);
    let run = undo(&home).success();
    run.says("cramps  taken back (was 2)");
    assert_eq!(night(&home)["cramps"], Value::Null);
    // Nothing is known of any night any more.
    home.run("history")
        .success()
        .says("Nothing is recorded yet");
    for _ in 0..2 {
        let run = undo(&home).exits(1);
        run.mentions("nothing to take back");
    }
    // What is said after that counts, and what was said stands in the journal.
    home.run(&["log", "--night", NIGHT, "--cramps", "1"])
        .success();
    assert_eq!(night(&home)["cramps"], 1);
    assert!(
        fs::read_to_string(own_file(&home))
            .expect("a journal")
            .starts_with(&before)
    );
    let json = home.run("log --undo --format json").success();
    assert_eq!(json.events()[0]["cramps"], Value::Null);
}

#[test]
fn what_another_machine_says_is_not_taken_back_here() {
    let home = home();
    home.run(&["log", "--night", NIGHT, "--pain", "1"])
        .success();
    let other = r#"{"v":1,"id":"b","at":"2020-02-05T07:00:00+01:00","night":"2020-02-04","kind":"report","cramps":2}"#;
    let home = home.with_file("data/journal/zz-other.jsonl", format!("{other}\n"));
    undo(&home).success().says("pain  taken back (was 1 of 10)");
    assert_eq!(undo(&home).code, Some(1));
}

#[test]
fn taking_back_goes_with_no_other_statement() {
    let home = home();
    for more in [
        &["--cramps", "1"][..],
        &["--pain", "1"],
        &["--note", "x"],
        &["--night", NIGHT],
    ] {
        home.run(&[&["log", "--undo"], more].concat()).exits(2);
    }
    assert!(!home.path().join("data/journal").exists());
}

/// A zone (as POSIX writes one) in which it is this time of the day now, and the
/// date there.
fn zone_where_it_is(hour: i64, minute: i64) -> (String, Date) {
    let now = Timestamp::now().to_zoned(TimeZone::UTC).datetime();
    let minutes = i64::from(now.hour()) * 60 + i64::from(now.minute());
    let ahead = (hour * 60 + minute - minutes).rem_euclid(24 * 60);
    let zone = format!("HERE-{}:{:02}", ahead / 60, ahead % 60);
    (zone, now.saturating_add(ahead.minutes()).date())
}

#[test]
fn after_midnight_it_is_still_tonight() {
    for (hour, minute, name) in [
        (0, 20, "Tonight"),
        (4, 30, "Tonight"),
        (8, 0, "Last night"),
        (23, 30, "Last night"),
    ] {
        let (zone, date) = zone_where_it_is(hour, minute);
        let evening = date.saturating_sub(1.day());
        let run = |command: &str| {
            let run = home().run_with(command, &[("TZ", &*zone)]);
            run.success().stdout
        };
        let head = format!("{name}, {}:", evening.strftime("%A, %-d %B %Y"));
        for command in ["log --cramps 1", "log --night yesterday --cramps 1"] {
            let told = run(command);
            assert!(told.starts_with(&format!("Recorded. {head}")), "{told}");
        }
        // The evening that has begun has a name, too.
        let later = run(&format!("log --night {evening}"));
        assert!(later.contains(&head), "{later}");
    }
    let (zone, date) = zone_where_it_is(23, 30);
    let told = home().run_with(&*format!("log --night {date}"), &[("TZ", &*zone)]);
    assert!(told.success().stdout.contains("recorded. Tonight, "));
}

#[test]
fn what_was_played_before_midnight_is_tonights_after_it() {
    let home = home();
    let (zone, date) = zone_where_it_is(0, 20);
    let evening = date.saturating_sub(1.day());
    let record = format!(
        "{{\"v\":1,\"id\":\"a\",\"at\":\"{evening}T23:50:00Z\",\"night\":\"{evening}\",\"kind\":\"session\",\"routine\":\"bedtime\",\"outcome\":\"completed\",\"held_s\":100,\"whole\":10}}\n"
    );
    fs::create_dir_all(home.path().join("data/journal")).expect("a folder");
    let home = home.with_file("data/journal/other.jsonl", record);
    let told = home.run_with("log", &[("TZ", &*zone)]).success().stdout;
    assert!(told.starts_with("Tonight, "), "{told}");
    assert!(told.contains("  played  bedtime\n"), "{told}");
}
