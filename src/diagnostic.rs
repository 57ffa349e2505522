//! A problem in a file as data, and its drawing as text.
//!
//! What reads a file makes [`Problem`]s and knows nothing of terminals; [`Findings`]
//! gathers those of one file and is the only thing that draws them.

mod drawing;
mod texts;

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

pub(crate) use texts::{values, warning_codes};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file can't be used.
    Error,
    /// It can be used, but probably not as its author meant.
    Warning,
}

/// Something wrong at a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A short, stable name in lower-case-with-dashes, for tests and editors.
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where: byte offsets into the text.
    pub span: Range<usize>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Whether there is an error among the problems, not only warnings.
pub fn has_error(problems: &[Problem]) -> bool {
    problems.iter().any(|it| it.severity == Severity::Error)
}

/// A place in a text as people count it: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Where the first line of a text begins: after a byte order mark, if it has one.
pub(crate) fn first_line_start(text: &str) -> usize {
    text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len()
}

/// Where the line begins in which a place is, and the line without its break.
pub(crate) fn line_at(text: &str, at: usize) -> (usize, &str) {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    (start, text[start..].lines().next().unwrap_or_default())
}

/// Where the lines of a text begin, to find many places in it quickly.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// The byte offset at which each line begins.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text. A byte order mark is no column that an editor shows.
    pub fn of(text: &'t str) -> Self {
        let first = first_line_start(text);
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: [first].into_iter().chain(breaks).collect(),
        }
    }

    /// The place of a byte offset. An offset past the end, or inside a
    /// character or a line break of two, counts as the nearest place before it.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let end = self.text.floor_char_boundary(offset).max(start);
        let (before, after) = self.text.split_at(end);
        let in_break = before.ends_with('\r') && after.starts_with('\n');
        let end = end - usize::from(in_break);
        Position {
            line,
            column: self.text[start..end].chars().count() + 1,
        }
    }
}

/// What was read from a file and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What to call the file: its path, `built-in:NAME`, or `-`.
    pub file: String,
    /// The text the spans point into.
    pub text: String,
    /// In the order of their places.
    pub problems: Vec<Problem>,
}

impl Findings {
    /// What `parse` makes of a text, and all that is wrong with it. Nothing is made of
    /// one that could not be read whole, for this reason.
    pub(crate) fn of<T>(
        file: String,
        (text, unread): (String, Option<Problem>),
        parse: impl FnOnce(&str) -> (Option<T>, Vec<Problem>),
    ) -> (Option<T>, Self) {
        let (made, problems) = match unread {
            Some(problem) => (None, vec![problem]),
            None => parse(&text),
        };
        let findings = Self {
            file,
            text,
            problems,
        };
        (made, findings)
    }
}

/// Whether a character could steer a terminal or reorder what it shows:
/// control characters (C0, C1, delete), line and paragraph separators, and the
/// marks that embed, override or isolate a text direction.
pub fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with escapes, so that nothing in it can steer the terminal.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c.escape_default().to_string())
}

/// The text with an escape for every [unprintable](is_unprintable) character.
pub(crate) fn escaped(text: &str, escape: fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return text.into();
    }
    let safe = |c| match c {
        c if is_unprintable(c) => escape(c),
        c => c.to_string(),
    };
    text.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let text = "a = 1\r\nwörld = 2\n";
        let lines = Lines::of(text);
        let at = |needle: &str| lines.position(text.find(needle).unwrap_or(0));
        assert_eq!(at("a"), Position { line: 1, column: 1 });
        assert_eq!(at("= 2"), Position { line: 2, column: 7 });
        // Editors know no place between the two characters of a line break.
        assert_eq!(at("\r"), at("\n"));
        let end = Position { line: 3, column: 1 };
        assert_eq!(lines.position(999), end);
        let first = Position { line: 1, column: 1 };
        assert_eq!(Lines::of("\u{feff}x").position(3), first);
        assert_eq!(Lines::of("\u{feff}x").position(0), first);
    }

    #[test]
    fn nothing_printable_steers_a_terminal() {
        assert_eq!(printable("Größe — ok"), "Größe — ok");
        assert_eq!(printable("a\u{1b}]0;x\u{7}"), "a\\u{1b}]0;x\\u{7}");
        assert_eq!(printable("\u{9b}31m\u{202e}"), "\\u{9b}31m\\u{202e}");
    }
}
