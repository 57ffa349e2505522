//! When records count.

use jiff::Timestamp;

use crate::diary::Moments;
use crate::record::{FoundRecord, Record};

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
