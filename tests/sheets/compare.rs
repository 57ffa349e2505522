//! What was made of a sheet against what a careful reader takes from it.

use legrest::sheet::Made;
use serde_json::{Value, json};

/// How many were right, of how many.
#[derive(Debug, Default)]
pub struct Compared {
    pub values: (usize, usize),
    pub steps: (usize, usize),
    /// Values that are there and are not what the sheet says.
    pub wrong: usize,
    pub faults: Vec<String>,
}

impl Compared {
    pub fn add(&mut self, other: &Self) {
        self.values.0 += other.values.0;
        self.values.1 += other.values.1;
        self.steps.0 += other.steps.0;
        self.steps.1 += other.steps.1;
        self.wrong += other.wrong;
    }

    fn value(&mut self, right: bool, fault: impl FnOnce() -> String) -> bool {
        self.values.0 += usize::from(right);
        self.values.1 += 1;
        if !right {
            self.faults.push(fault());
        }
        right
    }
}

const KEYS: [(&str, &str); 13] = [
    ("sides", "sides"),
    ("first", "first"),
    ("order", "order"),
    ("sets", "sets"),
    ("reps", "reps"),
    ("hold_s", "hold"),
    ("rest_s", "rest"),
    ("set_rest_s", "set_rest"),
    ("switch_s", "switch"),
    ("prepare_s", "prepare"),
    ("tempo_s", "tempo"),
    ("days", "days"),
    ("task", "task"),
];

pub fn compare(expected: &Value, made: &Made) -> Compared {
    let file: toml::Table = toml::from_str(&made.text).expect("TOML");
    let file = serde_json::to_value(file).expect("JSON");
    let mut compared = Compared::default();
    let mut steps: Vec<Option<&Value>> = file["step"]
        .as_array()
        .expect("steps")
        .iter()
        .map(Some)
        .collect();
    if let Some(title) = expected["title"].as_str() {
        let told = file["title"].as_str().unwrap_or_default().to_lowercase();
        let title = title.to_lowercase();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let alike = title.contains(&told) || told.contains(&title);
        compared.value(alike && !told.is_empty(), || {
            format!("title {told:?}, not {title:?}")
        });
    }
    let ambiguous = expected["ambiguous"].as_array();
    for wanted in expected["steps"].as_array().expect("steps") {
        let names = match &wanted["name_contains"] {
            Value::Array(names) => names.clone(),
            name => vec![name.clone()],
        };
        let has_name = |step: &Value| {
            let name = step["name"].as_str().unwrap_or_default().to_lowercase();
            names
                .iter()
                .any(|wanted| name.contains(wanted.as_str().unwrap_or_default()))
        };
        let at = steps.iter().position(|step| step.is_some_and(has_name));
        let Some(step) = at.and_then(|at| steps[at].take()) else {
            if wanted["optional"] != true {
                compared.steps.1 += 1;
                let count = wanted.as_object().map_or(0, serde_json::Map::len);
                compared.values.1 += count;
                compared.faults.push(format!("no step {names:?}"));
            }
            continue;
        };
        let choices: Vec<&Value> = ambiguous
            .into_iter()
            .flatten()
            .filter(|choice| names.contains(&choice["step"]) || choice["step"].is_null())
            .collect();
        compared.steps.1 += 1;
        compared.steps.0 += usize::from(compared.step(wanted, step, &choices, expected, &file));
        compared.value(true, String::new);
    }
    for extra in steps.into_iter().flatten() {
        compared.steps.1 += 1;
        compared.wrong += 1;
        compared.faults.push(format!(
            "WRONG: a step that the sheet has not: {}",
            extra["name"]
        ));
    }
    compared.sheet(expected, &file, made);
    compared
}

impl Compared {
    fn step(
        &mut self,
        wanted: &Value,
        step: &Value,
        choices: &[&Value],
        sheet: &Value,
        file: &Value,
    ) -> bool {
        let mut right = true;
        let read = |key: &str| value(key, &step[key]);
        let swapped = wanted["hold_s"] != Value::Null
            && (wanted["reps"].is_null() || wanted["sets"].is_null());
        for (key, of_file) in KEYS {
            let (mut actual, mut expect) = (read(of_file), wanted[key].clone());
            if swapped {
                either_name(key, wanted, &read, &mut actual, &mut expect);
            }
            if key == "days" && expect.is_null() {
                expect = sheet["days"].clone();
            }
            if key == "days" && actual.is_null() {
                actual = value("days", &file["defaults"]["days"]);
            }
            if key == "prepare_s" && expect.is_null() {
                continue;
            }
            if key == "switch_s" && actual.is_null() && step["sides"] == "each" {
                actual = value("switch", &file["defaults"]["switch"]);
            }
            if key == "tempo_s"
                && expect.is_null()
                && wanted["hold_s"].is_null()
                && wanted["reps"].is_number() | wanted["reps"].is_array()
            {
                expect = json!("own");
            }
            if key == "task" && wanted["or_task"] == true {
                continue;
            }
            let all_days = json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
            let plain = |value: &Value| {
                value.is_null()
                    || *value == json!("none")
                    || *value == all_days
                    || *value == json!("open")
                    || *value == json!(false)
            };
            let mut same = same(&actual, &expect)
                || plain(&actual) && plain(&expect)
                || key == "first" && expect.is_null();
            // Once in a circuit, a count of one says nothing.
            same |= (key == "sets" || key == "reps")
                && (plain(&actual) && expect == 1 || plain(&expect) && actual == 1);
            for choice in choices {
                let keys = match &choice["key"] {
                    Value::Array(keys) => keys.clone(),
                    key => vec![key.clone()],
                };
                if let Some(place) = keys.iter().position(|choice| choice == key) {
                    let acceptable = choice["acceptable"].as_array().expect("a list");
                    same |= acceptable.iter().any(|accepted| {
                        let accepted = if keys.len() > 1 {
                            &accepted[place]
                        } else {
                            accepted
                        };
                        self::same(accepted, &actual) || plain(accepted) && plain(&actual)
                    });
                }
            }
            if wanted["or_task"] == true && key == "hold_s" && step["task"] == true {
                same = true;
            }
            if expect.is_null() && same && actual.is_null() {
                continue;
            }
            let name = &wanted["name_contains"];
            let is_set = !plain(&actual);
            if !self.value(same, || {
                format!(
                    "{}{name} {key}: {actual}, not {expect}",
                    if is_set { "WRONG: " } else { "" }
                )
            }) {
                right = false;
                self.wrong += usize::from(is_set);
            }
        }
        if wanted["circuit"].is_string() {
            let circuit = &file["circuit"][step["circuit"].as_str().unwrap_or("-")];
            let expected = &sheet["circuits"][wanted["circuit"].as_str().unwrap_or_default()];
            right &= self.value(
                same(&value("rounds", &circuit["rounds"]), &expected["rounds"]),
                || {
                    format!(
                        "{} circuit {circuit}, not {expected}",
                        wanted["name_contains"]
                    )
                },
            );
        }
        right
    }

