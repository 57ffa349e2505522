//! One run of a synthesizer: started, looked at, ended.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use super::voice::Voice;

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
        system::set_apart(command);
        Ok(Self {
            child: command.spawn()?,
            program: voice.program(),
            reaped: false,
        })
    }

    /// How it ended, or why it failed, once it has.
    pub(super) fn ended(&mut self) -> Option<Result<(), String>> {
        if !system::has_ended(&mut self.child) {
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
            system::kill(&mut self.child);
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

#[cfg(unix)]
mod system {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

    /// Gives the program a process group of its own. Then it ends with all that
    /// it started, and Ctrl-C and Ctrl-Z are for us alone to answer.
    pub(super) fn set_apart(command: &mut Command) {
        command.process_group(0);
    }

    /// Whether it has ended. It is left unreaped: as long as it is there, no
    /// other process group can have its number.
    pub(super) fn has_ended(child: &mut Child) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let ended = waitid(WaitId::Pid(Pid::from_child(child)), options);
        !matches!(ended, Ok(None))
    }

    pub(super) fn kill(child: &mut Child) {
        // A group in which nobody lives any more is as good as killed.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
}

#[cfg(not(unix))]
mod system {
    use std::process::{Child, Command};

    /// Keeps a console window from opening for it.
    pub(super) fn set_apart(command: &mut Command) {
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            const CREATE_NO_WINDOW: u32 = 0x0800_0000;
            command.creation_flags(CREATE_NO_WINDOW);
        }
        #[cfg(not(windows))]
        let _ = command;
    }

    pub(super) fn has_ended(child: &mut Child) -> bool {
        !matches!(child.try_wait(), Ok(None))
    }

    pub(super) fn kill(child: &mut Child) {
        // One that has ended already is as good as killed.
        let _ = child.kill();
    }
}
