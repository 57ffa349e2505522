//! The record of a session while it plays: a file beside the journal, locked
//! for as long as the program lives. If it is killed, the file stays without a lock,
//! for [`super::recover`]. A thread writes it: a session never waits for a disk.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use super::append::{self, make_folder_of, sync_folder_of};
use super::{Journal, Note, host, lock_in_time};
use crate::private;

/// How long the last record may take: longer than another program's lock.
const PATIENCE: Duration = Duration::from_secs(8);

/// The record of a session that plays. Without an end, the next program recovers it.
#[derive(Debug)]
pub(crate) struct RunningRecord(Sender<Request>);

/// What the thread is to write. On a slow disk, a later request replaces an earlier.
enum Request {
    /// The record as it would be if the session ended now.
    Progress(Vec<u8>),
    /// The final record. The result is sent back.
    End(Vec<u8>, Sender<io::Result<Note>>),
}

impl Journal {
    /// Begins the record of a session. If an earlier session of this machine still
    /// plays, `on_other` is called from a thread with the moment it began.
    pub(crate) fn begin(
        &self,
        id: &str,
        on_other: impl FnOnce(Timestamp) + Send + 'static,
    ) -> io::Result<RunningRecord> {
        let (requests, inbox) = mpsc::channel();
        let journal = self.clone();
        let path = self.running_file(id);
        let thread = thread::Builder::new().name("journal".to_owned());
        thread.spawn(move || {
            // Errors are reported to a person who asks for the history.
            let _ = journal.recover();
            let file = create(&path).ok();
            // Of two that begin together, the later one finds the earlier one.
            journal.playing_before(&path).map(on_other);
            serve(&inbox, file, &path, &journal.own_file());
        })?;
        Ok(RunningRecord(requests))
    }

    fn running_file(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{}-{id}.running", host()))
    }
}

impl RunningRecord {
    /// Sends the record as it would be if the session ended now. Never waits.
    pub(crate) fn progress(&self, line: Vec<u8>) {
        let _ = self.0.send(Request::Progress(line));
    }

    /// Appends the final record to the journal. Where it can't be written, or not in
    /// time, the next program recovers it, as far as the disk allows.
    pub(crate) fn end(self, line: Vec<u8>) -> io::Result<Note> {
        let (send, written) = mpsc::channel();
        let _ = self.0.send(Request::End(line, send));
        written.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let message = "the disk takes too long";
            Err(io::Error::new(io::ErrorKind::TimedOut, message))
        })
    }
}

/// Writes the latest record until the session ends. A line that finds no room leaves
/// those before it, and is told when the session ends.
fn serve(inbox: &Receiver<Request>, mut file: Option<File>, path: &Path, journal: &Path) {
    let mut add = |line: &[u8]| file.as_mut().map(|file| append::add_line(file, line));
    for request in inbox {
        match inbox.try_iter().last().unwrap_or(request) {
            Request::Progress(line) => drop(add(&line)),
            Request::End(line, send) => {
                let written = append::append(journal, &line);
                if written.is_err() {
                    // The next program does it.
                    add(&line);
                } else if file.is_some() {
                    let _ = fs::remove_file(path);
                }
                // The session may have stopped waiting.
                let _ = send.send(written);
                return;
            }
        }
    }
    let is_empty = |file: File| file.metadata().is_ok_and(|found| found.len() == 0);
    if file.is_some_and(is_empty) {
        let _ = fs::remove_file(path);
    }
}

fn create(path: &Path) -> io::Result<File> {
    make_folder_of(path)?;
    let mut options = private::options();
    // A file or a link that somebody else has created is not followed.
    options.create_new(true).read(true).append(true);
    loop {
        let file = options.options().open(path)?;
        if let Err(error) = lock_in_time(&file, File::try_lock, File::lock) {
            // Without a lock, this routine would look like one that was broken off.
            let _ = fs::remove_file(path);
            return Err(error);
        }
        // Between creating and locking it, another program may have taken
        // it for the file of a dead session and removed it.
        if is_at(&file, path) {
            sync_folder_of(path);
            return Ok(file);
        }
    }
}

