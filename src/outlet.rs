//! Non-blocking output. What a terminal, a pipe or a socket does not accept at
//! once is buffered here and written later, so that the clock goes on when
//! Ctrl-S was pressed, a connection is slow, or a reader has stopped.
//!
//! The bytes between two flushes are one unit: a line or a frame. Units are
//! written in order, each by a call of its own, and are dropped only as a whole.
//! What can be opened a second time, in non-blocking mode, is written to directly;
//! all else, and what that has no room for, by a thread that starts when needed.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

#[cfg(not(unix))]
use other::{Sink, is_one_file};
#[cfg(unix)]
use unix::{Sink, is_one_file};

/// When so many bytes wait, the events of hours, the oldest units are dropped.
const MAX_BUFFERED: usize = 1 << 20;

/// How long a terminal or a reader may take to accept what comes last. One that
/// accepts nothing for so long may never do so again.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

static STDERR: OnceLock<NonBlockingWriter> = OnceLock::new();

/// Standard error, as all code writes to it during a session.
pub(crate) fn stderr() -> NonBlockingWriter {
    let open = || NonBlockingWriter::of(Sink::of(io::stderr()));
    STDERR.get_or_init(open).clone()
}

/// Waits for the rest of standard error.
pub(crate) fn finish() {
    if let Some(stderr) = STDERR.get() {
        stderr.drain(PATIENCE);
    }
}

/// Standard output. If it is the same file as standard error, it is also the
/// same destination, so that no line ends up inside another.
pub(crate) fn stdout() -> NonBlockingWriter {
    if is_one_file() {
        stderr()
    } else {
        NonBlockingWriter::of(Sink::of(io::stdout()))
    }
}

pub(crate) fn say(line: &str) {
    send(&format!("{line}\n"));
}

/// Writes a unit to standard error. If that fails, there is nobody left to tell.
pub(crate) fn send(unit: &str) {
    let mut out = stderr();
    let _ = write!(out, "{unit}").and_then(|()| out.flush());
}

/// A destination for bytes. Its clones are the same destination.
#[derive(Clone)]
pub(crate) struct NonBlockingWriter(Arc<WriterShared>);

struct WriterShared {
    sink: Sink,
    state: Mutex<WriterState>,
    changed: Condvar,
}

#[derive(Default)]
struct WriterState {
    /// The bytes since the last flush.
    open: Vec<u8>,
    units: VecDeque<Vec<u8>>,
    /// The bytes of all units, including the one that the thread is writing.
    waiting: usize,
    /// A part of the first unit has been written.
    begun: bool,
    lost: usize,
    served: bool,
    failed: Option<io::Error>,
    /// A caller of [`NonBlockingWriter::waiting`] has seen units in the buffer.
    awaited: bool,
    notify: Option<Box<dyn Fn() + Send>>,
}

impl NonBlockingWriter {
    fn of(sink: Sink) -> Self {
        Self(Arc::new(WriterShared {
            sink,
            state: Mutex::default(),
            changed: Condvar::new(),
        }))
    }

    /// Sets what the writing thread calls when writing fails, and when the buffer is
    /// empty again in which [`Self::waiting`] has found bytes.
    pub(crate) fn on_change(&self, notify: impl Fn() + Send + 'static) {
        self.0.lock().notify = Some(Box::new(notify));
    }

    pub(crate) fn waiting(&self) -> usize {
        let mut state = self.0.lock();
        state.awaited |= state.waiting > 0;
        state.waiting
    }

    /// How many units were dropped because the reader was too late.
    pub(crate) fn lost(&self) -> usize {
        self.0.lock().lost
    }

    /// The result of all writes since the last check.
    pub(crate) fn check(&self) -> io::Result<()> {
        self.0.lock().failed.take().map_or(Ok(()), Err)
    }

    pub(crate) fn drain(&self, limit: Duration) {
        let state = self.0.lock();
        let waits = |state: &mut WriterState| state.waiting > 0;
        drop(self.0.changed.wait_timeout_while(state, limit, waits));
    }

    /// Whether this thread can write without a deadlock. A thread that panicked
    /// while it was writing still holds the lock.
    pub(crate) fn is_free(&self) -> bool {
        !matches!(self.0.state.try_lock(), Err(TryLockError::WouldBlock))
    }
}

impl Write for NonBlockingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().open.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Ends a unit, and writes as much of it as is accepted at once.
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
        if self.0.sink.never_waits {
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

    fn serve(&self) {
        let mut state = self.lock();
        loop {
            let Some(unit) = state.units.pop_front() else {
                state.announce();
                if self.sink.never_waits {
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
        // A unit that was begun must be completed, and the newest ones say most.
        let first = usize::from(self.begun);
        while self.waiting > MAX_BUFFERED && self.units.len() > first + 1 {
            self.waiting -= self.units.remove(first).map_or(0, |unit| unit.len());
            self.lost += 1;
        }
    }

    fn push(&mut self, sink: &Sink) -> io::Result<()> {
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

#[cfg(all(test, unix))]
mod tests;
