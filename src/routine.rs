//! The routine as its author wrote it: steps, holds, sides, and ranges, which a
//! level turns into a [`Timeline`](crate::timeline::Timeline).

pub mod amount;
mod cue;
pub(crate) mod figure;
mod format;
pub mod limits;
mod parse;
pub mod tempo;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::night::Days;
use amount::Range;
pub use cue::{Cue, Sound, Sounds};
use figure::Figure;
pub use format::SCHEMA;
pub use parse::parse;
pub(crate) use parse::{SoundFileCheck, bundled_figures, parse_beside};
use tempo::{Cycle, Tempo};

/// A routine: what to do, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Routine {
    /// What people call it.
    pub title: String,
    /// What to have at hand.
    pub needs: Option<String>,
    /// One line on what it is for.
    pub summary: Option<String>,
    /// Where its numbers come from.
    pub source: Vec<String>,
    /// One short line, shown before the first step.
    pub caution: Option<String>,
    /// Sounds that differ from the built-in ones.
    pub sounds: Sounds,
    /// The steps in order, at least one.
    pub steps: Vec<Arc<Step>>,
    /// The codes of warnings that its author has seen and accepts.
    pub allow: Vec<String>,
    /// The circuits that steps name.
    pub circuits: Vec<Circuit>,
}

impl Routine {
    /// What to have at hand for it and for some of its steps, each thing once.
    pub(crate) fn needs_for<'r>(&'r self, steps: impl Iterator<Item = &'r Step>) -> Option<String> {
        let needs = steps.filter_map(|step| step.needs.as_deref());
        let needs = self.needs.as_deref().into_iter().chain(needs);
        let mut things: Vec<&str> = Vec::new();
        for thing in needs.flat_map(|needs| needs.trim_end_matches('.').split(", ")) {
            let (thing, lower) = (thing.trim(), thing.trim().to_lowercase());
            if !lower.is_empty() && !things.iter().any(|known| known.to_lowercase() == lower) {
                things.push(thing);
            }
        }
        (!things.is_empty()).then(|| things.join(", "))
    }
}

/// One exercise of a routine.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The name by which options pick it, unique in its routine.
    pub id: String,
    /// What the screen calls it.
    pub name: String,
    /// How to get into position.
    pub how: Option<String>,
    /// A short line during the hold.
    pub cue: Option<String>,
    /// What to look out for, shown while preparing.
    pub caution: Option<String>,
    /// What to have at hand.
    pub needs: Option<String>,
    /// Its drawing.
    pub figure: Option<Arc<Figure>>,
    /// Which sides are held.
    pub sides: Sides,
    /// The side that goes first, where both are held.
    pub first: Side,
    /// How two sides take turns.
    pub order: Order,
    /// Holds a side, in each set.
    pub reps: Range<u32>,
    /// How often the whole pattern is played.
    pub sets: Range<u32>,
    /// Between sets.
    pub set_rest: Duration,
    /// How long each hold is, or how many movements; or that it is no hold.
    pub hold: Hold,
    /// The pace inside a hold.
    pub tempo: Option<Tempo>,
    /// The evenings on which it is due; `None` for every evening.
    pub days: Option<Days>,
    /// Whether it counts as stretching, unless its figure or tempo says no.
    pub counts: bool,
    /// Time to get into position.
    pub prepare: Prepare,
    /// Between holds on one side.
    pub rest: Duration,
    /// Between sides.
    pub switch: Duration,
    /// The keys of the times above that play a part and that nobody wrote.
    pub unwritten: Vec<&'static str>,
    /// What is said and shown during each hold, in the order of time.
    pub notes: Vec<Note>,
    /// Sounds that differ from the routine's.
    pub sounds: Sounds,
    /// Which of the routine's circuits the step belongs to.
    pub circuit: Option<usize>,
    /// Where the step stands in its text, in bytes.
    pub span: std::ops::Range<usize>,
}

impl Step {
    /// How long its longest hold is, if the clock ends it.
    pub(crate) fn longest_hold(&self) -> Option<Duration> {
        match (self.hold, self.cycle()) {
            (Hold::For(range), None) => Some(range.high),
            (Hold::For(range), Some(cycle)) => Some(cycle.round(range.high)),
            (Hold::Movements(range), Some(cycle)) => Some(cycle.length() * range.high),
            _ => None,
        }
    }

    /// Whether a hold of it stretches, and is no rest and no movement.
    pub(crate) fn is_stretch(&self) -> bool {
        const OTHERS: [&str; 5] = ["legs-up", "walk", "squat", "rub", "pack"];
        let moves = self.tempo.is_some() || self.hold == Hold::Task;
        self.counts && !moves && !self.shows(&OTHERS)
    }

    pub(crate) fn shows(&self, figures: &[&str]) -> bool {
        (self.figure.iter()).any(|figure| figures.contains(&&*figure.name))
    }

    /// The parts of a movement, if the clock sets its pace.
    pub fn cycle(&self) -> Option<&Cycle> {
        self.tempo.as_ref()?.cycle()
    }
}

/// Neighbouring steps that are played in rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Circuit {
    /// The name that its steps give.
    pub name: String,
    /// How often the steps are played.
    pub rounds: Range<u32>,
    /// Between rounds.
    pub rest: Duration,
}

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The left side.
    Left,
    /// The right side.
    Right,
}

impl Side {
    /// The other side.
    pub fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Left => "left",
            Self::Right => "right",
        })
    }
}

/// Which sides a step holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sides {
    /// Both at once, or none in particular.
    None,
    /// One after the other.
    Each,
    /// Only the left.
    Left,
    /// Only the right.
    Right,
}

impl Sides {
    /// The side, where there is only one.
    pub fn single(self) -> Option<Side> {
        match self {
            Self::Left => Some(Side::Left),
            Self::Right => Some(Side::Right),
            Self::None | Self::Each => None,
        }
    }
}

/// How two sides take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// All reps on the first side, then all on the other.
    Grouped,
    /// Side by side, a switch between any two holds.
    Alternating,
}

/// How long a hold is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Until a key is pressed, counting up.
    Open,
    /// So many movements of the step's tempo.
    Movements(Range<u32>),
    /// No hold at all, but something to do, until a key says that it is done.
    Task,
    /// A duration or a range.
    For(Range<Duration>),
}

/// How a step is prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prepare {
    /// Until a key is pressed.
    Key,
    /// For a time, perhaps none.
    For(Duration),
}

/// Something said and shown during a hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How far into the hold.
    pub at: Duration,
    /// What is said.
    pub text: String,
}
