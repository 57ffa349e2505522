//! Appends one line to a file, whole or not at all.

use std::fs::{DirBuilder, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::trust::{self, at_path};
use super::{Note, lock_in_time};
use crate::{file, private};

const NOT_SYNCED: &str = "recorded, but nobody can tell when this folder has it on its disk";

/// Appends a line, and returns when it is on the disk, as far as the file system can
/// bring it there. Where it can't, a new file comes with a note about that.
pub(super) fn append(path: &Path, line: &[u8]) -> io::Result<Note> {
    make_folder_of(path)?;
    add(path, line).map_err(|error| at_path(path, &error))
}

/// Creates the folder of a file, for the owner alone, unless it exists.
pub(super) fn make_folder_of(path: &Path) -> io::Result<()> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.create(folder).and_then(|()| trust::check(folder));
    made.map_err(|error| at_path(folder, &error))
}

fn add(path: &Path, line: &[u8]) -> io::Result<Note> {
    let is_new = !path.exists();
    let mut file = open(path)?;
    match lock_in_time(&file, File::try_lock, File::lock) {
        // Some network file systems have no locks.
        Err(error) if file::is_refused(&error) => {}
        locked => locked?,
    }
    private::make_private(&file);
    let is_synced = add_line(&mut file, line)?;
    if is_new {
        sync_folder_of(path);
    }
    Ok((is_new && !is_synced).then_some(NOT_SYNCED))
}

/// Appends a line to a locked file. Returns whether it is on the disk for certain.
pub(super) fn add_line(file: &mut File, line: &[u8]) -> io::Result<bool> {
    let length = file.metadata()?.len();
    let mut bytes = [line, b"\n"].concat();
    if length > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            // What a crash or a full disk has cut off stays a line of its own.
            bytes.insert(0, b'\n');
        }
    }
    // One call, so that a program that is killed leaves all of the line or
    // nothing. After a short write the second call says that the disk is full.
    let written = file.write_all(&bytes).and_then(|()| file::sync(file));
    if written.is_err() {
        // A part of a record would be a torn line.
        let _ = file.set_len(length);
    }
    written
}

fn open(path: &Path) -> io::Result<File> {
    trust::check(path)?;
    let mut options = private::options();
    options.create(true).read(true).append(true);
    let file = file::without_waiting(&mut options).options().open(path)?;
    let found = file.metadata()?;
    trust::check_owner(path, &found)?;
    // A device may refuse every write, as a full disk does.
    if file::other_than_file(&found).is_some_and(|kind| kind != "a device") {
        return Err(io::Error::other("this is no file"));
    }
    Ok(file)
}

/// Lets a new file be found after a crash, where the system doesn't by itself.
pub(super) fn sync_folder_of(path: &Path) {
    let folder = path.parent().and_then(|folder| File::open(folder).ok());
    let _ = folder.map(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};

    use super::*;

    #[test]
    fn a_torn_line_stays_and_is_not_glued_to_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a/b/host.jsonl");
        append(&file, b"{\"one\":1}").expect("written");
        let mut torn = OpenOptions::new().append(true).open(&file).expect("open");
        torn.write_all(b"{\"tw").expect("written");
        append(&file, b"{\"three\":3}").expect("written");
        let text = fs::read_to_string(&file).expect("read");
        assert_eq!(text, "{\"one\":1}\n{\"tw\n{\"three\":3}\n");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("journal/host.jsonl");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        append(&file, b"{}").expect("written");
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().expect("a folder")), 0o700);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("changed");
        append(&file, b"{}").expect("written");
        assert_eq!(mode(&file), 0o600);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_that_names_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("host.jsonl");
        std::os::unix::fs::symlink("/dev/full", &file).expect("a link");
        let error = append(&file, b"{}").expect_err("no room");
        assert!(error.to_string().contains("host.jsonl"), "{error}");
    }
}
