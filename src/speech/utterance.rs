//! One run of a synthesizer: started, polled, ended.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use super::synthesizer::Synthesizer;
use crate::child;

/// A running synthesizer. Dropping it ends the process.
#[derive(Debug)]
pub(super) struct Utterance {
    child: Child,
    /// The program's name, for the error when it fails.
    program: String,
    reaped: bool,
}

impl Utterance {
    /// Starts to say a text.
    pub(super) fn start(voice: &Synthesizer, text: &str) -> io::Result<Self> {
        let (mut command, input) = voice.command(text);
        let mut utterance = Self::of(&mut command, voice)?;
        if let (Some(mut stdin), Some(input)) = (utterance.child.stdin.take(), input) {
            // A program that doesn't read reports by its exit status how it
            // went.
            let _ = stdin.write_all(input.as_bytes());
        }
        Ok(utterance)
    }

    /// Cancels what a synthesizer passed to another program, where it works
    /// like that.
    pub(super) fn cancel(voice: &Synthesizer) -> Option<Self> {
        Self::of(&mut voice.cancel()?, voice).ok()
    }

    fn of(command: &mut Command, voice: &Synthesizer) -> io::Result<Self> {
        // Its messages are of no use here, and a pipe that nobody reads would
        // block it.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        child::set_apart(command);
        Ok(Self {
            child: command.spawn()?,
            program: voice.program(),
            reaped: false,
        })
    }

    /// How it ended, or `None` while it runs.
    pub(super) fn ended(&mut self) -> Option<Result<(), String>> {
        if !child::has_ended(&mut self.child) {
            return None;
        }
        // Processes that it leaves behind would go on speaking.
        self.kill();
        self.reaped = true;
        Some(match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{} failed with {status}", self.program)),
            Err(error) => Err(format!("{} was lost: {error}", self.program)),
        })
    }

    /// Ends the process and all that it started.
    pub(super) fn kill(&mut self) {
        if !self.reaped {
            child::kill(&mut self.child);
        }
    }
}

impl Drop for Utterance {
    fn drop(&mut self) {
        self.kill();
        // Reaps it, if it has ended already.
        let _ = self.child.try_wait();
    }
}
