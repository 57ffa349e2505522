//! What sessions come to together that go on from each other.

use super::{HoldRef, StepRecord, TaskRecord, step_records, task_records};
use crate::player::Player;

/// What was held and done of each step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub(crate) steps: Vec<StepRecord>,
    /// One of each session.
    pub(crate) tasks: Vec<TaskRecord>,
    /// The holds that hurt.
    pub(crate) hurt: Vec<HoldRef>,
}

impl Tally {
    /// Adds what is played.
    pub(crate) fn add_player(&mut self, player: &Player) {
        self.add(&step_records(player), &task_records(player));
        let timeline = player.timeline();
        let hurt = player.hurts().map(|hold| &timeline.segments[hold.index]);
        self.hurt
            .extend(hurt.map(|hold| HoldRef::of(timeline, hold)));
    }

    /// Adds a session that goes on from those before.
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
        own.skipped = own
            .skipped
            .saturating_add(part.skipped)
            .min(others - own.cut);
        own.held += part.held;
    }
}
