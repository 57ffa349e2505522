//! The events as a JSON Schema (2020-12), for programs that follow a routine.
//!
//! [`EVENTS`] is the list of what a line of `--display json` holds; the types
//! in [`event`](super::event) are what is written. A test compares them.

use serde_json::{Map, Value, json};

use super::Outcome;
use super::event::VERSION;
use crate::routine::{Cue, Side};
use crate::timeline::Phase;

/// An event: its name, what it means, and what it holds besides its name and
/// its moment.
struct Kind {
    name: &'static str,
    help: &'static str,
    fields: &'static [Field],
}

/// A field of an event. It is always there: what is not known is null.
struct Field {
    name: &'static str,
    value: Is,
    help: &'static str,
}

/// What a value is.
enum Is {
    /// [`VERSION`].
    Version,
    /// A text.
    Text,
    /// A moment of the calendar.
    Moment,
    /// More than none.
    Factor,
    /// A number that counts from 0.
    FromZero,
    /// A number that counts from 1.
    FromOne,
    /// Seconds, with a fraction where there is one.
    Seconds,
    /// The same, or null.
    SecondsOrNull,
    /// One of these words; null is among them where there may be none.
    Word(fn() -> Value),
}

/// Every event.
const EVENTS: &[Kind] = &[
    Kind {
        name: "started",
        help: "The routine begins. Always the first line.",
        fields: &[
            field("v", Is::Version, "The version of these events."),
            field(
                "routine",
                Is::Text,
                "The routine's name; - for one from standard input.",
            ),
            field("title", Is::Text, "What people call it."),
            field(
                "level",
                Is::Text,
                "How much of each range: gentle, standard, full, or a number from 0.00 to 1.00 after --fit.",
            ),
            field(
                "speed",
                Is::Factor,
                "How many times as fast as in earnest; 1 unless it is a rehearsal.",
            ),
            field(
                "total_s",
                Is::SecondsOrNull,
                "How long it is planned to take, in seconds of the timeline; null where something waits for a key.",
            ),
            field("segments", Is::FromZero, "How many segments it has."),
            field(
                "time",
                Is::Moment,
                "When: RFC 3339, with the offset of the zone.",
            ),
        ],
    },
    Kind {
        name: "segment",
        help: "A segment begins: a stretch of the timeline with one purpose. A key may lead back to one that has been.",
        fields: &[
            field("index", Is::FromZero, "Its place on the timeline, from 0."),
            field("step", Is::Text, "The id of its step."),
            field("name", Is::Text, "The name of its step, as people read it."),
            field(
                "phase",
                Is::Word(|| json!([Phase::Prepare, Phase::Hold, Phase::Rest, Phase::Switch])),
                "What it is for: get into position, hold the stretch, let go for a moment, change sides.",
            ),
            field(
                "side",
                Is::Word(|| json!([Side::Left, Side::Right, null])),
                "The side of the body; null where there is none.",
            ),
            field("rep", Is::FromOne, "Which hold of this side in this set."),
            field("reps", Is::FromOne, "Of how many."),
            field("set", Is::FromOne, "Which set."),
            field("sets", Is::FromOne, "Of how many."),
            field("round", Is::FromOne, "Which round of the circuit."),
            field("rounds", Is::FromOne, "Of how many."),
            field(
                "at",
                Is::Seconds,
                "When it was planned to begin, in seconds of the timeline.",
            ),
            field(
                "duration_s",
                Is::SecondsOrNull,
                "How long it is planned to be, in seconds of the timeline; null where it waits for a key.",
            ),
        ],
    },
    Kind {
        name: "cue",
        help: "A sound, whether or not it can be heard.",
        fields: &[field(
            "cue",
            Is::Word(|| json!(Cue::ALL.map(Cue::name))),
            "What it means.",
        )],
    },
    Kind {
        name: "say",
        help: "Words of the routine for this moment, such as a note inside a hold.",
        fields: &[field("text", Is::Text, "The words.")],
    },
    Kind {
        name: "paused",
        help: "The clock of the timeline stands still: by a key, or since the last moment before a \
               suspend or a stop.",
        fields: &[],
    },
    Kind {
        name: "resumed",
        help: "It goes on, after the count-in if there was one.",
        fields: &[],
    },
    Kind {
        name: "skipped",
        help: "A segment was cut short by a key.",
        fields: &[field(
            "index",
            Is::FromZero,
            "Its place on the timeline, from 0.",
        )],
    },
    Kind {
        name: "ended",
        help: "It is over. Always the last line, unless the program is killed.",
        fields: &[
            field(
                "outcome",
                Is::Word(|| json!([Outcome::Completed, Outcome::Quit, Outcome::Interrupted])),
                "It ran to its end, a person quit early or passed over every hold, or a signal or an absence ended it.",
            ),
            field(
                "held_s",
                Is::Seconds,
                "Time spent in holds, in seconds of the timeline.",
            ),
            field(
                "skipped",
                Is::FromZero,
                "How many segments were cut short by a key.",
            ),
        ],
    },
];

