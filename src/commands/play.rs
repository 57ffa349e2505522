//! Plays a timeline: what `routine` and `cramp` have in common.

mod display;
mod greeting;

use std::process::ExitCode;
use std::sync::Arc;

use super::journal::{JournalRecorder, Keep};
use crate::error::Error;
use crate::exit;
use crate::library::{Loaded, Source};
use crate::player::Player;
use crate::safety;
use crate::session::{self, Ending, Plan, Warnings};
use crate::settings::Settings;
use crate::signals;
use crate::terminal::KeysFrom;
use crate::timeline::Timeline;
use greeting::Greeting;

/// Plays it, keeps a record of it, and says with its exit code how it ended.
pub(super) fn play(
    loaded: Loaded,
    timeline: Timeline,
    settings: &Settings,
    leaves_no_trace: bool,
    keep: Keep,
    warnings: Warnings,
) -> Result<ExitCode, Error> {
    let display = settings.display.on_this_terminal();
    let greeting = Greeting::say(&timeline, settings, display);
    let out = display.out();
    let ending = session::play(Plan {
        player: player(timeline, &keep),
        speed: settings.speed,
        tuning: settings.tuning,
        clips: loaded.clips,
        voice: settings.voice,
        own_voice: settings.own_voice.clone(),
        hooks: settings.hooks.clone(),
        keep_awake: settings.keep_awake,
        reporter: display.reporter(out.clone(), settings.theme, greeting.lines.clone()),
        out,
        screen: display.screen(),
        keys: keys_from(&loaded.source),
        recorder: if settings.journal {
            let talks = display.is_for_people();
            let recorder = JournalRecorder::begin(keep, talks, warnings.clone());
            Some(Box::new(recorder))
        } else {
            None
        },
        name: loaded.name,
        warnings,
    })?;
    if !leaves_no_trace {
        greeting.remember();
    }
    Ok(exit_code(ending))
}

/// A player that says what to mind each time, where somebody has time for it.
fn player(mut timeline: Timeline, keep: &Keep) -> Player {
    if timeline.prepares() {
        let routine = Arc::make_mut(&mut timeline.routine);
        let caution = || safety::EACH_TIME.to_owned();
        routine.caution.get_or_insert_with(caution);
    }
    match keep {
        Keep::Session(..) => Player::new(timeline),
        Keep::Cramp(_) => Player::new(timeline).for_a_cramp(),
    }
}

/// Where keys come from: not from where the routine itself was read.
fn keys_from(source: &Source) -> KeysFrom {
    match source {
        Source::Stdin => KeysFrom::Terminal,
        Source::BuiltIn(_) | Source::Own(_) | Source::Typed(_) => KeysFrom::Stdin,
    }
}

/// The exit code of a session. A signal that ended it ends the program, too.
fn exit_code(ending: Ending) -> ExitCode {
    match ending {
        Ending::Outcome(outcome) => exit::of_outcome(outcome),
        Ending::Absence => ExitCode::from(exit::QUIT),
        Ending::Signal(number) => {
            signals::die_by(number);
            exit::of_signal(number)
        }
    }
}
