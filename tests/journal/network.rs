//! A journal in a folder of another machine, or of FUSE: a Mac refuses to lock files
//! there and to bring them to the disk, and the records are kept all the same.

use super::{PLAY, home, one_warning, records, text};
use crate::harness::{Home, Run};
use crate::preload;

const NOT_SUPPORTED: &str = "95";
const INVALID: &str = "22";
const NO_LOCKS: &str = "37";
const BROKEN: &str = "5";

/// A home on such a file system.
struct Refusing {
    home: Home,
    preloaded: String,
}

impl Refusing {
    /// `None` where there is no C compiler.
    fn new() -> Option<Self> {
        let home = home();
        let preloaded = preload::compile(&home, preload::REFUSING)?;
        Some(Self { home, preloaded })
    }

    /// Runs a command where these things are refused, with these error numbers.
    fn run(&self, arguments: &[&str], refused: &[(&str, &str)]) -> Run {
        let preload = [("LD_PRELOAD", &*self.preloaded)];
        self.home.run_with(arguments, &[&preload, refused].concat())
    }
}

const LOG: [&str; 3] = ["log", "--cramps", "0"];

#[test]
fn a_record_is_kept_where_a_plain_sync_is_all_there_is() {
    for refusal in [NOT_SUPPORTED, INVALID] {
        let Some(server) = Refusing::new() else {
            return;
        };
        let errors = [("LOCK", refusal), ("FULL", refusal)];
        for (count, arguments) in [&PLAY[..], &LOG].into_iter().enumerate() {
            let said = server.run(arguments, &errors).success();
            assert_eq!(said.stderr, "", "{arguments:?}");
            assert_eq!(records(&server.home).len(), count + 1, "{arguments:?}");
            let synced = server.home.path().join("synced");
            std::fs::remove_file(synced).expect("it is synced");
        }
    }
}

#[test]
fn where_nothing_syncs_that_is_said_once() {
    let Some(server) = Refusing::new() else {
        return;
    };
    let errors = [
        ("LOCK", NO_LOCKS),
        ("FULL", NOT_SUPPORTED),
        ("PLAIN", INVALID),
    ];
    let said = server.run(&PLAY, &errors).success();
    one_warning(&said);
    said.mentions("the journal: recorded, but");
    for (before, arguments) in [(1, &LOG[..]), (2, &["log", "--undo"]), (3, &PLAY)] {
        assert_eq!(records(&server.home).len(), before);
        let said = server.run(arguments, &errors).success();
        assert_eq!(said.stderr, "", "{arguments:?}");
    }
    assert_eq!(records(&server.home).len(), 4);
}

#[test]
fn a_report_that_comes_first_says_it_too() {
    let Some(server) = Refusing::new() else {
        return;
    };
    let errors = [("FULL", NOT_SUPPORTED), ("PLAIN", NOT_SUPPORTED)];
    let said = server.run(&LOG, &errors).success();
    one_warning(&said);
    assert_eq!(records(&server.home).len(), 1);
    said.says("Recorded.");
}

#[test]
fn a_sync_that_fails_is_no_refusal() {
    let Some(server) = Refusing::new() else {
        return;
    };
    for errors in [
        &[("FULL", BROKEN)][..],
        &[("FULL", NOT_SUPPORTED), ("PLAIN", BROKEN)],
    ] {
        let said = server.run(&PLAY, errors).success();
        one_warning(&said);
        said.mentions("could not be recorded");
        assert_eq!(server.run(&LOG, errors).code, Some(1));
        let journal = text(&server.home);
        assert!(!journal.contains("\"report\""), "{journal}");
    }
}

#[test]
fn an_edit_is_saved_there() {
    let Some(server) = Refusing::new() else {
        return;
    };
    let editor = ("EDITOR", "sh -c 'echo \"# seen\" >>\"$0\"'");
    let errors = [editor, ("FULL", NOT_SUPPORTED), ("PLAIN", NOT_SUPPORTED)];
    server.run(&["edit", "quick"], &errors).success();
    let text = server.home.read("config/routines/quick.toml");
    assert!(text.ends_with("# seen\n"), "{text}");
}
