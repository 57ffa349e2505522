//! Reading a line from any program.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{LocalTime, MOST_CRAMPS, MOST_HELD, MOST_PAIN, NightReport};
use super::{Record, RecordKind, VERSION};
use crate::night::Night;

impl Record {
    /// Reads a line, without its line break; `None` if it is no record: cut off, not
    /// JSON, not UTF-8, or without a required field. A record of a higher version
    /// or of an unknown kind has no content.
    pub fn read(line: &[u8]) -> Option<Self> {
        let head: Head = serde_json::from_slice(line).ok()?;
        Some(Self {
            v: head.v,
            kind: RecordKind::read(head.v, &head.kind, line).ok()?,
            id: head.id,
            at: head.at,
            night: head.night,
        })
    }
}

/// A report without numbers that can't be meant, whoever wrote them.
fn believed(mut report: NightReport) -> NightReport {
    report.cramps = report.cramps.filter(|cramps| *cramps <= MOST_CRAMPS);
    report.woken = report.woken.filter(|woken| *woken <= MOST_CRAMPS);
    for scale in [&mut report.pain, &mut report.urge] {
        *scale = scale.filter(|value| *value <= MOST_PAIN);
    }
    report
}

impl RecordKind {
    /// Reads the fields of a kind. Led by its tag, serde would copy all of them.
    fn read(v: u64, kind: &str, line: &[u8]) -> serde_json::Result<Self> {
        Ok(match (v, kind) {
            (..=VERSION, "session") => Self::Session(serde_json::from_slice(line)?),
            (..=VERSION, "report") => Self::Report(believed(serde_json::from_slice(line)?)),
            (..=VERSION, "cramp") => Self::Cramp(serde_json::from_slice(line)?),
            (..=VERSION, "advice") => Self::Advice(serde_json::from_slice(line)?),
            (..=VERSION, "undo") => Self::Undo(serde_json::from_slice(line)?),
            _ => Self::Unknown,
        })
    }
}

#[derive(Deserialize)]
struct Head {
    v: u64,
    id: String,
    at: LocalTime,
    night: Night,
    kind: String,
}

/// The default value where it can't be read: a record counts without details.
pub(super) fn detail<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// A number of seconds; zero if it is missing or can't be meant.
pub(super) mod seconds {
    use super::{Deserializer, Duration, maybe_seconds};
    pub(crate) use crate::player::event::seconds as serialize;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        Ok(maybe_seconds(deserializer)?.unwrap_or_default())
    }
}

/// A number of seconds, if it can be meant.
pub(super) fn maybe_seconds<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    let seconds: Option<f64> = Option::deserialize(deserializer)?;
    let held = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    Ok(held.filter(|held| *held < MOST_HELD))
}

#[cfg(test)]
mod tests {
    use super::super::{Cramp, Undo};
    use super::*;

    const HEAD: &str = r#""id":"a","at":"2026-11-22T07:10:00+01:00","night":"2026-11-21""#;

    /// Reads a record in the order of this program and in another one.
    fn read(version: u32, kind: &str, more: &str) -> Option<String> {
        let usual = format!(r#"{{"v":{version},{HEAD},"kind":"{kind}"{more}}}"#);
        let more = more.trim_start_matches(',');
        let comma = if more.is_empty() { "" } else { "," };
        let other = format!(r#"{{{more}{comma}"kind":"{kind}","v":{version},{HEAD}}}"#);
        let [usual, other] = [usual, other]
            .map(|line| Record::read(line.as_bytes()).map(|record| format!("{:?}", record.kind)));
        assert_eq!(usual, other);
        usual
    }

    #[test]
    fn unknown_fields_are_passed_over() {
        let record = read(1, "report", r#","cramps":2,"mood":{"x":[1,null]}"#);
        assert_eq!(
            record.as_deref(),
            Some(&*format!(
                "Report({:?})",
                NightReport {
                    cramps: Some(2),
                    ..NightReport::default()
                }
            ))
        );
    }

    #[test]
    fn what_is_not_known_says_nothing_and_is_no_mistake() {
        for record in [
            read(1, "dream", r#","cramps":"many""#),
            read(2, "report", r#","cramps":2"#),
            read(2, "report", r#","pain":{"left":3}"#),
        ] {
            assert_eq!(record.as_deref(), Some("Unknown"));
        }
    }

    #[test]
    fn what_is_no_record_is_unreadable() {
        let whole = format!(r#"{{"v":1,{HEAD},"kind":"report","pain":3}}"#);
        for cut in 0..whole.len() {
            assert_eq!(Record::read(&whole.as_bytes()[..cut]), None);
        }
        for line in [
            &b"<<<<<<< HEAD"[..],
            b"{}",
            b"[]",
            b"\xff\xfe",
            b"{\"v\":1,\"id\":\"\xff\"}",
        ] {
            assert_eq!(Record::read(line), None);
        }
        assert_eq!(read(1, "report", r#","pain":"bad""#), None);
        assert_eq!(read(1, "undo", ""), None);
    }

    #[test]
    fn a_session_counts_without_its_details() {
        let details = r#","routine":"r","outcome":"later","whole":null,"held_s":null,
            "steps":{"a":1},"tasks":"none","hurt":1,"reached":3,"only":"calf","side":"both","ended":"soon""#;
        let record = read(1, "session", details).expect("a record");
        assert!(record.contains("outcome: Interrupted"), "{record}");
        assert!(
            record.contains("steps: [], tasks: [], hurt: [], reached: None"),
            "{record}"
        );
        assert_eq!(read(1, "session", ""), None, "without a name");
    }

    #[test]
    fn numbers_that_make_no_sense_are_not_believed() {
        let record = read(1, "report", r#","cramps":4000000000,"pain":11"#);
        assert_eq!(
            record.as_deref(),
            Some(&*format!("Report({:?})", NightReport::default()))
        );
        for held in ["-5", "1e308", "604800"] {
            let more = format!(r#","routine":"r","held_s":{held}"#);
            let record = read(1, "session", &more).expect("a record");
            assert!(record.contains("held: 0ns"), "{record}");
            let cramp = read(1, "cramp", &format!(r#","muscle":"calf","held_s":{held}"#));
            assert_eq!(
                cramp.as_deref(),
                Some("Cramp(Cramp { muscle: \"calf\", held: None })")
            );
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let report = NightReport {
            cramps: Some(2),
            pain: None,
            woken: Some(1),
            places: Some(vec!["left-calf".into()]),
            urge: Some(0),
            stretched: Some(true),
            routine: Some("trial".into()),
            note: Some("left calf, \"at\" 3".into()),
        };
        let cramp = Cramp {
            muscle: "calf".into(),
            held: Some(Duration::from_millis(41_500)),
        };
        for kind in [
            RecordKind::Report(report),
            RecordKind::Cramp(cramp),
            RecordKind::Undo(Undo { undoes: "b".into() }),
        ] {
            let record = Record {
                v: VERSION,
                id: "a".into(),
                at: serde_json::from_str("\"2026-11-22T07:10:00.250+01:00\"").expect("a moment"),
                night: "2026-11-21".parse().expect("a night"),
                kind,
            };
            let line = serde_json::to_vec(&record).expect("JSON");
            assert_eq!(Record::read(&line), Some(record));
        }
    }
}