const fn field(name: &'static str, value: Is, help: &'static str) -> Field {
    Field { name, value, help }
}

/// The schema of one line.
///
/// It is strict about what it knows: every field must be there and be what it
/// is said to be. What it does not know, it lets pass: an event or a field that
/// is added later must not break a follower that checks with today's schema.
/// So an event is chosen by `if` and `then`, where `oneOf` would refuse
/// unknown ones.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = Map::new();
    let mut choices = Vec::new();
    for kind in EVENTS {
        definitions.insert(kind.name.to_owned(), definition(kind));
        choices.push(json!({
            "if": {"properties": {"event": {"const": kind.name}}},
            "then": {"$ref": format!("#/$defs/{}", kind.name)},
        }));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:legrest:schema:events:{VERSION}"),
        "title": "An event of legrest",
        "description": "One line of \"legrest routine NAME --display json\". New events and new fields come without a new version: pass over those you don't know. A field that goes or changes its meaning, or a new word for one of those listed here, is a new version.",
        "type": "object",
        "required": ["event", "t"],
        "properties": {
            "event": {"type": "string", "description": "What happened."},
            "t": {
                "type": "number",
                "minimum": 0,
                "description": "When it was due, in real seconds since the start, at any speed and pauses included.",
            },
        },
        "allOf": choices,
        "$defs": definitions,
    })
}

fn definition(kind: &Kind) -> Value {
    let mut properties = Map::new();
    for field in kind.fields {
        let mut schema = value(&field.value);
        schema["description"] = json!(field.help);
        properties.insert(field.name.to_owned(), schema);
    }
    let names: Vec<&str> = kind.fields.iter().map(|field| field.name).collect();
    json!({
        "description": kind.help,
        "required": names,
        "properties": properties,
    })
}

fn value(is: &Is) -> Value {
    match is {
        Is::Version => json!({"const": VERSION}),
        Is::Text => json!({"type": "string"}),
        Is::Moment => json!({
            "type": "string",
            "format": "date-time",
            // A format is only a remark unless a validator is told otherwise.
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
        }),
        Is::Factor => json!({"type": "number", "exclusiveMinimum": 0}),
        Is::FromZero => json!({"type": "integer", "minimum": 0}),
        Is::FromOne => json!({"type": "integer", "minimum": 1}),
        Is::Seconds => json!({"type": "number", "minimum": 0}),
        Is::SecondsOrNull => json!({"type": ["number", "null"], "minimum": 0}),
        Is::Word(words) => json!({"enum": words()}),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use super::super::event::{Event, SegmentBegan, Started};
    use super::*;

    /// One of each event. A new one does not compile before it is here.
    fn one_of_each() -> Vec<Event> {
        let after = |event: Option<&Event>| match event {
            None => Some(Event::Started(Started {
                v: VERSION,
                routine: "bedtime".to_owned(),
                title: "Bedtime".to_owned(),
                level: "standard".to_owned(),
                speed: 1.0,
                total: None,
                segments: 1,
                time: "2026-11-21T22:30:00+01:00".to_owned(),
            })),
            Some(Event::Started(_)) => Some(Event::Segment(SegmentBegan {
                index: 0,
                step: "calf".to_owned(),
                name: "Calf".to_owned(),
                phase: Phase::Hold,
                side: None,
                rep: 1,
                reps: 1,
                set: 1,
                sets: 1,
                round: 1,
                rounds: 1,
                at: Duration::ZERO,
                length: None,
            })),
            Some(Event::Segment(_)) => Some(Event::Cue { cue: Cue::Start }),
            Some(Event::Cue { .. }) => Some(Event::Say {
                text: "Words.".to_owned(),
            }),
            Some(Event::Say { .. }) => Some(Event::Paused),
            Some(Event::Paused) => Some(Event::Resumed),
            Some(Event::Resumed) => Some(Event::Skipped { index: 0 }),
            Some(Event::Skipped { .. }) => Some(Event::Ended {
                outcome: Outcome::Completed,
                held: Duration::ZERO,
                skipped: 0,
            }),
            Some(Event::Ended { .. }) => None,
        };
        let mut events = Vec::new();
        while let Some(event) = after(events.last()) {
            events.push(event);
        }
        events
    }

    #[test]
    fn the_list_names_every_event_and_every_field_that_is_written() {
        let written = one_of_each().into_iter().map(|event| {
            let written = serde_json::to_value(event).expect("JSON");
            let fields = written.as_object().expect("an object");
            let names = fields.keys().filter(|name| *name != "event").cloned();
            let name = written["event"].as_str().expect("a name").to_owned();
            (name, names.collect::<BTreeSet<_>>())
        });
        let listed = EVENTS.iter().map(|kind| {
            let names = kind.fields.iter().map(|field| field.name.to_owned());
            (kind.name.to_owned(), names.collect::<BTreeSet<_>>())
        });
        assert_eq!(written.collect::<Vec<_>>(), listed.collect::<Vec<_>>());
    }
}
