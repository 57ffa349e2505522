//! Standard output and standard error, as commands write to them.

use std::io::{self, BufRead, Write};
use std::path::Path;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use crate::diagnostic::printable;
use crate::error::Error;
use crate::json::to_json;

/// Whether what was written had a reader. One that has gone away is no failure.
fn is_read(written: io::Result<()>) -> io::Result<bool> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        result => result.map(|()| true),
    }
}

pub(crate) fn is_stdout_read(written: io::Result<()>) -> io::Result<bool> {
    let place = |error| io::Error::other(format!("can't write to standard output: {error}"));
    is_read(written).map_err(place)
}

/// Puts a text on standard output, where nobody has to read it.
pub(crate) fn print(text: &str) -> io::Result<()> {
    print_to_reader(text).map(drop)
}

/// Puts a text on standard output; tells whether there is a reader.
pub(crate) fn print_to_reader(text: &str) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    is_stdout_read(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

pub(crate) fn print_lines(lines: impl IntoIterator<Item = String>) -> io::Result<()> {
    let lines = lines.into_iter().map(|line| line + "\n");
    print(&lines.collect::<String>())
}

pub(crate) fn print_json(document: &impl Serialize) -> io::Result<()> {
    print(&(to_json(document)? + "\n"))
}

pub(crate) fn to_stderr(line: &str) -> io::Result<()> {
    is_read(writeln!(io::stderr().lock(), "{line}")).map(drop)
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

pub(crate) fn show_error(error: &Error) -> io::Result<()> {
    to_stderr(&error.draw(has_colour(&io::stderr()), columns()))
}

pub(crate) fn shown(path: &Path) -> String {
    printable(&path.display().to_string()).into_owned()
}

pub(crate) fn has_colour(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

/// How wide a drawing may be, also where there is no window.
pub(crate) fn columns() -> usize {
    crate::terminal::size().map_or(100, |(columns, _)| columns)
}
