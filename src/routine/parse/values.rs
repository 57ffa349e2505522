//! Breaks, counts and named tables: typed readers for what only routines have.

use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::Reader;
use crate::diagnostic::values;
use crate::document::{Fields, Table, Value, integer};
use crate::routine::amount::{self, Range};
use crate::routine::limits;
use crate::text::composed;

impl Reader<'_> {
    /// A break between holds: a duration from nothing to an hour.
    pub(super) fn pause(&mut self, fields: &Fields, key: &str) -> Option<Duration> {
        let value = fields.table.get(key)?;
        self.duration(value, key, limits::BREAK_MAX, "too-long break")
    }

    /// A duration, and the name of what to say of one that is longer than `most`.
    pub(super) fn duration(
        &mut self,
        value: &Value,
        key: &str,
        most: Duration,
        too_long: &'static str,
    ) -> Option<Duration> {
        let duration = amount::duration(self.duration_text(value, key)?).map_err(|mut wrong| {
            if key == "prepare" {
                let or_key = ", or \"key\" to wait for Enter";
                wrong.help = wrong.help.map(|help| help + or_key);
            }
            wrong
        });
        let duration = self.read(duration, value)?;
        if duration > most {
            self.wrong(too_long, value.span(), values![key]);
            return None;
        }
        Some(duration)
    }

    /// A number of reps, sets or rounds, perhaps a range.
    pub(super) fn count(&mut self, fields: &Fields, key: &str) -> Option<Range<u32>> {
        let value = fields.table.get(key)?;
        let range = match value.get_ref() {
            DeValue::Integer(number) => {
                let number = integer(number).map(|number| u32::try_from(number.max(0)));
                Range::fixed(number.and_then(Result::ok).unwrap_or(u32::MAX))
            }
            DeValue::String(text) => self.read(amount::count_range(text), value)?,
            _ => {
                let example = format!("{key} = 10 or {key} = \"2-3\"");
                return self.wrong_type(value, key, "a whole number", &example);
            }
        };
        let most = limits::COUNT_MAX;
        if range.low < 1 || range.high > most {
            self.wrong("out-of-range count", value.span(), values![key, most]);
            return None;
        }
        Some(range)
    }

    /// Tables by names that the author gives, like `[circuit.NAME]`.
    pub(super) fn named<T>(
        &mut self,
        fields: &Fields,
        key: &str,
        table: &Table,
        read: fn(&mut Self, &str, &Fields) -> T,
    ) -> Vec<Spanned<T>> {
        let mut found = Vec::new();
        let Some(value) = fields.table.get(key) else {
            return found;
        };
        let tables = value.get_ref().as_table();
        let tables = tables.or_else(|| self.wrong_type(value, key, "a table", &format!("[{key}]")));
        for (name, value) in tables.into_iter().flatten() {
            let written: &str = name.get_ref();
            if value.get_ref().as_table().is_none() && table.keys.contains(&written) {
                self.wrong("table-without-name", name.span(), values![key]);
                // The other keys of it have the same mistake.
                break;
            }
            let example = format!("[{key}.{written}]");
            if let Some(fields) = self.as_table(value, written, "a table", &example, table) {
                let item = read(self, &composed(written), &fields);
                found.push(Spanned::new(name.span(), item));
            }
        }
        found
    }
}
