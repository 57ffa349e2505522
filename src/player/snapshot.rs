//! The state of a player at a moment, for a screen.

use std::time::Duration;

use super::{Outcome, marks};
use crate::routine::tempo::{Beat, Part};
use crate::routine::{Cue, Step};
use crate::text::plural;
use crate::timeline::{Phase, Segment, Timeline};

/// What the player is doing at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// The clock runs.
    Playing,
    /// It stands still, for this long already.
    Paused(Duration),
    /// It will go on in this time.
    CountIn(Duration),
    /// It is over.
    Ended(Outcome),
}

/// The state at a moment, for a screen.
#[derive(Clone, Copy, Debug)]
pub struct Snapshot<'p> {
    /// What is played.
    pub timeline: &'p Timeline,
    /// Index of the current segment.
    pub index: usize,
    /// The current segment; the last one when all is done.
    pub segment: &'p Segment,
    /// How far into it.
    pub elapsed: Duration,
    /// Its length as a person has adjusted it; `None` until a key is pressed.
    pub length: Option<Duration>,
    /// Whether its instructions have not been shown: in the first segment that is
    /// played of its step, which may be a hold if a key has led past the prepare.
    pub(crate) introduces: bool,
    pub(crate) may_hurt: bool,
    /// Whether something waits for a person to go on, or lets a person go on.
    pub(crate) may_go_on: bool,
    /// What the player is doing.
    pub activity: Activity,
    /// Segments that were cut short by a key.
    pub skipped: u32,
}

impl<'p> Snapshot<'p> {
    pub(crate) fn step(&self) -> &'p Step {
        self.timeline.step(self.segment)
    }

    /// How long the segment still takes; `None` until a key is pressed.
    pub(crate) fn left(&self) -> Option<Duration> {
        Some(self.length?.saturating_sub(self.elapsed))
    }

    /// The movement and its part that are under way, in a hold with a tempo.
    pub fn beat(&self) -> Option<(Beat, &'p Part)> {
        let cycle = self.timeline.cycle(self.segment)?;
        let beat = cycle.beat_at(self.elapsed);
        Some((beat, &cycle.parts()[beat.part]))
    }

    /// When something is heard in the segment after a moment of it: its cues, and
    /// its notes, which have none.
    pub(crate) fn told_after(
        &self,
        from: Duration,
    ) -> impl Iterator<Item = (Duration, Option<Cue>)> {
        let (step, segment) = (self.step(), self.segment);
        let notes = step.notes.iter().map(|note| (note.at, None));
        let notes = notes.filter(move |(at, _)| segment.phase == Phase::Hold && *at > from);
        let cues = marks::cues(step, segment, self.length, Some(from));
        cues.map(|(at, cue)| (at, Some(cue))).chain(notes)
    }

    /// How many minutes are left, in words, and when that is told in a hold of more
    /// than two: each five, and the last one.
    pub(crate) fn minutes_left(&self) -> impl Iterator<Item = (Duration, String)> + use<'p> {
        /// Later than this it is wrong.
        const LATE: Duration = Duration::from_secs(5);
        let length = self.length.unwrap_or_default();
        let is_hold = self.segment.phase == Phase::Hold && self.step().cycle().is_none();
        let is_long = is_hold && length > Duration::from_mins(2);
        let (notes, since) = (&self.step().notes, self.elapsed.saturating_sub(LATE));
        let minutes = (1..=length.as_secs() / 60).filter(move |_| is_long);
        let minutes = minutes.filter(|it| *it == 1 || it.is_multiple_of(5));
        minutes.filter_map(move |minutes| {
            let at = length.saturating_sub(Duration::from_mins(minutes));
            // What the hold began with is not told, nor what a note may say.
            let told = at.is_zero() || notes.iter().any(|note| note.at == at);
            (at >= since && !told).then(|| (at, plural(minutes, "minute") + " left."))
        })
    }

    /// How many movements the hold has, where they are counted.
    pub(crate) fn movements(&self) -> Option<u32> {
        self.timeline.movements(self.segment, self.length)
    }

    /// How long everything still takes; `None` where something waits for a key.
    pub fn total_left(&self) -> Option<Duration> {
        let count_in = match self.activity {
            Activity::CountIn(left) => left,
            _ => Duration::ZERO,
        };
        let left = match self.segment.phase {
            Phase::Task => Duration::ZERO,
            _ => self.left()?,
        };
        Some(left + count_in + self.timeline.left_after(self.index + 1)?)
    }

    /// About how long everything still takes, where people take their own pace.
    pub(crate) fn about_left(&self) -> Option<Duration> {
        let left = match self.segment.phase {
            Phase::Task => Duration::ZERO,
            _ => self.timeline.about_of(self.segment)?,
        };
        Some(left.saturating_sub(self.elapsed) + self.timeline.about_after(self.index + 1)?)
    }
}
