//! A timeline printed: for programs, and moment by moment. It is what `show` and
//! a dry run have in common.

use std::io::{self, Write};
use std::time::Duration;

use jiff::SignedDuration;
use serde::Serialize;

use crate::console::print_json;
use crate::player::event::seconds;
use crate::routine::{Order, Side, Sides};
use crate::text::{clock, length, pad, width};
use crate::timeline::{Phase, Segment, Timeline};

/// A timeline for programs.
pub(super) fn document(name: &str, timeline: &Timeline) -> io::Result<()> {
    print_json(&TimelineJson::new(name, timeline))
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

/// How long it takes, and when it ends if it begins now.
pub(super) fn total(timeline: &Timeline) -> String {
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
pub(super) fn extent(timeline: &Timeline, step: usize) -> (&Segment, Option<Duration>) {
    let mut own = timeline.segments_of(step).peekable();
    let first = own.peek().copied().unwrap_or(&timeline.segments[0]);
    (first, own.map(|segment| segment.length).sum())
}

/// Rows of cells, lined up; the last column is not padded.
pub(super) fn columns<const N: usize>(
    out: &mut impl Write,
    rows: &[[String; N]],
) -> io::Result<()> {
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
struct TimelineJson<'t> {
    name: &'t str,
    title: &'t str,
    summary: Option<&'t str>,
    level: String,
    #[serde(rename = "fit", serialize_with = "seconds")]
    fit: Option<Duration>,
    #[serde(rename = "total_s", serialize_with = "seconds")]
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
    #[serde(rename = "hold_s", serialize_with = "seconds")]
    hold: Option<Duration>,
    #[serde(rename = "start_s", serialize_with = "seconds")]
    start: Duration,
    #[serde(rename = "total_s", serialize_with = "seconds")]
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
    #[serde(rename = "duration_s", serialize_with = "seconds")]
    length: Option<Duration>,
}

impl<'t> TimelineJson<'t> {
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
