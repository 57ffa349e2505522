//! Writing to a file descriptor, in non-blocking mode where that is possible.

use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{FileType, Mode, OFlags, fstat, open};
use rustix::io::retry_on_intr;
use rustix::termios::ttyname;

pub(super) struct Sink {
    to: Box<dyn AsFd + Send + Sync>,
    /// Whether a write accepts what fits and refuses the rest at once. The mode
    /// belongs to the open file, which this program shares with the shell and
    /// others. So it is set only on a file that was opened a second time.
    pub(super) never_waits: bool,
}

impl Sink {
    pub(super) fn of(stream: impl AsFd + Send + Sync + 'static) -> Self {
        let anew = open_anew(&stream);
        let never_waits = anew.is_some();
        let to = anew.map_or_else(|| Box::new(stream) as _, |file| Box::new(file) as _);
        Self { to, never_waits }
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        match retry_on_intr(|| rustix::io::write(&self.to, bytes))? {
            0 => Err(io::ErrorKind::WriteZero.into()),
            count => Ok(count),
        }
    }

    pub(super) fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    retry_on_intr(|| poll(&mut [PollFd::new(&self.to, PollFlags::OUT)], None))?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// The same terminal or pipe, opened a second time by its path. Other files
/// can't be: a socket has no path, and a regular file must be written at the
/// end of what it contains.
fn open_anew(stream: &impl AsFd) -> Option<OwnedFd> {
    let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    if let Ok(name) = ttyname(stream, Vec::new()) {
        return open(name, flags, Mode::empty()).ok();
    }
    let kind = FileType::from_raw_mode(fstat(stream).ok()?.st_mode);
    let path = format!("/proc/self/fd/{}", stream.as_fd().as_raw_fd());
    let is_pipe = cfg!(target_os = "linux") && kind == FileType::Fifo;
    is_pipe.then(|| open(path, flags, Mode::empty()).ok())?
}

pub(super) fn is_one_file() -> bool {
    match (fstat(io::stdout()), fstat(io::stderr())) {
        (Ok(out), Ok(err)) => (out.st_dev, out.st_ino) == (err.st_dev, err.st_ino),
        _ => false,
    }
}
