//! The moments inside a segment: cues and notes, and which have passed.

use std::time::Duration;

use crate::routine::{Cue, Step};
use crate::timeline::{Phase, Segment};

/// Something at a moment inside a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Cue(Cue),
    /// A note of the step, by its index.
    Note(usize),
}

/// Holds from this length on have a middle worth hearing.
const HALF_FROM: Duration = Duration::from_secs(20);
/// The middle is left out this near to "enough".
const HALF_APART: Duration = Duration::from_secs(3);
/// Breaks from this length on count their last seconds.
const TICKS_FROM: Duration = Duration::from_secs(5);
const TICKS: u64 = 3;

/// Which marks of the current segment have passed.
///
/// Marks are found anew from the segment's length each time, because a person
/// may change it: then the middle and the last seconds move.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Cues up to here have passed; `None` before the first.
    pub(super) cues_to: Option<Duration>,
    notes_to: usize,
    /// The middle has sounded, and does not again when it moves.
    half_done: bool,
}

impl Marks {
    pub(super) fn next(
        &self,
        segment: &Segment,
        length: Option<Duration>,
        step: &Step,
    ) -> Option<(Duration, Mark)> {
        let cues = cues(step, segment, length, self.cues_to)
            .filter(|(_, cue)| !(*cue == Cue::Half && self.half_done))
            .map(|(at, cue)| (at, Mark::Cue(cue)));
        let note = step.notes.get(self.notes_to);
        let note = note.filter(|_| segment.phase == Phase::Hold);
        cues.chain(note.map(|note| (note.at, Mark::Note(self.notes_to))))
            .filter(|(at, _)| length.is_none_or(|end| *at < end))
            .min_by_key(|(at, _)| *at)
    }

    /// Passes a mark; returns whether no cue has sounded at its moment.
    pub(super) fn pass(&mut self, at: Duration, mark: Mark) -> bool {
        let is_first = !at.is_zero() && self.cues_to != Some(at);
        self.pass_cues_to(at);
        match mark {
            Mark::Cue(cue) => self.half_done |= cue == Cue::Half,
            Mark::Note(index) => self.notes_to = index + 1,
        }
        is_first
    }

    /// Leaves out the cues up to this moment that have not passed yet.
    pub(super) fn pass_cues_to(&mut self, at: Duration) {
        self.cues_to = self.cues_to.max(Some(at));
    }
}

/// The cues inside a segment after a moment, in no order; of a tempo the next one.
pub(super) fn cues(
    step: &Step,
    segment: &Segment,
    length: Option<Duration>,
    after: Option<Duration>,
) -> impl Iterator<Item = (Duration, Cue)> {
    let hold = segment.phase == Phase::Hold;
    let cycle = step.cycle().filter(|_| hold);
    let enough = segment.enough.filter(|&enough| length > Some(enough));
    let half = length
        .filter(|&length| hold && cycle.is_none() && length >= HALF_FROM)
        .map(|length| length / 2)
        .filter(|half| enough.is_none_or(|enough| enough.abs_diff(*half) > HALF_APART))
        .map(|half| (half, Cue::Half));
    // A break that a key has shortened keeps its last seconds.
    let is_counted = !hold && segment.length.max(length) >= Some(TICKS_FROM);
    let counted = length.filter(|_| is_counted);
    let ticks = counted.into_iter().flat_map(|length| {
        let before_end = move |second| length.saturating_sub(Duration::from_secs(second));
        (1..=TICKS).map(move |second| (before_end(second), Cue::Tick))
    });
    // What is enough is said in the place of the beat of a movement.
    let beat = cycle.map(|cycle| cycle.beat_after(after.unwrap_or_default()));
    let beat = beat.filter(|beat| Some(beat.at) != enough);
    let beat = beat.map(|beat| (beat.at, if beat.part == 0 { Cue::Beat } else { Cue::Part }));
    let enough = enough.map(|at| (at, Cue::Enough));
    let all = enough.into_iter().chain(half).chain(beat).chain(ticks);
    all.filter(move |(at, _)| after.is_none_or(|after| *at > after))
}
