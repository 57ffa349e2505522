//! The summary of one night.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::night::Night;
use crate::player::event::seconds;
use crate::record::{Cramp, HoldRef, LocalTime, StepRecord, add_steps};
use crate::routine::Side;
use crate::text::length;

/// Breaks from sitting are stretches, but not before the night.
const BREAKS: [&str; 1] = ["desk"];

/// A routine that was played, in one session or in several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Played {
    pub(crate) routine: String,
    pub(crate) completed: bool,
    #[serde(rename = "held_s", serialize_with = "seconds")]
    pub(crate) held: Duration,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) hurt: Vec<HoldRef>,
    /// What was held of each step and side.
    #[serde(skip)]
    pub(crate) steps: Vec<StepRecord>,
    #[serde(skip)]
    pub(crate) whole: u32,
    #[serde(skip)]
    pub(crate) began: Timestamp,
}

/// Whether somebody stretched for a night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stretched {
    /// Not one stretch.
    #[default]
    No,
    /// One at least.
    Part,
    /// Half of a routine's stretches, or more.
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
    pub night: Night,
    pub(crate) stretched: Stretched,
    /// What somebody said of it without the program, and of which routine.
    pub(crate) by_hand: Option<ByHand>,
    pub(crate) cramps: Option<u32>,
    /// Whether somebody said how many, so that the night is known as a whole.
    pub reported: bool,
    /// The worst pain, 0 to 10; `None` where nobody has said.
    pub pain: Option<u8>,
    pub(crate) woken: Option<u32>,
    #[serde(rename = "where")]
    pub(crate) places: Vec<String>,
    pub(crate) urge: Option<u8>,
    pub(crate) note: Option<String>,
    /// The cramps that were recorded, earliest first.
    pub(crate) recorded: Vec<RecordedCramp>,
    /// What was played, oldest first.
    pub(crate) sessions: Vec<Played>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ByHand {
    pub(crate) stretched: bool,
    pub(crate) routine: Option<String>,
}

/// A cramp for which there was relief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct RecordedCramp {
    pub(crate) at: LocalTime,
    #[serde(flatten)]
    pub(crate) cramp: Cramp,
}

impl RecordedCramp {
    /// When, which muscle, and how long until it let go: `03:10 calf 2m 5s`.
    pub(crate) fn in_words(&self) -> String {
        let Cramp { muscle, held } = &self.cramp;
        let held = held.map(|held| format!(" {}", length(Duration::from_secs(held.as_secs()))));
        format!("{} {muscle}{}", self.at.clock(), held.unwrap_or_default())
    }
}

impl Played {
    /// Adds a session that goes on from this one, which planned all of it.
    pub(super) fn add(&mut self, later: &Self) {
        self.completed |= later.completed;
        self.held += later.held;
        self.hurt.clone_from(&later.hurt);
        self.whole = self.whole.saturating_add(later.whole);
        add_steps(&mut self.steps, &later.steps);
    }

    /// How many stretches there were to be and how many were held to their end;
    /// `None` of the oldest records, which have no steps.
    pub(super) fn stretches(&self) -> Option<(u32, u32)> {
        let stretches = self.steps.iter().filter(|part| part.is_stretch());
        let sum = |count: fn(&StepRecord) -> u32| {
            let counts = stretches.clone().map(count);
            counts.fold(0, u32::saturating_add)
        };
        let is_known = self.whole == 0 || !self.steps.is_empty();
        is_known.then(|| (sum(|part| part.holds), sum(|part| part.whole)))
    }

    /// Whether this is stretching before a night, by its steps or else by its end.
    pub(super) fn stretched(&self) -> Stretched {
        let (whole, is_half) = match self.stretches() {
            Some((planned, whole)) => (whole, whole >= planned.div_ceil(2)),
            None => (self.whole, self.completed),
        };
        if whole == 0 || BREAKS.contains(&&*self.routine) {
            Stretched::No
        } else if is_half {
            Stretched::Yes
        } else {
            Stretched::Part
        }
    }

    /// Whether every hold of a calf and a hamstring stretch of both sides was held to
    /// its end: no less is what the trial's people did.
    pub(super) fn is_whole_trial(&self) -> bool {
        let Some((planned, whole)) = self.stretches() else {
            return self.completed && self.whole > 0;
        };
        let has = |step: &str, side| {
            let mut parts = self.steps.iter();
            parts.any(|part| part.step == step && part.side == Some(side))
        };
        let both = |step| has(step, Side::Left) && has(step, Side::Right);
        whole >= planned && both("calf") && both("hamstring")
    }
}

impl Summary {
    /// On which side of a comparison it is; `None` for neither. Legs up alone is
    /// no stretching, and no night without; a cramp before the stretching can't
    /// come of it.
    pub(super) fn side(&self) -> Option<bool> {
        let began = self.sessions.iter().map(|played| played.began).min();
        let cramped = self.recorded.first().map(|cramp| cramp.at.timestamp);
        let is_early = matches!((cramped, began), (Some(cramp), Some(began)) if cramp < began);
        let mut sessions = self.sessions.iter();
        let rests = sessions.any(|played| matches!(played.stretches(), Some((0, _))));
        match self.stretched {
            Stretched::Yes => (!is_early).then_some(true),
            Stretched::Part => None,
            Stretched::No => (!rests && !is_early).then_some(false),
        }
    }

    /// Whether there was a cramp, as far as anybody has said.
    pub(crate) fn has_cramps(&self) -> bool {
        self.cramps.is_some_and(|cramps| cramps > 0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        let said = (self.cramps, self.pain, self.woken, self.urge);
        said == (None, None, None, None)
            && self.sessions.is_empty()
            && self.places.is_empty()
            && self.note.is_none()
            && self.by_hand.is_none()
    }
}
