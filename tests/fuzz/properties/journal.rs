//! What must hold of any file that lies in the journal's folder.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use jiff::Zoned;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use legrest::diary::Diary;
use legrest::journal::{Journal, Trouble};
use legrest::night::Night;
use legrest::record::{Body, Cramp, Entry, Kind, Left, MOST_CRAMPS, MOST_PAIN};
use tempfile::TempDir;

use super::nights::{assert_same, in_any_order};

/// Reads a file, beside a copy of itself too, and adds to it.
pub fn file(bytes: &[u8]) {
    let folder = folder_in_memory();
    let journal = Journal::in_folder(folder.path().to_owned());
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
    unknown_is_nothing(&entries);

    // What a program that syncs leaves behind counts once.
    fs::copy(&file, folder.path().join("a-copy.jsonl")).expect("copied");
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
fn by_line(bytes: &[u8]) -> (Vec<Entry<'_>>, usize) {
    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut seen = HashSet::new();
    let mut unreadable = 0;
    let mut entries = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        // Whoever wants to go on with a routine looks at lines on their own.
        let _ = Left::read(line);
        match Entry::read(line) {
            Ok(entry) if seen.insert(entry.id.to_string()) => entries.push(entry),
            Ok(_) => {}
            Err(_) => unreadable += 1,
        }
    }
    (entries, unreadable)
}

fn read(journal: &Journal) -> (Vec<String>, Trouble) {
    let mut entries = Vec::new();
    let trouble = journal.read(|entry, line| {
        assert_eq!(Entry::read(line).as_ref(), Ok(entry));
        entries.push(format!("{entry:?}"));
    });
    (entries, trouble)
}

/// Numbers that make no sense are not passed on.
pub fn believable(entry: &Entry) {
    match &entry.kind {
        Kind::Session { held, .. } => {
            // Added up over a life they are still a number.
            assert!((0.0..1e9).contains(held), "{entry:?}");
        }
        Kind::Report { cramps, pain, .. } => {
            assert!(cramps.is_none_or(|cramps| cramps <= MOST_CRAMPS));
            assert!(pain.is_none_or(|pain| pain <= MOST_PAIN));
        }
        Kind::Cramp | Kind::Advice | Kind::Unknown => {}
    }
}

/// What is not known changes nothing.
fn unknown_is_nothing(entries: &[Entry]) {
    let [mut all, mut known] = [Diary::default(), Diary::default()];
    for entry in entries {
        all.add(entry);
        if entry.kind != Kind::Unknown {
            known.add(entry);
        }
    }
    assert_same(&all, &known, entries);
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
    let cramp = Body::Cramp(Cramp {
        muscle: "calf".to_owned(),
        held: None,
    });
    let night = Night::of(at.datetime());
    journal.append(&at, night, &cramp).expect("written");
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
