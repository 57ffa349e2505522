//! A program in a pseudo terminal, as a person would see it.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::{Child, ChildStdout, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::blocking::{Command, Pty, open};

use crate::harness::Home;
use crate::program::Program;

const COLUMNS: u16 = 100;
const ROWS: u16 = 30;

/// What a program has shown so far.
pub(crate) struct Seen {
    emulator: vt100::Parser,
    pub(crate) bytes: u64,
    /// When the last of it came.
    pub(crate) last: Instant,
    /// Nothing more will come.
    pub(crate) over: bool,
}

impl Seen {
    /// The words on the screen, in lower case.
    pub(crate) fn words(&self) -> String {
        self.emulator.screen().contents().to_lowercase()
    }
}

type Shared = Arc<(Mutex<Seen>, Condvar)>;

/// A window of 100 × 30 with a program in it.
pub(crate) struct Window {
    pub(crate) child: Child,
    pty: Arc<Pty>,
    began: Instant,
    seen: Shared,
}

impl Window {
    pub(crate) fn open(home: &Home, program: &Program, arguments: &[&str]) -> Self {
        Self::run(home, Command::new(&program.path).args(arguments))
    }

    /// The same with its standard output going elsewhere.
    pub(crate) fn open_piped(
        home: &Home,
        program: &Program,
        arguments: &[&str],
    ) -> (Self, ChildStdout) {
        let command = Command::new(&program.path).args(arguments);
        let mut window = Self::run(home, command.stdout(Stdio::piped()));
        let stdout = window.child.stdout.take().expect("a pipe");
        (window, stdout)
    }

    fn run(home: &Home, command: Command) -> Self {
        let (pty, inner) = open().expect("a pseudo terminal");
        pty.resize(pty_process::Size::new(ROWS, COLUMNS))
            .expect("a size");
        let command = command
            .current_dir(home.path())
            .env_clear()
            .envs(home.environment());
        let began = Instant::now();
        let child = command.spawn(inner).expect("a program runs");
        let pty = Arc::new(pty);
        let seen = Seen {
            emulator: vt100::Parser::new(
                NonZeroU16::new(ROWS).expect("rows"),
                NonZeroU16::new(COLUMNS).expect("columns"),
                0,
            ),
            bytes: 0,
            last: began,
            over: false,
        };
        let seen: Shared = Arc::new((Mutex::new(seen), Condvar::new()));
        let (from, to) = (Arc::clone(&pty), Arc::clone(&seen));
        thread::spawn(move || read(&from, &to));
        Self {
            child,
            pty,
            began,
            seen,
        }
    }

    /// Waits until something can be read; returns since when.
    pub(crate) fn first_sight(&self) -> Instant {
        let sight = |seen: &Seen| !seen.words().trim().is_empty();
        self.wait_for("a first frame", Duration::from_secs(30), sight)
    }

    /// How long it took until something could be read, from the start.
    pub(crate) fn first_frame(&self) -> Duration {
        self.first_sight() - self.began
    }

    /// Waits until what is seen is as wanted; returns when it was.
    pub(crate) fn wait_for(
        &self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&Seen) -> bool,
    ) -> Instant {
        let (seen, news) = &*self.seen;
        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (seen, timeout) = news
            .wait_timeout_while(seen, patience, |seen| !wanted(seen))
            .unwrap_or_else(PoisonError::into_inner);
        assert!(
            !timeout.timed_out(),
            "in vain: {what}, in\n{}",
            seen.words()
        );
        seen.last
    }

    /// How many bytes came so far.
    pub(crate) fn bytes(&self) -> u64 {
        let seen = self.seen.0.lock();
        seen.unwrap_or_else(PoisonError::into_inner).bytes
    }

    pub(crate) fn press(&self, key: &[u8]) {
        (&*self.pty).write_all(key).expect("a key");
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Watches the terminal until nobody has it any more.
fn read(mut from: &Pty, to: &(Mutex<Seen>, Condvar)) {
    let mut bytes = vec![0; 1 << 16];
    let change = |change: &mut dyn FnMut(&mut Seen)| {
        let now = Instant::now();
        let mut seen = to.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.last = now;
        change(&mut seen);
        to.1.notify_all();
    };
    while let Ok(count) = from.read(&mut bytes) {
        change(&mut |seen| {
            seen.bytes += count as u64;
            seen.emulator.process(&bytes[..count]);
        });
    }
    change(&mut |seen| seen.over = true);
}
