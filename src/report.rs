//! Ways to tell a person or a program what happens.

mod bars;
mod json;
mod meter;
mod plain;

use std::io;
use std::time::Duration;

use jiff::Zoned;

pub use bars::{Bars, Look};
pub use json::Json;
pub use plain::Plain;

use crate::player::{Event, Player, Snapshot};
use crate::timeline::Timeline;

/// What a screen shows at a moment.
#[derive(Clone, Debug)]
pub struct Frame<'p> {
    /// The state of the player.
    pub snapshot: Snapshot<'p>,
    /// The date and time of day.
    pub now: Zoned,
    /// How many times as fast as in earnest.
    pub speed: f64,
    /// Whether the sound is off for now; `None` where there is none at all.
    pub muted: Option<bool>,
    /// Whether the person asked what the keys are.
    pub help: bool,
    /// Whether there is a keyboard to press them on.
    pub keyboard: bool,
    /// The columns and rows of the terminal.
    pub size: (usize, usize),
}

/// A way to tell what happens.
pub trait Reporter {
    /// Tells an event and the moment of the session's clock at which it was due.
    ///
    /// # Errors
    /// When it can't be written.
    fn record(&mut self, at: Duration, event: &Event, timeline: &Timeline) -> io::Result<()>;

    /// Shows a moment, and says how much of the timeline's time may pass until
    /// a person would see a change; `None` where nothing is shown.
    ///
    /// # Errors
    /// When it can't be written.
    fn show(&mut self, _frame: &Frame) -> io::Result<Option<Duration>> {
        Ok(None)
    }

    /// Puts a line before the person, once.
    ///
    /// # Errors
    /// When it can't be written.
    fn notice(&mut self, line: &str) -> io::Result<()>;

    /// Leaves the terminal to others; what is shown next is shown anew.
    ///
    /// # Errors
    /// When it can't be written.
    fn leave(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// The window has another size.
    ///
    /// # Errors
    /// When it can't be written.
    fn resize(&mut self, _columns: usize) -> io::Result<()> {
        Ok(())
    }

    /// Says good night: the last state, in a few words.
    ///
    /// # Errors
    /// When it can't be written.
    fn close(&mut self, _player: &Player) -> io::Result<()> {
        Ok(())
    }
}

/// Tells nothing.
#[derive(Debug)]
pub struct Silent;

impl Reporter for Silent {
    fn record(&mut self, _: Duration, _: &Event, _: &Timeline) -> io::Result<()> {
        Ok(())
    }

    fn notice(&mut self, line: &str) -> io::Result<()> {
        to_stderr(line)
    }
}

/// Puts a line on standard error, where it disturbs no output.
///
/// # Errors
/// When it can't be written.
pub fn to_stderr(line: &str) -> io::Result<()> {
    use io::Write;
    writeln!(io::stderr().lock(), "{line}")
}
