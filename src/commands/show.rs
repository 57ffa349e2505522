//! `legrest show`: what a routine asks for and when.

mod figures;

use std::io::{self, Write};
use std::process::ExitCode;

use super::compile::compile;
use super::outline::{columns, document, extent, total};
use crate::cli::{Format, ShowArgs};
use crate::error::Error;
use crate::library;
use crate::routine::{Hold, Order, Side, Sides};
use crate::settings::{self, Sources};
use crate::stdout::stdout;
use crate::text::{clock, length};
use crate::timeline::{PlannedStep, Timeline};

pub(super) fn run(args: &ShowArgs) -> Result<ExitCode, Error> {
    let mut out = stdout();
    let Some(routine) = &args.routine else {
        figures::all(&mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let choice = settings::choice(&args.choice, &Sources::load()?)?;
    let loaded = library::load(routine)?;
    let timeline = compile(&loaded, &choice, args.choice.fit)?;
    match args.format {
        Format::Human => {
            table(&mut out, &timeline)?;
            if args.figures {
                figures::of(&mut out, &timeline)?;
            }
        }
        Format::Json => document(&mut out, &loaded.name, &timeline)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// One line a step, for a person.
fn table(out: &mut impl Write, timeline: &Timeline) -> io::Result<()> {
    writeln!(out, "{}", timeline.title)?;
    if let Some(summary) = &timeline.summary {
        writeln!(out, "{summary}")?;
    }
    writeln!(out)?;
    let head = ["at", "step", "what", "sides", "holds", "of", "takes"].map(str::to_owned);
    let mut rows = vec![head];
    for (index, step) in timeline.steps.iter().enumerate() {
        let (start, takes) = extent(timeline, index);
        let first = timeline
            .segments
            .iter()
            .find(|segment| segment.step == index);
        let rounds = first.map_or(1, |segment| segment.round.of);
        rows.push([
            clock(start),
            step.id.clone(),
            step.name.clone(),
            sides(timeline, index),
            holds(step, rounds),
            written(step),
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

fn sides(timeline: &Timeline, index: usize) -> String {
    let step = &timeline.steps[index];
    let first = timeline
        .segments
        .iter()
        .find(|segment| segment.step == index);
    let first = first.and_then(|segment| segment.side);
    match (step.sides, first) {
        (Sides::Each, Some(first)) => {
            let turns = if step.order == Order::Alternating && step.reps > 1 {
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
fn written(step: &PlannedStep) -> String {
    let reps = step.reps_written;
    let reps = if reps.is_fixed() {
        reps.low.to_string()
    } else {
        format!("{}-{}", reps.low, reps.high)
    };
    match step.hold_written {
        Hold::For(hold) if !hold.is_fixed() => {
            format!("{reps} x {}-{}", length(hold.low), length(hold.high))
        }
        Hold::For(hold) if !step.reps_written.is_fixed() => {
            format!("{reps} x {}", length(hold.low))
        }
        Hold::For(_) | Hold::Open => String::new(),
    }
}