/// Whether this file is still the one at the path.
#[cfg(unix)]
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |found: fs::Metadata| (found.dev(), found.ino());
    let open = file.metadata().map(id);
    matches!((open, fs::symlink_metadata(path).map(id)), (Ok(open), Ok(found)) if open == found)
}

#[cfg(not(unix))]
pub(super) fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn journal() -> (tempfile::TempDir, Journal) {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = Journal {
            folder: folder.path().join("journal"),
        };
        (folder, journal)
    }

    /// Waits until a file has this text.
    #[track_caller]
    fn wait_for(path: &Path, text: &str) {
        let began = Instant::now();
        while fs::read_to_string(path).unwrap_or_default() != text {
            assert!(began.elapsed() < Duration::from_secs(20), "in vain");
            thread::yield_now();
        }
    }

    #[track_caller]
    fn wait_until_gone(path: &Path) {
        let began = Instant::now();
        while path.exists() {
            assert!(began.elapsed() < Duration::from_secs(20), "it stays");
            thread::yield_now();
        }
    }

    #[test]
    fn what_was_handed_over_is_on_the_disk_until_the_journal_has_it() {
        let (_folder, journal) = journal();
        let running = journal.begin("1", drop).expect("a thread");
        let file = journal.running_file("1");
        running.progress(b"one".to_vec());
        wait_for(&file, "one\n");
        running.progress(b"two".to_vec());
        wait_for(&file, "one\ntwo\n");
        assert!(File::open(&file).expect("a file").try_lock().is_err());
        running.end(b"end".to_vec()).expect("written");
        // Where a file lives as long as it is open, that is a moment longer.
        wait_until_gone(&file);
        wait_for(&journal.own_file(), "end\n");
    }

    #[test]
    fn a_journal_that_cannot_be_written_leaves_the_final_record_to_be_recovered() {
        let (_folder, journal) = journal();
        fs::create_dir_all(journal.own_file()).expect("in the way");
        let running = journal.begin("1", drop).expect("a thread");
        running.progress(b"one".to_vec());
        let file = journal.running_file("1");
        wait_for(&file, "one\n");
        let error = running.end(b"end".to_vec()).expect_err("a folder");
        assert!(error.to_string().contains(".jsonl"), "{error}");
        wait_for(&file, "one\nend\n");
    }

    #[test]
    fn a_session_that_never_began_leaves_nothing() {
        let (_folder, journal) = journal();
        let running = journal.begin("1", drop).expect("a thread");
        let file = journal.running_file("1");
        let began = Instant::now();
        while !file.exists() {
            assert!(began.elapsed() < Duration::from_secs(20), "in vain");
            thread::yield_now();
        }
        drop(running);
        wait_until_gone(&file);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_stands_in_its_place_is_not_followed() {
        let (folder, journal) = journal();
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, "mine").expect("written");
        let file = journal.running_file("1");
        make_folder_of(&file).expect("a folder");
        std::os::unix::fs::symlink(&elsewhere, &file).expect("a link");
        let running = journal.begin("1", drop).expect("a thread");
        running.progress(b"one".to_vec());
        running.end(b"end".to_vec()).expect("written");
        assert_eq!(fs::read_to_string(&elsewhere).expect("a file"), "mine");
        assert!(file.is_symlink());
    }

    #[test]
    fn a_lock_that_is_not_given_back_holds_nobody_up_for_long() {
        let (_folder, journal) = journal();
        make_folder_of(&journal.own_file()).expect("a folder");
        let held = File::create(journal.own_file()).expect("a file");
        held.lock().expect("a lock");
        let running = journal.begin("1", drop).expect("a thread");
        let began = Instant::now();
        running.progress(b"one".to_vec());
        assert!(began.elapsed() < Duration::from_secs(1));
        wait_for(&journal.running_file("1"), "one\n");
        running.end(b"end".to_vec()).expect_err("it is locked");
        assert!(began.elapsed() < PATIENCE + Duration::from_secs(5));
        // It is left for whoever comes when the lock is free.
        wait_for(&journal.running_file("1"), "one\nend\n");
    }
}
