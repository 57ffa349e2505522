//! A timeline printed: for programs, and moment by moment. It is what `show` and
//! a dry run have in common.

use std::io;
use std::time::Duration;

use serde::Serialize;

use crate::console::print_json;
use crate::player::event::seconds;
use crate::routine::{Order, Side, Sides};
use crate::text::{clock, length, pad, width};
use crate::timeline::{Phase, Segment, Timeline};

/// Prints a timeline for programs.
pub(super) fn print_document(name: &str, timeline: &Timeline) -> io::Result<()> {
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
    let segments = timeline.segments.iter().enumerate();
    let segments = segments.map(|(index, segment)| SegmentEntry {
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
    print_json(&TimelineJson {
        name,
        title: &timeline.routine.title,
        summary: timeline.routine.summary.as_deref(),
        level: timeline.level.to_string(),
        fit: timeline.fit,
        total: timeline.total(),
        steps: steps.collect(),
        segments: segments.collect(),
    })
}

/// Every moment of a timeline, a line each.
pub(super) fn moments(timeline: &Timeline) -> Vec<String> {
    let mut rows = Vec::new();
    for segment in &timeline.segments {
        let name = match segment.phase {
            Phase::Prepare => "prepare",
            Phase::Hold => "hold",
            Phase::Rest => "rest",
            Phase::Switch => "switch",
            Phase::Task => "task",
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
            segment.side.iter().map(ToString::to_string).collect(),
            places.join(", "),
        ]);
    }
    let mut lines = columns(&rows, usize::MAX);
    lines.push(total(timeline));
    lines
}

/// How long it takes, and when it ends if it begins now.
pub(super) fn total(timeline: &Timeline) -> String {
    let Some(total) = timeline.total() else {
        let lengths = timeline
            .segments
            .iter()
            .filter_map(|segment| segment.length);
        let known = length(lengths.sum());
        return format!("{known}, and as long as you take where it waits for a key");
    };
    match super::now().checked_add(total) {
        Ok(end) => {
            let end = end.strftime("%H:%M");
            format!("{}; started now, it ends at {end}", length(total))
        }
        Err(_) => length(total),
    }
}

/// What comes with the same, in the order in which each comes first.
pub(super) fn grouped<K: PartialEq, V>(pairs: impl Iterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    groups
}

/// The first segment of a step, and the sum of all its segments.
pub(super) fn extent(timeline: &Timeline, step: usize) -> (&Segment, Option<Duration>) {
    let mut own = timeline.segments_of(step).peekable();
    let first = own.peek().copied().unwrap_or(&timeline.segments[0]);
    (first, own.map(|segment| segment.length).sum())
}

/// Rows of cells as lines. Columns are as wide as their widest cell, but not
/// wider than `widest`.
pub(super) fn columns<const N: usize>(rows: &[[String; N]], widest: usize) -> Vec<String> {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let widths = rows.iter().map(|row| width(&row[column]));
        widths.max().unwrap_or(0).min(widest)
    });
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| pad(cell, width));
        let line = cells.collect::<Vec<_>>().join("  ");
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[derive(Serialize)]
struct TimelineJson<'t> {
    name: &'t str,
    title: &'t str,
    summary: Option<&'t str>,
    level: String,
    #[serde(serialize_with = "seconds")]
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
