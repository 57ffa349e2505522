//! Hostile surroundings: whatever is missing, full, stopped or set wrong, a
//! routine is played to its end.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::harness::{Home, LEGREST, Run, have, skip};
use crate::pty::events::{Events, of_kind};
use crate::pty::screen::Window;

const SHORT: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n";
const STEPS: &str = "title = 'T'\n[[step]]\nname = 'A'\nreps = 4\nhold = '1s'\nrest = '1s'\n\
                     prepare = '0s'\n";
const PLAY: [&str; 7] = [
    "routine",
    "t.toml",
    "-q",
    "--display",
    "none",
    "--speed",
    "10",
];

fn home() -> Home {
    Home::new().with_file("t.toml", SHORT)
}

#[test]
fn with_nothing_in_its_environment_it_plays() {
    let home = home();
    let mut command = home.command("routine t.toml --speed 10");
    let run = Run::new(&command.env_clear().output().expect("legrest runs")).success();
    assert!(
        run.stdout.ends_with("Done. Held for 1 second.\n"),
        "{run:#?}"
    );
    // A machine without a sound server says so once, and nothing else.
    assert!(run.stderr.lines().count() <= 1, "{run:#?}");
}

#[test]
fn with_variables_that_make_no_sense_it_plays() {
    let home = home();
    for (name, value) in [
        ("HOME", "/nonexistent/home"),
        ("HOME", "not/absolute"),
        ("TERM", "no-such-terminal"),
        ("LANG", "xx_YY.nothing"),
        ("TZ", "Nowhere/Never"),
        ("PATH", "\u{1b}]0;x\u{7}"),
        ("XDG_RUNTIME_DIR", "/dev/null"),
        ("PULSE_SERVER", "\u{1b}[31m"),
        ("LEGREST_CONFIG_DIR", "/dev/null/x"),
        ("LEGREST_DATA_DIR", "/dev/null/x"),
    ] {
        let arguments = [
            "routine",
            "t.toml",
            "--display",
            "none",
            "--no-journal",
            "--speed",
            "10",
        ];
        let run = home.run_with(&arguments, &[(name, value)]);
        assert_eq!(run.code, Some(0), "{name}={value:?}: {run:#?}");
        assert!(!run.stderr.contains('\u{1b}'), "{run:#?}");
    }
}

/// A shell with a limit, then the program in its place.
fn limited(home: &Home, limit: &str, arguments: &[&str]) -> Run {
    let script = format!("ulimit {limit} && exec \"$0\" \"$@\"");
    let mut command = home.program("sh");
    command.args(["-c", &script, LEGREST]).args(arguments);
    Run::new(&command.output().expect("a shell"))
}

#[test]
fn within_narrow_limits_it_plays() {
    let home = home();
    // A stack of a megabyte, few open files, memory for little more than the
    // program itself: all in the shell's units.
    for limit in ["-s 1024", "-n 20", "-v 300000", "-c 0"] {
        let run = limited(&home, limit, &PLAY);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{limit}");
    }
}

#[test]
fn a_file_that_may_not_grow_costs_a_warning() {
    let home = home();
    let run = limited(
        &home,
        "-f 0",
        &["routine", "t.toml", "-q", "--display", "none"],
    )
    .success();
    run.mentions("could not be recorded");
    limited(&home, "-f 0", &["log", "--cramps", "1"]).exits(1);
    // What is there afterwards is whole.
    home.run("log --cramps 2").success();
    assert_eq!(home.read_journal().lines().count(), 1);
}

#[test]
fn a_full_disk_costs_a_warning() {
    let home = home();
    if !Path::new("/dev/full").exists() {
        skip("/dev/full");
        return;
    }
    for display in ["plain", "json"] {
        let full = fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("a device");
        let mut command = home.command(&["routine", "t.toml", "-q", "--display", display]);
        let run = Run::new(&command.stdout(full).output().expect("legrest runs")).success();
        let warning = "warning: the output can't be written, going on without it: ";
        assert!(run.stderr.starts_with(warning), "{run:#?}");
        assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
    }
    // Nor does nobody who would hear of it stop a routine.
    let full = || {
        fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("a device")
    };
    let mut command = home.command("routine t.toml -q");
    let status = command.stdout(full()).stderr(full()).status();
    assert_eq!(status.expect("legrest runs").code(), Some(0));
}

