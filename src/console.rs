//! Standard output and standard error, as commands write to them.

use std::io::{self, BufRead, Write};
use std::path::Path;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use crate::diagnostic::{Findings, printable};
use crate::error::{Error, ErrorKind};
use crate::json::to_json;
use crate::terminal;

/// The error with its place. Its kind stays: a reader that has gone away is no
/// failure.
pub(crate) fn of_stdout(error: &io::Error) -> io::Error {
    let message = format!("can't write to standard output: {error}");
    io::Error::new(error.kind(), message)
}

/// Puts a text on standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| of_stdout(&error))
}

pub(crate) fn print_lines(lines: impl IntoIterator<Item = String>) -> io::Result<()> {
    let lines = lines.into_iter().map(|line| line + "\n");
    print(&lines.collect::<String>())
}

/// Puts a document for programs on standard output.
pub(crate) fn print_json(document: &impl Serialize) -> io::Result<()> {
    print(&(to_json(document)? + "\n"))
}

pub(crate) fn to_stderr(line: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{line}")
}

pub(crate) fn warn(what: &str) -> io::Result<()> {
    to_stderr(&format!("warning: {}", printable(what)))
}

/// Asks on standard error, and reads a line; `None` where the input has ended.
pub(crate) fn ask(question: &str) -> io::Result<Option<String>> {
    let mut screen = io::stderr();
    write!(screen, "{question}")?;
    screen.flush()?;
    let mut line = Vec::new();
    let read = io::stdin().lock().read_until(b'\n', &mut line)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim().to_owned()))
}

/// Shows an error on standard error, unless it is that nobody reads the output.
pub(crate) fn show_error(error: &Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => to_stderr(&error.draw(has_colour(&io::stderr()), columns())),
    }
}

pub(crate) fn show_findings(findings: &Findings) -> io::Result<()> {
    to_stderr(&findings.draw(has_colour(&io::stderr()), columns()))
}

/// A path as a terminal can show it.
pub(crate) fn shown(path: &Path) -> String {
    printable(&path.display().to_string()).into_owned()
}

/// Whether colours are wanted on a stream.
pub(crate) fn has_colour(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

/// How wide a drawing may be, also where there is no window.
pub(crate) fn columns() -> usize {
    terminal::size().map_or(100, |(columns, _)| columns)
}
