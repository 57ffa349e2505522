//! Real time and the time of the timeline.

use std::time::{Duration, Instant};

/// Converts real time into the time of the timeline, and back.
#[derive(Clone, Copy)]
pub(super) struct SessionClock {
    pub(super) began: Instant,
    pub(super) speed: f64,
}

impl SessionClock {
    pub(super) fn scaled(self, real: Duration) -> Duration {
        real.mul_f64(self.speed)
    }

    pub(super) fn now(self) -> Duration {
        self.at(Instant::now())
    }

    pub(super) fn unscaled(self, time: Duration) -> Duration {
        time.div_f64(self.speed)
    }

    pub(super) fn at(self, moment: Instant) -> Duration {
        self.scaled(moment.saturating_duration_since(self.began))
    }

    pub(super) fn moment(self, time: Duration) -> Instant {
        self.began + self.unscaled(time)
    }
}
