//! What the records of many nights tell, night by night.

mod look_back;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use look_back::{Group, LookBack, Often, TRIAL_NIGHTS};

use crate::night::Night;
use crate::record::{Entry, Kind};

/// Breaks from sitting are stretches, but not the ones before the night.
const BREAKS: [&str; 1] = ["desk"];

/// The dose of the trial, standing or on a chair.
const TRIAL: [&str; 2] = ["trial", "seated"];

/// Everything that a journal says, by night.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    nights: BTreeMap<Night, Raw>,
    advised: Option<Timestamp>,
}

/// The records of a night, in the order in which they were read.
#[derive(Clone, Debug, Default)]
struct Raw {
    sessions: Vec<Session>,
    reports: Vec<Told>,
    cramps: Vec<Timestamp>,
}

/// A session, and what orders it among the others.
#[derive(Clone, Debug)]
struct Session {
    at: Timestamp,
    id: String,
    played: Played,
}

/// A report, and what orders it among the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    at: Timestamp,
    id: String,
    cramps: Option<u32>,
    pain: Option<u8>,
    note: Option<String>,
}

/// A routine that was played.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// Its name.
    pub routine: String,
    /// Whether it ran to its end.
    pub completed: bool,
    /// How many holds were held to their end.
    pub whole: u32,
    /// Time spent in holds, in seconds.
    pub held: f64,
}

/// Whether somebody stretched for a night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretched {
    /// Not one hold.
    #[default]
    No,
    /// Some of a routine.
    Part,
    /// A routine to its end.
    Yes,
}

/// What is known of a night.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Which.
    pub night: Night,
    /// Whether somebody stretched.
    pub stretched: Stretched,
    /// What was played, oldest first.
    pub sessions: Vec<Played>,
    /// How many cramps; `None` where nobody has said.
    pub cramps: Option<u32>,
    /// The pain, 0 to 10; `None` where nobody has said.
    pub pain: Option<u8>,
    /// The note, where there is one.
    pub note: Option<String>,
}

impl Diary {
    /// Takes in a record. The order of records is all the same.
    pub fn add(&mut self, entry: &Entry) {
        if entry.kind == Kind::Unknown {
            return;
        }
        if entry.kind == Kind::Advice {
            self.advised = self.advised.max(Some(entry.at));
            return;
        }
        let raw = self.nights.entry(entry.night).or_default();
        match &entry.kind {
            Kind::Session {
                routine,
                completed,
                whole,
                held,
            } => {
                let played = Played {
                    routine: routine.to_string(),
                    completed: *completed,
                    whole: *whole,
                    held: *held,
                };
                raw.sessions.push(Session {
                    at: entry.at,
                    id: entry.id.to_string(),
                    played,
                });
            }
            Kind::Report { cramps, pain, note } => raw.reports.push(Told {
                at: entry.at,
                id: entry.id.to_string(),
                cramps: *cramps,
                pain: *pain,
                note: note.as_deref().map(str::to_owned),
            }),
            Kind::Cramp => raw.cramps.push(entry.at),
            Kind::Advice | Kind::Unknown => {}
        }
    }

    /// The first night of which anything is known.
    #[must_use]
    pub fn first(&self) -> Option<Night> {
        self.nights.keys().next().copied()
    }

    /// How many nights after `last` have records: then a clock was wrong.
    #[must_use]
    pub fn after(&self, last: Night) -> usize {
        self.nights.range(last.after(1)..).count()
    }

    /// When a line of advice was shown last.
    #[must_use]
    pub fn advised(&self) -> Option<Timestamp> {
        self.advised
    }

    /// What is known of a night.
    #[must_use]
    pub fn night(&self, night: Night) -> Summary {
        self.nights
            .get(&night)
            .cloned()
            .unwrap_or_default()
            .of(night)
    }

    /// Whether anything at all is known of a night.
    #[must_use]
    pub fn knows(&self, night: Night) -> bool {
        self.nights.contains_key(&night)
    }

    /// On how many nights the trial's stretches were done to their end.
    #[must_use]
    pub fn trial_nights(&self) -> usize {
        let is_trial = |Session { played, .. }: &Session| {
            played.completed && played.whole > 0 && is_trial(&played.routine)
        };
        let nights = self.nights.values();
        nights
            .filter(|raw| raw.sessions.iter().any(is_trial))
            .count()
    }
}

/// Whether a routine has the dose of the trial.
#[must_use]
pub fn is_trial(routine: &str) -> bool {
    TRIAL.contains(&routine)
}

impl Raw {
    /// What all records of the night say together.
    fn of(mut self, night: Night) -> Summary {
        self.sessions
            .sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        self.reports.sort();
        let mut summary = Summary {
            night,
            stretched: Stretched::No,
            sessions: self
                .sessions
                .into_iter()
                .map(|session| session.played)
                .collect(),
            cramps: None,
            pain: None,
            note: None,
        };
        summary.stretched = summary
            .sessions
            .iter()
            .map(Played::stretched)
            .max()
            .unwrap_or_default();
        // Each report adds to the ones before it, or corrects them.
        let mut counted = None;
        for told in self.reports {
            if told.cramps.is_some() {
                summary.cramps = told.cramps;
                counted = Some(told.at);
            }
            summary.pain = told.pain.or(summary.pain);
            summary.note = told.note.or(summary.note);
        }
        // A cramp after somebody counted them is one more.
        let later = self.cramps.iter().filter(|at| Some(**at) > counted).count();
        if later > 0 {
            let later = u32::try_from(later).unwrap_or(u32::MAX);
            summary.cramps = Some(summary.cramps.unwrap_or(0).saturating_add(later));
        }
        summary.note = summary.note.filter(|note| !note.trim().is_empty());
        summary
    }
}

impl Played {
    /// Whether this is stretching before a night.
    fn stretched(&self) -> Stretched {
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
    /// Whether there was a cramp, as far as anybody has said.
    #[must_use]
    pub fn has_cramps(&self) -> bool {
        self.cramps.is_some_and(|cramps| cramps > 0)
    }

    /// Whether it is known how the night was.
    #[must_use]
    pub fn is_logged(&self) -> bool {
        self.cramps.is_some()
    }

    /// Whether anything is known at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
            && self.cramps.is_none()
            && self.pain.is_none()
            && self.note.is_none()
    }
}

#[cfg(test)]
mod tests;
