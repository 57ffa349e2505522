//! What is no file where a file is expected: pipes, sockets, devices, folders and
//! links to nowhere. Nothing waits for them, and each is called what it is.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::harness::{Home, pipe, run_within};

const GOOD: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n";
/// Longer than anything takes that waits for nothing.
const LIMIT: Duration = Duration::from_secs(20);

/// The things that can stand where a file should, and what messages call them.
type Make = fn(&Path);
const THINGS: [(&str, Make); 6] = [
    ("is a pipe, not a file", pipe),
    ("is a socket, not a file", |path| {
        drop(UnixListener::bind(path).expect("a socket"));
    }),
    ("is a device, not a file", |path| {
        symlink("/dev/zero", path).expect("a link");
    }),
    ("is a folder, not a file", |path| {
        fs::create_dir(path).expect("a folder");
    }),
    ("", |path| symlink("nowhere", path).expect("a link")),
    ("", |path| symlink(path, path).expect("a link")),
];

/// Puts each thing in the place of a file, and runs commands: none may wait or
/// panic, and where `told`, each says what it is.
#[track_caller]
fn in_the_place_of(file: &str, told: bool, commands: &[&[&str]]) {
    for (name, make) in THINGS {
        for arguments in commands {
            // Sockets have short paths.
            let home = Home::new().with_routine("good", GOOD).with_file(
                "sound.toml",
                format!("{GOOD}sounds = {{ start = 'f.wav' }}\n"),
            );
            make(&home.path().join(file));
            let mut command = home.command(arguments);
            command.env("VISUAL", "true");
            // With this, what begins with "--" asks what may follow.
            command.env("LEGREST_COMPLETE", "fish");
            let run = run_within(command, LIMIT);
            let case = format!("{name:?} as {file}: {arguments:?}: {run:#?}");
            assert!(matches!(run.code, Some(0..=2)), "{case}");
            if told && !name.is_empty() {
                let said = run.stderr + &run.stdout;
                // A folder among the routines is none of them.
                let is_none = name.contains("folder") && said.contains("there is no routine");
                assert!(said.contains(name) || is_none, "{case}");
            }
        }
    }
}

#[test]
fn among_the_routines() {
    let file = "config/routines/x.toml";
    in_the_place_of(
        file,
        true,
        &[
            &["show", "x"],
            &["routine", "x"],
            &["remind", "22:30", "--routine", "x"],
            &["new", "y", "--from", "x"],
            &["edit", "x"],
        ],
    );
    in_the_place_of(
        file,
        false,
        &[&["list"], &["check", "x"], &["routine", "xx"]],
    );
    in_the_place_of(
        file,
        false,
        &[
            &["--", "=", "2", "legrest", "routine"],
            &["--", "=", "4", "legrest", "routine", "x", "--only"],
            &["--", "=", "4", "legrest", "show", file, "--only"],
        ],
    );
}

#[test]
fn for_the_config_file() {
    // A link to nowhere is no config file, which is none of a mistake.
    in_the_place_of(
        "config/config.toml",
        true,
        &[
            &["config"],
            &["routine", "good"],
            &["show", "good"],
            &["config", "--edit"],
        ],
    );
    in_the_place_of("config/config.toml", false, &[&["list"], &["sounds"]]);
}

#[test]
fn for_a_sound() {
    in_the_place_of(
        "f.wav",
        true,
        &[&["check", "sound.toml"], &["routine", "./sound.toml"]],
    );
}

#[test]
fn where_drafts_and_notes_are_kept() {
    for file in [".good.draft.toml", ".good.draft.base"] {
        in_the_place_of(
            &format!("config/routines/{file}"),
            false,
            &[&["edit", "good"]],
        );
    }
    in_the_place_of("config/.config.draft.toml", false, &[&["config", "--edit"]]);
    let schema = "config/routine.schema.json";
    in_the_place_of(schema, false, &[&["edit", "good"], &["new", "y"]]);
    let play = ["routine", "good", "-q", "--speed", "100"];
    let home = Home::of_a_newcomer()
        .with_routine("good", GOOD)
        .with_folder("data");
    pipe(&home.path().join("data/greeted"));
    assert_eq!(run_within(home.command(&play), LIMIT).code, Some(0));
}

#[test]
fn a_pipe_that_was_typed_is_waited_for() {
    for arguments in [
        &["routine", "./pipe", "-q", "--speed", "100"][..],
        &["show", "./pipe"],
        &["check", "./pipe"],
        &["new", "y", "--from", "./pipe"],
    ] {
        let home = Home::new();
        let path = home.path().join("pipe");
        pipe(&path);
        let writer = thread::spawn(move || {
            // Whoever reads is there first, and waits.
            thread::sleep(Duration::from_millis(100));
            fs::write(path, GOOD)
        });
        let run = run_within(home.command(arguments), LIMIT);
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:#?}");
        writer.join().expect("a writer").expect("a reader");
    }
    // A folder that was typed is no more of a file than any other.
    let run = Home::new().run("show ./config");
    run.mentions("is a folder, not a file");
}

#[test]
fn a_file_whose_name_is_no_text_is_played_shown_and_checked() {
    let name = std::ffi::OsStr::from_bytes(b"./\xff.toml");
    let home = Home::new().with_file("t", "");
    fs::write(home.path().join(name), GOOD).expect("a file");
    for verb in [
        &["show"][..],
        &["check"],
        &["routine", "-q", "--speed", "100"],
    ] {
        let mut command = home.command(verb);
        command.arg(name);
        let run = run_within(command, LIMIT);
        assert_eq!(run.code, Some(0), "{verb:?}: {run:#?}");
    }
}
