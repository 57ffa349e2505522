//! What was held of each step, in a session or in several that are one.

use std::time::Duration;

use super::{HoldRef, StepRecord, TaskRecord};
use crate::player::{Outcome, Player, Went};
use crate::timeline::{Phase, Segment};

/// What was held and done of each step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub(crate) steps: Vec<StepRecord>,
    /// One of each session.
    pub(crate) tasks: Vec<TaskRecord>,
    pub(crate) hurt: Vec<HoldRef>,
}

impl Tally {
    pub(crate) fn add_player(&mut self, player: &Player) {
        self.add(&step_records(player), &task_records(player));
        let timeline = player.timeline();
        let hold_of = |index: usize| HoldRef::of(timeline, &timeline.segments[index]);
        self.hurt
            .extend(player.hurts().map(|hold| hold_of(hold.index)));
    }

    pub(crate) fn add(&mut self, steps: &[StepRecord], tasks: &[TaskRecord]) {
        add_steps(&mut self.steps, steps);
        self.tasks.extend_from_slice(tasks);
    }
}

/// Adds what was held in a session that goes on from those before. A hold that
/// was cut short there may come again, and be whole.
pub(crate) fn add_steps(steps: &mut Vec<StepRecord>, later: &[StepRecord]) {
    for part in later {
        let is_same = |it: &&mut StepRecord| (&it.step, it.side) == (&part.step, part.side);
        let Some(own) = steps.iter_mut().find(is_same) else {
            steps.push(part.clone());
            continue;
        };
        own.whole = own.whole.saturating_add(part.whole).min(own.holds);
        let others = own.holds - own.whole;
        own.cut = own.cut.saturating_add(part.cut).min(others);
        let skipped = own.skipped.saturating_add(part.skipped);
        own.skipped = skipped.min(others - own.cut);
        own.held += part.held;
    }
}

/// How much was held, by step and side, in the order of the timeline.
pub(crate) fn step_records(player: &Player) -> Vec<StepRecord> {
    let timeline = player.timeline();
    // Where it is now is not passed over, nor is what comes later.
    let now = player.snapshot(Duration::ZERO).index;
    let end = now + usize::from(player.reached().is_none());
    // The best of several attempts at a hold counts, and the time of all of them.
    let begin = |(index, segment): (usize, &Segment)| match index {
        _ if segment.left_out || index >= end => (Went::NotBegun, Duration::ZERO),
        _ => (Went::PassedOver, Duration::ZERO),
    };
    let mut attempts: Vec<_> = timeline.segments.iter().enumerate().map(begin).collect();
    for hold in player.holds() {
        let (went, time) = &mut attempts[hold.index];
        *went = (*went).max(match hold.went {
            went if went != Went::Whole && hold.hurt.is_some() => Went::Hurt,
            Went::PassedOver if hold.index >= end => Went::Cut,
            went => went,
        });
        *time += hold.time;
    }
    let mut parts: Vec<StepRecord> = Vec::new();
    let segments = timeline.segments.iter().zip(attempts);
    for (segment, (went, time)) in segments.filter(|(segment, _)| segment.phase == Phase::Hold) {
        let step = timeline.step(segment);
        let is_same = |part: &StepRecord| (&part.step, part.side) == (&step.id, segment.side);
        let place = parts.iter().position(is_same).unwrap_or_else(|| {
            parts.push(StepRecord {
                step: step.id.clone(),
                side: segment.side,
                stretch: Some(step.is_stretch()),
                ..StepRecord::default()
            });
            parts.len() - 1
        });
        let part = &mut parts[place];
        part.holds += 1;
        match went {
            Went::Whole => part.whole += 1,
            Went::Cut => part.cut += 1,
            Went::PassedOver => part.skipped += 1,
            Went::Hurt | Went::NotBegun => {}
        }
        part.held += time;
    }
    parts
}

/// What there was to do, in the order of the timeline.
pub(crate) fn task_records(player: &Player) -> Vec<TaskRecord> {
    let timeline = player.timeline();
    let segments = timeline.segments.iter().enumerate();
    let tasks = segments.filter(|(_, segment)| segment.phase == Phase::Task);
    let record = |(index, segment)| TaskRecord {
        step: timeline.step(segment).id.clone(),
        done: player.is_ticked(index),
    };
    tasks.map(record).collect()
}

/// How long the cramp lasted, once somebody said that it let go.
pub(crate) fn let_go_after(player: &Player) -> Option<Duration> {
    let hold = player.timeline().cramp_hold()?;
    // One that was reached again after a key had led back counts as a whole.
    let attempts = player.holds().iter().filter(|held| held.index == hold);
    let moved_on = player.outcome() == Some(Outcome::Completed)
        || player.snapshot(Duration::ZERO).index > hold;
    moved_on.then(|| attempts.map(|held| held.time).sum())
}
