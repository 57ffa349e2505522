//! A sound that the desk is going to place, and what becomes of it.

use std::time::Instant;

use crate::audio::error::AudioError;
use crate::clip::Clip;

/// A sound that is to begin at a moment.
pub(super) struct Planned {
    pub(super) clip: Clip,
    pub(super) gain: f32,
    pub(super) at: Instant,
    /// Its moment was there when it was asked for.
    pub(super) at_once: bool,
    /// The number of the stream on which it will sound.
    pub(super) stream: Option<u64>,
    /// Why it does not sound yet.
    pub(super) trouble: Option<AudioError>,
    /// It can't be heard, which is told at its moment.
    pub(super) missed: bool,
}

impl Planned {
    pub(super) fn ends(&self) -> Instant {
        self.at + self.clip.length()
    }
}

/// What becomes of a planned sound.
pub(super) enum Next {
    /// It is placed, or given up.
    Done,
    /// It is looked at again then.
    At(Instant),
    /// So is it, and all after it have time as well.
    Later(Instant),
}
