//! `legrest cramp`: relief for a cramp, at once, whatever is wrong around it.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use super::journal::Keep;
use super::play;
use crate::cli::{CrampArgs, Muscle};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::library::at_once::{Unused, at_once};
use crate::routine::amount::Level;
use crate::session::Warnings;
use crate::settings::{Settings, Sources};
use crate::terminal;
use crate::timeline::{self, Choice};
use crate::zone;

/// How long own sounds may take to decode: the instruction comes within 50 ms.
const PATIENCE: Duration = Duration::from_millis(25);

pub(super) fn run(args: &CrampArgs) -> Result<ExitCode, Error> {
    let mut wrong = Vec::new();
    let sources = Sources::load().unwrap_or_else(|_| {
        wrong.push("the config file is not used; \"legrest config\" tells why".to_owned());
        Sources::default()
    });
    let (sources, nonsense) = sources.without_nonsense();
    for variable in nonsense {
        wrong.push(format!("{variable} makes no sense and is not used"));
    }
    let settings = Settings::resolve(&args.play, &sources)?;
    let (name, muscle) = match args.muscle {
        Muscle::Calf => ("cramp-calf", "calf"),
        Muscle::Hamstring => ("cramp-hamstring", "hamstring"),
        Muscle::Thigh => ("cramp-thigh", "thigh"),
    };
    let (loaded, unused) = at_once(name, PATIENCE)?;
    wrong.extend(unused.map(|unused| match unused {
        Unused::Routine => {
            format!("your own {name} is not used; \"legrest show {name}\" tells why")
        }
        Unused::Sounds => {
            format!("the sounds of your own {name} are not used; \"legrest show {name}\" tells why")
        }
    }));
    wrong.extend(zone::trouble().map(str::to_owned));
    let timeline = timeline::compile(&loaded.routine, &Choice::all(Level::STANDARD))
        .map_err(|error| super::no_timeline(&loaded, error))?;
    // Nobody reads two warnings in a cramp.
    let warnings = Warnings::at_most(1);
    if !wrong.is_empty() && warnings.take() {
        let line = wrong.join("; ");
        let mut out = terminal::out();
        // Where even this can't be written, it starts all the same.
        let _ = writeln!(out, "warning: {}", printable(&line)).and_then(|()| out.flush());
    }
    play::play(
        loaded,
        timeline,
        &settings,
        args.play.no_journal,
        Keep::Cramp(muscle),
        warnings,
    )
}
