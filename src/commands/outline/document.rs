//! A timeline for programs.

use std::io;
use std::time::Duration;

use serde::Serialize;

use super::{defaults, extent};
use crate::commands::tonight;
use crate::console::print_json;
use crate::night::Days;
use crate::player::event::seconds;
use crate::routine::tempo::{Part, Tempo};
use crate::routine::{Hold, Order, Side, Sides};
use crate::timeline::{Phase, PlannedStep, Timeline};

/// Prints a timeline for programs.
pub(in crate::commands) fn print_document(name: &str, timeline: &Timeline) -> io::Result<()> {
    let night = tonight::tonight();
    let steps = timeline.steps.iter().enumerate().map(|(index, planned)| {
        let (first, total) = extent(timeline, index);
        StepEntry {
            id: &planned.step.id,
            name: &planned.step.name,
            sides: planned.sides,
            order: planned.step.order,
            reps: planned.reps,
            hold: planned.hold,
            movements: planned.movements,
            tempo: planned.step.tempo.as_ref().map(tempo_entry),
            task: planned.step.hold == Hold::Task,
            days: planned.step.days,
            tonight: tonight::is_due(&planned.step, night),
            needs: planned.step.needs.as_deref(),
            caution: planned.step.caution.as_deref(),
            how: planned.step.how.as_deref(),
            cue: planned.step.cue.as_deref(),
            notes: planned
                .step
                .notes
                .iter()
                .map(|note| NoteEntry {
                    at: note.at,
                    text: &note.text,
                })
                .collect(),
            defaults: unwritten(planned),
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
        needs: timeline.routine.needs.as_deref(),
        caution: timeline.routine.caution.as_deref(),
        source: &timeline.routine.source,
        level: timeline.level.to_string(),
        fit: timeline.fit,
        total: timeline.total(),
        steps: steps.collect(),
        segments: segments.collect(),
    })
}

/// The keys that nobody wrote and that play a part.
fn unwritten(planned: &PlannedStep) -> Vec<&'static str> {
    let mut keys: Vec<&str> = defaults(planned).map(|(key, _)| key).collect();
    // A tempo may have several parts.
    keys.dedup();
    keys
}

fn tempo_entry<'t>(tempo: &'t Tempo) -> TempoEntry<'t> {
    let Some(cycle) = tempo.cycle() else {
        return TempoEntry::Own("own");
    };
    let part = |part: &'t Part| {
        let Part {
            word,
            length,
            is_default,
        } = part;
        PartEntry {
            word: Some(word.as_str()).filter(|word| !word.is_empty()),
            seconds: Some(*length),
            default: *is_default,
        }
    };
    TempoEntry::Parts(cycle.parts().iter().map(part).collect())
}

#[derive(Serialize)]
struct TimelineJson<'t> {
    name: &'t str,
    title: &'t str,
    summary: Option<&'t str>,
    needs: Option<&'t str>,
    caution: Option<&'t str>,
    source: &'t [String],
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
    movements: Option<u32>,
    tempo: Option<TempoEntry<'t>>,
    task: bool,
    days: Option<Days>,
    tonight: bool,
    needs: Option<&'t str>,
    caution: Option<&'t str>,
    how: Option<&'t str>,
    cue: Option<&'t str>,
    notes: Vec<NoteEntry<'t>>,
    defaults: Vec<&'static str>,
    #[serde(rename = "start_s", serialize_with = "seconds")]
    start: Duration,
    #[serde(rename = "total_s", serialize_with = "seconds")]
    total: Option<Duration>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum TempoEntry<'t> {
    Own(&'static str),
    Parts(Vec<PartEntry<'t>>),
}

#[derive(Serialize)]
struct PartEntry<'t> {
    word: Option<&'t str>,
    #[serde(serialize_with = "seconds")]
    seconds: Option<Duration>,
    default: bool,
}

#[derive(Serialize)]
struct NoteEntry<'t> {
    #[serde(rename = "at_s", serialize_with = "seconds")]
    at: Duration,
    text: &'t str,
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
