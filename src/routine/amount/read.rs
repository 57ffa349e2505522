//! Durations, counts and ranges of both, read from what people write.

use std::time::Duration;

use humantime::DurationError;

use super::Range;
use crate::diagnostic::{Problem, values};
use crate::text::DASHES;

/// The units that `humantime` knows, without months and years. A single letter
/// counts only as it stands here; of a word, capitals count as small letters.
pub(in crate::routine) const UNITS: [&str; 32] = [
    "s", "m", "h", "d", "w", "ns", "nsec", "nanos", "us", "µs", "usec", "ms", "msec", "millis",
    "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "hr", "hrs", "hour",
    "hours", "day", "days", "wk", "wks", "week", "weeks",
];

/// Reads a duration: `10s`, `1m 30s`, `1.5h`, `30 Sec`, or as a clock shows it,
/// `1:30` for minutes and seconds, `1:02:30` with hours.
pub(crate) fn duration(text: &str) -> Result<Duration, Problem> {
    let text = text.trim();
    if !is_clock(text) {
        return duration_without_clock(text);
    }
    clock(text).ok_or_else(|| Problem::of("not-a-duration clock", values![text]))
}

/// The same where `1:30` could as well be hours and minutes, and is refused.
pub(crate) fn duration_without_clock(text: &str) -> Result<Duration, Problem> {
    let text = text.trim();
    if is_clock(text) {
        let help = match clock(text).map(|read| read.as_secs()) {
            Some(seconds) if text.matches(':').count() == 1 => {
                let (first, second) = (seconds / 60, seconds % 60);
                format!("write {first}h {second}m or {first}m {second}s")
            }
            _ => "write it like 20m or 1h 30m".to_owned(),
        };
        return Err(Problem::of("unclear-clock", values![text, help]));
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    // humantime's own sums overflow on absurd numbers.
    if text.len() > 64 || numbers.any(|number| number.len() > 9) {
        return Err(Problem::of("too-long proportion", &[]));
    }
    humantime::parse_duration(&with_known_units(text)?).map_err(|error| match error {
        DurationError::UnknownUnit { unit, value, .. } if unit.is_empty() => {
            Problem::of("missing-unit duration", values![value])
        }
        DurationError::UnknownUnit { unit, value, .. } => unknown_unit(&unit, &value.to_string()),
        _ if split_range(text).is_some_and(|(low, high)| !low.is_empty() && !high.is_empty()) => {
            Problem::of("no-range-here", values![text])
        }
        DurationError::Empty => Problem::of("not-a-duration empty", &[]),
        _ => match text.split_once(',') {
            Some((whole, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
                Problem::of("not-a-duration fraction", values![text, whole, rest])
            }
            _ => Problem::of("not-a-duration", values![text]),
        },
    })
}

/// The text as `humantime` has it, which takes `M` for a month.
fn with_known_units(text: &str) -> Result<String, Problem> {
    let small_text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphabetic());
    for word in words.filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        let is_letter = word.chars().nth(1).is_none();
        if is_letter && small != word && UNITS.contains(&&*small) {
            return Err(Problem::of(
                "unknown-unit capital",
                values![word, small, small_text],
            ));
        }
        if ["month", "year", "yr", "y"].contains(&small.trim_end_matches('s')) {
            let before = text.split(word).next().unwrap_or_default().trim_end();
            let number = before
                .rsplit(|c: char| !c.is_ascii_digit() && c != '.')
                .next();
            return Err(unknown_unit(word, number.unwrap_or_default()));
        }
    }
    Ok(small_text)
}

fn unknown_unit(unit: &str, value: &str) -> Problem {
    Problem::of("unknown-unit", values![unit, value])
}

/// Whether somebody meant a clock, well written or not.
fn is_clock(text: &str) -> bool {
    text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// `MINUTES:SECONDS` or `HOURS:MINUTES:SECONDS`, each but the first from 00 to 59.
fn clock(text: &str) -> Option<Duration> {
    let (first, others) = text.split_once(':')?;
    let mut sum: u64 = first.parse().ok().filter(|_| first.len() <= 3)?;
    if others.split(':').count() > 2 {
        return None;
    }
    for number in others.split(':') {
        let value: Option<u64> = number.parse().ok();
        sum = sum * 60 + value.filter(|value| *value < 60 && number.len() == 2)?;
    }
    Some(Duration::from_secs(sum))
}

/// Reads a duration or a range of two: `20s-30s`, `20-30s`, `10m to 15m`.
pub(crate) fn duration_range(text: &str) -> Result<Range<Duration>, Problem> {
    let Some((low, high)) = split_range(text) else {
        return duration(text).map(Range::fixed);
    };
    let high_value = duration(high)?;
    // "20-30s": the low end borrows the unit of the high end.
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut low = low.to_owned();
    if !low.is_empty() && low.chars().all(is_number) {
        let unit = high.trim_start_matches(is_number);
        if unit.contains(|c: char| c.is_ascii_digit()) {
            return Err(Problem::of("missing-unit range", values![low, high]));
        }
        low += unit;
    }
    ordered(text, duration(&low)?, high_value, &low, high)
}

/// Reads a count or a range of two: `10`, `2-3`, `2 to 3`.
pub(crate) fn count_range(text: &str) -> Result<Range<u32>, Problem> {
    let Some((low, high)) = split_range(text) else {
        return count(text.trim()).map(Range::fixed);
    };
    ordered(text, count(low)?, count(high)?, low, high)
}

fn count(text: &str) -> Result<u32, Problem> {
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
        if let Some((sets, reps)) = sets_by_reps(text) {
            return Err(Problem::of("sets-by-reps", values![text, sets, reps]));
        }
        return Err(Problem::of("not-a-count", values![text]));
    }
    // Only too many digits can fail here, and any such number is over the limit.
    Ok(text.parse().unwrap_or(u32::MAX))
}

/// The numbers of `3x8`, as therapists write three sets of eight.
pub(crate) fn sets_by_reps(text: &str) -> Option<(u32, u32)> {
    let (sets, reps) = text.split_once(['x', 'X', '×', '*'])?;
    Some((sets.trim().parse().ok()?, reps.trim().parse().ok()?))
}

/// The two ends of `LOW-HIGH`, with any of the [`DASHES`], or of `LOW to HIGH`.
pub(in crate::routine) fn split_range(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text.split_once(DASHES).or_else(|| split_at_to(text))?;
    Some((low.trim(), high.trim()))
}

/// What stands before and after a word `to`.
fn split_at_to(text: &str) -> Option<(&str, &str)> {
    let small = text.to_ascii_lowercase();
    let places = small.match_indices("to");
    let mut ends = places.map(|(at, to)| (&text[..at], &text[at + to.len()..]));
    ends.find(|(low, high)| {
        low.ends_with(char::is_whitespace) && high.starts_with(char::is_whitespace)
    })
}

fn ordered<T: Copy + PartialOrd>(
    text: &str,
    low: T,
    high: T,
    low_text: &str,
    high_text: &str,
) -> Result<Range<T>, Problem> {
    if low > high {
        let text = text.trim();
        let wrong = Problem::of("upside-down", values![text, low_text, high_text]);
        return Err(wrong);
    }
    Ok(Range { low, high })
}

#[cfg(test)]
mod tests;
