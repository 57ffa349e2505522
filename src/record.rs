//! The records of the journal, for writing and for reading. Those of other programs
//! and of later versions are read as far as they are understood.

mod read;
mod session;
mod tally;

use std::fmt;
use std::time::Duration;

use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use session::{HoldRef, SessionRecord, StepRecord, Tonight};
pub(crate) use session::{Resumed, TaskRecord};
pub use tally::Tally;
pub(crate) use tally::{add_steps, let_go_after, step_records, task_records};

use crate::night::Night;
use crate::player::event::seconds;

/// The version of records that this program writes. One that changes the meaning
/// of a field gets a higher number, and is ignored here.
pub const VERSION: u64 = 1;

/// How many cramps a night may have: more is a typing error.
pub const MOST_CRAMPS: u32 = 99;
/// The worst pain.
pub const MOST_PAIN: u8 = 10;
/// No hold is longer.
pub const MOST_HELD: Duration = Duration::from_hours(7 * 24);

/// One line of a journal. [`Record::read`] reads it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// [`VERSION`], or that of another program.
    pub v: u64,
    /// An id that is unique among the records of all machines.
    pub id: String,
    /// When it happened.
    pub at: LocalTime,
    /// The night it belongs to.
    pub night: Night,
    /// What it says.
    #[serde(flatten)]
    pub kind: RecordKind,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "a record lives for a moment, and a journal has very many of them"
)]
pub enum RecordKind {
    /// A routine was played.
    Session(SessionRecord),
    /// How a night was.
    Report(NightReport),
    /// A cramp, and relief for it.
    Cramp(Cramp),
    /// A line of advice was shown, which is not to be shown again soon.
    Advice(Advice),
    /// A report is taken back.
    Undo(Undo),
    /// A kind that a later version or another program knows. It is never written.
    #[serde(skip_serializing)]
    Unknown,
}

/// How a night was, as far as somebody has said. A field that is left out keeps
/// the value of an earlier report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightReport {
    /// How many cramps, up to [`MOST_CRAMPS`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cramps: Option<u32>,
    /// The pain, from 0 for none to [`MOST_PAIN`] for the worst.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain: Option<u8>,
    /// How often the legs woke the person, up to [`MOST_CRAMPS`].
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub woken: Option<u32>,
    /// Where it hurt, such as `left-calf`; none takes an earlier answer back.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub places: Option<Vec<String>>,
    /// The urge to move the legs, from 0 for none to [`MOST_PAIN`].
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub urge: Option<u8>,
    /// Whether somebody stretched, with this program or without.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub stretched: Option<bool>,
    /// Which routine that was, where it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::detail", default)]
    pub routine: Option<String>,
    /// Free text; an empty one removes an earlier note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

impl NightReport {
    /// Adds a later report, which corrects what it says again.
    pub(crate) fn amended(self, later: Self) -> Self {
        Self {
            cramps: later.cramps.or(self.cramps),
            pain: later.pain.or(self.pain),
            woken: later.woken.or(self.woken),
            places: later.places.or(self.places),
            urge: later.urge.or(self.urge),
            routine: later.stretched.map_or(self.routine, |_| later.routine),
            stretched: later.stretched.or(self.stretched),
            note: later.note.or(self.note),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == NightReport::default()
    }
}

/// A cramp, and relief for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cramp {
    /// The muscle: `calf`, `foot`, `hamstring`, `thigh`.
    #[serde(default)]
    pub muscle: String,
    /// How long until the muscle let go; null if the session ended before.
    #[serde(rename = "held_s", serialize_with = "seconds")]
    #[serde(deserialize_with = "read::maybe_seconds", default)]
    pub held: Option<Duration>,
}

/// A line of advice that was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// Which: `often` for cramps on many nights.
    #[serde(default)]
    pub(crate) advice: String,
}

/// A report that is taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undo {
    pub(crate) undoes: String,
}

/// A record, and where it was found.
#[derive(Clone, Debug)]
pub struct FoundRecord<'r> {
    /// What its line says.
    pub record: &'r Record,
    /// The line as it stands in the file, without its line break.
    pub text: &'r [u8],
    /// The place of its file among those of the journal, by name.
    pub file: u32,
    /// The number of the line, from 1.
    pub line: u32,
    /// Whether its file is that of this machine.
    pub own: bool,
}

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
        let offset = pieces.to_numeric_offset()?;
        let local = pieces.date().to_datetime(pieces.time()?);
        let timestamp = offset.to_timestamp(local).ok()?;
        Some(Self { timestamp, offset })
    }

    /// The time on the wall, such as `03:10`.
    pub(crate) fn clock(self) -> String {
        crate::text::time_of_day(self.offset.to_datetime(self.timestamp).time())
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
        let at = self.timestamp.display_with_offset(self.offset);
        write!(f, "{at:.3}")
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
