//! Two sessions at once on one machine.

use std::io::Read;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::records;
use super::running::running;
use crate::harness::{Home, terminate};

const LONG: &str = "[[step]]\nname = 'A'\nreps = 3\nhold = '1s'\nrest = '0s'\nprepare = '0s'\n[[step]]\nname = 'B'\nhold = '5m'\n";
const SHORT: &str = "[[step]]\nname = 'A'\nhold = '2s'\nprepare = '0s'\n";
const PLAY_SHORT: [&str; 5] = ["routine", "short", "-q", "--display", "json"];

fn home() -> Home {
    Home::new()
        .with_routine("long", LONG)
        .with_routine("short", SHORT)
}

/// A session that plays and has told on the disk what it has done.
fn playing(home: &Home) -> Child {
    let began = Instant::now();
    let arguments = ["routine", "long", "-q", "--display", "none"];
    let child = home
        .command(&arguments)
        .stderr(Stdio::piped())
        .spawn()
        .expect("legrest runs");
    while !running(home)
        .iter()
        .any(|path| path.metadata().is_ok_and(|found| found.len() > 0))
    {
        assert!(began.elapsed() < Duration::from_secs(30), "in vain");
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

fn stderr_of_ended(mut child: Child) -> String {
    terminate(&mut child);
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut said).expect("UTF-8");
    said
}

#[test]
fn the_second_says_so_and_plays() {
    let home = home();
    let time = || jiff::Timestamp::now().strftime("%H:%M").to_string();
    let before = time();
    let first = playing(&home);
    let times = [before, time()];
    let second = home.run(&PLAY_SHORT).success();
    let lines = times.map(|time| {
        format!("Another legrest has been playing since {time}; this one plays too.\n")
    });
    assert!(lines.contains(&second.stderr), "{second:#?}");
    let ended = &second.events().pop().expect("an event");
    assert_eq!(ended["outcome"], "completed");
    // What leaves no record has no part in it.
    for more in [&["--no-journal"][..], &["--speed", "2"]] {
        let run = home.run(&[&PLAY_SHORT, more].concat()).success();
        assert_eq!(run.stderr, "", "{more:?}");
    }
    assert_eq!(stderr_of_ended(first), "");
    assert_eq!(home.run(&PLAY_SHORT).success().stderr, "");
    assert_eq!(records(&home).len(), 3);
}

/// Somebody with a cramp has no use for it, but who comes after has.
#[test]
fn a_cramp_is_not_told_and_is_told_of() {
    let home = home();
    let first = playing(&home);
    let mut cramp = home
        .command("cramp -q --display json")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("legrest runs");
    let began = Instant::now();
    while running(&home).len() < 2 {
        assert!(began.elapsed() < Duration::from_secs(30), "in vain");
        assert!(cramp.try_wait().expect("a child").is_none());
        std::thread::sleep(Duration::from_millis(20));
    }
    stderr_of_ended(first);
    let run = home.run(&PLAY_SHORT).success();
    assert!(run.stderr.starts_with("Another legrest"), "{run:#?}");
    let said = stderr_of_ended(cramp);
    assert!(!said.contains("Another"), "{said}");
}

#[test]
fn one_that_was_killed_plays_no_more() {
    let home = home();
    let mut first = playing(&home);
    first.kill().expect("it lives");
    first.wait().expect("it ends");
    assert_eq!(home.run(&PLAY_SHORT).success().stderr, "");
    assert_eq!(records(&home).len(), 2);
}
