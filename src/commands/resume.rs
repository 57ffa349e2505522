//! `legrest routine --resume`: tonight's routine from where it was left.

use std::time::Duration;

use super::{journal, no_timeline};
use crate::error::Error;
use crate::library::Loaded;
use crate::night::Night;
use crate::record::{Kind, Left, Place};
use crate::routine::amount::Level;
use crate::timeline::{self, Choice, Phase, Timeline};

/// The rest of a routine that was left tonight, with so much more time before
/// it, and what was chosen of it then.
pub(super) fn rest(loaded: &Loaded, lead: Duration) -> Result<(Timeline, Choice), Error> {
    let name = &loaded.name;
    let nothing = |why: String| {
        Error::failed(why).with_help(format!("from the beginning: legrest routine {name}"))
    };
    let left = tonight(name)?
        .ok_or_else(|| nothing(format!("nothing to resume: no {name} is recorded tonight")))?;
    let Some(reached) = &left.reached else {
        let why = format!("nothing to resume: tonight's {name} ran to its end");
        return Err(nothing(why));
    };
    let level = Level::all().find(|level| level.to_string() == left.level);
    let choice = Choice {
        level: level.unwrap_or(Level::STANDARD),
        only: left.only.clone(),
        skip: left.skip.clone(),
        side: left.side,
        from: None,
        lead: Duration::ZERO,
    };
    let timeline =
        timeline::compile(&loaded.routine, &choice).map_err(|error| no_timeline(loaded, error))?;
    let hold = timeline.segments.iter().position(|segment| {
        segment.phase == Phase::Hold && Place::of(&timeline, segment) == *reached
    });
    let hold = hold.ok_or_else(|| {
        nothing(format!(
            "nothing to resume: {name} has changed since it was left"
        ))
    })?;
    Ok((timeline.from_hold(hold).with_lead(lead), choice))
}

/// The latest session of a routine tonight.
fn tonight(routine: &str) -> Result<Option<Left>, Error> {
    let tonight = Night::of(super::now().datetime());
    let mut latest = None;
    let trouble = journal::open()?.read(|entry, line| {
        let Kind::Session { routine: name, .. } = &entry.kind else {
            return;
        };
        let when = (entry.at, entry.id.to_string());
        let is_later = latest.as_ref().is_none_or(|(before, _)| *before < when);
        if entry.night == tonight && name == routine && is_later {
            latest = Left::read(line).map(|left| (when, left)).or(latest.take());
        }
    });
    if !trouble.is_none() {
        journal::warn(&trouble.to_string());
    }
    Ok(latest.map(|(_, left)| left))
}
