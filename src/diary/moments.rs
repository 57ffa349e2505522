//! When records count: not by their own time alone, since a clock may have been
//! wrong.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::record::FoundRecord;

/// The file of a record, and its line there.
pub(crate) type RecordPosition = (u32, u32);

/// The moments of records: the earlier of a record's own time and that of every one
/// below it in its file, because lines are only ever appended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments {
    /// By file, the lines and times that are earlier than all below them, ascending.
    files: BTreeMap<u32, Vec<(u32, Timestamp)>>,
}

impl Moments {
    /// Adds a record, which is below all of its file that were added before.
    pub(crate) fn note(&mut self, found: &FoundRecord) -> RecordPosition {
        let at = found.record.at.timestamp;
        let file = self.files.entry(found.file).or_default();
        while file.pop_if(|(_, other)| *other >= at).is_some() {}
        file.push((found.line, at));
        (found.file, found.line)
    }

    /// The order of all records: by moments, then by files, then by lines.
    pub(crate) fn order(&self, (file, line): RecordPosition) -> (Option<Timestamp>, u32, u32) {
        let moment = self.files.get(&file).and_then(|file| {
            let next = file.partition_point(|(other, _)| *other < line);
            file.get(next).map(|(_, at)| *at)
        });
        (moment, file, line)
    }

    /// Whether a file's last record, its latest, is later than this moment, because
    /// a clock was wrong.
    pub(crate) fn reach_beyond(&self, now: Timestamp) -> bool {
        let mut last = self.files.values().filter_map(|file| file.last());
        last.any(|(_, at)| *at > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

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
            .map(|moment| hour(moment.expect("a moment")).parse().expect("an hour"))
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
