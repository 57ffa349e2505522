//! Three short questions, for somebody who has just woken up.

use std::io::{self, BufRead, Write};

use crate::cli::journal::{cramps, note, pain};
use crate::console::to_stderr;
use crate::diagnostic::printable;
use crate::diary::Summary;
use crate::record::NightReport;

/// Asks how the night was. Enter keeps what stands in brackets. `None` when
/// the person leaves before the last answer: then nothing was said.
pub(super) fn ask(night: &Summary) -> io::Result<Option<NightReport>> {
    to_stderr(&format!(
        "{}. Enter takes what is in [brackets], Ctrl-C leaves.",
        night.night.long()
    ))?;
    let mut told = NightReport::default();
    let known = night.cramps.unwrap_or(0);
    match answer("Cramps", &known.to_string(), cramps)? {
        Answer::New(cramps) => told.cramps = Some(cramps),
        Answer::Kept => told.cramps = Some(known),
        Answer::Left => return Ok(None),
    }
    // Without a cramp there was most likely none; with one, nobody knows.
    let quiet = told.cramps == Some(0);
    let known = night.pain.or(quiet.then_some(0));
    let shown = known.map_or_else(|| "not said".to_owned(), |pain| pain.to_string());
    match answer("Pain, 0 to 10", &shown, pain)? {
        Answer::New(pain) => told.pain = Some(pain),
        Answer::Kept => told.pain = known,
        Answer::Left => return Ok(None),
    }
    let known = night.note.as_deref().unwrap_or("none");
    match answer("Note", &printable(known), note)? {
        Answer::New(note) => told.note = Some(note),
        // It stays as it is.
        Answer::Kept => {}
        Answer::Left => return Ok(None),
    }
    Ok(Some(told))
}

/// What a person says to a question.
enum Answer<T> {
    /// Something new.
    New(T),
    /// Enter alone: what is in brackets.
    Kept,
    /// Nothing: the input ended.
    Left,
}

/// Asks until the answer makes sense.
fn answer<T>(
    question: &str,
    known: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> io::Result<Answer<T>> {
    loop {
        let mut screen = io::stderr().lock();
        write!(screen, "{question} [{known}]: ")?;
        screen.flush()?;
        drop(screen);
        let mut line = Vec::new();
        if io::stdin().lock().read_until(b'\n', &mut line)? == 0 {
            return Ok(Answer::Left);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            return Ok(Answer::Kept);
        }
        match read(line) {
            Ok(answer) => return Ok(Answer::New(answer)),
            Err(advice) => to_stderr(&format!("  {advice}"))?,
        }
    }
}
