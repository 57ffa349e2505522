//! Days of the week, as people write them: `mon-fri`, `sat, sun`, `Mon/Wed/Fri`.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{DAYS, Night};
use crate::text::DASHES;

/// Some days of the week, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days([bool; 7]);

/// The word in a text that is no day; empty where the text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDays(pub String);

impl Days {
    pub(crate) const NAMES: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];

    /// Every day.
    pub const ALL: Self = Self([true; 7]);

    pub(crate) fn are_all(self) -> bool {
        self == Self::ALL
    }

    /// Whether the evening on which a night begins is one of them.
    pub(crate) fn has(self, night: Night) -> bool {
        self.0[night.weekday()]
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|day| self.0[day] || other.0[day]))
    }

    pub(crate) fn meet(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(a, b)| *a && b)
    }

    /// The numbers of the days: 1 for Monday to 7 for Sunday.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u8> {
        let days = (1..).zip(self.0);
        days.filter_map(|(number, on)| on.then_some(number))
    }

    /// The days before: those of the evenings whose nights end on these.
    pub(crate) fn evenings(mut self) -> Self {
        self.0.rotate_left(1);
        self
    }

    /// The days after: those on which the nights of these evenings end.
    pub(crate) fn mornings(mut self) -> Self {
        self.0.rotate_right(1);
        self
    }

    /// Their names with commas between: `Mon,Tue`.
    pub(crate) fn names(self) -> String {
        let names = DAYS.into_iter().zip(self.0);
        let on = names.filter_map(|(name, on)| on.then_some(name));
        on.collect::<Vec<_>>().join(",")
    }
}

/// As programs read them: `["mon", "tue"]`.
impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names().to_lowercase().split(','))
    }
}

impl FromStr for Days {
    type Err = NotDays;

    fn from_str(text: &str) -> Result<Self, NotDays> {
        let text = text.to_ascii_lowercase().replace("every day", "daily");
        // "mo - fr", "mo- fr", "mo -fr" and "mon to fri" are one range each.
        let ends = text.replace(" to ", "-").replace(DASHES, "-");
        let text = ends.split('-').map(str::trim).collect::<Vec<_>>().join("-");
        let mut days = [false; 7];
        let mut words = text
            .split(|c: char| c.is_whitespace() || ",/;+&".contains(c))
            .filter(|word| !["", "and", "every"].contains(word))
            .peekable();
        if words.peek().is_none() {
            return Err(NotDays(String::new()));
        }
        for range in words {
            let (mut day, last) = read(range).ok_or_else(|| NotDays(range.to_owned()))?;
            days[day] = true;
            // A week goes round: "fri-mon" has four days.
            while day != last {
                day = (day + 1) % 7;
                days[day] = true;
            }
        }
        Ok(Self(days))
    }
}

/// The first and the last day of a word or a range.
fn read(range: &str) -> Option<(usize, usize)> {
    Some(match range {
        "daily" | "everyday" | "all" => (0, 6),
        "weekday" | "weekdays" => (0, 4),
        "weekend" | "weekends" => (5, 6),
        _ => {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            (day(first)?, day(last)?)
        }
    })
}

/// A day's place in the week, by enough letters of its name.
fn day(name: &str) -> Option<usize> {
    let name = name.trim_end_matches('.');
    let is_meant = |whole: &&str| {
        name.len() >= 2 && (whole.starts_with(name) || name.strip_suffix('s') == Some(whole))
    };
    Days::NAMES.iter().position(is_meant)
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.are_all() {
            return f.write_str("every day");
        }
        write!(f, "on {}", self.names().replace(',', ", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        for (text, days) in [
            ("mon", "Mon"),
            ("Monday", "Mon"),
            ("mon-fri", "Mon,Tue,Wed,Thu,Fri"),
            ("mo – fr", "Mon,Tue,Wed,Thu,Fri"),
            ("mon to thu, sun", "Mon,Tue,Wed,Thu,Sun"),
            ("sat,sun", "Sat,Sun"),
            ("sun, sat", "Sat,Sun"),
            ("fri-mon", "Mon,Fri,Sat,Sun"),
            ("mon,wed-thu", "Mon,Wed,Thu"),
            ("Mon/Wed/Fri", "Mon,Wed,Fri"),
            ("mon wed and fri", "Mon,Wed,Fri"),
            ("Mondays & Thurs.", "Mon,Thu"),
            ("tues", "Tue"),
            ("weekdays", "Mon,Tue,Wed,Thu,Fri"),
            ("weekend, mon", "Mon,Sat,Sun"),
            ("daily", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
            ("every day", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
            ("mon-sun", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
            ("mon,", "Mon"),
        ] {
            let read = text.parse::<Days>().map(Days::names);
            assert_eq!(read.as_deref(), Ok(days), "{text}");
        }
        for (text, word) in [
            ("", ""),
            (" , ", ""),
            ("m", "m"),
            ("mon-", "mon-"),
            ("-fri", "-fri"),
            ("mon, noday", "noday"),
            ("1-5", "1-5"),
            ("monday's", "monday's"),
            ("mon-weekend", "mon-weekend"),
        ] {
            let wrong = text.parse::<Days>();
            assert_eq!(wrong, Err(NotDays(word.to_owned())), "{text}");
        }
        let days: Days = "sun,mon".parse().expect("days");
        assert_eq!(days.evenings().names(), "Sat,Sun");
        assert_eq!(days.mornings().names(), "Mon,Tue");
        assert_eq!(days.numbers().collect::<Vec<_>>(), [1, 7]);
    }
}
