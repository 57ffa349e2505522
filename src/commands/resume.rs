//! `legrest routine --resume`: tonight's routine from where it was left.

use std::time::Duration;

use super::compile::compile;
use super::journal;
use crate::diary::Moments;
use crate::error::Error;
use crate::library::Loaded;
use crate::night::Night;
use crate::record::{FoundRecord, HoldRef, Record, RecordKind, Resumed};
use crate::routine::amount::Level;
use crate::timeline::{Choice, Timeline};

/// The rest of a routine that was left tonight, with so much more time before
/// it, what was chosen of it then, and the session that left it.
pub(super) fn rest(loaded: &Loaded, lead: Duration) -> Result<(Timeline, Choice, Resumed), Error> {
    let name = &loaded.name;
    let nothing = |why: String| {
        Error::failed(format!("nothing to resume: {why}"))
            .with_help(format!("from the beginning: legrest routine {name}"))
    };
    let line = tonight(name)?.unwrap_or_default();
    let Ok(Record {
        id,
        kind: RecordKind::Session(left),
        ..
    }) = Record::read(&line)
    else {
        return Err(nothing(format!("no {name} is recorded tonight")));
    };
    let Some(reached) = left.reached else {
        return Err(nothing(format!("tonight's {name} ran to its end")));
    };
    let level = Level::all().find(|level| level.to_string() == left.level);
    let choice = Choice {
        level: level.unwrap_or(Level::STANDARD),
        only: left.only,
        skip: left.skip,
        side: left.side,
        from: None,
        lead: Duration::ZERO,
        unhurried: left.unhurried,
    };
    let timeline = compile(loaded, &choice, None)?;
    let hold = timeline.segments.iter().position(|segment| {
        segment.phase.is_goal() && HoldRef::of(&timeline, segment).is_same(&reached)
    });
    let hold = hold.ok_or_else(|| nothing(format!("{name} has changed since it was left")))?;
    let timeline = timeline.from_hold(hold, reached.held).with_lead(lead);
    Ok((timeline, choice, Resumed { id, reached }))
}

/// The line of the latest session of a routine tonight.
fn tonight(routine: &str) -> Result<Option<Vec<u8>>, Error> {
    let tonight = Night::of(super::now().datetime());
    let mut moments = Moments::default();
    let mut sessions = Vec::new();
    let trouble = journal::open()?.read(|found: &FoundRecord| {
        let place = moments.note(found);
        if let RecordKind::Session(session) = &found.record.kind
            && found.record.night == tonight
            && session.routine == routine
        {
            sessions.push((place, found.text.to_vec()));
        }
    });
    if trouble.is_closed {
        return Err(journal::unreadable(&trouble.to_string()));
    }
    if !trouble.is_none() {
        journal::warn(&trouble.to_string());
    }
    let sessions = sessions.into_iter();
    let latest = sessions.max_by_key(|(place, _)| moments.order(*place));
    Ok(latest.map(|(_, line)| line))
}
