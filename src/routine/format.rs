//! What a routine file may hold: the one list of tables and keys, from which
//! the parser knows what it knows and the JSON Schema is made.

use super::figure::PROP;
use super::{Cue, Order, Side, Sides};
use crate::document::format::{FormatKey, Kind, Table, key, needed, usually, words};

pub(crate) const SIDES: &[(&str, Sides)] = &[
    ("each", Sides::Each),
    ("left", Sides::Left),
    ("right", Sides::Right),
    ("none", Sides::None),
];
pub(crate) const SIDE: &[(&str, Side)] = &[("right", Side::Right), ("left", Side::Left)];
pub(crate) const ORDER: &[(&str, Order)] = &[
    ("grouped", Order::Grouped),
    ("alternating", Order::Alternating),
];
/// What a line of a figure shows, with half of its thickness, in dots.
pub(crate) const PARTS: &[(&str, f32)] = &[
    ("leg", 1.3),
    ("foot", 1.0),
    ("trunk", 1.6),
    ("arm", 1.0),
    ("prop", PROP),
];

const PREPARE: FormatKey = usually("prepare", Kind::DurationOr("key"), "5s")
    .help("Time to get into position, or \"key\" to wait for Enter.");
const REST: FormatKey = usually("rest", Kind::Duration, "3s").help("Between holds on one side.");
const SWITCH: FormatKey = usually("switch", Kind::Duration, "5s").help("Between sides.");
const FIRST: FormatKey =
    usually("first", Kind::Word(|| words(SIDE)), "right").help("Which side goes first.");

pub(crate) static ROUTINE: Table = Table {
    label: "a routine",
    location_hint: "the routine itself: move it up, above the first line in [brackets]",
    keys: &[
        usually("title", Kind::Line, "the name of its file").help("What people call the routine."),
        key("needs", Kind::Line).help("What to have at hand, with commas between."),
        key("summary", Kind::Line).help("One line on what it is for."),
        key("source", Kind::List).help("Where its numbers come from."),
        key("caution", Kind::Line).help("One short line, shown before the first step."),
        key("allow", Kind::List).help("Codes of warnings that `legrest check` leaves out."),
        key("defaults", Kind::Table(&DEFAULTS)).help("What every step has that says nothing else."),
        key("sounds", Kind::Table(&SOUNDS)).help("Sounds that differ from the usual ones, by cue."),
        needed("step", Kind::Tables(&STEP, 1)).help("The steps, in order."),
        key("circuit", Kind::Named(&CIRCUIT))
            .help("Steps that are played in rounds, by the name of the circuit."),
        key("figure", Kind::Named(&FIGURE))
            .help("Drawings of its own, by the name that steps give."),
    ],
};

pub(crate) static DEFAULTS: Table = Table {
    label: "[defaults]",
    location_hint: "the defaults: move it under [defaults]",
    keys: &[
        PREPARE,
        REST,
        SWITCH,
        FIRST,
        usually("days", Kind::Days, "every evening").help("The evenings on which steps are due."),
    ],
};

pub(crate) static STEP: Table = Table {
    label: "a step",
    location_hint: "a step: move it under [[step]]",
    keys: &[
        usually("id", Kind::Id, "made from the name")
            .help("The name by which options pick the step."),
        needed("name", Kind::Line).help("What the screen calls it."),
        key("how", Kind::Lines).help("How to get into position."),
        key("cue", Kind::Line).help("A short line during the hold."),
        key("caution", Kind::Line).help("What to look out for, shown while preparing."),
        key("needs", Kind::Line).help("What to have at hand, with commas between."),
        key("figure", Kind::Figure)
            .help("A drawing, by name: a bundled one, or one that the routine draws itself."),
        usually("sides", Kind::Word(|| words(SIDES)), "none")
            .help("Which sides are held: both, one after the other (each), one, or none in particular."),
        FIRST,
        usually("order", Kind::Word(|| words(ORDER)), "grouped")
            .help("All of one side and then the other (grouped), or in turns (alternating)."),
        usually("reps", Kind::Count, "1")
            .help("Holds a side, or with a tempo and no hold movements: a number or a range like \"2-3\"."),
        usually("sets", Kind::Count, "1")
            .help("How often the whole pattern is played."),
        usually("set_rest", Kind::Duration, "30s")
            .help("Between sets."),
        key("hold", Kind::RangeOr("open"))
            .help("How long each hold is: \"30s\", a range \"20s-30s\", or \"open\" until Enter."),
        key("tempo", Kind::Tempo).help(
            "The pace of a movement or a breath: \"up 2s, down 2s\", \"4-4-4-4\", or \"own\" for your own.",
        ),
        usually("task", Kind::Flag, "false")
            .help("Whether it is something to do, until Enter says that it is done, and no hold."),
        usually("days", Kind::Days, "those of [defaults], or every evening")
            .help("The evenings on which it is due: \"mon, wed, fri\", \"weekdays\"."),
        usually("counts", Kind::Flag, "true")
            .help("Whether it counts as stretching; a tempo never does."),
        PREPARE,
        REST,
        SWITCH,
        key("notes", Kind::Tables(&NOTE, 0)).help("Said and shown so far into each hold."),
        key("sounds", Kind::Table(&SOUNDS)).help("Sounds that differ from the routine's, by cue."),
        key("circuit", Kind::Line)
            .help("Neighbouring steps with one circuit are played in rounds."),
    ],
};

