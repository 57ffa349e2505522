//! A few short questions, for somebody who has just woken up.

use std::io;

use crate::cli::journal::{cramps as count, note, pain, places as several};
use crate::console::{self, to_stderr};
use crate::diagnostic::printable;
use crate::diary::Summary;
use crate::record::NightReport;

/// Asks how the night was. Enter keeps what stands in brackets. An unexpected
/// end when the person leaves before the last answer: then nothing was said.
pub(super) fn ask(night: &Summary, name: &str) -> io::Result<NightReport> {
    to_stderr(&format!(
        "{name}:\nEnter takes what is in [brackets], Ctrl-C leaves."
    ))?;
    // What the program recorded in the night is an answer already.
    let known = night.cramps.unwrap_or(0);
    let cramps = answer("Cramps", &known.to_string(), known, count)?;
    // Without a cramp there was most likely nothing; with one, nobody knows.
    let or_none = |known: Option<u32>| known.or((cramps == 0).then_some(0));
    let shown = |known: Option<u32>| known.map_or("not said".to_owned(), |it| it.to_string());
    let known = or_none(night.pain.map(u32::from));
    let read = |text: &str| pain(text).map(|pain| Some(pain.into()));
    let question = "Worst leg pain last night, 0 to 10";
    let worst = answer(question, &shown(known), known, read)?;
    let known = or_none(night.woken);
    let read = |text: &str| count(text).map(Some);
    let woken = answer("How often your legs woke you", &shown(known), known, read)?;
    let mut places = None;
    if cramps > 0 {
        let muscles = night.recorded.iter().map(|it| it.cramp.muscle.clone());
        let mut known = night.places.clone();
        if known.is_empty() {
            known = muscles.collect();
            known.dedup();
        }
        let shown = match &known[..] {
            [] => "not said".to_owned(),
            known => printable(&known.join(", ")).into_owned(),
        };
        let known = Some(known).filter(|known| !known.is_empty());
        let read = |text: &str| several(text).map(Some);
        places = answer("Where, like left-calf, foot", &shown, known, read)?;
    }
    let known = night.note.as_deref().unwrap_or("none");
    let read = |text: &str| note(text).map(Some);
    // Without a new one it stays as it is.
    let note = answer("Note", &printable(known), None, read)?;
    Ok(NightReport {
        cramps: Some(cramps),
        pain: worst.and_then(|worst| u8::try_from(worst).ok()),
        woken,
        places,
        note,
        ..NightReport::default()
    })
}

/// Asks until the answer makes sense: something new, or with Enter alone what is
/// in brackets.
fn answer<T>(
    question: &str,
    shown: &str,
    known: T,
    read: impl Fn(&str) -> Result<T, String>,
) -> io::Result<T> {
    loop {
        let line = console::ask(&format!("{question} [{shown}]: "))?;
        let line = line.ok_or(io::ErrorKind::UnexpectedEof)?;
        if line.is_empty() {
            return Ok(known);
        }
        match read(&line) {
            Ok(answer) => return Ok(answer),
            Err(advice) => to_stderr(&format!("  {advice}"))?,
        }
    }
}
