//! The JSON Schema and the parser say the same of a routine.

use legrest::library::{BUILT_IN, understand};
use serde_json::{Value, json};
use std::path::Path;

use crate::fuzzed::properties::json_schema::JsonSchema;
use crate::harness::Home;

struct Schema(JsonSchema);

impl Schema {
    fn of_the_program() -> Self {
        Self(JsonSchema::new(printed()))
    }

    fn accepts(&self, toml: &str) -> bool {
        let Ok(table) = toml.parse::<toml::Table>() else {
            return false;
        };
        let value = serde_json::to_value(table).expect("TOML as JSON");
        self.0.accepts(&value)
    }
}

fn printed() -> Value {
    let printed = Home::new().run("schema routine").success().stdout;
    serde_json::from_str(&printed).expect("JSON")
}

fn parser_accepts(text: &str) -> bool {
    understand(text, Path::new("")).0.is_some()
}

#[test]
fn every_bundled_routine_is_valid_by_both_without_a_warning() {
    let schema = Schema::of_the_program();
    assert_eq!(BUILT_IN.len(), 12);
    for (name, text) in BUILT_IN {
        assert!(schema.accepts(text), "{name}");
        let (routine, problems) = understand(text, Path::new(""));
        assert!(
            routine.is_some() && problems.is_empty(),
            "{name}: {problems:#?}"
        );
    }
    let home = Home::new();
    home.run("new mine").success();
    let mine = home.path().join("config/routines/mine.toml");
    assert!(schema.accepts(&std::fs::read_to_string(mine).expect("the template")));
}

/// A value that a schema accepts, as TOML has it.
fn example(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let named = printed().pointer(&reference[1..]).cloned();
        return example(&named.expect("a schema of that name"));
    }
    if let Some(choice) = schema["anyOf"].get(0) {
        return example(choice);
    }
    if let Some(word) = schema["enum"].get(0) {
        return word.to_string();
    }
    if let Some(pair) = schema["prefixItems"].as_array() {
        return format!(
            "[{}]",
            pair.iter().map(example).collect::<Vec<_>>().join(", ")
        );
    }
    match schema["type"].as_str().expect("a type") {
        "boolean" => "true".to_owned(),
        "integer" | "number" => schema["minimum"].to_string(),
        "array" => {
            let items = schema["minItems"].as_u64().unwrap_or(0).max(1);
            let items = (0..items).map(|_| example(&schema["items"]));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        "object" if schema["properties"].is_null() => {
            format!("{{ text = {} }}", example(&schema["additionalProperties"]))
        }
        "object" => format!("{{ {} }}", lines(schema).join(", ")),
        _ => {
            let fits = |text: &&str| JsonSchema::new(schema.clone()).accepts(&json!(text));
            let mut texts = ["text", "1m 30s", "mon-thu, sat"].into_iter();
            format!("{:?}", texts.find(fits).expect("a text that fits"))
        }
    }
}

/// Every key of a table but `task`, which stands beside few others.
fn lines(table: &Value) -> Vec<String> {
    let keys = table["properties"].as_object().expect("keys");
    let keys = keys.iter().filter(|(name, _)| *name != "task");
    keys.map(|(name, schema)| format!("{name} = {}", example(schema)))
        .collect()
}

#[test]
fn every_key_that_is_in_the_schema_the_parser_knows() {
    let schema = Schema::of_the_program();
    // Everything at once: what the schema knows, the parser must read.
    let all = lines(&printed()).join("\n");
    let task = "[[step]]\nname = \"A\"\ntask = true\n".to_owned();
    for text in [all, task] {
        let problems = understand(&text, Path::new("")).1;
        assert!(parser_accepts(&text), "{text}\n{problems:#?}");
        assert!(schema.accepts(&text), "{text}");
    }
}

