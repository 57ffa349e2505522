//! What can be heard: a sound server of a test's own, and a recording of all
//! that it plays.

mod aligned;
#[cfg(feature = "alsa")]
mod alsa;
mod faults;
mod heard;
mod hostile;
mod listen;
mod lost;
mod loudness;
mod own;
mod pipewire;
mod place;
mod recording;
pub mod server;
mod spoken;
mod tempo;
mod voice;
mod windows;

use std::io::Read;
use std::process::{Child, ExitStatus, Stdio};

use serde_json::json;

use crate::harness::{Home, have};
use crate::pty::events::Events;
use crate::pty::eventually;

/// Whether there is what these tests need.
#[track_caller]
fn can_hear() -> bool {
    have(&["pulseaudio", "parec"])
}

fn find_program(program: &str) -> std::path::PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(program));
    places.find(|place| place.is_file()).expect("it is there")
}

/// The most memory that a program which still runs has had, in KiB.
fn memory(playing: &Playing) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", playing.child.id()));
    let status = status.expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let words = line.and_then(|line| line.split_whitespace().next());
    words
        .and_then(|kib| kib.parse().ok())
        .expect("a number of KiB")
}

/// How often the threads of a program have waited for something so far.
fn wake_ups(playing: &Playing) -> u32 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", playing.child.id()));
    let waits = |task: std::io::Result<std::fs::DirEntry>| -> Option<u32> {
        let status = std::fs::read_to_string(task.ok()?.path().join("status")).ok()?;
        let mut lines = status.lines();
        let count = lines.find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        count.trim().parse().ok()
    };
    tasks.expect("it runs").filter_map(waits).sum()
}

/// A routine that plays, told by its events.
struct Playing {
    child: Child,
    events: Events,
}

impl Playing {
    fn start(home: &Home, arguments: &[&str]) -> Self {
        Self::start_with(home, arguments, &[])
    }

    /// The same with more in its environment.
    fn start_with(home: &Home, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = home.command("routine");
        command.envs(environment.iter().copied());
        command.args(arguments).args(["--display", "json"]);
        let (child, events) = Events::start(command.stderr(Stdio::piped()));
        Self { child, events }
    }

    /// Waits for the end of the program; returns how it ended and what it said
    /// on standard error.
    #[track_caller]
    fn wait_exit(&mut self) -> (ExitStatus, String) {
        let exited = || self.child.try_wait().expect("a child can be waited for");
        let status = eventually("the program ends", exited);
        let mut said = String::new();
        let stderr = self.child.stderr.take().expect("asked for once");
        { stderr }
            .read_to_string(&mut said)
            .expect("standard error is UTF-8");
        (status, said)
    }

    /// Waits for a cue.
    #[track_caller]
    fn wait_for_cue(&mut self, name: &str) {
        self.events.wait_for(&json!({"event": "cue", "cue": name}));
    }

    /// Plays to the end, which must be a good one and in time; returns what it said
    /// on standard error.
    #[track_caller]
    fn play_out(&mut self) -> String {
        self.events.wait_end();
        let (status, said) = self.wait_exit();
        assert_eq!(status.code(), Some(0), "{said}");
        lost::assert_on_time(&self.events);
        said
    }

    /// Plays to the end, which must be a good one without any complaint.
    #[track_caller]
    fn finish(mut self) -> Events {
        self.events.wait_end();
        let (status, said) = self.wait_exit();
        assert!(status.success() && said.is_empty(), "{status}: {said}");
        let nothing = Events::of(std::io::empty());
        std::mem::replace(&mut self.events, nothing)
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