fn times(events: &[Value]) -> Vec<f64> {
    let segments = of_kind(events, "segment");
    segments
        .iter()
        .map(|it| it["t"].as_f64().expect("a time"))
        .collect()
}

#[test]
fn a_process_that_was_stopped_loses_no_event() {
    let home = Home::new().with_routine("t", STEPS);
    let (mut child, mut events) = Events::play(&home, "t", &[]);
    events.wait_for(&json!({"event": "segment", "index": 1}));
    let pid = Pid::from_child(&child);
    kill_process(pid, Signal::STOP).expect("it runs");
    let stopped = Instant::now();
    std::thread::sleep(Duration::from_secs(4));
    kill_process(pid, Signal::CONT).expect("it is there");
    let all = events.wait_end();
    assert!(child.wait().expect("it ends").success());
    // Each was due when it was planned, and those that were missed came at once.
    assert_eq!(times(&all), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(of_kind(&all, "ended")[0]["held_s"], 4);
    let missed = all
        .iter()
        .zip(&events.arrived)
        .filter(|(it, _)| it["t"].as_f64() < Some(5.0));
    let last = missed.map(|(_, at)| *at).max().expect("events");
    assert!(last.duration_since(stopped) < Duration::from_secs(5));
}

/// A clock that can be set, in the place of the system's: it says `by` more
/// than is true, which may be changed while a program runs.
struct Clock<'h>(&'h Home);

impl Clock<'_> {
    fn set(&self, by: &str) {
        // In one go: a program may look at any moment.
        let (new, file) = ("clock.new", "clock");
        let path = |name: &str| self.0.path().join(name);
        fs::File::create(path(new))
            .and_then(|mut it| writeln!(it, "{by}"))
            .and_then(|()| fs::rename(path(new), path(file)))
            .expect("a file");
    }
}

/// Where the library is that puts another clock in the system's place.
fn faketime() -> Option<String> {
    let folders = [
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib64",
        "/usr/lib",
    ];
    let paths = folders.map(|folder| format!("{folder}/faketime/libfaketime.so.1"));
    paths.into_iter().find(|path| Path::new(path).exists())
}

#[test]
fn a_clock_that_is_set_moves_nothing() {
    if !have(&["faketime"]) {
        return;
    }
    let library = faketime().expect("the library of faketime");
    let home = Home::new().with_routine("t", STEPS);
    let clock = Clock(&home);
    clock.set("+0");
    let file = home.path().join("clock");
    let environment = [
        ("LD_PRELOAD", &*library),
        ("FAKETIME_TIMESTAMP_FILE", file.to_str().expect("a path")),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];
    let (mut child, mut events) = Events::play(&home, "t", &environment);
    let began = Instant::now();
    for (index, by) in [(1, "+3h"), (2, "-2d"), (4, "+400d"), (5, "-1h")] {
        events.wait_for(&json!({"event": "segment", "index": index}));
        clock.set(by);
    }
    let all = events.wait_end();
    assert!(child.wait().expect("it ends").success());
    assert_eq!(times(&all), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let took = began.elapsed();
    assert!(
        took > Duration::from_secs(6) && took < Duration::from_secs(12),
        "{took:?}"
    );
    // The clock that it was told did count for the journal.
    let record: Value = serde_json::from_str(home.read_journal().trim()).expect("a record");
    let (at, ended) = (
        record["at"].as_str().expect("a date"),
        record["ended"].as_str().expect("a date"),
    );
    assert!(ended < at, "the clock was not set: {at} to {ended}");
}

#[test]
fn a_flood_of_keys_drowns_nothing() {
    let home = Home::new().with_routine("t", &STEPS.replace("1s", "10m"));
    let mut screen = Window::new(80, 24).run_alone(&home, "routine t -q");
    screen.wait_for("? keys");
    // What lands on the clipboard: words, escapes, colours, and much of it.
    let paste = "The cat sat +- ?? \u{1b}[A \u{1b}[31m \u{1b}]0;x\u{7} \u{9b}2~ Größe   ";
    let paste = paste.replace(['n', 'N', 'b', 'B', 'q', 'Q', 's', 'S'], "x");
    let mut sent = 0;
    while sent < 64 << 10 {
        screen.send(paste.as_bytes());
        sent += paste.len();
    }
    screen.press("q");
    assert_eq!(screen.wait_exit().code(), Some(3));
    screen.assert_given_back();
    let record: Value = serde_json::from_str(home.read_journal().trim()).expect("a record");
    assert_eq!(record["outcome"], "quit");
}
