//! A scheduled sound, and its progress.

use std::time::Instant;

use crate::audio::error::AudioError;
use crate::clip::Clip;

/// A sound that begins at a moment.
pub(super) struct ScheduledSound {
    pub(super) clip: Clip,
    pub(super) gain: f32,
    pub(super) at: Instant,
    /// Its moment had come when it was requested.
    pub(super) at_once: bool,
    /// The number of the stream on which it will sound.
    pub(super) stream: Option<u64>,
    /// Why it has not been sent yet.
    pub(super) trouble: Option<AudioError>,
    /// It can't be heard, which is reported at its moment.
    pub(super) missed: bool,
}

impl ScheduledSound {
    pub(super) fn new(clip: Clip, gain: f32, at: Instant) -> Self {
        Self {
            clip,
            gain,
            at,
            at_once: at <= Instant::now(),
            stream: None,
            trouble: None,
            missed: false,
        }
    }

    pub(super) fn ends(&self) -> Instant {
        self.at + self.clip.length()
    }
}

/// What is to be done next with a scheduled sound.
pub(super) enum Next {
    /// Nothing: it was sent or dropped.
    Done,
    /// It is polled again then.
    At(Instant),
    /// It is polled again then, and no later sound is due before.
    Later(Instant),
}
