//! `legrest cramp`: relief for a cramp, at once.

use std::process::ExitCode;

use super::journal::Keep;
use super::play;
use crate::cli::{CrampArgs, Muscle};
use crate::error::Error;
use crate::library;
use crate::report::to_stderr;
use crate::routine::amount::Level;
use crate::settings::{Settings, Sources};
use crate::timeline::{self, Choice};

pub(super) fn run(args: &CrampArgs) -> Result<ExitCode, Error> {
    // Whoever is in a cramp can't mend a config file first.
    let sources = if let Ok(sources) = Sources::load() {
        sources
    } else {
        to_stderr("warning: the config file is not used; \"legrest config\" tells why")?;
        Sources::default()
    };
    let settings = Settings::resolve(&args.play, &sources)?;
    let muscle = match args.muscle {
        Muscle::Calf => "calf",
        Muscle::Hamstring => "hamstring",
        Muscle::Thigh => "thigh",
    };
    let loaded = library::load(&format!("cramp-{muscle}"))?;
    let timeline = timeline::compile(&loaded.routine, &Choice::all(Level::STANDARD))
        .map_err(|error| super::no_timeline(&loaded, error))?;
    play::play(
        loaded,
        timeline,
        &settings,
        args.play.no_journal,
        Keep::Cramp(muscle),
    )
}
