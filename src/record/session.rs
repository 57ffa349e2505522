//! The record of a session, made from the player that played it.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{LocalTime, Tally, read, step_records, task_records};
use crate::player::{Outcome, Player};
use crate::routine::Side;
use crate::timeline::{Choice, PlannedStep, Segment, Timeline};

/// A routine that was played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// The routine's name.
    pub routine: String,
    /// What people call it.
    #[serde(default)]
    pub title: String,
    /// How much of each range.
    #[serde(default)]
    pub level: String,
    /// Only these steps; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "read::detail", default)]
    pub only: Vec<String>,
    /// Not these steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "read::detail", default)]
    pub skip: Vec<String>,
    /// Only this side.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub side: Option<Side>,
    /// Whether there was half as much time again between the holds.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[serde(deserialize_with = "read::detail", default)]
    pub unhurried: bool,
    /// The id of the session that this one goes on from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resumes: Option<String>,
    /// When it ended, as RFC 3339 with the offset of the zone.
    #[serde(default)]
    pub ended: String,
    /// How it ended.
    #[serde(deserialize_with = "read::detail", default)]
    pub outcome: Outcome,
    /// Time spent in holds, in seconds.
    #[serde(rename = "held_s", with = "read::seconds", default)]
    pub held: Duration,
    /// How many holds were held to their end.
    #[serde(deserialize_with = "read::detail", default)]
    pub whole: u32,
    /// How many segments were cut short by a key.
    #[serde(deserialize_with = "read::detail", default)]
    pub skipped: u32,
    /// What was held of each step and side.
    #[serde(deserialize_with = "read::detail", default)]
    pub steps: Vec<StepRecord>,
    /// Which of the things to do were done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "read::detail", default)]
    pub tasks: Vec<TaskRecord>,
    /// The holds that hurt, and how far into them, also in the session that it goes
    /// on from. What was left of their steps on their sides was not played.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "read::detail", default)]
    pub hurt: Vec<HoldRef>,
    /// The hold or thing to do that it had reached, unless it ran to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub reached: Option<HoldRef>,
}

/// What was held of a step on a side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// The step's id.
    pub step: String,
    /// The side, where there is one.
    pub side: Option<Side>,
    /// Whether its holds stretch; `None` where an older version wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub stretch: Option<bool>,
    /// How many holds there were to be.
    pub holds: u32,
    /// How many were held to their end.
    pub whole: u32,
    /// How many were cut short, and neither passed over nor hurt.
    pub cut: u32,
    /// How many were passed over by a key: not begun, or ended before half.
    #[serde(default)]
    pub skipped: u32,
    /// Time spent in them, in seconds.
    #[serde(rename = "held_s", with = "read::seconds")]
    pub held: Duration,
}

impl StepRecord {
    /// Whether its holds stretch. In older records the id tells.
    pub(crate) fn is_stretch(&self) -> bool {
        const OTHERS: &str = "elevation lower walk squat rub pack bath room pillows";
        let is_other = OTHERS.split(' ').any(|other| other == self.step);
        self.stretch.unwrap_or(!is_other)
    }
}

/// Something to do, and whether a key said that it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRecord {
    pub(crate) step: String,
    pub(crate) done: bool,
}

/// One hold of a routine, and how much of it was held; or a thing to do. Reps,
/// sets and rounds count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRef {
    step: String,
    side: Option<Side>,
    rep: u32,
    set: u32,
    round: u32,
    /// How far into the hold the session had come, or when it hurt, with what was
    /// held of it in the session that it resumes.
    #[serde(rename = "held_s", with = "read::seconds")]
    #[serde(skip_serializing_if = "Duration::is_zero", default)]
    pub held: Duration,
}

impl HoldRef {
    pub(crate) fn of(timeline: &Timeline, segment: &Segment) -> Self {
        Self {
            step: timeline.step(segment).id.clone(),
            side: segment.side,
            rep: segment.rep.number,
            set: segment.set.number,
            round: segment.round.number,
            held: Duration::ZERO,
        }
    }

    pub(crate) fn is_of(&self, step: &str, side: Option<Side>) -> bool {
        self.step == step && self.side == side
    }

    /// Whether both are the same hold, whatever was held of it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let place = |hold: &Self| (hold.side, hold.rep, hold.set, hold.round);
        self.step == other.step && place(self) == place(other)
    }
}

/// The session that is resumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Resumed {
    pub(crate) id: String,
    pub(crate) reached: HoldRef,
    /// All steps that were to be played, those included that were.
    pub(crate) planned: Vec<PlannedStep>,
    /// What was held of them, also in sessions that it resumes itself.
    pub(crate) tally: Tally,
}

/// The facts that the player does not know.
#[derive(Clone, Debug)]
pub struct Tonight {
    /// The routine's name.
    pub routine: String,
    /// What was chosen of it.
    pub choice: Choice,
    /// The session that it goes on from, where it does.
    pub resumed: Option<Arc<Resumed>>,
}

impl SessionRecord {
    /// The record of a session that ended at this moment, or would.
    pub fn of(player: &Player, tonight: &Tonight, ended: LocalTime) -> Self {
        let timeline = player.timeline();
        let mut steps = step_records(player);
        for part in &mut steps {
            part.held = to_millis(part.held);
        }
        let (choice, resumed) = (&tonight.choice, &tonight.resumed);
        let hold_at = |index: usize, time| {
            let mut hold = HoldRef::of(timeline, &timeline.segments[index]);
            let before = resumed.iter().map(|resumed| &resumed.reached);
            let before = before.filter(|reached| reached.is_same(&hold));
            hold.held = to_millis(time + before.map(|reached| reached.held).sum::<Duration>());
            hold
        };
        let reached = player.reached().map(|index| {
            let last = player.holds().last();
            let last = last.filter(|last| last.index == index && player.outcome().is_some());
            hold_at(index, last.map_or(Duration::ZERO, |last| last.time))
        });
        let hurt_before = resumed.iter().flat_map(|it| it.tally.hurt.clone());
        let hurt = player.hurts().map(|hold| hold_at(hold.index, hold.time));
        Self {
            routine: tonight.routine.clone(),
            title: timeline.routine.title.clone(),
            level: timeline.level.to_string(),
            only: choice.only.clone(),
            skip: choice.skip.clone(),
            side: choice.side,
            unhurried: choice.unhurried,
            resumes: resumed.as_ref().map(|resumed| resumed.id.clone()),
            ended: ended.to_string(),
            outcome: player.outcome().unwrap_or(Outcome::Interrupted),
            held: steps.iter().map(|part| part.held).sum(),
            whole: steps.iter().map(|part| part.whole).sum(),
            skipped: player.snapshot(Duration::ZERO).skipped,
            tasks: task_records(player),
            hurt: hurt_before.chain(hurt).collect(),
            reached,
            steps,
        }
    }
}

fn to_millis(time: Duration) -> Duration {
    Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
