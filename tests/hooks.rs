//! Hooks: the person's own programs, told what happens.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::harness::{Home, Run, may_take_long};
use crate::pty::screen::Window;
use crate::pty::{eventually, until};
use crate::readme::blocks;

const TWO_STEPS: &str = "title = 'Two'\n\
    [[step]]\nname = 'Calf stretch'\nsides = 'each'\nreps = 2\nhold = '20s'\ncircuit = 'c'\n\
    [[step]]\nname = 'Legs up'\nhold = '30s'\ncircuit = 'c'\n\
    [circuit.c]\nrounds = 2\n";
const LONG: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '10m'\nprepare = '0s'\n";

/// Writes down the event as it comes, and some of its variables.
const RECORD: &str = "cat >> events\n\
    echo \"$LEGREST_HOOK $LEGREST_EVENT $LEGREST_ROUTINE $LEGREST_NAME $LEGREST_SIDE $LEGREST_OUTCOME\" >> variables\n";

fn home(routine: &str, hooks: &str) -> Home {
    Home::new()
        .with_routine("t", routine)
        .with_program("record", RECORD)
        .with_file("config/config.toml", format!("[hooks]\n{hooks}\n"))
}

fn play(home: &Home, options: &[&str]) -> Run {
    let arguments = ["routine", "t", "-q", "--display", "none", "--speed", "100"];
    home.run(&[&arguments[..], options].concat())
}

fn events(home: &Home) -> Vec<Value> {
    let text = home.read("events");
    let line = |line: &str| serde_json::from_str(line).expect("each line is JSON");
    text.lines().map(line).collect()
}

const ALL: &str = "on_start = ['record']\non_step = ['record']\n\
    on_finish = ['record']\non_quit = ['record']";

#[test]
fn they_are_told_the_start_each_step_and_the_end() {
    let home = home(TWO_STEPS, ALL);
    play(&home, &[]).success();
    let events = events(&home);
    let told: Vec<_> = events
        .iter()
        .map(|event| json!([event["hook"], event["event"], event["step"], event["round"]]))
        .collect();
    let step = |step: &str, round: u32| json!(["on_step", "segment", step, round]);
    assert_eq!(
        told,
        [
            json!(["on_start", "started", null, null]),
            step("calf-stretch", 1),
            step("legs-up", 1),
            step("calf-stretch", 2),
            step("legs-up", 2),
            json!(["on_finish", "ended", null, null]),
        ]
    );
    assert!(events.iter().all(|event| event["routine"] == "t"));
    assert_eq!(events[0]["title"], "Two");
    assert_eq!(events[5]["outcome"], "completed");
    let variables = home.read("variables");
    let lines: Vec<&str> = variables.lines().map(str::trim_end).collect();
    assert_eq!(lines[0], "on_start started t");
    assert_eq!(lines[1], "on_step segment t Calf stretch right");
    assert_eq!(lines[5], "on_finish ended t   completed");
}

#[test]
fn without_them_nothing_is_called() {
    let home = home(TWO_STEPS, ALL);
    play(&home, &["--no-hooks"]).success();
    assert_eq!(events(&home), [json!(null); 0]);
}

#[test]
fn nothing_goes_through_a_shell() {
    let home = home(
        TWO_STEPS,
        "on_start = ['touch', 'a b', '$(touch c)', ';touch d']",
    );
    play(&home, &[]).success();
    for (name, there) in [
        ("a b", true),
        ("$(touch c)", true),
        (";touch d", true),
        ("c", false),
    ] {
        assert_eq!(home.path().join(name).exists(), there, "{name}");
    }
}

#[test]
fn a_failing_one_costs_a_warning_and_not_the_routine() {
    let hooks = "on_start = ['no-such-program']\non_step = ['sh', '-c', 'exit 7']\n\
                 on_finish = ['sh', '-c', 'kill -9 $$']";
    let home = home(TWO_STEPS, hooks);
    let run = play(&home, &[]).success();
    let has = |text: &str| run.stderr.lines().any(|line| line.contains(text));
    assert!(has(
        "warning: a hook: on_start: no-such-program can't be started"
    ));
    assert!(has(
        "warning: a hook: on_step: sh failed with exit status: 7"
    ));
    assert!(has("warning: a hook: on_finish: sh failed with signal: 9"));
}

