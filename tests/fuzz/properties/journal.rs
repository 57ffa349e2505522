//! What must hold of any file that lies in the journal's folder.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use jiff::Zoned;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use legrest::diary::Diary;
use legrest::journal::{Journal, ReadErrors};
use legrest::night::Night;
use legrest::record::{Cramp, FoundRecord, MOST_CRAMPS, MOST_HELD, MOST_PAIN, Record, RecordKind};
use tempfile::TempDir;

use super::nights::{assert_same, diary_of_one_file, in_any_order};

/// Reads a file, beside a copy of itself too, and adds to it.
pub fn file(bytes: &[u8]) {
    let folder = folder_in_memory();
    let journal = Journal {
        folder: folder.path().to_owned(),
    };
    let file = journal.own_file();
    fs::write(&file, bytes).expect("written");

    let (entries, unreadable) = by_line(bytes);
    let told: Vec<String> = entries.iter().map(|entry| format!("{entry:?}")).collect();
    let (read, trouble) = read(&journal);
    assert_eq!(read, told);
    assert_eq!(trouble.lines, unreadable);
    assert_eq!(trouble.is_none(), unreadable == 0, "{trouble}");
    for entry in &entries {
        believable(entry);
    }
    in_any_order(&entries);
    diary_of_one_file(&entries);
    unknown_is_nothing(&entries);

    // What a program that syncs leaves behind counts once.
    let mut diaries = [Diary::default(), Diary::default()];
    journal.read(|found| diaries[0].add(found));
    fs::copy(&file, folder.path().join("a-copy.jsonl")).expect("copied");
    journal.read(|found| diaries[1].add(found));
    assert_same(&diaries[0], &diaries[1], &entries);
    let (twice, trouble) = self::read(&journal);
    assert_eq!((twice, trouble.lines), (told.clone(), 2 * unreadable));
    fs::remove_file(folder.path().join("a-copy.jsonl")).expect("removed");

    adds_without_harm(&journal, &file, bytes, &told, unreadable);
}

/// A folder on no disk, where there is one: what is written there is soon gone.
pub fn folder_in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    folder.expect("a folder")
}

/// The records of a file, each once, and how many lines are none.
fn by_line(bytes: &[u8]) -> (Vec<Record>, usize) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut seen = HashSet::new();
    let mut unreadable = 0;
    let mut entries = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        match Record::read(line) {
            Some(entry) if seen.insert(entry.id.clone()) => entries.push(entry),
            Some(_) => {}
            None => unreadable += 1,
        }
    }
    (entries, unreadable)
}

fn read(journal: &Journal) -> (Vec<String>, ReadErrors) {
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    let trouble = journal.read(|found: &FoundRecord| {
        assert_eq!(Record::read(found.text).as_ref(), Some(found.record));
        if seen.insert(found.record.id.clone()) {
            entries.push(format!("{:?}", found.record));
        }
    });
    (entries, trouble)
}

/// Numbers that make no sense are not passed on.
pub fn believable(entry: &Record) {
    match &entry.kind {
        RecordKind::Session(session) => {
            let parts = session.steps.iter().map(|part| part.held);
            let reached = session.reached.iter().map(|hold| hold.held);
            let mut held = parts.chain(reached).chain([session.held]);
            // Added up over a life they are still a number.
            assert!(held.all(|held| held < MOST_HELD), "{entry:?}");
        }
        RecordKind::Report(report) => {
            assert!(report.cramps.is_none_or(|cramps| cramps <= MOST_CRAMPS));
            assert!(report.pain.is_none_or(|pain| pain <= MOST_PAIN));
        }
        RecordKind::Cramp(cramp) => {
            assert!(cramp.held.is_none_or(|held| held < MOST_HELD));
        }
        RecordKind::Advice(_) | RecordKind::Undo(_) | RecordKind::Unknown => {}
    }
}

/// What is not known changes nothing.
fn unknown_is_nothing(entries: &[Record]) {
    let [mut all, mut known] = [Diary::default(), Diary::default()];
    for (file, record) in (0..).zip(entries) {
        // In files of their own, so that no record tells another's moment.
        let found = found(record, file, 1);
        all.add(&found);
        if record.kind != RecordKind::Unknown {
            known.add(&found);
        }
    }
    assert_same(&all, &known, entries);
}

/// A record, as if it stood there.
pub fn found(record: &Record, file: u32, line: u32) -> FoundRecord<'_> {
    FoundRecord {
        record,
        text: &[],
        file,
        line,
        own: true,
    }
}

/// A new record is a line of its own, whatever stood there before, and nothing
/// that stood there is changed.
fn adds_without_harm(
    journal: &Journal,
    file: &Path,
    before: &[u8],
    told: &[String],
    unreadable: usize,
) {
    let at: DateTime = "2026-11-22T03:10:00".parse().expect("a moment");
    let at: Zoned = at.to_zoned(TimeZone::UTC).expect("a moment");
    let cramp = RecordKind::Cramp(Cramp {
        muscle: "calf".into(),
        held: None,
    });
    let night = Night::of(at.datetime());
    journal.append(&at, night, cramp).expect("written");
    let after = fs::read(file).expect("read");
    assert!(after.starts_with(before));
    assert!(after.ends_with(b"}\n"));
    let (mut now, trouble) = read(journal);
    let added = now.pop().expect("a record");
    assert!(
        added.contains(&night.to_string()) && added.contains("Cramp"),
        "{added}"
    );
    assert_eq!((now.as_slice(), trouble.lines), (told, unreadable));
}
