//! Keys out of what a terminal sends. Nothing here knows a clock: whoever reads
//! the bytes says when each was read.
//!
//! Bytes become presses in the [`decoder`](Decoder), which knows where a sequence
//! ends, by what `sequence` and `layouts` know. [`Presses`] decides which count.

mod decoder;
mod layouts;
mod sequence;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use decoder::Decoder;

pub use crate::keymap::Key;

impl Key {
    /// The key that types a character. Control characters type nothing, nor do those
    /// for private use, by which some terminals name other keys.
    pub(super) fn of_char(typed: char) -> Option<Self> {
        let is_text = !typed.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&typed);
        is_text.then(|| Self::Char(layouts::latin(typed).unwrap_or(typed)))
    }
}

/// How a terminal told of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// As typed: a key that is held down is sent again and again.
    Typed,
    /// As pressed, by a terminal that tells presses and repeats apart.
    Pressed,
    Repeated,
    Released,
}

/// A key, and how a terminal told of it.
pub(super) type Press = (Key, Manner);

/// Decides which presses count: a key held down must not run through a routine.
#[derive(Clone, Debug, Default)]
pub struct Presses {
    /// The last key and when it came, unless it was let go.
    last: Option<(Key, Duration)>,
}

impl Presses {
    /// The shortest time between two presses of one key. Keyboards repeat a key
    /// that is held down faster than this, and fingers don't press so fast.
    pub const APART: Duration = Duration::from_millis(100);

    /// The key, if this press of it counts. `at` is when it came.
    pub(super) fn take(&mut self, (pressed, manner): Press, at: Duration) -> Option<Key> {
        let key = pressed.unshifted();
        let follows =
            |(last, then): (Key, Duration)| last == key && at.saturating_sub(then) < Self::APART;
        let is_held = match manner {
            Manner::Typed => self.last.is_some_and(follows),
            Manner::Pressed => false,
            Manner::Repeated => true,
            Manner::Released => {
                self.last = self.last.filter(|(last, _)| *last != key);
                return None;
            }
        };
        self.last = Some((key, at));
        (!is_held || key.repeats()).then_some(pressed)
    }
}
