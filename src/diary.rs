//! The contents of all records, night by night.

mod history_summary;
mod summary;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

pub use history_summary::{Compared, Group, HistorySummary};
pub(crate) use history_summary::{Pain, TrialNights};
pub(crate) use summary::{ByHand, Played, RecordedCramp, Stretched, Summary};

use crate::night::Night;
use crate::player::Outcome;
use crate::record::{FoundRecord, NightReport, RecordKind, Undo};

/// Everything that a journal says, by night.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    nights: BTreeMap<Night, Vec<NightRecord>>,
    /// When a line of advice was shown last.
    pub advised: Option<Timestamp>,
    /// The ids of the reports that were taken back.
    pub(crate) undone: HashSet<String>,
    pub(crate) moments: Moments,
}

/// A record that tells of a night, as often as there are files with it.
#[derive(Clone, Debug)]
struct NightRecord {
    place: RecordPosition,
    id: String,
    kind: NightRecordKind,
}

#[derive(Clone, Debug)]
enum NightRecordKind {
    /// A session, and the one that it goes on from.
    Session(Box<Played>, Option<String>),
    Report(NightReport),
    Cramp(RecordedCramp),
}

impl Diary {
    /// Adds a record: those of one file in its order, the files in any.
    pub fn add(&mut self, found: &FoundRecord) {
        let record = found.record;
        let place = self.moments.note(found);
        let kind = match &record.kind {
            RecordKind::Session(session) => {
                let played = Played {
                    routine: session.routine.clone(),
                    completed: session.outcome == Outcome::Completed,
                    held: session.held,
                    hurt: session.hurt.clone(),
                    whole: session.whole,
                    steps: session.steps.clone(),
                    began: record.at.timestamp,
                };
                NightRecordKind::Session(Box::new(played), session.resumes.clone())
            }
            RecordKind::Report(report) => NightRecordKind::Report(report.clone()),
            RecordKind::Cramp(cramp) => NightRecordKind::Cramp(RecordedCramp {
                at: record.at,
                cramp: cramp.clone(),
            }),
            RecordKind::Advice(_) => {
                self.advised = self.advised.max(Some(record.at.timestamp));
                return;
            }
            RecordKind::Undo(Undo { undoes }) => {
                self.undone.insert(undoes.clone());
                return;
            }
            RecordKind::Unknown => return,
        };
        let id = record.id.clone();
        let of_night = self.nights.entry(record.night).or_default();
        of_night.push(NightRecord { place, id, kind });
    }

    /// The first night of which anything is known.
    pub fn first(&self) -> Option<Night> {
        let mut nights = self.nights.keys().copied();
        nights.find(|night| self.knows(*night))
    }

