//! What several verbs do with the journal: find it, read it, keep a record.

pub(super) mod document;

use std::time::Duration;

use jiff::Zoned;

use super::history::words::of_trial;
use crate::diagnostic::printable;
use crate::diary::{Diary, is_trial};
use crate::error::Error;
use crate::journal::{Journal, rfc3339};
use crate::night::Night;
use crate::paths;
use crate::player::{Outcome, Player};
use crate::record::{Body, Cramp, Session, Tonight};
use crate::report::to_stderr;
use crate::session::Warnings;
use crate::timeline::Choice;

/// As what a session is kept.
pub(super) enum Keep {
    /// A routine, of which this was chosen.
    Session(Choice),
    /// Relief for a cramp in this muscle.
    Cramp(&'static str),
}

/// The person's journal.
pub(super) fn open() -> Result<Journal, Error> {
    paths::check(paths::DATA_DIR)?;
    let folder = paths::journal().ok_or_else(|| {
        Error::failed("there is no folder for the journal")
            .with_help("set HOME, or LEGREST_DATA_DIR to a folder for it")
    })?;
    Ok(Journal::in_folder(folder))
}

/// Everything in the journal; what can't be read costs one warning.
pub(super) fn diary(journal: &Journal, now: &Zoned) -> Diary {
    let mut diary = Diary::default();
    let trouble = journal.read(|entry, _| diary.add(entry));
    let mut parts = Vec::new();
    if !trouble.is_none() {
        parts.push(trouble.to_string());
    }
    // East of here it may be tomorrow already.
    let tomorrow = Night::of(now.datetime()).after(1);
    match diary.after(tomorrow) {
        0 => {}
        1 => parts.push("one night in it is still to come: was a clock wrong?".to_owned()),
        nights => parts.push(format!(
            "{nights} nights in it are still to come: was a clock wrong?"
        )),
    }
    if !parts.is_empty() {
        warn(&parts.join("; "));
    }
    diary
}

/// Puts a warning about the journal on standard error.
pub(super) fn warn(what: &str) {
    // Where even this can't be written, there is nobody to tell.
    let _ = to_stderr(&warning(what));
}

fn warning(what: &str) -> String {
    format!("warning: the journal: {}", printable(what))
}

/// Keeps a record of a session that is over. Once it is kept, there may be
/// something to say: how many of the trial's nights are done.
///
/// # Errors
/// With a warning for the person, when it can't be kept.
pub(super) fn keep(
    keep: Keep,
    routine: String,
    started: &Zoned,
    player: &Player,
    ended: &Zoned,
    warnings: &Warnings,
) -> Result<Option<String>, String> {
    let ended_trial = is_trial(&routine) && player.outcome() == Some(Outcome::Completed);
    let body = match keep {
        Keep::Session(choice) => {
            let ended = rfc3339(ended);
            let tonight = Tonight {
                routine,
                choice,
                ended,
            };
            Body::Session(Box::new(Session::of(player, tonight)))
        }
        Keep::Cramp(muscle) => Body::Cramp(Cramp {
            muscle: muscle.to_owned(),
            held: let_go_after(player),
        }),
    };
    let night = Night::of(started.datetime());
    let written = open().and_then(|journal| {
        journal.append(started, night, &body)?;
        Ok(journal)
    });
    match written {
        Ok(journal) if ended_trial => {
            let mut diary = Diary::default();
            // What can't be read is told to whoever asks for the history.
            journal.read(|entry, _| diary.add(entry));
            Ok(of_trial(diary.trial_nights()))
        }
        Err(error) if warnings.take() => {
            let why = error.to_string();
            let why = why.strip_prefix("error: ").unwrap_or(&why);
            let why = why.replace('\n', ";");
            Err(warning(&format!("tonight could not be recorded: {why}")))
        }
        Ok(_) | Err(_) => Ok(None),
    }
}

/// How long the cramp lasted, once somebody said that it let go: the first
/// open hold.
fn let_go_after(player: &Player) -> Option<Duration> {
    let segments = &player.timeline().segments;
    let open = segments
        .iter()
        .position(|segment| segment.length.is_none())?;
    // One that was reached again after a key had led back counts as a whole.
    let attempts = player.holds().iter().filter(|hold| hold.index == open);
    let moved_on = player.outcome() == Some(Outcome::Completed)
        || player.snapshot(Duration::ZERO).index > open;
    moved_on.then(|| attempts.map(|hold| hold.time).sum())
}
