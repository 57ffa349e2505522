//! What problems say, by their codes.

use std::ops::Range;

use super::{Problem, Severity};
use crate::text::{Values, filled};

const ERRORS: &str = include_str!("errors.txt");
const WARNINGS: &str = include_str!("warnings.txt");

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
    /// What the texts have under this name, a code or a code and a word, in a value
    /// or a file of which the caller knows the place.
    pub(crate) fn of(name: &'static str, values: Values) -> Self {
        Self::at(name, 0..0, values)
    }

    pub(crate) fn at(name: &'static str, span: Range<usize>, values: Values) -> Self {
        let head = format!("\n\n{name}\n");
        let warning = WARNINGS.split_once(&head);
        let severity = warning.map_or(Severity::Error, |_| Severity::Warning);
        let found = warning.or_else(|| ERRORS.split_once(&head));
        let (_, texts) = found.unwrap_or_default();
        debug_assert!(!texts.is_empty(), "{name} has no texts");
        let mut lines = texts.lines();
        let message = lines.next().unwrap_or_default();
        let help = lines.next().filter(|help| !help.is_empty());
        Self {
            severity,
            code: name.split(' ').next().unwrap_or_default(),
            message: whole(message, values),
            span,
            help: help.map(|help| whole(help, values)),
        }
    }
}

/// A text in which each name in braces has a value.
fn whole(text: &str, values: Values) -> String {
    let places = values
        .iter()
        .map(|(name, _)| text.matches(&format!("{{{name}}}")).count());
    debug_assert_eq!(places.sum::<usize>(), text.matches('{').count(), "{text}");
    filled(text, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_name_of_its_own_and_a_message() {
        let texts = [ERRORS, WARNINGS].map(|texts| texts.split("\n\n").skip(1));
        let lines = texts.into_iter().flatten().map(str::lines);
        let all: Vec<Vec<&str>> = lines.map(Iterator::collect).collect();
        for (index, lines) in all.iter().enumerate() {
            assert!((2..=3).contains(&lines.len()), "{lines:?}");
            let is_same = |other: &Vec<&str>| other[0] == lines[0];
            assert!(!all[..index].iter().any(is_same), "{lines:?} comes twice");
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
