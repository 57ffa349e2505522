//! A clock that goes on while the machine is suspended, beside [`Instant`].
//!
//! On Linux and macOS `Instant` stands still during a suspend, so it can't
//! tell that hours have passed. On Windows it counts them.

use std::time::{Duration, Instant};

/// A moment by both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimePoint {
    /// By the clock that everything is timed by.
    pub(crate) awake: Instant,
    /// By the clock that counts suspended time, since some moment in the past;
    /// `None` where `Instant` is such a clock or the system has none.
    pub(crate) counted: Option<Duration>,
}

impl TimePoint {
    pub(crate) fn now() -> Self {
        Self {
            awake: Instant::now(),
            counted: counted(),
        }
    }

    /// Real time since an earlier moment, suspended time included.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        match (self.counted, earlier.counted) {
            (Some(now), Some(then)) => now.saturating_sub(then),
            _ => self.awake_since(earlier),
        }
    }

    /// How long of it the machine was suspended, as far as the two clocks differ.
    pub(crate) fn suspended_since(self, earlier: Self) -> Duration {
        let awake = self.awake_since(earlier);
        self.since(earlier).saturating_sub(awake)
    }

    fn awake_since(self, earlier: Self) -> Duration {
        self.awake.saturating_duration_since(earlier.awake)
    }
}

#[cfg(unix)]
fn counted() -> Option<Duration> {
    use nix::time::{ClockId, clock_gettime};

    #[cfg(any(target_os = "linux", target_os = "android"))]
    const CLOCK: ClockId = ClockId::CLOCK_BOOTTIME;
    /// Darwin's counts suspended time, unlike the `CLOCK_UPTIME_RAW` of `Instant`.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const CLOCK: ClockId = ClockId::CLOCK_MONOTONIC;
    clock_gettime(CLOCK).ok().map(Duration::from)
}

/// The performance counter behind `Instant` counts time in standby.
#[cfg(not(unix))]
fn counted() -> Option<Duration> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suspended_time_counts_and_the_rest_is_known() {
        let then = TimePoint {
            awake: Instant::now(),
            counted: Some(Duration::from_secs(100)),
        };
        let now = TimePoint {
            awake: then.awake + Duration::from_secs(5),
            counted: Some(Duration::from_secs(1000)),
        };
        assert_eq!(now.since(then), Duration::from_mins(15));
        assert_eq!(now.suspended_since(then), Duration::from_secs(895));
        let without = TimePoint {
            counted: None,
            ..now
        };
        assert_eq!(without.since(then), Duration::from_secs(5));
        assert_eq!(without.suspended_since(then), Duration::ZERO);
    }
}
