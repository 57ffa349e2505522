//! Makes the JSON Schema of routines from the tables of the guide, and fails where
//! the file is another. With `LEGREST_TEST_BLESS` in the environment the file is
//! written. What the guide says is held to the parser as well.

use serde_json::{Map, Value, json};

use super::SCHEMA;
use crate::night::Days;
use crate::routine::amount::UNITS;
use crate::routine::figure::CANVAS;
use crate::routine::format::{ORDER, PARTS, SIDE, SIDES, TABLES};
use crate::routine::parse::OF_TASKS;
use crate::routine::{Cue, bundled_figures, limits};
use crate::text::DASHES;

const GUIDE: &str = include_str!("../../../routines/README.md");

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

/// What the guide tells of a key.
struct Row {
    name: &'static str,
    needed: bool,
    is: &'static str,
    usual: &'static str,
    help: &'static str,
}

/// The keys of a table of the format, as messages call it: `a step`, `[defaults]`.
fn rows(label: &str) -> Vec<Row> {
    let (first, rest) = label.trim_matches(['[', ']']).split_at(1);
    let heading = format!("\n### {}{rest}\n", first.to_uppercase());
    let (_, section) = GUIDE.split_once(&*heading).expect("a heading");
    let lines = section.lines().take_while(|line| !line.starts_with('#'));
    let rows = lines.filter(|line| line.starts_with('|')).skip(2);
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let ["", key, is, usual, help, ""] = cells[..] else {
            panic!("not four cells: {line}");
        };
        Row {
            name: key.trim_matches(['*', '`']),
            needed: key.starts_with("**"),
            is,
            usual,
            help,
        }
    };
    rows.map(row).collect()
}

fn schema() -> Value {
    let mut schema = table("a routine");
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
    schema["$defs"] = json!({
        "line": {"type": "string", "pattern": LINE},
        "time": duration(&format!("^{}$", one_duration())),
    });
    schema
}

fn table(label: &str) -> Value {
    let rows = rows(label);
    let properties = rows.iter().map(|row| {
        let mut schema = value(row);
        let usual = row.usual.replace(['`', '"'], "");
        let usually = match &*usual {
            "" => String::new(),
            usual => format!(" Usually {usual}."),
        };
        schema["description"] = json!(row.help.to_owned() + &usually);
        (row.name.to_owned(), schema)
    });
    let properties: Map<_, _> = properties.collect();
    let needed = rows.iter().filter(|row| row.needed).map(|row| row.name);
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": needed.collect::<Vec<_>>(),
        "properties": properties,
    })
}

fn value(row: &Row) -> Value {
    if let Some(label) = row.is.strip_prefix("a table of ") {
        return table(label);
    }
    if let Some(label) = row.is.strip_prefix("tables, each ") {
        let least = i32::from(row.needed);
        return json!({"type": "array", "minItems": least, "items": table(label)});
    }
    if let Some(label) = row.is.strip_prefix("tables by name, each ") {
        return json!({"type": "object", "additionalProperties": table(label)});
    }
    match row.is {
        "a text" => json!({"$ref": "#/$defs/line"}),
        "a text, perhaps of several lines" => json!({"type": "string", "pattern": LINES}),
        "a list of texts" => json!({"type": "array", "items": {"$ref": "#/$defs/line"}}),
        "lower-case letters and digits, with dashes" => {
            json!({"type": "string", "pattern": r"^[^\s\-A-Z]+(-[^\s\-A-Z]+)*$"})
        }
        "parts, or `\"own\"`" => json!({"type": "string", "pattern": tempo()}),
        "days" => json!({"type": "string", "pattern": days()}),
        "`true` or `false`" => json!({"type": "boolean"}),
        "a number, or a range" => json!({"anyOf": [
            {"type": "integer", "minimum": 1, "maximum": limits::COUNT_MAX},
            {"type": "string", "pattern": format!(r"^\s*[0-9]+\s*({to}\s*[0-9]+\s*)?$", to = to())},
        ]}),
        "a time" => json!({"$ref": "#/$defs/time"}),
        "a time, or `\"key\"`" => json!({"anyOf": [{"$ref": "#/$defs/time"}, {"const": "key"}]}),
        "a time, a range, or `\"open\"`" => {
            // The unit of the low end may be left out.
            let (to, high) = (to(), one_duration());
            duration(&format!("^(open|({high}{to}|\\s*{NUMBER}{to})?{high})$"))
        }
        "the name of a drawing" => {
            let bundled = bundled_figures().iter();
            json!({"anyOf": [
                {"enum": bundled.map(|figure| &figure.name).collect::<Vec<_>>()},
                {"type": "string", "pattern": LINE, "description": "One that [figure.NAME] draws."},
            ]})
        }
        "a place: `[x, y]`" => point(),
        "a list of places" => json!({
            "type": "array",
            "minItems": 2,
            "maxItems": limits::LINE_POINTS,
            "items": point(),
        }),
        "a sound, a file, or `\"none\"`" => json!({"anyOf": [
            {"enum": Cue::ALL.map(Cue::default_sound)},
            {"const": "none"},
            {"type": "string", "pattern": r"[./\\]", "description": "A file beside the routine."},
        ]}),
        words => json!({"enum": listed(words)}),
    }
}

