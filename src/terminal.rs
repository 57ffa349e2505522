//! The terminal: taken for keys that come at once and without echo, and given
//! back on every way out.
//!
//! Only canonical mode and echo are switched off. Full raw mode would turn
//! Ctrl-C into a byte and keep newlines from returning to the first column.

pub mod keys;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;

use crate::outlet;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub use system::{Keyboard, may_stop, size};

/// Where keys come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeysFrom {
    /// Standard input.
    Stdin,
    /// The terminal itself, because standard input brings the routine.
    Terminal,
}

/// What of the screen is going to be drawn on, on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Nothing.
    None,
    /// A few rows below what stands there.
    Inline,
    /// All of it, on the alternate screen: what stood there comes back.
    Alternate,
}

impl Screen {
    /// The codes that take it.
    fn taken(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Inline => "\x1b[?25l",
            Self::Alternate => "\x1b[?1049h\x1b[?25l",
        }
    }

    /// The codes that give it back. The alternate screen is cleared first: some
    /// terminals leave parts of it behind when the window has grown. Inline, the
    /// rows that are left are erased: the cursor rests in the first of them.
    fn given_back(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Inline => "\r\x1b[K\x1b[C\x1b[J\r\x1b[?25h",
            Self::Alternate => "\x1b[2J\x1b[?25h\x1b[?1049l",
        }
    }
}

/// Asks the terminal to mark what is pasted, so that it is not taken for keys.
const PASTES_MARKED: &str = "\x1b[?2004h";
/// Takes that back.
const PASTES_PLAIN: &str = "\x1b[?2004l";

/// What was taken and must be given back. It is global for the panic hook.
static TAKEN: Mutex<Taken> = Mutex::new(Taken {
    keyboard: None,
    codes: None,
});

struct Taken {
    keyboard: Option<system::Saved>,
    /// The codes that give back what other codes have taken.
    codes: Option<String>,
}

/// How long a terminal may take for the codes that give it back. One that takes
/// nothing for so long may never do so again.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// A terminal that was taken. Dropping it gives it back.
#[derive(Debug)]
pub struct Terminal {
    keyboard: Option<Keyboard>,
    screen: Screen,
}

impl Terminal {
    /// Takes the keyboard, if there is one to take, and the screen as far as it
    /// is going to be drawn on.
    #[must_use]
    pub fn take(from: KeysFrom, screen: Screen) -> Self {
        give_back_on_panic();
        let terminal = Self {
            keyboard: Keyboard::open(from),
            screen,
        };
        terminal.take_again();
        terminal
    }

    /// The keyboard, if there is one.
    #[must_use]
    pub fn keyboard(&self) -> Option<&Keyboard> {
        self.keyboard.as_ref()
    }

    /// Takes again what was given back.
    pub fn take_again(&self) {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keyboard) = self.keyboard.as_ref().filter(|_| taken.keyboard.is_none()) {
            taken.keyboard = keyboard.take();
        }
        if taken.codes.is_none() {
            // On Windows a paste comes as keys, and its marks would, too.
            let marks = cfg!(unix) && taken.keyboard.is_some() && understands_codes();
            let [marked, plain] = if marks {
                [PASTES_MARKED, PASTES_PLAIN]
            } else {
                [""; 2]
            };
            taken.codes = Some(format!("{plain}{}", self.screen.given_back()));
            write_screen(&format!("{}{marked}", self.screen.taken()));
        }
    }

    /// Whether this program is the one that the terminal listens to.
    #[must_use]
    pub fn is_foreground(&self) -> bool {
        self.keyboard.as_ref().is_none_or(Keyboard::is_foreground)
    }

    /// Whether there was a terminal and it has been closed.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.keyboard.as_ref().is_some_and(Keyboard::is_gone)
    }

    /// Gives everything back, until it is taken again. The codes for that may
    /// still wait to be written.
    pub fn give_back(&self) {
        if let Some(keyboard) = &self.keyboard {
            keyboard.rest();
        }
        give_back();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(keyboard) = &self.keyboard {
            keyboard.rest();
        }
        if give_back() {
            outlet::stderr().drain(PATIENCE);
        }
    }
}

/// Rings the terminal's bell, if standard error is a terminal. One that takes
/// nothing would ring for all that it missed at once.
pub fn bell() {
    if io::stderr().is_terminal() && outlet::stderr().waiting() == 0 {
        write_screen("\x07");
    }
}

/// Gives back what is taken; returns whether that is to be written on the screen.
fn give_back() -> bool {
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(saved) = taken.keyboard.take() {
        saved.restore();
    }
    let codes = taken.codes.take().unwrap_or_default();
    write_screen(&codes);
    !codes.is_empty()
}

/// Whether standard error is a terminal that obeys codes and does not show them.
#[must_use]
pub fn understands_codes() -> bool {
    let obeys =
        cfg!(windows) || env::var("TERM").is_ok_and(|term| !term.is_empty() && term != "dumb");
    io::stderr().is_terminal() && obeys
}

/// Gives the terminal back before a panic is reported: unwinding would, too,
/// but only after the report was written into the middle of the screen.
fn give_back_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let screen = outlet::stderr();
            if std::thread::current().name() == Some("main") && screen.is_free() {
                give_back();
                write_screen("\n");
                screen.drain(PATIENCE);
            }
            report(panic);
        }));
    });
}

/// A terminal that can't be written to has nothing left to give back.
fn write_screen(codes: &str) {
    let mut screen = outlet::stderr();
    let _ = screen
        .write_all(codes.as_bytes())
        .and_then(|()| screen.flush());
}
