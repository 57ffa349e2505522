//! What must hold of a routine that is laid out in time.

use std::sync::Arc;
use std::time::Duration;

use legrest::routine::amount::Level;
use legrest::routine::{Hold, Order, Prepare, Routine, Sides, Step, limits};
use legrest::timeline::{Choice, CompileError, Phase, Segment, Timeline, compile};

/// Lays the routine out; the timeline, if there is to be one.
pub fn check(routine: &Arc<Routine>, choice: &Choice) -> Option<Timeline> {
    let is_taken = |step: &Step| {
        let own = step.sides.single();
        (choice.only.is_empty() || choice.only.contains(&step.id))
            && !choice.skip.contains(&step.id)
            && own.is_none_or(|own| choice.side.is_none_or(|side| side == own))
    };
    let taken = |id: &String| {
        let step = routine.steps.iter().find(|step| step.id == *id);
        step.is_some_and(|step| is_taken(step))
    };
    let timeline = match compile(routine, choice) {
        Ok(timeline) => timeline,
        Err(CompileError::NothingLeft) => {
            assert!(!routine.steps.iter().any(|it| is_taken(it)));
            return None;
        }
        Err(CompileError::FromLeftOut(id)) => {
            assert!(choice.from.as_ref() == Some(&id) && !taken(&id));
            return None;
        }
        Err(error) => panic!("{error:?}"),
    };
    end_to_end(&timeline);
    within_limits(&timeline, choice.lead);
    in_their_places(&timeline);
    goes_on_from_any_hold(&timeline);
    assert!(timeline.steps.iter().all(|it| taken(&it.step.id)));
    if let Some(from) = &choice.from {
        assert_eq!(timeline.step(&timeline.segments[0]).id, *from);
    } else {
        let ids = timeline.steps.iter().map(|it| &it.step.id);
        let steps = routine.steps.iter().filter(|step| is_taken(step));
        assert!(ids.eq(steps.map(|step| &step.id)));
        let mut wanted = Account::of(routine, choice, &is_taken);
        let first = &timeline.segments[0];
        if first.phase == Phase::Prepare && first.length.is_some() {
            wanted.total = wanted.total.map(|total| total + choice.lead);
        }
        let holds = timeline.segments.iter();
        let holds = holds.filter(|segment| segment.phase == Phase::Hold).count();
        let found = Account {
            holds: u32::try_from(holds).expect("there is a limit"),
            total: timeline.total(),
        };
        assert_eq!(found, wanted);
    }
    if let Some(side) = choice.side {
        let other = Some(side.other());
        assert!(
            timeline
                .segments
                .iter()
                .all(|segment| segment.side != other)
        );
    }
    Some(timeline)
}

/// Segments follow each other without gaps, each with a length.
fn end_to_end(timeline: &Timeline) {
    let mut clock = Duration::ZERO;
    for segment in &timeline.segments {
        assert_eq!(segment.start, clock);
        assert_ne!(segment.length, Some(Duration::ZERO));
        clock = segment.end();
    }
    let is_open = |it: &Segment| it.length.is_none() && it.phase != Phase::Task;
    let open = timeline.segments.iter().any(is_open);
    assert_eq!(timeline.total(), (!open).then_some(clock));
}

fn within_limits(timeline: &Timeline, lead: Duration) {
    assert!((1..=limits::SEGMENTS).contains(&timeline.segments.len()));
    let known: Duration = timeline.segments.iter().filter_map(|it| it.length).sum();
    assert!(known <= limits::TOTAL + lead);
}

/// Counts count, a prepare and any break lead to a hold, and a hold or a thing
/// to do ends all.
fn in_their_places(timeline: &Timeline) {
    for (index, segment) in timeline.segments.iter().enumerate() {
        let step = &timeline.steps[segment.step];
        for count in [segment.rep, segment.set, segment.round] {
            assert!((1..=count.of).contains(&count.number));
        }
        assert_eq!((segment.rep.of, segment.set.of), (step.reps, step.sets));
        assert_eq!(segment.side.is_some(), step.sides != Sides::None);
        assert_eq!(segment.phase == Phase::Task, step.step.hold == Hold::Task);
        if segment.phase.is_goal() {
            assert_eq!(segment.length, step.hold);
            in_whole_movements(timeline, segment);
            continue;
        }
        assert_eq!(segment.enough, None);
        let next = timeline.segments.get(index + 1).expect("a hold is last");
        // Between rounds comes a rest, and then the next prepare.
        let may_follow = match next.phase {
            Phase::Hold => true,
            Phase::Prepare => segment.phase == Phase::Rest,
            Phase::Rest | Phase::Switch | Phase::Task => false,
        };
        assert!(may_follow, "{segment:?} {next:?}");
        assert_eq!(
            (
                segment.step,
                segment.side,
                segment.rep,
                segment.set,
                segment.round
            ),
            (next.step, next.side, next.rep, next.set, next.round)
        );
    }
}

