//! Opening files to read them: what a path leads to is asked first, nothing is
//! waited for that nobody asked for, and no more is read than makes sense.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use fs_err::{File, OpenOptions};

/// Opens a file that a folder, a setting or the environment names. It must be a
/// regular file: a pipe may wait for its writer for ever, and a device may have
/// no end.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    // Asked before, because opening some devices has an effect; and after,
    // because the path may lead to something else by then.
    if let Ok(found) = fs::metadata(path) {
        refuse_all_but_files(path, &found)?;
    }
    let mut options = OpenOptions::new();
    options.read(true);
    let file = without_waiting(&mut options).open(path)?;
    refuse_all_but_files(path, &file.metadata()?)?;
    Ok(file)
}

/// Opens what a person typed on the command line, which may be a pipe, as
/// `<(...)` is, or a terminal. Waiting for it is what was asked for.
pub(crate) fn open_typed(path: &Path) -> io::Result<File> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() && !found.is_dir() => File::open(path),
        _ => open(path),
    }
}

/// All bytes of a file as [`open`] opens it, at most so many.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let path = path.display();
        let message = format!("{path} holds more than {} KiB", most >> 10);
        return Err(io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// Whether a file is larger than so many bytes, without opening it.
pub(crate) fn is_larger(path: &Path, most: u64) -> bool {
    fs::metadata(path).is_ok_and(|found| found.len() > most)
}

/// The kind of what was found, where that is no regular file.
pub(crate) fn other_than_file(found: &Metadata) -> Option<&'static str> {
    let kind = found.file_type();
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    Some(if kind.is_dir() {
        "a folder"
    } else {
        "a device"
    })
}

/// Options that let no opening wait, as that of a pipe does, nor take a terminal
/// for this program's own. Reading and writing a regular file is the same.
pub(crate) fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use fs_err::os::unix::fs::OpenOptionsExt;
        use rustix::fs::OFlags;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options
}

fn refuse_all_but_files(path: &Path, found: &Metadata) -> io::Result<()> {
    let Some(kind) = other_than_file(found) else {
        return Ok(());
    };
    let path = path.display();
    Err(io::Error::other(format!("{path} is {kind}, not a file")))
}
