//! The summary of many nights: how often, with and without, how far.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Diary, Summary};
use crate::night::Night;

/// How many nights the trial took: six weeks.
pub(crate) const TRIAL_NIGHTS: usize = 42;

/// With fewer nights on either side, a comparison is chance.
const ENOUGH: usize = 5;

/// Cramps on this many of seven nights are worth a line of advice.
const MANY: usize = 3;

/// The same advice is not shown again sooner than this.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A number of nights up to now, and their summary. This is the JSON of `history`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistorySummary {
    /// The night that is now, or begins at noon.
    pub tonight: Night,
    /// The nights, oldest first; the last one is tonight.
    pub nights: Vec<Summary>,
    /// How often somebody stretched in the last one week and four weeks, as far
    /// back as the journal goes.
    #[serde(rename = "stretched")]
    pub often: Vec<Frequency>,
    /// Nights with and without stretching; `None` where there are too few.
    pub compared: Option<Compared>,
    /// On how many of the trial's nights its stretches were done.
    pub(crate) trial: Frequency,
    /// On how many of the last seven nights there were cramps.
    pub cramp_nights: usize,
    /// The first night of which anything is known.
    #[serde(skip)]
    pub(crate) first: Option<Night>,
}

/// How often a person stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Frequency {
    /// The number of nights with stretching.
    #[serde(rename = "nights")]
    pub stretched: usize,
    /// The number of nights.
    pub of: usize,
}

/// Nights with stretching and nights without; a night without a report is in
/// neither.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Those with stretching.
    pub with: Group,
    /// Those without.
    pub without: Group,
}

/// Nights that have something in common.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Group {
    /// How many there are of which it is known whether there were cramps.
    pub nights: usize,
    /// How many of them had cramps.
    pub with_cramps: usize,
    /// How many cramps in all.
    pub(crate) cramps: u32,
    /// The mean pain, where it is known on enough nights.
    pub mean_pain: Option<f64>,
}

impl HistorySummary {
    /// Summarizes this many nights, tonight included.
    #[must_use]
    pub fn over(diary: &Diary, tonight: Night, count: u32) -> Self {
        let through = |first: Night, last| first.through(last).map(|night| diary.night(night));
        let first = tonight.before(count.saturating_sub(1));
        let nights: Vec<Summary> = through(first, tonight).collect();
        // Tonight is not over: without a record it is not counted.
        let last = tonight.before(u32::from(!diary.knows(tonight)));
        let since = |days: u32| {
            let from = last.before(days - 1).max(diary.first().unwrap_or(last));
            through(from, last)
        };
        let mut often = Vec::from([7, 28].map(|days| {
            let nights: Vec<Summary> = since(days).collect();
            let stretched = nights.iter().filter(|night| night.is_stretched());
            Frequency {
                stretched: stretched.count(),
                of: nights.len(),
            }
        }));
        often.dedup();
        Self {
            tonight,
            often,
            compared: compare(&nights),
            trial: Frequency {
                stretched: diary.trial_nights(),
                of: TRIAL_NIGHTS,
            },
            cramp_nights: since(7).filter(Summary::has_cramps).count(),
            first: diary.first(),
            nights,
        }
    }

    /// Whether to say that cramps are frequent: they are, and it was not said
    /// within a week. A moment in the future, of a wrong clock, does not
    /// silence it.
    pub(crate) fn advises(&self, advised: Option<Timestamp>, now: Timestamp) -> bool {
        let recently = |at: Timestamp| at <= now && now.duration_since(at) < WEEK;
        self.cramp_nights >= MANY && !advised.is_some_and(recently)
    }
}

fn compare(nights: &[Summary]) -> Option<Compared> {
    let group = |stretched| Group::of(nights.iter().filter(|it| it.is_stretched() == stretched));
    let (with, without) = (group(true), group(false));
    (with.nights.min(without.nights) >= ENOUGH).then_some(Compared { with, without })
}

impl Group {
    fn of<'n>(nights: impl Iterator<Item = &'n Summary> + Clone) -> Self {
        let cramps: Vec<u32> = nights.clone().filter_map(|night| night.cramps).collect();
        let pain: Vec<u8> = nights.filter_map(|night| night.pain).collect();
        let sum: f64 = pain.iter().copied().map(f64::from).sum();
        let count = u32::try_from(pain.len()).unwrap_or(u32::MAX);
        Self {
            nights: cramps.len(),
            with_cramps: cramps.iter().filter(|count| **count > 0).count(),
            cramps: cramps.iter().sum(),
            mean_pain: (pain.len() >= ENOUGH).then(|| sum / f64::from(count)),
        }
    }
}
