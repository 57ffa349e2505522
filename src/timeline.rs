//! What will happen and when: segments laid end to end.

mod compile;
mod fit;
mod left_out;
mod resume;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::routine::amount::Level;
use crate::routine::tempo::Cycle;
use crate::routine::{Cue, Routine, Side, Sides, Step};
use crate::safety;

pub use compile::{Choice, CompileError, compile};
pub use fit::{FitError, fit};

/// About how long a movement takes whose pace is the person's own.
pub(crate) const OWN_PACE: Duration = Duration::from_secs(4);

/// A routine with every choice made.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The routine as it was written.
    pub routine: Arc<Routine>,
    /// How much of each range was taken.
    pub level: Level,
    /// The time into which it was fitted, if it was.
    pub fit: Option<Duration>,
    /// Whether Enter in the first open hold says that a cramp has let go.
    pub for_a_cramp: bool,
    /// Whether nobody has been told yet what to be careful about.
    pub is_first_evening: bool,
    /// The steps that are played, in order.
    pub steps: Vec<PlannedStep>,
    /// What happens, in order, without gaps.
    pub segments: Vec<Segment>,
}

impl Timeline {
    /// How long it all takes; `None` where something waits for a key.
    pub fn total(&self) -> Option<Duration> {
        self.left_after(0)
    }

    /// How long the segments from `index` on take, things to do left out;
    /// `None` where one of the others waits for a key.
    pub(crate) fn left_after(&self, index: usize) -> Option<Duration> {
        self.timed_from(index).map(|segment| segment.length).sum()
    }

    /// About how long it all takes, movements at one's own pace included.
    pub fn about(&self) -> Option<Duration> {
        self.about_after(0)
    }

    pub(crate) fn about_after(&self, index: usize) -> Option<Duration> {
        let rest = self.timed_from(index);
        rest.map(|segment| self.about_of(segment)).sum()
    }

    pub(crate) fn about_of(&self, segment: &Segment) -> Option<Duration> {
        let own = self.movements(segment, None);
        segment.length.or(own.map(|movements| OWN_PACE * movements))
    }

    /// The segments from `index` on that take time of their own.
    fn timed_from(&self, index: usize) -> impl Iterator<Item = &Segment> {
        let rest = self.segments.iter().skip(index);
        rest.filter(|it| it.phase != Phase::Task && !it.left_out)
    }

    pub(crate) fn tasks(&self) -> usize {
        self.tasks_after(0)
    }

    pub(crate) fn tasks_after(&self, index: usize) -> usize {
        let rest = self.segments.iter().skip(index);
        rest.filter(|segment| segment.phase == Phase::Task).count()
    }

    /// Whether it begins with time to get into position, or with something to
    /// do. What begins with a hold is for somebody who can't wait.
    pub(crate) fn prepares(&self) -> bool {
        let first = self.segments.first();
        first.is_some_and(|first| first.phase != Phase::Hold)
    }

    pub(crate) fn first_stretch(&self) -> Option<usize> {
        let stretch = self.segments.iter().find(|it| self.step(it).is_stretch());
        stretch.map(|segment| segment.step)
    }

