//! Ways to tell a person or a program what happens.

mod bars;
mod big;
mod canvas;
mod full;
mod known;
mod plain;
mod progress;
mod screen_buffer;
mod summary;
#[cfg(test)]
mod tests;
mod theme;
mod words;

use std::time::Duration;

use anstyle::Style;
use jiff::Zoned;

pub use bars::Bars;
pub use full::Full;
pub use plain::Plain;
pub use theme::{Look, Palette, Theme};

use crate::json::to_json;
use crate::player::event::Stamped;
use crate::player::{Activity, Event, Player, Snapshot};
use crate::record::Resumed;
use crate::routine::figure::Figure;
use crate::timeline::Phase;

/// What a screen shows at a moment.
#[derive(Clone, Debug)]
pub struct Frame<'p> {
    /// The state of the player.
    pub snapshot: Snapshot<'p>,
    /// The date and time of day.
    pub now: Zoned,
    /// The factor of the speed; 1 is real time.
    pub speed: f64,
    /// Whether the sound is off for now; `None` where there is none at all.
    pub muted: Option<bool>,
    /// What the voice key has just done, if it was the last key.
    pub voice: Option<&'static str>,
    /// What is read before it begins, in rows; nothing once it has begun.
    pub page: &'p [String],
    /// Whether the person asked what the keys are.
    pub help: bool,
    /// Whether there is a keyboard to press them on.
    pub keyboard: bool,
    /// How long no key was pressed, in the timeline's time.
    pub idle: Duration,
    /// What the person was told so far besides, oldest first. Only ever more.
    pub notices: &'p [String],
    /// The columns and rows of the terminal.
    pub size: (usize, usize),
}

impl Frame<'_> {
    /// Whether the screen may settle: deep in a long hold, when nobody has
    /// touched a key for a while.
    fn is_at_rest(&self) -> bool {
        const LONG: Duration = Duration::from_mins(2);
        const SETTLES: Duration = Duration::from_secs(20);
        let snapshot = &self.snapshot;
        snapshot.segment.phase == Phase::Hold
            && snapshot.activity == Activity::Playing
            && snapshot.length.is_some_and(|length| length >= LONG)
            && snapshot.beat().is_none()
            && snapshot.elapsed.min(self.idle) >= SETTLES
            && !self.help
    }
}

/// A session as far as it was played.
#[derive(Clone, Copy, Debug)]
pub struct SessionState<'p> {
    /// What is played.
    pub player: &'p Player,
    /// The session that this one resumes, where it does.
    pub resumed: Option<&'p Resumed>,
    /// Whether there is a keyboard.
    pub keyboard: bool,
}

/// How a session is told.
pub(crate) enum Reporter {
    /// Drawn from the state of the player.
    Screen(Box<dyn Renderer>),
    /// Written down, event by event.
    Events(Box<dyn EventWriter>),
    None,
}

/// Draws the state of a session, and gives what is to be written to the terminal.
pub trait Renderer {
    /// Shows a moment, and says how much of the timeline's time may pass until
    /// a person would see a change.
    fn show(&mut self, frame: &Frame) -> (String, Duration);

    /// Leaves the terminal to others; what is shown next is shown anew.
    fn leave(&mut self) -> String;

    /// Prepares for another size of the window.
    fn resize(&mut self) -> String {
        self.leave()
    }

    /// Ends with a short summary, after which all notices are on the terminal.
    /// Gives the style of what stays there: bright lines would undo a dark screen.
    fn close(&mut self, session: &SessionState, notices: &[String]) -> (String, Style);
}

/// Tells what happens, line by line.
pub trait EventWriter {
    /// The lines for an event, with the moment of the session's clock at which it
    /// was due.
    fn record(&mut self, at: Duration, event: &Event, session: &SessionState) -> String;

    /// What is due by itself, and how much of the timeline's time may pass until
    /// there is more.
    fn look(&mut self, _: Duration, _: &Player) -> (String, Option<Duration>) {
        (String::new(), None)
    }
}

/// JSON Lines for programs.
#[derive(Debug)]
pub struct Json;

impl EventWriter for Json {
    fn record(&mut self, at: Duration, event: &Event, _: &SessionState) -> String {
        let line = to_json(&Stamped::new(event, at)).map(|line| line + "\n");
        // Texts and numbers become JSON in any case.
        line.unwrap_or_default()
    }
}

/// A drawing as lines of text with their colours, for so many columns and rows.
pub fn picture(figure: &Figure, look: Look, size: (usize, usize)) -> Vec<String> {
    let canvas = canvas::Canvas::of(&figure.strokes(1.0, None), size.0, size.1);
    let line = |row| {
        let mut column = 0;
        let runs = canvas.runs(row, look.unicode).into_iter().map(|run| {
            let style = look.palette.of_part(run.emphasis);
            let gap = run.column - column;
            column = run.column + run.text.chars().count();
            format!("{:gap$}{style}{}{style:#}", "", run.text)
        });
        runs.collect()
    };
    (0..size.1).map(line).collect()
}