#[test]
fn what_the_parser_refuses_for_its_form_the_schema_does_too() {
    let schema = Schema::of_the_program();
    let routine = |lines: &str| format!("title = \"T\"\n[[step]]\nname = \"A\"\n{lines}\n");
    for right in [
        "hold = \"30s\"",
        "hold = \"20-30s\"",
        "hold = \"20s – 30s\"",
        "hold = \"1m 30s to 2m\"",
        "hold = \"open\"",
        "hold = \"1s\"\nreps = 100",
        "hold = \"1s\"\nreps = \"2 to 3\"",
        "hold = \"1s\"\nid = \"a-1\"",
        "hold = \"1s\"\nhow = \"\"\"a\nb\"\"\"",
        "hold = \"1.5m\"",
        "hold = \"30 Sec\"",
        "hold = \"5 MIN\"",
        "hold = \"1:30\"",
        "hold = \"1:02:30\"",
        "hold = \"1:00 to 1:30\"",
        "hold = \"20 \u{2014} 30 secs\"",
        "hold = \"20\u{2011}30s\"",
        "hold = \"20s \u{2212} 30s\"",
        "hold = \"20 TO 30s\"",
        "hold = \"1s\"\nreps = \"2\u{2012}3\"",
        "hold = \"1s\"\nsets = \"2\u{ff0d}3\"",
        "hold = \"1s\"\nrest = \"1:00\"",
        "hold = \"1s\"\nprepare = \"10 Sec\"",
        "reps = 12\ntempo = \"up 2s, hold 1s, down 2s\"",
        "reps = \"8-12\"\ntempo = \"2\u{2013}0\u{2013}2\"",
        "reps = 15\ntempo = \" Own \"",
        "hold = \"3m\"\ntempo = \"4-4-4-4\"",
        "hold = \"open\"\ntempo = \"in 4; out 6\"",
        "reps = 3\ntempo = \"a, b, c, d, e, f, g, h\"",
        "reps = 3\ntempo = \"\u{4f38} 2s, lower over 3 s\"",
        "task = true",
        "task = true\nid = \"a\"\nhow = \"a\"\ncue = \"b\"\ncaution = \"c\"\nneeds = \"d\"\n\
         days = \"mon\"\nfigure = \"walk\"\nsounds = { ready = \"none\" }",
        "task = false\nhold = \"1s\"\ncounts = false",
        "hold = \"1s\"\ndays = \"Mon/Wed/Fri\"",
        "hold = \"1s\"\ndays = \"every day\"",
        "hold = \"1s\"\ndays = \" weekdays, SATURDAYS & sun. \"",
        "hold = \"1s\"\ndays = \"mo \u{2013} fr\"",
        "hold = \"1s\"\ndays = \"mon to thu and everyday\"",
    ] {
        let text = routine(right);
        assert!(parser_accepts(&text), "parser: {text}");
        assert!(schema.accepts(&text), "schema: {text}");
    }
    for wrong in [
        "",
        "hold = 30",
        "hold = \"30\"",
        "hold = \"20s-30\"",
        "hold = \"soon\"",
        "hold = \"20M\"",
        "hold = \"20S-30s\"",
        "hold = \"1 month\"",
        "hold = \"1 Year\"",
        "hold = \"1:5\"",
        "hold = \"1:60\"",
        "hold = \"1s\"\nrest = \"1Y\"",
        "hold = \"1s\"\nprepare = \"1D 1H\"",
        "hold = \"1s\"\nreps = 0",
        "hold = \"1s\"\nreps = 101",
        "hold = \"1s\"\nreps = \"many\"",
        "hold = \"1s\"\nid = \"A B\"",
        "hold = \"1s\"\nsides = \"both\"",
        "hold = \"1s\"\ncolour = \"red\"",
        "hold = \"1s\"\nsounds = { half = \"bowel\" }",
        "hold = \"1s\"\ncue = \"a\\nb\"",
        "hold = \"1s\"\nnotes = [{ at = \"5s\" }]",
        "hold = \"1s\"\nprepare = \"open\"",
        "hold = \"1s\"\nhow = \"\\u001b\"",
        "reps = 12",
        "tempo = \"2-2\"",
        "tempo = \"own\"",
        "hold = \"1s\"\ntempo = \" OWN\"",
        "hold = \"1s\"\ntempo = \"\"",
        "hold = \"1s\"\ntempo = \"up 2s,, down 2s\"",
        "hold = \"1s\"\ntempo = \"up 2s, \"",
        "hold = \"1s\"\ntempo = \"1,1,1,1,1,1,1,1,1\"",
        "hold = \"1s\"\ntempo = 4",
        "hold = \"1s\"\ntempo = [\"up 2s\"]",
        "task = \"yes\"",
        "task = false",
        "task = true\nhold = \"1s\"",
        "task = true\nreps = 2\ntempo = \"2-2\"",
        "task = true\ncircuit = \"a\"",
        "task = true\ncounts = false",
        "hold = \"1s\"\ncounts = \"no\"",
        "hold = \"1s\"\nneeds = [\"a wall\"]",
        "hold = \"1s\"\ndays = \"\"",
        "hold = \"1s\"\ndays = \"1-5\"",
        "hold = \"1s\"\ndays = \"mon, noday\"",
        "hold = \"1s\"\ndays = [\"mon\"]",
    ] {
        let text = routine(wrong);
        assert!(!parser_accepts(&text), "parser: {text}");
        assert!(!schema.accepts(&text), "schema: {text}");
    }
}

