//! What will be heard if nobody presses a key.

use std::time::Duration;

use super::{Event, Player};
use crate::routine::Cue;
use crate::timeline::Phase;

/// From this length on, a hold is one to doze off in.
const LONG_HOLD: Duration = Duration::from_mins(2);
/// The end of a routine, when sleep may be near.
const LAST_MINUTE: Duration = Duration::from_mins(1);

/// A cue, and what decides how it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedCue {
    /// When it is due, since the session began.
    pub at: Duration,
    /// What is due.
    pub cue: Cue,
    pub(crate) step: usize,
    /// Whether somebody may be dozing off: in a hold of two minutes and more,
    /// and in the last minute of everything, but not what asks for something.
    pub(crate) calm: bool,
}

impl Player {
    /// The index of the hold that it has reached, or that comes next, if any.
    #[must_use]
    pub fn reached(&self) -> Option<usize> {
        self.timeline.goal_from(self.index)
    }

    /// The cues still to come up to `until`, if nobody presses a key, in order.
    #[must_use]
    pub fn foresee(&self, until: Duration) -> Vec<TimedCue> {
        let mut ahead = self.clone();
        ahead.events.clear();
        let mut cues = Vec::new();
        while let Some(due) = ahead.next_deadline().filter(|due| *due <= until) {
            ahead.advance(due);
            while let Some((at, event)) = ahead.poll_event() {
                if let Event::Cue { cue } = event {
                    cues.push(ahead.in_context(at, cue));
                }
            }
        }
        cues
    }

    /// A cue at a moment to which the player has advanced.
    pub(crate) fn in_context(&self, at: Duration, cue: Cue) -> TimedCue {
        let snapshot = self.snapshot(at);
        let long = snapshot.segment.phase == Phase::Hold
            && snapshot.length.is_some_and(|length| length >= LONG_HOLD);
        let left = snapshot.total_left();
        TimedCue {
            at,
            cue,
            step: snapshot.segment.step,
            calm: long || cue != Cue::Start && left.is_some_and(|left| left <= LAST_MINUTE),
        }
    }
}