#[test]
fn one_that_never_reads_a_long_event_holds_nothing_up() {
    let name = "x".repeat(200_000);
    let routine = format!("title = '{name}'\n[[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n");
    let home = home(&routine, "on_start = ['true']\non_finish = ['record']");
    let run = play(&home, &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(events(&home).len(), 1);
}

#[test]
fn one_that_hangs_is_ended_in_time_and_the_clock_never_waits() {
    if !may_take_long() {
        return;
    }
    let hang =
        "on_start = ['sh', '-c', 'echo $$ > pid; sleep 1000 & wait']\non_finish = ['record']";
    let home = home(TWO_STEPS, hang);
    let began = Instant::now();
    let run = play(&home, &[]).success();
    let line = "warning: a hook: on_start: sh took too long and was stopped";
    assert!(run.stderr.lines().any(|it| it == line), "{run:#?}");
    assert!(
        began.elapsed() >= Duration::from_secs(10),
        "it had its time"
    );
    let took = began.elapsed();
    assert!(took < Duration::from_secs(19), "{took:?}");
    assert_gone(&home);
    // The last one had its turn, and the clock had not waited.
    let ended = &events(&home)[0];
    assert_eq!(ended["outcome"], "completed");
    let t = ended["t"].as_f64().expect("a time");
    assert!(t < 3.2, "the routine took {t} s");
}

/// Fails unless the process whose number is in the file `pid`, and the group
/// that it led, are gone.
#[track_caller]
fn assert_gone(home: &Home) {
    let pid = home.read("pid").trim().parse().expect("a number");
    let pid = Pid::from_raw(pid).expect("a process");
    eventually("the hook is gone", || {
        rustix::process::test_kill_process_group(pid).err()
    });
}

#[test]
fn a_signal_ends_the_program_whatever_hooks_do() {
    let hang = "on_start = ['sh', '-c', 'echo $$ > pid; sleep 1000']\non_quit = ['record']";
    let home = home(LONG, hang);
    let mut child = home
        .command("routine t -q --display none")
        .stderr(Stdio::null())
        .spawn()
        .expect("legrest runs");
    until("the hook runs", || home.read("pid").ends_with('\n'));
    let began = Instant::now();
    kill_process(Pid::from_child(&child), Signal::TERM).expect("it runs");
    let status = child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(Signal::TERM.as_raw()));
    let took = began.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_gone(&home);
    // And the last one had its turn.
    assert_eq!(events(&home)[0]["outcome"], "interrupted");
}

#[test]
fn no_program_is_started_by_a_movement() {
    let movements = "title = 'T'\n[[step]]\nname = 'Bridge'\nsides = 'each'\nreps = 12\n\
                     tempo = 'up 2s, down 2s'\n";
    let home = home(movements, ALL);
    play(&home, &[]).success();
    let told: Vec<Value> = events(&home).iter().map(|it| it["hook"].clone()).collect();
    assert_eq!(told, ["on_start", "on_step", "on_finish"]);
    let variables = home.read("variables");
    assert_eq!(
        variables.lines().nth(1),
        Some("on_step segment t Bridge right ")
    );
}

#[test]
fn quitting_early_calls_the_other_one() {
    let home = home(LONG, ALL);
    let mut screen = Window::new(80, 24).run_alone(&home, "routine t -q");
    screen.wait_for("Next: done");
    screen.press("q");
    assert_eq!(screen.wait_exit().code(), Some(3));
    let last = events(&home).pop().expect("events");
    assert_eq!(
        (&last["hook"], &last["outcome"]),
        (&json!("on_quit"), &json!("quit"))
    );
    // The record of the night was there before anybody was told.
    let journal = fs::read_dir(home.path().join("data/journal")).expect("a journal");
    assert_eq!(journal.count(), 1);
}

/// The README's own hooks, with stand-ins for the programs that they name.
#[test]
fn the_recipes_do_what_they_say() {
    const NOTE: &str = "echo \"${0##*/} $*\" >> called\n";
    let mut blocks = blocks("README.md", "toml");
    blocks.retain(|block| block.starts_with("[hooks]"));
    let mut home = Home::new()
        .with_routine("t", TWO_STEPS)
        .with_file("config/config.toml", &blocks[0]);
    for program in ["playerctl", "notify-send", "systemctl", "curl"] {
        home = home.with_program(program, NOTE);
    }
    play(&home, &["--only", "calf-stretch"]).success();
    let step = "notify-send -- Calf stretch\n";
    let called = format!("playerctl pause\n{step}{step}systemctl suspend\n");
    assert_eq!(home.read("called"), called);

    let mut screen = Window::new(80, 24).run_alone(&home, "routine t -q");
    screen.wait_for("? keys");
    screen.press("q");
    assert_eq!(screen.wait_exit().code(), Some(3));
    let last = "curl -fsS -m 5 -d {\"on\":true} http://lamp.local/state\n";
    assert!(
        home.read("called").ends_with(last),
        "{}",
        home.read("called")
    );
}
