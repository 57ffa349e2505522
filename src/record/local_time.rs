//! A moment with the offset of its zone.

use std::fmt;

use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment, and how far the clock on the wall was from UTC there and then. As
/// text it is RFC 3339, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    pub(crate) timestamp: Timestamp,
    offset: Offset,
}

impl LocalTime {
    /// Reads RFC 3339, with or without the name of a zone in brackets.
    fn parse(text: &str) -> Option<Self> {
        let pieces = Pieces::parse(text).ok()?;
        let offset = match pieces.offset()? {
            PiecesOffset::Numeric(offset) => offset.offset(),
            _ => Offset::UTC,
        };
        let local = pieces.date().to_datetime(pieces.time()?);
        let timestamp = offset.to_timestamp(local).ok()?;
        Some(Self { timestamp, offset })
    }

    /// The time on the wall, such as `03:10`.
    pub(crate) fn clock(self) -> String {
        let at = self.timestamp.to_zoned(self.offset.to_time_zone());
        at.strftime("%H:%M").to_string()
    }
}

impl From<&Zoned> for LocalTime {
    fn from(at: &Zoned) -> Self {
        Self {
            timestamp: at.timestamp(),
            offset: at.offset(),
        }
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.timestamp.to_zoned(self.offset.to_time_zone());
        at.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").fmt(f)
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("no moment"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_is_written() {
        for (text, written) in [
            ("2026-11-22T07:10:00+01:00", "2026-11-22T07:10:00.000+01:00"),
            (
                "2026-11-22T07:10:00.5-03:30",
                "2026-11-22T07:10:00.500-03:30",
            ),
            ("2026-11-22T07:10:00Z", "2026-11-22T07:10:00.000+00:00"),
            (
                "2026-11-22T07:10:00+01:00[Europe/Berlin]",
                "2026-11-22T07:10:00.000+01:00",
            ),
        ] {
            let time = LocalTime::parse(text).expect("a moment");
            assert_eq!(time.to_string(), written);
            assert_eq!(Some(time.timestamp), text.parse().ok());
            let again = LocalTime::parse(written).expect("a moment");
            assert_eq!(again, time);
        }
        for text in ["", "2026-11-22", "2026-11-22T07:10:00", "07:10:00Z"] {
            assert_eq!(LocalTime::parse(text), None, "{text}");
        }
    }
}
