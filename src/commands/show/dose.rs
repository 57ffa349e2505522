//! What a step asks for, in words for somebody who has only the paper.

use std::time::Duration;

use crate::commands::outline::{extent, pace};
use crate::routine::amount::Range;
use crate::routine::{Hold, Order, Sides};
use crate::text::{plural, spoken};
use crate::timeline::{Phase, Segment, Timeline};

/// How much, how often, on which sides and when.
pub(super) fn dose(timeline: &Timeline, index: usize) -> String {
    let planned = &timeline.steps[index];
    let step = &planned.step;
    let first = extent(timeline, index).0;
    let hold = planned.hold.map(words);
    let hold = hold.unwrap_or_else(|| "as long as you need".to_owned());
    let what = match (step.hold, planned.movements) {
        (Hold::Task, _) => "to do, for as long as it takes".to_owned(),
        (_, Some(count)) => plural(count, "movement"),
        _ if planned.reps > 1 => format!("{} times {hold}", planned.reps),
        _ => hold,
    };
    let in_turns = step.order == Order::Alternating && planned.reps > 1;
    let side = match (planned.sides, first.side) {
        (Sides::Each, Some(first)) if in_turns => format!(" on each side in turns, {first} first"),
        (Sides::Each, Some(first)) => format!(" on each side, {first} first"),
        (_, side) => side.map_or(String::new(), |side| format!(" on the {side} side only")),
    };
    let rest = |when, is: fn(&Segment) -> bool| {
        let mut segments = timeline.segments_of(index);
        let rest = segments.find(|it| it.phase == Phase::Rest && is(it))?;
        Some(format!(", {} of rest {when}", words(rest.length?)))
    };
    let circuit = step.circuit.map(|it| &timeline.routine.circuits[it]);
    let circuit = circuit.filter(|_| first.round.of > 1);
    let counted = |range: Range<u32>, what| {
        let Range { low, high } = range;
        (low < high).then(|| format!("{low} to {high} {what}"))
    };
    let ranges = [
        circuit.and_then(|it| counted(it.rounds, "rounds")),
        counted(step.sets, "sets"),
        counted(step.reps, "times"),
        match step.hold {
            Hold::Movements(count) => counted(count, "movements"),
            Hold::For(Range { low, high }) if low < high => {
                let (low, high) = (words(low), words(high));
                let unit = high.trim_start_matches(|c: char| c.is_ascii_digit());
                let number = low.strip_suffix(unit).filter(|it| !it.contains(' '));
                Some(format!("{} to {high}", number.unwrap_or(&low)))
            }
            _ => None,
        },
    ];
    let ranges: Vec<String> = ranges.into_iter().flatten().collect();
    let days = step.days.filter(|days| !days.are_all());
    let parts = [
        circuit.map(|it| format!("{} rounds of circuit {}: ", first.round.of, it.name)),
        (planned.sets > 1).then(|| format!("{} sets of ", planned.sets)),
        Some(what + &side),
        rest("in between", |it| it.rep.number > 1),
        rest("between sets", |it| it.rep.number == 1 && it.set.number > 1),
        rest("between rounds", |it| {
            (it.rep.number, it.set.number) == (1, 1)
        }),
        (step.tempo.as_ref()).map(|tempo| format!(": {}", pace(tempo, words))),
        (!ranges.is_empty()).then(|| format!(" (range: {})", ranges.join(", "))),
        days.map(|days| format!(", only {days}")),
    ];
    let mut dose: String = parts.into_iter().flatten().collect();
    dose[..1].make_ascii_uppercase();
    dose + "."
}

/// A length in words, to its parts of a second.
pub(super) fn words(length: Duration) -> String {
    match length.subsec_nanos() {
        0 => spoken(length),
        _ => format!("{} seconds", length.as_secs_f64()),
    }
}
