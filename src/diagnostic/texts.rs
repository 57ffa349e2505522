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
        let error = ERRORS
            .split_once(&head)
            .map(|found| (Severity::Error, found));
        let warning = || Some((Severity::Warning, WARNINGS.split_once(&head)?));
        let found = error.or_else(warning);
        debug_assert!(found.is_some(), "{name} has no texts");
        let (severity, (_, texts)) = found.unwrap_or((Severity::Error, ("", "")));
        let mut lines = texts.lines();
        let mut line = || {
            let line = lines.next().unwrap_or_default();
            let held = values
                .iter()
                .map(|(name, _)| line.matches(&format!("{{{name}}}")).count());
            debug_assert_eq!(held.sum::<usize>(), line.matches('{').count(), "{line}");
            filled(line, values)
        };
        Self {
            severity,
            code: name.split(' ').next().unwrap_or_default(),
            message: line(),
            span,
            help: Some(line()).filter(|help| !help.is_empty()),
        }
    }
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
