//! A time of day as people write it: `22:30`, `22.30`, `9pm`, `10:30 pm`.

use std::fmt;
use std::str::FromStr;

/// A minute of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// Whether somebody may have meant the same hour of the evening.
    pub may_be_evening: bool,
}

/// Why a text is no time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// The half of the day that a clock with twelve hours is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

const LIKE: &str = "write it like 22:30, 9pm or 10:30 pm";

impl FromStr for TimeOfDay {
    type Err = Unclear;

    fn from_str(text: &str) -> Result<Self, Unclear> {
        let said = text.trim();
        let close: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        let close = close.to_lowercase();
        let (digits, half) = without_half(&close);
        let Some((hour, minute)) = numbers(digits) else {
            return Err(unclear(format!("\"{said}\" is no time of day"), LIKE));
        };
        match (half, minute) {
            (_, Some(60..)) => Err(unclear(
                format!("\"{said}\" is no time of day: an hour has 60 minutes"),
                LIKE,
            )),
            (Some(half), _) => on_twelve_hours(said, hour, minute.unwrap_or(0), half),
            (None, None) if (1..=12).contains(&hour) => Err(unclear(
                format!("\"{said}\" can be in the morning or in the evening"),
                format!("write {hour}am or {hour}pm"),
            )),
            (None, _) => on_twenty_four_hours(said, hour, minute.unwrap_or(0)),
        }
    }
}

/// The text without `am` or `pm` at its end, and which it was.
fn without_half(text: &str) -> (&str, Option<Half>) {
    let ends = [
        ("am", Half::Am),
        ("a.m.", Half::Am),
        ("a.m", Half::Am),
        ("pm", Half::Pm),
        ("p.m.", Half::Pm),
        ("p.m", Half::Pm),
    ];
    ends.into_iter()
        .find_map(|(end, half)| Some((text.strip_suffix(end)?, Some(half))))
        .unwrap_or((text, None))
}

/// The hour, and the minute where there is one.
fn numbers(text: &str) -> Option<(u8, Option<u8>)> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute) = match text.split_once([':', '.', 'h']) {
        // "22h" has nothing behind it, as the French write it.
        Some((hour, "")) if text.ends_with('h') => (hour, None),
        Some((hour, minute)) => (hour, Some(minute)),
        // "2230" or "930".
        None if is_number(text) && matches!(text.len(), 3 | 4) => {
            let (hour, minute) = text.split_at(text.len() - 2);
            (hour, Some(minute))
        }
        None => (text, None),
    };
    let is_time = is_number(hour)
        && hour.len() <= 2
        && minute.is_none_or(|minute| is_number(minute) && minute.len() == 2);
    if !is_time {
        return None;
    }
    let minute = minute.map(str::parse).transpose().ok()?;
    Some((hour.parse().ok()?, minute))
}

fn on_twelve_hours(said: &str, hour: u8, minute: u8, half: Half) -> Result<TimeOfDay, Unclear> {
    if !(1..=12).contains(&hour) {
        let help = if hour < 24 {
            format!("write {hour}:{minute:02} alone, or an hour from 1 to 12")
        } else {
            LIKE.to_owned()
        };
        return Err(unclear(format!("\"{said}\" is no time of day"), help));
    }
    let noon = if half == Half::Pm { 12 } else { 0 };
    Ok(TimeOfDay {
        hour: hour % 12 + noon,
        minute,
        may_be_evening: false,
    })
}

fn on_twenty_four_hours(said: &str, hour: u8, minute: u8) -> Result<TimeOfDay, Unclear> {
    if hour > 23 {
        let message = format!("\"{said}\" is no time of day: the last is 23:59");
        let help = if hour == 24 {
            "write 0:00 for midnight"
        } else {
            LIKE
        };
        return Err(unclear(message, help));
    }
    Ok(TimeOfDay {
        hour,
        minute,
        // Before five, people are still up.
        may_be_evening: (5..12).contains(&hour),
    })
}

fn unclear(message: String, help: impl Into<String>) -> Unclear {
    let help = help.into();
    Unclear { message, help }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use arbtest::arbtest;

    use super::*;
    use crate::text::tests::any_text;

    #[test]
    fn times_as_people_write_them() {
        for (text, time) in [
            ("22:30", "22:30"),
            ("22.30", "22:30"),
            ("2230", "22:30"),
            ("22h30", "22:30"),
            ("22h", "22:00"),
            ("22", "22:00"),
            (" 9:05 ", "9:05"),
            ("0:30", "0:30"),
            ("00:00", "0:00"),
            ("9pm", "21:00"),
            ("9 PM", "21:00"),
            ("9am", "9:00"),
            ("10:30 pm", "22:30"),
            ("10.30 p.m.", "22:30"),
            ("1030pm", "22:30"),
            ("10:30\u{a0}pm", "22:30"),
            ("12am", "0:00"),
            ("12:15 am", "0:15"),
            ("12pm", "12:00"),
            ("11:59 p.m", "23:59"),
        ] {
            let read = text.parse::<TimeOfDay>().map(|time| time.to_string());
            assert_eq!(read, Ok(time.to_owned()), "{text}");
        }
    }

    #[test]
    fn others_are_refused_with_what_to_write() {
        for (text, help) in [
            ("", LIKE),
            ("tonight", LIKE),
            ("pm", LIKE),
            ("25:00", LIKE),
            ("99", LIKE),
            ("24:00", "write 0:00 for midnight"),
            ("22:60", LIKE),
            ("22:5", LIKE),
            ("22:300", LIKE),
            ("22:30:00", LIKE),
            ("-1:00", LIKE),
            ("+9:00", LIKE),
            ("9", "write 9am or 9pm"),
            ("12", "write 12am or 12pm"),
            ("13pm", "write 13:00 alone, or an hour from 1 to 12"),
            ("0:30 am", "write 0:30 alone, or an hour from 1 to 12"),
            ("٢٢:٣٠", LIKE),
        ] {
            let read = text.parse::<TimeOfDay>();
            assert_eq!(
                read.map_err(|wrong| wrong.help),
                Err(help.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn only_a_morning_without_am_may_be_an_evening() {
        for (text, may) in [
            ("9:30", true),
            ("9:30am", false),
            ("4:30", false),
            ("0:30", false),
            ("12:30", false),
            ("21:30", false),
        ] {
            let time: TimeOfDay = text.parse().expect("a time");
            assert_eq!(time.may_be_evening, may, "{text}");
        }
    }

    #[test]
    fn every_time_is_read_back() {
        for hour in 0..24 {
            for minute in 0..60 {
                let text = format!("{hour}:{minute:02}");
                let time: TimeOfDay = text.parse().expect("a time");
                assert_eq!((time.hour, time.minute), (hour, minute));
            }
        }
    }

    #[test]
    fn anything_is_read_or_refused() {
        arbtest(|u| {
            let text = any_text(u, 12)?;
            // Nothing panics, and what is read is a time.
            if let Ok(time) = text.parse::<TimeOfDay>() {
                assert!(time.hour < 24 && time.minute < 60, "{text}: {time}");
            }
            Ok(())
        });
    }
}
