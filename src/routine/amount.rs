//! Durations and counts as people write them, alone or as a range, and the
//! level that picks one value out of a range.

use std::fmt;
use std::time::Duration;

use crate::document::Unreadable;

/// A value between two bounds, or a fixed one where both are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    /// The least that was asked for.
    pub low: T,
    /// The most that was asked for; never less than `low`.
    pub high: T,
}

impl<T: Copy + PartialEq> Range<T> {
    /// A range of one value.
    pub const fn fixed(value: T) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// Whether there is anything to choose.
    pub fn is_fixed(&self) -> bool {
        self.low == self.high
    }
}

impl Range<u32> {
    /// The count at a level, rounded down.
    #[must_use]
    pub fn at(self, level: Level) -> u32 {
        self.low + (self.high - self.low) * u32::from(level.0) / 100
    }
}

impl Range<Duration> {
    /// The duration at a level. Out of a range it is rounded down to whole
    /// seconds; a fixed duration stays as it was written.
    #[must_use]
    pub fn at(self, level: Level) -> Duration {
        if self.is_fixed() {
            return self.low;
        }
        let span = self.high.saturating_sub(self.low);
        let picked = self.low + span * u32::from(level.0) / 100;
        Duration::from_secs(picked.as_secs())
    }
}

/// How much of each range is taken: hundredths of the way from low to high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// The low end of every range.
    pub const GENTLE: Self = Self(0);
    /// Half way.
    pub const STANDARD: Self = Self(50);
    /// The high end of every range.
    pub const FULL: Self = Self(100);

    /// Every level, from the gentlest on.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..101).map(Self)
    }

    /// A level by hundredths; more than 100 counts as 100.
    #[must_use]
    pub fn from_hundredths(hundredths: u8) -> Self {
        Self(hundredths.min(100))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::GENTLE => f.write_str("gentle"),
            Self::STANDARD => f.write_str("standard"),
            Self::FULL => f.write_str("full"),
            Self(hundredths) => write!(f, "0.{hundredths:02}"),
        }
    }
}

/// Reads a duration as `humantime` does: `10s`, `1m 30s`, `1.5h`.
///
/// # Errors
/// When the text is no duration, with the way to write it.
pub fn duration(text: &str) -> Result<Duration, Unreadable> {
    let text = text.trim();
    let digits = text
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .max();
    // humantime's own sums overflow on absurd numbers.
    if text.len() > 64 || digits > Some(9) {
        return Err(Unreadable::new(
            "too-long",
            "this duration is out of all proportion",
            "write seconds, minutes or hours, like \"30s\", \"1m 30s\" or \"1h\"",
        ));
    }
    humantime::parse_duration(text).map_err(|error| match error {
        humantime::DurationError::UnknownUnit { unit, value, .. } if unit.is_empty() => {
            Unreadable::new(
                "missing-unit",
                format!("a duration needs a unit: {value} of what?"),
                format!("write \"{value}s\" for seconds or \"{value}m\" for minutes"),
            )
        }
        humantime::DurationError::UnknownUnit { unit, value, .. } => Unreadable::new(
            "unknown-unit",
            format!("\"{unit}\" is no unit of time"),
            format!("write \"{value}s\", \"{value}m\" or \"{value}h\""),
        ),
        _ if split_range(text).is_some_and(|(low, high)| !low.is_empty() && !high.is_empty()) => {
            Unreadable::new(
                "no-range-here",
                format!("\"{text}\" is a range, and only hold, reps, sets and rounds can be one"),
                "write one duration, like \"30s\"",
            )
        }
        humantime::DurationError::Empty => Unreadable::new(
            "not-a-duration",
            "a duration is missing here",
            "write it like \"30s\" or \"1m 30s\"",
        ),
        _ => Unreadable::new(
            "not-a-duration",
            format!("\"{text}\" is no duration"),
            "write it like \"30s\" or \"1m 30s\"",
        ),
    })
}

/// Reads a duration or a range of two: `20s-30s`, `20-30s`, `10m to 15m`.
///
/// # Errors
/// When either end is no duration, or the range is upside down.
pub fn duration_range(text: &str) -> Result<Range<Duration>, Unreadable> {
    let Some((low, high)) = split_range(text) else {
        return duration(text).map(Range::fixed);
    };
    let high_value = duration(high)?;
    // "20-30s": the low end borrows the unit of the high end.
    let bare = !low.is_empty() && low.chars().all(|c| c.is_ascii_digit() || c == '.');
    let low = if bare {
        let unit = high.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if unit.contains(|c: char| c.is_ascii_digit()) {
            return Err(Unreadable::new(
                "missing-unit",
                format!("{low} of what? \"{high}\" has more than one unit"),
                format!("write \"{low}s-{high}\" or \"{low}m-{high}\""),
            ));
        }
        format!("{low}{unit}")
    } else {
        low.to_owned()
    };
    upright(text, duration(&low)?, high_value, &low, high)
}

