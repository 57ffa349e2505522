//! `legrest routine`: plays one.

use std::process::ExitCode;

use super::compile::compile;
use super::journal::RecordAs;
use super::{outline, play, resume};
use crate::cli::{Display, RoutineArgs};
use crate::console::print_lines;
use crate::error::Error;
use crate::library::{self, Source};
use crate::record::Tonight;
use crate::settings::{self, Settings, Sources};

pub(super) fn run(args: &RoutineArgs) -> Result<ExitCode, Error> {
    let sources = Sources::load()?;
    let settings = Settings::resolve(&args.play, &sources)?;
    let choice = settings::choice(&args.choice, &sources)?;
    let loaded = library::load(&args.routine)?;
    let (timeline, choice, resumed) = if args.resume {
        let (timeline, choice, resumed) = resume::rest(&loaded, choice.lead)?;
        (timeline, choice, Some(resumed))
    } else {
        (compile(&loaded, &choice, args.choice.fit)?, choice, None)
    };
    if args.dry_run {
        match settings.display {
            Display::Json => outline::print_document(&loaded.name, &timeline)?,
            _ => print_lines(outline::moments(&timeline))?,
        }
        return Ok(ExitCode::SUCCESS);
    }
    let record_as = match loaded.source {
        // Relief for a cramp is that under its other name, too.
        Source::BuiltIn("cramp-calf") => RecordAs::Cramp("calf"),
        Source::BuiltIn("cramp-hamstring") => RecordAs::Cramp("hamstring"),
        Source::BuiltIn("cramp-thigh") => RecordAs::Cramp("thigh"),
        _ => RecordAs::Session(Tonight {
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
        &settings,
        args.play.no_journal,
        record_as,
        usize::MAX,
    )
}
