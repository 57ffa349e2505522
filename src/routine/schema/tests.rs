//! Makes the JSON Schema of routines from the tables of the format, and fails where
//! the file is another. With `LEGREST_TEST_BLESS` in the environment the file is
//! written.

use serde_json::{Map, Value, json};

use super::SCHEMA;
use crate::document::format::{Kind, Table};
use crate::night::Days;
use crate::routine::amount::UNITS;
use crate::routine::figure::CANVAS;
use crate::routine::format::ROUTINE;
use crate::routine::parse::OF_TASKS;
use crate::routine::{Cue, bundled_figures, limits};
use crate::text::DASHES;

/// A number, as it stands before a unit.
const NUMBER: &str = r"[0-9][0-9.\s]*";
const CLOCK: &str = "[0-9]{1,3}(:[0-5][0-9]){1,2}";
/// The characters that no text may have, but for a line break.
const CONTROL: &str = r"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069";
/// A text of one line without control characters.
const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$";
/// The same with line breaks.
const LINES: &str =
    r"^[^\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$";
const OWN: &str = r"^\s*[oO][wW][nN]\s*$";

fn schema() -> Value {
    let mut schema = table(&ROUTINE);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("A routine for legrest");
    schema["properties"]["step"]["maxItems"] = json!(limits::STEPS);
    let step = &mut schema["properties"]["step"]["items"];
    step["if"] = json!({"required": ["task"], "properties": {"task": {"const": true}}});
    step["then"] = json!({"propertyNames": {"enum": OF_TASKS}});
    step["else"] = json!({
        "anyOf": [{"required": ["hold"]}, {"required": ["tempo", "reps"]}],
        "not": {"required": ["hold", "tempo"], "properties": {"tempo": {"type": "string", "pattern": OWN}}},
    });
    let lines = &mut schema["properties"]["figure"]["additionalProperties"]["properties"]["lines"];
    lines["maxItems"] = json!(limits::FIGURE_LINES);
    schema
}

fn table(table: &Table) -> Value {
    let properties = table.keys.iter().map(|key| {
        let mut schema = value(&key.kind);
        let usually = match key.usual {
            "" => String::new(),
            usual => format!(" Usually {usual}."),
        };
        schema["description"] = json!(key.help.to_owned() + &usually);
        (key.name.to_owned(), schema)
    });
    let needed = table.keys.iter().filter(|key| key.needed);
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": needed.map(|key| key.name).collect::<Vec<_>>(),
        "properties": properties.collect::<Map<_, _>>(),
    })
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Line => json!({"type": "string", "pattern": LINE}),
        Kind::Tempo => json!({"type": "string", "pattern": tempo()}),
        Kind::Days => json!({"type": "string", "pattern": days()}),
        Kind::Lines => json!({"type": "string", "pattern": LINES}),
        Kind::List => json!({"type": "array", "items": {"type": "string", "pattern": LINE}}),
        Kind::Id => json!({"type": "string", "pattern": r"^[^\s\-A-Z]+(-[^\s\-A-Z]+)*$"}),
        Kind::Word(words) => json!({"enum": words()}),
        Kind::Count => json!({"anyOf": [
            {"type": "integer", "minimum": 1, "maximum": limits::COUNT_MAX},
            {"type": "string", "pattern": format!(r"^\s*[0-9]+\s*({to}\s*[0-9]+\s*)?$", to = to())},
        ]}),
        Kind::Duration => duration(&format!("^{}$", one_duration())),
        Kind::DurationOr(word) => duration(&format!("^({word}|{})$", one_duration())),
        Kind::RangeOr(word) => {
            // The unit of the low end may be left out.
            let (to, high) = (to(), one_duration());
            duration(&format!("^({word}|({high}{to}|\\s*{NUMBER}{to})?{high})$"))
        }
        Kind::Figure => {
            let bundled = bundled_figures().iter();
            json!({"anyOf": [
                {"enum": bundled.map(|figure| &figure.name).collect::<Vec<_>>()},
                {"type": "string", "pattern": LINE, "description": "One that [figure.NAME] draws."},
            ]})
        }
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Point => point(),
        Kind::Points => json!({
            "type": "array",
            "minItems": 2,
            "maxItems": limits::LINE_POINTS,
            "items": point(),
        }),
        Kind::Sound => json!({"anyOf": [
            {"enum": Cue::ALL.map(Cue::default_sound)},
            {"const": "none"},
            {"type": "string", "pattern": r"[./\\]", "description": "A file beside the routine."},
        ]}),
        Kind::Table(inner) => table(inner),
        Kind::Tables(inner, least) => {
            json!({"type": "array", "minItems": least, "items": table(inner)})
        }
        Kind::Named(inner) => json!({"type": "object", "additionalProperties": table(inner)}),
    }
}

/// The pattern of parts with commas between, each with something in it.
fn tempo() -> String {
    let part = format!(r"\s*[^{CONTROL},;\s][^{CONTROL},;]*");
    format!("^{part}([,;]{part}){{0,{}}}$", limits::TEMPO_PARTS - 1)
}

/// The pattern of days, by the letters with which their names begin.
fn days() -> String {
    let dashes = String::from_iter(DASHES);
    let between = format!(r"[{dashes}\s,/;+&]");
    let names = Days::NAMES.map(|name| in_any_case(&name[..2])).join("|");
    let others = ["daily", "every", "everyday", "day", "all", "and", "to"].map(in_any_case);
    let others = others.join("|");
    format!(r"^{between}*((({names})[A-Za-z]*\.*|{others})({between}+|$))+$")
}

fn point() -> Value {
    let coordinate = |size: u16| json!({"type": "number", "minimum": 0, "maximum": size - 1});
    json!({
        "type": "array",
        "prefixItems": [coordinate(CANVAS.0), coordinate(CANVAS.1)],
        "minItems": 2,
        "maxItems": 2,
    })
}

fn one_duration() -> String {
    let units = UNITS.map(|unit| match unit.len() {
        1 => unit.to_owned(),
        _ => in_any_case(unit),
    });
    let part = format!("{NUMBER}({})", units.join("|"));
    format!(r"\s*({CLOCK}|{part}(\s*{part})*)\s*")
}

/// The pattern of what stands between the ends of a range.
fn to() -> String {
    // The hyphen comes first: between two characters it would mean a span.
    let dashes = String::from_iter(DASHES);
    format!(r"([{dashes}]|\s{}\s)", in_any_case("to"))
}

fn in_any_case(word: &str) -> String {
    let letter = |c: char| match c.to_ascii_uppercase() {
        capital if capital == c => c.to_string(),
        capital => format!("[{c}{capital}]"),
    };
    word.chars().map(letter).collect()
}

fn duration(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

#[test]
fn the_file_is_what_the_tables_say() {
    let made = format!("{:#}\n", schema());
    if std::env::var_os("LEGREST_TEST_BLESS").is_some() {
        let file = "src/routine/routine.schema.json";
        std::fs::write(file, &made).expect("the file can be written");
        return;
    }
    assert!(
        made == SCHEMA,
        "the format has changed: LEGREST_TEST_BLESS=1 cargo test schema\n{made}"
    );
}
