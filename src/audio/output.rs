//! What the ways out for sound have in common.

use std::time::{Duration, Instant};

use super::error::AudioError;
use super::tape::Tape;
use crate::clip;

/// A way out for sound, like a server or a device. Every call returns within
/// the time it is given, or a little later.
pub(super) trait Output {
    /// What people call it, and where the sound goes.
    fn name(&self, limit: Duration) -> String;

    /// Why it is not quite what the person has asked for, if it isn't.
    fn warning(&self) -> Option<String> {
        None
    }

    /// Opens a stream.
    fn open(&self, start: Start, limit: Duration) -> Result<Box<dyn Stream>, AudioError>;
}

/// When a stream begins to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// At once, and it stays silent until something is put onto its tape, which
    /// can then be placed by where the stream is.
    InSilence,
    /// With the first sound that is put onto its tape, as soon as possible. It
    /// may stand still after it.
    WithSound,
}

/// An open stream. Dropping it cuts off what sounds, and closes it.
pub(super) trait Stream {
    /// What it plays.
    fn tape(&self) -> &Tape;

    /// Hands over what was put onto the tape, where nobody comes to fetch it.
    fn feed(&self, _limit: Duration) -> Result<(), AudioError> {
        Ok(())
    }

    /// Where it is.
    fn place(&self, limit: Duration) -> Result<Place, AudioError>;
}

/// Which sample of a stream is heard when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// A moment.
    pub(super) at: Instant,
    /// The sample that is heard then; below zero before the first.
    pub(super) heard: i64,
    /// Samples that were handed on toward the ear.
    pub(super) read: u64,
    /// Whether it moves on.
    pub(super) playing: bool,
    /// How far off `at` may be.
    pub(super) doubt: Duration,
}

/// What a way out needs to make use of samples that it is given: 10 ms.
const HANDOVER: u64 = clip::RATE as u64 / 100;

impl Place {
    /// The first sample that can still be given in time.
    pub(super) fn reach(&self) -> u64 {
        self.read + HANDOVER
    }

    /// The sample that is heard at a moment; the first one, if before it.
    pub(super) fn sample_at(&self, moment: Instant) -> u64 {
        let later = samples(moment.saturating_duration_since(self.at));
        let earlier = samples(self.at.saturating_duration_since(moment));
        u64::try_from(self.heard + later - earlier).unwrap_or(0)
    }

    /// When a sample is heard, or now if it was.
    pub(super) fn moment_of(&self, sample: u64) -> Instant {
        let after = i64::try_from(sample).unwrap_or(i64::MAX) - self.heard;
        self.at + clip::duration(u64::try_from(after).unwrap_or(0))
    }

    /// When the first sample of all was heard, or would have been.
    pub(super) fn moment_of_start(&self) -> Instant {
        let since = clip::duration(u64::try_from(self.heard).unwrap_or(0));
        let until = clip::duration(u64::try_from(-self.heard).unwrap_or(0));
        self.at.checked_sub(since).unwrap_or(self.at) + until
    }

    /// How long before a sample is heard it must be given.
    pub(super) fn latency(&self) -> Duration {
        self.moment_of(self.reach())
            .saturating_duration_since(self.at)
    }
}

/// How many samples a time takes.
pub(super) fn samples(time: Duration) -> i64 {
    let samples = time.as_nanos() * u128::from(clip::RATE) / 1_000_000_000;
    i64::try_from(samples).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_tells_moments_and_samples() {
        let at = Instant::now();
        let place = Place {
            at,
            heard: -4_410,
            read: 8_820 - HANDOVER,
            playing: true,
            doubt: Duration::ZERO,
        };
        let second = Duration::from_secs(1);
        assert_eq!(place.moment_of_start(), at + Duration::from_millis(100));
        assert_eq!(place.sample_at(at), 0, "the first comes later");
        assert_eq!(place.sample_at(at + second), 44_100 - 4_410);
        assert_eq!(place.moment_of(39_690), at + second);
        assert_eq!(place.latency(), Duration::from_millis(300));
    }
}
