//! The summary of one night.

use std::time::Duration;

use serde::Serialize;

use crate::night::Night;
use crate::player::event::seconds;

/// Breaks from sitting are stretches, but not before the night.
const BREAKS: [&str; 1] = ["desk"];

/// A routine that was played, in one session or in several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Played {
    pub(crate) routine: String,
    /// Whether it ran to its end.
    pub(crate) completed: bool,
    /// Time spent in holds.
    #[serde(rename = "held_s", serialize_with = "seconds")]
    pub(crate) held: Duration,
    /// How many holds were held to their end.
    #[serde(skip)]
    pub(crate) whole: u32,
}

/// Whether somebody stretched for a night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stretched {
    /// Not one hold.
    #[default]
    No,
    /// Some of a routine.
    Part,
    /// A routine to its end.
    Yes,
}

impl Stretched {
    /// The word for it, as in JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Part => "part",
            Self::Yes => "yes",
        }
    }
}

/// What is known of a night. As JSON, null is what nobody has said.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Which.
    pub night: Night,
    pub(crate) stretched: Stretched,
    pub(crate) cramps: Option<u32>,
    /// The pain, 0 to 10; `None` where nobody has said.
    pub pain: Option<u8>,
    pub(crate) note: Option<String>,
    /// What was played, oldest first.
    pub(crate) sessions: Vec<Played>,
}

impl Played {
    /// Adds a session that goes on from this one.
    pub(super) fn add(&mut self, later: &Self) {
        self.completed |= later.completed;
        self.held += later.held;
        self.whole = self.whole.saturating_add(later.whole);
    }

    /// Whether this is stretching before a night.
    pub(super) fn stretched(&self) -> Stretched {
        if self.whole == 0 || BREAKS.contains(&&*self.routine) {
            Stretched::No
        } else if self.completed {
            Stretched::Yes
        } else {
            Stretched::Part
        }
    }
}

impl Summary {
    pub(crate) fn is_stretched(&self) -> bool {
        self.stretched != Stretched::No
    }

    /// Whether there was a cramp, as far as anybody has said.
    pub(crate) fn has_cramps(&self) -> bool {
        self.cramps.is_some_and(|cramps| cramps > 0)
    }

    /// Whether it is known how the night was.
    #[must_use]
    pub fn is_logged(&self) -> bool {
        self.cramps.is_some()
    }

    /// Whether nothing is known at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.sessions.is_empty()
            && self.cramps.is_none()
            && self.pain.is_none()
            && self.note.is_none()
    }
}
