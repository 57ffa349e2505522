//! Child processes: out of the terminal's reach, and ended with all they started.

use std::env;
#[cfg(unix)]
use std::os::unix::{fs::PermissionsExt, process::CommandExt};
#[cfg(windows)]
use std::os::windows::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Sender;
use std::time::Duration;

#[cfg(unix)]
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, getgid, kill_process_group, waitid};

/// How soon a running program is looked at again, watched or not. On Windows, a
/// thread that waits for its end would keep us from ending it.
pub(crate) const LOOK_AGAIN: Duration =
    Duration::from_millis(if cfg!(windows) { 20 } else { 2000 });

/// A running program. Dropping it ends the program and all that it started.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    /// What messages call it.
    name: String,
    reaped: bool,
}

impl Process {
    /// Fails with a message.
    pub(crate) fn start(command: &mut Command, name: String) -> Result<Self, String> {
        // On a screen its output would be in the way, and an unread pipe blocks it.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        set_apart(command);
        let child = command.spawn();
        Ok(Self {
            child: child.map_err(|error| format!("{name} can't be started: {error}"))?,
            name,
            reaped: false,
        })
    }

    pub(crate) fn stdin(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// Whether it has ended. Unreaped, it keeps its number from other process groups.
    #[cfg(unix)]
    pub(crate) fn has_ended(&mut self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let ended = waitid(WaitId::Pid(Pid::from_child(&self.child)), options);
        !matches!(ended, Ok(None))
    }

    /// Sends `look` when it has ended, and leaves it unreaped.
    #[cfg(unix)]
    pub(crate) fn watch<T: Send + 'static>(&self, inbox: &Sender<T>, look: T) {
        let inbox = inbox.clone();
        let process = WaitId::Pid(Pid::from_child(&self.child));
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        // Without a thread, it is only noticed later.
        let _ = std::thread::Builder::new().spawn(move || {
            let _ = waitid(process, options);
            inbox.send(look)
        });
    }

    #[cfg(windows)]
    pub(crate) fn watch<T>(&self, _inbox: &Sender<T>, _look: T) {}

    #[cfg(windows)]
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it and, on Unix, all that it started.
    pub(crate) fn kill(&mut self) {
        if !self.reaped {
            // What has ended already is as good as killed.
            #[cfg(unix)]
            let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
            #[cfg(windows)]
            let _ = self.child.kill();
        }
    }

    /// Waits for its end; fails with a message where it did not succeed.
    pub(crate) fn wait(&mut self) -> Result<(), String> {
        self.reaped = true;
        match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{} failed with {status}", self.name)),
            Err(error) => Err(format!("{} was lost: {error}", self.name)),
        }
    }

    /// Ends it because it takes too long; returns a message about that.
    pub(crate) fn stop(&mut self) -> String {
        self.kill();
        let _ = self.wait();
        format!("{} took too long and was stopped", self.name)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        // Reaps it, if it has ended already.
        let _ = self.child.try_wait();
    }
}

/// The path of a program of this name, in the absolute folders of `PATH`.
pub(crate) fn find(program: &Path) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(program))
        .find(|place| is_program(place))
}

/// Gives the program a process group of its own. Then it ends with all that it
/// started, and Ctrl-C and Ctrl-Z are handled by this program alone.
///
/// Until it has that group it is in ours. A Ctrl-Z at that very moment must not
/// stop the child between fork and exec, or the parent waits for ever.
/// `posix_spawn` resets our signal handlers first; a command with a group id, even
/// the one that it has anyway, is started by a fork, in which they still apply.
#[cfg(unix)]
fn set_apart(command: &mut Command) {
    command.process_group(0).gid(getgid().as_raw());
}

/// Keeps a console window from opening for the program.
#[cfg(windows)]
fn set_apart(command: &mut Command) {
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    let about = fs_err::metadata(path);
    about.is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

/// Programs have an extension here, which a configured name may leave out.
#[cfg(windows)]
fn is_program(path: &Path) -> bool {
    path.is_file() || path.with_extension("exe").is_file()
}
