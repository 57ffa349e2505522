//! A tempo, read from what therapists write.

use std::ops::Range;
use std::time::Duration;

use super::{Cycle, Part, Tempo};
use crate::diagnostic::{Problem, values};
use crate::document::hidden;
use crate::routine::amount::{self, UNITS, split_range};
use crate::routine::limits;
use crate::text::DASHES;

/// How long a part takes that says nothing of it.
const DEFAULT_PART: Duration = Duration::from_secs(2);

/// Reads a tempo: `up 2s, hold 1s, down 2s`, `2-1-2`, or `own`.
pub(crate) fn read(text: &str) -> Result<Tempo, Problem> {
    if let Some(hidden) = hidden::behind(text) {
        return Err(hidden);
    }
    if text.trim().eq_ignore_ascii_case("own") {
        return Ok(Tempo::Own);
    }
    if text.trim().is_empty() {
        return Err(Problem::of("tempo-empty", &[]));
    }
    let pieces = split(text)?;
    if pieces.len() > limits::TEMPO_PARTS {
        let (most, found) = (limits::TEMPO_PARTS, pieces.len());
        return Err(Problem::of("tempo-parts", values![most, found]));
    }
    let parts: Result<Vec<Part>, _> = pieces.into_iter().map(part).collect();
    let mut parts = parts?;
    parts.retain(|part| !part.length.is_zero());
    if parts.is_empty() {
        return Err(Problem::of("tempo-empty time", &[]));
    }
    Ok(Tempo::Parts(Cycle(parts)))
}

/// The parts as they were written, with commas between. Without one, a dash, a
/// slash or a colon comes between bare times, or between parts that each have a
/// word and a time, so that "push-up" is a word and "up 2-3s" a range.
fn split(text: &str) -> Result<Vec<&str>, Problem> {
    let is_digit = |c: char| c.is_ascii_digit();
    if text.contains([',', ';']) {
        let mut commas = text
            .match_indices(',')
            .map(|(at, _)| (&text[..at], &text[at + 1..]));
        let is_fraction = commas.any(|(a, b)| a.ends_with(is_digit) && b.starts_with(is_digit));
        let is_list = text
            .chars()
            .all(|c| is_digit(c) || c == ',' || c.is_whitespace());
        if is_fraction && !is_list {
            return Err(Problem::of("unclear-comma", &[]));
        }
        return Ok(text.split([',', ';']).collect());
    }
    let is_between = |c| DASHES.contains(&c) || "/:".contains(c);
    let pieces: Vec<&str> = text.split(is_between).collect();
    let is_bare = |piece: &&str| time(&tokens(piece)).len() == tokens(piece).len();
    let bare = pieces.iter().filter(|piece| is_bare(piece)).count();
    let are_parts = pieces.iter().all(|piece| piece.contains(is_digit));
    if are_parts && (bare == 0 || bare == pieces.len()) {
        return Ok(pieces);
    }
    Ok(vec![text])
}

/// A word and a time, in either order, or one of them.
fn part(text: &str) -> Result<Part, Problem> {
    let text = text.trim();
    let tokens = tokens(text);
    let time = time(&tokens);
    let before = &tokens[..time.start];
    // "lower over 3 s"
    let before = match before.split_last() {
        Some((&("for" | "over"), word)) if !time.is_empty() => word,
        _ => before,
    };
    let words = [before, &tokens[time.end..]];
    let word = words.concat().join(" ");
    let is_digit = |c: char| c.is_ascii_digit();
    if let Some((low, high)) = split_range(text)
        && low.contains(is_digit)
        && high.starts_with(is_digit)
    {
        return Err(Problem::of("tempo-range", values![text]));
    }
    let said = word.to_lowercase();
    if said.split(' ').any(|word| word == "own" || word == "pace") {
        return Err(Problem::of("tempo-own", &[]));
    }
    let is_sign = |c| DASHES.contains(&c) || "/:.+".contains(c);
    let is_word = |word: &&str| !word.contains(is_digit) && !word.chars().all(is_sign);
    let is_one_word = words[0].is_empty() || words[1].is_empty();
    if text.is_empty() {
        return Err(Problem::of("tempo-part missing", &[]));
    }
    if !is_one_word || !words.concat().iter().all(is_word) {
        return Err(Problem::of("tempo-part", values![text]));
    }
    if word.chars().count() > limits::TEMPO_WORD {
        let most = limits::TEMPO_WORD;
        return Err(Problem::of("tempo-word", values![word, most]));
    }
    let is_default = time.is_empty();
    let unit = if time.len() == 1 { "s" } else { "" };
    let length = if is_default {
        DEFAULT_PART
    } else {
        amount::duration_without_clock(&(tokens[time].concat() + unit))?
    };
    let (shortest, longest) = (limits::TEMPO_PART_MIN, limits::TEMPO_PART_MAX);
    if !length.is_zero() && !(shortest..=longest).contains(&length) {
        let name = if length < shortest {
            "tempo-part-length short"
        } else {
            "tempo-part-length long"
        };
        let length = format!("{length:?}");
        return Err(Problem::of(name, values![length]));
    }
    Ok(Part {
        word,
        length,
        is_default,
    })
}

