//! Breaks and counts: typed readers for the values that only routines have.

use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::Reader;
use crate::document::{Fields, integer};
use crate::routine::amount::{self, Range};
use crate::routine::limits;

impl Reader<'_> {
    /// A break between holds: a duration from nothing to an hour.
    pub(super) fn pause(&mut self, fields: &Fields, key: &str) -> Option<Duration> {
        let value = fields.table.get(key)?;
        let text = self.duration_text(value, key)?;
        let pause = self.read(amount::duration(text.get_ref()), value)?;
        self.within_break(pause, value, key)
    }

    /// Notes a break of more than an hour.
    pub(super) fn within_break(
        &mut self,
        pause: Duration,
        value: &Spanned<DeValue>,
        key: &str,
    ) -> Option<Duration> {
        if pause <= limits::BREAK_MAX {
            return Some(pause);
        }
        let message = format!("\"{key}\" is more than an hour");
        self.error_with_help("too-long", value.span(), message, "at most \"1h\"");
        None
    }

    /// A number of reps, sets or rounds, perhaps a range.
    pub(super) fn count(&mut self, fields: &Fields, key: &str) -> Option<Range<u32>> {
        let value = fields.table.get(key)?;
        let range = match value.get_ref() {
            DeValue::Integer(number) => match integer(number) {
                Some(number) if number < 1 => Range::fixed(0),
                Some(number) => Range::fixed(u32::try_from(number).unwrap_or(u32::MAX)),
                None => Range::fixed(u32::MAX),
            },
            DeValue::String(text) => self.read(amount::count_range(text), value)?,
            _ => {
                let like = format!("{key} = 10 or {key} = \"2-3\"");
                self.wrong_type(value, key, "a whole number", &like);
                return None;
            }
        };
        if range.low < 1 || range.high > limits::COUNT_MAX {
            self.error_with_help(
                "out-of-range",
                value.span(),
                format!(
                    "\"{key}\" must be at least 1 and at most {}",
                    limits::COUNT_MAX
                ),
                format!("write a number like {key} = 10, or a range like {key} = \"2-3\""),
            );
            return None;
        }
        Some(range)
    }
}
