//! The pace of a movement or a breath: parts with a word and a time, one after
//! the other, again and again; and how it is read from what therapists write.

use std::time::Duration;

use super::amount::{self, UNITS};
use super::limits;
use crate::document::InvalidValue;
use crate::text::DASHES;

/// How long a part takes that says nothing of it.
const DEFAULT_PART: Duration = Duration::from_secs(2);

/// How movements are paced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tempo {
    /// As the person likes.
    Own,
    /// Part by part, by the clock.
    Parts(Cycle),
}

/// The parts of one movement, at least one, each longer than nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle(Vec<Part>);

/// A part of a movement, or of a breath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What to do in it: "up", "in"; empty where only a number was written.
    pub word: String,
    /// How long it takes.
    pub length: Duration,
    /// Whether nobody wrote how long, so that it takes two seconds.
    pub is_default: bool,
}

/// A moment in a hold with a tempo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// The number of the movement, from 1.
    pub movement: u32,
    /// The index of its part.
    pub part: usize,
    /// When the part begins, from the start of the hold.
    pub at: Duration,
}

impl Tempo {
    /// Its parts, where it has any.
    #[must_use]
    pub fn cycle(&self) -> Option<&Cycle> {
        match self {
            Self::Own => None,
            Self::Parts(cycle) => Some(cycle),
        }
    }
}

impl Cycle {
    /// The parts of one movement.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// How long one movement takes.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.0.iter().map(|part| part.length).sum()
    }

    /// How many whole movements come nearest to a time, at least one; of two
    /// that are as near the fewer.
    #[must_use]
    pub fn nearest(&self, time: Duration) -> u32 {
        let (time, one) = (time.as_nanos(), self.length().as_nanos());
        u32::try_from((2 * time + one - 1) / (2 * one))
            .unwrap_or(u32::MAX)
            .max(1)
    }

    /// The whole number of movements that comes nearest to a time, as a time.
    #[must_use]
    pub fn round(&self, time: Duration) -> Duration {
        self.length() * self.nearest(time)
    }

    /// The beat that was the last at a time from the start of the hold.
    #[must_use]
    pub fn beat_at(&self, time: Duration) -> Beat {
        let one = self.length();
        let before = u32::try_from(time.as_nanos() / one.as_nanos()).unwrap_or(u32::MAX);
        let mut beat = Beat {
            movement: before.saturating_add(1),
            part: 0,
            at: one.saturating_mul(before),
        };
        for (part, length) in self.0.iter().map(|part| part.length).enumerate() {
            beat.part = part;
            if beat.at + length > time {
                break;
            }
            beat.at += length;
        }
        beat
    }

    /// When the movement began that is under way at a time from the start of
    /// the hold.
    #[must_use]
    pub fn movement_at(&self, time: Duration) -> Duration {
        self.length() * (self.beat_at(time).movement - 1)
    }

    /// The first beat after a time from the start of the hold.
    #[must_use]
    pub fn beat_after(&self, time: Duration) -> Beat {
        let last = self.beat_at(time);
        self.beat_at(last.at + self.0[last.part].length)
    }
}

/// Reads a tempo: `up 2s, hold 1s, down 2s`, `2-1-2`, or `own`.
///
/// # Errors
/// When a part can't be read or is too long or too short, when there are too
/// many, or none that takes any time.
pub(crate) fn read(text: &str) -> Result<Tempo, InvalidValue> {
    if text.trim().eq_ignore_ascii_case("own") {
        return Ok(Tempo::Own);
    }
    let pieces = split(text);
    if pieces.len() > limits::TEMPO_PARTS {
        let message = format!(
            "a tempo has at most {} parts, not {}",
            limits::TEMPO_PARTS,
            pieces.len()
        );
        let help = "a tempo is one movement; how many there are, reps says";
        return Err(InvalidValue::new("tempo-parts", message, help));
    }
    let parts: Result<Vec<Part>, _> = pieces.into_iter().map(part).collect();
    let parts: Vec<Part> = parts?
        .into_iter()
        .filter(|part| !part.length.is_zero())
        .collect();
    if parts.is_empty() {
        let message = "a tempo needs a part that takes some time";
        let help = "write it like \"up 2s, down 2s\" or \"2-1-2\"; \"own\" is at your own pace";
        return Err(InvalidValue::new("tempo-empty", message, help));
    }
    Ok(Tempo::Parts(Cycle(parts)))
}

/// The parts as they were written. Where no comma stands, a dash or a slash
/// comes between two parts if each has a number, so that "push-up" is a word.
fn split(text: &str) -> Vec<&str> {
    let is_number = |piece: &&str| piece.contains(|c: char| c.is_ascii_digit());
    if !text.contains([',', ';']) {
        let pieces: Vec<&str> = text
            .split(|c| DASHES.contains(&c) || "/:".contains(c))
            .collect();
        if pieces.iter().all(is_number) {
            return pieces;
        }
    }
    text.split([',', ';']).collect()
}

