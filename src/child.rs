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
        .find_map(|folder| program_at(folder.join(program)))
}

/// A command of this program. Windows itself looks for no ending but `.exe`, and
/// many programs are scripts there.
pub(crate) fn command(program: &Path) -> Command {
    let is_named = program.is_absolute() || program.components().count() == 1;
    let found = (cfg!(windows) && is_named).then(|| find(program));
    Command::new(found.flatten().as_deref().unwrap_or(program))
}

/// The words of a command as a person writes it: as a shell would read them.
#[cfg(unix)]
pub(crate) fn words(command: &str) -> Option<Vec<String>> {
    shlex::split(command)
}

/// The words of a command as a person writes it, which may be the path of a program
/// with spaces and no quotes.
#[cfg(windows)]
pub(crate) fn words(command: &str) -> Option<Vec<String>> {
    let whole = Path::new(command.trim());
    if whole.is_absolute() && find(whole).is_some() {
        return Some(vec![command.trim().to_owned()]);
    }
    words_of_windows(command)
}

/// The words of a command, in double quotes where they have spaces; a backslash is
/// a part of a path. `None` where a quote is not closed.
#[cfg(any(windows, test))]
fn words_of_windows(command: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), None::<String>, false);
    for c in command.chars() {
        if c == '"' {
            is_quoted = !is_quoted;
            word.get_or_insert_default();
        } else if c.is_whitespace() && !is_quoted {
            words.extend(word.take());
        } else {
            word.get_or_insert_default().push(c);
        }
    }
    words.extend(word);
    (!is_quoted).then_some(words)
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
fn program_at(path: PathBuf) -> Option<PathBuf> {
    let about = fs_err::metadata(&path).ok()?;
    (about.is_file() && about.permissions().mode() & 0o111 != 0).then_some(path)
}

/// Programs have an ending here, which a name may leave out.
#[cfg(windows)]
fn program_at(path: PathBuf) -> Option<PathBuf> {
    const ENDINGS: [&str; 4] = ["exe", "com", "cmd", "bat"];
    let has_one =
        |ending: &std::ffi::OsStr| ENDINGS.iter().any(|it| ending.eq_ignore_ascii_case(it));
    let with_endings = ENDINGS.map(|ending| path.with_added_extension(ending));
    let whole = path.extension().is_some_and(has_one).then_some(path);
    let mut places = whole.into_iter().chain(with_endings);
    places.find(|place| place.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_of_windows_has_paths_and_quotes() {
        for (command, words) in [
            (
                r"C:\bin\say.exe -v de",
                &[r"C:\bin\say.exe", "-v", "de"][..],
            ),
            (r#""C:\a b\e.exe" -x"#, &[r"C:\a b\e.exe", "-x"]),
            (r#"--at="C:\a b\" {}"#, &[r"--at=C:\a b\", "{}"]),
            ("say it's", &["say", "it's"]),
            (r#"say """#, &["say", ""]),
            ("  ", &[]),
        ] {
            let words = words.iter().map(|&word| word.to_owned()).collect();
            assert_eq!(words_of_windows(command), Some(words), "{command}");
        }
        assert_eq!(words_of_windows(r#""C:\a b"#), None);
    }
}
