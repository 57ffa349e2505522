//! A session that is killed: what was done until then is recorded by the next
//! program.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{home, records};
#[cfg(unix)]
use crate::harness::terminate;
use crate::harness::{Home, is_all_asked_for};
#[cfg(unix)]
use crate::pty::events::Events;

/// A routine of thirty holds without a break between them.
const MANY: &str = "\
title = \"Many\"
[[step]]
name = \"Hold\"
reps = 30
hold = \"1s\"
rest = \"0s\"
prepare = \"0s\"
";

fn play(home: &Home, name: &str, more: &[&str]) -> Child {
    home.command(&["routine", name, "-q", "--display", "json"])
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("legrest runs")
}

/// Kills it after this time, and tells when each of its holds began, as far as
/// anybody could see.
fn kill_after(mut child: Child, life: Duration) -> (Vec<Instant>, Instant) {
    let stdout = child.stdout.take().expect("a pipe");
    let watch = thread::spawn(move || {
        let lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let holds = lines.filter(|line| line.contains("\"segment\""));
        holds.map(|_| Instant::now()).collect()
    });
    // Not to wait for something: to strike at any moment.
    thread::sleep(life);
    let killed = Instant::now();
    child.kill().expect("it lives");
    child.wait().expect("it ends");
    (watch.join().expect("lines"), killed)
}

pub(super) fn running(home: &Home) -> Vec<PathBuf> {
    let files = fs::read_dir(home.path().join("data/journal"));
    let paths = files
        .into_iter()
        .flatten()
        .map(|file| file.expect("a file").path());
    paths
        .filter(|path| path.extension().is_some_and(|it| it == "running"))
        .collect()
}

/// Twenty sessions at once, or a hundred where everything is tested, each killed
/// at a moment of its own, while others of the same journal live and begin.
#[cfg(unix)]
#[test]
fn whenever_it_is_killed_no_more_than_the_running_hold_is_lost() {
    let kills: u32 = if is_all_asked_for() { 100 } else { 20 };
    let name = |kill: u32| format!("r{kill}");
    let home = (0..kills).fold(Home::new(), |home, kill| {
        home.with_routine(&name(kill), MANY)
    });
    let sessions: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..kills)
            .map(|kill| {
                let home = &home;
                scope.spawn(move || {
                    let chance = kill.wrapping_mul(2_654_435_761) >> 8;
                    let life = Duration::from_millis(u64::from(chance % 9_000));
                    kill_after(play(home, &name(kill), &[]), life)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect()
    });
    // Two at once must not record anything twice.
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| home.run("history").success());
        }
    });
    home.run("history").success();
    assert_eq!(running(&home), Vec::<PathBuf>::new());
    let records = records(&home);
    let (mut held, mut ids) = (0, Vec::new());
    for (kill, (holds, killed)) in (0..).zip(&sessions) {
        let of_it = |record: &&Value| record["routine"] == *name(kill);
        let record: Vec<&Value> = records.iter().filter(of_it).collect();
        assert!(record.len() <= 1, "{record:#?}");
        // Each hold but the first begins with the end of the one before.
        let ends = holds.iter().skip(1);
        let safe = ends
            .filter(|end| **end + Duration::from_secs(1) <= *killed)
            .count();
        let whole = record
            .first()
            .map_or(0, |it| it["whole"].as_u64().expect("a number"));
        assert!(whole >= safe as u64, "{whole} of {safe}: {record:#?}");
        assert!(whole <= holds.len() as u64, "{whole} of {}", holds.len());
        held += whole;
        if let Some(record) = record.first() {
            assert_eq!(record["outcome"], "interrupted");
            assert_eq!(record["reached"]["rep"], whole + 1);
            ids.push(record["id"].as_str().expect("an id"));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), records.len());
    assert!(held > u64::from(kills), "they were killed too soon: {held}");
}

/// A session that was killed after its first holds.
fn killed(home: &Home) -> Value {
    kill_after(play(home, "many", &[]), Duration::from_millis(4_500));
    assert_eq!(running(home).len(), 1);
    home.run("log").success();
    records(home).pop().expect("a record")
}

