//! Checks JSON against a JSON Schema, with the keywords that the program's two
//! schemas use. A validator for all of JSON Schema would be a third of what the
//! tests compile. A schema with another keyword is refused, so that none is
//! passed over in silence.

use std::collections::HashMap;

use regress::Regex;
use serde_json::Value;

/// A schema of which every keyword is known.
pub struct JsonSchema {
    root: Value,
    /// By their text.
    patterns: HashMap<String, Regex>,
}

impl JsonSchema {
    /// Prepares a schema.
    ///
    /// # Panics
    ///
    /// Where a keyword is unknown, or a pattern or a reference is invalid.
    #[must_use]
    pub fn new(root: Value) -> Self {
        let mut patterns = HashMap::new();
        prepare(&root, &root, &mut patterns);
        Self { root, patterns }
    }

    /// Whether a value is valid.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        self.violation(value).is_none()
    }

    /// The keyword that a value violates, and with what value; `None` where it
    /// is valid.
    #[must_use]
    pub fn violation(&self, value: &Value) -> Option<String> {
        self.check(&self.root, value).err()
    }

    fn check(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let Some(keywords) = schema.as_object() else {
            let allowed = schema == &Value::Bool(true);
            return allowed.then_some(()).ok_or(format!("unexpected {value}"));
        };
        for (keyword, wanted) in keywords {
            let holds = match &**keyword {
                "properties" => {
                    for (name, schema) in wanted.as_object().into_iter().flatten() {
                        if let Some(value) = value.get(name) {
                            self.check(schema, value)?;
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    for (name, value) in value.as_object().into_iter().flatten() {
                        if schema["properties"].get(name).is_none() {
                            self.check(wanted, value)
                                .map_err(|error| format!("{name}: {error}"))?;
                        }
                    }
                    true
                }
                "propertyNames" => {
                    for name in value.as_object().into_iter().flat_map(|map| map.keys()) {
                        self.check(wanted, &Value::from(&**name))?;
                    }
                    true
                }
                "prefixItems" => {
                    for (schema, value) in elements(wanted).iter().zip(elements(value)) {
                        self.check(schema, value)?;
                    }
                    true
                }
                "items" => {
                    let prefix = elements(&schema["prefixItems"]).len();
                    for value in elements(value).iter().skip(prefix) {
                        self.check(wanted, value)?;
                    }
                    true
                }
                "allOf" => {
                    for schema in elements(wanted) {
                        self.check(schema, value)?;
                    }
                    true
                }
                "$ref" => {
                    self.check(target(&self.root, wanted), value)?;
                    true
                }
                "if" => {
                    let holds = self.check(wanted, value).is_ok();
                    let branch = if holds { "then" } else { "else" };
                    if let Some(schema) = schema.get(branch) {
                        self.check(schema, value)?;
                    }
                    true
                }
                "anyOf" => self.count_accepting(wanted, value) > 0,
                "oneOf" => self.count_accepting(wanted, value) == 1,
                "not" => self.check(wanted, value).is_err(),
                "pattern" => {
                    let pattern = &self.patterns[wanted.as_str().unwrap_or_default()];
                    value
                        .as_str()
                        .is_none_or(|text| pattern.find(text).is_some())
                }
                _ => holds_alone(keyword, wanted, value),
            };
            if !holds {
                return Err(format!("{keyword} {wanted}: {value}"));
            }
        }
        Ok(())
    }

    fn count_accepting(&self, schemas: &Value, value: &Value) -> usize {
        let accepts = |schema: &&Value| self.check(schema, value).is_ok();
        elements(schemas).iter().filter(accepts).count()
    }
}

/// Whether a keyword holds that neither has a schema in it nor needs another
/// keyword. Each holds for a value of a type of which it says nothing.
fn holds_alone(keyword: &str, wanted: &Value, value: &Value) -> bool {
    let compare = |holds: fn(&f64, &f64) -> bool| {
        let pair = value.as_f64().zip(wanted.as_f64());
        pair.is_none_or(|(value, limit)| holds(&value, &limit))
    };
    let count = |holds: fn(&u64, &u64) -> bool| {
        let count = value.as_array().map(|list| list.len() as u64);
        let pair = count.zip(wanted.as_u64());
        pair.is_none_or(|(count, limit)| holds(&count, &limit))
    };
    match keyword {
        "type" => match wanted {
            Value::Array(types) => types.iter().any(|name| is_of_type(value, name)),
            name => is_of_type(value, name),
        },
        "enum" => elements(wanted).contains(value),
        "const" => wanted == value,
        "required" => value.as_object().is_none_or(|map| {
            let mut names = elements(wanted).iter().filter_map(Value::as_str);
            names.all(|name| map.contains_key(name))
        }),
        "minimum" => compare(f64::ge),
        "maximum" => compare(f64::le),
        "exclusiveMinimum" => compare(f64::gt),
        "minItems" => count(u64::ge),
        "maxItems" => count(u64::le),
        // "then" and "else" belong to "if", all others are annotations.
        _ => true,
    }
}

fn is_of_type(value: &Value, name: &Value) -> bool {
    match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("number") => value.is_number(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => panic!("no type of JSON: {name}"),
    }
}

/// Refuses what [`JsonSchema::check`] does not know, and compiles the patterns.
fn prepare(root: &Value, schema: &Value, patterns: &mut HashMap<String, Regex>) {
    let keywords = match schema {
        Value::Bool(_) => return,
        Value::Object(keywords) => keywords,
        _ => panic!("no schema: {schema}"),
    };
    for (keyword, wanted) in keywords {
        match &**keyword {
            "$schema" | "$id" | "title" | "description" | "format" | "type" | "enum" | "const"
            | "required" | "minimum" | "maximum" | "exclusiveMinimum" | "minItems" | "maxItems" => {
            }
            "$defs" | "properties" => {
                let schemas = wanted.as_object().expect("schemas by their names");
                for schema in schemas.values() {
                    prepare(root, schema, patterns);
                }
            }
            "additionalProperties" | "propertyNames" | "items" | "not" | "if" | "then" | "else" => {
                prepare(root, wanted, patterns);
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                for schema in elements(wanted) {
                    prepare(root, schema, patterns);
                }
            }
            "$ref" => {
                target(root, wanted);
            }
            "pattern" => {
                let text = wanted.as_str().expect("a pattern is text");
                let pattern = Regex::with_flags(text, "u").expect("a regular expression");
                patterns.insert(text.to_owned(), pattern);
            }
            _ => panic!("the checker of schemas does not know \"{keyword}\""),
        }
    }
}

/// The schema that a reference within the document names.
fn target<'s>(root: &'s Value, reference: &Value) -> &'s Value {
    let pointer = reference.as_str().and_then(|text| text.strip_prefix('#'));
    let schema = pointer.and_then(|pointer| root.pointer(pointer));
    schema.unwrap_or_else(|| panic!("no schema is at {reference}"))
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