pub(crate) static NOTE: Table = Table {
    label: "a note",
    location_hint: "a note of a step: notes = [{ at = \"5m\", text = \"...\" }]",
    keys: &[
        needed("at", Kind::Duration).help("How far into the hold."),
        needed("text", Kind::Line).help("What is said."),
    ],
};

pub(crate) static CIRCUIT: Table = Table {
    label: "a circuit",
    location_hint: "a circuit: write [circuit.all], under it rounds = 2, and circuit = \"all\" in its steps",
    keys: &[
        needed("rounds", Kind::Count).help("How often its steps are played."),
        usually("rest", Kind::Duration, "0s").help("Between rounds."),
    ],
};

/// `[figure.NAME]`: a drawing on a canvas of 60 by 52 dots.
pub(crate) static FIGURE: Table = Table {
    label: "a figure",
    location_hint: "a figure: move it under [figure.NAME]",
    keys: &[
        needed("head", Kind::Point).help("The middle of the head."),
        key("start", Kind::Point).help("The middle of the head in the pose from which one begins."),
        needed("lines", Kind::Tables(&LINE, 1)).help("Limbs and things."),
    ],
};

pub(crate) static LINE: Table = Table {
    label: "a line",
    location_hint: "a line of a figure: lines = [{ part = \"leg\", path = [[12, 49], [24, 28]] }]",
    keys: &[
        needed("part", Kind::Word(|| words(PARTS)))
            .help("What it is, which says how thick it is drawn."),
        needed("path", Kind::Points).help("The places that it connects."),
        key("start", Kind::Points)
            .help("The same in the pose from which one begins: as many places."),
        key("stretched", Kind::Flag).help("Whether it is what is being stretched: it stands out."),
    ],
};

const fn sound(cue: Cue, help: &'static str) -> FormatKey {
    usually(cue.name(), Kind::Sound, cue.default_sound()).help(help)
}

/// `[sounds]`, and `sounds` of a step.
pub(crate) static SOUNDS: Table = Table {
    label: "sounds",
    location_hint: "the sounds: move it under [sounds]",
    keys: &[
        sound(Cue::Ready, "A prepare begins."),
        sound(Cue::Start, "A hold begins."),
        sound(Cue::Last, "The last of several holds of a side begins."),
        sound(Cue::Half, "The middle of a hold of 20 seconds or more."),
        sound(Cue::Enough, "The low end of a range: a person may go on."),
        sound(Cue::Rest, "A rest begins."),
        sound(Cue::Switch, "Change sides."),
        sound(Cue::Tick, "The last three seconds before something begins."),
        sound(Cue::Beat, "A movement of a tempo begins."),
        sound(Cue::Part, "A further part of a movement begins."),
        sound(Cue::Note, "A note appears."),
        sound(Cue::Finish, "The routine is complete."),
    ],
};

/// Every table of the format.
pub static TABLES: &[&Table] = &[
    &ROUTINE, &STEP, &NOTE, &CIRCUIT, &DEFAULTS, &SOUNDS, &FIGURE, &LINE,
];
