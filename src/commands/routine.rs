//! `legrest routine`: plays one.

use std::io::{self, Write};
use std::process::ExitCode;

use super::{compile, play, show};
use crate::cli::{Display, RoutineArgs};
use crate::error::Error;
use crate::library;
use crate::settings::Settings;

pub(super) fn run(args: &RoutineArgs) -> Result<ExitCode, Error> {
    let settings = Settings::resolve(&args.play)?;
    let loaded = library::load(&args.routine)?;
    let timeline = compile(&loaded, &args.choice)?;
    if args.dry_run {
        let mut out = io::stdout().lock();
        match settings.display {
            Display::Json => show::document(&mut out, &loaded.name, &timeline)?,
            _ => show::moments(&mut out, &timeline)?,
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    play::play(loaded, timeline, &settings, args.play.no_journal)
}
