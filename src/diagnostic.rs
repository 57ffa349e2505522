//! A problem in a routine as data, and its drawing as text.
//!
//! The parser makes [`Problem`]s and knows nothing of terminals; [`Invalid`]
//! gathers those of one file and is the only thing that turns them into text.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The routine can't be played.
    Error,
    /// The routine plays, but probably not as its author meant.
    Warning,
}

/// Something wrong at a place in a routine's text.
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

impl Problem {
    /// An error with a place and no advice yet.
    pub fn error(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            span,
            help: None,
        }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A place in a text as people count it: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The place of a byte offset. An offset past the end, or inside a
    /// character, counts as the nearest place before it.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        // A byte order mark is no column that an editor shows.
        let text_start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let end = text.floor_char_boundary(offset).max(text_start);
        let before = &text[text_start..end];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// A file that is no valid routine, with all that is wrong with it.
#[derive(Clone, Debug)]
pub struct Invalid {
    /// What to call the file: its path, `built-in:NAME`, or `-`.
    pub file: String,
    /// The text the spans point into.
    pub text: String,
    /// At least one error, in the order of their places.
    pub problems: Vec<Problem>,
}

/// More problems than this are counted, not shown: nobody reads them, and the
/// first few are usually the cause of the rest.
const SHOWN: usize = 50;

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = printable(&self.file);
        for (n, problem) in self.problems.iter().take(SHOWN).enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            let Position { line, column } = Position::of(&self.text, problem.span.start);
            let kind = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let message = printable(&problem.message);
            write!(f, "{file}:{line}:{column}: {kind}: {message}")?;
            if let Some(help) = &problem.help {
                write!(f, "\n  help: {}", printable(help))?;
            }
        }
        let hidden = self.problems.len().saturating_sub(SHOWN);
        if hidden > 0 {
            write!(f, "\n... and {hidden} more problems after these {SHOWN}")?;
        }
        Ok(())
    }
}

/// Whether a character could steer a terminal or reorder what it shows:
/// control characters (C0, C1, delete), line and paragraph separators, and the
/// marks that embed, override or isolate a text direction.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with every [unprintable](is_unprintable) character written out as
/// an escape, so that nothing from a file or a name can steer the terminal.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unprintable(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let text = "a = 1\r\nwörld = 2\n";
        let at = |needle: &str| Position::of(text, text.find(needle).unwrap_or(0));
        assert_eq!(at("a"), Position { line: 1, column: 1 });
        assert_eq!(at("= 2"), Position { line: 2, column: 7 });
        let end = Position { line: 3, column: 1 };
        assert_eq!(Position::of(text, 999), end);
        assert_eq!(
            Position::of("\u{feff}x", 3),
            Position { line: 1, column: 1 }
        );
    }

    #[test]
    fn nothing_printable_steers_a_terminal() {
        assert_eq!(printable("Größe — ok"), "Größe — ok");
        assert_eq!(printable("a\u{1b}]0;x\u{7}"), "a\\u{1b}]0;x\\u{7}");
        assert_eq!(printable("\u{9b}31m\u{202e}"), "\\u{9b}31m\\u{202e}");
    }

    #[test]
    fn a_flood_of_problems_is_cut() {
        let problems = vec![Problem::error("x", 0..0, "wrong"); 10_000];
        let invalid = Invalid {
            file: "f".into(),
            text: String::new(),
            problems,
        };
        let text = invalid.to_string();
        assert_eq!(text.lines().count(), SHOWN + 1);
        assert!(
            text.ends_with("9950 more problems after these 50"),
            "{text}"
        );
    }
}
