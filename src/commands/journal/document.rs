//! A night for programs, the same in every verb.

use serde::Serialize;

use crate::diary::{Played, Stretched, Summary};
use crate::night::Night;

/// What is known of a night; null is what nobody has said.
#[derive(Serialize)]
pub(in crate::commands) struct NightDocument {
    night: Night,
    /// `no`, `part` or `yes`.
    stretched: &'static str,
    cramps: Option<u32>,
    /// 0 to 10.
    pain: Option<u8>,
    note: Option<String>,
    sessions: Vec<SessionDocument>,
}

#[derive(Serialize)]
struct SessionDocument {
    routine: String,
    completed: bool,
    held_s: f64,
}

impl NightDocument {
    /// The night for programs.
    pub(in crate::commands) fn of(summary: &Summary) -> Self {
        let session = |played: &Played| SessionDocument {
            routine: played.routine.clone(),
            completed: played.completed,
            held_s: played.held,
        };
        Self {
            night: summary.night,
            stretched: stretched(summary.stretched),
            cramps: summary.cramps,
            pain: summary.pain,
            note: summary.note.clone(),
            sessions: summary.sessions.iter().map(session).collect(),
        }
    }
}

/// The word for it.
pub(in crate::commands) fn stretched(stretched: Stretched) -> &'static str {
    match stretched {
        Stretched::No => "no",
        Stretched::Part => "part",
        Stretched::Yes => "yes",
    }
}