    fn sheet(&mut self, expected: &Value, file: &Value, made: &Made) {
        let list = |key: &str| expected[key].as_array().cloned().unwrap_or_default();
        for (name, circuit) in expected["circuits"].as_object().into_iter().flatten() {
            let circuits = file["circuit"].as_object().into_iter().flatten();
            let mut rests = circuits.map(|(_, circuit)| value("rest", &circuit["rest"]));
            self.value(rests.any(|rest| same(&rest, &circuit["rest_s"])), || {
                format!("the rest of circuit {name}")
            });
        }
        if !expected["rounds"].is_null() {
            let rounds = &file["circuit"]["all"]["rounds"];
            self.value(same(&value("rounds", rounds), &expected["rounds"]), || {
                "the rounds".to_owned()
            });
        }
        if !expected["between_steps_s"].is_null() {
            self.value(
                same(
                    &value("prepare", &file["defaults"]["prepare"]),
                    &expected["between_steps_s"],
                ),
                || "between steps".to_owned(),
            );
        }
        let kept: String = made
            .text
            .lines()
            .filter(|line| !line.starts_with("# >"))
            .collect::<Vec<_>>()
            .join("\n")
            .to_lowercase();
        for words in list("kept_contains") {
            let words = words.as_str().unwrap_or_default().to_lowercase();
            self.value(kept.contains(&words), || format!("not kept: {words:?}"));
        }
        let (_, missed) = made.report.split_once("Not understood:").expect("a list");
        for words in list("not_understood_contains") {
            let words = words.as_str().unwrap_or_default().to_lowercase();
            self.value(missed.to_lowercase().contains(&words), || {
                format!("not reported: {words:?}")
            });
        }
        for frequency in ["frequency", "progression"] {
            if !expected[frequency].is_null() {
                let told = kept.contains("how often")
                    || kept.contains("how it grows")
                    || missed.lines().count() > 1;
                self.value(told, || format!("{frequency} is not kept"));
            }
        }
    }
}

/// One of sets and reps beside a hold is the same, and so are their rests.
fn either_name(
    key: &str,
    wanted: &Value,
    read: &impl Fn(&str) -> Value,
    actual: &mut Value,
    expect: &mut Value,
) {
    const PAIRS: [(&str, &str, &str); 4] = [
        ("sets", "reps", "reps"),
        ("reps", "sets", "sets"),
        ("rest_s", "set_rest", "set_rest_s"),
        ("set_rest_s", "rest", "rest_s"),
    ];
    let Some((_, other, of_wanted)) = PAIRS.iter().find(|(known, ..)| *known == key) else {
        return;
    };
    if actual.is_null() && !expect.is_null() {
        *actual = read(other);
    } else if expect.is_null() && !actual.is_null() {
        *expect = wanted[*of_wanted].clone();
    }
}

/// Whether a value is the expected one.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        _ => a == b,
    }
}

/// A value of the file as the expected ones are written.
fn value(key: &str, value: &Value) -> Value {
    let Value::String(text) = value else {
        return value.clone();
    };
    match key {
        "days" => days(text),
        "tempo" if text == "own" => json!("own"),
        "tempo" => text
            .split([',', '-'])
            .map(|part| {
                let number: String = part
                    .chars()
                    .filter(|c| c.is_ascii_digit() || *c == '.')
                    .collect();
                number
                    .parse::<f64>()
                    .map_or(Value::Null, |number| json!(number))
            })
            .filter(|part| !part.is_null())
            .collect(),
        "hold" | "rest" | "set_rest" | "switch" | "prepare" => {
            let parts: Vec<Value> = text.split('-').map(seconds).collect();
            match &parts[..] {
                [one] if one.is_null() => json!(text),
                [one] => one.clone(),
                _ => Value::Array(parts),
            }
        }
        "sets" | "reps" | "rounds" => text
            .split('-')
            .map(|part| json!(part.trim().parse::<f64>().ok()))
            .collect(),
        _ => value.clone(),
    }
}

fn days(text: &str) -> Value {
    if text == "daily" {
        return json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    }
    text.split(", ").collect()
}

fn seconds(text: &str) -> Value {
    let length = humantime::parse_duration(text.trim());
    length.map_or(Value::Null, |length| json!(length.as_secs_f64()))
}
