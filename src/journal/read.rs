//! Reading every file of a journal, each record once.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use fs_err::OpenOptions;

use super::trust::at_path;
use super::{Journal, lock_in_time};
use crate::file::without_waiting;
use crate::record::{FoundRecord, Record};

/// Longer than any record: what is longer is not worth the memory.
pub(super) const LONGEST_LINE: u64 = 1 << 20;

/// The parts of a journal that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadErrors {
    /// The number of lines.
    pub lines: usize,
    /// The first of them: its file, and its number from 1 behind a colon.
    first: Option<String>,
    /// The files that could not be read or not be recovered, and why.
    pub(crate) files: Vec<String>,
    /// Whether even the folder could not be read.
    pub(crate) is_closed: bool,
}

impl ReadErrors {
    /// Whether everything was read.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    fn line(&mut self, path: &Path, number: u32) {
        self.lines += 1;
        let place = || format!("{}:{number}", path.display());
        self.first.get_or_insert_with(place);
    }
}

impl fmt::Display for ReadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lines, more) = (self.lines, self.files.len().saturating_sub(1));
        let torn = self.first.iter().map(|first| match lines {
            1 => format!("{first} is no whole record and was passed over"),
            _ => format!(
                "{lines} lines are no whole records and were passed over, the first at {first}"
            ),
        });
        let files = self.files.iter().take(1).cloned();
        let more = (more > 0).then(|| format!("and {more} more files"));
        let parts: Vec<String> = torn.chain(files).chain(more).collect();
        f.write_str(&parts.join("; "))
    }
}

impl Journal {
    /// Reads every record of every machine, file by file in the order of their
    /// names and line by line; returns what could not be read. One that is in several
    /// files comes from each. Records of this machine's sessions that were killed are
    /// recovered first.
    pub fn read(&self, mut take: impl FnMut(&FoundRecord)) -> ReadErrors {
        let mut trouble = ReadErrors::default();
        trouble.files.extend(self.recover());
        let own = self.own_file();
        let files = self.found("jsonl").unwrap_or_else(|error| {
            let error = at_path(&self.folder, &error);
            trouble.files.insert(0, error.to_string());
            trouble.is_closed = true;
            Vec::new()
        });
        for (file, path) in (0..).zip(files) {
            let own = path == own;
            let mut take = |record: &Record, text: &[u8], line| {
                take(&FoundRecord {
                    record,
                    text,
                    file,
                    line,
                    own,
                });
            };
            if let Err(error) = read_file(&path, &mut trouble, &mut take) {
                trouble.files.push(at_path(&path, &error).to_string());
            }
        }
        trouble
    }

    /// Whether a record of this id is in any file that can be read.
    pub(super) fn has(&self, id: &str) -> bool {
        let mut found = false;
        for path in self.found("jsonl").unwrap_or_default() {
            let mut look = |record: &Record, _: &[u8], _| found |= record.id == id;
            // What can't be read is reported by [`read`](Self::read).
            let _ = read_file(&path, &mut ReadErrors::default(), &mut look);
        }
        found
    }

    /// What there is with such an ending, in the order of the names.
    pub(super) fn found(&self, ending: &str) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
        found.retain(|path| {
            // A pipe or a device is no journal, and might never end.
            let is_file = fs::metadata(path).map_or(true, |found| found.is_file());
            path.extension() == Some(OsStr::new(ending)) && is_file
        });
        found.sort();
        Ok(found)
    }
}

fn read_file(
    path: &Path,
    trouble: &mut ReadErrors,
    take: &mut impl FnMut(&Record, &[u8], u32),
) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let file = without_waiting(options.read(true)).options().open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("this is no file"));
    }
    // With it no program is in the middle of a line; without it we still read, but on
    // Windows, where that would wait for it.
    match lock_in_time(&file, File::try_lock_shared, File::lock_shared) {
        Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::TimedOut => {
            return Err(error);
        }
        _ => {}
    }
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut line = Vec::new();
    for number in 1_u32.. {
        line.clear();
        let mut part = (&mut reader).take(LONGEST_LINE);
        let read = part.read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if !line.ends_with(b"\n") && read as u64 == LONGEST_LINE {
            reader.skip_until(b'\n')?;
            trouble.line(path, number);
            continue;
        }
        // Some editors begin a file with a byte order mark.
        let mark: &[u8] = if number == 1 { b"\xef\xbb\xbf" } else { b"" };
        let text = line.strip_prefix(mark).unwrap_or(&line).trim_ascii();
        if text.is_empty() {
            continue;
        }
        match Record::read(text) {
            Some(record) => take(&record, text, number),
            None => trouble.line(path, number),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str) -> String {
        format!(
            r#"{{"v":1,"id":"{id}","at":"2026-11-22T07:10:00+01:00","night":"2026-11-21","kind":"cramp"}}"#
        )
    }

    fn read(files: &[(&str, &[u8])]) -> (Vec<String>, ReadErrors) {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).expect("written");
        }
        let mut ids = Vec::new();
        let journal = Journal {
            folder: folder.path().to_owned(),
        };
        let trouble = journal.read(|found| ids.push(found.record.id.clone()));
        ids.sort();
        (ids, trouble)
    }

    #[test]
    fn every_record_of_every_file() {
        let [a, b, c] = ["a", "b", "c"].map(record);
        let (ids, trouble) = read(&[
            ("one.jsonl", format!("{a}\n{b}\n").as_bytes()),
            (
                "one.sync-conflict-1.jsonl",
                format!("{b}\r\n\n{c}").as_bytes(),
            ),
            ("notes.txt", b"nothing"),
        ]);
        assert_eq!(ids, ["a", "b", "b", "c"]);
        assert!(trouble.is_none(), "{trouble}");
    }

    #[test]
    fn a_byte_order_mark_before_the_first_line_is_none_of_its_record() {
        let [a, b] = ["a", "b"].map(record);
        let (ids, trouble) = read(&[("one.jsonl", format!("\u{feff}{a}\n{b}\n").as_bytes())]);
        assert_eq!(ids, ["a", "b"]);
        assert!(trouble.is_none(), "{trouble}");
        let (ids, _) = read(&[("one.jsonl", "\u{feff}".as_bytes())]);
        assert!(ids.is_empty());
    }

    #[test]
    fn what_is_no_record_is_passed_over_and_told_once() {
        let [a, b] = ["a", "b"].map(record);
        let long = "x".repeat(3 << 20);
        let text = format!("{a}\n<<<<<<< HEAD\n{long}\n{b}\n{{\"v\":1,\"id");
        let (ids, trouble) = read(&[("one.jsonl", text.as_bytes()), ("two.jsonl", b"\xff\n\0\0")]);
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(trouble.lines, 5);
        assert!(trouble.to_string().ends_with("one.jsonl:2"), "{trouble}");
    }

    #[test]
    fn a_journal_that_is_not_there_is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = Journal {
            folder: folder.path().join("journal"),
        };
        assert!(journal.read(|_| ()).is_none());
    }
}
