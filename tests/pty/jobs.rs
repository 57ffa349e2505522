//! Ctrl-Z, `bg` and `fg`, in a shell with job control.

use std::fs;

use super::eventually;
use super::screen::{Screen, Window};
use crate::harness::{Home, have};

const LONG: &str = r#"
    title = "Long"
    [[step]]
    name = "Calf wall stretch"
    hold = "10m"
    prepare = "0s"
"#;

/// An interactive shell.
struct Shell {
    screen: Screen,
    home: Home,
}

impl Shell {
    /// `None`, and the test is skipped, where there is no bash.
    #[track_caller]
    fn open() -> Option<Self> {
        if !have(&["bash"]) {
            return None;
        }
        let home = Home::new().with_routine("long", LONG);
        let screen = Window::new(80, 24).shell(&home);
        let shell = Self { screen, home };
        shell.wait_for_prompt();
        Some(shell)
    }

    fn wait_for_prompt(&self) {
        let last = |text: &str| text.lines().last().map(str::trim_end) == Some("ready>");
        self.screen.wait_until("a prompt", last);
    }

    /// Types a command, on a screen that shows nothing older.
    fn start(&self, command: &str) {
        self.screen.press("printf '\\033[2J\\033[H'\n");
        self.screen
            .wait_until("an empty screen", |text| text.trim() == "ready>");
        self.screen.press(&format!("{command}\n"));
    }

    /// The same, up to the next prompt; returns what the command wrote.
    fn run(&self, command: &str) -> String {
        self.start(&format!("{command} >out 2>&1; echo \"done\"."));
        self.screen.wait_for("done.");
        self.wait_for_prompt();
        fs::read_to_string(self.home.path().join("out")).expect("output of the command")
    }

    fn settings(&self) -> String {
        self.run("stty -a")
    }

    /// Starts the program and waits until it plays.
    fn play(&self) {
        self.start("$LEGREST routine long -q; echo \"code\": $?");
        self.screen.wait_for("? keys");
        self.screen.assert_taken();
    }

    /// Sends the program to sleep and waits for the shell.
    fn stop(&self) {
        self.screen.press_and_wait("\x1a", "Stopped");
        self.wait_for_prompt();
    }

    /// Brings it to the front, where it must wait, paused.
    fn foreground(&self) {
        self.start("fg; echo \"code\": $?");
        let text = self.screen.wait_for("PAUSED");
        let headlines = text.lines().filter(|row| row.contains("PAUSED"));
        assert_eq!(headlines.count(), 1, "{text}");
        self.screen.assert_taken();
    }

    /// Counted in, the hold goes on.
    fn wait_for_hold(&self) {
        self.screen.wait_for("On in 3");
        self.screen.wait_until("the hold", |text| {
            text.lines().any(|row| row.trim() == "Calf wall stretch")
        });
    }

    fn quit(&self) {
        self.screen.press_and_wait("q", "code: 3");
        self.wait_for_prompt();
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_waits_paused() {
    let Some(shell) = Shell::open() else { return };
    let before = shell.settings();
    assert!(
        before.contains("erase = ^H"),
        "not an unusual terminal: {before}"
    );
    shell.play();
    // More than once: what is given back must be taken again.
    for _ in 0..2 {
        shell.stop();
        shell.screen.assert_given_back();
        assert_eq!(shell.settings(), before);
        shell.foreground();
        shell.screen.press(" ");
        shell.wait_for_hold();
    }
    shell.quit();
    shell.screen.assert_given_back();
    assert_eq!(shell.settings(), before);
}

#[test]
fn without_a_keyboard_fg_goes_on_by_itself() {
    let Some(shell) = Shell::open() else { return };
    shell.start("$LEGREST routine long -q </dev/null");
    shell.screen.wait_for("Next: done");
    shell.stop();
    shell.start("fg");
    shell.wait_for_hold();
    shell.screen.press_and_wait("\x03", "Long: Interrupted");
}

/// Interactive shells repair what a stopped program left of the terminal, so
/// this one is not interactive and leaves it all to the program.
#[test]
fn a_stopped_program_has_given_the_terminal_back_itself() {
    let home = Home::new().with_routine("long", LONG);
    let line = "set -m; \"$LEGREST\" routine long -q; echo \"[stop $?]\"; read go; fg";
    let screen = Window::new(80, 24).run_line(&home, line);
    screen.wait_for("? keys");
    screen.assert_taken();
    screen.press_and_wait("\x1a", "[stop 1");
    screen.assert_given_back();
    screen.press_and_wait("\n", "PAUSED");
    screen.assert_taken();
    screen.press_and_wait(" ", "On in 3");
    screen.press_and_wait("q", "[exit 3]");
    screen.assert_given_back();
}

#[test]
fn in_the_background_it_leaves_the_terminal_alone() {
    let Some(shell) = Shell::open() else { return };
    let before = shell.settings();
    shell.play();
    shell.stop();
    shell.run("bg");
    assert_eq!(shell.settings(), before);
    // The shell has the keys: an empty line brings a prompt, no pause.
    let prompts = |text: &str| text.matches("ready>").count();
    let there = prompts(&shell.screen.text());
    shell.screen.press("\n");
    let text = shell
        .screen
        .wait_until("a prompt more", |text| prompts(text) > there);
    assert!(!text.contains("PAUSED"), "{text}");
    assert!(shell.run("jobs").contains("Running"));
    shell.foreground();
    shell.quit();
    assert_eq!(shell.settings(), before);
}

#[test]
fn killed_while_stopped_it_leaves_nothing_to_repair() {
    let Some(shell) = Shell::open() else { return };
    let before = shell.settings();
    shell.play();
    shell.stop();
    shell.start("kill %1");
    // The shell wakes what it kills, and tells of it with the prompt after.
    eventually("the shell tells of the end", || {
        shell.screen.press("\n");
        shell.screen.text().contains("Terminated").then_some(())
    });
    shell.wait_for_prompt();
    shell.screen.assert_given_back();
    assert_eq!(shell.settings(), before);
}

#[test]
fn started_in_the_background_it_plays_to_its_end() {
    let Some(shell) = Shell::open() else { return };
    let before = shell.settings();
    let short = "title = 'S'\n[[step]]\nname = 'S'\nhold = '1s'\nprepare = '0s'\n";
    let file = shell.home.path().join("short.toml");
    fs::write(file, short).expect("a routine in a file");
    let line = "$LEGREST routine ./short.toml -q --display plain >log & wait $!; echo \"code\": $?";
    shell.start(line);
    shell.screen.wait_for("code: 0");
    shell.wait_for_prompt();
    let log = fs::read_to_string(shell.home.path().join("log")).expect("a log");
    assert!(log.ends_with("Done. Held for 1 second.\n"), "{log}");
    assert_eq!(shell.settings(), before);
}

#[test]
fn with_nobody_to_wake_it_ctrl_z_only_pauses() {
    let home = Home::new().with_routine("long", LONG);
    let mut screen = Window::new(80, 24).run_alone(&home, "routine long -q");
    screen.wait_for("? keys");
    screen.press_and_wait("\x1a", "PAUSED");
    screen.press_and_wait(" ", "On in 3");
    screen.press("q");
    assert_eq!(screen.wait_exit().code(), Some(3));
}
