//! Days of the week: `mon-fri`, `sat,sun`.

use std::fmt;
use std::str::FromStr;

use crate::night::DAYS;

const WHOLE: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Some days of the week, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days([bool; 7]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDays;

impl Days {
    pub const ALL: Self = Self([true; 7]);

    pub fn are_all(self) -> bool {
        self == Self::ALL
    }

    /// The numbers of the days: 1 for Monday to 7 for Sunday.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (1..)
            .zip(self.0)
            .filter_map(|(number, on)| on.then_some(number))
    }

    /// The days before: those on whose evenings the nights began that are not
    /// over on these.
    pub fn evenings(mut self) -> Self {
        self.0.rotate_left(1);
        self
    }

    /// Their names with commas between: `Mon,Tue`.
    pub fn names(self) -> String {
        let names = DAYS.into_iter().zip(self.0);
        let on = names.filter_map(|(name, on)| on.then_some(name));
        on.collect::<Vec<_>>().join(",")
    }
}

impl FromStr for Days {
    type Err = NotDays;

    fn from_str(text: &str) -> Result<Self, NotDays> {
        let mut days = [false; 7];
        for part in text.to_lowercase().split(',') {
            let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
            let (mut day, last) = (day(first)?, self::day(last)?);
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

/// A day's place in the week, by enough letters of its name.
fn day(name: &str) -> Result<usize, NotDays> {
    let name = name.trim();
    let is_meant = |whole: &&str| name.len() >= 2 && whole.starts_with(name);
    WHOLE.iter().position(is_meant).ok_or(NotDays)
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
            ("sat,sun", "Sat,Sun"),
            ("sun, sat", "Sat,Sun"),
            ("fri-mon", "Mon,Fri,Sat,Sun"),
            ("mon,wed-thu", "Mon,Wed,Thu"),
            ("tues", "Tue"),
            ("mon-sun", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
        ] {
            let read = text.parse::<Days>().map(Days::names);
            assert_eq!(read.as_deref(), Ok(days), "{text}");
        }
        for text in ["", "m", "mon,", "mon-", "-fri", "daily", "1-5", "monday's"] {
            assert_eq!(text.parse::<Days>(), Err(NotDays), "{text}");
        }
        let evenings = "sun,mon".parse().map(|days: Days| days.evenings().names());
        assert_eq!(evenings.as_deref(), Ok("Sat,Sun"));
        assert_eq!(
            "sun".parse().map(|days: Days| days.numbers().collect()),
            Ok(vec![7])
        );
    }
}