/// The words of a list like `` `"each"`, `"left"` ``.
fn listed(words: &str) -> Vec<&str> {
    let words = words.split(", ").map(|word| {
        let word = word
            .strip_prefix("`\"")
            .and_then(|word| word.strip_suffix("\"`"));
        word.expect("words in quotes, or something that is told above")
    });
    words.collect()
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
fn the_file_is_what_the_guide_says() {
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

#[test]
fn every_key_is_in_the_guide() {
    for table in TABLES {
        let told: Vec<&str> = rows(table.label).iter().map(|row| row.name).collect();
        assert_eq!(told, table.keys, "{}", table.label);
    }
}

#[test]
fn words_and_sounds_are_those_of_the_parser() {
    fn is<T>(label: &str, key: &str, words: &[(&str, T)]) {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let rows = rows(label);
        let row = rows.iter().find(|row| row.name == key).expect("the key");
        assert_eq!(listed(row.is), words, "{key}");
    }
    is("a step", "sides", SIDES);
    is("a step", "first", SIDE);
    is("a step", "order", ORDER);
    is("[defaults]", "first", SIDE);
    is("a line", "part", PARTS);
    let sounds = rows("sounds").into_iter().map(|row| (row.name, row.usual));
    let usual = Cue::ALL.map(|cue| (cue.name(), format!("`\"{}\"`", cue.default_sound())));
    assert!(sounds.eq(usual.iter().map(|(name, sound)| (*name, &**sound))));
}

/// A key that is left out is what its table says.
#[test]
fn defaults_are_those_of_the_parser() {
    let parse = |lines: &str| {
        let step = "name = \"A\"\nhold = \"9s\"\nsides = \"each\"\nreps = 2\nsets = 2";
        let text = format!("title = \"T\"\n[[step]]\n{step}\ncircuit = \"c\"\n{lines}\n");
        let text = text + "[circuit.c]\nrounds = 2\n";
        let (routine, problems) = crate::routine::parse(&text);
        assert!(routine.is_some(), "{problems:#?}");
        let mut step = crate::routine::Step::clone(&routine.expect("a routine").steps[0]);
        // These tell what was written, and where.
        step.unwritten.clear();
        step.span = 0..0;
        step
    };
    let mut seen = 0;
    for row in rows("a step") {
        let stands = ["sides", "reps", "sets"].contains(&row.name);
        if row.usual.starts_with('`') && !stands {
            let line = format!("{} = {}", row.name, row.usual.replace('`', ""));
            assert_eq!(parse(&line), parse(""), "{line}");
            seen += 1;
        }
    }
    assert_eq!(seen, 8, "more or fewer keys have a default");
}