#[test]
fn it_is_resumed_and_both_are_one_session() {
    let home = Home::new().with_routine("many", &MANY.replace("30", "6"));
    let first = killed(&home);
    let whole = first["whole"].as_u64().expect("a number");
    assert!((2..=4).contains(&whole), "{first:#}");
    let arguments = ["routine", "many", "--resume", "-q", "--display", "json"];
    let events = home.run(&arguments).success().events();
    let reps = events.iter().filter(|event| event["event"] == "segment");
    let reps: Vec<u64> = reps.filter_map(|event| event["rep"].as_u64()).collect();
    assert_eq!(reps, (whole + 1..=6).collect::<Vec<_>>());
    let second = records(&home).pop().expect("a record");
    assert_eq!(second["resumes"], first["id"]);
    let night = home.run("history --nights 2 --format json");
    let night = night.success().events().remove(0);
    let nights = night["nights"].as_array().expect("nights");
    let sessions: Vec<&Value> = nights
        .iter()
        .flat_map(|night| night["sessions"].as_array().expect("sessions"))
        .collect();
    assert_eq!(sessions.len(), 1, "{night:#}");
    assert_eq!(sessions[0]["completed"], true);
    assert_eq!(sessions[0]["held_s"], 6);
}

#[test]
fn a_session_that_ends_leaves_nothing_but_its_record() {
    let home = home();
    home.run(&super::PLAY).success();
    assert_eq!(running(&home), Vec::<PathBuf>::new());
    assert_eq!(records(&home).len(), 1);
    // Neither does one that is still to leave a record.
    for more in [&["--speed", "2"][..], &["--no-journal"]] {
        let mut child = play(&home, "bedtime", more);
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        stdout.read_line(&mut line).expect("an event");
        assert_eq!(running(&home), Vec::<PathBuf>::new(), "{more:?}");
        child.kill().expect("it lives");
        child.wait().expect("it ends");
    }
}

/// What a person's session that plays has on the disk stays theirs.
#[cfg(unix)]
#[test]
fn a_session_that_lives_is_left_alone() {
    let home = Home::new().with_routine("many", &MANY.replace("30", "4"));
    let (mut child, mut events) = Events::play(&home, "many", &[]);
    events.wait_for(&json!({"event": "segment", "rep": 3}));
    for arguments in [&["history"][..], &["log", "--cramps", "0"], &["log"]] {
        home.run(arguments).success();
        assert_eq!(running(&home).len(), 1, "{arguments:?}");
    }
    assert_eq!(records_of_sessions(&home), 0);
    events.wait_end();
    assert!(child.wait().expect("it ends").success());
    assert_eq!(running(&home), Vec::<PathBuf>::new());
    assert_eq!(records_of_sessions(&home), 1);
}

fn records_of_sessions(home: &Home) -> usize {
    let files = fs::read_dir(home.path().join("data/journal")).expect("a folder");
    let paths = files.map(|file| file.expect("a file").path());
    let journals = paths.filter(|path| path.extension().is_some_and(|it| it == "jsonl"));
    let count = |path: &Path| {
        let text = fs::read_to_string(path).expect("a journal");
        text.lines()
            .filter(|line| line.contains("\"kind\":\"session\""))
            .count()
    };
    journals.map(|path| count(&path)).sum()
}

/// A hold of five minutes or more goes on where it was left, with whole seconds.
#[cfg(unix)]
#[test]
fn a_long_hold_goes_on_with_what_is_left_of_it() {
    let long = "title = \"Long\"\n[[step]]\nname = \"Legs up\"\nhold = \"10m\"\nprepare = \"0s\"\n";
    let home = Home::new().with_routine("long", long);
    let (mut child, mut events) = Events::play(&home, "long", &[]);
    events.wait_for(&json!({"event": "segment"}));
    thread::sleep(Duration::from_secs(2));
    terminate(&mut child);
    let held = &records(&home)[0]["reached"]["held_s"];
    let held = held.as_f64().expect("a number of seconds");
    assert!(held >= 2.0, "{held}");
    let rest = home.run("routine long --resume --dry-run --display json");
    let left = rest.success().events()[0]["segments"][0]["duration_s"].as_f64();
    assert_eq!(left, Some((600.0 - held).ceil()), "after {held}");
}
