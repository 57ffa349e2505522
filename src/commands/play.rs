//! Plays a timeline: what `routine` and `cramp` have in common.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::journal::{JournalKeeper, Keep};
use crate::cli::Display;
use crate::console::has_colour;
use crate::error::Error;
use crate::exit;
use crate::library::{Loaded, Source};
use crate::outlet::{self, Outlet};
use crate::paths;
use crate::player::Player;
use crate::report::{Bars, Full, Json, Look, Plain, Reporter, Silent};
use crate::safety;
use crate::session::{self, Ending, Keeper, Narration, Plan, Warnings};
use crate::settings::Settings;
use crate::signals;
use crate::terminal::{self, KeysFrom, Screen};
use crate::text::fold;
use crate::timeline::{Phase, Timeline};

/// The smallest window, in columns and rows, that is worth all of itself.
const FULL_FROM: (usize, usize) = (40, 10);

/// How long a person needs for the lines that greet a newcomer.
const TO_READ_IT: Duration = Duration::from_secs(10);

/// Plays it, keeps a record of it, and says with its exit code how it ended.
pub(super) fn play(
    loaded: Loaded,
    mut timeline: Timeline,
    settings: &Settings,
    leaves_no_trace: bool,
    keep: Keep,
    warnings: Warnings,
) -> Result<ExitCode, Error> {
    let display = on_this_terminal(settings.display);
    // Who starts with a hold is in a cramp, and needs no more words first.
    let prepares = timeline.segments.first().map(|segment| segment.phase) == Some(Phase::Prepare);
    let mut welcome = Vec::new();
    if prepares {
        let caution = || safety::EACH_TIME.to_owned();
        timeline.caution.get_or_insert_with(caution);
        // A rehearsal is too short to read them.
        let in_earnest = settings.speed <= 1.0;
        if in_earnest && is_for_people(display) && !was_greeted() {
            welcome.extend(safety::FIRST_TIME.map(str::to_owned));
        }
    }
    let columns = terminal::size().map_or(80, |(columns, _)| columns);
    for line in welcome.iter().flat_map(|line| fold(line, columns)) {
        outlet::say(&line);
    }
    let greets = !welcome.is_empty();
    let began = Instant::now();
    let (out, screen) = match display {
        Display::Auto | Display::Full => (outlet::stderr(), Screen::Alternate),
        Display::Bars => (outlet::stderr(), Screen::Inline),
        Display::Plain | Display::Json | Display::None => (outlet::stdout(), Screen::None),
    };
    let reporter = reporter(display, out.clone(), settings, welcome);
    let player = match keep {
        Keep::Session(..) => Player::new(timeline),
        Keep::Cramp(_) => Player::new(timeline).for_a_cramp(),
    };
    let keep: Box<dyn Keeper> = if settings.journal {
        let talks = is_for_people(display);
        let routine = loaded.name.clone();
        Box::new(JournalKeeper::begin(keep, routine, talks, warnings.clone()))
    } else {
        Box::new(())
    };
    let ending = session::play(Plan {
        name: loaded.name,
        player,
        speed: settings.speed,
        tuning: settings.tuning,
        clips: loaded.clips,
        narration: Narration {
            on: settings.voice,
            by: settings.own_voice.clone(),
        },
        hooks: settings.hooks.clone(),
        keep_awake: settings.keep_awake,
        reporter,
        out,
        screen,
        keys: match loaded.source {
            Source::Stdin => KeysFrom::Terminal,
            Source::BuiltIn(_) | Source::Own(_) | Source::Typed(_) => KeysFrom::Stdin,
        },
        keep,
        warnings,
    })?;
    if greets && !leaves_no_trace && began.elapsed() >= TO_READ_IT {
        remember_greeting();
    }
    Ok(match ending {
        Ending::Outcome(outcome) => exit::of_outcome(outcome),
        Ending::Absence => ExitCode::from(exit::QUIT),
        Ending::Signal(number) => {
            signals::die_by(number);
            exit::of_signal(number)
        }
    })
}

/// The display that the terminal can carry.
fn on_this_terminal(wanted: Display) -> Display {
    match wanted {
        Display::Full | Display::Bars | Display::Auto if !terminal::understands_codes() => {
            Display::Plain
        }
        Display::Auto => match terminal::size() {
            Some((columns, rows)) if columns >= FULL_FROM.0 && rows >= FULL_FROM.1 => Display::Full,
            _ => Display::Bars,
        },
        other => other,
    }
}

/// The reporter for a display.
fn reporter(
    display: Display,
    out: Outlet,
    settings: &Settings,
    welcome: Vec<String>,
) -> Box<dyn Reporter> {
    let look = || Look::of_environment(settings.theme, has_colour(&io::stderr()));
    match display {
        Display::Auto | Display::Full => Box::new(Full::new(out, look(), welcome)),
        Display::Bars => Box::new(Bars::new(out, look())),
        Display::Plain => Box::new(Plain::new(out)),
        Display::Json => Box::new(Json::new(out)),
        Display::None => Box::new(Silent),
    }
}

/// Whether a person reads what is shown.
fn is_for_people(display: Display) -> bool {
    !matches!(display, Display::Json | Display::None) && io::stderr().is_terminal()
}

/// Whether somebody has been greeted here before.
fn was_greeted() -> bool {
    greeted().is_some_and(|file| file.exists())
}

/// Where this can't be noted, a person is greeted again.
fn remember_greeting() {
    if let Some(file) = greeted() {
        let folder = file.parent().unwrap_or(&file);
        let _ = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, ""));
    }
}

fn greeted() -> Option<PathBuf> {
    paths::data().map(|folder| folder.join("greeted"))
}
