//! What was typed and what the environment says, resolved once into what is
//! meant: built-in default, then environment, then flag.

use std::env;
use std::time::Duration;

use clap::ValueEnum;

use crate::audio::Tuning;
use crate::cli::{ChoiceArgs, Display, LevelName, PlayArgs};
use crate::error::Error;
use crate::report::Theme;
use crate::routine::amount;
use crate::speech::Voice;
use crate::timeline::Choice;

/// Loud enough for a quiet bedroom, not for the one next to it.
const VOLUME: u8 = 75;
/// What most Bluetooth speakers swallow before they are awake.
const LEAD: Duration = Duration::from_secs(1);
/// A sound server need not be kept busy for longer than this.
const LONGEST_LEAD: Duration = Duration::from_secs(5);

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
    pub own_voice: Option<Voice>,
    /// How many times as fast as in earnest.
    pub speed: f64,
    /// The colours.
    pub theme: Theme,
    /// Whether it goes into the journal: a rehearsal does not.
    pub journal: bool,
}

impl Settings {
    /// The settings of a session.
    ///
    /// # Errors
    /// When the environment holds a value that makes no sense.
    pub fn resolve(args: &PlayArgs) -> Result<Self, Error> {
        let display = from_environment("LEGREST_DISPLAY", one_of)?;
        let tuning = tuning(args.volume)?;
        let voice = from_environment("LEGREST_VOICE", yes_or_no)?;
        let own_voice = from_environment("LEGREST_VOICE_COMMAND", Voice::of_command)?;
        let asked = (args.voice || args.no_voice).then_some(args.voice);
        Ok(Self {
            display: args.display.or(display).unwrap_or(Display::Auto),
            tuning: Tuning {
                volume: if args.quiet { 0 } else { tuning.volume },
                ..tuning
            },
            voice: asked.or(voice).unwrap_or(false) && !args.quiet,
            own_voice,
            speed: args.speed,
            theme: theme()?,
            journal: journal()? && !args.no_journal && (args.speed - 1.0).abs() < f64::EPSILON,
        })
    }
}

/// How everything is to sound, with the volume that was typed.
///
/// # Errors
/// When the environment holds a value that makes no sense.
pub fn tuning(volume: Option<u8>) -> Result<Tuning, Error> {
    let usual = from_environment("LEGREST_VOLUME", |text| {
        let volume = text.parse().ok().filter(|volume| *volume <= 100);
        volume.ok_or_else(|| "a number from 0 to 100".to_owned())
    })?;
    let lead = from_environment("LEGREST_SOUND_LEAD", |text| {
        let lead = amount::duration(text).ok();
        let lead = lead.filter(|lead| *lead <= LONGEST_LEAD);
        lead.ok_or_else(|| "a duration from 0s to 5s, like 1s".to_owned())
    })?;
    Ok(Tuning {
        volume: volume.or(usual).unwrap_or(VOLUME),
        lead: lead.unwrap_or(LEAD),
    })
}

/// The colours of the environment's choice.
///
/// # Errors
/// When the environment holds a value that makes no sense.
pub fn theme() -> Result<Theme, Error> {
    Ok(from_environment("LEGREST_THEME", theme_named)?.unwrap_or_default())
}

/// Whether the journal is to be written by itself.
///
/// # Errors
/// When the environment holds a value that makes no sense.
pub fn journal() -> Result<bool, Error> {
    Ok(from_environment("LEGREST_JOURNAL", yes_or_no)?.unwrap_or(true))
}

/// What of a routine is to be played.
///
/// # Errors
/// When the environment holds a value that makes no sense.
pub fn choice(args: &ChoiceArgs) -> Result<Choice, Error> {
    let level = from_environment("LEGREST_LEVEL", one_of::<LevelName>)?;
    Ok(Choice {
        level: args.level.or(level).unwrap_or(LevelName::Standard).into(),
        only: args.only.clone(),
        skip: args.skip.clone(),
        side: args.side.map(Into::into),
        from: args.from.clone(),
    })
}

/// The value of a variable; an empty one counts as unset. `read` tells what it
/// wants where it can't read it.
fn from_environment<T>(
    name: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, Error> {
    let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let value = value.to_string_lossy();
    read(&value).map(Some).map_err(|wanted| {
        Error::usage(format!("the environment variable {name} is \"{value}\""))
            .with_help(format!("set it to {wanted}, or unset it"))
    })
}

fn theme_named(text: &str) -> Result<Theme, String> {
    match text {
        "ember" => Ok(Theme::Ember),
        "plain" => Ok(Theme::Plain),
        "mono" => Ok(Theme::Mono),
        _ => Err("one of ember, plain, mono".to_owned()),
    }
}

fn one_of<T: ValueEnum>(text: &str) -> Result<T, String> {
    T::from_str(text, false).map_err(|_| {
        let values = T::value_variants().iter().filter_map(T::to_possible_value);
        let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        format!("one of {}", names.join(", "))
    })
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err("on or off".to_owned()),
    }
}
