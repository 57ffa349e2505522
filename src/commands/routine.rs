//! `legrest routine`: plays one.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use super::{compile, show};
use crate::cli::{Display, RoutineArgs};
use crate::error::Error;
use crate::exit;
use crate::library::{self, Source};
use crate::report::{Bars, Json, Look, Plain, Reporter, Silent, to_stderr};
use crate::routine::Sound;
use crate::session::{self, Ending, Plan};
use crate::settings::Settings;
use crate::signals;
use crate::terminal::KeysFrom;
use crate::timeline::Timeline;

pub(super) fn run(args: &RoutineArgs) -> Result<ExitCode, Error> {
    let settings = Settings::resolve(args)?;
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
    if settings.volume > 0 && names_own_sound(&timeline) {
        to_stderr("warning: own sound files are not played yet; the built-in sounds stand in")?;
    }
    let (reporter, screen) = reporter(settings.display);
    let ending = session::play(Plan {
        name: loaded.name,
        timeline,
        speed: settings.speed,
        volume: settings.volume,
        reporter,
        screen,
        keys: match loaded.source {
            Source::Stdin => KeysFrom::Terminal,
            Source::BuiltIn(_) | Source::File(_) => KeysFrom::Stdin,
        },
    })?;
    Ok(match ending {
        Ending::Outcome(outcome) => exit::of_outcome(outcome),
        Ending::Signal(number) => {
            signals::die_by(number);
            exit::of_signal(number)
        }
    })
}

/// The reporter for a display, and whether it draws on the terminal.
fn reporter(display: Display) -> (Box<dyn Reporter>, bool) {
    match display {
        // A whole screen is still to come; until then a few rows are the most.
        Display::Auto | Display::Full | Display::Bars if can_draw() => {
            let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
            let bars = Bars::new(io::stderr(), Look::of_environment(colour));
            (Box::new(bars), true)
        }
        Display::Auto | Display::Full | Display::Bars | Display::Plain => {
            (Box::new(Plain::new(io::stdout())), false)
        }
        Display::Json => (Box::new(Json::new(io::stdout())), false),
        Display::None => (Box::new(Silent), false),
    }
}

/// Whether standard error is a terminal that can move its cursor.
fn can_draw() -> bool {
    let moves =
        cfg!(windows) || env::var("TERM").is_ok_and(|term| !term.is_empty() && term != "dumb");
    io::stderr().is_terminal() && moves
}

fn names_own_sound(timeline: &Timeline) -> bool {
    let steps = timeline.steps.iter().map(|step| &step.sounds);
    steps
        .chain([&timeline.sounds])
        .flat_map(|sounds| sounds.values())
        .any(|sound| matches!(sound, Sound::File(_)))
}
