//! Makes the JSON Schema of the events from their types, and fails where the file
//! is another. With `LEGREST_TEST_BLESS` in the environment the file is written.
//!
//! The schema is strict about what it knows: every field must be there and be
//! what it is said to be. What it does not know, it lets pass: an event or a
//! field that is added later must not break a follower that checks with today's
//! schema. So an event is chosen by `if` and `then`, where the `oneOf` of the
//! type would refuse unknown ones.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::{EVENTS_SCHEMA, Event, VERSION};

/// The numbers that count from 1.
const FROM_ONE: [&str; 8] = [
    "count", "of", "rep", "reps", "set", "sets", "round", "rounds",
];

fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
    let schema = settings.into_generator().into_root_schema_for::<Event>();
    let mut definitions = Map::new();
    let mut choices = Vec::new();
    for event in schema
        .get("oneOf")
        .and_then(Value::as_array)
        .expect("kinds")
    {
        let name = &event["properties"]["event"]["const"];
        let name = name.as_str().expect("a name");
        choices.push(json!({
            "if": {"properties": {"event": {"const": name}}},
            "then": {"$ref": format!("#/$defs/{name}")},
        }));
        definitions.insert(name.to_owned(), definition(event));
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

/// What an event holds besides its name. Every field is always there.
fn definition(event: &Value) -> Value {
    let fields = event["properties"].as_object().expect("fields");
    let fields = fields.iter().filter(|(name, _)| *name != "event");
    let fields: Map<_, _> = fields
        .map(|(name, field)| (name.clone(), plain(name, field)))
        .collect();
    json!({
        "description": one_line(&event["description"]),
        "required": fields.keys().collect::<Vec<_>>(),
        "properties": fields,
    })
}

/// The schema of a field in few words: without the widths of numbers in Rust, and
/// with the words of an enum as a list.
fn plain(name: &str, field: &Value) -> Value {
    let mut words = Vec::new();
    collect_words(field, &mut words);
    let mut schema = if !words.is_empty() {
        json!({"enum": words})
    } else if field["properties"]["nanos"].is_object() {
        // A duration is written in seconds.
        let is_open = field["type"].is_array();
        let kind = [json!("number"), json!(["number", "null"])];
        json!({"type": kind[usize::from(is_open)], "minimum": 0})
    } else {
        field.clone()
    };
    let schema_of = schema.as_object_mut().expect("a schema");
    schema_of.remove("format");
    match name {
        "v" => schema["const"] = VERSION.into(),
        "speed" => schema["exclusiveMinimum"] = 0.into(),
        "time" => {
            // A format is only a remark unless a validator is told otherwise.
            schema["format"] = "date-time".into();
            schema["pattern"] = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$".into();
        }
        _ if FROM_ONE.contains(&name) => schema["minimum"] = 1.into(),
        _ => {}
    }
    schema["description"] = one_line(&field["description"]);
    schema
}

fn collect_words(schema: &Value, words: &mut Vec<Value>) {
    for key in ["oneOf", "anyOf"] {
        for choice in schema[key].as_array().into_iter().flatten() {
            match choice {
                word if word["const"].is_string() => words.push(word["const"].clone()),
                none if none["type"] == "null" => words.push(Value::Null),
                choice => collect_words(choice, words),
            }
        }
    }
}

fn one_line(text: &Value) -> Value {
    let words: Vec<&str> = text.as_str().expect("docs").split_whitespace().collect();
    words.join(" ").into()
}

#[test]
fn the_file_is_what_the_types_say() {
    let made = format!("{:#}\n", schema());
    if std::env::var_os("LEGREST_TEST_BLESS").is_some() {
        let file = "src/player/events.schema.json";
        std::fs::write(file, &made).expect("the file can be written");
        return;
    }
    assert!(
        made == EVENTS_SCHEMA,
        "the types of events have changed: LEGREST_TEST_BLESS=1 cargo test --lib event::tests\n{made}"
    );
}
