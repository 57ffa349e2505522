//! A silent tape onto which sounds are put at exact places, ahead of whoever
//! reads it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clip::Clip;

/// A tape that two threads share: one puts sounds onto it, one reads it.
#[derive(Clone, Default)]
pub(super) struct Tape(Arc<Mutex<Reel>>);

#[derive(Default)]
struct Reel {
    /// Samples that were read.
    read: u64,
    /// What comes, in order; no sound begins before the one before it ends.
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

impl Reel {
    fn end(&self) -> u64 {
        self.sounds.back().map_or(self.read, Placed::end)
    }

    fn next(&mut self) -> f32 {
        while self.sounds.front().is_some_and(|s| s.end() <= self.read) {
            self.sounds.pop_front();
        }
        let at = self.read;
        self.read += 1;
        let Some(sound) = self.sounds.front() else {
            return 0.0;
        };
        let inside = at.checked_sub(sound.from);
        let inside = inside.and_then(|inside| usize::try_from(inside).ok());
        inside.map_or(0.0, |inside| sound.clip.sample(inside) * sound.gain)
    }
}

impl Tape {
    fn reel(&self) -> MutexGuard<'_, Reel> {
        // Nothing panics in here, and if it did, a wrong sample is no danger.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the last sound ends, or how far the tape was read: before that,
    /// nothing can be put any more.
    pub(super) fn end(&self) -> u64 {
        self.reel().end()
    }

    /// Where the sounds begin that are still on it.
    #[cfg(test)]
    pub(super) fn begins(&self) -> Vec<u64> {
        self.reel().sounds.iter().map(|sound| sound.from).collect()
    }

    /// Puts a sound at a sample, or at the first one that is free after it.
    /// Returns where it ends.
    pub(super) fn put(&self, from: u64, clip: Clip, gain: f32) -> u64 {
        let mut reel = self.reel();
        let from = from.max(reel.end());
        reel.sounds.push_back(Placed { from, clip, gain });
        reel.end()
    }

    /// Reads up to the end of the last sound, at most so many samples.
    #[cfg(target_os = "linux")]
    pub(super) fn read(&self, most: usize) -> Vec<f32> {
        let mut reel = self.reel();
        let left = usize::try_from(reel.end() - reel.read).unwrap_or(most);
        (0..left.min(most)).map(|_| reel.next()).collect()
    }

    /// The next sample; silence where there is no sound.
    #[cfg(any(not(target_os = "linux"), feature = "alsa"))]
    pub(super) fn next(&self) -> f32 {
        self.reel().next()
    }

    /// How many samples were read.
    #[cfg(any(not(target_os = "linux"), feature = "alsa"))]
    pub(super) fn progress(&self) -> u64 {
        self.reel().read
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn sounds_lie_where_they_were_put_and_never_on_each_other() {
        let tape = Tape::default();
        let read = |most| tape.read(most);
        assert_eq!(read(10), [0.0; 0]);
        let two = Clip::of(&[0.5, -0.5]);
        assert_eq!(tape.put(2, two.clone(), 1.0), 4);
        assert_eq!(tape.put(3, two.clone(), 0.5), 6, "the place is taken");
        assert_eq!(tape.end(), 6);
        assert_eq!(read(3), [0.0, 0.0, 0.5]);
        assert_eq!(read(10), [-0.5, 0.25, -0.25]);
        assert_eq!(read(10), [0.0; 0]);
        // What was read can't be changed any more.
        assert_eq!(tape.put(0, two, 1.0), 8);
        assert_eq!(read(10), [0.5, -0.5]);
    }
}
