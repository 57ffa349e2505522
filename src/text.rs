//! Amounts and lines as a person reads them.

use std::borrow::Cow;
use std::fmt::Display;
use std::time::Duration;

use jiff::civil::Time;
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The dashes in a range: the keyboard's hyphen, what word processors make of it,
/// and the minus sign.
pub(crate) const DASHES: [char; 11] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}',
    '\u{fe58}', '\u{fe63}', '\u{ff0d}',
];

/// A name with each letter and its marks as one character, wherever there is one
/// (Unicode's form NFC). Names that look the same are equal then. Written out,
/// because the iterator for it has the tables of all other forms with it.
pub(crate) fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return name.into();
    }
    let (class, mut apart) = (canonical_combining_class, Vec::new());
    for c in name.chars() {
        decompose_canonical(c, |c| apart.push(c));
    }
    for letter in apart.chunk_by_mut(|_, mark| class(*mark) > 0) {
        letter.sort_by_key(|c| class(*c));
    }
    let mut whole: Vec<char> = Vec::new();
    let mut letter = None;
    for c in apart {
        let joined = letter.and_then(|at: usize| {
            let is_free = at + 1 == whole.len() || class(whole[whole.len() - 1]) < class(c);
            compose(whole[at], c).filter(|_| is_free)
        });
        if let Some((at, joined)) = letter.zip(joined) {
            whole[at] = joined;
            continue;
        }
        if class(c) == 0 {
            letter = Some(whole.len());
        }
        whole.push(c);
    }
    String::from_iter(whole).into()
}

/// A running time like `0:07`, `12:30` or `1:02:03`, of whole seconds.
pub(crate) fn clock(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// The time on a clock on the wall: `23:40`.
pub(crate) fn time_of_day(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Time that is left: a hold begins at its full length, and `0:00` is its end.
pub(crate) fn countdown(left: Duration) -> String {
    clock(whole_seconds_up(left))
}

/// The duration with a begun second counted whole.
pub(crate) fn whole_seconds_up(duration: Duration) -> Duration {
    Duration::from_secs(duration.as_secs() + u64::from(duration.subsec_nanos() > 0))
}

/// A length as routine files write it: `20m 50s`.
pub(crate) fn length(duration: Duration) -> String {
    humantime::format_duration(duration).to_string()
}

/// A length in words, for a screen reader: `20 minutes 50 seconds`.
pub(crate) fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds == 0 {
        return "less than a second".to_owned();
    }
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "hour"), (minutes, "minute"), (rest, "second")];
    let told = parts.into_iter().filter(|(count, _)| *count > 0);
    let told = told.map(|(count, noun)| plural(count, noun));
    told.collect::<Vec<_>>().join(" ")
}

/// `1 second`, `2 seconds`.
pub(crate) fn plural(count: impl Copy + Display + PartialEq + From<u8>, noun: &str) -> String {
    let s = if count == 1.into() { "" } else { "s" };
    format!("{count} {noun}{s}")
}

/// The columns a text takes in a terminal.
pub fn width(text: &str) -> usize {
    // A screen measures all of its rows every second, and nearly all are like this.
    let is_plain = |c| matches!(c, ' '..='~' | '─'..='▟');
    let count = |columns, c| is_plain(c).then_some(columns + 1);
    let plain = text.chars().try_fold(0, count);
    plain.unwrap_or_else(|| text.width())
}

/// As much of a text as fits into `columns`, with `mark` where something is missing.
pub(crate) fn fit(text: &str, columns: usize, mark: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(mark.width());
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    if columns >= mark.width() {
        kept.truncate(kept.trim_end().len());
        kept.push_str(mark);
    }
    kept
}

pub(crate) fn pad(text: &str, columns: usize) -> String {
    // A width in a format has a limit, and a name none.
    text.to_owned() + &" ".repeat(columns.saturating_sub(width(text)))
}

/// The text in lines that each fit into a row; a line break in it stays one.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let wrapped = text.lines().flat_map(|paragraph| {
        let words = paragraph.split_whitespace();
        let words: Vec<&str> = words.flat_map(|it| pieces(it, columns)).collect();
        wrap_at(" ", &words, columns)
    });
    wrapped.collect()
}

/// A word in pieces that each fit into a row: a script may have no spaces.
fn pieces(word: &str, columns: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while width(rest) > columns {
        let ends = rest.char_indices().skip(1).map(|(end, _)| end);
        let fits = |end: &usize| width(&rest[..*end]) <= columns;
        let Some(end) = ends.clone().take_while(fits).last().or(ends.clone().next()) else {
            break;
        };
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    pieces.push(rest);
    pieces
}

/// A line as it is where it fits, and otherwise wrapped with its indent.
pub(crate) fn fold(line: &str, columns: usize) -> Vec<String> {
    if width(line) <= columns {
        return vec![line.to_owned()];
    }
    let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
    let rows = wrap(line, columns.saturating_sub(indent.len())).into_iter();
    rows.map(|row| format!("{indent}{row}")).collect()
}

/// The parts with `between` between them, in lines that each fit into a row.
pub(crate) fn wrap_at(between: &str, parts: &[impl AsRef<str>], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut taken = 0;
    for part in parts.iter().map(AsRef::as_ref) {
        let longer = taken + width(between) + width(part);
        match lines.last_mut() {
            Some(line) if longer <= columns => {
                line.extend([between, part]);
                taken = longer;
            }
            _ => {
                lines.push(part.to_owned());
                taken = width(part);
            }
        }
    }
    lines
}

/// Leaves the first lines, with `mark` at their end where there were more.
pub(crate) fn shorten(lines: &mut Vec<String>, rows: usize, columns: usize, mark: &str) {
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            *last = fit(last, columns.saturating_sub(width(mark)), "") + mark;
        }
    }
}

/// What stands in a text in the place of each name in braces.
pub(crate) type Values<'v> = &'v [(&'v str, &'v dyn Display)];

/// A text with values in the place of their names in braces. Braces with anything
/// else are a part of the text, and so is whatever stands in a value.
pub(crate) fn filled(text: &str, values: Values) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = values.iter().find_map(|(name, value)| {
            let behind = part.strip_prefix(name)?.strip_prefix('}')?;
            Some(format!("{value}{behind}"))
        });
        filled += &known.unwrap_or_else(|| format!("{{{part}"));
    }
    filled
}

#[cfg(test)]
pub(crate) mod tests;
