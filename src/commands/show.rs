//! `legrest show`: what a routine asks for and when.

mod figures;

use super::compile::compile;
use super::outline::{columns, extent, print_document, total};
use crate::cli::{Format, ShowArgs};
use crate::console::print_lines;
use crate::error::Error;
use crate::library;
use crate::routine::{Hold, Order, Sides, Step};
use crate::settings::{self, Sources};
use crate::text::{clock, length};
use crate::timeline::{PlannedStep, Segment, Timeline};

pub(super) fn run(args: &ShowArgs) -> Result<(), Error> {
    let Some(routine) = &args.routine else {
        return Ok(print_lines(figures::all())?);
    };
    let choice = settings::choice(&args.choice, &Sources::load()?)?;
    let loaded = library::load(routine)?;
    let timeline = compile(&loaded, &choice, args.choice.fit)?;
    match args.format {
        Format::Human => {
            let mut lines = table(&timeline);
            if args.figures {
                lines.extend(figures::of(&timeline));
            }
            print_lines(lines)?;
        }
        Format::Json => print_document(&loaded.name, &timeline)?,
    }
    Ok(())
}

/// One line a step, for a person.
fn table(timeline: &Timeline) -> Vec<String> {
    let mut lines = vec![timeline.routine.title.clone()];
    lines.extend(timeline.routine.summary.clone());
    lines.push(String::new());
    let head = ["at", "step", "what", "sides", "holds", "of", "takes"].map(str::to_owned);
    let mut rows = vec![head];
    for (index, planned) in timeline.steps.iter().enumerate() {
        let (first, takes) = extent(timeline, index);
        rows.push([
            clock(first.start),
            planned.step.id.clone(),
            planned.step.name.clone(),
            sides(planned, first),
            holds(planned, first.round.of),
            written(&planned.step),
            takes.map_or_else(|| "open".to_owned(), length),
        ]);
    }
    lines.extend(columns(&rows, usize::MAX));
    let chosen = match timeline.fit {
        Some(time) => format!("Fitted into {}", length(time)),
        None => format!("Level {}", timeline.level),
    };
    lines.extend([String::new(), format!("{chosen}: {}", total(timeline))]);
    lines
}

fn sides(planned: &PlannedStep, first: &Segment) -> String {
    let (Sides::Each, Some(first)) = (planned.sides, first.side) else {
        let side = planned.sides.single();
        return side.iter().map(ToString::to_string).collect();
    };
    let in_turns = planned.step.order == Order::Alternating && planned.reps > 1;
    let turns = if in_turns { ", in turns" } else { "" };
    format!("{first}, {}{turns}", first.other())
}

fn holds(step: &PlannedStep, rounds: u32) -> String {
    if step.step.hold == Hold::Task {
        return "to do".to_owned();
    }
    let hold = step.hold.map_or_else(|| "until a key".to_owned(), length);
    let parts = [
        (rounds > 1).then(|| format!("{rounds} rounds of ")),
        (step.sets > 1).then(|| format!("{} x ", step.sets)),
        Some(format!("{} x {hold}", step.reps)),
        (step.sides == Sides::Each).then(|| " a side".to_owned()),
    ];
    parts.into_iter().flatten().collect()
}

/// The ranges from which the holds were chosen, where there are any.
fn written(step: &Step) -> String {
    let (reps, Hold::For(hold)) = (step.reps, step.hold) else {
        return String::new();
    };
    let times = if reps.is_fixed() {
        reps.low.to_string()
    } else {
        format!("{}-{}", reps.low, reps.high)
    };
    let low = length(hold.low);
    match (reps.is_fixed(), hold.is_fixed()) {
        (_, false) => format!("{times} x {low}-{}", length(hold.high)),
        (false, true) => format!("{times} x {low}"),
        (true, true) => String::new(),
    }
}
