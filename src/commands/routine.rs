//! `legrest routine`: plays one.

use std::process::ExitCode;

use clap::ValueEnum;

use super::compile::compile;
use super::journal::RecordAs;
use super::tonight::Others;
use super::{outline, play, resume};
use crate::cli::{Display, Muscle, RoutineArgs};
use crate::console::print_lines;
use crate::diagnostic::printable;
use crate::error::Error;
use crate::library::{self, Source};
use crate::outlet;
use crate::record::Tonight;
use crate::settings::{self, Settings, Sources};

pub(super) fn run(args: &RoutineArgs) -> Result<ExitCode, Error> {
    let sources = Sources::load()?;
    let settings = Settings::resolve(&args.play, &sources)?;
    let mut choice = settings::choice(&args.choice, &sources)?;
    let loaded = library::load(&args.routine)?;
    let mut not_tonight = None;
    let (timeline, choice, resumed) = if args.resume {
        let (timeline, choice, resumed) = resume::rest(&loaded, choice.lead)?;
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
                    _ => printable(&loaded.name),
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
    play::play(
        loaded,
        timeline,
        settings,
        args.play.no_journal,
        record_as,
        usize::MAX,
        not_tonight,
    )
}
