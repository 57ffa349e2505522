//! A timeline for programs.

use std::io;
use std::time::Duration;

use serde_json::value::{Serializer, to_raw_value as json};

use super::{defaults, extent};
use crate::commands::tonight;
use crate::console::print_json;
use crate::json::{Json, list, object};
use crate::player::event::seconds;
use crate::routine::Hold;
use crate::routine::tempo::{Part, Tempo};
use crate::timeline::Timeline;

pub(in crate::commands) fn print_document(name: &str, timeline: &Timeline) -> io::Result<()> {
    let routine = &timeline.routine;
    let segments = timeline.segments.iter().enumerate();
    let segments = segments.map(|(index, segment)| {
        object([
            ("index", json(&index)),
            ("step", json(&timeline.step(segment).id)),
            ("phase", json(&segment.phase)),
            ("side", json(&segment.side)),
            ("rep", json(&segment.rep.number)),
            ("set", json(&segment.set.number)),
            ("round", json(&segment.round.number)),
            ("start_s", time(segment.start)),
            ("duration_s", time(segment.length)),
        ])
    });
    print_json(&object([
        ("name", json(name)),
        ("title", json(&routine.title)),
        ("summary", json(&routine.summary)),
        ("needs", json(&routine.needs)),
        ("caution", json(&routine.caution)),
        ("source", json(&routine.source)),
        ("level", json(&timeline.level.to_string())),
        ("fit", time(timeline.fit)),
        ("total_s", time(timeline.total())),
        (
            "steps",
            list((0..timeline.steps.len()).map(|index| step(timeline, index))),
        ),
        ("segments", list(segments)),
    ])?)
}

fn step(timeline: &Timeline, index: usize) -> Json {
    let (first, total) = extent(timeline, index);
    let planned = &timeline.steps[index];
    let step = &planned.step;
    let mut defaults: Vec<&str> = defaults(planned).map(|(key, _)| key).collect();
    // A tempo may have several parts.
    defaults.dedup();
    let notes = step.notes.iter();
    let notes = notes.map(|it| object([("at_s", time(it.at)), ("text", json(&it.text))]));
    object([
        ("id", json(&step.id)),
        ("name", json(&step.name)),
        ("sides", json(&planned.sides)),
        ("order", json(&step.order)),
        ("reps", json(&planned.reps)),
        ("hold_s", time(planned.hold)),
        ("movements", json(&planned.movements)),
        ("tempo", step.tempo.as_ref().map_or(json(&()), tempo)),
        ("task", json(&(step.hold == Hold::Task))),
        ("days", json(&step.days)),
        ("tonight", json(&tonight::is_due(step, tonight::tonight()))),
        ("needs", json(&step.needs)),
        ("caution", json(&step.caution)),
        ("how", json(&step.how)),
        ("cue", json(&step.cue)),
        ("notes", list(notes)),
        ("defaults", json(&defaults)),
        ("start_s", time(first.start)),
        ("total_s", time(total)),
    ])
}

fn tempo(tempo: &Tempo) -> Json {
    let Some(cycle) = tempo.cycle() else {
        return json("own");
    };
    let part = |part: &Part| {
        object([
            ("word", json(&Some(&part.word).filter(|it| !it.is_empty()))),
            ("seconds", time(part.length)),
            ("default", json(&part.is_default)),
        ])
    };
    list(cycle.parts().iter().map(part))
}

/// A time in seconds; null where it is open.
fn time(time: impl Into<Option<Duration>>) -> Json {
    json(&seconds(&time.into(), Serializer)?)
}
