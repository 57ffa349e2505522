//! A timeline printed: for programs, and moment by moment. It is what `show` and
//! a dry run have in common.

use std::time::Duration;

use serde_json::value::{Serializer, to_raw_value as json};

use crate::console::print_json;
use crate::json::{Json, list, object};
use crate::night::Night;
use crate::player::event::seconds;
use crate::routine::tempo::{Cycle, Part, Tempo};
use crate::routine::{Hold, Prepare, Sides};
use crate::text::{clock, length, pad, plural, time_of_day, width, wrap};
use crate::timeline::{Phase, PlannedStep, Segment, Timeline};

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
        let planned = &timeline.steps[segment.step];
        let paced = planned.step.tempo.as_ref().map(|tempo| {
            let count = planned.movements.map(|count| format!("{count}: "));
            count.unwrap_or_default() + &pace(tempo, length)
        });
        let places: Vec<String> = segment.places().filter(|_| is_hold).collect();
        rows.push([
            clock(segment.start),
            name.to_owned(),
            about(segment.length, timeline.about_of(segment))
                .unwrap_or_else(|| "until a key".to_owned()),
            timeline.step(segment).id.clone(),
            segment.side.iter().map(ToString::to_string).collect(),
            places.join(", "),
            paced.filter(|_| is_hold).unwrap_or_default(),
        ]);
    }
    let mut lines = columns(&rows, usize::MAX);
    lines.push(total(timeline));
    lines
}

/// How long it takes, and when it ends if it begins now.
pub(super) fn total(timeline: &Timeline) -> String {
    let all = || timeline.segments.iter();
    let to_do = match to_do(timeline.tasks()) {
        Some(all) if timeline.tasks() == timeline.segments.len() => return all,
        Some(some) => format!(" and {some}"),
        None => String::new(),
    };
    let Some(total) = about(timeline.total(), timeline.about()) else {
        let known = all().filter_map(|segment| segment.length).sum();
        let guess = all().filter_map(|segment| timeline.about_of(segment)).sum();
        let known = about(Some(known).filter(|known| *known == guess), Some(guess));
        let known = known.unwrap_or_default();
        return format!("{known}{to_do}, and as long as you take where it waits for a key");
    };
    // Nobody knows how long things to do take.
    let end = timeline.about().filter(|_| to_do.is_empty());
    let end = end.and_then(|time| super::now().checked_add(time).ok());
    let Some(end) = end else {
        return total + &to_do;
    };
    let about = timeline.total().map_or("about ", |_| "");
    let end = time_of_day(end.time());
    format!("{total}; started now, it ends at {about}{end}")
}

pub(super) fn to_do(tasks: usize) -> Option<String> {
    (tasks > 0).then(|| plural(tasks, "thing") + " to do")
}

/// A length, said to be a guess where it is one.
pub(super) fn about(known: Option<Duration>, guess: Option<Duration>) -> Option<String> {
    let guess = || guess.map(|guess| format!("about {}", length(guess)));
    known.map(length).or_else(guess)
}

/// The pace of movements or of a breath, with its times as `words` has them.
pub(super) fn pace(tempo: &Tempo, words: fn(Duration) -> String) -> String {
    let Tempo::Parts(cycle) = tempo else {
        return "at your own pace".to_owned();
    };
    let part = |part: &Part| format!("{} {}", part.word, words(part.length));
    let parts = cycle.parts().iter().map(part);
    let parts: Vec<String> = parts.map(|part| part.trim_start().to_owned()).collect();
    parts.join(", ")
}

/// The keys of a step that nobody wrote and that play a part, with what is done
/// instead.
pub(super) fn defaults(planned: &PlannedStep) -> impl Iterator<Item = (&'static str, String)> {
    let step = &planned.step;
    let prepare = match step.prepare {
        Prepare::Key => Duration::ZERO,
        Prepare::For(time) => time,
    };
    let switches = planned.sides == Sides::Each;
    let times = [
        ("prepare", prepare, "to get into position", true),
        ("rest", step.rest, "between holds", planned.reps > 1),
        ("switch", step.switch, "to change sides", switches),
        ("set_rest", step.set_rest, "between sets", planned.sets > 1),
    ];
    let times = times
        .into_iter()
        .filter(|(key, .., plays)| *plays && step.unwritten.contains(key));
    let times = times.map(|(key, time, what, _)| (key, format!("{} {what}", length(time))));
    let parts = step.cycle().into_iter().flat_map(Cycle::parts);
    let parts = parts.filter(|part| part.is_default);
    let parts = parts.map(|part| ("tempo", format!("{} {}", length(part.length), part.word)));
    times.chain(parts)
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

pub(super) fn extent(timeline: &Timeline, step: usize) -> (&Segment, Option<Duration>) {
    let mut own = timeline.segments_of(step).peekable();
    let first = own.peek().copied().unwrap_or(&timeline.segments[0]);
    (first, own.map(|segment| segment.length).sum())
}

/// A text behind its label, if there is one, in lines as wide as the window, set
/// in by so much.
pub(super) fn paragraph(label: &str, text: Option<&str>, indent: usize) -> Vec<String> {
    let text = text.map_or_else(String::new, |text| format!("{label}{text}"));
    let window = crate::terminal::size().map_or(80, |(columns, _)| columns);
    let wrapped = |indent| wrap(&text, window.saturating_sub(indent).max(20));
    let hanging = indent + 2;
    let lines = match wrapped(indent) {
        lines if lines.len() > 1 => wrapped(hanging),
        line => line,
    };
    let lines = lines.into_iter().enumerate().map(|(n, line)| {
        let indent = if n == 0 { indent } else { hanging };
        format!("{:indent$}{line}", "")
    });
    lines.collect()
}

/// Rows of cells as lines. Columns are as wide as their widest cell, but not
/// wider than `widest`.
pub(super) fn columns<const N: usize>(rows: &[[String; N]], widest: usize) -> Vec<String> {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let widths = rows.iter().map(|row| width(&row[column]));
        widths.max().unwrap_or(0).min(widest)
    });
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).filter(|(_, width)| *width > 0);
        let cells = cells.map(|(cell, width)| pad(cell, width));
        let line = cells.collect::<Vec<_>>().join("  ");
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

pub(super) fn print_document(name: &str, timeline: &Timeline) -> std::io::Result<()> {
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
    let tonight = Night::of(super::now().datetime());
    let is_tonight = step.days.is_none_or(|days| days.has(tonight));
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
        ("tonight", json(&is_tonight)),
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

fn time(time: impl Into<Option<Duration>>) -> Json {
    json(&seconds(&time.into(), Serializer)?)
}
