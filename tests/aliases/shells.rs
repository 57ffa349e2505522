//! In interactive shells, from their own files.

use std::fs;
use std::thread;

use super::{LONG, SHORT, home, shown, sleeps};
use crate::harness::{Home, have};
use crate::pty::screen::{Screen, Window};

/// A shell in a window, waiting at its prompt.
struct Shell {
    screen: Screen,
    home: Home,
    /// What the shell calls the code of the last command.
    code: &'static str,
}

impl Shell {
    /// A shell that has the aliases from the file where people put them.
    fn open(name: &str, home: Home) -> Self {
        let aliases = shown().join("\n");
        let plain = format!("{aliases}\nPS1='ready> '\n");
        let home = home.with_file("rc", &plain).with_file(".zshrc", &plain);
        let fish = home.path().join(".config/fish");
        fs::create_dir_all(&fish).expect("a folder");
        let prompt = "function fish_prompt; printf 'ready> '; end; set -g fish_greeting";
        fs::write(fish.join("config.fish"), format!("{aliases}\n{prompt}\n")).expect("a file");
        let window = Window::new(80, 24)
            .with("PS1", "ready> ")
            .with("ENV", "rc")
            .with("ZDOTDIR", home.path().to_str().expect("a path"));
        let arguments: &[&str] = match name {
            "bash" => &["--noprofile", "--rcfile", "rc", "-i"],
            "zsh" => &["--no-globalrcs", "-i"],
            _ => &["-i"],
        };
        let code = if name == "fish" { "$status" } else { "$?" };
        let screen = window.other_shell(&home, name, arguments);
        let shell = Self { screen, home, code };
        shell.wait_for("");
        shell
    }

    /// Waits for a text, and for the prompt after it.
    #[track_caller]
    fn wait_for(&self, text: &str) {
        self.screen
            .wait_until(&format!("\"{text}\" and a prompt"), |screen| {
                let last = screen.lines().last().unwrap_or_default();
                screen.contains(text) && last.trim_end() == "ready>"
            });
    }

    /// Types a command, on a screen that shows nothing older.
    fn start(&self, command: &str) {
        self.screen.press("printf '\\033[2J\\033[H'\r");
        self.screen
            .wait_until("an empty screen", |text| text.trim() == "ready>");
        self.screen.press(&format!("{command}\r"));
    }

    /// Fails unless the last command ended with this code.
    #[track_caller]
    fn assert_ended(&self, says: &str, code: i32) {
        self.wait_for(says);
        self.screen
            .press(&format!("echo \"<code {}>\"\r", self.code));
        self.wait_for(&format!("<code {code}>"));
    }
}

/// Does something in every shell, in all of them at once.
fn in_every_shell(what: fn(&str)) {
    thread::scope(|scope| {
        for name in ["sh", "bash", "zsh", "fish"] {
            if have(&[name]) {
                scope.spawn(move || what(name));
            }
        }
    });
}

/// Uses every alias in a shell.
fn use_all_in(name: &str) {
    let shell = Shell::open(name, home(SHORT));
    shell.start("ow");
    shell.screen.wait_for("Until it lets go");
    shell.screen.press("\r");
    shell.assert_ended("Calf cramp: It let go.", 0);
    shell.start("legs");
    shell.assert_ended("Held for 1 second.", 0);
    // More options may follow.
    shell.start("late --volume 20");
    shell.assert_ended("Held for 1 second.", 0);
    assert!(!sleeps(&shell.home), "{name}");
    shell.start("bed");
    shell.assert_ended("Held for 1 second.", 0);
    assert!(sleeps(&shell.home), "{name}");
}

/// Ends `bed` in every way but a good one.
fn end_badly_in(name: &str) {
    let shell = Shell::open(name, home(LONG));
    for (key, says, code) in [("q", "Stopped early", 3), ("\x03", "Interrupted", 130)] {
        shell.start("bed");
        shell.screen.wait_for("Next: done");
        shell.screen.press(key);
        shell.assert_ended(says, code);
    }
    let torn = shell.home.path().join("config/routines/bedtime.toml");
    fs::write(torn, "title = \n").expect("a routine");
    shell.start("bed");
    shell.assert_ended("bedtime.toml:1:9", 2);
    let gone = shell.home.path().join("bin/legrest");
    fs::remove_file(gone).expect("a link");
    shell.start("bed");
    // Each shell has words of its own for that.
    shell.assert_ended("legrest", 127);
    assert!(!sleeps(&shell.home), "{name}");
}

#[test]
fn the_aliases_do_what_they_say() {
    in_every_shell(use_all_in);
}

#[test]
fn the_machine_stays_awake_unless_the_routine_ran_to_its_end() {
    in_every_shell(end_badly_in);
}

#[test]
fn with_a_time_to_fit_into() {
    let bedtime = SHORT.replace("1s", "1s-9s");
    let home = home(&bedtime).with_file(
        "line",
        "alias soon='legrest routine bedtime --fit 2s'\nsoon\n",
    );
    let screen = Window::new(80, 24).run_line(&home, ". ./line");
    screen.wait_for("Held for 2 seconds.");
    screen.wait_for("[exit 0]");
}
