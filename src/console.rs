//! Standard output and standard error, as commands write to them.

use std::io::{self, StdoutLock, Write};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use crate::diagnostic::{Findings, printable};
use crate::error::{Error, ErrorKind};
use crate::json::to_json;
use crate::terminal;

/// The columns to draw for where there is no window.
const COLUMNS: usize = 100;

/// Standard output whose errors say that it is what can't be written to.
pub(crate) struct Stdout(StdoutLock<'static>);

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(of_stdout)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(of_stdout)
    }
}

/// The error with its place. Its kind stays: a reader that has gone away is no
/// failure, and an interrupted call is tried again.
pub(crate) fn of_stdout(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::Interrupted {
        return error;
    }
    let message = format!("can't write to standard output: {error}");
    io::Error::new(error.kind(), message)
}

/// Writes to standard output, and all of it.
pub(crate) fn print_with(write: impl FnOnce(&mut Stdout) -> io::Result<()>) -> io::Result<()> {
    let mut out = Stdout(io::stdout().lock());
    write(&mut out)?;
    out.flush()
}

/// Puts a text on standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    print_with(|out| out.write_all(text.as_bytes()))
}

/// Puts a document for programs on standard output.
pub(crate) fn print_json(document: &impl Serialize) -> io::Result<()> {
    print(&(to_json(document)? + "\n"))
}

/// Puts a line on standard error.
pub(crate) fn to_stderr(line: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{line}")
}

/// Puts a warning on standard error.
pub(crate) fn warn(what: &str) -> io::Result<()> {
    to_stderr(&format!("warning: {}", printable(what)))
}

/// Shows an error on standard error. That nobody reads the output is told to
/// nobody.
pub(crate) fn show_error(error: &Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => to_stderr(&error.draw(has_colour(&io::stderr()), columns())),
    }
}

/// Shows what was found in a file on standard error.
pub(crate) fn show_findings(findings: &Findings) -> io::Result<()> {
    to_stderr(&findings.draw(has_colour(&io::stderr()), columns()))
}

/// Whether colours are wanted on a stream.
pub(crate) fn has_colour(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

/// How wide a drawing may be.
pub(crate) fn columns() -> usize {
    terminal::size().map_or(COLUMNS, |(columns, _)| columns)
}
