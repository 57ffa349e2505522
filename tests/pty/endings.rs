//! However it ends, the terminal is given back.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use super::events::{Events, of_kind};
use super::eventually;
use super::screen::{Screen, Window};
use crate::harness::{Home, LEGREST, skip};
#[cfg(target_os = "linux")]
use crate::preload;

const SHORT: &str = r#"
    title = "Short"
    [[step]]
    name = "Short"
    hold = "2s"
    prepare = "0s"
"#;

/// A cramp, and one thing that may help after it.
const CRAMP: &str = r#"
    title = "Mine"
    [[step]]
    name = "Hold it"
    hold = "open"
    prepare = "0s"
    [[step]]
    name = "Rub it"
    hold = "1m"
"#;

/// `bedtime` on the screen, for as long as nobody ends it.
fn bedtime(home: &Home) -> Screen {
    playing(Window::new(80, 24).run(home, "routine bedtime -q"))
}

/// The same without a shell around it.
fn bedtime_alone(home: &Home) -> Screen {
    playing(Window::new(80, 24).run_alone(home, "routine bedtime -q"))
}

fn playing(screen: Screen) -> Screen {
    screen.wait_for("Get ready: Hamstring stretch");
    screen.assert_taken();
    screen
}

/// Ends it, and looks at both: what a shell makes of it and what it was.
#[track_caller]
fn assert_ends_by(end: impl Fn(&Screen), signal: Signal) {
    let signal = signal.as_raw();
    let home = Home::new();
    let screen = bedtime(&home);
    end(&screen);
    screen.wait_for(&format!("[exit {}]", 128 + signal));
    screen.wait_for("Bedtime leg rest: Interrupted");
    screen.assert_given_back();

    let mut screen = bedtime_alone(&home);
    end(&screen);
    let status = screen.wait_exit();
    assert_eq!(status.signal(), Some(signal), "{status}");
}

#[test]
fn by_itself() {
    let home = Home::new().with_routine("short", SHORT);
    let screen = Window::new(80, 24).run(&home, "routine short -q");
    screen.wait_for("Next: done");
    screen.assert_taken();
    screen.wait_for("Short: Done. Held for 2 seconds.");
    screen.wait_for("[exit 0]");
    screen.assert_given_back();
}

#[test]
fn by_ctrl_c() {
    assert_ends_by(|screen| screen.press("\x03"), Signal::INT);
}

#[test]
fn by_ctrl_backslash() {
    assert_ends_by(|screen| screen.press("\x1c"), Signal::QUIT);
}

#[test]
fn by_kill() {
    assert_ends_by(|screen| screen.signal(Signal::TERM), Signal::TERM);
}

#[test]
fn by_a_hang_up() {
    assert_ends_by(|screen| screen.signal(Signal::HUP), Signal::HUP);
}

#[test]
fn by_ctrl_c_while_paused() {
    let pause_and_end = |screen: &Screen| {
        screen.press_and_wait(" ", "PAUSED");
        screen.press("\x03");
    };
    assert_ends_by(pause_and_end, Signal::INT);
}

#[test]
fn the_events_tell_of_a_signal() {
    let home = Home::new();
    let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, "routine bedtime -q");
    events.wait_for(&json!({"event": "segment"}));
    screen.press("\x03");
    events
        .wait_for(&json!({"event": "ended", "outcome": "interrupted", "held_s": 0, "skipped": 0}));
    let status = screen.wait_exit();
    assert_eq!(status.signal(), Some(Signal::INT.as_raw()), "{status}");
}

#[cfg(target_os = "linux")]
#[test]
fn by_a_panic() {
    let home = Home::new();
    let Some(library) = preload::compile(&home, preload::PANIC) else {
        return;
    };
    // Wide enough for the path in the message.
    let window = Window::new(180, 24).with("LD_PRELOAD", &library);
    let screen = window.run(&home, "routine bedtime -q");
    screen.wait_for("Get ready: Hamstring stretch");
    let home = home.with_file("panic", "");
    let text = screen.wait_for("[exit 101]");
    screen.assert_given_back();
    // It had drawn before, so there was something to give back, and that
    // happened first: a message on a hidden cursor's screen is a mess.
    let raw = String::from_utf8_lossy(&screen.raw()).into_owned();
    let place = |text: &str| raw.find(text).expect("all of it is written");
    let order = ["\x1b[?25l", "Get ready", "\x1b[?25h", "panicked at"].map(place);
    assert!(order.is_sorted(), "{raw}");
    // The message stands in rows of its own, nothing of the screen among it.
    let mut rows = text.lines();
    let panicked = rows.find(|row| row.starts_with("thread 'main'"));
    assert!(
        panicked.is_some_and(|row| row.contains("panicked at")),
        "{text}"
    );
    let message = "called `Result::unwrap()` on an `Err` value: Os { code: 22";
    assert!(
        rows.next().is_some_and(|row| row.starts_with(message)),
        "{text}"
    );
    let journal = home.read_journal();
    assert!(journal.contains("\"outcome\":\"interrupted\""), "{journal}");
}

#[test]
fn by_closing_the_window() {
    let home = Home::new();
    let mut screen = bedtime_alone(&home);
    screen.close();
    let status = screen.wait_exit();
    assert_eq!(status.signal(), Some(Signal::HUP.as_raw()), "{status}");
}

#[test]
fn a_hang_up_does_not_end_what_nohup_started() {
    assert_outlives_hang_ups("");
}

