//! Time that nobody was there: the machine was suspended, or the program was
//! stopped by something other than Ctrl-Z.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::harness::{Home, may_take_long};
use crate::preload;
use crate::pty::events::{Events, has, of_kind};
use crate::pty::screen::{Screen, Window};
use crate::pty::{eventually, until};

const HOLDS: &str = "title = 'T'\n[[step]]\nname = 'A'\nreps = 3\nhold = '2s'\nrest = '1s'\n\
                     prepare = '0s'\n";
const LONG: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '10m'\nprepare = '0s'\n";
/// The short hold at the end is held, so that not every hold is passed over.
const OPEN: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = 'open'\nprepare = '0s'\n\
    [[step]]\nname = 'B'\nhold = '1s'\nprepare = '0s'\n";
const HOOKS: &str = "[hooks]\non_finish = ['touch', 'finished']\non_quit = ['touch', 'left']\n";

/// A machine that can be suspended, and what is played on it.
struct Machine {
    home: Home,
    preloaded: String,
}

impl Machine {
    /// `None`, and the test is skipped, where there is no C compiler.
    #[track_caller]
    fn with(routine: &str) -> Option<Self> {
        let home = home(routine);
        let preloaded = preload::compile(&home, preload::SUSPENDED)?;
        Some(Self { home, preloaded })
    }

    /// The machine is suspended for so many seconds in all since it was booted.
    fn suspend(&self, seconds: u64) {
        // In one go: a program may look at any moment.
        let path = |name: &str| self.home.path().join(name);
        fs::write(path("suspended.new"), seconds.to_string())
            .and_then(|()| fs::rename(path("suspended.new"), path("suspended")))
            .expect("a file");
    }

    /// Plays without a keyboard.
    fn play(&self) -> (Child, Events) {
        Events::play(&self.home, "t", &[("LD_PRELOAD", &self.preloaded)])
    }

    /// Plays with a keyboard.
    fn play_with_keys(&self) -> (Screen, Events) {
        let window = Window::new(80, 24).with("LD_PRELOAD", &self.preloaded);
        window.run_for_events(&self.home, "routine t -q")
    }
}

/// Tries each of several nights on a machine of its own, all at the same time.
#[track_caller]
fn each<T: Send, const N: usize>(
    nights: [T; N],
    routine: &str,
    night: impl Fn(&Machine, T) + Sync,
) {
    let nights = nights.map(|it| (Machine::with(routine), it));
    thread::scope(|scope| {
        for (machine, it) in nights {
            let night = &night;
            scope.spawn(move || machine.map(|machine| night(&machine, it)));
        }
    });
}

fn home(routine: &str) -> Home {
    let home = Home::new().with_routine("t", routine);
    home.with_file("config/config.toml", HOOKS)
}

/// How it ended, and what it told; the journal must say the same.
fn end_of((mut child, mut events): (Child, Events), home: &Home) -> (ExitStatus, Vec<Value>) {
    let all = events.wait_end();
    let status = eventually("it ends", || child.try_wait().expect("a child"));
    assert_eq!(all.len(), events.seen.len());
    assert_journal(home, &all);
    (status, all)
}

/// The record says what the events say.
#[track_caller]
fn assert_journal(home: &Home, events: &[Value]) {
    let record: Value = serde_json::from_str(home.read_journal().trim()).expect("a record");
    let ended = events.last().expect("events");
    assert_eq!(record["outcome"], ended["outcome"], "{record}");
    let held = |value: &Value| value["held_s"].as_f64().expect("a time");
    assert!((held(&record) - held(ended)).abs() < 0.01, "{record}");
    let is_open = record["outcome"] != "completed";
    assert_eq!(record["reached"].is_object(), is_open, "{record}");
}

#[track_caller]
fn assert_hooks(home: &Home, wanted: &[&str]) {
    for hook in ["finished", "left"] {
        let called = home.path().join(hook).exists();
        assert_eq!(called, wanted.contains(&hook), "{hook}");
    }
}