/// Which tokens of a part are its time: the first number, and its unit.
fn time(tokens: &[&str]) -> Range<usize> {
    let is_number = |token: &&str| token.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let is_unit = |token: &&str| UNITS.contains(&token.to_lowercase().as_str());
    tokens.iter().position(is_number).map_or(0..0, |at| {
        at..at + 1 + usize::from(tokens.get(at + 1).is_some_and(is_unit))
    })
}

/// Words, and numbers with a unit as two of them: "2s up" has three.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        let digits = word.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, rest) = word.split_at(digits.unwrap_or(word.len()));
        tokens.extend([number, rest].into_iter().filter(|token| !token.is_empty()));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a tempo, a word and milliseconds each, with a mark at those
    /// that nobody gave a time.
    fn told(text: &str) -> Result<String, &'static str> {
        let tempo = read(text).map_err(|wrong| wrong.code)?;
        let Tempo::Parts(cycle) = tempo else {
            return Ok("own".to_owned());
        };
        let part = |part: &Part| {
            let mark = if part.is_default { "*" } else { "" };
            format!("{} {}{mark}", part.word, part.length.as_millis())
        };
        Ok(cycle.parts().iter().map(part).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn a_tempo_as_people_write_it() {
        for (text, parts) in [
            ("up 2s, hold 1s, down 2s", "up 2000|hold 1000|down 2000"),
            ("2s up, 1 s hold, 2 down", "up 2000|hold 1000|down 2000"),
            ("2-1-2", " 2000| 1000| 2000"),
            ("2 – 1 – 2", " 2000| 1000| 2000"),
            ("2/1/2", " 2000| 1000| 2000"),
            ("3-0-3-0", " 3000| 3000"),
            ("in 4, hold 0, out 6 sec", "in 4000|out 6000"),
            ("lower over 3 s", "lower 3000"),
            ("up, lower 3s", "up 2000*|lower 3000"),
            ("push-up", "push-up 2000*"),
            ("push-up 2s, rest 1s", "push-up 2000|rest 1000"),
            ("0.5-500ms-0.5s", " 500| 500| 500"),
            ("in 1m", "in 60000"),
            (" Own ", "own"),
            ("4,4,4,4", " 4000| 4000| 4000| 4000"),
            ("up 2s - down 2s", "up 2000|down 2000"),
            ("1:2:1", " 1000| 2000| 1000"),
            ("4", " 4000"),
            (
                "breathe in 4 Sec; breathe out 4",
                "breathe in 4000|breathe out 4000",
            ),
        ] {
            assert_eq!(told(text).as_deref(), Ok(parts), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_told_apart() {
        for (text, code) in [
            ("", "tempo-empty"),
            (" ", "tempo-empty"),
            ("0-0", "tempo-empty"),
            ("up 2s,", "tempo-part"),
            ("up 2s down 2s", "tempo-part"),
            ("2s up 2s", "tempo-part"),
            ("up 2s slowly", "tempo-part"),
            ("up -2s", "tempo-part"),
            ("-2-1", "tempo-part"),
            ("4x4", "tempo-part"),
            ("1e3-1", "tempo-range"),
            ("up - down", "tempo-part"),
            ("1-1-1-1-1-1-1-1-1", "tempo-parts"),
            ("up 61s, down 2s", "tempo-part-length"),
            ("up 0.4s", "tempo-part-length"),
            ("straightening 2s", "tempo-word"),
            ("up 2-3s, down 2s", "tempo-range"),
            ("2\u{2013}3s up", "tempo-range"),
            ("up 2 to 3 s", "tempo-range"),
            ("0,5-1-0,5", "unclear-comma"),
            ("up 1,5s, down 2s", "unclear-comma"),
            ("own 2s", "tempo-own"),
            ("at your own pace", "tempo-own"),
            ("o\u{200b}wn", "hidden-character"),
            ("2\u{200b}s", "hidden-character"),
            ("2M", "unknown-unit"),
            ("1.2.3-4", "not-a-duration"),
        ] {
            assert_eq!(told(text), Err(code), "{text}");
        }
    }
}
