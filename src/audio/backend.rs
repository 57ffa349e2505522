//! The interface of the backends.

use std::time::{Duration, Instant};

use super::queue::SampleQueue;
use crate::clip;

/// A sound server or a device. Every call returns within its time limit, or a
/// little later. An error says why there is no sound.
pub(super) trait Backend {
    /// The name of the backend, and where the sound goes.
    fn name(&self, limit: Duration) -> String;

    /// Opens a stream. `with_sound` it begins to play with the first sound that is
    /// scheduled, and may stop after it. Else it plays at once, silent until a sound
    /// is scheduled, which can be placed by the position of the stream.
    fn open(&self, with_sound: bool, limit: Duration) -> Result<Box<dyn Stream>, String>;
}

/// A backend, and where it differs from what the person has asked for.
pub(super) type Connected = (Box<dyn Backend>, Option<String>);

/// An open stream. Dropping it cuts off the sound and closes it.
pub(super) trait Stream {
    fn queue(&self) -> &SampleQueue;

    /// Sends the scheduled samples, if the backend does not fetch them itself.
    fn feed(&self, _limit: Duration) -> Result<(), String> {
        Ok(())
    }

    fn position(&self, limit: Duration) -> Result<StreamPosition, String>;
}

/// Which sample of a stream is heard when.
#[derive(Clone, Copy, Debug)]
pub(super) struct StreamPosition {
    pub(super) at: Instant,
    /// The sample that is heard then; negative before the first one.
    pub(super) heard: i64,
    /// The number of samples that were passed on to the device.
    pub(super) read: u64,
    pub(super) playing: bool,
    pub(super) uncertainty: Duration,
}

/// The time until a backend uses samples that it gets: 10 ms, in samples.
const HANDOVER: u64 = clip::RATE as u64 / 100;

impl StreamPosition {
    /// The first sample that can still be sent in time.
    pub(super) fn earliest_writable(&self) -> u64 {
        self.read + HANDOVER
    }

    /// The sample that is heard at a moment; at least the first one.
    pub(super) fn sample_at(&self, moment: Instant) -> u64 {
        let later = samples(moment.saturating_duration_since(self.at));
        let earlier = samples(self.at.saturating_duration_since(moment));
        u64::try_from(self.heard + later - earlier).unwrap_or(0)
    }

    /// When a sample is or was heard, or would have been.
    pub(super) fn moment_of(&self, sample: u64) -> Instant {
        let after = i64::try_from(sample).unwrap_or(i64::MAX) - self.heard;
        let distance = clip::duration(after.unsigned_abs());
        if after < 0 {
            self.at.checked_sub(distance).unwrap_or(self.at)
        } else {
            self.at + distance
        }
    }

    /// How long before it is heard a sample must be sent.
    pub(super) fn latency(&self) -> Duration {
        self.moment_of(self.earliest_writable())
            .saturating_duration_since(self.at)
    }
}

pub(super) fn samples(time: Duration) -> i64 {
    i64::try_from(time.saturating_mul(clip::RATE).as_secs()).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_tells_moments_and_samples() {
        let at = Instant::now();
        let place = StreamPosition {
            at,
            heard: -4_410,
            read: 8_820 - HANDOVER,
            playing: true,
            uncertainty: Duration::ZERO,
        };
        let second = Duration::from_secs(1);
        assert_eq!(place.moment_of(0), at + Duration::from_millis(100));
        assert_eq!(place.sample_at(at), 0, "the first comes later");
        assert_eq!(place.sample_at(at + second), 44_100 - 4_410);
        assert_eq!(place.moment_of(39_690), at + second);
        assert_eq!(place.latency(), Duration::from_millis(300));
    }
}
