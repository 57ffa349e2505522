//! A history for spreadsheets.

use std::time::Duration;

use crate::diagnostic::printable;
use crate::diary::{HistorySummary, RecordedCramp};

/// A line a night, empty where nobody has said.
pub(super) fn csv(history: &HistorySummary) -> String {
    let mut lines = vec![
        "night,stretched,routines,held_s,cramps,pain,note,woken,where,urge,recorded".to_owned(),
    ];
    for night in &history.nights {
        let sessions = || night.sessions.iter();
        let routines: Vec<&str> = sessions().map(|played| &*played.routine).collect();
        let recorded = night.recorded.iter().map(RecordedCramp::in_words);
        let recorded: Vec<String> = recorded.collect();
        let held: Duration = sessions().map(|played| played.held).sum();
        let fields = [
            night.night.to_string(),
            night.stretched.word().to_owned(),
            field(&routines.join(" ")),
            format!("{:.0}", held.as_secs_f64()),
            night.cramps.iter().map(u32::to_string).collect(),
            night.pain.iter().map(u8::to_string).collect(),
            field(night.note.as_deref().unwrap_or_default()),
            night.woken.iter().map(u32::to_string).collect(),
            field(&night.places.join(" ")),
            night.urge.iter().map(u8::to_string).collect(),
            field(&recorded.join(" / ")),
        ];
        lines.push(fields.join(","));
    }
    lines.join("\n")
}

/// A text as one field. A spreadsheet would take some for a formula.
fn field(text: &str) -> String {
    let text = printable(text);
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    let guard = if is_formula { "'" } else { "" };
    if guard.is_empty() && !text.contains(['"', ',', ';']) {
        return text.into_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
