//! Text in lines that fit.

use super::{fit, width};

/// The text in lines that each fit into a row; a line break in it stays one.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let wrapped = text.lines().flat_map(|paragraph| {
        let words = paragraph.split_whitespace();
        let words: Vec<String> = words.flat_map(|word| broken(word, columns)).collect();
        wrap_at(" ", &words, columns)
    });
    wrapped.collect()
}

/// A line as it is where it fits, and otherwise wrapped.
pub(crate) fn fold(line: &str, columns: usize) -> Vec<String> {
    if width(line) <= columns {
        return vec![line.to_owned()];
    }
    wrap(line, columns)
}

/// The parts with `between` between them, in lines that each fit into a row.
pub(crate) fn wrap_at(between: &str, parts: &[impl AsRef<str>], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts.iter().map(AsRef::as_ref) {
        match lines.last_mut() {
            Some(line) if width(line) + width(between) + width(part) <= columns => {
                line.push_str(between);
                line.push_str(part);
            }
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

/// Leaves the first lines, with `mark` at their end where there were more.
pub(crate) fn shorten(lines: &mut Vec<String>, rows: usize, columns: usize, mark: &str) {
    if lines.len() <= rows {
        return;
    }
    lines.truncate(rows);
    if let Some(last) = lines.last_mut() {
        let room = columns.saturating_sub(width(mark));
        *last = format!("{}{mark}", fit(last, room, ""));
    }
}

/// A word in pieces that each fit into a row: whole, unless it is as long as
/// the sentences of a script that has no spaces.
fn broken(word: &str, columns: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in word.chars() {
        match pieces.last_mut() {
            Some(piece) if width(&format!("{piece}{c}")) <= columns => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}
