//! Real time and the time of the timeline.

use std::time::{Duration, Instant};

/// How real time becomes the time of the timeline, and back.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    pub(super) began: Instant,
    pub(super) speed: f64,
}

impl Pace {
    /// Real time as the timeline counts it.
    pub(super) fn scaled(self, real: Duration) -> Duration {
        real.mul_f64(self.speed)
    }

    pub(super) fn unscaled(self, time: Duration) -> Duration {
        time.div_f64(self.speed)
    }

    /// The time of the timeline at a moment.
    pub(super) fn at(self, moment: Instant) -> Duration {
        self.scaled(moment.saturating_duration_since(self.began))
    }

    /// When it is, or was, this time.
    pub(super) fn moment(self, time: Duration) -> Instant {
        self.began + self.unscaled(time)
    }
}
