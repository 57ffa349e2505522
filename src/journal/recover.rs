//! What sessions have left that were killed: their records are added to the
//! journal, as they would have been had they ended at the last end of a hold.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::read::LONGEST_LINE;
use super::running::is_at;
use super::trust::at_path;
use super::{Journal, append, host};
use crate::owner;
use crate::record::Record;

/// The last whole line lies in what is read of the end of a file, even if a
/// torn one follows it.
const END: u64 = 2 * LONGEST_LINE;

impl Journal {
    /// Records what sessions of this machine have left that are dead, and tells
    /// what could not be recorded. Each is recorded once, even if several
    /// programs do this at once, or one is killed while it does.
    pub(super) fn recover(&self) -> Vec<String> {
        let left = self.left_behind();
        let recorded = left.iter().map(|path| self.record_left(path));
        recorded.filter_map(|it| Some(it.err()?.to_string())).collect()
    }

    /// The files of running and of dead sessions of this machine.
    fn left_behind(&self) -> Vec<PathBuf> {
        let own = host::name() + "-";
        let is_own = |path: &PathBuf| {
            // What follows the name of the machine has no dash: with one, the
            // file is that of a machine with a longer name.
            let stem = path.file_stem().and_then(OsStr::to_str);
            let id = stem.and_then(|stem| stem.strip_prefix(&own));
            path.extension() == Some(OsStr::new("running"))
                && id.is_some_and(|id| !id.is_empty() && !id.contains('-'))
        };
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<PathBuf> = paths.filter(is_own).collect();
        paths.sort();
        paths
    }

    fn record_left(&self, path: &Path) -> io::Result<()> {
        // What can't be opened and locked is left to whoever can.
        let Some(mut file) = open_locked(path) else {
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

/// Opens the file of a dead session. `None` where the session is alive, where
/// it is being recovered, and where this is no file of one's own.
fn open_locked(path: &Path) -> Option<File> {
    let is_trusted =
        |found: &fs::Metadata| found.is_file() && owner::stranger(found).is_none();
    fs::symlink_metadata(path).ok().filter(is_trusted)?;
    let mut options = File::options();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let flags = flags.bits().cast_signed();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    let file = options.open(path).ok()?;
    file.metadata().ok().filter(is_trusted)?;
    file.try_lock().ok()?;
    // Another program may have recovered it before this one had the lock.
    is_at(&file, path).then_some(file)
}

/// The last whole line that is a record, and the record's id.
fn last_record(file: &mut File) -> io::Result<Option<(String, Vec<u8>)>> {
    let start = file.metadata()?.len().saturating_sub(END);
    file.seek(SeekFrom::Start(start))?;
    let mut end = Vec::new();
    file.take(END).read_to_end(&mut end)?;
    // What has no line break at its end is torn.
    let mut lines = end.split(|byte| *byte == b'\n').rev().skip(1);
    Ok(lines.find_map(|line| {
        let record = Record::read(line).ok()?;
        Some((record.id.into_owned(), line.to_vec()))
    }))
}
