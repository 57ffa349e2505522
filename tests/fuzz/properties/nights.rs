//! What must hold of records as this and other programs write them, and of what
//! many nights tell together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use legrest::diary::{Compared, Diary, Group, HistorySummary};
use legrest::night::Night;
use legrest::record::{Record, RecordKind};

use super::dice::Dice;
use super::journal::{believable, found};

/// Nights that are so far away that a clock must have been wrong.
const FAR: &[&str] = &["0001-01-01", "9999-12-31", "1970-01-01", "2100-02-28"];
/// Few, so that some records have the same moment.
const TIMES: &[&str] = &[
    "T22:00:00.000+01:00",
    "T22:00:00+01:00",
    "T23:59:59.999-11:30",
    "T00:00:00Z",
    "T07:10:00+14:00",
    "T07:10:00Z[Europe/Berlin]",
];
const FAR_TIMES: &[&str] = &[
    "-009999-01-02T01:59:59Z",
    "9999-12-30T22:00:00Z",
    "2026-11-21T22:00:00Z",
];
const ROUTINES: &[&str] = &[
    "bedtime",
    "trial",
    "seated",
    "desk",
    "",
    "=1+1",
    "a,b;\\\"c\\\"",
    "\\u001b[2J\\u202e<b>&",
    "伸展",
];
const NOTES: &[&str] = &[
    "",
    " ",
    "left calf, at 3",
    "\\u001b]0;x\\u0007",
    "-1\\n\\\"2\\\"",
];
const HELD: &[&str] = &["0", "523.5", "1e-9", "-0.0", "-5", "1e308", "86400", "null"];
const WHOLE: &[&str] = &["0", "1", "25", "4294967295", "null"];
/// A session that goes on from an early one, from itself perhaps, or from none.
const RESUMES: &[&str] = &[
    "",
    "",
    r#","resumes":"00000000000000000000000000000001""#,
    r#","resumes":"00000000000000000000000000000002""#,
    r#","resumes":"gone""#,
];
const COUNTS: &[&str] = &["0", "1", "3", "99", "100", "4294967295", "null"];

/// Takes in records in several orders, and looks back.
pub fn records(bytes: &[u8]) {
    let tonight: Night = "2026-11-21".parse().expect("a night");
    let text = journal(bytes, tonight);
    let entries: Vec<Record> = text
        .lines()
        .map(|line| Record::read(line.as_bytes()).expect("a record"))
        .collect();
    for entry in &entries {
        believable(entry);
    }
    for diary in [in_any_order(&entries), diary_of_one_file(&entries)] {
        for (night, count) in [(tonight, 42), (tonight.after(2), 1), (tonight, 400)] {
            adds_up(&diary, &HistorySummary::over(&diary, night, count), count);
        }
    }
}

/// A journal around a night, as bytes decide.
pub fn journal(bytes: &[u8], tonight: Night) -> String {
    let mut dice = Dice::new(bytes);
    let mut text = String::new();
    let mut id = 0;
    while !dice.are_out() && id < 5000 {
        let (night, at) = if dice.once_in(20) {
            let at = dice.one_of(FAR_TIMES).to_owned();
            (dice.one_of(FAR).to_owned(), at)
        } else {
            let before = u32::try_from(dice.number(0..=46)).expect("a small number");
            let night = tonight.after(2).before(before).to_string();
            let at = format!("{night}{}", dice.one_of(TIMES));
            (night, at)
        };
        let times = if dice.once_in(40) { 1200 } else { 1 };
        let body = body(&mut dice);
        for _ in 0..times {
            id += 1;
            // Into a text nothing can fail to be written.
            let _ = writeln!(
                text,
                r#"{{"v":1,"id":"{id:032x}","at":"{at}","night":"{night}",{body}}}"#
            );
        }
    }
    text
}

