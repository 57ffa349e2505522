//! What is set for good and what was typed, resolved once into what is meant:
//! built-in default, then config file, then environment, then flag.

pub mod catalogue;
mod config;
mod sources;
#[cfg(unix)]
mod trust;

pub use config::Config;
pub(crate) use config::template;
pub(crate) use sources::{Origin, Sources, examine};

use crate::audio::Tuning;
use crate::cli::{ChoiceArgs, Display, PlayArgs};
use crate::error::Error;
use crate::hooks::Hooks;
use crate::paths;
use crate::player::Voice;
use crate::report::Theme;
use crate::speech::Synthesizer;
use crate::text::composed;
use crate::timeline::Choice;

/// How a routine is to be played.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub display: Display,
    /// Volume 0, without sound and bell, also where none is wanted at all.
    pub tuning: Tuning,
    /// How much is said from the beginning.
    pub voice: Voice,
    /// The command that speaks, where the person has chosen one.
    pub own_voice: Option<Synthesizer>,
    /// How many times as fast as in earnest.
    pub speed: f64,
    pub theme: Theme,
    pub keep_awake: bool,
    /// Whether it goes into the journal: a rehearsal does not.
    pub journal: bool,
    pub hooks: Hooks,
}

impl Settings {
    /// Fails where the environment holds a value that makes no sense, as all
    /// functions here do.
    pub(crate) fn resolve(args: &PlayArgs, sources: &Sources) -> Result<Self, Error> {
        let no_voice = (args.no_voice || args.quiet).then_some(Voice::Off);
        let in_earnest = (args.speed - 1.0).abs() < f64::EPSILON;
        let volume = if args.quiet { Some(0) } else { args.volume };
        Ok(Self {
            display: args.display.unwrap_or(sources.get(&catalogue::DISPLAY)?),
            tuning: tuning(volume, sources)?,
            voice: no_voice
                .or(args.voice)
                .unwrap_or(sources.get(&catalogue::VOICE)?),
            own_voice: sources.get(&catalogue::VOICE_COMMAND)?,
            speed: args.speed,
            theme: sources.get(&catalogue::THEME)?,
            keep_awake: sources.get(&catalogue::KEEP_AWAKE)?,
            journal: sources.get(&catalogue::JOURNAL)?
                && !args.no_journal
                && in_earnest
                // That it has no folder was told at the beginning.
                && paths::check(paths::DATA_DIR).is_ok(),
            hooks: if args.no_hooks {
                Hooks::default()
            } else {
                sources.hooks().clone()
            },
        })
    }
}

/// How everything is to sound, with the volume that was typed.
pub(crate) fn tuning(volume: Option<u8>, sources: &Sources) -> Result<Tuning, Error> {
    Ok(Tuning {
        volume: volume.unwrap_or(sources.get(&catalogue::VOLUME)?),
        lead: sources.get(&catalogue::SOUND_LEAD)?,
    })
}

/// What of a routine is to be played.
pub(crate) fn choice(args: &ChoiceArgs, sources: &Sources) -> Result<Choice, Error> {
    let id = |typed: &String| composed(typed).into_owned();
    Ok(Choice {
        level: args.level.unwrap_or(sources.get(&catalogue::LEVEL)?),
        only: args.only.iter().map(id).collect(),
        skip: args.skip.iter().map(id).collect(),
        side: args.side,
        from: args.from.as_ref().map(id),
        lead: sources.get(&catalogue::PREPARE_LEAD)?,
        unhurried: sources.get(&catalogue::UNHURRIED)?,
    })
}
