//! `legrest show`: what a routine asks for and when.

mod figures;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use jiff::SignedDuration;
use serde::Serialize;

use super::compile;
use crate::cli::{Format, ShowArgs};
use crate::error::Error;
use crate::json::to_json;
use crate::library;
use crate::player::event::{maybe_seconds, seconds};
use crate::routine::{Hold, Order, Side, Sides, Step};
use crate::settings::{self, Sources};
use crate::stdout::stdout;
use crate::text::{clock, length, pad, width};
use crate::timeline::{Phase, PlannedStep, Segment, Timeline};

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

/// A timeline for programs.
pub(super) fn document(out: &mut impl Write, name: &str, timeline: &Timeline) -> io::Result<()> {
    writeln!(out, "{}", to_json(&Document::new(name, timeline))?)
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
        let is_hold = segment.phase == Phase::Hold;
        let places: Vec<String> = segment.places().filter(|_| is_hold).collect();
        rows.push([
            clock(segment.start),
            name.to_owned(),
            segment
                .length
                .map_or_else(|| "until a key".to_owned(), length),
            timeline.step(segment).id.clone(),
            segment
                .side
                .map(|side| side.to_string())
                .unwrap_or_default(),
            places.join(", "),
        ]);
    }
    columns(out, &rows)?;
    writeln!(out, "{}", total(timeline))
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

/// The first segment of a step, and the sum of all its segments.
fn extent(timeline: &Timeline, step: usize) -> (&Segment, Option<Duration>) {
    let mut own = timeline.segments_of(step).peekable();
    let first = own.peek().copied().unwrap_or(&timeline.segments[0]);
    (first, own.map(|segment| segment.length).sum())
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
        let steps = timeline.steps.iter().enumerate().map(|(index, planned)| {
            let (first, total) = extent(timeline, index);
            StepEntry {
                id: &planned.step.id,
                name: &planned.step.name,
                sides: planned.sides,
                order: planned.step.order,
                reps: planned.reps,
                hold: planned.hold,
                start: first.start,
                total,
            }
        });
        let segments = timeline
            .segments
            .iter()
            .enumerate()
            .map(|(index, segment)| SegmentEntry {
                index,
                step: &timeline.step(segment).id,
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
            title: &timeline.routine.title,
            summary: timeline.routine.summary.as_deref(),
            level: timeline.level.to_string(),
            fit: timeline.fit,
            total: timeline.total(),
            steps: steps.collect(),
            segments: segments.collect(),
        }
    }
}
