//! Output that holds nobody up. What a terminal or a pipe does not take at once
//! waits here, so that the clock goes on when Ctrl-S was pressed, a connection
//! is slow, or whoever reads the events has fallen asleep.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// What may wait, in bytes: the events of hours in earnest. A rehearsal can be
/// faster than its reader; then it waits for one that reads at all.
const MOST: usize = 1 << 20;
/// Whoever takes nothing for so long, with all that waiting, is not going to.
const STALLED: Duration = Duration::from_secs(5);

/// A way out for bytes; its copies are the same way.
#[derive(Clone, Debug)]
pub struct Outlet(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    to: system::Sink,
    waiting: Vec<u8>,
}

impl Outlet {
    /// Standard error.
    #[must_use]
    pub fn stderr() -> Self {
        Self::of(system::Sink::of(io::stderr(), || Box::new(io::stderr())))
    }

    /// Standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self::of(system::Sink::of(io::stdout(), || Box::new(io::stdout())))
    }

    fn of(to: system::Sink) -> Self {
        let waiting = Vec::new();
        Self(Arc::new(Mutex::new(State { to, waiting })))
    }

    /// Whether something still waits, after another try.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.with(|state| {
            // An error is told to whoever writes next.
            let _ = state.push();
            !state.waiting.is_empty()
        })
    }

    /// Waits until all is out, or for so long.
    pub fn drain(&self, limit: Duration) {
        let until = Instant::now() + limit;
        self.with(|state| {
            while state.push().is_ok() && !state.waiting.is_empty() {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() || !state.to.wait(left) {
                    return;
                }
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether this thread may write to it now. A thread that panicked while it
    /// wrote has it still, and would wait for itself.
    #[must_use]
    pub fn is_free(&self) -> bool {
        !matches!(self.0.try_lock(), Err(TryLockError::WouldBlock))
    }
}

impl State {
    /// Writes as much as is taken at once.
    fn push(&mut self) -> io::Result<()> {
        let mut written = 0;
        let result = loop {
            if written == self.waiting.len() {
                break self.to.flush();
            }
            match self.to.write(&self.waiting[written..]) {
                Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.waiting.drain(..written);
        if result.is_err() {
            self.waiting.clear();
        }
        result
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|state| {
            while !state.waiting.is_empty() && state.waiting.len() + bytes.len() > MOST {
                if !state.to.wait(STALLED) {
                    state.waiting.clear();
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "nobody reads it"));
                }
                state.push()?;
            }
            state.waiting.extend_from_slice(bytes);
            Ok(bytes.len())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(State::push)
    }
}

#[cfg(unix)]
mod system {
    use std::fs::{File, OpenOptions};
    use std::io::{self, Write};
    use std::os::fd::AsFd;
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::PathBuf;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{FileType, OFlags, fstat};
    use rustix::termios::ttyname;

    /// Where bytes go.
    pub(super) enum Sink {
        /// Takes what it can and says so. It is opened anew, since not to wait
        /// is a property that we would share with the shell.
        Patient(File),
        /// Takes all, and may take its time.
        Plain(Box<dyn Write + Send>),
    }

    impl Sink {
        pub(super) fn of(stream: impl AsFd, plain: fn() -> Box<dyn Write + Send>) -> Self {
            let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
            let open = |path: PathBuf| {
                let mut options = OpenOptions::new();
                // The same bits, as the system takes them.
                let flags = flags.bits().cast_signed();
                options.write(true).custom_flags(flags).open(path).ok()
            };
            path_of(&stream)
                .and_then(open)
                .map_or_else(|| Self::Plain(plain()), Self::Patient)
        }

        /// Waits until it takes more; false where it did not in that time.
        pub(super) fn wait(&self, limit: Duration) -> bool {
            let Self::Patient(file) = self else {
                return true;
            };
            let limit = Timespec::try_from(limit).ok();
            poll(&mut [PollFd::new(file, PollFlags::OUT)], limit.as_ref()).is_ok_and(|n| n > 0)
        }
    }

    /// The path of a terminal or a pipe, by which it can be opened once more.
    /// What is written to a file must follow on what stands there.
    fn path_of(stream: &impl AsFd) -> Option<PathBuf> {
        if let Ok(name) = ttyname(stream, Vec::new()) {
            return Some(PathBuf::from(name.into_string().ok()?));
        }
        let kind = FileType::from_raw_mode(fstat(stream).ok()?.st_mode);
        let number = std::os::fd::AsRawFd::as_raw_fd(&stream.as_fd());
        (cfg!(target_os = "linux") && kind == FileType::Fifo)
            .then(|| PathBuf::from(format!("/proc/self/fd/{number}")))
    }

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self {
                Self::Patient(file) => file.write(bytes),
                Self::Plain(stream) => stream.write(bytes),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            match self {
                Self::Patient(_) => Ok(()),
                Self::Plain(stream) => stream.flush(),
            }
        }
    }

    impl std::fmt::Debug for Sink {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(match self {
                Self::Patient(_) => "Patient",
                Self::Plain(_) => "Plain",
            })
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::io::{self, Write};
    use std::time::Duration;

    /// Takes all, and may take its time.
    pub(super) struct Sink(Box<dyn Write + Send>);

    impl Sink {
        pub(super) fn of<S>(_: S, plain: fn() -> Box<dyn Write + Send>) -> Self {
            Self(plain())
        }

        pub(super) fn wait(&self, _: Duration) -> bool {
            true
        }
    }

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0.flush()
        }
    }

    impl std::fmt::Debug for Sink {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Sink")
        }
    }
}
