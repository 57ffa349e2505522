//! The events of `--display json`, as they come.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::PATIENCE;
use crate::harness::Home;

/// Events out of a running program.
pub struct Events {
    lines: Receiver<(Instant, String)>,
    /// All that have come.
    pub seen: Vec<Value>,
    /// When each of them came.
    pub arrived: Vec<Instant>,
}

impl Events {
    /// Starts a program that tells them on its standard output.
    pub fn start(command: &mut Command) -> (Child, Self) {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("legrest runs");
        let events = Self::of(child.stdout.take().expect("a pipe from the program"));
        (child, events)
    }

    /// Plays a routine in silence, with more in its environment.
    pub fn play(home: &Home, name: &str, environment: &[(&str, &str)]) -> (Child, Self) {
        let mut command = home.command(&["routine", name, "-q", "--display", "json"]);
        command.envs(environment.iter().copied());
        Self::start(command.stderr(Stdio::null()))
    }

    /// Reads a program's standard output.
    pub fn of(stdout: impl Read + Send + 'static) -> Self {
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send((Instant::now(), line)).is_err() {
                    return;
                }
            }
        });
        let (seen, arrived) = (Vec::new(), Vec::new());
        Self {
            lines,
            seen,
            arrived,
        }
    }

    /// Waits for the next event that has these values, passing over others.
    #[track_caller]
    pub fn wait_for(&mut self, wanted: &Value) -> &Value {
        let deadline = Instant::now() + PATIENCE;
        while self.take(deadline) {
            if self.seen.last().is_some_and(|event| has(event, wanted)) {
                return self.seen.last().expect("one has just come");
            }
        }
        panic!("in vain for {wanted}, after {:#?}", self.seen);
    }

    /// Waits for the end of the output.
    #[track_caller]
    pub fn wait_end(&mut self) -> Vec<Value> {
        let deadline = Instant::now() + PATIENCE;
        while self.take(deadline) {}
        let ended = self.seen.last().is_some_and(|e| e["event"] == "ended");
        assert!(ended, "the last event is not the end: {:#?}", self.seen);
        self.seen.clone()
    }

    /// Waits for one more event; false where there is none to come.
    #[track_caller]
    fn take(&mut self, deadline: Instant) -> bool {
        let wait = deadline.saturating_duration_since(Instant::now());
        match self.lines.recv_timeout(wait) {
            Ok((at, line)) => {
                let event = serde_json::from_str(&line);
                self.seen.push(event.expect("each line is JSON"));
                self.arrived.push(at);
                true
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => false,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                panic!("the events stopped after {:#?}", self.seen)
            }
        }
    }
}

/// Whether an event has all the values that another object has.
pub fn has(event: &Value, wanted: &Value) -> bool {
    let wanted = wanted.as_object().expect("an object of wanted values");
    wanted.iter().all(|(key, value)| &event[key] == value)
}

/// The events of a kind.
pub fn of_kind<'e>(events: &'e [Value], kind: &str) -> Vec<&'e Value> {
    events.iter().filter(|e| e["event"] == kind).collect()
}
