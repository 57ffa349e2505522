//! The contents of all records, night by night.

mod history_summary;
mod moments;
mod summary;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;

pub(crate) use history_summary::TRIAL_NIGHTS;
pub use history_summary::{Frequency, Group, HistorySummary};
pub(crate) use moments::Moments;
use moments::RecordPosition;
pub use summary::Summary;
pub(crate) use summary::{Played, Stretched};

use crate::night::Night;
use crate::player::Outcome;
use crate::record::{FoundRecord, NightReport, RecordId, RecordKind};

/// The dose of the trial, standing or on a chair.
const TRIAL: [&str; 2] = ["trial", "seated"];

/// Everything that a journal says, by night.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    nights: BTreeMap<Night, NightRecords>,
    advised: Option<Timestamp>,
    /// The reports that were taken back.
    undone: HashSet<RecordId>,
    moments: Moments,
}

/// The records of a night, in the order in which they were read.
#[derive(Clone, Debug, Default)]
struct NightRecords {
    sessions: Vec<(RecordPosition, SessionPart)>,
    /// A record that is in several files is here as often.
    reports: Vec<(RecordPosition, RecordId, NightReport)>,
    cramps: Vec<(RecordPosition, RecordId)>,
}

/// A session, and the one that it goes on from.
#[derive(Clone, Debug)]
struct SessionPart {
    id: RecordId,
    resumes: Option<RecordId>,
    played: Played,
}

impl Diary {
    /// Adds a record. The records of one file are added in the order of its
    /// lines; the order of the files does not matter.
    pub fn add(&mut self, found: &FoundRecord) {
        let record = found.record;
        let place = self.moments.note(found);
        let id = || found.id.clone();
        let night = self.nights.entry(record.night);
        match &record.kind {
            RecordKind::Session(session) if !found.repeats => {
                let part = SessionPart {
                    id: id(),
                    resumes: session.resumes.as_deref().map(RecordId::from),
                    played: Played {
                        routine: session.routine.to_string(),
                        completed: session.outcome == Outcome::Completed,
                        held: session.held,
                        hurt: session.hurt.clone(),
                        whole: session.whole,
                    },
                };
                push(&mut night.or_default().sessions, (place, part));
            }
            RecordKind::Report(report) => {
                let report = (place, id(), report.clone());
                push(&mut night.or_default().reports, report);
            }
            RecordKind::Cramp(_) => push(&mut night.or_default().cramps, (place, id())),
            RecordKind::Advice(_) => {
                self.advised = self.advised.max(Some(record.at.timestamp));
            }
            RecordKind::Undo(undo) => {
                self.undone.insert(RecordId::from(&*undo.undoes));
            }
            RecordKind::Session(_) | RecordKind::Unknown => {}
        }
    }

    /// Whether a file's last record is later than this moment, which means that
    /// a clock was wrong. A record that is earlier than one below it counts as
    /// that one.
    pub(crate) fn is_ahead_of(&self, now: Timestamp) -> bool {
        self.moments.reach_beyond(now)
    }

    /// The first night of which anything is known.
    #[must_use]
    pub fn first(&self) -> Option<Night> {
        self.known().next()
    }

    /// How many nights after `last` have records, which means that a clock was
    /// wrong.
    #[must_use]
    pub fn after(&self, last: Night) -> usize {
        self.known().filter(|night| *night > last).count()
    }

    /// The nights of which anything is known.
    fn known(&self) -> impl Iterator<Item = Night> {
        let known = self.nights.iter().filter(|(_, raw)| self.counts(raw));
        known.map(|(night, _)| *night)
    }

    /// Whether the night has a record that was not taken back.
    fn counts(&self, raw: &NightRecords) -> bool {
        let stands = |(_, id, _): &(_, RecordId, _)| !self.undone.contains(id);
        !raw.sessions.is_empty() || !raw.cramps.is_empty() || raw.reports.iter().any(stands)
    }

    /// When a line of advice was shown last.
    #[must_use]
    pub fn advised(&self) -> Option<Timestamp> {
        self.advised
    }

