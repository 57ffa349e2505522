//! What will be heard if nobody presses a key.

use std::collections::VecDeque;
use std::time::Duration;

use super::{Event, Player};
use crate::routine::Cue;
use crate::timeline::Phase;

/// From this length on, a hold is one to doze off in.
const LONG_HOLD: Duration = Duration::from_mins(2);
/// The end of a routine, when sleep may be near.
const LAST_MINUTE: Duration = Duration::from_mins(1);

/// A cue that will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// When it is due, since the session began.
    pub at: Duration,
    /// What is due.
    pub cue: Cue,
    /// What it comes amid.
    pub context: CueContext,
}

/// What a cue comes amid, which decides how it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueContext {
    /// The index of the step.
    pub step: usize,
    /// Whether somebody may be dozing off: in a hold of two minutes and more,
    /// and in the last minute of everything.
    pub calm: bool,
}

impl Player {
    /// The index of the hold that it has reached, or that comes next; `None`
    /// once it has come to its end.
    #[must_use]
    pub fn reached(&self) -> Option<usize> {
        self.timeline.hold_from(self.index)
    }

    /// The cues that come after what has happened already, up to `until`, if
    /// nobody presses a key; in the order of time.
    #[must_use]
    pub fn foresee(&self, until: Duration) -> Vec<Foreseen> {
        let mut ahead = Self {
            events: VecDeque::new(),
            ..self.clone()
        };
        let mut cues = Vec::new();
        while let Some(due) = ahead.next_deadline().filter(|due| *due <= until) {
            ahead.advance(due);
            while let Some((at, event)) = ahead.poll_event() {
                if let Event::Cue { cue } = event {
                    let context = ahead.context(at);
                    cues.push(Foreseen { at, cue, context });
                }
            }
        }
        cues
    }

    /// What a cue at this moment comes amid. Call [`advance`](Self::advance)
    /// first.
    #[must_use]
    pub fn context(&self, now: Duration) -> CueContext {
        let snapshot = self.snapshot(now);
        let long = snapshot.segment.phase == Phase::Hold
            && snapshot.length.is_some_and(|length| length >= LONG_HOLD);
        let ends_soon = snapshot
            .total_left()
            .is_some_and(|left| left <= LAST_MINUTE);
        CueContext {
            step: snapshot.segment.step,
            calm: long || ends_soon,
        }
    }
}
