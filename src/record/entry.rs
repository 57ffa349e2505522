//! A record as it is read: only what is needed, out of a line that anybody may
//! have written.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::Deserialize;

use super::{MOST_CRAMPS, MOST_PAIN, VERSION};
use crate::night::Night;

/// What a line of a journal says.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'l> {
    /// What tells it from every other record.
    pub id: Cow<'l, str>,
    /// When it happened.
    pub at: Timestamp,
    /// The night it belongs to.
    pub night: Night,
    /// What it says.
    pub kind: Kind<'l>,
}

/// What a record says, as far as it is of use here.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'l> {
    /// A routine was played.
    Session {
        /// Its name.
        routine: Cow<'l, str>,
        /// Whether it ran to its end.
        completed: bool,
        /// How many of its holds were held to their end.
        whole: u32,
        /// Time spent in holds, in seconds.
        held: f64,
    },
    /// How the night was.
    Report {
        /// How many cramps.
        cramps: Option<u32>,
        /// The pain, 0 to 10.
        pain: Option<u8>,
        /// A note; an empty one takes an earlier one back.
        note: Option<Cow<'l, str>>,
    },
    /// A cramp.
    Cramp,
    /// A line of advice was shown.
    Advice,
    /// Something that a later version or another program knows.
    Unknown,
}

/// A line that is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Every field of every kind: one pass over the line is enough.
#[derive(Deserialize)]
struct Fields<'l> {
    v: u64,
    #[serde(borrow)]
    id: Cow<'l, str>,
    #[serde(borrow)]
    at: Cow<'l, str>,
    #[serde(borrow)]
    night: Cow<'l, str>,
    #[serde(borrow)]
    kind: Cow<'l, str>,
    #[serde(borrow)]
    routine: Option<Cow<'l, str>>,
    #[serde(borrow)]
    outcome: Option<Cow<'l, str>>,
    whole: Option<u32>,
    held_s: Option<f64>,
    cramps: Option<u32>,
    pain: Option<u8>,
    #[serde(borrow)]
    note: Option<Cow<'l, str>>,
}

/// What every record has, whatever else it says.
#[derive(Deserialize)]
struct Head<'l> {
    v: u64,
    #[serde(borrow)]
    id: Cow<'l, str>,
    #[serde(borrow)]
    at: Cow<'l, str>,
    #[serde(borrow)]
    night: Cow<'l, str>,
    #[serde(borrow)]
    kind: Cow<'l, str>,
}

impl<'l> Entry<'l> {
    /// Reads a line, without its line break. A record of a higher version or
    /// of a kind unknown here is an entry that says nothing.
    ///
    /// # Errors
    /// When the line is no record: cut off, no JSON, no UTF-8, or without what
    /// every record has.
    pub fn read(line: &'l [u8]) -> Result<Self, Unreadable> {
        let Ok(fields) = serde_json::from_slice::<Fields>(line) else {
            return Self::read_foreign(line);
        };
        let kind = if fields.v > VERSION {
            Kind::Unknown
        } else {
            match &*fields.kind {
                "session" => Kind::Session {
                    routine: fields.routine.ok_or(Unreadable)?,
                    completed: fields.outcome.as_deref() == Some("completed"),
                    whole: fields.whole.unwrap_or(0),
                    held: fields.held_s.map_or(0.0, believable),
                },
                "report" => Kind::Report {
                    cramps: fields.cramps.filter(|cramps| *cramps <= MOST_CRAMPS),
                    pain: fields.pain.filter(|pain| *pain <= MOST_PAIN),
                    note: fields.note,
                },
                "cramp" => Kind::Cramp,
                "advice" => Kind::Advice,
                _ => Kind::Unknown,
            }
        };
        Self::new(fields.id, &fields.at, &fields.night, kind)
    }

    /// A line whose further fields are not what they are here. That is no
    /// mistake where a later version or another kind gives them a meaning.
    fn read_foreign(line: &'l [u8]) -> Result<Self, Unreadable> {
        let head: Head = serde_json::from_slice(line).map_err(|_| Unreadable)?;
        let known = ["session", "report", "cramp", "advice"];
        if head.v <= VERSION && known.contains(&&*head.kind) {
            return Err(Unreadable);
        }
        Self::new(head.id, &head.at, &head.night, Kind::Unknown)
    }

    fn new(id: Cow<'l, str>, at: &str, night: &str, kind: Kind<'l>) -> Result<Self, Unreadable> {
        Ok(Self {
            id,
            at: at.parse().map_err(|_| Unreadable)?,
            night: night.parse().map_err(|_| Unreadable)?,
            kind,
        })
    }
}

/// The time, in seconds, if somebody may have held for so long: not less than
/// nothing, and not for a week on end.
fn believable(held: f64) -> f64 {
    const WEEK: f64 = 7.0 * 24.0 * 3600.0;
    if (0.0..WEEK).contains(&held) {
        held
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#""id":"a","at":"2026-11-22T07:10:00+01:00","night":"2026-11-21""#;

    fn read(version: u32, kind: &str, more: &str) -> Result<String, Unreadable> {
        let line = format!(r#"{{"v":{version},{HEAD},"kind":"{kind}"{more}}}"#);
        Entry::read(line.as_bytes()).map(|entry| format!("{:?}", entry.kind))
    }

    #[test]
    fn unknown_fields_are_passed_over() {
        let entry = read(1, "report", r#","cramps":2,"mood":{"x":[1,null]}"#);
        assert_eq!(
            entry.as_deref(),
            Ok("Report { cramps: Some(2), pain: None, note: None }")
        );
    }

    #[test]
    fn what_is_not_known_says_nothing_and_is_no_mistake() {
        for entry in [
            read(1, "dream", r#","cramps":"many""#),
            read(2, "report", r#","cramps":2"#),
            read(2, "report", r#","pain":{"left":3}"#),
        ] {
            assert_eq!(entry.as_deref(), Ok("Unknown"));
        }
    }

    #[test]
    fn a_zone_in_brackets_does_no_harm() {
        let line = br#"{"v":1,"id":"a","at":"2026-11-22T07:10:00+01:00[Europe/Berlin]","night":"2026-11-21","kind":"cramp"}"#;
        let entry = Entry::read(line).expect("a record");
        assert_eq!(entry.at.to_string(), "2026-11-22T06:10:00Z");
    }

    #[test]
    fn what_is_no_record_is_unreadable() {
        let whole = format!(r#"{{"v":1,{HEAD},"kind":"report","pain":3}}"#);
        for cut in 0..whole.len() {
            assert_eq!(Entry::read(&whole.as_bytes()[..cut]), Err(Unreadable));
        }
        for line in [
            &b"<<<<<<< HEAD"[..],
            b"{}",
            b"[]",
            b"\xff\xfe",
            b"{\"v\":1,\"id\":\"\xff\"}",
        ] {
            assert_eq!(Entry::read(line), Err(Unreadable));
        }
        assert_eq!(read(1, "report", r#","pain":"bad""#), Err(Unreadable));
    }

    #[test]
    fn numbers_that_make_no_sense_are_not_believed() {
        let entry = read(1, "report", r#","cramps":4000000000,"pain":11"#);
        assert_eq!(
            entry.as_deref(),
            Ok("Report { cramps: None, pain: None, note: None }")
        );
        for held in ["-5", "1e308", "604800"] {
            let more = format!(r#","routine":"r","held_s":{held}"#);
            let entry = read(1, "session", &more).expect("a record");
            assert!(entry.ends_with("held: 0.0 }"), "{entry}");
        }
    }
}
