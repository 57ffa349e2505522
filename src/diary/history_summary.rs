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

/// A number of nights up to now, and their summary.
#[derive(Clone, Debug, PartialEq)]
pub struct HistorySummary {
    /// The night that is now, or begins at noon.
    pub tonight: Night,
    /// The nights, oldest first; the last one is tonight.
    pub nights: Vec<Summary>,
    /// The first night of which anything is known.
    pub(crate) first: Option<Night>,
    /// How often somebody stretched in the last one week and four weeks, as far
    /// back as the journal goes.
    pub often: Vec<Frequency>,
    /// Nights with and without stretching; `None` where there are too few.
    pub compared: Option<(Group, Group)>,
    /// On how many nights the trial's stretches were done.
    pub(crate) trial: usize,
    /// On how many of the last seven nights there were cramps.
    pub cramp_nights: usize,
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

/// Nights that have something in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many there are of which it is known whether there were cramps.
    pub nights: usize,
    /// How many of them had cramps.
    pub with_cramps: usize,
    /// How many cramps in all.
    pub(crate) cramps: u32,
    /// On how many the pain is known.
    pain_nights: usize,
    /// The sum of the pain on those.
    pain: u32,
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
            first: diary.first(),
            often,
            compared: compare(&nights),
            trial: diary.trial_nights(),
            cramp_nights: since(7).filter(Summary::has_cramps).count(),
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

impl Group {
    fn add(&mut self, night: &Summary) {
        if let Some(cramps) = night.cramps {
            self.nights += 1;
            self.with_cramps += usize::from(cramps > 0);
            self.cramps = self.cramps.saturating_add(cramps);
        }
        if let Some(pain) = night.pain {
            self.pain_nights += 1;
            self.pain += u32::from(pain);
        }
    }

    /// The mean pain, where it is known on enough nights.
    #[must_use]
    pub fn mean_pain(&self) -> Option<f64> {
        let nights = u32::try_from(self.pain_nights).ok()?;
        (self.pain_nights >= ENOUGH).then(|| f64::from(self.pain) / f64::from(nights))
    }
}

/// Nights with stretching and nights without; a night without a report is in
/// neither.
fn compare(nights: &[Summary]) -> Option<(Group, Group)> {
    let [mut with, mut without] = [Group::default(); 2];
    for night in nights {
        if night.is_stretched() {
            with.add(night);
        } else {
            without.add(night);
        }
    }
    (with.nights >= ENOUGH && without.nights >= ENOUGH).then_some((with, without))
}
