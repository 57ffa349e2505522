//! A number of a sheet, or a range of two.

use std::time::Duration;

use crate::routine::amount::Range;
use crate::text::length;

/// A count, or a time in seconds.
pub(super) type Quantity = Range<f64>;

impl Quantity {
    pub(super) fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self {
            low: change(self.low),
            high: change(self.high),
        }
    }

    pub(super) fn is_several(self) -> bool {
        self.high > 1.0
    }

    /// As the grammar's rules see it, without a unit: `12`, `20~30`.
    pub(super) fn spelled(self) -> String {
        self.count().replace('-', "~")
    }

    /// What `spelled` made, perhaps with the unit of a time behind.
    pub(super) fn read(spelling: &str) -> Option<Self> {
        let text = spelling.trim_end_matches(['s', 'c']);
        let (low, high) = text.split_once('~').unwrap_or((text, text));
        let (low, high) = (low.parse().ok()?, high.parse().ok()?);
        Some(Self { low, high })
    }

    pub(super) fn count(self) -> String {
        self.joined(|value| value.to_string())
    }

    pub(super) fn time(self) -> String {
        self.joined(|seconds| {
            Duration::try_from_secs_f64(seconds).map_or(seconds.to_string(), length)
        })
    }

    fn joined(self, told: impl Fn(f64) -> String) -> String {
        if self.is_fixed() {
            told(self.low)
        } else {
            format!("{}-{}", told(self.low), told(self.high))
        }
    }
}