/// A hold with a tempo has a whole number of movements: those that were asked
/// for, or as many as come nearest to the time that was.
fn in_whole_movements(timeline: &Timeline, segment: &Segment) {
    let plan = &timeline.steps[segment.step];
    assert_eq!(
        plan.movements.is_some(),
        matches!(plan.step.hold, Hold::Movements(_))
    );
    let Some((cycle, length)) = timeline.cycle(segment).zip(segment.length) else {
        return;
    };
    let one: Duration = cycle.parts().iter().map(|part| part.length).sum();
    let count = u32::try_from(length.as_nanos() / one.as_nanos()).expect("few");
    assert!(count >= 1 && length == one * count);
    assert!(plan.movements.is_none_or(|movements| movements == count));
    let whole = |time: Duration| {
        time == one * u32::try_from(time.as_nanos() / one.as_nanos()).expect("few")
    };
    assert!(segment.enough.is_none_or(whole));
    if let Hold::For(range) = plan.step.hold {
        let asked = range.at(timeline.level);
        let off = length.abs_diff(asked);
        let less = one * (count - 1);
        assert!(off <= less.abs_diff(asked) || count == 1);
        assert!(off <= (length + one).abs_diff(asked));
    }
}

/// What is left from some holds on is whole.
fn goes_on_from_any_hold(timeline: &Timeline) {
    let holds: Vec<usize> = (0..timeline.segments.len())
        .filter(|&index| timeline.goal_from(index) == Some(index))
        .collect();
    for &hold in [holds.first(), holds.get(holds.len() / 2), holds.last()]
        .into_iter()
        .flatten()
    {
        let rest = timeline.clone().from_hold(hold, Duration::ZERO);
        end_to_end(&rest);
        let left = &timeline.segments[hold..];
        let prepares = rest.segments.len() - left.len();
        assert!(prepares <= 1);
        let id =
            |timeline: &Timeline, index: usize| timeline.step(&timeline.segments[index]).id.clone();
        for index in 0..left.len() {
            let (now, before) = (index + prepares, hold + index);
            assert_eq!(id(&rest, now), id(timeline, before));
            let (now, before) = (&rest.segments[now], &timeline.segments[before]);
            assert_eq!((now.phase, now.length), (before.phase, before.length));
        }
        assert!(
            rest.segments[..prepares]
                .iter()
                .all(|it| it.phase == Phase::Prepare)
        );
    }
}

/// What a routine asks for, counted without laying it out.
#[derive(Debug, PartialEq, Eq)]
struct Account {
    holds: u32,
    total: Option<Duration>,
}

impl Account {
    fn of(routine: &Routine, choice: &Choice, is_taken: &dyn Fn(&Step) -> bool) -> Self {
        let mut all = Self {
            holds: 0,
            total: Some(Duration::ZERO),
        };
        for step in routine.steps.iter().filter(|step| is_taken(step)) {
            let circuit = step.circuit.map(|index| &routine.circuits[index]);
            let rounds = circuit.map_or(1, |circuit| circuit.rounds.at(choice.level));
            let one = Self::of_step(step, choice);
            all.holds += one.holds * rounds;
            all.total = sum([all.total, one.total.map(|total| total * rounds)]);
        }
        for (index, circuit) in routine.circuits.iter().enumerate() {
            let plays = |step: &Step| step.circuit == Some(index) && is_taken(step);
            if routine.steps.iter().any(|it| plays(it)) {
                let rests = circuit.rest * (circuit.rounds.at(choice.level) - 1);
                all.total = sum([all.total, Some(rests)]);
            }
        }
        all
    }

    fn of_step(step: &Step, choice: &Choice) -> Self {
        let level: Level = choice.level;
        let (reps, sets) = (step.reps.at(level), step.sets.at(level));
        let two_sides = step.sides == Sides::Each && choice.side.is_none();
        let (holds, rests, switches) = match (two_sides, step.order) {
            (false, _) => (reps, reps - 1, 0),
            (true, Order::Grouped) => (2 * reps, 2 * (reps - 1), 1),
            (true, Order::Alternating) => (2 * reps, 0, 2 * reps - 1),
        };
        let cycle = step.cycle();
        let hold = match step.hold {
            Hold::Task => {
                let total = Some(Duration::ZERO);
                return Self { holds: 0, total };
            }
            Hold::Open => None,
            Hold::Movements(range) => cycle.map(|cycle| cycle.length() * range.at(level)),
            Hold::For(range) => {
                let time = range.at(level);
                Some(cycle.map_or(time, |cycle| cycle.round(time)))
            }
        };
        let prepare = match step.prepare {
            Prepare::Key => None,
            Prepare::For(length) => Some(length),
        };
        let breaks = step.rest * rests + step.switch * switches;
        let sets_and_rests = breaks * sets + step.set_rest * (sets - 1);
        Self {
            holds: holds * sets,
            total: sum([
                prepare,
                hold.map(|hold| hold * holds * sets),
                Some(sets_and_rests),
            ]),
        }
    }
}

/// The sum, unless one of them is open.
fn sum<const N: usize>(lengths: [Option<Duration>; N]) -> Option<Duration> {
    lengths.into_iter().sum()
}
