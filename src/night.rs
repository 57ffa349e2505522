//! Nights, from noon to noon: a cramp at 03:00 belongs to the evening before.

mod days;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

pub use days::{Days, NotDays};

/// The days of a week, in the short names that systemd knows, too; Monday first.
pub(crate) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A night, named by the date on which it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Night(Date);

impl Night {
    /// The night of a moment by the clock on the wall, there and then.
    pub fn of(local: DateTime) -> Self {
        Self(local.date()).before(u32::from(local.hour() < 12))
    }

    /// The last night, as people say: the one that ends this noon or ended last noon.
    /// It began yesterday, whatever the hour.
    pub(crate) fn last(local: DateTime) -> Self {
        Self(local.date()).before(1)
    }

    /// What people call it: tonight until the early morning, and then last night.
    pub(crate) fn called(self, local: DateTime) -> &'static str {
        const MORNING: Range<i8> = 5..12;
        if self == Self::of(local) && !MORNING.contains(&local.hour()) {
            "Tonight"
        } else if self == Self::last(local) {
            "Last night"
        } else {
            "The night"
        }
    }

    /// The night so many nights earlier, or the first there is.
    pub fn before(self, nights: u32) -> Self {
        Self(self.0.saturating_sub(i64::from(nights).days()))
    }

    /// The night so many nights later, or the last there is.
    pub fn after(self, nights: u32) -> Self {
        Self(self.0.saturating_add(i64::from(nights).days()))
    }

    /// The nights from this one to another, both included, oldest first.
    pub(crate) fn through(self, last: Self) -> impl Iterator<Item = Self> {
        let nights = self.0.series(1.day()).map(Self);
        nights.take_while(move |night| *night <= last)
    }

    /// How many days after the Monday of its week it began, 0 to 6.
    pub(crate) fn weekday(self) -> usize {
        let days = self.0.weekday().to_monday_zero_offset();
        usize::from(days.unsigned_abs())
    }

    /// The short name of the day on which it began: `Mon`.
    pub(crate) fn day(self) -> &'static str {
        DAYS[self.weekday()]
    }

    /// The night that began on the Monday of its week.
    pub(crate) fn monday(self) -> Self {
        self.before(u32::try_from(self.weekday()).unwrap_or(0))
    }

    /// The day and the month, for a narrow column: `21 Nov`.
    pub(crate) fn short(self) -> String {
        format!("{:2} {}", self.0.day(), &self.month()[..3])
    }

    /// The evening, as people write it: `Saturday, 21 November 2026`.
    pub(crate) fn long(self) -> String {
        let (first, rest) = Days::NAMES[self.weekday()].split_at(1);
        let (day, month, year) = (self.0.day(), self.month(), self.0.year());
        format!("{}{rest}, {day} {month} {year}", first.to_uppercase())
    }

    fn month(self) -> &'static str {
        let months = "January February March April May June July August September October \
            November December";
        let index = usize::from(self.0.month().unsigned_abs()) - 1;
        months.split(' ').nth(index).unwrap_or_default()
    }
}

impl fmt::Display for Night {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Night {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        // A date and nothing else: jiff would also take one with a time.
        let is_date = text.len() == "2026-11-21".len();
        let date = if is_date { text } else { "" };
        date.parse().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Zoned;

    use super::*;

    fn night(zoned: &str) -> String {
        let zoned: Zoned = zoned.parse().expect("a moment");
        Night::of(zoned.datetime()).to_string()
    }

    #[test]
    fn a_night_runs_from_noon_to_noon() {
        for (at, began) in [
            ("2026-11-21T12:00:00[Europe/Berlin]", "2026-11-21"),
            ("2026-11-21T22:40:00[Europe/Berlin]", "2026-11-21"),
            ("2026-11-22T00:30:00[Europe/Berlin]", "2026-11-21"),
            ("2026-11-22T03:00:00[Europe/Berlin]", "2026-11-21"),
            ("2026-11-22T11:59:59[Europe/Berlin]", "2026-11-21"),
            ("2026-11-22T12:00:00[Europe/Berlin]", "2026-11-22"),
            ("2027-01-01T00:10:00[Europe/Berlin]", "2026-12-31"),
            ("2028-03-01T05:00:00[Europe/Berlin]", "2028-02-29"),
        ] {
            assert_eq!(night(at), began, "{at}");
        }
    }

    #[test]
    fn the_night_of_a_clock_change_is_one_night() {
        for (at, began) in [
            // Summer time begins: 02:00 becomes 03:00.
            ("2026-03-28T23:00:00[Europe/Berlin]", "2026-03-28"),
            ("2026-03-29T01:59:00[Europe/Berlin]", "2026-03-28"),
            ("2026-03-29T03:01:00[Europe/Berlin]", "2026-03-28"),
            ("2026-03-29T11:59:00[Europe/Berlin]", "2026-03-28"),
            // It ends: 02:30 comes twice.
            ("2026-10-25T02:30:00+02:00[Europe/Berlin]", "2026-10-24"),
            ("2026-10-25T02:30:00+01:00[Europe/Berlin]", "2026-10-24"),
            ("2026-10-25T12:00:00[Europe/Berlin]", "2026-10-25"),
        ] {
            assert_eq!(night(at), began, "{at}");
        }
    }

    #[test]
    fn far_away_the_wall_clock_there_counts() {
        assert_eq!(night("2026-11-22T23:00:00[Asia/Tokyo]"), "2026-11-22");
        assert_eq!(
            night("2026-11-22T15:00:00+01:00[Europe/Berlin]"),
            "2026-11-22"
        );
    }

    #[test]
    fn last_night_began_yesterday_at_any_hour() {
        for at in [
            "2026-11-22T03:00:00",
            "2026-11-22T08:00:00",
            "2026-11-22T21:00:00",
        ] {
            let local: DateTime = at.parse().expect("a moment");
            assert_eq!(Night::last(local).to_string(), "2026-11-21", "{at}");
        }
    }

    #[test]
    fn a_night_is_tonight_until_the_early_morning() {
        let night: Night = "2026-11-21".parse().expect("a night");
        for (at, called) in [
            ("2026-11-21T11:59:59", "The night"),
            ("2026-11-21T12:00:00", "Tonight"),
            ("2026-11-21T23:50:00", "Tonight"),
            ("2026-11-22T00:40:00", "Tonight"),
            ("2026-11-22T04:59:59", "Tonight"),
            ("2026-11-22T05:00:00", "Last night"),
            ("2026-11-22T23:59:59", "Last night"),
            ("2026-11-23T00:00:00", "The night"),
        ] {
            assert_eq!(night.called(at.parse().expect("a moment")), called, "{at}");
        }
    }

    #[test]
    fn only_dates_name_nights() {
        for text in [
            "",
            "yesterday",
            "2026-02-30",
            "2026-11-21T10:00:00",
            "21.11.2026",
            "-271821-04-20",
        ] {
            assert!(text.parse::<Night>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
        let first = Night(Date::MIN);
        assert_eq!(first.before(1), first);
        assert_eq!(Night::of(Date::MIN.at(3, 0, 0, 0)), first);
        let last = Night(Date::MAX);
        assert_eq!(last.after(1), last);
        assert_eq!(last.through(last).count(), 1);
    }
}
