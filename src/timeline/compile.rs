//! A routine and the chosen options to a [`Timeline`].

use std::sync::Arc;
use std::time::Duration;

use super::{Count, Phase, PlannedStep, Segment, Timeline};
use crate::routine::amount::Level;
use crate::routine::{Hold, Order, Prepare, Routine, Side, Sides, Step, limits};

/// What a person chose for tonight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// How much of each range.
    pub level: Level,
    /// Only these steps, by id; empty for all.
    pub only: Vec<String>,
    /// Not these steps, by id.
    pub skip: Vec<String>,
    /// Only this side, where a step has sides.
    pub side: Option<Side>,
    /// Begin with this step, by id, instead of the first.
    pub from: Option<String>,
    /// How much longer the first prepare is.
    pub lead: Duration,
    /// Half as much time again for everything between the holds.
    pub unhurried: bool,
}

impl Choice {
    /// Everything, at a level.
    pub fn all(level: Level) -> Self {
        Self {
            level,
            ..Self::default()
        }
    }

    fn takes(&self, step: &Step) -> bool {
        (self.only.is_empty() || self.only.contains(&step.id))
            && !self.skip.contains(&step.id)
            && (self.side.is_none() || step.sides.single().is_none_or(|own| Some(own) == self.side))
    }
}

/// Why a routine and the options make no timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// An option names a step that the routine doesn't have.
    UnknownStep(String),
    /// The options leave nothing to play.
    NothingLeft,
    /// The step to begin with is left out by another option.
    FromLeftOut(String),
    /// More than [`limits::SEGMENTS`], reached in the step of this index.
    TooManySegments(usize),
    /// Longer than [`limits::TOTAL`], reached in the step of this index.
    TooLong(usize),
}

/// Lays a routine out in time.
///
/// # Errors
/// When the options don't fit the routine, or the result is over a limit.
pub fn compile(routine: &Arc<Routine>, choice: &Choice) -> Result<Timeline, CompileError> {
    for id in choice.only.iter().chain(&choice.skip).chain(&choice.from) {
        if !routine.steps.iter().any(|step| step.id == *id) {
            return Err(CompileError::UnknownStep(id.clone()));
        }
    }
    let mut compiler = Compiler {
        choice,
        timeline: Timeline {
            routine: Arc::clone(routine),
            level: choice.level,
            fit: None,
            for_a_cramp: false,
            is_first_evening: false,
            steps: Vec::new(),
            segments: Vec::new(),
        },
    };
    let in_one_circuit =
        |a: &Arc<Step>, b: &Arc<Step>| a.circuit.is_some() && a.circuit == b.circuit;
    for run in routine.steps.chunk_by(in_one_circuit) {
        compiler.run(run)?;
    }
    let mut timeline = compiler.timeline;
    if timeline.segments.is_empty() {
        return Err(CompileError::NothingLeft);
    }
    if let Some(from) = &choice.from {
        let is_first = |segment: &Segment| timeline.step(segment).id == *from;
        let Some(first) = timeline.segments.iter().position(is_first) else {
            return Err(CompileError::FromLeftOut(from.clone()));
        };
        // In a circuit the steps before it come again in the next round.
        timeline.segments.drain(..first);
        timeline.normalize();
    }
    Ok(timeline.with_lead(choice.lead))
}

struct Compiler<'c> {
    choice: &'c Choice,
    timeline: Timeline,
}

/// A step on its way onto the timeline.
struct Placing {
    plan: PlannedStep,
    /// Its first hold in the present round.
    hold: Segment,
    /// The holds of one set: side and rep, in order.
    turns: Vec<(Option<Side>, u32)>,
}

