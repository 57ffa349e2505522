//! Recovery of sessions that were killed: their records are appended to the
//! journal, as if they had ended at the last end of a hold.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use fs_err::OpenOptions;
use jiff::Timestamp;

use super::read::LONGEST_LINE;
use super::running::is_at;
use super::trust::at_path;
use super::{Journal, append, host};
use crate::file::without_waiting;
use crate::private;
use crate::record::Record;

/// How much is read from the end of a file: the last whole line and a torn one.
const END: u64 = 2 * LONGEST_LINE;

impl Journal {
    /// Records the dead sessions of this machine, and returns what could not be
    /// recorded. Each is recorded once, even if several programs do this at the
    /// same time, or one is killed during it.
    pub(super) fn recover(&self) -> Vec<String> {
        let left = self.left_behind().into_iter();
        left.filter_map(|path| Some(self.record_left(&path).err()?.to_string()))
            .collect()
    }

    /// The files of running and of dead sessions of this machine.
    fn left_behind(&self) -> Vec<PathBuf> {
        let own = host() + "-";
        let is_own = |path: &PathBuf| {
            // With another dash it belongs to a machine whose name is longer.
            let stem = path.file_stem().and_then(OsStr::to_str);
            let id = stem.and_then(|stem| stem.strip_prefix(&own));
            id.is_some_and(|id| !id.is_empty() && !id.contains('-'))
        };
        let mut left = self.found("running").unwrap_or_default();
        left.retain(is_own);
        left
    }

    /// When the first session before this one began that still plays here.
    pub(super) fn playing_before(&self, own: &Path) -> Option<Timestamp> {
        let left = self.left_behind().into_iter();
        let mut earlier = left.take_while(|path| path < own);
        let playing = earlier.find(|path| {
            let lock = open(path).map(|file| file.try_lock_shared());
            matches!(lock, Some(Err(TryLockError::WouldBlock)))
        })?;
        let id = playing.file_stem()?.to_str()?.rsplit('-').next()?;
        // An id begins with its time.
        let time = i64::from_str_radix(id.get(..12)?, 16).ok()?;
        Timestamp::from_millisecond(time).ok()
    }

    fn record_left(&self, path: &Path) -> io::Result<()> {
        // One that can't be opened and locked is alive, or another program is
        // recovering it, or has while we had no lock.
        let Some(mut file) = open(path).filter(|it| it.try_lock().is_ok() && is_at(it, path))
        else {
            return Ok(());
        };
        let found = last_record(&mut file).map_err(|error| at_path(path, &error))?;
        if let Some((id, line)) = found
            && !self.has(&id)
        {
            append::append(&self.own_file(), &line)?;
        }
        fs::remove_file(path).map_err(|error| at_path(path, &error))
    }
}

/// Opens the file of a session, if it is one's own.
fn open(path: &Path) -> Option<File> {
    let is_trusted = |found: &fs::Metadata| found.is_file() && private::stranger(found).is_none();
    fs::symlink_metadata(path).ok().filter(is_trusted)?;
    let mut options = OpenOptions::new();
    let options = without_waiting(options.read(true).write(true));
    // A link that has come into its place since is not at the path below.
    let file = options.options().open(path).ok()?;
    file.metadata().ok().filter(is_trusted)?;
    Some(file)
}

