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
        for part in steps {
            let mut before = self.steps.iter_mut();
            let is_same = |it: &&mut StepRecord| it.step == part.step && it.side == part.side;
            if let Some(before) = before.find(is_same) {
                // A hold may have been whole before somebody went back to it.
                before.whole = before.whole.saturating_add(part.whole).min(before.holds);
                before.cut = before.cut.saturating_add(part.cut);
                before.skipped = before.skipped.saturating_add(part.skipped);
                before.held += part.held;
            } else {
                self.steps.push(part.clone());
            }
        }
        self.tasks.extend_from_slice(tasks);
    }
}
