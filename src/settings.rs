//! What is set for good and what was typed, resolved once into what is meant:
//! built-in default, then config file, then environment, then flag.

pub mod catalogue;
mod config;
mod sources;
#[cfg(unix)]
mod trust;

pub use config::{Config, template};
pub(crate) use sources::examine;
pub use sources::{Origin, Set, Sources};

use crate::audio::Tuning;
use crate::cli::{ChoiceArgs, Display, PlayArgs};
use crate::error::Error;
use crate::hooks::Hooks;
use crate::paths;
use crate::report::Theme;
use crate::speech::Synthesizer;
use crate::text::composed;
use crate::timeline::Choice;

/// How a routine is to be played.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How to show it.
    pub display: Display,
    /// How it sounds; volume 0 also where no sound is wanted at all.
    pub tuning: Tuning,
    /// Whether it is spoken from the beginning.
    pub voice: bool,
    /// The command that speaks, where the person has chosen one.
    pub own_voice: Option<Synthesizer>,
    /// How many times as fast as in earnest.
    pub speed: f64,
    /// The colours.
    pub theme: Theme,
    /// Whether the machine is kept awake meanwhile.
    pub keep_awake: bool,
    /// Whether it goes into the journal: a rehearsal does not.
    pub journal: bool,
    /// The person's own programs that are told of it.
    pub hooks: Hooks,
}

impl Settings {
    /// The settings of a session.
    ///
    /// # Errors
    /// When the environment holds a value that makes no sense.
    pub fn resolve(args: &PlayArgs, sources: &Sources) -> Result<Self, Error> {
        let display = sources.get(&catalogue::DISPLAY)?;
        let tuning = tuning(args.volume, sources)?;
        let voice = sources.get(&catalogue::VOICE)?;
        let asked = (args.voice || args.no_voice).then_some(args.voice);
        let in_earnest = (args.speed - 1.0).abs() < f64::EPSILON;
        Ok(Self {
            display: args.display.unwrap_or(display),
            tuning: Tuning {
                volume: if args.quiet { 0 } else { tuning.volume },
                ..tuning
            },
            voice: asked.unwrap_or(voice) && !args.quiet,
            own_voice: sources.get(&catalogue::VOICE_COMMAND)?,
            speed: args.speed,
            theme: theme(sources)?,
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
///
/// # Errors
/// When the environment holds a value that makes no sense.
pub fn tuning(volume: Option<u8>, sources: &Sources) -> Result<Tuning, Error> {
    let usual = sources.get(&catalogue::VOLUME)?;
    Ok(Tuning {
        volume: volume.unwrap_or(usual),
        lead: sources.get(&catalogue::SOUND_LEAD)?,
    })
}

/// The colours.
///
/// # Errors
/// When the environment holds a value that makes no sense.
pub fn theme(sources: &Sources) -> Result<Theme, Error> {
    sources.get(&catalogue::THEME)
}

/// What of a routine is to be played.
///
/// # Errors
/// When the environment holds a value that makes no sense.
pub fn choice(args: &ChoiceArgs, sources: &Sources) -> Result<Choice, Error> {
    let level = sources.get(&catalogue::LEVEL)?;
    let id = |typed: &String| composed(typed).into_owned();
    Ok(Choice {
        level: args.level.unwrap_or(level),
        only: args.only.iter().map(id).collect(),
        skip: args.skip.iter().map(id).collect(),
        side: args.side,
        from: args.from.as_ref().map(id),
        lead: sources.get(&catalogue::PREPARE_LEAD)?,
    })
}