    /// What is known of a night.
    #[must_use]
    pub fn night(&self, night: Night) -> Summary {
        let nothing = NightRecords::default();
        let raw = self.nights.get(&night).unwrap_or(&nothing);
        let sessions = self.played(raw);
        let stretched = sessions.iter().map(Played::stretched).max();
        let mut summary = Summary {
            night,
            stretched: stretched.unwrap_or_default(),
            cramps: None,
            pain: None,
            note: None,
            sessions,
        };
        // A record that is in several files counts where it is earliest.
        let mut reports: Vec<_> = raw
            .reports
            .iter()
            .filter(|(_, id, _)| !self.undone.contains(id))
            .map(|(place, id, report)| (self.moments.order(*place), id, report))
            .collect();
        reports.sort_unstable_by_key(|(order, ..)| *order);
        let mut seen = BTreeSet::new();
        reports.retain(|(_, id, _)| seen.insert(*id));
        // Each report adds to the earlier ones, or corrects them.
        let mut counted = None;
        for (order, _, told) in reports {
            if told.cramps.is_some() {
                summary.cramps = told.cramps;
                counted = Some(order);
            }
            summary.pain = told.pain.or(summary.pain);
            if told.note.is_some() {
                summary.note.clone_from(&told.note);
            }
        }
        // A cramp that was recorded after they were counted is one more.
        let mut cramps = BTreeMap::new();
        for (place, id) in &raw.cramps {
            let order = self.moments.order(*place);
            let first = cramps.entry(id).or_insert(order);
            *first = order.min(*first);
        }
        let later = cramps.values().filter(|order| Some(**order) > counted);
        for _ in later {
            summary.cramps = Some(summary.cramps.unwrap_or(0).saturating_add(1));
        }
        summary.note = summary.note.filter(|note| !note.trim().is_empty());
        summary
    }

    /// Whether anything at all is known of a night.
    #[must_use]
    pub fn knows(&self, night: Night) -> bool {
        self.nights.get(&night).is_some_and(|raw| self.counts(raw))
    }

    /// On how many nights the trial's stretches were done to their end.
    #[must_use]
    pub fn trial_nights(&self) -> usize {
        let is_of_trial = |(_, part): &(_, SessionPart)| is_trial(&part.played.routine);
        let is_done =
            |played: &Played| played.completed && played.whole > 0 && is_trial(&played.routine);
        let nights = self.nights.values();
        // Most nights are sorted out before their sessions are put together.
        let nights = nights.filter(|raw| raw.sessions.iter().any(is_of_trial));
        nights
            .filter(|raw| self.played(raw).iter().any(is_done))
            .count()
    }

    /// The sessions, oldest first. Sessions that resume each other are one.
    fn played(&self, raw: &NightRecords) -> Vec<Played> {
        let mut parts: Vec<_> = raw.sessions.iter().collect();
        parts.sort_unstable_by_key(|(place, _)| self.moments.order(*place));
        let mut sessions: Vec<Played> = Vec::new();
        let mut session_of: BTreeMap<&RecordId, usize> = BTreeMap::new();
        for (_, part) in parts {
            let before = part.resumes.as_ref().and_then(|id| session_of.get(id));
            let index = if let Some(&index) = before {
                let session = &mut sessions[index];
                session.completed |= part.played.completed;
                session.held += part.played.held;
                session.hurt.clone_from(&part.played.hurt);
                session.whole = session.whole.saturating_add(part.played.whole);
                index
            } else {
                sessions.push(part.played.clone());
                sessions.len() - 1
            };
            session_of.insert(&part.id, index);
        }
        sessions
    }
}

/// Adds to a list that usually has one item. The default capacity of four would
/// be most of a diary's memory.
fn push<T>(list: &mut Vec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}

/// Whether a routine has the dose of the trial.
pub(crate) fn is_trial(routine: &str) -> bool {
    TRIAL.contains(&routine)
}

#[cfg(test)]
mod tests;