/// A word and a time, in either order, or one of them.
fn part(text: &str) -> Result<Part, InvalidValue> {
    const HELP: &str = "write each part like \"up 2s\", with commas between";
    let tokens = tokens(text);
    let is_number = |token: &str| token.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let is_unit = |token: &str| UNITS.contains(&token.to_lowercase().as_str());
    let number = tokens.iter().position(|token| is_number(token));
    let time = number.map_or(0..0, |at| {
        at..at + 1 + usize::from(tokens.get(at + 1).is_some_and(|token| is_unit(token)))
    });
    let before = &tokens[..time.start];
    // "lower over 3 s"
    let before = match before.split_last() {
        Some((&("for" | "over"), word)) if number.is_some() => word,
        _ => before,
    };
    let words = [before, &tokens[time.end..]];
    let is_one_word = words[0].is_empty() || words[1].is_empty();
    if tokens.is_empty() || !is_one_word || words.concat().iter().any(|word| is_number(word)) {
        let message = match text.trim() {
            "" => "a part of the tempo is missing here".to_owned(),
            text => format!("\"{text}\" is no part of a tempo: it is one word and one time"),
        };
        return Err(InvalidValue::new("tempo-part", message, HELP));
    }
    let word = words.concat().join(" ");
    if word.chars().count() > limits::TEMPO_WORD {
        let message = format!(
            "\"{word}\" is longer than the {} letters of a part's word",
            limits::TEMPO_WORD
        );
        let help = "take a short word like \"up\"; the step's cue has room for more";
        return Err(InvalidValue::new("tempo-word", message, help));
    }
    if number.is_none() {
        let length = DEFAULT_PART;
        return Ok(Part {
            word,
            length,
            is_default: true,
        });
    }
    let unit = if time.len() == 1 { "s" } else { "" };
    let length = amount::duration_without_clock(&(tokens[time].concat() + unit))?;
    let longest = limits::TEMPO_PART_MAX;
    if !length.is_zero() && !(limits::TEMPO_PART_MIN..=longest).contains(&length) {
        let message = format!("a part of a tempo takes half a second to a minute, not {length:?}");
        let help = "what takes longer is a hold of its own; a part of 0 is left out";
        return Err(InvalidValue::new("tempo-part-length", message, help));
    }
    Ok(Part {
        word,
        length,
        is_default: false,
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
            ("", "tempo-part"),
            ("up 2s,", "tempo-part"),
            ("up 2s down 2s", "tempo-part"),
            ("2s up 2s", "tempo-part"),
            ("up 2s slowly", "tempo-part"),
            ("0-0", "tempo-empty"),
            ("1-1-1-1-1-1-1-1-1", "tempo-parts"),
            ("up 61s, down 2s", "tempo-part-length"),
            ("up 0.4s", "tempo-part-length"),
            ("straightening 2s", "tempo-word"),
            ("1.2.3-4", "not-a-duration"),
        ] {
            assert_eq!(told(text), Err(code), "{text}");
        }
    }

    #[test]
    fn whole_movements_come_nearest_to_a_time() {
        let cycle = |text| read(text).expect("a tempo").cycle().expect("parts").clone();
        let cycle = cycle("4-4-4-4");
        for (seconds, nearest) in [(1, 1), (16, 1), (24, 1), (25, 2), (40, 2), (180, 11)] {
            assert_eq!(cycle.nearest(Duration::from_secs(seconds)), nearest);
        }
    }

    #[test]
    fn beats_follow_each_other_without_a_gap() {
        let Tempo::Parts(cycle) = read("up 1.5s, hold 0.5s, down 3s").expect("a tempo") else {
            panic!("no parts");
        };
        let told = |beat: Beat| (beat.movement, beat.part, beat.at.as_millis());
        let mut beat = cycle.beat_at(Duration::ZERO);
        let mut all = vec![told(beat)];
        for _ in 0..5 {
            let next = cycle.beat_after(beat.at);
            let just_before = next.at.saturating_sub(Duration::from_nanos(1));
            assert_eq!(cycle.beat_at(just_before), beat);
            assert_eq!(cycle.beat_at(next.at), next);
            beat = next;
            all.push(told(beat));
        }
        assert_eq!(
            all,
            [
                (1, 0, 0),
                (1, 1, 1_500),
                (1, 2, 2_000),
                (2, 0, 5_000),
                (2, 1, 6_500),
                (2, 2, 7_000)
            ]
        );
    }
}
