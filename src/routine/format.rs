//! What a routine file may hold: the list of its tables and their keys. The guide
//! in `routines/README.md` tells what each key is, and the schema is made from that.

use super::figure::PROP;
use super::{Order, Side, Sides};
use crate::document::Table;

/// The schema of a routine file (2020-12), for editors and other programs. The tests
/// of this module make it.
pub const SCHEMA: &str = include_str!("routine.schema.json");

pub(super) const SIDES: &[(&str, Sides)] = &[
    ("each", Sides::Each),
    ("left", Sides::Left),
    ("right", Sides::Right),
    ("none", Sides::None),
];
pub(super) const SIDE: &[(&str, Side)] = &[("right", Side::Right), ("left", Side::Left)];
pub(super) const ORDER: &[(&str, Order)] = &[
    ("grouped", Order::Grouped),
    ("alternating", Order::Alternating),
];
/// What a line of a figure shows, with half of its thickness, in dots.
pub(super) const PARTS: &[(&str, f32)] = &[
    ("leg", 1.3),
    ("foot", 1.0),
    ("trunk", 1.6),
    ("arm", 1.0),
    ("prop", PROP),
];

pub(super) static ROUTINE: Table = Table {
    label: "a routine",
    location_hint: "the routine itself: move it up, above the first line in [brackets]",
    keys: &[
        "title", "needs", "summary", "source", "caution", "allow", "defaults", "sounds", "step",
        "circuit", "figure",
    ],
};

pub(super) static DEFAULTS: Table = Table {
    label: "[defaults]",
    location_hint: "the defaults: move it under [defaults]",
    keys: &["prepare", "rest", "switch", "first", "days"],
};

pub(super) static STEP: Table = Table {
    label: "a step",
    location_hint: "a step: move it under [[step]]",
    keys: &[
        "id", "name", "how", "cue", "caution", "needs", "figure", "sides", "first", "order",
        "reps", "sets", "set_rest", "hold", "tempo", "task", "days", "counts", "prepare", "rest",
        "switch", "notes", "sounds", "circuit",
    ],
};

pub(super) static NOTE: Table = Table {
    label: "a note",
    location_hint: "a note of a step: notes = [{ at = \"5m\", text = \"...\" }]",
    keys: &["at", "text"],
};

pub(super) static CIRCUIT: Table = Table {
    label: "a circuit",
    location_hint: "a circuit: write [circuit.all], under it rounds = 2, and circuit = \"all\" in its steps",
    keys: &["rounds", "rest"],
};

/// `[figure.NAME]`: a drawing on a canvas of 60 by 52 dots.
pub(super) static FIGURE: Table = Table {
    label: "a figure",
    location_hint: "a figure: move it under [figure.NAME]",
    keys: &["head", "start", "lines"],
};

pub(super) static LINE: Table = Table {
    label: "a line",
    location_hint: "a line of a figure: lines = [{ part = \"leg\", path = [[12, 49], [24, 28]] }]",
    keys: &["part", "path", "start", "stretched"],
};

/// `[sounds]`, and `sounds` of a step.
pub(super) static SOUNDS: Table = Table {
    label: "sounds",
    location_hint: "the sounds: move it under [sounds]",
    keys: &[
        "ready", "start", "last", "half", "enough", "rest", "switch", "tick", "beat", "part",
        "note", "finish",
    ],
};

pub(super) static TABLES: &[&Table] = &[
    &ROUTINE, &STEP, &NOTE, &CIRCUIT, &DEFAULTS, &SOUNDS, &FIGURE, &LINE,
];

#[cfg(test)]
mod tests;