fn body(dice: &mut Dice) -> String {
    match dice.number(0..=7) {
        0..=2 => {
            let outcome = dice.one_of(&["completed", "quit", "interrupted", "later"]);
            let resumes = dice.one_of(RESUMES);
            format!(
                r#""kind":"session","routine":"{}","outcome":"{outcome}","whole":{},"held_s":{}{resumes}"#,
                dice.one_of(ROUTINES),
                dice.one_of(WHOLE),
                dice.one_of(HELD),
            )
        }
        3..=4 => format!(
            r#""kind":"report","cramps":{},"pain":{},"note":"{}""#,
            dice.one_of(COUNTS),
            dice.one_of(&["0", "4", "10", "11", "null"]),
            dice.one_of(NOTES),
        ),
        5 => r#""kind":"cramp","muscle":"calf","held_s":null"#.to_owned(),
        6 if dice.once_in(2) => {
            r#""kind":"undo","undoes":"00000000000000000000000000000003""#.to_owned()
        }
        6 => r#""kind":"advice","advice":"often""#.to_owned(),
        _ => r#""kind":"dream","pain":"blue","held_s":[1]"#.to_owned(),
    }
}

/// A diary of the entries, each in a file of its own, which is the same in
/// whatever order the files come.
pub fn in_any_order(entries: &[Record]) -> Diary {
    let files: Vec<(u32, &Record)> = (0..).zip(entries).collect();
    let of = |files: &mut dyn Iterator<Item = &(u32, &Record)>| {
        let mut diary = Diary::default();
        files.for_each(|(file, record)| diary.add(&found(record, *file, 1)));
        diary
    };
    let forward = of(&mut files.iter());
    let backward = of(&mut files.iter().rev());
    let (one, other) = files.split_at(files.len() / 2);
    let turned = of(&mut other.iter().chain(one));
    assert_same(&forward, &backward, entries);
    assert_same(&forward, &turned, entries);
    forward
}

/// A diary of the entries in one file: there what was said last counts.
pub fn diary_of_one_file(entries: &[Record]) -> Diary {
    let mut diary = Diary::default();
    let mut last = BTreeMap::new();
    for (line, record) in (1..).zip(entries) {
        diary.add(&found(record, 0, line));
        if let RecordKind::Report(report) = &record.kind
            && let Some(pain) = report.pain
        {
            last.insert(record.night, pain);
        }
    }
    let undoes = |record: &Record| matches!(record.kind, RecordKind::Undo(_));
    if !entries.iter().any(undoes) {
        for (night, pain) in last {
            assert_eq!(diary.night(night).pain, Some(pain), "{night}");
        }
    }
    diary
}

/// Both tell the same of every night of the entries.
pub fn assert_same(one: &Diary, other: &Diary, entries: &[Record]) {
    assert_eq!(one.first(), other.first());
    assert_eq!(one.advised, other.advised);
    let nights: BTreeSet<Night> = entries.iter().map(|entry| entry.night).collect();
    for &night in &nights {
        assert_eq!(one.knows(night), other.knows(night));
        assert_eq!(one.night(night), other.night(night));
    }
    if let Some(&last) = nights.last() {
        let [one, other] = [one, other].map(|diary| HistorySummary::over(diary, last, 60));
        assert_eq!(one, other);
    }
}

fn adds_up(diary: &Diary, back: &HistorySummary, count: u32) {
    assert_eq!(back.nights.len(), usize::try_from(count).expect("a count"));
    assert_eq!(back.nights.last().map(|it| it.night), Some(back.tonight));
    assert!(back.nights.iter().all(|it| *it == diary.night(it.night)));
    assert!(back.cramp_nights <= 7);
    for often in &back.often {
        assert!(often.stretched <= often.of && often.of <= 28);
    }
    if let Some(Compared {
        with,
        without,
        chance,
    }) = &back.compared
    {
        let reported = back.nights.iter().filter(|night| night.reported);
        assert!(with.nights + without.nights <= reported.count());
        let makes_sense = |group: &Group| group.nights >= 10 && group.with_cramps <= group.nights;
        assert!(makes_sense(with) && makes_sense(without), "{back:?}");
        assert!((0.0..=100.0).contains(chance), "{back:?}");
    }
}
