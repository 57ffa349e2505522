//! Files of the journal that are another user's: they are never written to, and
//! whoever can't read their own is told whose it is.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, lchown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

use super::{PLAY, home, one_warning, records};
use crate::harness::{Home, LEGREST, Run, at_once, skip};

/// The user who has nothing; on every system there is one.
const NOBODY: u32 = 65534;

/// Only root can make files of somebody else.
fn is_root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        skip("the rights of root");
    }
    root
}

/// A home with a journal of this machine, and the journal's folder and file.
fn with_own_journal() -> (Home, PathBuf, PathBuf) {
    let home = home();
    home.run("log --cramps 0").success();
    let folder = home.path().join("data/journal");
    let mut files = fs::read_dir(&folder).expect("a folder");
    let file = files.next().expect("a file").expect("a file").path();
    (home, folder, file)
}

/// What it is, and what somebody does with the journal's folder, its file and
/// another file in the same home.
type Plot = (&'static str, fn(&Path, &Path, &Path));

#[test]
fn what_another_user_has_a_hand_in_is_not_written_to() {
    fn replace(file: &Path, other: &Path) {
        fs::remove_file(file).expect("removed");
        symlink(other, file).expect("a link");
    }
    if !is_root() {
        return;
    }
    let plots: [Plot; 6] = [
        ("a folder of theirs", |folder, _, _| {
            chown(folder, Some(NOBODY), None).expect("given away");
        }),
        (
            "a folder of theirs with a link to ours",
            |folder, file, other| {
                replace(file, other);
                chown(folder, Some(NOBODY), None).expect("given away");
            },
        ),
        (
            "a folder of theirs with another name of our file",
            |folder, file, other| {
                fs::remove_file(file).expect("removed");
                fs::hard_link(other, file).expect("another name");
                chown(folder, Some(NOBODY), None).expect("given away");
            },
        ),
        ("a link of theirs to our file", |_, file, other| {
            replace(file, other);
            lchown(file, Some(NOBODY), None).expect("given away");
        }),
        ("a link of theirs to no file", |_, file, other| {
            fs::remove_file(other).expect("removed");
            replace(file, other);
            lchown(file, Some(NOBODY), None).expect("given away");
        }),
        ("a link of ours to their file", |_, file, other| {
            replace(file, other);
            chown(other, Some(NOBODY), None).expect("given away");
        }),
    ];
    at_once(plots, |(what, plot)| {
        let (home, folder, file) = with_own_journal();
        let other = home.path().join("other");
        fs::write(&other, "mine\n").expect("written");
        fs::set_permissions(&other, Permissions::from_mode(0o644)).expect("changed");
        plot(&folder, &file, &other);
        let log = home.run("log --cramps 1");
        assert_eq!(log.code, Some(1), "{what}: {log:#?}");
        assert!(log.stderr.contains("nobody"), "{what}: {log:#?}");
        assert!(!log.stdout.contains("Recorded"), "{what}: {log:#?}");
        let run = home.run(&PLAY);
        assert_eq!(run.code, Some(0), "{what}: {run:#?}");
        one_warning(&run);
        if let Ok(text) = fs::read_to_string(&other) {
            assert_eq!(text, "mine\n", "{what}");
            let mode = fs::metadata(&other).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o644, "{what}");
        } else {
            assert!(what.contains("no file"), "{what}");
        }
    });
    // A file that is theirs, in a folder that is ours.
    let (home, _, file) = with_own_journal();
    let before = fs::read(&file).expect("a journal");
    chown(&file, Some(NOBODY), None).expect("given away");
    fs::set_permissions(&file, Permissions::from_mode(0o644)).expect("changed");
    home.run("log --cramps 1").exits(1);
    assert_eq!(fs::read(&file).expect("a journal"), before);
    let mode = fs::metadata(&file).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn links_of_ones_own_are_followed() {
    let (home, folder, file) = with_own_journal();
    let sync = home.path().join("sync");
    fs::create_dir(&sync).expect("a folder");
    let moved = sync.join("file");
    fs::rename(&file, &moved).expect("moved");
    symlink(&moved, &file).expect("a link");
    home.run("log --cramps 1").success();
    assert!(
        fs::read_to_string(&moved)
            .expect("a journal")
            .lines()
            .count()
            == 2
    );
    // The whole folder as well.
    let moved = sync.join("journal");
    fs::rename(&folder, &moved).expect("moved");
    symlink(&moved, &folder).expect("a link");
    home.run("log --cramps 2").success();
    home.run(&PLAY).success();
    assert_eq!(records(&home).len(), 4);
}

#[test]
fn what_a_killed_session_of_another_user_left_is_not_taken_in() {
    if !is_root() {
        return;
    }
    let (home, folder, file) = with_own_journal();
    let stem = file.file_stem().expect("a name").to_str().expect("text");
    let left = folder.join(format!("{stem}-{}.running", "0".repeat(32)));
    let line = r#"{"v":1,"id":"x","at":"2020-02-04T07:00:00+01:00","night":"2020-02-03","kind":"session","routine":"bedtime"}"#;
    fs::write(&left, format!("{line}\n")).expect("written");
    chown(&left, Some(NOBODY), None).expect("given away");
    home.run("history").success();
    assert!(left.exists());
    chown(&left, Some(0), None).expect("taken");
    home.run("history").success();
    assert!(!left.exists());
    assert_eq!(records(&home).len(), 2);
}

/// After `sudo legrest`, what is in a person's home may be root's.
#[test]
fn whoever_cannot_read_their_own_is_told_whose_it_is() {
    if !is_root() {
        return;
    }
    let (home, folder, file) = with_own_journal();
    // Another user must be able to start the program and see the home.
    let program = home.path().join("program");
    fs::copy(LEGREST, &program).expect("a copy");
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).expect("changed");
    for path in ["", "config", "data", "data/greeted"] {
        chown(home.path().join(path), Some(NOBODY), None).expect("given away");
    }
    let run = |arguments: &[&str]| {
        let mut command = home.program(program.to_str().expect("a path"));
        command.args(arguments).uid(NOBODY).gid(NOBODY);
        Run::new(&command.output().expect("legrest runs"))
    };
    for place in [&folder, &file] {
        for arguments in [
            &["history"][..],
            &["log"],
            &["log", "--format", "json"],
            &["log", "--undo"],
            &["log", "--cramps", "1"],
        ] {
            let run = run(arguments).exits(1);
            let place = place.display();
            let said = [
                format!("{place} belongs to root"),
                format!("sudo chown -R nobody {place}"),
            ];
            assert!(
                said.iter().all(|said| run.stderr.contains(said)),
                "{run:#?}"
            );
            assert!(!run.stdout.contains("Nothing is recorded"), "{run:#?}");
        }
        let run = run(&PLAY).success();
        one_warning(&run);
        run.mentions("belongs to root");
        // Then the folder is given back, and the file is not.
        chown(&folder, Some(NOBODY), None).expect("given away");
    }
}
