//! A standard output that is full: each command says that it is what can't be
//! written to, and whether what it did before is safe.

use std::fs::File;
use std::path::Path;

use crate::harness::{Home, Run, skip};

fn into_full(home: &Home, arguments: &[&str]) -> Run {
    let full = File::options().write(true).open("/dev/full");
    let mut command = home.command(arguments);
    command.stdout(full.expect("a device"));
    Run::new(&command.output().expect("legrest runs"))
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
    let home = Home::new().with_file("good.toml", include_str!("../routines/short.toml"));
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["routine", "--help"],
        &["routine", "bedtime", "--dry-run"],
        &["routine", "bedtime", "--dry-run", "--display", "json"],
        &["list"],
        &["show", "bedtime"],
        &["show", "bedtime", "--format", "json"],
        &["show", "bedtime", "--figures"],
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
    ] {
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
        let run = into_full(&home, arguments);
        assert_eq!(run.code, Some(1), "{run:#?}");
        assert!(run.stderr.starts_with(safe), "{run:#?}");
    }
    assert_eq!(home.read_journal().lines().count(), 3);
    let run = into_full(&home, &["new", "mine"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    let path = home.path().join("config/routines/mine.toml");
    assert!(path.exists());
    let said = format!("error: {} is written; can't write", path.display());
    assert!(run.stderr.starts_with(&said), "{run:#?}");
}
