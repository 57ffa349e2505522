//! Typed readers for the values of one TOML table. Each returns the value of a
//! key if it is present and valid, and notes a problem if it is not valid, so
//! that all problems of a file are found in one go.

use std::ops::Range as Span;

use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};

use super::format::Table;
use super::{Reader, Unreadable};
use crate::diagnostic::{Problem, is_unprintable};
use crate::nearest::nearest;

/// A table of the file, with the place where missing keys are reported.
#[derive(Clone)]
pub(crate) struct Fields<'t> {
    pub(crate) table: &'t DeTable<'t>,
    pub(crate) span: Span<usize>,
}

impl<'t> Fields<'t> {
    /// The outermost table of a text. Missing keys are reported at the first
    /// line.
    pub(crate) fn of_document(document: &'t Spanned<DeTable<'t>>, text: &str) -> Self {
        Self {
            table: document.get_ref(),
            span: 0..text.lines().next().map_or(0, str::len),
        }
    }
}

/// A whole number in any base; `None` if it is larger than any that makes
/// sense.
pub(crate) fn integer(number: &DeInteger) -> Option<i64> {
    let digits = number.as_str().replace('_', "");
    i64::from_str_radix(&digits, number.radix()).ok()
}

impl<C> Reader<C> {
    /// Adds a problem, up to a number that nobody reads to the end.
    pub(crate) fn note(&mut self, problem: Problem) {
        const MOST: usize = 10_000;
        if self.problems.len() < MOST {
            self.problems.push(problem);
        }
    }

    pub(crate) fn error(&mut self, code: &'static str, span: Span<usize>, message: String) {
        self.note(Problem::error(code, span, message));
    }

    pub(crate) fn error_with_help(
        &mut self,
        code: &'static str,
        span: Span<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.note(Problem::error(code, span, message).with_help(help));
    }

    /// Notes every key that is not part of this kind of table.
    pub(crate) fn only_known(&mut self, fields: &Fields, table: &Table) {
        let place = table.place;
        for key in fields.table.keys() {
            let name: &str = key.get_ref();
            if table.has(name) {
                continue;
            }
            let message = format!("{place} has no \"{name}\"");
            let home = self.tables.iter().find(|other| other.has(name));
            let (code, help) = match (nearest(name, table.names()), home) {
                (_, Some(home)) => ("misplaced-key", format!("it belongs to {}", home.home)),
                (Some(near), None) => ("unknown-key", format!("did you mean \"{near}\"?")),
                (None, None) => {
                    let keys = table.names().collect::<Vec<_>>().join(", ");
                    ("unknown-key", format!("{place} may have: {keys}"))
                }
            };
            self.error_with_help(code, key.span(), message, help);
        }
    }

    /// A text of one line.
    pub(crate) fn line(&mut self, fields: &Fields, key: &str) -> Option<String> {
        let text = self.text(fields, key)?;
        self.check_text(&text, false)
    }

    /// A text that may have line breaks.
    pub(crate) fn lines(&mut self, fields: &Fields, key: &str) -> Option<String> {
        let text = self.text(fields, key)?;
        self.check_text(&text, true)
    }

    /// A text of one line that is required and not empty.
    pub(crate) fn needed_line(&mut self, fields: &Fields, key: &str, like: &str) -> Option<String> {
        let Some(value) = fields.table.get(key) else {
            self.missing(fields, key, like);
            return None;
        };
        let text = self.line(fields, key)?;
        if text.trim().is_empty() {
            let message = format!("\"{key}\" is empty");
            self.error_with_help("empty", value.span(), message, format!("write {like}"));
            return None;
        }
        Some(text)
    }

    pub(crate) fn missing(&mut self, fields: &Fields, key: &str, like: &str) {
        self.error_with_help(
            "missing-key",
            fields.span.clone(),
            format!("\"{key}\" is missing"),
            format!("add a line like: {like}"),
        );
    }

    /// The strings of an array.
    pub(crate) fn list(&mut self, fields: &Fields, key: &str) -> Vec<String> {
        let Some((array, _)) = self.array(fields, key, &format!("{key} = [\"...\"]")) else {
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(array.len());
        for item in array {
            if let Some(text) = self.string(item, key, "\"...\"") {
                texts.extend(self.check_text(&text, false));
            }
        }
        texts
    }

    /// An array, with its place.
    pub(crate) fn array<'t>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        like: &str,
    ) -> Option<(&'t DeArray<'t>, Span<usize>)> {
        let value = fields.table.get(key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(value, key, "a list", like);
            return None;
        };
        Some((array, value.span()))
    }

