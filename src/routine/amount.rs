//! Ranges of durations and counts, and the level that picks one value out of each.

mod read;

use std::fmt;
use std::time::Duration;

pub(super) use read::{UNITS, split_range};
pub(crate) use read::{
    count_range, duration, duration_range, duration_without_clock, sets_by_reps,
};

/// A value between two bounds, or a fixed one where both are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    /// The least that was asked for.
    pub low: T,
    /// The most that was asked for; never less than `low`.
    pub high: T,
}

impl<T: Copy + PartialEq> Range<T> {
    pub(crate) const fn fixed(value: T) -> Self {
        let (low, high) = (value, value);
        Self { low, high }
    }

    pub(crate) fn is_fixed(&self) -> bool {
        self.low == self.high
    }
}

impl Range<u32> {
    /// The count at a level, rounded down.
    pub fn at(self, level: Level) -> u32 {
        self.low + (self.high - self.low) * u32::from(level.0) / 100
    }
}

impl Range<Duration> {
    /// The duration at a level, out of a range rounded down to whole seconds.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_rounds_down() {
        let hold = Range {
            low: Duration::from_secs(20),
            high: Duration::from_secs(25),
        };
        assert_eq!(hold.at(Level::GENTLE), Duration::from_secs(20));
        assert_eq!(hold.at(Level::STANDARD), Duration::from_secs(22));
        assert_eq!(hold.at(Level::FULL), Duration::from_secs(25));
        assert_eq!(Range { low: 2, high: 3 }.at(Level::STANDARD), 2);
        let written = Range::fixed(Duration::from_millis(1500));
        assert_eq!(written.at(Level::FULL), Duration::from_millis(1500));
    }
}
