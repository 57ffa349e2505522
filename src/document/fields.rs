//! Typed readers for the values of one TOML table. Each returns the value of a key
//! if it is valid, or notes a problem, so that all of a file are found in one go.

use std::ops::Range as Span;

use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};

use super::{Reader, Table};
use crate::diagnostic::{Problem, Severity, is_unprintable, values};
use crate::nearest::did_you_mean;
use crate::text::Values;

pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// A table of the file, with the place where missing keys are reported.
pub(crate) struct Fields<'t> {
    pub(crate) table: &'t DeTable<'t>,
    pub(crate) span: Span<usize>,
    /// Index of the first problem that may be one of this table.
    pub(crate) first_problem: usize,
}

impl<'t> Fields<'t> {
    /// The outermost table. Missing keys are reported at the first line.
    pub(crate) fn of_document(document: &'t Spanned<DeTable<'t>>, text: &str) -> Self {
        Self {
            table: document.get_ref(),
            span: 0..text.lines().next().map_or(0, str::len),
            first_problem: 0,
        }
    }
}

/// A whole number in any base; `None` if it is larger than makes sense.
pub(crate) fn integer(number: &DeInteger) -> Option<i64> {
    let digits = number.as_str().replace('_', "");
    i64::from_str_radix(&digits, number.radix()).ok()
}

/// A whole number as most people write it.
pub(crate) fn in_decimal(number: &DeInteger) -> String {
    integer(number).map_or_else(|| number.to_string(), |number| number.to_string())
}

impl<C> Reader<C> {
    /// Adds a problem, up to a number that nobody reads to the end. Warnings leave
    /// room for the errors, without which the text would count as right.
    pub(crate) fn note(&mut self, problem: Problem) {
        let most = match problem.severity {
            Severity::Error => 10_000,
            Severity::Warning => 5_000,
        };
        if self.problems.len() < most {
            self.problems.push(problem);
        }
    }

    /// Notes what the texts of problems have under this name.
    pub(crate) fn wrong(&mut self, name: &'static str, span: Span<usize>, values: Values) {
        self.note(Problem::at(name, span, values));
    }

    /// Notes every key that is not part of this kind of table.
    pub(crate) fn only_known(&mut self, fields: &Fields, table: &Table) {
        let label = table.label;
        let own = table.keys.iter().copied();
        for key in fields.table.keys() {
            let name: &str = key.get_ref();
            if table.keys.contains(&name) {
                continue;
            }
            let all = || format!("{label} may have: {}", table.keys.join(", "));
            let mut tables = self.tables.iter();
            let (code, help) = match tables.find(|other| other.keys.contains(&name)) {
                Some(home) => ("misplaced-key", home.location_hint.to_owned()),
                None => ("unknown-key", did_you_mean(name, own.clone(), all)),
            };
            self.wrong(code, key.span(), values![label, name, help]);
        }
    }

    pub(crate) fn line(&mut self, fields: &Fields, key: &str) -> Option<String> {
        let value = fields.table.get(key)?;
        self.text(value, key, &format!("{key} = \"...\""), false)
    }

    /// A text of one line that is required and not empty.
    pub(crate) fn needed_line(
        &mut self,
        fields: &Fields,
        key: &str,
        example: &str,
    ) -> Option<String> {
        let value = self.needed(fields, key, example)?;
        let text = self.text(value, key, example, false)?;
        if text.trim().is_empty() {
            self.wrong("empty", value.span(), values![key, example]);
            return None;
        }
        Some(text)
    }

