//! What problems say, by their codes.

use std::fmt::Display;
use std::ops::Range;

use super::{Problem, Severity};

const ERRORS: &str = include_str!("errors.txt");
const WARNINGS: &str = include_str!("warnings.txt");

/// What stands in a text in the place of each name in braces.
pub(crate) type Values<'v> = &'v [(&'v str, &'v dyn Display)];

/// Variables as [`Values`], each by its own name.
macro_rules! values {
    ($($name:ident),*) => { &[$((stringify!($name), &$name as &dyn std::fmt::Display)),*] };
}
pub(crate) use values;

pub(crate) fn warning_codes() -> impl Iterator<Item = &'static str> + Clone {
    let warnings = WARNINGS.split("\n\n").skip(1);
    warnings.filter_map(|warning| warning.lines().next())
}

impl Problem {
    /// The error that the texts have under this name, a code or a code and a word,
    /// in a value or a file of which the caller knows the place.
    pub(crate) fn of(name: &'static str, values: Values) -> Self {
        Self::named(Severity::Error, name, 0..0, values)
    }

    pub(crate) fn error(name: &'static str, span: Range<usize>, values: Values) -> Self {
        Self::named(Severity::Error, name, span, values)
    }

    pub(crate) fn warning(code: &'static str, span: Range<usize>, values: Values) -> Self {
        Self::named(Severity::Warning, code, span, values)
    }

    fn named(severity: Severity, name: &'static str, span: Range<usize>, values: Values) -> Self {
        let texts = match severity {
            Severity::Error => ERRORS,
            Severity::Warning => WARNINGS,
        };
        let found = texts.split_once(&format!("\n\n{name}\n"));
        debug_assert!(found.is_some(), "{name} has no texts");
        let mut lines = found.unwrap_or_default().1.lines();
        let message = lines.next().unwrap_or_default();
        let help = lines.next().filter(|help| !help.is_empty());
        Self {
            severity,
            code: name.split(' ').next().unwrap_or_default(),
            message: filled(message, values),
            span,
            help: help.map(|help| filled(help, values)),
        }
    }
}

fn filled(text: &str, values: Values) -> String {
    let mut filled = String::new();
    for (index, piece) in text.split(['{', '}']).enumerate() {
        let is_name = index % 2 == 1;
        let value = values.iter().find(|(name, _)| is_name && *name == piece);
        debug_assert!(value.is_some() == is_name, "{piece} is unknown in: {text}");
        filled += &value.map_or(piece.to_owned(), |(_, value)| value.to_string());
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_name_of_its_own_and_a_message() {
        for texts in [ERRORS, WARNINGS] {
            let all: Vec<Vec<&str>> = (texts.split("\n\n").skip(1))
                .map(|text| text.lines().collect())
                .collect();
            for (index, lines) in all.iter().enumerate() {
                assert!((2..=3).contains(&lines.len()), "{lines:?}");
                let is_same = |other: &Vec<&str>| other[0] == lines[0];
                assert!(!all[..index].iter().any(is_same), "{lines:?} comes twice");
            }
        }
    }

    #[test]
    fn what_somebody_wrote_is_filled_in_as_it_is() {
        let (text, low_text, high_text) = ("{low_text}-1", "{text}", "1");
        let problem = Problem::of("upside-down", values![text, low_text, high_text]);
        assert_eq!(problem.message, "the range \"{low_text}-1\" is upside down");
        let help = "put the smaller end first: \"1-{text}\"";
        assert_eq!(problem.help.as_deref(), Some(help));
    }
}
