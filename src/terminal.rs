//! The terminal: put into a mode in which keys come at once and without echo,
//! and restored on every way out.
//!
//! Only canonical mode and echo are switched off. Full raw mode would turn
//! Ctrl-C into a byte, and a line feed would not return to the first column.

pub mod keys;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::env;
use std::io::{self, IsTerminal};
use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use anstyle::{Color, Style};

use crate::outlet::{self, PATIENCE};
use keys::Key;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub(crate) use system::{Keyboard, may_stop, obeys_codes, size};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeysFrom {
    Stdin,
    /// The terminal itself, because the routine comes from standard input.
    Terminal,
}

/// The part of the screen that is drawn on, by way of standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    None,
    /// A few rows below the present text.
    Inline,
    /// The alternate screen, perhaps on a ground: the present text comes back.
    Alternate(Option<Color>),
}

/// What is to be restored. It is global for the panic hook.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);
static TAKEN_AGAIN: Condvar = Condvar::new();

fn taken() -> MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Taken {
    keyboard: Option<Restore>,
    /// The codes that undo the codes that were sent.
    codes: String,
}

/// Gives a keyboard back the modes from before it was taken.
type Restore = Box<dyn FnOnce() + Send>;

impl Keyboard {
    /// Sends every key from a thread of its own, until the terminal ends or
    /// `send` says that nobody listens.
    pub(crate) fn listen(&self, send: impl Fn(Key) -> bool + Send + 'static) -> io::Result<()> {
        let keyboard = self.clone();
        let thread = thread::Builder::new().name("keys".to_owned());
        thread.spawn(move || keyboard.read(send)).map(drop)
    }
}

/// A terminal that is in use. Dropping it restores it.
pub(crate) struct Terminal {
    pub(crate) keyboard: Option<Keyboard>,
    screen: Screen,
}

impl Terminal {
    pub(crate) fn take(from: KeysFrom, screen: Screen) -> Self {
        give_back_on_panic();
        let terminal = Self {
            keyboard: Keyboard::open(from),
            screen,
        };
        terminal.take_again();
        terminal
    }

    pub(crate) fn take_again(&self) {
        let mut taken = taken();
        if taken.is_some() {
            return;
        }
        let keyboard = self.keyboard.as_ref().and_then(Keyboard::take);
        // The terminal is asked to mark pasted text, so that it is not taken for
        // keys. On Windows the marks would come as keys themselves.
        let marks = cfg!(unix) && keyboard.is_some() && understands_codes();
        let marked = marks.then_some(("\x1b[?2004h", "\x1b[?2004l"));
        let (marked, plain) = marked.unwrap_or_default();
        // The alternate screen is cleared at its end, because some terminals leave
        // parts of it behind after the window has grown. Inline, the rows are erased
        // from the cursor on.
        let (ground, begin, end) = match self.screen {
            Screen::None => (None, "", ""),
            Screen::Inline => (None, "\x1b[?25l", "\r\x1b[K\x1b[C\x1b[J\r\x1b[?25h"),
            Screen::Alternate(ground) => {
                let begin = "\x1b[?1049h\x1b[?25l";
                (ground, begin, "\x1b[2J\x1b[?25h\x1b[?1049l")
            }
        };
        // Many terminals clear the alternate screen in the ground that is set, and so
        // don't flash before the first frame. Most bring it back with the cursor.
        let ground = Style::new().bg_color(ground);
        let codes = format!("{plain}{end}{ground:#}");
        *taken = Some(Taken { keyboard, codes });
        TAKEN_AGAIN.notify_all();
        outlet::send(&format!("{ground}{begin}{ground:#}{marked}"));
    }

    /// Restores everything, until it is taken again.
    pub(crate) fn give_back() {
        if let Some(Taken { keyboard, codes }) = taken().take() {
            if let Some(restore) = keyboard {
                restore();
            }
            outlet::send(&codes);
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        Self::give_back();
        outlet::stderr().drain(PATIENCE);
    }
}

/// Rings the terminal's bell, if standard error is a terminal. A terminal that
/// accepts nothing now would later ring for every bell at once.
pub(crate) fn bell() {
    if io::stderr().is_terminal() && outlet::stderr().waiting() == 0 {
        outlet::send("\x07");
    }
}

/// Whether standard error is a terminal that understands control sequences.
pub(crate) fn understands_codes() -> bool {
    io::stderr().is_terminal() && obeys_codes()
}

/// Whether the environment names a terminal that understands control sequences.
pub(crate) fn names_itself() -> bool {
    env::var("TERM").is_ok_and(|term| !term.is_empty() && term != "dumb")
}

/// Restores the terminal before a panic is reported. Unwinding would restore it
/// too, but only after the report was written into the middle of the screen.
fn give_back_on_panic() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let screen = outlet::stderr();
        if thread::current().name() == Some("main") && screen.is_free() {
            Terminal::give_back();
            outlet::send("\n");
            screen.drain(PATIENCE);
        }
        report(panic);
    }));
}