    /// A table inside this one.
    pub(crate) fn table<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<Fields<'t>> {
        let value = fields.table.get(key)?;
        let fields = as_fields(value);
        if fields.is_none() {
            self.wrong_type(value, key, "a table", &format!("[{key}]"));
        }
        fields
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        fields: &Fields,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = fields.table.get(key)?;
        let like = format!("{key} = \"{}\"", words.first()?.0);
        let text = self.string(value, key, &like)?;
        if let Some((_, found)) = words.iter().find(|(word, _)| *word == text.get_ref()) {
            return Some(*found);
        }
        let names = words.iter().map(|(word, _)| *word);
        // The word that most people try for both sides.
        let meant = if text.get_ref() == "both" {
            "each"
        } else {
            text.get_ref()
        };
        let help = match nearest(meant, names.clone()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("write one of: {}", names.collect::<Vec<_>>().join(", ")),
        };
        let message = format!("\"{key}\" can't be \"{text}\"");
        self.error_with_help("unknown-value", value.span(), message, help);
        None
    }

    /// A duration in a string, with advice for a bare number.
    pub(crate) fn duration_text(
        &mut self,
        value: &Spanned<DeValue>,
        key: &str,
    ) -> Option<Spanned<String>> {
        let bare = match value.get_ref() {
            DeValue::Integer(number) => {
                integer(number).map_or_else(|| number.to_string(), |number| number.to_string())
            }
            DeValue::Float(number) => number.to_string(),
            _ => return self.string(value, key, &format!("{key} = \"30s\"")),
        };
        // A hold of zero would be the next problem.
        let example = if key == "hold" && bare == "0" {
            "30"
        } else {
            &bare
        };
        self.error_with_help(
            "missing-unit",
            value.span(),
            format!("\"{key}\" needs a unit: {bare} of what?"),
            format!("write {key} = \"{example}s\" for seconds, \"{example}m\" for minutes"),
        );
        None
    }

    /// The value, or its problem noted at its place.
    pub(crate) fn read<T>(
        &mut self,
        result: Result<T, Unreadable>,
        value: &Spanned<DeValue>,
    ) -> Option<T> {
        result
            .map_err(|wrong| {
                self.error_with_help(wrong.code, value.span(), wrong.message, wrong.help);
            })
            .ok()
    }

    /// A string with any content.
    pub(crate) fn string(
        &mut self,
        value: &Spanned<DeValue>,
        key: &str,
        like: &str,
    ) -> Option<Spanned<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(value, key, "a text in quotes", like);
            return None;
        };
        Some(Spanned::new(value.span(), text.to_owned()))
    }

    pub(crate) fn wrong_type(
        &mut self,
        value: &Spanned<DeValue>,
        key: &str,
        wanted: &str,
        like: &str,
    ) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a number",
            DeValue::Float(_) => "a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error_with_help(
            "wrong-type",
            value.span(),
            format!("\"{key}\" must be {wanted}, not {found}"),
            format!("write it like: {like}"),
        );
    }

    fn text(&mut self, fields: &Fields, key: &str) -> Option<Spanned<String>> {
        let value = fields.table.get(key)?;
        self.string(value, key, &format!("{key} = \"...\""))
    }

    /// A text without control characters, and without line breaks unless they
    /// are allowed.
    pub(crate) fn check_text(
        &mut self,
        text: &Spanned<String>,
        line_breaks: bool,
    ) -> Option<String> {
        let normal = text.get_ref().replace("\r\n", "\n");
        let bad = normal
            .chars()
            .find(|&c| is_unprintable(c) && !(line_breaks && c == '\n'));
        let Some(bad) = bad else {
            return Some(normal);
        };
        let (message, help) = if bad == '\n' {
            ("this text must fit on one line", "take out the line break")
        } else if bad == '\t' {
            ("this text holds a tab", "write spaces instead")
        } else {
            (
                "this text holds a control character",
                "take it out: routine texts are plain text, without colours or escapes",
            )
        };
        self.error_with_help("control-character", text.span(), message, help);
        None
    }
}

/// The table, if the value is one.
pub(crate) fn as_fields<'t>(value: &'t Spanned<DeValue<'t>>) -> Option<Fields<'t>> {
    value.get_ref().as_table().map(|table| Fields {
        table,
        span: value.span(),
    })
}
