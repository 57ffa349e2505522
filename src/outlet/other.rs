//! Writing to the standard streams, which may block.

use std::io::{self, Write};

/// A standard stream.
pub(super) struct Sink(fn(&[u8]) -> io::Result<()>);

impl Sink {
    pub(super) fn stderr() -> Self {
        Self(|bytes| io::stderr().write_all(bytes))
    }

    pub(super) fn stdout() -> Self {
        Self(|bytes| {
            let mut stdout = io::stdout().lock();
            stdout.write_all(bytes).and_then(|()| stdout.flush())
        })
    }

    /// No stream here can be put into non-blocking mode.
    pub(super) fn never_waits(&self) -> bool {
        false
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    /// Writes all of it, however long that takes.
    pub(super) fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        (self.0)(bytes)
    }
}

/// Whether standard output and standard error are one file; unknown here.
pub(super) fn is_one_file() -> bool {
    false
}
