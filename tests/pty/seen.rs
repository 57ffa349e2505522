//! What a terminal shows: an emulator, fed by a thread.

use std::io::Read;
use std::num::NonZeroU16;
use std::os::unix::net::UnixStream;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use pty_process::blocking::Pty;
use rustix::event::{PollFd, PollFlags, poll};

/// What has come out of a terminal.
pub struct Seen {
    state: Mutex<State>,
    pub changed: Condvar,
}

pub struct State {
    pub parser: vt100::Parser<Bells>,
    /// All that came, and how much of it is on the screen.
    pub raw: Vec<u8>,
    shown: usize,
}

impl State {
    /// Shows what came, except for an update that is not complete yet: like a
    /// terminal that knows synchronized updates.
    fn show(&mut self) {
        let last = |mark: &[u8]| self.raw.windows(mark.len()).rposition(|at| at == mark);
        let (begun, ended) = (last(b"\x1b[?2026h"), last(b"\x1b[?2026l"));
        let until = match begun {
            Some(begun) if ended.is_none_or(|ended| ended < begun) => begun,
            _ => self.raw.len(),
        };
        if until > self.shown {
            self.parser.process(&self.raw[self.shown..until]);
            self.shown = until;
        }
    }
}

/// Counts how often the bell rings.
#[derive(Default)]
pub struct Bells(pub usize);

impl vt100::Callbacks for Bells {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.0 += 1;
    }
}

impl Seen {
    pub fn new(columns: u16, rows: u16) -> Self {
        let [columns, rows] = [columns, rows].map(at_least_one);
        let parser = vt100::Parser::new_with_callbacks(rows, columns, 1000, Bells::default());
        let (raw, shown) = (Vec::new(), 0);
        let state = Mutex::new(State { parser, raw, shown });
        let changed = Condvar::new();
        Self { state, changed }
    }

    pub fn lock(&self) -> MutexGuard<'_, State> {
        // A test that fails with the lock in its hand still has to clean up.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn at_least_one(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}

/// What is on a screen, without the spaces in which its ground is painted.
pub fn shown(screen: &vt100::Screen) -> String {
    let text = screen.contents();
    let rows: Vec<&str> = text.lines().map(str::trim_end).collect();
    rows.join("\n").trim_end_matches('\n').to_owned()
}

/// Shows what comes, until nobody has the terminal open or the window closes.
pub fn read(mut pty: &Pty, closed: &UnixStream, seen: &Seen) {
    let mut bytes = [0; 4096];
    loop {
        let mut ready = [
            PollFd::new(pty, PollFlags::IN),
            PollFd::new(closed, PollFlags::IN),
        ];
        if poll(&mut ready, None).is_err() || !ready[1].revents().is_empty() {
            return;
        }
        match pty.read(&mut bytes) {
            Ok(count) if count > 0 => {
                let mut seen_now = seen.lock();
                seen_now.raw.extend_from_slice(&bytes[..count]);
                seen_now.show();
                seen.changed.notify_all();
            }
            // Linux says it with an error, other systems with an end of file.
            Ok(_) | Err(_) => return,
        }
    }
}

/// The escape sequences that set a colour or a weight.
pub fn colours(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\x1b[").skip(1);
    let codes = sequences.filter_map(|sequence| {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic())?;
        sequence[end..].starts_with('m').then_some(&sequence[..end])
    });
    codes.map(str::to_owned).collect()
}
