//! Whether the machine is kept awake, with a stand-in for the program that does.

use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::harness::Home;
use crate::pty::eventually;
use crate::pty::screen::Window;

/// Runs what it is given, like the real one, and writes down when.
const INHIBIT: &str = "echo \"awake $1 $2 $3\" >> sleep\n\
    for last; do :; done\n\"$last\"\necho may-sleep >> sleep\n";

const SHORT: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n";
const LONG: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '10m'\nprepare = '0s'\n";
const AWAKE: &str = "awake --what=idle:sleep --mode=block --who=legrest";

fn home(routine: &str) -> Home {
    Home::new()
        .with_routine("t", routine)
        .with_program("systemd-inhibit", INHIBIT)
}

const PLAY: [&str; 5] = ["routine", "t", "-q", "--display", "none"];

#[test]
fn it_is_while_a_routine_plays_and_may_sleep_before_the_last_hook() {
    let config = "[hooks]\non_finish = ['sh', '-c', 'echo hook >> sleep']\n";
    let home = home(SHORT).with_file("config/config.toml", config);
    home.run(&PLAY).success();
    assert_eq!(home.read("sleep"), format!("{AWAKE}\nmay-sleep\nhook\n"));
}

#[test]
fn it_is_not_where_that_is_not_wanted() {
    let home = home(SHORT).with_file("config/config.toml", "keep_awake = false\n");
    home.run(&PLAY).success();
    assert_eq!(home.read("sleep"), "");
    home.run_with(&PLAY, &[("LEGREST_KEEP_AWAKE", "yes")])
        .success();
    assert_eq!(home.read("sleep"), format!("{AWAKE}\nmay-sleep\n"));
}

#[test]
fn it_may_sleep_even_when_nothing_is_left_to_say_so() {
    let home = home(LONG);
    let mut child = home
        .command(&PLAY)
        .stderr(Stdio::null())
        .spawn()
        .expect("legrest runs");
    let slept = |line: &str| eventually(line, || home.read("sleep").contains(line).then_some(()));
    slept(AWAKE);
    kill_process(Pid::from_child(&child), Signal::KILL).expect("it runs");
    child.wait().expect("it ends");
    slept("may-sleep");
}

#[test]
fn one_that_does_not_let_go_is_ended() {
    let stubborn = "trap '' TERM\necho $$ > pid\nsleep 1000\n";
    let home = Home::new()
        .with_routine("t", SHORT)
        .with_program("systemd-inhibit", stubborn);
    home.run(&PLAY).success();
    let pid = home.read("pid").trim().parse().expect("a number");
    let pid = Pid::from_raw(pid).expect("a process");
    eventually("it is gone", || {
        rustix::process::test_kill_process_group(pid).err()
    });
}

#[test]
fn it_may_sleep_while_the_program_is_stopped() {
    let home = home(LONG);
    let line = "set -m; \"$LEGREST\" routine t -q; echo \"[stop $?]\"; read go; fg";
    let screen = Window::new(80, 24).run_line(&home, line);
    screen.wait_for("? keys");
    screen.press_and_wait("\x1a", "[stop 1");
    assert_eq!(home.read("sleep"), format!("{AWAKE}\nmay-sleep\n"));
    screen.press_and_wait("\n", "PAUSED");
    eventually("it is kept awake again", || {
        (home.read("sleep") == format!("{AWAKE}\nmay-sleep\n{AWAKE}\n")).then_some(())
    });
    screen.press_and_wait("q", "[exit 3]");
    assert_eq!(home.read("sleep").matches("may-sleep").count(), 2);
}