/// Reads a count or a range of two: `10`, `2-3`, `2 to 3`.
///
/// # Errors
/// When either end is no whole number, or the range is upside down.
pub fn count_range(text: &str) -> Result<Range<u32>, Unreadable> {
    let Some((low, high)) = split_range(text) else {
        return count(text.trim()).map(Range::fixed);
    };
    upright(text, count(low)?, count(high)?, low, high)
}

fn count(text: &str) -> Result<u32, Unreadable> {
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
        if let Some((sets, reps)) = sets_by_reps(text) {
            return Err(Unreadable::new(
                "sets-by-reps",
                format!("\"{text}\" is two numbers in one"),
                format!("write sets = {sets} and reps = {reps}"),
            ));
        }
        return Err(Unreadable::new(
            "not-a-count",
            format!("\"{text}\" is no whole number"),
            "write a number like 10, or a range like \"2-3\"",
        ));
    }
    // Only too many digits can fail here, and any such number is over the limit.
    Ok(text.parse().unwrap_or(u32::MAX))
}

/// The numbers of `3x8`, as therapists write three sets of eight.
#[must_use]
pub fn sets_by_reps(text: &str) -> Option<(u32, u32)> {
    let (sets, reps) = text.split_once(['x', 'X', '×', '*'])?;
    Some((sets.trim().parse().ok()?, reps.trim().parse().ok()?))
}

/// The two ends of `LOW-HIGH`, `LOW–HIGH` or `LOW to HIGH`, trimmed.
fn split_range(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text
        .split_once(['-', '–'])
        .or_else(|| text.split_once(" to "))?;
    Some((low.trim(), high.trim()))
}

fn upright<T: Copy + PartialOrd>(
    text: &str,
    low: T,
    high: T,
    low_text: &str,
    high_text: &str,
) -> Result<Range<T>, Unreadable> {
    if low > high {
        return Err(Unreadable::new(
            "upside-down",
            format!("the range \"{}\" is upside down", text.trim()),
            format!("put the smaller end first: \"{high_text}-{low_text}\""),
        ));
    }
    Ok(Range { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[track_caller]
    fn assert_range(text: &str, low: u64, high: u64) {
        let range = Range {
            low: secs(low),
            high: secs(high),
        };
        assert_eq!(duration_range(text), Ok(range), "{text}");
    }

    #[test]
    fn durations_and_ranges_as_people_write_them() {
        assert_range("10s", 10, 10);
        assert_range("1m 30s", 90, 90);
        assert_range("20s-30s", 20, 30);
        assert_range("20-30s", 20, 30);
        assert_range("20 – 30 s", 20, 30);
        assert_range("10 to 15m", 600, 900);
        assert_range("10m to 15m", 600, 900);
        assert_range("90s-2m", 90, 120);
        assert_range("1.5-2m", 90, 120);
        assert_eq!(count_range("2–3"), Ok(Range { low: 2, high: 3 }));
        assert_eq!(count_range(" 7 "), Ok(Range::fixed(7)));
    }

    #[test]
    fn mistakes_say_how_to_write_it() {
        let code = |text: &str| duration_range(text).map_err(|e| (e.code, e.help)).err();
        let some = |code, help: &str| Some((code, help.to_owned()));
        assert_eq!(
            code("10"),
            some(
                "missing-unit",
                "write \"10s\" for seconds or \"10m\" for minutes"
            )
        );
        assert_eq!(
            code("30s-20s"),
            some("upside-down", "put the smaller end first: \"20s-30s\"")
        );
        assert_eq!(
            code("30-20s"),
            some("upside-down", "put the smaller end first: \"20s-30s\"")
        );
        assert_eq!(
            code("20-1m 30s"),
            some("missing-unit", "write \"20s-1m 30s\" or \"20m-1m 30s\"")
        );
        assert_eq!(
            code("3 bananas"),
            some("unknown-unit", "write \"3s\", \"3m\" or \"3h\"")
        );
        for text in [
            "",
            "-",
            "soon",
            "1s-",
            "-5s",
            "5s-6s-7s",
            "99999999999999999999s",
        ] {
            assert!(code(text).is_some(), "{text}");
        }
        for text in ["", "two", "1.5", "-2", "2-"] {
            assert!(count_range(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_level_rounds_down() {
        let hold = Range {
            low: secs(20),
            high: secs(25),
        };
        assert_eq!(hold.at(Level::GENTLE), secs(20));
        assert_eq!(hold.at(Level::STANDARD), secs(22));
        assert_eq!(hold.at(Level::FULL), secs(25));
        assert_eq!(Range { low: 2, high: 3 }.at(Level::STANDARD), 2);
        let written = Range::fixed(Duration::from_millis(1500));
        assert_eq!(written.at(Level::FULL), Duration::from_millis(1500));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = duration_range(&text);
            let _ = count_range(&text);
        }

        #[test]
        fn numbers_of_any_size_are_refused_or_read(text in "[0-9]{1,30}(s|m|h|y|ns)( [0-9]{1,30}(s|y))?") {
            let _ = duration_range(&text);
        }
    }
}
