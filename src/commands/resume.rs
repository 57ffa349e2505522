//! `legrest routine --resume`: tonight's routine from where it was left.

use std::sync::Arc;
use std::time::Duration;

use super::compile::compile;
use super::{journal, tonight};
use crate::error::Error;
use crate::library::Loaded;
use crate::player::Outcome;
use crate::record::{HoldRef, Record, RecordKind, Resumed, SessionRecord, Tally};
use crate::routine::amount::Level;
use crate::timeline::{Choice, Timeline};

/// The rest of a routine that was left tonight, with so much more time before
/// it, what was chosen of it then, and the session that left it.
pub(super) fn rest(
    loaded: &Loaded,
    lead: Duration,
) -> Result<(Timeline, Choice, Arc<Resumed>), Error> {
    let name = &loaded.name;
    let nothing = |why: String| {
        Error::failed(format!("nothing to resume: {why}"))
            .with_help(format!("from the beginning: legrest routine {name}"))
    };
    let lines = left_tonight(name)?;
    // The latest session first, then the one that it resumes, and so on.
    let mut parts: Vec<(String, SessionRecord)> = Vec::new();
    for line in lines.iter().rev() {
        if let Some(Record { id, kind, .. }) = Record::read(line)
            && let RecordKind::Session(session) = kind
            && (parts.last()).is_none_or(|(_, later)| later.resumes.as_ref() == Some(&id))
        {
            parts.push((id, session));
        }
    }
    let mut tally = Tally::default();
    for (_, part) in parts.iter().rev() {
        tally.add(&part.steps, &part.tasks);
    }
    let Some((id, left)) = parts.into_iter().next() else {
        return Err(nothing(format!("no {name} is recorded tonight")));
    };
    let Some(reached) = left.reached else {
        let how = match left.outcome {
            Outcome::Completed => "ran to its end",
            _ => "has nothing left",
        };
        return Err(nothing(format!("tonight's {name} {how}")));
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
    let mut timeline = compile(loaded, &choice, None)?;
    let find = |timeline: &Timeline, hold: &HoldRef| {
        let is_it = |segment| HoldRef::of(timeline, segment).is_same(hold);
        let mut segments = timeline.segments.iter();
        segments.position(|segment| segment.phase.is_goal() && is_it(segment))
    };
    let hold = find(&timeline, &reached);
    let hold = hold.ok_or_else(|| nothing(format!("{name} has changed since it was left")))?;
    for hurt in &left.hurt {
        if let Some(hurt) = find(&timeline, hurt) {
            timeline.leave_out_after(hurt);
        }
    }
    let planned = timeline.steps.clone();
    let timeline = timeline.from_hold(hold, reached.held).with_lead(lead);
    tally.hurt = left.hurt;
    let resumed = Resumed {
        id,
        reached,
        planned,
        tally,
    };
    Ok((timeline, choice, Arc::new(resumed)))
}

/// The lines of tonight's sessions of a routine, oldest first.
fn left_tonight(routine: &str) -> Result<Vec<Vec<u8>>, Error> {
    let tonight = tonight::tonight();
    let (lines, trouble) = journal::lines(&journal::open()?, |found| {
        matches!(&found.record.kind, RecordKind::Session(it) if it.routine == routine)
            && found.record.night == tonight
    });
    if trouble.is_closed {
        return Err(journal::unreadable(&trouble.to_string()));
    }
    if !trouble.is_none() {
        journal::warn(&trouble.to_string());
    }
    Ok(lines)
}