/// The last whole line that is a record, and the record's id.
fn last_record(file: &mut File) -> io::Result<Option<(String, Vec<u8>)>> {
    let start = file.metadata()?.len().saturating_sub(END);
    file.seek(SeekFrom::Start(start))?;
    let mut end = Vec::new();
    file.take(END).read_to_end(&mut end)?;
    // A line without a line break is torn.
    let mut lines = end.split(|byte| *byte == b'\n').rev().skip(1);
    Ok(lines.find_map(|line| {
        let record = Record::read(line)?;
        Some((record.id, line.to_vec()))
    }))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A record of a session, and the line of it.
    fn line(id: &str, whole: u32) -> String {
        format!(
            r#"{{"v":1,"id":"{id}","at":"2026-11-21T22:00:00+01:00","night":"2026-11-21","kind":"session","routine":"bedtime","outcome":"interrupted","held_s":10,"whole":{whole}}}"#
        )
    }

    fn journal() -> (tempfile::TempDir, Journal) {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = Journal {
            folder: folder.path().to_owned(),
        };
        (folder, journal)
    }

    /// Where a session of this machine leaves what it has done.
    fn left(journal: &Journal, name: &str) -> PathBuf {
        let name = format!("{}-{name}.running", host());
        journal.folder.join(name)
    }

    /// The journal of this machine after a recovery without complaint.
    fn recovered(journal: &Journal) -> String {
        assert_eq!(journal.recover(), Vec::<String>::new());
        fs::read_to_string(journal.own_file()).unwrap_or_default()
    }

    #[test]
    fn the_last_whole_line_counts_once() {
        let (_folder, journal) = journal();
        let [one, two] = [line("a", 1), line("a", 2)];
        for text in [
            format!("{one}\n{two}\n"),
            format!("{one}\n{two}\n{}", &one[..80]),
            format!("{one}\n{two}\n{}\n\0\0\n", &one[..80]),
        ] {
            let file = left(&journal, "a1");
            fs::write(&file, text).expect("written");
            // From the second on, the journal has it.
            assert_eq!(recovered(&journal), format!("{two}\n"));
            assert!(!file.exists());
        }
    }

    #[test]
    fn what_is_no_record_leaves_none() {
        let (_folder, journal) = journal();
        let torn = line("a", 1);
        let huge = "x".repeat(5 << 20) + "\n";
        for text in [
            &b""[..],
            &torn.as_bytes()[..90],
            torn.as_bytes(),
            b"\xff\0\n{}\n",
            huge.as_bytes(),
        ] {
            let file = left(&journal, "a1");
            fs::write(&file, text).expect("written");
            assert_eq!(recovered(&journal), "");
            assert!(!file.exists());
        }
    }

    #[test]
    fn much_before_the_last_line_takes_no_memory_and_no_record() {
        let (_folder, journal) = journal();
        let file = left(&journal, "a1");
        let mut much = File::create(&file).expect("a file");
        // Sparse: what is skipped takes no room on the disk either.
        much.set_len(3 << 30).expect("a long file");
        much.seek(SeekFrom::End(0)).expect("the end");
        let last = line("a", 3);
        writeln!(much, "\n{last}").expect("written");
        drop(much);
        assert_eq!(recovered(&journal), format!("{last}\n"));
    }

    #[test]
    fn what_is_not_of_a_dead_session_of_this_machine_stays() {
        let (_folder, journal) = journal();
        let text = line("a", 1) + "\n";
        let other = format!("{}-desk-a1.running", host());
        let others = [
            journal.folder.join("a1.running"),
            journal.folder.join(other),
            left(&journal, ""),
            left(&journal, "a1").with_extension("txt"),
        ];
        for path in &others {
            fs::write(path, &text).expect("written");
        }
        let living = left(&journal, "b1");
        fs::write(&living, &text).expect("written");
        let lock = File::open(&living).expect("a file");
        lock.lock().expect("a lock");
        fs::create_dir(left(&journal, "c1")).expect("a folder");
        assert_eq!(recovered(&journal), "");
        assert!(others.iter().all(|path| path.exists()) && living.exists());
        drop(lock);
        assert_eq!(recovered(&journal), text);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_left_alone() {
        let (folder, journal) = journal();
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, line("a", 1) + "\n").expect("written");
        let link = left(&journal, "a1");
        std::os::unix::fs::symlink(&elsewhere, &link).expect("a link");
        let pipe = left(&journal, "b1");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert_eq!(recovered(&journal), "");
        assert!(elsewhere.exists() && link.is_symlink());
        assert_eq!(pipe.exists(), made.is_ok_and(|status| status.success()));
    }

    #[test]
    fn several_programs_at_once_record_it_once() {
        for _ in 0..20 {
            let (_folder, journal) = journal();
            for number in 0..10 {
                let text = line(&format!("a{number}"), 1) + "\n";
                fs::write(left(&journal, &format!("b{number}")), text).expect("written");
            }
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| recovered(&journal));
                }
            });
            assert_eq!(recovered(&journal).lines().count(), 10);
            assert!(journal.left_behind().is_empty());
        }
    }

    #[test]
    fn where_it_cannot_be_recorded_it_stays_and_is_told() {
        let (_folder, journal) = journal();
        let file = left(&journal, "a1");
        fs::write(&file, line("a", 1) + "\n").expect("written");
        // In the way of the journal; root could write to what is read-only.
        fs::create_dir(journal.own_file()).expect("a folder");
        let told = journal.recover();
        assert_eq!(told.len(), 1);
        assert!(told[0].contains(".jsonl"), "{told:?}");
        fs::remove_dir(journal.own_file()).expect("removed");
        assert_eq!(recovered(&journal), line("a", 1) + "\n");
    }
}
