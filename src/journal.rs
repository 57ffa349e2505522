//! The journal: files of records, one for each machine, in a folder that may be
//! synchronized between machines. A machine writes only its own file and reads
//! all of them. Nothing is ever rewritten, so that records of other programs and
//! later versions stay. This module does not know what a record means.

mod append;
mod read;
mod recover;
mod running;
mod trust;

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;
use std::{io, thread};

use jiff::Zoned;

use crate::night::Night;
use crate::record::{LocalTime, Record, RecordKind, VERSION};

pub use read::ReadErrors;
pub(crate) use running::RunningRecord;

/// How long to wait for another program's lock on a file, which it holds for one
/// write. One that was stopped during it must not stop a routine as well.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a person should know of a record that was made.
pub type Note = Option<&'static str>;

/// A person's journal.
#[derive(Clone, Debug)]
pub struct Journal {
    /// Where its files are. The folder need not exist yet.
    pub folder: PathBuf,
}

impl Journal {
    /// The file of this machine.
    pub fn own_file(&self) -> PathBuf {
        self.folder.join(format!("{}.jsonl", host()))
    }

    /// Appends a record of something that happened at a moment and belongs to a
    /// night. When this returns, the record is on the disk, or else there is a note
    /// for the person about it, once for each file.
    ///
    /// # Errors
    /// When it could not be written. Then no part of it is left in the file, as
    /// far as the system allows.
    pub fn append(&self, at: &Zoned, night: Night, kind: RecordKind) -> io::Result<Note> {
        let line = line(&new_id(at)?, at, night, kind)?;
        append::append(&self.own_file(), &line)
    }
}

/// A record as a line. A record of an unknown kind is an error.
pub(crate) fn line(id: &str, at: &Zoned, night: Night, kind: RecordKind) -> io::Result<Vec<u8>> {
    let record = Record {
        v: VERSION,
        id: id.into(),
        at: LocalTime::from(at),
        night,
        kind,
    };
    Ok(serde_json::to_vec(&record)?)
}

/// An id for a new record. It begins with the time, so that ids sort as they were
/// made, and its random part makes it unique among all machines.
pub(crate) fn new_id(at: &Zoned) -> io::Result<String> {
    let mut chance = [0; 16];
    getrandom::fill(&mut chance).map_err(io::Error::other)?;
    // 80 random bits are enough, and keep the lines short.
    let chance = u128::from_be_bytes(chance) >> 48;
    let time = at.timestamp().as_millisecond().max(0);
    Ok(format!("{time:012x}{chance:020x}"))
}

/// Locks a file, for which another program has [`PATIENCE`] to let go of it.
fn lock_in_time(
    file: &File,
    try_lock: fn(&File) -> Result<(), TryLockError>,
    lock: fn(&File) -> io::Result<()>,
) -> io::Result<()> {
    match try_lock(file) {
        Err(TryLockError::WouldBlock) => {}
        result => return Ok(result?),
    }
    // No system waits until a deadline. The lock is the open file's: a copy takes it.
    let copy = file.try_clone()?;
    let (send, locked) = mpsc::channel();
    let waiter = thread::Builder::new().name("journal".to_owned());
    waiter.spawn(move || send.send(lock(&copy)))?;
    locked.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        let message = "another program has locked it and does not let go";
        Err(io::Error::new(io::ErrorKind::TimedOut, message))
    })
}

/// The longest name. File systems allow 255 bytes, and other programs add words.
const LONGEST_NAME: usize = 64;

/// The name of this machine, and of its file, in characters that a file name can have on any system.
fn host() -> String {
    #[cfg(unix)]
    let names = rustix::system::uname();
    #[cfg(unix)]
    let name = names.nodename().to_string_lossy();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    safe(&name)
}

fn safe(name: &str) -> String {
    // File systems that ignore case would mix two names up.
    let kept: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(LONGEST_NAME)
        .collect();
    match kept.trim_matches('-') {
        "" => "this-machine".to_owned(),
        kept => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_safe() {
        for (name, file) in [
            ("thinkpad", "thinkpad"),
            ("Anna's Mac.local", "anna-s-mac-local"),
            ("../../etc/passwd", "etc-passwd"),
            ("", "this-machine"),
            ("…", "this-machine"),
            ("bücher\n", "b-cher"),
            ("(none)", "none"),
        ] {
            assert_eq!(safe(name), file, "{name:?}");
        }
        assert_eq!(safe(&"x".repeat(300)).len(), LONGEST_NAME);
    }
}