    /// What is said of stretching each time, before the first stretch, where the
    /// routine has no word of its own and somebody has time for it.
    pub(crate) fn stretching_advice(&self, step: usize) -> Option<&'static str> {
        let says_it = self.prepares() && self.routine.caution.is_none();
        let is_place = says_it && self.first_stretch() == Some(step);
        is_place.then_some(safety::EACH_TIME)
    }

    /// The step of a segment of this timeline, as it was written.
    pub fn step(&self, segment: &Segment) -> &Step {
        &self.steps[segment.step].step
    }

    pub(crate) fn needs(&self) -> Option<String> {
        let steps = self.steps.iter().map(|planned| &*planned.step);
        self.routine.needs_for(steps)
    }

    /// What to have at hand for the step of a segment, unless its instructions
    /// name just that; for the one that comes first, all that is needed later as
    /// well. A step that begins with a hold leaves no time to fetch anything.
    pub(crate) fn needs_at(&self, segment: &Segment) -> Option<String> {
        let (first, step) = (&self.segments[0], self.step(segment));
        if self.segments_of(segment.step).next()?.phase == Phase::Hold {
            None
        } else if (first.step, first.round) == (segment.step, segment.round) {
            self.needs()
        } else {
            let how = step.how.as_deref().unwrap_or_default();
            step.needs.clone().filter(|needs| !how.contains(&**needs))
        }
    }

    /// The parts of a movement, if a segment is a hold with a tempo.
    pub fn cycle(&self, segment: &Segment) -> Option<&Cycle> {
        let is_hold = segment.phase == Phase::Hold;
        self.step(segment).cycle().filter(|_| is_hold)
    }

    /// How many movements a segment has at this length, where they are counted.
    pub(crate) fn movements(&self, segment: &Segment, length: Option<Duration>) -> Option<u32> {
        let planned = self.steps[segment.step].movements?;
        let counted = length.zip(self.cycle(segment));
        let counted = counted.map_or(planned, |(length, cycle)| cycle.nearest(length));
        (segment.phase == Phase::Hold).then_some(counted)
    }

    pub(crate) fn segments_of(&self, step: usize) -> impl Iterator<Item = &Segment> {
        let segments = self.segments.iter();
        segments.filter(move |segment| segment.step == step)
    }

    /// How long a step takes, by its index; what waits for a key counts nothing.
    pub(crate) fn length_of(&self, step: usize) -> Duration {
        let segments = self.segments_of(step);
        segments.filter_map(|segment| self.about_of(segment)).sum()
    }

    /// The first hold or thing to do at or after `index`.
    pub fn goal_from(&self, index: usize) -> Option<usize> {
        (index..self.segments.len()).find(|index| self.segments[*index].is_goal())
    }

    /// The last hold or thing to do before `index`.
    pub fn goal_before(&self, index: usize) -> Option<usize> {
        (0..index).rfind(|index| self.segments[*index].is_goal())
    }

    /// The hold that lasts until a cramp lets go, by its index.
    pub(crate) fn cramp_hold(&self) -> Option<usize> {
        let is_open = |it: &Segment| it.phase == Phase::Hold && it.length.is_none();
        let open = self.segments.iter().position(is_open);
        open.filter(|_| self.for_a_cramp)
    }

    /// The cue that sounds when a segment begins, by its index. Where a routine
    /// changes the sound of its holds and says nothing of the last, that changes
    /// as well.
    pub(crate) fn opening_cue(&self, index: usize) -> Cue {
        let segment = &self.segments[index];
        let sounds = [&self.step(segment).sounds, &self.routine.sounds];
        let sets = |cue| sounds.iter().any(|sounds| sounds.contains_key(&cue));
        let holds = |it: &Segment| it.phase == Phase::Hold && !it.left_out;
        let follows = |it: &Segment| (it.step, it.side) == (segment.step, segment.side);
        let mut later = self.segments[index + 1..].iter();
        match segment.phase {
            Phase::Prepare | Phase::Task => Cue::Ready,
            Phase::Rest => Cue::Rest,
            Phase::Switch => Cue::Switch,
            Phase::Hold if segment.places().next().is_none() => Cue::Start,
            Phase::Hold if later.any(|it| holds(it) && follows(it)) => Cue::Start,
            Phase::Hold if sets(Cue::Start) && !sets(Cue::Last) => Cue::Start,
            Phase::Hold => Cue::Last,
        }
    }

    /// The first segment at or after `index` that is played; past the last one
    /// where there is none.
    pub(crate) fn played_from(&self, index: usize) -> usize {
        let end = self.segments.len();
        let mut rest = index..end;
        rest.find(|at| !self.segments[*at].left_out).unwrap_or(end)
    }
}

/// A step of a timeline, with the choices made for it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedStep {
    /// The step as it was written.
    pub step: Arc<Step>,
    /// The sides that are held.
    pub sides: Sides,
    /// Holds a side, in each set.
    pub reps: u32,
    /// How often the whole pattern is played.
    pub sets: u32,
    /// The length of each hold; `None` until a key is pressed.
    pub hold: Option<Duration>,
    /// The movements of each hold, where they are counted.
    pub movements: Option<u32>,
}

/// What a segment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Get into position.
    Prepare,
    /// Hold the stretch.
    Hold,
    /// Let go for a moment, on the same side or between sets and rounds.
    Rest,
    /// Change sides.
    Switch,
    /// Do something, and say with a key that it is done.
    Task,
}

impl Phase {
    /// Whether it is what a routine is for; all else leads to it.
    pub fn is_goal(self) -> bool {
        matches!(self, Self::Hold | Self::Task)
    }
}

/// One of several, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Which one.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

/// A stretch of time with one thing to do.
///
/// Side, rep, set and round are those of the hold; those of a prepare, rest or
/// switch are of the hold that it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Index of its step in [`Timeline::steps`].
    pub step: usize,
    /// What it is for.
    pub phase: Phase,
    /// The side, where there is one.
    pub side: Option<Side>,
    /// The rep on this side, in this set.
    pub rep: Count,
    /// The set.
    pub set: Count,
    /// The round of the step's circuit.
    pub round: Count,
    /// When it begins, as planned: segments of no planned length count nothing.
    pub start: Duration,
    /// How long it is; `None` until a key is pressed.
    pub length: Option<Duration>,
    /// How far into a hold its range's low end lies.
    pub enough: Option<Duration>,
    /// Whether it is passed over, because its side hurts.
    pub left_out: bool,
}

impl Segment {
    /// When it ends, as planned.
    pub fn end(&self) -> Duration {
        self.start + self.length.unwrap_or_default()
    }

    fn is_goal(&self) -> bool {
        self.phase.is_goal() && !self.left_out
    }

    /// Which hold of how many it is or leads to, where there are several.
    pub(crate) fn places(&self) -> impl Iterator<Item = String> + use<> {
        [("", self.rep), ("set ", self.set), ("round ", self.round)]
            .into_iter()
            .filter(|(_, count)| count.of > 1)
            .map(|(noun, count)| format!("{noun}{} of {}", count.number, count.of))
    }
}
