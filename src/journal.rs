//! The journal: files of records, one a machine, in a folder that may be kept
//! in sync between machines. A machine writes only its own file and reads all.
//!
//! Nothing is ever rewritten, so what other programs and later versions add
//! stays. What a record says is none of this module's business.

mod append;
mod host;
mod read;
mod recover;
mod running;
mod trust;

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, io, thread};

use jiff::Zoned;

use crate::night::Night;
use crate::record::{LocalTime, Record, RecordKind, VERSION};

pub use read::ReadErrors;
pub use running::RunningRecord;

/// How long another program may hold a file. Each holds it for one write; one
/// that was stopped in the middle of it must not stop a routine with it.
const PATIENCE: Duration = Duration::from_secs(5);

/// The journal of a person.
#[derive(Clone, Debug)]
pub struct Journal {
    folder: PathBuf,
}

impl Journal {
    /// The journal in a folder, which need not exist yet.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The file of this machine.
    #[must_use]
    pub fn own_file(&self) -> PathBuf {
        self.folder.join(format!("{}.jsonl", host::name()))
    }

    /// Adds a record of what happened at a moment and belongs to a night. When
    /// this returns, it is on the disk.
    ///
    /// # Errors
    /// When it could not be written; then nothing of it is left behind, as far
    /// as the system allows.
    pub fn append(&self, at: &Zoned, night: Night, kind: RecordKind) -> io::Result<()> {
        let line = line(&new_id(at)?, at, night, kind)?;
        append::append(&self.own_file(), &line)
    }
}

/// A record as a line.
///
/// # Errors
/// When it is of an unknown kind.
pub fn line(id: &str, at: &Zoned, night: Night, kind: RecordKind) -> io::Result<Vec<u8>> {
    let record = Record {
        v: VERSION,
        id: id.into(),
        at: LocalTime::from(at),
        night,
        kind,
    };
    Ok(serde_json::to_vec(&record)?)
}

/// An id for a new record: the time, so that ids sort as they came, and enough
/// chance that no two of any machine are ever the same.
///
/// # Errors
/// When the system has no random numbers.
pub fn new_id(at: &Zoned) -> io::Result<String> {
    let mut chance = [0; 16];
    getrandom::fill(&mut chance).map_err(io::Error::other)?;
    // 80 of the bits are enough, and make the lines shorter.
    let chance = u128::from_be_bytes(chance) >> 48;
    let time = at.timestamp().as_millisecond().max(0);
    Ok(format!("{time:012x}{chance:020x}"))
}

/// Locks a file with `lock`, after `try_lock` found it taken.
fn lock_in_time(
    file: &fs::File,
    lock: impl FnOnce(&fs::File) -> io::Result<()> + Send + 'static,
) -> io::Result<()> {
    // The lock belongs to what was opened, not to the handle: a copy will do.
    let copy = file.try_clone()?;
    let (send, locked) = mpsc::channel();
    thread::Builder::new()
        .name("journal".to_owned())
        .spawn(move || {
            // Who has lost patience does not listen any more.
            let _ = send.send(lock(&copy));
        })?;
    locked.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        let message = "another program has locked it and does not let go";
        Err(io::Error::new(io::ErrorKind::TimedOut, message))
    })
}