fn t(event: &Value) -> f64 {
    event["t"].as_f64().expect("a time")
}

fn cues(events: &[Value], cue: &str) -> usize {
    let wanted = json!({"event": "cue", "cue": cue});
    events.iter().filter(|event| has(event, &wanted)).count()
}

/// The one `paused` of a session: as of the last wake-up before the absence,
/// which is that of the event before.
#[track_caller]
fn paused(events: &[Value]) -> usize {
    let paused = |event: &Value| event["event"] == "paused";
    assert_eq!(of_kind(events, "paused").len(), 1, "{events:#?}");
    let place = events.iter().position(paused).expect("one");
    let after = t(&events[place]) - t(&events[place - 1]);
    assert!((0.0..1.0).contains(&after), "{events:#?}");
    place
}

/// It was paused, called back, and went on to its end by itself.
#[track_caller]
fn went_on((status, events): (ExitStatus, Vec<Value>), home: &Home) {
    assert_eq!(status.code(), Some(0), "{events:#?}");
    let place = paused(&events);
    assert_eq!(cues(&events, "ready"), 1, "{events:#?}");
    let told = |event: &Value| json!([event["event"], event["cue"]]);
    let after: Vec<_> = events[place + 1..place + 6].iter().map(told).collect();
    let wanted = [
        json!(["cue", "ready"]),
        json!(["cue", "tick"]),
        json!(["cue", "tick"]),
        json!(["resumed", null]),
        json!(["cue", "start"]),
    ];
    assert_eq!(after, wanted, "{events:#?}");
    // All that was planned was held, and nothing was left out.
    assert_eq!(of_kind(&events, "segment").len(), 5);
    assert_eq!(of_kind(&events, "ended")[0]["held_s"], 6, "{events:#?}");
    assert_hooks(home, &["finished"]);
}

/// Nothing at all was found.
#[track_caller]
fn played_on((status, events): (ExitStatus, Vec<Value>), home: &Home) {
    assert_eq!(status.code(), Some(0), "{events:#?}");
    assert_eq!(of_kind(&events, "paused").len(), 0, "{events:#?}");
    assert_eq!(cues(&events, "ready"), 0, "{events:#?}");
    assert_hooks(home, &["finished"]);
}

#[test]
fn a_stop_is_not_held() {
    if !may_take_long() {
        return;
    }
    let second = json!({"event": "segment", "index": 2});
    let homes = [home(HOLDS), home(HOLDS), home(HOLDS)];
    let plays = homes.iter().map(|home| Events::play(home, "t", &[]));
    let mut plays: Vec<_> = plays.collect();
    let signal = |(child, _): &(Child, Events), signal| {
        kill_process(Pid::from_child(child), signal).expect("it runs");
    };
    for play in &mut plays {
        play.1.wait_for(&second);
        signal(play, Signal::STOP);
    }
    // Its next deadline is two seconds away.
    thread::sleep(Duration::from_secs(6));
    signal(&plays[0], Signal::CONT);
    thread::sleep(Duration::from_millis(6_500));
    signal(&plays[1], Signal::CONT);
    // The wake-up comes from a signal that was sent in the meantime.
    signal(&plays[2], Signal::TERM);
    signal(&plays[2], Signal::CONT);
    let ended = plays.pop().expect("three of them");
    let (status, events) = end_of(ended, &homes[2]);
    assert_eq!(status.signal(), Some(Signal::TERM.as_raw()));
    let held = of_kind(&events, "ended")[0]["held_s"].as_f64();
    assert!(held.is_some_and(|held| held < 3.0), "{events:#?}");
    paused(&events);
    assert_hooks(&homes[2], &["left"]);
    went_on(end_of(plays.pop().expect("two"), &homes[1]), &homes[1]);
    // Less than ten seconds late is only late.
    played_on(end_of(plays.pop().expect("one"), &homes[0]), &homes[0]);
}