    /// What is known of a night.
    pub fn night(&self, night: Night) -> Summary {
        let mut records: Vec<_> = self.nights.get(&night).into_iter().flatten().collect();
        records.sort_by_key(|record| self.moments.order(record.place));
        // A record that is in several files counts where it is earliest.
        let mut seen = HashSet::new();
        records.retain(|record| self.stands(record) && seen.insert(&record.id));
        let mut told = NightReport::default();
        let (mut later, mut recorded) = (0, Vec::<RecordedCramp>::new());
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
                        None => sessions.push(Played::clone(played)),
                    }
                    session_of.insert(&record.id, index);
                }
                // Each report adds to the earlier ones, or corrects them.
                NightRecordKind::Report(report) => {
                    if report.cramps.is_some() {
                        later = 0;
                    }
                    told = told.amended(report.clone());
                }
                // A cramp that was recorded after they were counted is one more.
                NightRecordKind::Cramp(cramp) => {
                    later += 1;
                    let earlier = |it: &RecordedCramp| it.at.timestamp <= cramp.at.timestamp;
                    recorded.insert(recorded.partition_point(earlier), cramp.clone());
                }
            }
        }
        let played = sessions.iter().map(Played::stretched).max();
        let by_hand = told.stretched.map(|stretched| ByHand {
            stretched,
            routine: told.routine.filter(|_| stretched),
        });
        // A person knows better than the laptop.
        let stretched = match &by_hand {
            Some(by_hand) if by_hand.stretched => Stretched::Yes,
            Some(_) => Stretched::No,
            None => played.unwrap_or_default(),
        };
        let known = told.cramps.is_some() || later > 0;
        // Without a cramp, an earlier answer means nothing any more.
        let places = told.places.filter(|_| told.cramps != Some(0));
        Summary {
            night,
            stretched,
            by_hand,
            cramps: known.then(|| told.cramps.unwrap_or(0).saturating_add(later)),
            reported: told.cramps.is_some(),
            pain: told.pain,
            woken: told.woken,
            places: places.unwrap_or_default(),
            urge: told.urge,
            note: told.note.filter(|note| !note.trim().is_empty()),
            recorded,
            sessions,
        }
    }

    /// Whether anything at all is known of a night.
    pub fn knows(&self, night: Night) -> bool {
        let mut records = self.nights.get(&night).into_iter().flatten();
        records.any(|record| self.stands(record))
    }

    fn stands(&self, record: &NightRecord) -> bool {
        let is_report = matches!(record.kind, NightRecordKind::Report(_));
        !(is_report && self.undone.contains(&record.id))
    }

    /// Whether the stretches of a trial's routine were all done in a night.
    pub(crate) fn is_of_trial(&self, night: Night, routine: &str) -> bool {
        let night = self.night(night);
        let by_hand = night.by_hand.and_then(|by_hand| by_hand.routine);
        let mut played = night.sessions.iter().filter(|it| it.routine == routine);
        by_hand.as_deref() == Some(routine) || played.any(Played::is_whole_trial)
    }

    /// On how many nights that was so, and in the two weeks up to a night.
    pub(crate) fn trial(&self, routine: &str, last: Night) -> TrialNights {
        let recent = last.before(13);
        // Few nights have anything to do with a trial.
        let of_trial = |record: &NightRecord| match &record.kind {
            NightRecordKind::Session(played, _) => played.routine == routine,
            NightRecordKind::Report(report) => report.routine.as_deref() == Some(routine),
            NightRecordKind::Cramp(_) => false,
        };
        let nights = self.nights.iter();
        let nights = nights.filter(|(_, records)| records.iter().any(of_trial));
        let nights = nights.map(|(night, _)| *night);
        let done: Vec<Night> = nights.filter(|it| self.is_of_trial(*it, routine)).collect();
        TrialNights {
            nights: done.len(),
            recent: done.iter().filter(|night| **night >= recent).count(),
        }
    }
}

/// The file of a record, and its line there.
pub(crate) type RecordPosition = (u32, u32);

/// The moments of records: the earlier of a record's own time and that of every one
/// below it in its file, because lines are only ever appended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments {
    /// By file, the lines and times that are earlier than all below them, ascending.
    files: BTreeMap<u32, Vec<(u32, Timestamp)>>,
}

impl Moments {
    /// Adds a record, which is below all of its file that were added before.
    pub(crate) fn note(&mut self, found: &FoundRecord) -> RecordPosition {
        let at = found.record.at.timestamp;
        let file = self.files.entry(found.file).or_default();
        while file.pop_if(|(_, other)| *other >= at).is_some() {}
        file.push((found.line, at));
        (found.file, found.line)
    }

    /// The order of all records: by moments, then by files, then by lines.
    pub(crate) fn order(&self, (file, line): RecordPosition) -> (Option<Timestamp>, u32, u32) {
        let moment = self.files.get(&file).and_then(|file| {
            let next = file.partition_point(|(other, _)| *other < line);
            file.get(next).map(|(_, at)| *at)
        });
        (moment, file, line)
    }

    /// Whether a file's last record is later than now: a clock was wrong.
    pub(crate) fn reach_beyond(&self, now: Timestamp) -> bool {
        let mut last = self.files.values().filter_map(|file| file.last());
        last.any(|(_, at)| *at > now)
    }
}

#[cfg(test)]
mod tests;