/// As on a Mac.
#[cfg(target_os = "linux")]
#[test]
fn a_hang_up_is_told_from_nohup_where_no_file_says_so() {
    let home = Home::new().with_routine("short", SHORT);
    let Some(library) = preload::compile(&home, preload::LIKE_A_MAC) else {
        return;
    };
    assert_outlives_hang_ups(&library);
    let window = Window::new(80, 24).with("LD_PRELOAD", &library);
    let mut screen = window.run_alone(&home, "routine bedtime -q");
    screen.wait_for("Get ready: Hamstring stretch");
    screen.close();
    let status = screen.wait_exit();
    assert_eq!(status.signal(), Some(Signal::HUP.as_raw()), "{status}");
}

#[track_caller]
fn assert_outlives_hang_ups(preload: &str) {
    for display in ["json", "bars"] {
        let home = Home::new().with_routine("short", SHORT);
        let line = format!(
            "trap '' HUP; LD_PRELOAD='{preload}' \"$LEGREST\" routine short -q --display {display} >events; echo $? >code"
        );
        let mut screen = Window::new(80, 24).run_line(&home, &line);
        eventually("the routine begins", || {
            let events = fs::read(home.path().join("events")).unwrap_or_default();
            (screen.raw().len() + events.len() > 50).then_some(())
        });
        // To all in the window, as a shell that ends passes it on.
        screen.signal(Signal::HUP);
        screen.close();
        let code = eventually("the routine ends", || {
            let code = fs::read_to_string(home.path().join("code")).ok();
            code.filter(|code| code.ends_with('\n'))
        });
        assert_eq!(code.trim(), "0", "--display {display}");
    }
}

#[test]
fn with_the_routine_from_a_pipe_keys_still_work() {
    let home = Home::new().with_file("own.toml", SHORT.replace("2s", "10m"));
    let mut lines = vec![
        "\"$LEGREST\" routine - -q <own.toml".to_owned(),
        "cat own.toml | \"$LEGREST\" routine - -q".to_owned(),
    ];
    #[cfg(target_os = "linux")]
    if let Some(library) = preload::compile(&home, preload::LIKE_A_MAC) {
        lines.push(format!("LD_PRELOAD='{library}' {}", lines[0]));
    }
    for line in &lines {
        let screen = Window::new(80, 24).run_line(&home, line);
        screen.wait_for("Next: done");
        screen.assert_taken();
        screen.press_and_wait(" ", "PAUSED");
        screen.press_and_wait("q", "[exit 3]");
        screen.assert_given_back();
    }
}

#[test]
fn without_a_keyboard_it_plays_on() {
    let home = Home::new().with_routine("short", SHORT);
    let line = "\"$LEGREST\" routine short -q </dev/null";
    let screen = Window::new(80, 24).run_line(&home, line);
    let text = screen.wait_for("Next: done");
    assert!(!text.contains("q quit"), "keys without a keyboard:\n{text}");
    screen.wait_for("[exit 0]");
    screen.assert_given_back();
}

#[test]
fn keys_typed_before_are_not_meant_for_it() {
    let home = Home::new().with_routine("short", SHORT);
    // The q waits in the terminal when the program starts.
    let line = "echo first; read wait; \"$LEGREST\" routine short -q --display json >events";
    let screen = Window::new(80, 24).run_line(&home, line);
    screen.wait_for("first");
    screen.press_and_wait("\nq", "[exit 0]");
    let events = fs::read_to_string(home.path().join("events")).expect("events");
    let events: Vec<_> = events
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(of_kind(&events, "ended")[0]["outcome"], "completed");
}

#[test]
fn as_the_first_process_of_a_container() {
    let alone = ["--pid", "--fork", "--mount-proc"];
    let may = Command::new("unshare").args(alone).arg("true").output();
    if !may.is_ok_and(|output| output.status.success()) {
        skip("the right to make a process namespace");
        return;
    }
    let home = Home::new();
    let line = r#"unshare --pid --fork --mount-proc "$LEGREST" routine bedtime -q"#;
    let screen = Window::new(80, 24).run_line(&home, line);
    screen.wait_for("Get ready: Hamstring stretch");
    let text = screen.press_and_wait("\x03", "[exit 130]");
    assert!(text.contains("Bedtime leg rest: Interrupted"), "{text}");
    screen.assert_given_back();
    // Other signals come from outside of the container.
    for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT] {
        let mut command = home.program("unshare");
        command.args(alone).args([LEGREST, "routine", "bedtime"]);
        command.args(["-q", "--display", "json"]);
        let (mut child, mut events) = Events::start(command.stderr(Stdio::null()));
        events.wait_for(&json!({"event": "segment"}));
        let id = child.id();
        let first = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let first = first.expect("a list").trim().parse().expect("a number");
        let first = Pid::from_raw(first).expect("a process");
        kill_process(first, signal).expect("it runs");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(128 + signal.as_raw()), "{signal:?}");
    }
}

#[test]
fn a_cramp_that_let_go_is_not_stopped_early() {
    let home = Home::new();
    let own = home.with_routine("cramp-thigh", CRAMP);
    for (command, tells) in [
        ("cramp -q", "Enter when it lets go"),
        ("routine cramp-calf -q", "Enter when it lets go"),
        ("routine cramp-thigh -q", "Enter when it lets go"),
        ("cramp -q --display bars", "Enter when it lets go"),
        ("cramp -q --display plain", "press Enter when it lets go."),
    ] {
        let screen = Window::new(80, 24).run(&own, command);
        screen.wait_for(tells);
        screen.press_and_wait("\r", "Get ready: Rub");
        let text = screen.press_and_wait("q", "[exit 3]");
        assert!(text.contains("It let go. Held for "), "{command}: {text}");
        assert!(!text.contains("Stopped early"), "{command}: {text}");
    }
    // Who leaves before has said nothing of the kind.
    let screen = Window::new(80, 24).run(&own, "cramp -q");
    screen.wait_for("Enter when it lets go");
    screen.press_and_wait("q", "Calf cramp: Stopped early");
}
