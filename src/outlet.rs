//! Output that never waits for its reader. What a terminal, a pipe or a socket
//! does not take at once is kept here and written later, so that the clock goes
//! on when Ctrl-S was pressed, a connection is slow, or a reader has stopped.
//!
//! What is written between two flushes is one unit: a line or a frame. Units are
//! written in order, each in a call of its own, and are left out only as a
//! whole. A file that can be opened again for this program alone is told not to
//! wait, and written to directly. Everything else, and whatever such a file has
//! no room for, is left to a thread, which is started when it is first needed.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

#[cfg(not(unix))]
use other as system;
#[cfg(unix)]
use unix as system;

/// The most that is kept for a late reader, in bytes: the events of hours in
/// earnest. Beyond it the oldest units are left out.
const MOST: usize = 1 << 20;

/// Standard error, as everybody writes to it who writes during a session.
#[must_use]
pub fn stderr() -> Outlet {
    static STDERR: OnceLock<Outlet> = OnceLock::new();
    let open = || Outlet::of(system::Sink::stderr());
    STDERR.get_or_init(open).clone()
}

/// Standard output. Where it is the same file as standard error it is the same
/// outlet too, so that no line gets into the middle of another.
#[must_use]
pub fn stdout() -> Outlet {
    if system::is_one_file() {
        stderr()
    } else {
        Outlet::of(system::Sink::stdout())
    }
}

/// Puts a line on standard error. Where that fails, nobody is left to be told.
pub fn say(line: &str) {
    let mut out = stderr();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A way out for bytes; its copies are the same way.
#[derive(Clone, Debug)]
pub struct Outlet(Arc<WriterShared>);

struct WriterShared {
    sink: system::Sink,
    state: Mutex<WriterState>,
    /// A unit was added, or written.
    changed: Condvar,
}

#[derive(Default)]
struct WriterState {
    /// What was written since the last flush.
    open: Vec<u8>,
    /// What is still to be written.
    units: VecDeque<Vec<u8>>,
    /// The bytes of all units, with the one that the thread is writing.
    waiting: usize,
    /// A part of the first unit has been written.
    begun: bool,
    /// How many units were left out.
    lost: usize,
    /// The thread is running.
    served: bool,
    /// Why the thread could not write.
    failed: Option<io::Error>,
    /// Somebody has asked and found units waiting.
    awaited: bool,
    notify: Option<Box<dyn Fn() + Send>>,
}

impl Outlet {
    fn of(sink: system::Sink) -> Self {
        Self(Arc::new(WriterShared {
            sink,
            state: Mutex::default(),
            changed: Condvar::new(),
        }))
    }

    /// Has `notify` called, from another thread, when nothing waits any more
    /// after [`Self::waiting`] has found something, and when writing failed.
    pub fn on_change(&self, notify: impl Fn() + Send + 'static) {
        self.0.lock().notify = Some(Box::new(notify));
    }

    /// How many bytes still wait to be written.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let mut state = self.0.lock();
        state.awaited |= state.waiting > 0;
        state.waiting
    }

    /// How many units were left out, because the reader was too late.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.0.lock().lost
    }

    /// Whether all went well since the last check.
    ///
    /// # Errors
    /// When something could not be written meanwhile.
    pub fn check(&self) -> io::Result<()> {
        self.0.lock().failed.take().map_or(Ok(()), Err)
    }

    /// Waits until nothing waits any more, or for so long.
    pub fn drain(&self, limit: Duration) {
        let state = self.0.lock();
        let waits = |state: &mut WriterState| state.waiting > 0;
        drop(self.0.changed.wait_timeout_while(state, limit, waits));
    }

    /// Whether this thread may write to it now. A thread that panicked while it
    /// wrote still holds the lock, and would wait for itself.
    #[must_use]
    pub fn is_free(&self) -> bool {
        !matches!(self.0.state.try_lock(), Err(TryLockError::WouldBlock))
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().open.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Ends a unit, and writes it if it is taken at once.
    fn flush(&mut self) -> io::Result<()> {
        let mut state = self.0.lock();
        let unit = std::mem::take(&mut state.open);
        if let Some(error) = state.failed.take() {
            return Err(error);
        }
        state.add(unit);
        if state.served {
            self.0.changed.notify_all();
            return Ok(());
        }
        if self.0.sink.never_waits() {
            state.push(&self.0.sink)?;
        }
        if state.waiting > 0 {
            let shared = Arc::clone(&self.0);
            let thread = thread::Builder::new().name("output".to_owned());
            thread.spawn(move || shared.serve()).inspect_err(|_| {
                state.clear();
            })?;
            state.served = true;
        }
        Ok(())
    }
}

impl WriterShared {
    fn lock(&self) -> MutexGuard<'_, WriterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what waits, however long that takes. The thread ends when nothing
    /// is left to do for it, or when the file can't be written.
    fn serve(&self) {
        let mut state = self.lock();
        loop {
            let Some(unit) = state.units.pop_front() else {
                state.announce();
                if self.sink.never_waits() {
                    break;
                }
                let idle = |state: &mut WriterState| state.units.is_empty();
                let woken = self.changed.wait_while(state, idle);
                state = woken.unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.begun = false;
            drop(state);
            let result = self.sink.write_all(&unit);
            state = self.lock();
            state.waiting -= unit.len();
            if let Err(error) = result {
                state.clear();
                state.failed = Some(error);
                state.awaited = true;
                state.announce();
                break;
            }
            self.changed.notify_all();
        }
        state.served = false;
        drop(state);
        self.changed.notify_all();
    }
}

impl WriterState {
    fn add(&mut self, unit: Vec<u8>) {
        if unit.is_empty() {
            return;
        }
        self.waiting += unit.len();
        self.units.push_back(unit);
        // What has been begun must be ended, and the newest tells most.
        let first = usize::from(self.begun);
        while self.waiting > MOST && self.units.len() > first + 1 {
            let oldest = self.units.remove(first);
            self.waiting -= oldest.map_or(0, |unit| unit.len());
            self.lost += 1;
        }
    }

    /// Writes as much as is taken at once.
    fn push(&mut self, sink: &system::Sink) -> io::Result<()> {
        while let Some(unit) = self.units.front_mut() {
            match sink.write(unit) {
                Ok(count) => {
                    self.waiting -= count;
                    self.begun = count < unit.len();
                    unit.drain(..count);
                    if !self.begun {
                        self.units.pop_front();
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => {
                    self.clear();
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.units.clear();
        (self.waiting, self.begun) = (0, false);
    }

    fn announce(&mut self) {
        if std::mem::take(&mut self.awaited)
            && let Some(notify) = &self.notify
        {
            notify();
        }
    }
}

impl fmt::Debug for WriterShared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriterShared").finish_non_exhaustive()
    }
}

#[cfg(all(test, unix))]
mod tests;
