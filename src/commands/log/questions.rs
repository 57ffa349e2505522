//! Three short questions, for somebody who has just woken up.

use std::io;

use crate::cli::journal::{cramps, note, pain};
use crate::console::{self, to_stderr};
use crate::diagnostic::printable;
use crate::diary::Summary;
use crate::record::NightReport;

/// Asks how the night was. Enter keeps what stands in brackets. `None` when
/// the person leaves before the last answer: then nothing was said.
pub(super) fn ask(night: &Summary, name: &str) -> io::Result<Option<NightReport>> {
    to_stderr(&format!(
        "{name}:\nEnter takes what is in [brackets], Ctrl-C leaves."
    ))?;
    let known = night.cramps.unwrap_or(0);
    let Some(cramps) = answer("Cramps", &known.to_string(), known, cramps)? else {
        return Ok(None);
    };
    // Without a cramp there was most likely none; with one, nobody knows.
    let known = night.pain.or((cramps == 0).then_some(0));
    let shown = known.map_or_else(|| "not said".to_owned(), |pain| pain.to_string());
    let read = |text: &str| pain(text).map(Some);
    let Some(pain) = answer("Pain, 0 to 10", &shown, known, read)? else {
        return Ok(None);
    };
    let known = night.note.as_deref().unwrap_or("none");
    let read = |text: &str| note(text).map(Some);
    // Without a new one it stays as it is.
    let Some(note) = answer("Note", &printable(known), None, read)? else {
        return Ok(None);
    };
    Ok(Some(NightReport {
        cramps: Some(cramps),
        pain,
        note,
    }))
}

/// Asks until the answer makes sense: something new, or with Enter alone what is
/// in brackets. `None` when the input ended.
fn answer<T>(
    question: &str,
    shown: &str,
    known: T,
    read: impl Fn(&str) -> Result<T, String>,
) -> io::Result<Option<T>> {
    loop {
        let Some(line) = console::ask(&format!("{question} [{shown}]: "))? else {
            return Ok(None);
        };
        if line.is_empty() {
            return Ok(Some(known));
        }
        match read(&line) {
            Ok(answer) => return Ok(Some(answer)),
            Err(advice) => to_stderr(&format!("  {advice}"))?,
        }
    }
}
