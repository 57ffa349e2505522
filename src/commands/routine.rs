//! `legrest routine`: plays one, from its beginning or from where it was left.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;

use super::compile::compile;
use super::journal::{self, RecordAs};
use super::tonight::{Others, tonight};
use super::{outline, play};
use crate::cli::{Display, Muscle, RoutineArgs};
use crate::console::print_lines;
use crate::error::Error;
use crate::library::{self, Loaded, Source};
use crate::outlet;
use crate::player::Outcome;
use crate::record::{HoldRef, RecordKind, Resumed, SessionRecord, Tally, Tonight};
use crate::routine::amount::Level;
use crate::settings::{self, Settings, Sources};
use crate::timeline::{Choice, Timeline};

pub(super) fn run(args: &RoutineArgs) -> Result<ExitCode, Error> {
    let sources = Sources::load()?;
    let settings = Settings::resolve(&args.play, &sources)?;
    let mut choice = settings::choice(&args.choice, &sources)?;
    let loaded = library::load(&args.routine)?;
    let mut not_tonight = None;
    let (timeline, choice, resumed) = if args.resume {
        let (timeline, choice, resumed) = rest(&loaded, choice.lead)?;
        (timeline, choice, Some(resumed))
    } else {
        let mut steps = loaded.routine.steps.iter();
        if !args.any_day
            && steps.any(|step| step.days.is_some())
            && let Some(others) = Others::of(&compile(&loaded, &choice, None)?, &choice)
        {
            if others.are_all {
                let name = match loaded.source {
                    Source::Stdin => "this routine".into(),
                    _ => crate::diagnostic::printable(&loaded.name),
                };
                let next = others.next_evening().long();
                let line = format!("Nothing of {name} is due tonight; next on {next}.");
                outlet::say(&line);
                return Ok(ExitCode::SUCCESS);
            }
            let line = others.not_tonight() + " --any-day plays all.";
            outlet::say(&line);
            not_tonight = Some(line);
            choice.skip.extend(others.ids());
        }
        (compile(&loaded, &choice, args.choice.fit)?, choice, None)
    };
    if args.dry_run {
        match settings.display {
            Display::Json => outline::print_document(&loaded.name, &timeline)?,
            _ => print_lines(outline::moments(&timeline))?,
        }
        return Ok(ExitCode::SUCCESS);
    }
    // Relief for a cramp is that under its other name, too.
    let is_named = matches!(loaded.source, Source::BuiltIn(_) | Source::Own(_));
    let mut muscles = Muscle::value_variants().iter();
    let record_as = match muscles.find(|it| is_named && it.routine() == loaded.name) {
        Some(muscle) => RecordAs::Cramp(*muscle),
        None => RecordAs::Session(Tonight {
            routine: loaded.name.clone(),
            choice,
            resumed,
        }),
    };
    // Before there is a screen that would hide it.
    super::now();
    let warnings = usize::MAX;
    play::play(loaded, timeline, settings, record_as, warnings, not_tonight)
}

/// The rest of a routine that was left tonight, with so much more time before
/// it, what was chosen of it then, and the session that left it.
fn rest(loaded: &Loaded, lead: Duration) -> Result<(Timeline, Choice, Arc<Resumed>), Error> {
    let name = &loaded.name;
    let nothing = |why: String| {
        let called = loaded.source.called();
        Error::failed(format!("nothing to resume: {why}"))
            .with_help(format!("from the beginning: legrest routine {called}"))
    };
    let tonight = tonight();
    let (sessions, trouble) = journal::in_order(&journal::open()?, |found| {
        let it = found.record;
        match &it.kind {
            RecordKind::Session(session) if session.routine == *name && it.night == tonight => {
                Some((it.id.clone(), session.clone()))
            }
            _ => None,
        }
    });
    if trouble.is_closed {
        return Err(journal::unreadable(&trouble.to_string()));
    }
    if !trouble.is_none() {
        journal::warn(&trouble.to_string());
    }
    // The latest session first, then the one that it resumes, and so on.
    let mut parts: Vec<(String, SessionRecord)> = Vec::new();
    for (id, session) in sessions.into_iter().rev() {
        if (parts.last()).is_none_or(|(_, later)| later.resumes.as_ref() == Some(&id)) {
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
        unhurried: left.unhurried,
        ..Choice::default()
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
