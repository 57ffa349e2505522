//! Programs that run beside us: set apart from the terminal's signals, and
//! ended with all that they started.

use std::env;
use std::path::{Path, PathBuf};

use system::is_program;
pub(crate) use system::{has_ended, kill, set_apart};

/// Where the system has a program of this name. A folder relative to wherever
/// we are is not the system's.
pub(crate) fn find(program: &Path) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(program))
        .find(|place| is_program(place))
}

#[cfg(unix)]
mod system {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::{Child, Command};

    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, getgid, kill_process_group, waitid};

    /// Gives the program a process group of its own. Then it ends with all that
    /// it started, and Ctrl-C and Ctrl-Z are for us alone to answer.
    ///
    /// Until it has that group it is in ours. A Ctrl-Z at that very moment must
    /// not stop what is not a program yet, or whoever starts it waits for ever.
    /// Where the system does the starting, it takes our signal handlers away
    /// first; a program with a group id, even the one that it has anyway, is
    /// started by way of a fork, in which they are still there.
    pub(crate) fn set_apart(command: &mut Command) {
        command.process_group(0).gid(getgid().as_raw());
    }

    /// Whether it has ended. It is left unreaped: as long as it is there, no
    /// other process group can have its number.
    pub(crate) fn has_ended(child: &mut Child) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let ended = waitid(WaitId::Pid(Pid::from_child(child)), options);
        !matches!(ended, Ok(None))
    }

    pub(crate) fn is_program(path: &Path) -> bool {
        let about = fs_err::metadata(path);
        about.is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
    }

    /// Ends a program that was set apart and has not been reaped, and all that
    /// it started.
    pub(crate) fn kill(child: &mut Child) {
        // A group in which nobody lives any more is as good as killed.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
}

#[cfg(not(unix))]
mod system {
    use std::path::Path;
    use std::process::{Child, Command};

    /// Programs have an ending here, which a configured name may leave out.
    pub(crate) fn is_program(path: &Path) -> bool {
        path.is_file() || path.with_extension("exe").is_file()
    }

    /// Keeps a console window from opening for it.
    pub(crate) fn set_apart(command: &mut Command) {
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            const CREATE_NO_WINDOW: u32 = 0x0800_0000;
            command.creation_flags(CREATE_NO_WINDOW);
        }
        #[cfg(not(windows))]
        let _ = command;
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(child: &mut Child) -> bool {
        !matches!(child.try_wait(), Ok(None))
    }

    /// Ends it.
    pub(crate) fn kill(child: &mut Child) {
        // One that has ended already is as good as killed.
        let _ = child.kill();
    }
}
