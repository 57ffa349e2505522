//! One run of a synthesizer: started, looked at, ended.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use super::voice::Voice;
use crate::child;

/// A synthesizer that runs. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Utterance {
    child: Child,
    /// What it is called, for the one who hears that it failed.
    program: String,
    reaped: bool,
}

impl Utterance {
    /// Starts to say a text.
    pub(super) fn start(voice: &Voice, text: &str) -> io::Result<Self> {
        let (mut command, input) = voice.command(text);
        let mut utterance = Self::of(&mut command, voice)?;
        if let (Some(mut stdin), Some(input)) = (utterance.child.stdin.take(), input) {
            // One that doesn't listen tells how it went by its exit status.
            let _ = stdin.write_all(input.as_bytes());
        }
        Ok(utterance)
    }

    /// Calls off what a voice handed on to be spoken by another program, where
    /// it works like that.
    pub(super) fn call_off(voice: &Voice) -> Option<Self> {
        Self::of(&mut voice.call_off()?, voice).ok()
    }

    fn of(command: &mut Command, voice: &Voice) -> io::Result<Self> {
        // What it has to say about itself is of no use to anybody, and a pipe
        // that nobody reads would block it.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        child::set_apart(command);
        Ok(Self {
            child: command.spawn()?,
            program: voice.program(),
            reaped: false,
        })
    }

    /// How it ended, or why it failed, once it has.
    pub(super) fn ended(&mut self) -> Option<Result<(), String>> {
        if !child::has_ended(&mut self.child) {
            return None;
        }
        // Those whom it leaves behind would speak on.
        self.kill();
        self.reaped = true;
        Some(match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{} failed with {status}", self.program)),
            Err(error) => Err(format!("{} was lost: {error}", self.program)),
        })
    }

    /// Ends it and all that it started.
    pub(super) fn kill(&mut self) {
        if !self.reaped {
            child::kill(&mut self.child);
        }
    }
}

impl Drop for Utterance {
    fn drop(&mut self) {
        self.kill();
        // Where it died at once, nothing of it remains.
        let _ = self.child.try_wait();
    }
}
