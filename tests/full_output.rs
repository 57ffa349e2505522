//! A standard output that is full: each command says that it is what can't be
//! written to, and whether what it did before is safe. One that nobody reads any
//! more is no mistake.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::Stdio;

use crate::harness::{Home, Run, at_once, skip};

/// What prints, with little and with much to print.
const PRINTING: [&[&str]; 27] = [
    &["--help"],
    &["--version"],
    &["routine", "--help"],
    &["routine", "bedtime", "--dry-run"],
    &["routine", "bedtime", "--dry-run", "--display", "json"],
    &["list"],
    &["show", "bedtime"],
    &["show", "bedtime", "--format", "json"],
    &["show", "bedtime", "--figures"],
    &["show", "much.toml"],
    &["show", "much.toml", "--format", "json"],
    &["routine", "much.toml", "--dry-run"],
    &["check", "good.toml", "--format", "json"],
    &["log"],
    &["log", "--format", "json"],
    &["history"],
    &["history", "--format", "json"],
    &["history", "--format", "csv"],
    &["history", "--format", "html"],
    &["config"],
    &["remind", "22:30"],
    &["remind", "22:30", "--for", "cron"],
    &["completions", "bash"],
    &["man"],
    &["schema"],
    &["schema", "events"],
    &["safety"],
];

fn into_full(home: &Home, arguments: &[&str]) -> Run {
    let full = File::options().write(true).open("/dev/full");
    let mut command = home.command(arguments);
    command.stdout(full.expect("a device"));
    Run::new(&command.output().expect("legrest runs"))
}

fn home() -> Home {
    // Much more than a pipe holds.
    let much = "[[step]]\nname = 'A'\nreps = 100\nsets = 40\nhold = '1s'\n";
    Home::new()
        .with_file("good.toml", include_str!("../routines/short.toml"))
        .with_file("much.toml", much)
}

fn there_is_none() -> bool {
    let lacks = !Path::new("/dev/full").exists();
    if lacks {
        skip("/dev/full");
    }
    lacks
}

#[test]
fn every_command_says_which_output_is_full() {
    if there_is_none() {
        return;
    }
    let home = home();
    for arguments in PRINTING {
        let run = into_full(&home, arguments);
        assert_eq!(run.code, Some(1), "{arguments:?}: {run:#?}");
        let said = run
            .stderr
            .starts_with("error: can't write to standard output: ");
        assert!(said, "{arguments:?}: {run:#?}");
        assert_eq!(run.stderr.lines().count(), 1, "{arguments:?}: {run:#?}");
    }
}

#[test]
fn what_was_done_before_is_said_to_be_safe() {
    if there_is_none() {
        return;
    }
    let home = Home::new();
    let safe = "error: the record is safe; can't write to standard output: ";
    for arguments in [
        &["log", "--cramps", "5"][..],
        &["log", "--cramps", "4", "--format", "json"],
        &["log", "--undo"],
    ] {
        let run = into_full(&home, arguments).exits(1);
        assert!(run.stderr.starts_with(safe), "{run:#?}");
    }
    assert_eq!(home.read_journal().lines().count(), 3);
    let run = into_full(&home, &["new", "mine"]).exits(1);
    let path = home.path().join("config/routines/mine.toml");
    assert!(path.exists());
    let said = format!("error: {} is written; can't write", path.display());
    assert!(run.stderr.starts_with(&said), "{run:#?}");
}

/// As `legrest ... | head -0` and `legrest ... | head -1`.
#[test]
fn a_reader_that_has_enough_is_no_mistake() {
    let home = home();
    at_once(PRINTING, |arguments| {
        let usual = (Some(0), home.run(arguments).stderr);
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let mut command = home.command(arguments);
        let run = Run::new(&command.stdout(writer).output().expect("legrest runs"));
        assert_eq!((run.code, run.stderr), usual, "{arguments:?}");
        let mut command = home.command(arguments);
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("legrest runs");
        let mut reader = child.stdout.take().expect("a pipe");
        assert_eq!(reader.read(&mut [0]).expect("a byte"), 1, "{arguments:?}");
        drop(reader);
        let run = Run::new(&child.wait_with_output().expect("it ends"));
        assert_eq!((run.code, run.stderr), usual, "{arguments:?}");
    });
}

/// As `legrest check ... 2>&1 | head -0`: the exit code still says how it went.
#[test]
fn what_failed_fails_without_a_reader_too() {
    let home = home().with_file("wrong.toml", "title = 1");
    for arguments in [
        &["check", "wrong.toml"][..],
        &["check", "wrong.toml", "--format", "json"],
        &["check", "missing.toml", "good.toml"],
        &["check", "missing.toml", "--format", "json"],
        &["show", "wrong.toml"],
        &["show", "missing.toml"],
        &["show", "bedtime", "--lever", "full"],
        &["bedtime"],
        &["remind", "25:00"],
        &["routine", "bedtime", "--only", "nothing"],
        &["edit", "missing"],
        &["new", "good", "--from", "missing.toml"],
    ] {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let mut command = home.command(arguments);
        command.stderr(writer.try_clone().expect("a pipe"));
        let status = command.stdout(writer).status().expect("legrest runs");
        let usual = home.run(arguments).code;
        assert_ne!(usual, Some(0), "{arguments:?}");
        assert_eq!(status.code(), usual, "{arguments:?}");
    }
}
