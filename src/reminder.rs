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

impl FromStr for TimeOfDay {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let said = text.trim();
        let close: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        let close = close.to_lowercase();
        // Noon is 12 pm and midnight 12 am, so 12 stands for 0.
        let (digits, first_hour) = match (close.strip_suffix("am"), close.strip_suffix("pm")) {
            (Some(digits), _) => (digits, Some(0)),
            (_, Some(digits)) => (digits, Some(12)),
            _ => (&*close, None),
        };
        let (hour, minute, is_ambiguous) = match (numbers(digits), first_hour) {
            (Some((hour @ 1..=12, minute @ 0..60)), Some(first)) => {
                (hour % 12 + first, minute, false)
            }
            // Before five, people are still up.
            (Some((hour @ 0..24, minute @ 0..60)), None) => (hour, minute, (5..12).contains(&hour)),
            _ => return Err(Problem::of("not-a-time", values![said])),
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
    fn others_are_refused() {
        for text in [
            "",
            "tonight",
            "pm",
            "25:00",
            "99",
            "24:00",
            "22:60",
            "22:5",
            "22:300",
            "22:30:00",
            "-1:00",
            "+9:00",
            "9",
            "9pm",
            "22",
            "22h30",
            "22.30",
            "2230",
            "10:30 p.m.",
            "99:00 pm",
            "13:00 pm",
            "0:30 am",
            "٢٢:٣٠",
            "é:30",
            ":30",
            "22:",
        ] {
            let wrong = text.parse::<TimeOfDay>().expect_err(text);
            assert_eq!(wrong.code, "not-a-time", "{text}");
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
