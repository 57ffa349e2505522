//! Standard output whose errors say that it is what can't be written to.

use std::io::{self, StdoutLock, Write};

/// Standard output, for one thread.
pub(crate) struct Stdout(StdoutLock<'static>);

/// Standard output, until what this gives is dropped.
pub(crate) fn stdout() -> Stdout {
    Stdout(io::stdout().lock())
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(named)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(named)
    }
}

/// The error with its place. Its kind stays: a reader that has gone away is no
/// failure, and an interrupted call is tried again.
pub(crate) fn named(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::Interrupted {
        return error;
    }
    let message = format!("can't write to standard output: {error}");
    io::Error::new(error.kind(), message)
}
