//! Writing to the standard streams, which may block.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

pub(super) struct Sink {
    to: Mutex<Box<dyn Write + Send>>,
    /// No stream here can be put into non-blocking mode.
    pub(super) never_waits: bool,
}

impl Sink {
    pub(super) fn of(stream: impl Write + Send + 'static) -> Self {
        Self {
            to: Mutex::new(Box::new(stream)),
            never_waits: false,
        }
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    pub(super) fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        to.write_all(bytes).and_then(|()| to.flush())
    }
}

/// Whether standard output and standard error are one file; unknown here.
pub(super) fn is_one_file() -> bool {
    false
}
