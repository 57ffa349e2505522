//! Opening files to read them: what a path leads to is asked first, nothing is
//! waited for that nobody asked for, no more is read than makes sense; and syncing.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use fs_err::{File, OpenOptions};

use crate::diagnostic::{Problem, values};

/// The largest text that is read, in bytes.
pub(crate) const LARGEST_TEXT: u64 = 1 << 20;

/// Opens a file that a folder, a setting or the environment names. It must be a
/// regular one: a pipe may wait for ever, and a device may have no end.
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

/// The text of a file, up to [`LARGEST_TEXT`]; `what` is what messages call it.
/// Where it is none, as much of it as can be shown, and why.
pub(crate) fn read_text(file: impl Read, what: &str) -> io::Result<(String, Option<Problem>)> {
    // Room for most texts: with none, a file is read in nine steps and not in two.
    let mut bytes = Vec::with_capacity(4 << 10);
    file.take(LARGEST_TEXT + 1).read_to_end(&mut bytes)?;
    let is_utf_16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let unread = if bytes.len() as u64 > LARGEST_TEXT {
        Problem::of("too-large", values![what])
    } else if is_utf_16 {
        Problem::of("not-utf-8 utf-16", &[])
    } else {
        // Everything before the bad byte is good, and lies where it lay.
        let bad = str::from_utf8(&bytes)
            .err()
            .map(|error| error.valid_up_to());
        let problem = bad.map(|at| Problem::at("not-utf-8", at..at + 1, &[]));
        return Ok((String::from_utf8_lossy(&bytes).into_owned(), problem));
    };
    Ok((String::new(), Some(unread)))
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

/// Brings a file to the disk; false where its file system has no way to.
pub(crate) fn sync(file: &fs::File) -> io::Result<bool> {
    let synced = file.sync_data();
    // On macOS that is a full sync, which network folders and FUSE refuse.
    #[cfg(unix)]
    let synced = match synced {
        Err(error) if is_refused(&error) => nix::unistd::fsync(file).map_err(io::Error::from),
        synced => synced,
    };
    match synced {
        Err(error) if is_refused(&error) => Ok(false),
        synced => synced.map(|()| true),
    }
}

/// Whether this can't be done with any file of a file system, such as one of
/// another machine.
pub(crate) fn is_refused(error: &io::Error) -> bool {
    #[cfg(unix)]
    use rustix::io::Errno;
    // `ErrorKind` has no name for what macOS answers.
    #[cfg(unix)]
    let named = [Errno::NOTSUP, Errno::INVAL, Errno::NOTTY, Errno::NOLCK].map(Errno::raw_os_error);
    #[cfg(not(unix))]
    let named = [];
    let number = error.raw_os_error();
    error.kind() == ErrorKind::Unsupported || number.is_some_and(|it| named.contains(&it))
}

fn refuse_all_but_files(path: &Path, found: &Metadata) -> io::Result<()> {
    let Some(kind) = other_than_file(found) else {
        return Ok(());
    };
    let path = path.display();
    Err(io::Error::other(format!("{path} is {kind}, not a file")))
}
