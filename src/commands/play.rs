//! Plays a timeline: what `routine` and `cramp` have in common.

mod greeting;

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use super::journal::{JournalRecorder, RecordAs};
use crate::cli::Display;
use crate::console::has_colour;
use crate::error::Error;
use crate::exit;
use crate::library::{Loaded, Source};
use crate::outlet::{self, NonBlockingWriter};
use crate::player::Player;
use crate::report::{Bars, Full, Json, Look, Plain, Reporter, Theme};
use crate::session::{self, Ending, Plan, SessionRecorder};
use crate::settings::Settings;
use crate::terminal::{self, Keyboard, KeysFrom, Screen};
use crate::timeline::Timeline;
use greeting::{Greeting, remember};

/// Plays it, keeps a record of it, and says with its exit code how it ended. A
/// whole screen shows `first_words` at first: a line that it hides.
pub(super) fn play(
    loaded: Loaded,
    mut timeline: Timeline,
    mut settings: Settings,
    record_as: RecordAs,
    warnings: usize,
    first_words: Option<String>,
) -> Result<ExitCode, Error> {
    settings.display = settings.display.on_this_terminal();
    let (display, leaves_no_trace) = (settings.display, settings.leaves_no_trace);
    timeline.for_a_cramp = matches!(record_as, RecordAs::Cramp(_));
    let resumed = match &record_as {
        RecordAs::Session(tonight) => tonight.resumed.clone(),
        RecordAs::Cramp(_) => None,
    };
    // Not from where the routine itself was read.
    let keys = match loaded.source {
        Source::Stdin => KeysFrom::Terminal,
        Source::BuiltIn(_) | Source::Own(_) | Source::Typed(_) => KeysFrom::Stdin,
    };
    let may_wait = matches!(display, Display::Full | Display::Bars)
        && !timeline.for_a_cramp
        && resumed.is_none()
        && (settings.speed - 1.0).abs() < f64::EPSILON
        && Keyboard::open(keys).is_some();
    let greeting = Greeting::say(&mut timeline, &settings, may_wait);
    let welcome = greeting.lines.iter().cloned().chain(first_words).collect();
    let (screen, out, reporter) = display.reporter(settings.theme, welcome);
    let ending = session::play(Plan {
        player: Player::new(timeline),
        resumed,
        clips: loaded.clips,
        reporter,
        out,
        screen,
        keys,
        first_page: greeting.page.clone(),
        was_read: if leaves_no_trace { || {} } else { remember },
        recorder: settings.journal.then(|| {
            let recorder = JournalRecorder::new(record_as, display.is_for_people());
            Box::new(recorder) as Box<dyn SessionRecorder>
        }),
        name: loaded.name,
        warnings,
        settings,
    })?;
    if !leaves_no_trace {
        greeting.remember();
    }
    Ok(match ending {
        Ending::Outcome(outcome) => exit::of_outcome(outcome),
        // A signal that ended the session ends the program, too.
        Ending::Signal(number) => {
            crate::signals::die_by(number);
            exit::of_signal(number)
        }
    })
}

/// The smallest window, in columns and rows, that is worth all of itself.
const FULL_FROM: (usize, usize) = (40, 10);

impl Display {
    fn on_this_terminal(self) -> Self {
        let is_large = |(columns, rows)| columns >= FULL_FROM.0 && rows >= FULL_FROM.1;
        let reads_lines = env::var_os("ACCESSIBLE").is_some_and(|it| !it.is_empty() && it != "0");
        match self {
            Self::Full | Self::Bars | Self::Auto if !terminal::understands_codes() => Self::Plain,
            Self::Auto if reads_lines => Self::Plain,
            Self::Auto if terminal::size().is_some_and(is_large) => Self::Full,
            Self::Auto => Self::Bars,
            other => other,
        }
    }

    fn is_for_people(self) -> bool {
        !matches!(self, Self::Json | Self::None) && io::stderr().is_terminal()
    }

    /// The part of the screen it takes, what is written to, and what is written;
    /// a whole screen shows `welcome` at first.
    fn reporter(self, theme: Theme, welcome: Vec<String>) -> (Screen, NonBlockingWriter, Reporter) {
        let look = Look::of_environment(theme, has_colour(&io::stderr()));
        let (screen, out) = match self {
            Self::Auto | Self::Full => (Screen::Alternate(look.palette.ground), outlet::stderr()),
            Self::Bars => (Screen::Inline, outlet::stderr()),
            Self::Plain | Self::Json | Self::None => (Screen::None, outlet::stdout()),
        };
        let reporter = match self {
            Self::Auto | Self::Full => Reporter::Screen(Box::new(Full::new(look, welcome))),
            Self::Bars => Reporter::Screen(Box::new(Bars::new(look))),
            Self::Plain => Reporter::Events(Box::new(Plain::new(&welcome))),
            Self::Json => Reporter::Events(Box::new(Json)),
            Self::None => Reporter::None,
        };
        (screen, out, reporter)
    }
}
