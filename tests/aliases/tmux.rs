//! In tmux: a server of its own, whose keys come from a script.

use std::fs;

use super::{LONG, SHORT, home, session, sleeps, with_session};
use crate::harness::{Home, Run, have};
use crate::pty::eventually;

/// A tmux server that nobody else knows.
struct Tmux {
    home: Home,
}

impl Tmux {
    /// Runs `bed` in a window, and notes its exit code in the file `code`.
    fn bed(bedtime: &str) -> Self {
        let tmux = Self {
            home: with_session(home(bedtime)),
        };
        let line = session(&tmux.home, "bed");
        let noting = format!(
            "{line}; echo $? >'{}'",
            tmux.home.path().join("code").display()
        );
        let size = ["-x", "80", "-y", "24"];
        let new = [
            &["-f", "/dev/null", "new-session", "-d"][..],
            &size,
            &[&noting],
        ]
        .concat();
        tmux.tell(&new).success();
        tmux
    }

    fn tell(&self, arguments: &[&str]) -> Run {
        let mut command = self.home.program("tmux");
        let output = command.args(["-S", "socket"]).args(arguments).output();
        Run::new(&output.expect("tmux runs"))
    }

    #[track_caller]
    fn wait_for(&self, text: &str) {
        eventually(&format!("\"{text}\" in tmux"), || {
            let screen = self.tell(&["capture-pane", "-p"]).stdout;
            screen.contains(text).then_some(())
        });
    }

    #[track_caller]
    fn wait_code(&self) -> String {
        eventually("the end of bed", || {
            let code = fs::read_to_string(self.home.path().join("code")).ok();
            code.filter(|code| code.ends_with('\n'))
        })
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.tell(&["kill-server"]);
    }
}

#[test]
fn a_finished_routine_sends_the_machine_to_sleep() {
    if !have(&["tmux"]) {
        return;
    }
    let tmux = Tmux::bed(SHORT);
    assert_eq!(tmux.wait_code(), "0\n");
    assert!(sleeps(&tmux.home));
}

#[test]
fn one_that_was_quit_does_not() {
    if !have(&["tmux"]) {
        return;
    }
    let tmux = Tmux::bed(LONG);
    tmux.wait_for("Next: done");
    tmux.tell(&["send-keys", "Space"]).success();
    tmux.wait_for("PAUSED");
    tmux.tell(&["send-keys", "q"]).success();
    assert_eq!(tmux.wait_code(), "3\n");
    assert!(!sleeps(&tmux.home));
}
