//! The contents of all records, night by night.

mod history_summary;
mod moments;
mod summary;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

pub(crate) use history_summary::TRIAL_NIGHTS;
pub use history_summary::{Compared, Frequency, Group, HistorySummary};
pub(crate) use moments::Moments;
use moments::RecordPosition;
pub use summary::Summary;
pub(crate) use summary::{Played, Stretched};

use crate::night::Night;
use crate::player::Outcome;
use crate::record::{FoundRecord, NightReport, RecordKind};

/// The dose of the trial, standing or on a chair.
const TRIAL: [&str; 2] = ["trial", "seated"];

/// Everything that a journal says, by night.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    nights: BTreeMap<Night, Vec<NightRecord>>,
    advised: Option<Timestamp>,
    /// The reports that were taken back.
    undone: HashSet<String>,
    moments: Moments,
}

/// A record that tells of a night. One that is in several files is there as
/// often.
#[derive(Clone, Debug)]
struct NightRecord {
    place: RecordPosition,
    id: String,
    kind: NightRecordKind,
}

#[derive(Clone, Debug)]
enum NightRecordKind {
    /// A session, and the one that it goes on from.
    Session(Played, Option<String>),
    Report(NightReport),
    Cramp,
}

impl Diary {
    /// Adds a record. The records of one file are added in the order of its
    /// lines; the order of the files does not matter.
    pub fn add(&mut self, found: &FoundRecord) {
        let record = found.record;
        let place = self.moments.note(found);
        let kind = match &record.kind {
            RecordKind::Session(session) => {
                let played = Played {
                    routine: session.routine.clone(),
                    completed: session.outcome == Outcome::Completed,
                    held: session.held,
                    whole: session.whole,
                };
                NightRecordKind::Session(played, session.resumes.clone())
            }
            RecordKind::Report(report) => NightRecordKind::Report(report.clone()),
            RecordKind::Cramp(_) => NightRecordKind::Cramp,
            RecordKind::Advice(_) => {
                self.advised = self.advised.max(Some(record.at.timestamp));
                return;
            }
            RecordKind::Undo(undo) => {
                self.undone.insert(undo.undoes.clone());
                return;
            }
            RecordKind::Unknown => return,
        };
        let id = record.id.clone();
        let of_night = self.nights.entry(record.night).or_default();
        of_night.push(NightRecord { place, id, kind });
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
        let nights = self.nights.keys().copied();
        nights.filter(|night| self.knows(*night))
    }

    /// When a line of advice was shown last.
    #[must_use]
    pub fn advised(&self) -> Option<Timestamp> {
        self.advised
    }

    /// What is known of a night.
    #[must_use]
    pub fn night(&self, night: Night) -> Summary {
        let mut records: Vec<_> = self.nights.get(&night).into_iter().flatten().collect();
        records.sort_by_key(|record| self.moments.order(record.place));
        // A record that is in several files counts where it is earliest.
        let mut seen = HashSet::new();
        records.retain(|record| self.stands(record) && seen.insert(&record.id));
        let (mut cramps, mut pain, mut note) = (None, None, None);
        let mut sessions: Vec<Played> = Vec::new();
        let mut session_of = HashMap::new();
        for record in records {
            match &record.kind {
                // Sessions that resume each other are one.
                NightRecordKind::Session(played, resumes) => {
                    let before = resumes.as_ref().and_then(|id| session_of.get(id));
                    let index = before.copied().unwrap_or(sessions.len());
                    match sessions.get_mut(index) {
                        Some(session) => session.add(played),
                        None => sessions.push(played.clone()),
                    }
                    session_of.insert(&record.id, index);
                }
                // Each report adds to the earlier ones, or corrects them.
                NightRecordKind::Report(report) => {
                    cramps = report.cramps.or(cramps);
                    pain = report.pain.or(pain);
                    note = report.note.as_ref().or(note);
                }
                // A cramp that was recorded after they were counted is one more.
                NightRecordKind::Cramp => {
                    cramps = Some(cramps.unwrap_or(0).saturating_add(1));
                }
            }
        }
        let stretched = sessions.iter().map(Played::stretched).max();
        Summary {
            night,
            stretched: stretched.unwrap_or_default(),
            cramps,
            pain,
            note: note.filter(|note| !note.trim().is_empty()).cloned(),
            sessions,
        }
    }

    /// Whether anything at all is known of a night.
    #[must_use]
    pub fn knows(&self, night: Night) -> bool {
        let mut records = self.nights.get(&night).into_iter().flatten();
        records.any(|record| self.stands(record))
    }

    /// Whether it is no report that was taken back.
    fn stands(&self, record: &NightRecord) -> bool {
        let is_report = matches!(record.kind, NightRecordKind::Report(_));
        !(is_report && self.undone.contains(&record.id))
    }

    /// On how many nights the trial's stretches were done to their end.
    #[must_use]
    pub fn trial_nights(&self) -> usize {
        let is_done =
            |played: &Played| played.completed && played.whole > 0 && is_trial(&played.routine);
        let nights = self.nights.keys();
        let done = nights.filter(|night| self.night(**night).sessions.iter().any(is_done));
        done.count()
    }
}

/// Whether a routine has the dose of the trial.
pub(crate) fn is_trial(routine: &str) -> bool {
    TRIAL.contains(&routine)
}

#[cfg(test)]
mod tests;