#[test]
fn a_short_suspend_without_a_keyboard_goes_on() {
    if !may_take_long() {
        return;
    }
    each([9, 12, 590], HOLDS, |machine, seconds| {
        let mut play = machine.play();
        play.1.wait_for(&json!({"event": "segment", "index": 2}));
        machine.suspend(seconds);
        let end = end_of(play, &machine.home);
        if seconds < 10 {
            played_on(end, &machine.home);
        } else {
            went_on(end, &machine.home);
        }
    });
}

#[test]
fn a_long_suspend_without_a_keyboard_ends_it() {
    each([600, 8 * 3600], HOLDS, |machine, seconds| {
        let mut play = machine.play();
        play.1.wait_for(&json!({"event": "segment", "index": 2}));
        machine.suspend(seconds);
        let (status, events) = end_of(play, &machine.home);
        assert_eq!(status.code(), Some(3), "{events:#?}");
        let place = paused(&events);
        assert_eq!(events.len(), place + 2, "silence: {events:#?}");
        assert_eq!(events[place + 1]["outcome"], "interrupted");
        assert_hooks(&machine.home, &[]);
    });
}

#[test]
fn with_a_keyboard_it_waits_for_a_key() {
    if !may_take_long() {
        return;
    }
    let rows = [(12, 1), (8 * 60, 1), (30 * 60, 0)];
    each(rows, HOLDS, |machine, (seconds, ready)| {
        let (mut screen, mut events) = machine.play_with_keys();
        events.wait_for(&json!({"event": "segment", "index": 2}));
        machine.suspend(seconds);
        events.wait_for(&json!({"event": "paused"}));
        if ready == 1 {
            events.wait_for(&json!({"event": "cue", "cue": "ready"}));
        }
        screen.wait_for("The timer stood still for");
        // Longer than the rest of the hold would take.
        thread::sleep(Duration::from_millis(2_500));
        screen.press(" ");
        events.wait_for(&json!({"event": "cue", "cue": "tick"}));
        assert_eq!(cues(&events.seen, "ready"), ready, "{seconds} s");
        let last: Vec<&str> = events.seen[events.seen.len() - 2..]
            .iter()
            .map(|event| event["event"].as_str().expect("a name"))
            .collect();
        let before = if ready == 1 { "cue" } else { "paused" };
        assert_eq!(last, [before, "cue"], "{:#?}", events.seen);
        events.wait_for(&json!({"event": "resumed"}));
        let all = events.wait_end();
        assert_eq!(of_kind(&all, "ended")[0]["held_s"], 6, "{all:#?}");
        assert_eq!(screen.wait_exit().code(), Some(0));
        assert_hooks(&machine.home, &["finished"]);
    });
}

#[test]
fn a_key_that_wakes_it_finds_it_paused() {
    let Some(machine) = Machine::with(LONG) else {
        return;
    };
    let (mut screen, mut events) = machine.play_with_keys();
    events.wait_for(&json!({"event": "cue", "cue": "start"}));
    machine.suspend(3600);
    screen.press("q");
    let all = events.wait_end();
    paused(&all);
    let ended = of_kind(&all, "ended")[0];
    assert_eq!(ended["outcome"], "quit");
    assert!(ended["held_s"].as_f64() < Some(5.0), "{all:#?}");
    assert_eq!(screen.wait_exit().code(), Some(3));
    assert_hooks(&machine.home, &["left"]);
    assert_journal(&machine.home, &all);
}

