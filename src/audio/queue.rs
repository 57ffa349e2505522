//! A queue of samples: sounds at exact places ahead of the reader, and silence.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clip::Clip;

/// One thread schedules sounds, and another may read the samples.
#[derive(Clone, Default)]
pub(super) struct SampleQueue(Arc<Mutex<QueueState>>);

#[derive(Default)]
struct QueueState {
    read: u64,
    /// The sounds in order; no sound begins before the one before it ends.
    sounds: VecDeque<Placed>,
}

struct Placed {
    from: u64,
    clip: Clip,
    gain: f32,
}

impl Placed {
    fn end(&self) -> u64 {
        self.from + self.clip.samples() as u64
    }
}

impl QueueState {
    fn end(&self) -> u64 {
        self.sounds.back().map_or(self.read, Placed::end)
    }

    fn next(&mut self) -> f32 {
        while self.sounds.front().is_some_and(|s| s.end() <= self.read) {
            self.sounds.pop_front();
        }
        let sample = self.sounds.front().and_then(|sound| {
            let inside = usize::try_from(self.read.checked_sub(sound.from)?).ok()?;
            Some(sound.clip.sample(inside) * sound.gain)
        });
        self.read += 1;
        sample.unwrap_or(0.0)
    }
}

impl SampleQueue {
    fn state(&self) -> MutexGuard<'_, QueueState> {
        // Nothing panics while it is locked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first sample at which a sound can be scheduled.
    pub(super) fn end(&self) -> u64 {
        self.state().end()
    }

    /// Schedules a sound at a sample, or at the first free one after it.
    /// Returns where it ends.
    pub(super) fn put(&self, from: u64, clip: Clip, gain: f32) -> u64 {
        let mut state = self.state();
        let from = from.max(state.end());
        state.sounds.push_back(Placed { from, clip, gain });
        state.end()
    }

    /// Reads up to the end of the last sound, at most `most` samples.
    #[cfg(target_os = "linux")]
    pub(super) fn read(&self, most: usize) -> Vec<f32> {
        let mut state = self.state();
        let left = usize::try_from(state.end() - state.read).unwrap_or(most);
        (0..left.min(most)).map(|_| state.next()).collect()
    }

    #[cfg(any(not(target_os = "linux"), feature = "alsa"))]
    pub(super) fn progress(&self) -> u64 {
        self.state().read
    }
}

/// The samples without an end: silence where there is no sound.
#[cfg(any(not(target_os = "linux"), feature = "alsa"))]
impl Iterator for SampleQueue {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        Some(self.state().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl SampleQueue {
        /// Where the sounds begin that are not over.
        pub(in crate::audio) fn begins(&self) -> Vec<u64> {
            self.state().sounds.iter().map(|sound| sound.from).collect()
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn sounds_lie_where_they_were_put_and_never_on_each_other() {
        let queue = SampleQueue::default();
        let read = |most| queue.read(most);
        assert_eq!(read(10), [0.0; 0]);
        let two = Clip::of(&[0.5, -0.5]);
        assert_eq!(queue.put(2, two.clone(), 1.0), 4);
        assert_eq!(queue.put(3, two.clone(), 0.5), 6, "the place is taken");
        assert_eq!(queue.end(), 6);
        assert_eq!(read(3), [0.0, 0.0, 0.5]);
        assert_eq!(read(10), [-0.5, 0.25, -0.25]);
        assert_eq!(read(10), [0.0; 0]);
        // What was read can't be changed any more.
        assert_eq!(queue.put(0, two, 1.0), 8);
        assert_eq!(read(10), [0.5, -0.5]);
    }
}
