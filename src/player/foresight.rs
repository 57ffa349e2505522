//! What will be heard if nobody presses a key.

use std::time::Duration;

use super::{Event, Player};
use crate::routine::Cue;
use crate::timeline::{Phase, Segment};

/// From this length on, a hold is one to doze off in.
const LONG_HOLD: Duration = Duration::from_mins(2);
/// The end of a routine, when sleep may be near.
const LAST_MINUTE: Duration = Duration::from_mins(1);
/// By how many decibels a cue is softer where somebody may be dozing off.
const CALM: u8 = 6;
/// The same in a hold to doze off in: at the usual volume, no built-in sound is
/// above -43 LUFS then.
const DROWSY: u8 = 11;

/// A cue, and what decides how it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedCue {
    /// When it is due, since the session began.
    pub at: Duration,
    /// What is due.
    pub cue: Cue,
    pub(crate) step: usize,
    /// By how many decibels it is softer than usual.
    pub(crate) softer: u8,
}

impl Player {
    /// The index of the hold or thing to do that it has reached, or that comes next.
    pub fn reached(&self) -> Option<usize> {
        self.timeline.goal_from(self.index)
    }

    /// The cues still to come up to `until`, if nobody presses a key, in order.
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
        TimedCue {
            at,
            cue,
            step: self.snapshot(at).segment.step,
            softer: self.softer(at, cue),
        }
    }

    /// By how many decibels a cue is softer, because somebody may be dozing off: in
    /// a hold of two minutes and more, in what follows it, and in the last minute of
    /// everything, but for what asks somebody who is awake for something.
    fn softer(&self, at: Duration, cue: Cue) -> u8 {
        let now = self.snapshot(at);
        let is_long = |it: &Segment, length| it.phase == Phase::Hold && length >= Some(LONG_HOLD);
        let is_late = |left: Option<Duration>| left.is_some_and(|left| left <= LAST_MINUTE);
        let mut before = self.timeline.segments[..now.index].iter();
        let follows = before
            .rfind(|it| !it.left_out)
            .is_some_and(|it| is_long(it, it.length));
        match cue {
            // Who moves, or has pressed a key, is awake.
            _ if !is_long(now.segment, now.length) || cue == Cue::Finish => {
                let asks = matches!(cue, Cue::Start | Cue::Last);
                let calm = follows || is_late(now.total_left()) && !asks;
                if calm { CALM } else { 0 }
            }
            Cue::Tick => CALM,
            _ if now.step().cycle().is_some() => CALM,
            // Who is just lying down does not sleep yet.
            Cue::Start | Cue::Last => DROWSY - 1,
            // It leads to nothing but the end.
            Cue::Enough if is_late(self.timeline.left_after(now.index + 1)) => DROWSY + CALM,
            _ => DROWSY,
        }
    }
}