#[test]
fn what_was_paused_for_six_hours_ends() {
    // Paused by a person before, or by the absence itself.
    each([true, false], LONG, |machine, by_key| {
        let (mut screen, mut events) = machine.play_with_keys();
        events.wait_for(&json!({"event": "cue", "cue": "start"}));
        if by_key {
            screen.press(" ");
            events.wait_for(&json!({"event": "paused"}));
            machine.suspend(6 * 3600 - 60);
            // A key that means nothing, so that it wakes.
            screen.press("x");
            screen.press("+");
            thread::sleep(Duration::from_millis(500));
        }
        machine.suspend(6 * 3600 + 10);
        screen.press("x");
        let all = events.wait_end();
        assert_eq!(of_kind(&all, "ended")[0]["outcome"], "interrupted");
        assert_eq!(cues(&all, "ready"), 0, "{all:#?}");
        paused(&all);
        assert_eq!(screen.wait_exit().code(), Some(3));
        assert_hooks(&machine.home, &[]);
        assert_journal(&machine.home, &all);
    });
}

#[test]
fn what_has_no_length_waits_through_the_night() {
    let Some(machine) = Machine::with(OPEN) else {
        return;
    };
    let (mut screen, mut events) = machine.play_with_keys();
    events.wait_for(&json!({"event": "cue", "cue": "start"}));
    machine.suspend(8 * 3600);
    screen.press("\n");
    let all = events.wait_end();
    assert_eq!(of_kind(&all, "paused").len(), 0, "{all:#?}");
    assert_eq!(of_kind(&all, "ended")[0]["outcome"], "completed");
    assert_eq!(screen.wait_exit().code(), Some(0));
    assert_hooks(&machine.home, &["finished"]);
}

#[test]
fn what_ctrl_z_stopped_waits_through_the_night() {
    let Some(machine) = Machine::with(LONG) else {
        return;
    };
    let line = "set -m; \"$LEGREST\" routine t -q; echo \"[stop $?]\"; read go; fg";
    let window = Window::new(80, 24).with("LD_PRELOAD", &machine.preloaded);
    let screen = window.run_line(&machine.home, line);
    screen.wait_for("? keys");
    screen.press_and_wait("\x1a", "[stop 1");
    machine.suspend(8 * 3600);
    screen.press_and_wait("\n", "PAUSED");
    screen.press_and_wait(" ", "On in 3");
    screen.press_and_wait("q", "[exit 3]");
    assert_hooks(&machine.home, &["left"]);
}

#[test]
fn the_screen_tells_why_it_is_paused_until_a_key_is_pressed() {
    if !may_take_long() {
        return;
    }
    let Some(machine) = Machine::with(LONG) else {
        return;
    };
    let window = Window::new(80, 24).with("LD_PRELOAD", &machine.preloaded);
    let mut screen = window.run_alone(&machine.home, "routine t -q");
    screen.wait_for("? keys");
    machine.suspend(12 * 60);
    let why = "The timer stood still for 12 minutes";
    screen.wait_for(why);
    thread::sleep(Duration::from_secs(12));
    let text = screen.text();
    assert!(text.contains("PAUSED") && text.contains(why), "{text}");
    screen.press("q");
    assert_eq!(screen.wait_exit().code(), Some(3));
    screen.assert_given_back();
}

/// Whoever closes the lid with the last sound opens it in the morning.
#[test]
fn a_hook_for_the_end_is_not_called_the_next_morning() {
    let nights = [(5, ["finished"].as_slice()), (8 * 3600, &[])];
    each(nights, HOLDS, |machine, (seconds, hooks)| {
        let voice = "sh -c 'cat > said; sleep 2'";
        let line = "routine t --voice --display json --speed 4";
        let mut command = machine.home.command(line);
        command
            .env("LD_PRELOAD", &machine.preloaded)
            .env("LEGREST_VOICE_COMMAND", voice);
        let (mut child, mut events) = Events::start(command.stderr(Stdio::null()));
        events.wait_for(&json!({"event": "ended"}));
        until("the last words", || {
            machine.home.read("said").contains("night")
        });
        machine.suspend(seconds);
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
        assert_hooks(&machine.home, hooks);
    });
}
