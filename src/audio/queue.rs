//! A queue of samples: sounds at exact places ahead of the reader, and silence.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clip::Clip;

/// One thread schedules sounds, and another may read the samples.
#[derive(Clone, Default)]
pub(super) struct SampleQueue(Arc<Mutex<QueueState>>);

#[derive(Default)]
struct QueueState {
    /// The number of samples that were read.
    read: u64,
    /// What follows them, up to the end of the last sound.
    samples: VecDeque<f32>,
}

impl QueueState {
    fn end(&self) -> u64 {
        self.read + self.samples.len() as u64
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

    /// Schedules a sound at a free sample from this one on; returns where it ends.
    pub(super) fn put(&self, from: u64, clip: &Clip, gain: f32) -> u64 {
        let sound: Vec<f32> = (0..clip.samples())
            .map(|it| clip.sample(it) * gain)
            .collect();
        let mut state = self.state();
        for _ in state.end()..from {
            state.samples.push_back(0.0);
        }
        state.samples.extend(sound);
        state.end()
    }

    /// Reads up to the end of the last sound, at most `most` samples.
    #[cfg(target_os = "linux")]
    pub(super) fn read(&self, most: usize) -> Vec<f32> {
        let mut state = self.state();
        let count = most.min(state.samples.len());
        state.read += count as u64;
        state.samples.drain(..count).collect()
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
        let mut state = self.state();
        state.read += 1;
        Some(state.samples.pop_front().unwrap_or(0.0))
    }
}

#[cfg(test)]
impl SampleQueue {
    /// Where this sound begins in what was not read.
    pub(super) fn begins(&self, clip: &Clip) -> Vec<u64> {
        let sound: Vec<f32> = (0..clip.samples()).map(|it| clip.sample(it)).collect();
        let mut state = self.state();
        let read = state.read;
        let windows = state.samples.make_contiguous().windows(sound.len());
        let found = (read..).zip(windows).filter(|(_, window)| *window == sound);
        found.map(|(at, _)| at).collect()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn sounds_lie_where_they_were_put_and_never_on_each_other() {
        let queue = SampleQueue::default();
        let read = |most| queue.read(most);
        assert_eq!(read(10), [0.0; 0]);
        let two = Clip::of(&[0.5, -0.5]);
        assert_eq!(queue.put(2, &two, 1.0), 4);
        assert_eq!(queue.put(3, &two, 0.5), 6, "the place is taken");
        assert_eq!(queue.end(), 6);
        assert_eq!(read(3), [0.0, 0.0, 0.5]);
        assert_eq!(read(10), [-0.5, 0.25, -0.25]);
        assert_eq!(read(10), [0.0; 0]);
        // What was read can't be changed any more.
        assert_eq!(queue.put(0, &two, 1.0), 8);
        assert_eq!(read(10), [0.5, -0.5]);
    }
}
