//! The summary of many nights: how often, with and without, how far.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Diary, Stretched, Summary};
use crate::night::Night;

/// With fewer reported nights on either side there is no comparison.
const ENOUGH: usize = 10;

/// Nor where one side was reported so many points more often: then the nights
/// that are missing decide.
const MOST_APART: f64 = 20.0;

/// Cramps on this many of seven nights are worth a line of advice.
const MANY: usize = 3;

/// The same advice is not shown again sooner than this.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A number of nights up to now, and their summary: the JSON of `history`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistorySummary {
    /// The night that is now, or begins at noon.
    pub tonight: Night,
    /// The nights, oldest first; the last one is tonight.
    pub nights: Vec<Summary>,
    /// How often somebody stretched in the last week and the last four.
    #[serde(rename = "stretched")]
    pub often: Vec<Frequency>,
    /// The weeks from Monday on, oldest first, of which nights were reported.
    pub(crate) weeks: Vec<Week>,
    /// How many nights with and without stretching were reported.
    pub(crate) coverage: Coverage,
    /// Nights with and without stretching, where the reported ones tell anything.
    pub compared: Option<Compared>,
    /// On how many nights the trial's stretches were done.
    pub(crate) trial: TrialNights,
    /// On how many nights the stretches on a chair were done.
    pub(crate) seated: TrialNights,
    /// On how many of the last seven nights there were cramps.
    pub cramp_nights: usize,
    /// The first night of which anything is known.
    #[serde(skip)]
    pub(crate) first: Option<Night>,
}

/// Of how many nights on how many a person stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Frequency {
    #[serde(rename = "nights")]
    pub stretched: usize,
    pub(crate) in_part: usize,
    pub of: usize,
}

/// Nights on which a trial's routine was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct TrialNights {
    pub(crate) nights: usize,
    /// How many of them are among the last fourteen.
    pub(crate) recent: usize,
}

/// The reported nights of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Week {
    pub(crate) monday: Night,
    pub(crate) reported: usize,
    pub(crate) with_cramps: usize,
}

/// The nights on both sides of a comparison, and how many of them were reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Coverage {
    pub(crate) with: Reported,
    pub(crate) without: Reported,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Reported {
    pub(crate) nights: usize,
    pub(crate) of: usize,
}

/// Reported nights with stretching and without.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Those with stretching.
    pub with: Group,
    /// Those without.
    pub without: Group,
    /// The gap between their shares of nights with cramps, in points of a
    /// hundred, that chance alone exceeds in one of twenty such journals.
    pub chance: f64,
}

/// Nights that have something in common.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Group {
    /// How many of them were reported.
    pub nights: usize,
    /// How many of those had cramps.
    pub with_cramps: usize,
    pub(crate) cramps: u32,
    /// The worst pain on nights with cramps.
    pub pain: Option<Pain>,
}

/// What was said of the pain of some nights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Pain {
    pub(crate) median: u8,
    pub(crate) least: u8,
    pub(crate) worst: u8,
}

impl HistorySummary {
    /// Summarizes this many nights, tonight included.
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
            let count = |stretched| {
                let nights = nights.iter();
                nights.filter(|night| night.stretched == stretched).count()
            };
            Frequency {
                stretched: count(Stretched::Yes),
                in_part: count(Stretched::Part),
                of: nights.len(),
            }
        }));
        often.dedup();
        // Tonight tells nothing before somebody reports it, and neither do nights
        // before the journal began.
        let known = nights.iter().filter(|night| {
            let is_over = night.night != tonight || night.reported;
            is_over && diary.first().is_some_and(|first| night.night >= first)
        });
        let side = |side| {
            let nights = known.clone().filter(|night| night.side() == Some(side));
            let group = Group::of(nights.clone().filter(|night| night.reported));
            let (nights, of) = (group.nights, nights.count());
            (group, Reported { nights, of })
        };
        let [(with, known_with), (without, known_without)] = [true, false].map(side);
        let coverage = Coverage {
            with: known_with,
            without: known_without,
        };
        Self {
            tonight,
            often,
            weeks: weeks(&nights),
            coverage,
            compared: coverage.allows().then(|| Compared {
                with,
                without,
                chance: chance(with, without),
            }),
            trial: diary.trial("trial", tonight),
            seated: diary.trial("seated", tonight),
            cramp_nights: since(7).filter(Summary::has_cramps).count(),
            first: diary.first(),
            nights,
        }
    }

    /// Whether a night has anything to show: none has before the first record, nor
    /// tonight as long as nothing has happened.
    pub(crate) fn reaches(&self, night: &Summary) -> bool {
        let is_over = night.night != self.tonight || !night.is_empty();
        is_over && self.first.is_some_and(|first| night.night >= first)
    }

    /// Whether to say that cramps are frequent: they are, and it was not said within
    /// a week. A moment in the future, of a wrong clock, does not silence it.
    pub(crate) fn advises(&self, advised: Option<Timestamp>, now: Timestamp) -> bool {
        let recently = |at: Timestamp| at <= now && now.duration_since(at) < WEEK;
        self.cramp_nights >= MANY && !advised.is_some_and(recently)
    }
}

fn weeks(nights: &[Summary]) -> Vec<Week> {
    let weeks = nights.chunk_by(|one, other| one.night.monday() == other.night.monday());
    let weeks = weeks.map(|week| {
        let reported = week.iter().filter(|night| night.reported);
        Week {
            monday: week[0].night.monday(),
            reported: reported.clone().count(),
            with_cramps: reported.filter(|night| night.has_cramps()).count(),
        }
    });
    weeks.filter(|week| week.reported > 0).collect()
}

impl Coverage {
    pub(crate) fn is_enough(&self) -> bool {
        self.with.nights.min(self.without.nights) >= ENOUGH
    }

    /// Whether the reported nights can be compared at all.
    pub(crate) fn allows(&self) -> bool {
        let share = |side: Reported| per_100(side.nights, side.of);
        let apart = (share(self.with) - share(self.without)).abs();
        self.is_enough() && apart <= MOST_APART
    }
}

/// Twice the standard error of the difference of two equal shares, and a correction
/// for numbers that are whole: half a night on either side.
fn chance(with: Group, without: Group) -> f64 {
    let (a, b) = (number(with.nights), number(without.nights));
    let pooled = number(with.with_cramps + without.with_cramps) / (a + b);
    let spread = 1.0 / a + 1.0 / b;
    196.0 * (pooled * (1.0 - pooled) * spread).sqrt() + 50.0 * spread
}

fn per_100(count: usize, of: usize) -> f64 {
    100.0 * number(count) / number(of)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

impl Group {
    fn of<'n>(nights: impl Iterator<Item = &'n Summary>) -> Self {
        let nights: Vec<&Summary> = nights.collect();
        let cramped = || nights.iter().filter(|night| night.has_cramps());
        Self {
            nights: nights.len(),
            with_cramps: cramped().count(),
            cramps: nights.iter().filter_map(|night| night.cramps).sum(),
            pain: Pain::of(cramped().filter_map(|night| night.pain)),
        }
    }

    /// The share of nights with cramps, in points of a hundred.
    pub fn share(&self) -> f64 {
        per_100(self.with_cramps, self.nights)
    }
}

impl Pain {
    /// `None` of too few nights.
    pub(crate) fn of(nights: impl Iterator<Item = u8>) -> Option<Self> {
        const FEW: usize = 5;
        let mut pains: Vec<u8> = nights.collect();
        pains.sort_unstable();
        (pains.len() >= FEW).then(|| Self {
            median: pains[pains.len() / 2],
            least: pains[0],
            worst: pains[pains.len() - 1],
        })
    }
}