/// The schemas are as good as what checks them.
#[test]
fn the_checker_of_schemas_knows_right_from_wrong() {
    let any = |schema: &Value, right: &[Value], wrong: &[Value]| {
        let checker = JsonSchema::new(schema.clone());
        for value in right {
            assert_eq!(checker.violation(value), None, "{schema}");
        }
        for value in wrong {
            assert!(!checker.accepts(value), "{schema} accepts {value}");
        }
    };
    let object = json!({
        "type": "object",
        "properties": {"a": {"type": "integer", "minimum": 1, "maximum": 2}},
        "required": ["a"],
        "additionalProperties": {"exclusiveMinimum": 0},
        "propertyNames": {"pattern": "^[a-z]$"},
    });
    any(
        &object,
        &[json!({"a": 1}), json!({"a": 2.0, "b": 0.5, "c": "text"})],
        &[
            json!([]),
            json!({}),
            json!({"a": 0}),
            json!({"a": 3}),
            json!({"a": 1.5}),
            json!({"a": "1"}),
            json!({"a": 1, "b": 0}),
            json!({"a": 1, "B": 1}),
        ],
    );
    let list = json!({
        "prefixItems": [{"const": 1}, {"enum": ["x", "y"]}],
        "items": {"type": ["boolean", "null"]},
        "minItems": 1,
        "maxItems": 3,
    });
    any(
        &list,
        &[json!([1]), json!([1, "y", true]), json!([1, "x", null])],
        &[
            json!([]),
            json!([2]),
            json!([1, "z"]),
            json!([1, "x", 3]),
            json!([1, "x", null, null]),
        ],
    );
    let branches = json!({
        "$defs": {"number": {"type": "number"}, "none": false},
        "anyOf": [{"$ref": "#/$defs/number"}, {"type": "string"}, {"$ref": "#/$defs/none"}],
        "allOf": [{"if": {"type": "string"}, "then": {"const": "a"}, "else": {"not": {"const": 3}}}],
    });
    any(
        &branches,
        &[json!("a"), json!(2)],
        &[json!(true), json!("b"), json!(3)],
    );
    let one = json!({"oneOf": [{"minimum": 5}, {"maximum": 3}]});
    any(&one, &[json!(5), json!(3)], &[json!(4), json!("both")]);
    let space = json!({"pattern": "^\\s$"});
    any(
        &space,
        &[json!(" "), json!("\u{a0}"), json!(1)],
        &[json!("x")],
    );
}

#[test]
#[should_panic(expected = "does not know \"minLength\"")]
fn the_checker_of_schemas_passes_over_no_keyword() {
    let _ = JsonSchema::new(json!({"properties": {"a": {"anyOf": [{"minLength": 1}]}}}));
}
