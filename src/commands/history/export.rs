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
    stretched: Vec<OftenDocument>,
    /// Null where there are too few nights.
    compared: Option<Compared>,
    trial: Trial,
    /// Of the last seven nights.
    cramp_nights: usize,
}

#[derive(Serialize)]
struct OftenDocument {
    nights: usize,
    of: usize,
}

#[derive(Serialize)]
struct Compared {
    with: GroupDocument,
    without: GroupDocument,
}

#[derive(Serialize)]
struct GroupDocument {
    nights: usize,
    with_cramps: usize,
    cramps: u32,
    /// Null where it is known of too few nights.
    mean_pain: Option<f64>,
}

#[derive(Serialize)]
struct Trial {
    nights: usize,
    of: usize,
}

/// One object, for programs.
pub(super) fn json(back: &HistorySummary) -> impl Serialize {
    let often = |often: &Frequency| OftenDocument {
        nights: often.stretched,
        of: often.of,
    };
    HistoryJson {
        tonight: back.tonight,
        nights: &back.nights,
        stretched: back.often.iter().map(often).collect(),
        compared: back.compared.as_ref().map(|(with, without)| Compared {
            with: group(with),
            without: group(without),
        }),
        trial: Trial {
            nights: back.trial,
            of: TRIAL_NIGHTS,
        },
        cramp_nights: back.cramp_nights,
    }
}

fn group(group: &Group) -> GroupDocument {
    GroupDocument {
        nights: group.nights,
        with_cramps: group.with_cramps,
        cramps: group.cramps,
        mean_pain: group.mean_pain(),
    }
}

/// A line a night, empty where nobody has said.
pub(super) fn csv(back: &HistorySummary) -> String {
    let mut lines = vec!["night,stretched,routines,held_s,cramps,pain,note".to_owned()];
    for night in &back.nights {
        let routines: Vec<&str> = night
            .sessions
            .iter()
            .map(|played| played.routine.as_str())
            .collect();
        let sessions = night.sessions.iter();
        let held: Duration = sessions.map(|played| played.held).sum();
        let number = |number: Option<u32>| number.map_or_else(String::new, |n| n.to_string());
        lines.push(
            [
                night.night.to_string(),
                night.stretched.word().to_owned(),
                field(&routines.join(" ")),
                format!("{:.0}", held.as_secs_f64()),
                number(night.cramps),
                number(night.pain.map(u32::from)),
                field(night.note.as_deref().unwrap_or_default()),
            ]
            .join(","),
        );
    }
    lines.join("\n")
}

/// A text as one field. A spreadsheet would take some for a formula.
fn field(text: &str) -> String {
    let text = printable(text);
    let guard = if text.starts_with(['=', '+', '-', '@']) {
        "'"
    } else {
        ""
    };
    if guard.is_empty() && !text.contains(['"', ',', ';']) {
        return text.into_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
