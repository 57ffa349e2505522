//! Texts whose quotes don't match: the parser notices at the end of the line,
//! or of the file, and a person needs the place where the text begins.

use crate::diagnostic::{Problem, line_at, values};

/// The mistake with quotes that is behind a syntax error, and a place in the last
/// line of what it covers; `None` where it is another mistake.
pub(super) fn behind(text: &str, error: usize) -> Option<(Problem, usize)> {
    let at = text.floor_char_boundary(error);
    let (start, line) = line_at(text, at);
    let (_, value) = line.split_once('=').unwrap_or_default();
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| "\"'".contains(*c));
    let open = start + line.len() - value.len();
    let told = |name, place, end, values| Some((Problem::at(name, place, values), end));
    let end = quote.and_then(|quote| closed_at(value, quote));
    if let Some(close) = end.map(|end| open + end)
        && let Some(between) = text.get(close..at)
        && between.trim().is_empty()
    {
        let inside = match quote {
            Some('"') => "a quote inside a text is written \\\"",
            _ => "a text with a ' in it stands in \"...\"",
        };
        return told("syntax behind", open..close, close, values![inside]);
    }
    let Some(quote) = quote.filter(|_| end.is_none()) else {
        return endless(text, at);
    };
    let place = open..start + line.len();
    let is_other = |line: &&str| line.starts_with('[') || line.contains('=');
    let mut lines = text[start..].split_inclusive('\n');
    let mut end = start + lines.next().map_or(0, str::len);
    for line in lines.take_while(|line| !is_other(line)) {
        let code = line.split(" #").next().unwrap_or_default();
        if code.trim_end().ends_with(quote) {
            return told("syntax lines", place, end, &[]);
        }
        end += line.len();
    }
    told("syntax open", place, open, values![quote])
}

/// Where a text with this quote ends: behind the next one that is not escaped.
fn closed_at(value: &str, quote: char) -> Option<usize> {
    let mut escaped = true;
    let mut all = value.char_indices();
    let (at, _) = all.find(|(_, c)| {
        let closes = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped && quote == '"';
        closes
    })?;
    Some(at + quote.len_utf8())
}

/// A text of several lines that runs to the end of the file.
fn endless(text: &str, at: usize) -> Option<(Problem, usize)> {
    if at < text.trim_end().len() {
        return None;
    }
    let mut marks = ["\"\"\"", "'''"].into_iter();
    let mark = marks.find(|mark| text.matches(mark).count() % 2 == 1)?;
    let open = text.rfind(mark)?;
    let place = open..open + mark.len();
    let problem = Problem::at("syntax endless", place, values![mark]);
    Some((problem, text.len()))
}