impl Compiler<'_> {
    /// Lays down steps in rounds: those of one circuit, or any other alone.
    fn run(&mut self, run: &[Arc<Step>]) -> Result<(), CompileError> {
        let (rounds, rest) = run[0].circuit.map_or((1, Duration::ZERO), |index| {
            let circuit = &self.timeline.routine.circuits[index];
            (circuit.rounds.at(self.choice.level), circuit.rest)
        });
        let mut placings: Vec<Placing> = run.iter().filter_map(|step| self.place(step)).collect();
        for number in 1..=rounds {
            for placing in &mut placings {
                placing.hold.round = Count { number, of: rounds };
            }
            if number > 1
                && let Some(first) = placings.first()
            {
                self.push(&first.hold, Phase::Rest, Some(rest))?;
            }
            for placing in &placings {
                self.step(placing)?;
            }
        }
        Ok(())
    }

    /// Makes the choices for a step, if it is played at all.
    fn place(&mut self, step: &Arc<Step>) -> Option<Placing> {
        if !self.choice.takes(step) {
            return None;
        }
        let level = self.choice.level;
        let sides = match (step.sides, self.choice.side) {
            (Sides::Each, Some(Side::Left)) => Sides::Left,
            (Sides::Each, Some(Side::Right)) => Sides::Right,
            (sides, _) => sides,
        };
        let cycle = step.cycle();
        let whole = |time| cycle.map_or(time, |cycle| cycle.round(time));
        let of_movements = |count| cycle.map(|cycle| cycle.length() * count);
        let (hold, enough, movements) = match step.hold {
            Hold::Open | Hold::Task => (None, None, None),
            Hold::For(range) => {
                let low = (!range.is_fixed()).then(|| whole(range.low));
                (Some(whole(range.at(level))), low, None)
            }
            Hold::Movements(range) => {
                let low = of_movements(range.low).filter(|_| !range.is_fixed());
                (of_movements(range.at(level)), low, Some(range.at(level)))
            }
        };
        let plan = PlannedStep {
            step: Arc::clone(step),
            sides,
            reps: step.reps.at(level),
            sets: step.sets.at(level),
            hold,
            movements,
        };
        let turns = turns(sides, step.first, step.order, plan.reps);
        let first = |of| Count { number: 1, of };
        let hold = Segment {
            step: self.timeline.steps.len(),
            phase: Phase::Hold,
            side: turns[0].0,
            rep: first(plan.reps),
            set: first(plan.sets),
            round: first(1),
            start: Duration::ZERO,
            length: hold,
            enough,
            left_out: false,
        };
        self.timeline.steps.push(plan.clone());
        Some(Placing { plan, hold, turns })
    }

    /// One step in one round: prepare, then its sets.
    fn step(&mut self, placing: &Placing) -> Result<(), CompileError> {
        let step = &placing.plan.step;
        let mut hold = placing.hold.clone();
        if step.hold == Hold::Task {
            return self.push(&hold, Phase::Task, None);
        }
        let prepare = match step.prepare {
            Prepare::Key => None,
            Prepare::For(length) => Some(length),
        };
        self.push(&hold, Phase::Prepare, prepare)?;
        for set in 1..=placing.plan.sets {
            for (turn, &(side, rep)) in placing.turns.iter().enumerate() {
                let (phase, pause) = match turn {
                    0 if set == 1 => (Phase::Rest, Duration::ZERO),
                    0 => (Phase::Rest, step.set_rest),
                    _ if hold.side == side => (Phase::Rest, step.rest),
                    _ => (Phase::Switch, step.switch),
                };
                (hold.side, hold.rep.number, hold.set.number) = (side, rep, set);
                self.push(&hold, phase, Some(pause))?;
                self.push(&hold, Phase::Hold, hold.length)?;
            }
        }
        Ok(())
    }

    /// Lays down what belongs to a hold, unless it has no length at all.
    fn push(
        &mut self,
        hold: &Segment,
        phase: Phase,
        length: Option<Duration>,
    ) -> Result<(), CompileError> {
        if length == Some(Duration::ZERO) {
            return Ok(());
        }
        let is_longer = self.choice.unhurried && phase != Phase::Hold;
        let segments = &mut self.timeline.segments;
        let segment = Segment {
            phase,
            start: segments.last().map_or(Duration::ZERO, Segment::end),
            length: length.map(|length| if is_longer { length * 3 / 2 } else { length }),
            enough: hold.enough.filter(|_| phase == Phase::Hold),
            ..hold.clone()
        };
        let excess = if segments.len() >= limits::SEGMENTS {
            CompileError::TooManySegments
        } else if segment.end() > limits::TOTAL {
            CompileError::TooLong
        } else {
            segments.push(segment);
            return Ok(());
        };
        let step = &self.timeline.steps[hold.step].step;
        let mut written = self.timeline.routine.steps.iter();
        let place = written.position(|written| Arc::ptr_eq(written, step));
        Err(excess(place.unwrap_or_default()))
    }
}

fn turns(sides: Sides, first: Side, order: Order, reps: u32) -> Vec<(Option<Side>, u32)> {
    let sides = match sides {
        Sides::Each => vec![Some(first), Some(first.other())],
        other => vec![other.single()],
    };
    let sides = sides.iter().copied();
    let turn = |rep| sides.clone().map(move |side| (side, rep));
    if order == Order::Alternating {
        return (1..=reps).flat_map(turn).collect();
    }
    let turns = |side| (1..=reps).map(move |rep| (side, rep));
    sides.clone().flat_map(turns).collect()
}

#[cfg(test)]
mod tests;
