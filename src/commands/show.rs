//! `legrest show`: what a routine asks for and when.

mod figures;

use std::io::{self, Write};

use super::compile::compile;
use super::outline::{columns, document, extent, total};
use crate::cli::{Format, ShowArgs};
use crate::console::print_with;
use crate::error::Error;
use crate::library;
use crate::routine::{Hold, Order, Side, Sides, Step};
use crate::settings::{self, Sources};
use crate::text::{clock, length};
use crate::timeline::{PlannedStep, Segment, Timeline};

pub(super) fn run(args: &ShowArgs) -> Result<(), Error> {
    let Some(routine) = &args.routine else {
        return Ok(print_with(figures::all)?);
    };
    let choice = settings::choice(&args.choice, &Sources::load()?)?;
    let loaded = library::load(routine)?;
    let timeline = compile(&loaded, &choice, args.choice.fit)?;
    match args.format {
        Format::Human => print_with(|out| {
            table(out, &timeline)?;
            if args.figures {
                figures::of(out, &timeline)?;
            }
            Ok(())
        })?,
        Format::Json => document(&loaded.name, &timeline)?,
    }
    Ok(())
}

/// One line a step, for a person.
fn table(out: &mut impl Write, timeline: &Timeline) -> io::Result<()> {
    writeln!(out, "{}", timeline.routine.title)?;
    if let Some(summary) = &timeline.routine.summary {
        writeln!(out, "{summary}")?;
    }
    writeln!(out)?;
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
    columns(out, &rows)?;
    writeln!(out)?;
    let chosen = match timeline.fit {
        Some(time) => format!("Fitted into {}", length(time)),
        None => format!("Level {}", timeline.level),
    };
    writeln!(out, "{chosen}: {}", total(timeline))
}

fn sides(planned: &PlannedStep, first: &Segment) -> String {
    match (planned.sides, first.side) {
        (Sides::Each, Some(first)) => {
            let turns = if planned.step.order == Order::Alternating && planned.reps > 1 {
                ", in turns"
            } else {
                ""
            };
            format!("{first}, {}{turns}", Side::other(first))
        }
        (sides, _) => sides
            .single()
            .map(|side| side.to_string())
            .unwrap_or_default(),
    }
}

fn holds(step: &PlannedStep, rounds: u32) -> String {
    let hold = step.hold.map_or_else(|| "until a key".to_owned(), length);
    let sets = if step.sets > 1 {
        format!("{} x ", step.sets)
    } else {
        String::new()
    };
    let each = if step.sides == Sides::Each {
        " a side"
    } else {
        ""
    };
    let rounds = if rounds > 1 {
        format!("{rounds} rounds of ")
    } else {
        String::new()
    };
    format!("{rounds}{sets}{} x {hold}{each}", step.reps)
}

/// The ranges from which the holds were chosen, where there are any.
fn written(step: &Step) -> String {
    let reps = if step.reps.is_fixed() {
        step.reps.low.to_string()
    } else {
        format!("{}-{}", step.reps.low, step.reps.high)
    };
    match step.hold {
        Hold::For(hold) if !hold.is_fixed() => {
            format!("{reps} x {}-{}", length(hold.low), length(hold.high))
        }
        Hold::For(hold) if !step.reps.is_fixed() => {
            format!("{reps} x {}", length(hold.low))
        }
        Hold::For(_) | Hold::Open => String::new(),
    }
}
