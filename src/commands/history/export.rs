//! A history for programs and spreadsheets.

use std::time::Duration;

use serde::Serialize;

use crate::diagnostic::printable;
use crate::diary::{Frequency, Group, HistorySummary, Summary, TRIAL_NIGHTS};
use crate::night::Night;

#[derive(Serialize)]
struct HistoryJson<'b> {
    tonight: Night,
    /// Oldest first, tonight included.
    nights: &'b [Summary],
    /// How often in the last week and four weeks.
    stretched: &'b [Frequency],
    /// Null where there are too few nights.
    compared: Option<Compared>,
    trial: Frequency,
    /// Of the last seven nights.
    cramp_nights: usize,
}

#[derive(Serialize)]
struct Compared {
    with: GroupJson,
    without: GroupJson,
}

#[derive(Serialize)]
struct GroupJson {
    nights: usize,
    with_cramps: usize,
    cramps: u32,
    /// Null where it is known of too few nights.
    mean_pain: Option<f64>,
}

pub(super) fn json(history: &HistorySummary) -> impl Serialize {
    let group = |group: Group| GroupJson {
        nights: group.nights,
        with_cramps: group.with_cramps,
        cramps: group.cramps,
        mean_pain: group.mean_pain(),
    };
    HistoryJson {
        tonight: history.tonight,
        nights: &history.nights,
        stretched: &history.often,
        compared: history.compared.map(|(with, without)| Compared {
            with: group(with),
            without: group(without),
        }),
        trial: Frequency {
            stretched: history.trial,
            of: TRIAL_NIGHTS,
        },
        cramp_nights: history.cramp_nights,
    }
}

/// A line a night, empty where nobody has said.
pub(super) fn csv(history: &HistorySummary) -> String {
    let mut lines = vec!["night,stretched,routines,held_s,cramps,pain,note".to_owned()];
    for night in &history.nights {
        let sessions = || night.sessions.iter();
        let routines: Vec<&str> = sessions().map(|played| &*played.routine).collect();
        let held: Duration = sessions().map(|played| played.held).sum();
        let fields = [
            night.night.to_string(),
            night.stretched.word().to_owned(),
            field(&routines.join(" ")),
            format!("{:.0}", held.as_secs_f64()),
            night.cramps.iter().map(u32::to_string).collect(),
            night.pain.iter().map(u8::to_string).collect(),
            field(night.note.as_deref().unwrap_or_default()),
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
