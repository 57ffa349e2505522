//! `legrest show`: what a routine asks for and when.

mod figures;

use std::io::{self, Write};
use std::time::Duration;

use jiff::SignedDuration;
use serde::Serialize;

use super::compile;
use crate::cli::{Format, ShowArgs};
use crate::console::{print_json, print_with};
use crate::error::Error;
use crate::library;
use crate::player::event::{maybe_seconds, seconds};
use crate::routine::{Hold, Order, Side, Sides};
use crate::settings::{self, Sources};
use crate::text::{clock, length, pad, width};
use crate::timeline::{Phase, PlannedStep, Timeline};

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

/// A timeline for programs.
pub(super) fn document(name: &str, timeline: &Timeline) -> io::Result<()> {
    print_json(&Document::new(name, timeline))
}

/// Every moment of a timeline, a line each.
pub(super) fn moments(out: &mut impl Write, timeline: &Timeline) -> io::Result<()> {
    let mut rows = Vec::new();
    for segment in &timeline.segments {
        let name = match segment.phase {
            Phase::Prepare => "prepare",
            Phase::Hold => "hold",
            Phase::Rest => "rest",
            Phase::Switch => "switch",
        };
        let counts = [
            ("", segment.rep),
            ("set ", segment.set),
            ("round ", segment.round),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(_, count)| count.of > 1 && segment.phase == Phase::Hold)
            .map(|(noun, count)| format!("{noun}{} of {}", count.number, count.of))
            .collect();
        rows.push([
            clock(segment.start),
            name.to_owned(),
            segment
                .length
                .map_or_else(|| "until a key".to_owned(), length),
            timeline.steps[segment.step].id.clone(),
            segment
                .side
                .map(|side| side.to_string())
                .unwrap_or_default(),
            counts.join(", "),
        ]);
    }
    columns(out, &rows)?;
    writeln!(out, "{}", total(timeline))
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

fn total(timeline: &Timeline) -> String {
    let Some(total) = timeline.total() else {
        let known = timeline
            .segments
            .iter()
            .filter_map(|segment| segment.length)
            .sum();
        return format!(
            "{}, and as long as you take where it waits for a key",
            length(known)
        );
    };
    let end = SignedDuration::try_from(total).ok();
    match end.and_then(|total| super::now().checked_add(total).ok()) {
        Some(end) => format!(
            "{}; started now, it ends at {}",
            length(total),
            end.strftime("%H:%M")
        ),
        None => length(total),
    }
}

/// When a step first begins, and the sum of all its segments.
fn extent(timeline: &Timeline, step: usize) -> (Duration, Option<Duration>) {
    let own = || {
        timeline
            .segments
            .iter()
            .filter(|segment| segment.step == step)
    };
    let start = own()
        .next()
        .map(|segment| segment.start)
        .unwrap_or_default();
    (start, own().map(|segment| segment.length).sum())
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

/// Rows of cells, lined up; the last column is not padded.
fn columns<const N: usize>(out: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
    let widths: [usize; N] = std::array::from_fn(|column| {
        rows.iter()
            .map(|row| width(&row[column]))
            .max()
            .unwrap_or(0)
    });
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, columns)| pad(cell, columns))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Document<'t> {
    name: &'t str,
    title: &'t str,
    summary: Option<&'t str>,
    level: String,
    #[serde(rename = "fit", serialize_with = "maybe_seconds")]
    fit: Option<Duration>,
    #[serde(rename = "total_s", serialize_with = "maybe_seconds")]
    total: Option<Duration>,
    steps: Vec<StepEntry<'t>>,
    segments: Vec<SegmentEntry<'t>>,
}

#[derive(Serialize)]
struct StepEntry<'t> {
    id: &'t str,
    name: &'t str,
    sides: Sides,
    order: Order,
    reps: u32,
    #[serde(rename = "hold_s", serialize_with = "maybe_seconds")]
    hold: Option<Duration>,
    #[serde(rename = "start_s", serialize_with = "seconds")]
    start: Duration,
    #[serde(rename = "total_s", serialize_with = "maybe_seconds")]
    total: Option<Duration>,
}

#[derive(Serialize)]
struct SegmentEntry<'t> {
    index: usize,
    step: &'t str,
    phase: Phase,
    side: Option<Side>,
    rep: u32,
    set: u32,
    round: u32,
    #[serde(rename = "start_s", serialize_with = "seconds")]
    start: Duration,
    #[serde(rename = "duration_s", serialize_with = "maybe_seconds")]
    length: Option<Duration>,
}

impl<'t> Document<'t> {
    fn new(name: &'t str, timeline: &'t Timeline) -> Self {
        let steps = timeline.steps.iter().enumerate().map(|(index, step)| {
            let (start, total) = extent(timeline, index);
            StepEntry {
                id: &step.id,
                name: &step.name,
                sides: step.sides,
                order: step.order,
                reps: step.reps,
                hold: step.hold,
                start,
                total,
            }
        });
        let segments = timeline
            .segments
            .iter()
            .enumerate()
            .map(|(index, segment)| SegmentEntry {
                index,
                step: &timeline.steps[segment.step].id,
                phase: segment.phase,
                side: segment.side,
                rep: segment.rep.number,
                set: segment.set.number,
                round: segment.round.number,
                start: segment.start,
                length: segment.length,
            });
        Self {
            name,
            title: &timeline.title,
            summary: timeline.summary.as_deref(),
            level: timeline.level.to_string(),
            fit: timeline.fit,
            total: timeline.total(),
            steps: steps.collect(),
            segments: segments.collect(),
        }
    }
}
