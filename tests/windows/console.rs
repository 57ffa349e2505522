//! What happens to the console, and what a console that ends the program leaves of
//! a session. `tests/wine/console.c` stands between: it has a console of its own.

use std::path::{Path, absolute};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::ROUTINE;
use crate::harness::{Home, LEGREST, run_within, skip};

const PROBE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/wine/console.exe");
const LIMIT: Duration = Duration::from_secs(120);
/// Echo, whole lines and Ctrl-C, of what the console does to keys by itself.
const USUAL: u32 = 0x0007;
/// Ctrl-C alone.
const TAKEN: u32 = 0x0001;
/// Obeys control sequences.
const OBEYS: u32 = 0x0004;

const TWO: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '10m'\nprepare = '0s'\n\
                   [[step]]\nname = 'B'\nhold = '10m'\nprepare = '0s'\n";

/// What the probe tells of the program with these arguments: the modes of input and
/// output by their names, and the other lines. `None` where there is no probe.
fn probe(home: &Home, actions: &str, arguments: &str) -> Option<Report> {
    if !Path::new(PROBE).is_file() {
        skip("target/wine/console.exe, which .ci/windows makes");
        return None;
    }
    let mut command = Command::new(PROBE);
    command
        .args(actions.split_whitespace())
        .arg("--")
        .arg(absolute(LEGREST).expect("a path"))
        .args(arguments.split_whitespace())
        .current_dir(home.path())
        .env_clear()
        .envs(home.environment())
        // Only the console itself can say that it obeys.
        .env_remove("TERM")
        .stdin(Stdio::null());
    let run = run_within(command, LIMIT);
    assert_eq!(run.code, Some(0), "{actions}: {arguments}: {run:#?}");
    Some(Report(run.stdout))
}

#[derive(Debug)]
struct Report(String);

impl Report {
    /// What stands after a name, which is there once.
    #[track_caller]
    fn of(&self, name: &str) -> &str {
        let lines = self.0.lines();
        let mut told = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        told.next().unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }

    #[track_caller]
    fn modes(&self, name: &str) -> [u32; 2] {
        let modes = self.of(name).strip_prefix("in ").expect("modes");
        let (input, output) = modes.split_once(", out ").expect("modes");
        [input, output].map(|mode| u32::from_str_radix(mode, 16).expect("a mode"))
    }
}

fn session(home: &Home) -> Value {
    let journal = home.read_journal();
    let records = journal.lines().collect::<Vec<_>>();
    assert_eq!(records.len(), 1, "{journal}");
    serde_json::from_str(records[0]).expect("a record")
}

#[test]
fn sequences_are_obeyed_before_the_first_is_written() {
    let home = Home::new()
        .with_routine("t", ROUTINE)
        .with_file("broken.toml", "title = 3\n");
    for arguments in [
        "routine t --quiet --no-journal --display full",
        "routine t --quiet --no-journal --display bars",
        "routine broken.toml",
        "check broken.toml",
        "history",
        "show bedtime",
        "--help",
        "--no-such-option",
    ] {
        let Some(report) = probe(&home, "modes before start end", arguments) else {
            return;
        };
        let [_, before] = report.modes("before");
        assert_eq!(before & OBEYS, 0, "else this shows nothing");
        let [_, output] = report.modes("first write");
        assert_eq!(output & OBEYS, OBEYS, "{arguments}: {report:?}");
    }
}

#[test]
fn whatever_ends_it_the_console_is_given_back_and_the_record_is_kept() {
    // Ctrl-C, Ctrl-Break, the window closes, log-off, shut-down.
    for (event, code) in [(0, "130"), (1, "130"), (2, "129"), (5, "129"), (6, "129")] {
        for display in ["full", "bars", "plain"] {
            let home = Home::new().with_routine("two", TWO);
            let actions =
                format!("modes before start taken modes playing event {event} end modes after");
            let arguments = format!("routine two --quiet --display {display}");
            let Some(report) = probe(&home, &actions, &arguments) else {
                return;
            };
            let case = format!("{event}, {display}: {report:?}");
            assert!(!report.0.contains("ended by the system"), "{case}");
            assert_eq!(report.of("exit code"), code, "{case}");
            let [before, playing, after] =
                ["before", "playing", "after"].map(|name| report.modes(name)[0]);
            assert_eq!(before & USUAL, USUAL, "{case}");
            assert_eq!(playing & USUAL, TAKEN, "{case}");
            assert_eq!(before, after, "{case}");
            assert_eq!(session(&home)["outcome"], "interrupted", "{case}");
        }
    }
}

#[test]
fn keys_with_others_held_are_not_ours_and_what_was_typed_before_does_not_count() {
    let home = Home::new().with_routine("two", TWO);
    // q before; Ctrl-Q, Alt-Q, Ctrl-N; n, q.
    let actions = "modes before key 51,71,0 start taken key 51,11,8 key 51,71,2 key 4e,e,8 \
                   key 4e,6e,0 key 51,71,0 end modes after";
    let Some(report) = probe(&home, actions, "routine two --quiet --display full") else {
        return;
    };
    assert_eq!(report.of("exit code"), "3", "{report:?}");
    assert_eq!(report.modes("before")[0], report.modes("after")[0]);
    let session = session(&home);
    assert_eq!(session["outcome"], "quit", "{session}");
    assert_eq!(session["skipped"], 1, "{session}");
    assert_eq!(session["reached"]["step"], "b", "{session}");
}
