//! When records count: not by their own time alone, since a clock may have been
//! wrong.

use jiff::Timestamp;

use crate::record::FoundRecord;

/// The position of a record, and the time that it gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordPosition {
    file: u32,
    line: u32,
    at: Timestamp,
}

/// The moments of records. The moment of a record is the earlier of its own
/// time and that of every record below it in its file, because lines are only
/// ever appended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments {
    files: Vec<File>,
}

#[derive(Clone, Debug, Default)]
struct File {
    /// The latest time so far, and the time of the last record.
    latest: Option<Timestamp>,
    last: Option<Timestamp>,
    /// The records that are earlier than one above them: line and time, in
    /// ascending order of both. A record that is no earlier than a later one of
    /// these is left out.
    earlier: Vec<(u32, Timestamp)>,
}

impl Moments {
    /// Adds a record, which is below all records of its file that were added
    /// before.
    pub(crate) fn note(&mut self, found: &FoundRecord) -> RecordPosition {
        let at = found.record.at.timestamp;
        let index = usize::try_from(found.file).unwrap_or(usize::MAX - 1);
        if self.files.len() <= index {
            self.files.resize_with(index + 1, File::default);
        }
        let file = &mut self.files[index];
        file.last = Some(at);
        if file.latest.is_some_and(|latest| at < latest) {
            while file.earlier.pop_if(|(_, other)| *other >= at).is_some() {}
            file.earlier.push((found.line, at));
        } else {
            file.latest = Some(at);
        }
        RecordPosition {
            file: found.file,
            line: found.line,
            at,
        }
    }

    /// The order of the records of all files: by their moments, then by their
    /// files, then by their lines.
    pub(crate) fn order(&self, place: RecordPosition) -> (Timestamp, u32, u32) {
        let RecordPosition { file, line, at } = place;
        let index = usize::try_from(file).unwrap_or(usize::MAX);
        let below = self.files.get(index).and_then(|file| {
            let next = file.earlier.partition_point(|(other, _)| *other <= line);
            file.earlier.get(next)
        });
        let moment = below.map_or(at, |(_, below)| at.min(*below));
        (moment, file, line)
    }

    pub(super) fn reach_beyond(&self, now: Timestamp) -> bool {
        // The moments of a file ascend, so its last one is the latest.
        self.files.iter().any(|file| file.last > Some(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Record, RecordId};

    /// The moments of records with these hours in one file, as hours.
    fn moments(hours: &[u32]) -> Vec<u32> {
        let mut moments = Moments::default();
        let mut places = Vec::new();
        for (line, hour) in (1..).zip(hours) {
            let text = format!(
                r#"{{"v":1,"id":"{line}","at":"2026-11-21T{hour:02}:00:00Z","night":"2026-11-21","kind":"dream"}}"#
            );
            let record = Record::read(text.as_bytes()).expect("a record");
            places.push(moments.note(&FoundRecord {
                record: &record,
                id: RecordId::from(&*record.id),
                text: text.as_bytes(),
                file: 0,
                line,
                own: true,
                repeats: false,
            }));
        }
        let order = places.into_iter().map(|place| moments.order(place).0);
        let hour = |moment: Timestamp| moment.strftime("%H").to_string();
        order
            .map(|moment| hour(moment).parse().expect("an hour"))
            .collect()
    }

    #[test]
    fn a_record_is_no_later_than_those_below_it() {
        for hours in [
            &[1, 2, 3][..],
            &[9, 2, 3],
            &[1, 9, 8, 3, 5, 4, 7],
            &[5, 5, 4, 4, 6, 1, 1, 9],
            &[3, 2, 1, 0],
        ] {
            let suffix = |start: usize| hours[start..].iter().min().copied();
            let expected: Option<Vec<u32>> = (0..hours.len()).map(suffix).collect();
            assert_eq!(Some(moments(hours)), expected, "{hours:?}");
        }
    }
}
