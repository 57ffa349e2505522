//! Plays a timeline: what `routine` and `cramp` have in common.

mod display;
mod greeting;

use std::process::ExitCode;

use super::journal::{JournalRecorder, RecordAs};
use crate::cli::Display;
use crate::error::Error;
use crate::exit;
use crate::library::{Loaded, Source};
use crate::player::Player;
use crate::session::{self, Ending, Plan, SessionRecorder};
use crate::settings::Settings;
use crate::signals;
use crate::terminal::{Keyboard, KeysFrom};
use crate::timeline::Timeline;
use greeting::{Greeting, remember};

/// Plays it, keeps a record of it, and says with its exit code how it ended. A
/// whole screen shows `first_words` at first: a line that it hides.
pub(super) fn play(
    loaded: Loaded,
    mut timeline: Timeline,
    settings: Settings,
    leaves_no_trace: bool,
    record_as: RecordAs,
    warnings: usize,
    first_words: Option<String>,
) -> Result<ExitCode, Error> {
    let display = settings.display.on_this_terminal();
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
    let greeting = Greeting::say(&mut timeline, &settings, display, may_wait);
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
        Ending::Absence => ExitCode::from(exit::QUIT),
        // A signal that ended the session ends the program, too.
        Ending::Signal(number) => {
            signals::die_by(number);
            exit::of_signal(number)
        }
    })
}
