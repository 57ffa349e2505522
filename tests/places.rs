//! The folders of the program, as the environment names them.

use std::fs;

use crate::harness::{Home, Run, at_once};

const CONFIG_DIR: &str = "LEGREST_CONFIG_DIR";
const DATA_DIR: &str = "LEGREST_DATA_DIR";
const ROUTINE: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n";

fn home() -> Home {
    Home::new().with_folder("somewhere")
}

/// Runs it in a folder below the home folder.
fn run(home: &Home, arguments: &[&str], variable: (&str, &str)) -> Run {
    let mut command = home.command(arguments);
    command.env(variable.0, variable.1);
    let output = command.current_dir(home.path().join("somewhere")).output();
    Run::new(&output.expect("legrest runs"))
}

#[track_caller]
fn assert_nothing_is_left_here(home: &Home) {
    let files = fs::read_dir(home.path().join("somewhere")).expect("a folder");
    let files: Vec<_> = files.flatten().map(|entry| entry.path()).collect();
    assert!(files.is_empty(), "{files:?}");
}

#[test]
fn a_tilde_is_the_home_folder_wherever_one_stands() {
    let home = home()
        .with_folder("sync/routines")
        .with_file("sync/routines/own.toml", ROUTINE);
    let data = (DATA_DIR, "~/sync/data");
    run(&home, &["log", "--cramps", "2"], data).success();
    let play = ["routine", "short", "--speed", "1000", "-q"];
    run(&home, &play, data).success();
    assert!(home.path().join("sync/data/journal").is_dir());
    let told = run(&home, &["config"], data).success();
    let said = home.said(&told.stderr);
    assert!(said.contains("HOME/sync/data/journal"), "{said}");
    let config = (CONFIG_DIR, "~/sync");
    run(&home, &["show", "own"], config).success();
    run(&home, &["new", "other"], config).success();
    assert!(home.path().join("sync/routines/other.toml").exists());
    let told = run(&home, &["config"], config).success();
    let said = home.said(&told.stdout);
    assert!(said.contains("HOME/sync/config.toml"), "{said}");
    run(&home, &["log", "--cramps", "1"], (DATA_DIR, "~")).success();
    assert!(home.path().join("journal").is_dir());
    assert_nothing_is_left_here(&home);
}

#[test]
fn a_relative_folder_is_refused_and_stops_no_routine() {
    const FOLDERS: [&str; 5] = ["sync/legrest", "./legrest", "..", "legrest", "~other/x"];
    at_once([CONFIG_DIR, DATA_DIR], |variable| {
        for folder in FOLDERS {
            let home = home();
            for arguments in [
                &["log", "--cramps", "1"][..],
                &["history"],
                &["config"],
                &["config", "--edit"],
                &["list"],
                &["new", "mine"],
                &["edit", "bedtime"],
            ] {
                let run = run(&home, arguments, (variable, folder)).exits(2);
                run.mentions("must be an absolute path");
                let told = format!("{variable} is \"{folder}\"");
                run.mentions(&told);
            }
            let play = ["routine", "short", "--speed", "1000", "-q"];
            let run = run(&home, &play, (variable, folder)).success();
            let warnings: Vec<&str> = run.stderr.lines().collect();
            assert_eq!(warnings.len(), 1, "{run:#?}");
            assert!(warnings[0].starts_with("warning: "), "{run:#?}");
            assert!(warnings[0].contains("must be an absolute path"), "{run:#?}");
            assert_nothing_is_left_here(&home);
        }
    });
    let home = home().with_file("r.toml", ROUTINE);
    let played = run(&home, &["routine", "../r.toml", "-q"], (DATA_DIR, "here"));
    assert_eq!(played.success().stderr.lines().count(), 1);
    assert_nothing_is_left_here(&home);
    run(&home, &["safety"], (DATA_DIR, "here")).success();
}