    pub(crate) fn needed<'t>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        example: &str,
    ) -> Option<&'t Value<'t>> {
        let value = fields.table.get(key);
        if value.is_none() {
            self.wrong("missing-key", fields.span.clone(), values![key, example]);
        }
        value
    }

    pub(crate) fn list(&mut self, fields: &Fields, key: &str) -> Vec<String> {
        let array = self.array(fields, key, &format!("{key} = [\"...\"]"));
        let items = array.into_iter().flat_map(|(array, _)| array);
        let texts = items.filter_map(|item| self.text(item, key, "\"...\"", false));
        texts.collect()
    }

    pub(crate) fn array<'t>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        example: &str,
    ) -> Option<(&'t DeArray<'t>, Span<usize>)> {
        let value = fields.table.get(key)?;
        let array = value.get_ref().as_array();
        let array = array.or_else(|| self.wrong_type(value, key, "a list", example))?;
        Some((array, value.span()))
    }

    pub(crate) fn table<'t>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        table: &Table,
    ) -> Option<Fields<'t>> {
        let value = fields.table.get(key)?;
        self.as_table(value, key, "a table", &format!("[{key}]"), table)
    }

    /// A value that must be a table of this kind; messages say that the value
    /// of `key` must be what is `expected`.
    pub(crate) fn as_table<'t>(
        &mut self,
        value: &'t Value<'t>,
        key: &str,
        expected: &str,
        example: &str,
        table: &Table,
    ) -> Option<Fields<'t>> {
        let table_of = value.get_ref().as_table();
        let fields = Fields {
            table: table_of.or_else(|| self.wrong_type(value, key, expected, example))?,
            span: value.span(),
            first_problem: self.problems.len(),
        };
        self.only_known(&fields, table);
        Some(fields)
    }

    pub(crate) fn word<T: Copy>(
        &mut self,
        fields: &Fields,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = fields.table.get(key)?;
        let text = self.string(value, key, &format!("{key} = \"{}\"", words.first()?.0))?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let all = || format!("write one of: {}", names.join(", "));
            let meant = if is_both(text) { "each" } else { text };
            let help = did_you_mean(meant, names.iter().copied(), all);
            self.wrong("unknown-value", value.span(), values![key, text, help]);
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// A duration in a string, with advice for a bare number.
    pub(crate) fn duration_text<'t>(&mut self, value: &'t Value, key: &str) -> Option<&'t str> {
        let bare = match value.get_ref() {
            DeValue::String(text) => return Some(text),
            DeValue::Integer(number) => in_decimal(number),
            DeValue::Float(number) => number.to_string(),
            _ => return self.string(value, key, &format!("{key} = \"30s\"")),
        };
        // A hold of zero would be the next problem.
        let is_zero_hold = key == "hold" && bare == "0";
        let example = if is_zero_hold { "30" } else { &bare };
        self.wrong("missing-unit", value.span(), values![key, bare, example]);
        None
    }

    /// The result, or its error noted at the value's place.
    pub(crate) fn read<T>(&mut self, result: Result<T, Problem>, value: &Value) -> Option<T> {
        let span = value.span();
        result
            .map_err(|wrong| self.note(Problem { span, ..wrong }))
            .ok()
    }

    fn string<'t>(&mut self, value: &'t Value, key: &str, example: &str) -> Option<&'t str> {
        let text = value.get_ref().as_str();
        text.or_else(|| self.wrong_type(value, key, "a text in quotes", example))
    }

    /// Notes that a value is something else; there is none then.
    pub(crate) fn wrong_type<T>(
        &mut self,
        value: &Value,
        key: &str,
        expected: &str,
        example: &str,
    ) -> Option<T> {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a number",
            DeValue::Float(_) => "a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let place = value.span();
        self.wrong("wrong-type", place, values![key, expected, found, example]);
        None
    }

    /// A text like the example, without line breaks unless they are allowed.
    pub(crate) fn text(
        &mut self,
        value: &Value,
        key: &str,
        example: &str,
        line_breaks: bool,
    ) -> Option<String> {
        let text = self.string(value, key, example)?;
        self.check_text(text, value.span(), line_breaks)
    }

    pub(crate) fn check_text(
        &mut self,
        text: &str,
        span: Span<usize>,
        line_breaks: bool,
    ) -> Option<String> {
        // Nearly all are like this.
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Some(text.to_owned());
        }
        let normal = text.replace("\r\n", "\n");
        let is_bad = |c: &char| is_unprintable(*c) && !(line_breaks && *c == '\n');
        let name = match normal.chars().find(is_bad) {
            None => return Some(normal),
            Some('\n') => "control-character break",
            Some('\t') => "control-character tab",
            Some(_) => "control-character",
        };
        self.wrong(name, span, &[]);
        None
    }
}

/// Whether a text is what people try for both sides: "left, right", "L + R".
fn is_both(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphabetic());
    let mut words = words.filter(|word| !word.is_empty());
    let has = |side: &str| words.clone().any(|word| side.starts_with(word));
    has("left") && has("right") || words.any(|word| ["both", "bilateral"].contains(&word))
}
