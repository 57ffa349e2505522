//! A terminal or a reader that takes nothing: the clock goes on all the same.

mod readers;

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use super::screen::Window;
use crate::harness::{Home, may_take_long};

/// Ctrl-S and Ctrl-Q, as they have been on terminals for half a century.
const STOP: &str = "\x13";
const GO_ON: &str = "\x11";

const STEPS: &str = "title = 'Steps'\n[[step]]\nname = 'Calf'\nreps = 6\nhold = '1s'\n\
    rest = '1s'\nprepare = '0s'\n[[step]]\nname = 'Legs up'\nhold = '10m'\nprepare = '0s'\n";

#[test]
fn a_terminal_that_takes_nothing_holds_nothing_up() {
    if !may_take_long() {
        return;
    }
    let home = Home::new().with_routine("t", STEPS);
    let log = "[hooks]\non_step = ['sh', '-c', 'echo \"$LEGREST_NAME $LEGREST_T\" >> told']\n";
    let home = home.with_file("config/config.toml", log);
    let mut screen = Window::new(80, 24).run_alone(&home, "routine t -q");
    screen.wait_for("Calf");
    screen.press(STOP);
    // Far more goes on than what a terminal keeps for later.
    let began = Instant::now();
    super::until("the next step begins", || {
        home.read("told").contains("Legs up")
    });
    let took = began.elapsed();
    assert!(took < Duration::from_secs(14), "{took:?}");
    let told = home.read("told");
    let at: f64 = told
        .lines()
        .last()
        .and_then(|line| line.rsplit(' ').next()?.parse().ok())
        .expect("a time");
    assert!((at - 11.0).abs() < 0.001, "{told}");
    screen.press_and_wait(GO_ON, "Legs up");
    screen.press(STOP);
    screen.press("q");
    let began = Instant::now();
    assert_eq!(screen.wait_exit_stuck().code(), Some(3));
    let took = began.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
}

#[test]
fn a_kill_ends_it_though_the_terminal_takes_nothing() {
    let home = Home::new().with_routine("t", STEPS);
    let mut screen = Window::new(80, 24).run_alone(&home, "routine t -q");
    screen.wait_for("Calf");
    screen.press(STOP);
    screen.signal(Signal::TERM);
    let began = Instant::now();
    let status = screen.wait_exit_stuck();
    assert_eq!(status.signal(), Some(Signal::TERM.as_raw()), "{status}");
    let took = began.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
}

#[test]
fn a_reader_that_has_fallen_asleep_holds_nothing_up() {
    // More than a pipe takes.
    let routine = "title = 'T'\n[[step]]\nname = 'A'\nreps = 100\nsets = 5\nhold = '1s'\n\
                   prepare = '0s'\nset_rest = '1s'\nrest = '0s'\n";
    let home = Home::new().with_routine("t", routine);
    let mut child = home
        .command("routine t -q --speed 1000 --display json")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("legrest runs");
    // It comes to its end before anybody reads a byte.
    super::until("the record of it", || home.path().join("data").exists());
    let mut stdout = child.stdout.take().expect("a pipe");
    super::eventually("the pipe is full", || {
        let full = rustix::io::ioctl_fionread(&stdout).expect("a number");
        (full >= 60_000).then_some(())
    });
    let mut text = String::new();
    stdout.read_to_string(&mut text).expect("text");
    assert!(child.wait().expect("it ends").success());
    let last: serde_json::Value =
        serde_json::from_str(text.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last["outcome"], json!("completed"));
    assert!(text.len() > 100_000, "{}", text.len());
    // It had not waited for its reader.
    assert!(last["t"].as_f64().expect("a time") < 0.6, "{last}");
}

#[test]
fn a_reader_that_is_too_late_loses_whole_lines_and_is_told() {
    // A megabyte and more.
    let routine = "title = 'T'\n[[step]]\nname = 'A'\nreps = 100\nsets = 60\nhold = '1s'\n\
                   prepare = '0s'\nset_rest = '1s'\nrest = '0s'\n";
    let home = Home::new().with_routine("t", routine).with_file(
        "config/config.toml",
        "[hooks]\non_finish = ['touch', 'over']\n",
    );
    let child = home
        .command("routine t -q --speed 1000 --display json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("legrest runs");
    // Nobody reads before it is all over.
    super::until("the end", || home.path().join("over").exists());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("text");
    let events: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("whole lines"))
        .collect();
    assert_eq!(events[0]["event"], json!("started"));
    let last = events.last().expect("a line");
    assert_eq!(last["outcome"], json!("completed"));
    // The clock did not wait: 6059 s at a thousand times the speed.
    assert!(last["t"].as_f64().expect("a time") < 6.1, "{last}");
    let warning = String::from_utf8(output.stderr).expect("text");
    assert!(
        warning.contains("lines of the output were left out"),
        "{warning}"
    );
    assert_eq!(warning.lines().count(), 1, "{warning}");
}

#[test]
fn warnings_that_a_terminal_does_not_take_hold_nothing_up() {
    let home = Home::new().with_file(
        "config/config.toml",
        "[hooks]\non_step = ['sh', '-c', 'exit 7']\n",
    );
    // A hook that fails at each step, and the steps come fast.
    let step = |n: u32| format!("[[step]]\nname = 'Step {n}'\nhold = '1s'\nprepare = '0s'\n");
    let steps: String = (1..=11).map(step).collect();
    let home = home.with_routine("t", &format!("title = 'T'\n{steps}"));
    let (mut screen, mut events) =
        Window::new(80, 24).run_for_events(&home, "routine t -q --speed 3");
    events.wait_for(&json!({"event": "segment", "index": 0}));
    screen.press(STOP);
    let began = Instant::now();
    events.wait_for(&json!({"event": "ended", "outcome": "completed"}));
    let took = began.elapsed();
    assert!(took < Duration::from_secs(6), "{took:?}");
    screen.press_and_wait(GO_ON, "a hook: on_step: sh failed");
    assert_eq!(screen.wait_exit().code(), Some(0));
}

#[test]
fn ctrl_s_keeps_no_terminal_from_being_given_back() {
    let home = Home::new().with_routine("t", STEPS);
    let screen = Window::new(80, 24).run(&home, "routine t -q");
    screen.wait_for("Calf");
    screen.press(STOP);
    screen.signal(Signal::INT);
    // Nobody presses Ctrl-Q.
    screen.wait_for("[exit 130]");
    screen.assert_given_back();
}
