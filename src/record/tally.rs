//! What sessions come to together that go on from each other.

use std::time::Duration;

use super::{StepRecord, TaskRecord, step_records, task_records};
use crate::player::Player;

/// What was held and done of each step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub(crate) steps: Vec<StepRecord<'static>>,
    /// One of each session.
    pub(crate) tasks: Vec<TaskRecord<'static>>,
    /// How many segments were cut short by a key.
    pub(crate) skipped: u32,
}

impl Tally {
    /// Adds what is played.
    pub(crate) fn add_player(&mut self, player: &Player) {
        let skipped = player.snapshot(Duration::ZERO).skipped;
        self.add(&step_records(player), &task_records(player), skipped);
    }

    /// Adds a session that goes on from those before.
    pub(crate) fn add(&mut self, steps: &[StepRecord], tasks: &[TaskRecord], skipped: u32) {
        for part in steps {
            let mut before = self.steps.iter_mut();
            let is_same = |it: &&mut StepRecord| it.step == part.step && it.side == part.side;
            if let Some(before) = before.find(is_same) {
                // A hold may have been whole before somebody went back to it.
                before.whole = before.whole.saturating_add(part.whole).min(before.holds);
                before.held += part.held;
            } else {
                let step = part.step.clone().into_owned().into();
                self.steps.push(StepRecord { step, ..*part });
            }
        }
        self.tasks.extend(tasks.iter().map(|task| {
            let step = task.step.clone().into_owned().into();
            TaskRecord { step, ..*task }
        }));
        self.skipped = self.skipped.saturating_add(skipped);
    }
}
