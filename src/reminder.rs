//! The time of day at which somebody wants to be reminded: `22:30` or `10:30 pm`.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::{Problem, values};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeOfDay {
    pub hour: u8,
    pub minute: u8,
    /// Whether somebody may have meant the same hour of the evening.
    pub is_ambiguous: bool,
}

const EXAMPLES: &str = "write it like 22:30 or 10:30 pm";

impl FromStr for TimeOfDay {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let said = text.trim();
        let unclear =
            |why: &str, help: &str| Err(Problem::of("not-a-time", values![said, why, help]));
        let close: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        let close = close.to_lowercase();
        // Noon is 12 pm and midnight 12 am, so 12 stands for 0.
        let (digits, first_hour) = match (close.strip_suffix("am"), close.strip_suffix("pm")) {
            (Some(digits), _) => (digits, Some(0)),
            (_, Some(digits)) => (digits, Some(12)),
            _ => (&*close, None),
        };
        let Some((hour, minute)) = numbers(digits) else {
            return unclear("", EXAMPLES);
        };
        let (hour, is_ambiguous) = match (hour, first_hour) {
            _ if minute > 59 => return unclear(": an hour has 60 minutes", EXAMPLES),
            (1..=12, Some(first)) => (hour % 12 + first, false),
            (0..=23, Some(_)) => {
                let help = format!("write {hour}:{minute:02} alone, or an hour from 1 to 12");
                return unclear("", &help);
            }
            // Before five, people are still up.
            (0..=23, None) => (hour, (5..12).contains(&hour)),
            (24, None) => return unclear(": the last is 23:59", "write 0:00 for midnight"),
            _ => return unclear(": the last is 23:59", EXAMPLES),
        };
        Ok(Self {
            hour,
            minute,
            is_ambiguous,
        })
    }
}

/// The hour and the minute of a text like `22:30`, whatever their size.
fn numbers(text: &str) -> Option<(u8, u8)> {
    let (hour, minute) = text.split_once(':')?;
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_time = matches!(hour.len(), 1 | 2) && minute.len() == 2;
    let is_time = is_time && is_number(hour) && is_number(minute);
    is_time.then_some((hour.parse().ok()?, minute.parse().ok()?))
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
            (" 9:05 ", "9:05"),
            ("0:30", "0:30"),
            ("00:00", "0:00"),
            ("23:59", "23:59"),
            ("9:00 PM", "21:00"),
            ("9:00am", "9:00"),
            ("10:30 pm", "22:30"),
            ("10:30\u{a0}pm", "22:30"),
            ("12:00 am", "0:00"),
            ("12:15 am", "0:15"),
            ("12:00 pm", "12:00"),
            ("11:59 pm", "23:59"),
        ] {
            let read = text.parse::<TimeOfDay>().map(|time| time.to_string());
            assert_eq!(read, Ok(time.to_owned()), "{text}");
        }
    }

    #[test]
    fn others_are_refused_with_what_to_write() {
        for (text, help) in [
            ("", EXAMPLES),
            ("tonight", EXAMPLES),
            ("pm", EXAMPLES),
            ("25:00", EXAMPLES),
            ("99", EXAMPLES),
            ("24:00", "write 0:00 for midnight"),
            ("22:60", EXAMPLES),
            ("22:5", EXAMPLES),
            ("22:300", EXAMPLES),
            ("22:30:00", EXAMPLES),
            ("-1:00", EXAMPLES),
            ("+9:00", EXAMPLES),
            ("9", EXAMPLES),
            ("9pm", EXAMPLES),
            ("22", EXAMPLES),
            ("22h30", EXAMPLES),
            ("22.30", EXAMPLES),
            ("2230", EXAMPLES),
            ("10:30 p.m.", EXAMPLES),
            ("99:00 pm", EXAMPLES),
            ("13:00 pm", "write 13:00 alone, or an hour from 1 to 12"),
            ("0:30 am", "write 0:30 alone, or an hour from 1 to 12"),
            ("٢٢:٣٠", EXAMPLES),
            ("é:30", EXAMPLES),
            (":30", EXAMPLES),
            ("22:", EXAMPLES),
        ] {
            let read = text.parse::<TimeOfDay>();
            assert_eq!(
                read.map_err(|wrong| wrong.help),
                Err(Some(help.to_owned())),
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
            assert_eq!(time.is_ambiguous, may, "{text}");
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
