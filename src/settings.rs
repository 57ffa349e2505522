//! What is set for good and what was typed, resolved once into what is meant:
//! built-in default, then config file, then environment, then flag.

pub mod catalogue;
mod config;
#[cfg(unix)]
mod trust;

pub use config::Config;
pub(crate) use config::TEMPLATE;

use std::io;
use std::io::ErrorKind::{NotADirectory, NotFound};
use std::path::Path;

use crate::audio::Tuning;
use crate::cli::{ChoiceArgs, Display, PlayArgs};
use crate::diagnostic::Findings;
use crate::error::Error;
use crate::file;
use crate::hooks::Hooks;
use crate::paths;
use crate::player::Voice;
use crate::report::Theme;
use crate::speech::Synthesizer;
use crate::timeline::Choice;
use catalogue::{ALL, AnySetting, Read, Setting};

#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub display: Display,
    /// Volume 0, without sound and bell, also where none is wanted at all.
    pub tuning: Tuning,
    /// How much is said from the beginning.
    pub voice: Voice,
    /// The command that speaks, where the person has chosen one.
    pub own_voice: Option<Synthesizer>,
    pub speed: f64,
    pub theme: Theme,
    pub keep_awake: bool,
    /// Whether it goes into the journal: a rehearsal does not.
    pub journal: bool,
    /// Whether not even a greeting is remembered.
    pub leaves_no_trace: bool,
    pub hooks: Hooks,
}

impl Settings {
    /// Fails where the environment holds a value that makes no sense, as all do here
    /// that ask for one.
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
            leaves_no_trace: args.no_journal,
            hooks: if args.no_hooks {
                Hooks::default()
            } else {
                sources.config.hooks.clone()
            },
        })
    }
}

pub(crate) fn tuning(volume: Option<u8>, sources: &Sources) -> Result<Tuning, Error> {
    Ok(Tuning {
        volume: volume.unwrap_or(sources.get(&catalogue::VOLUME)?),
        lead: sources.get(&catalogue::SOUND_LEAD)?,
    })
}

pub(crate) fn choice(args: &ChoiceArgs, sources: &Sources) -> Result<Choice, Error> {
    let id = |typed: &String| crate::text::composed(typed).into_owned();
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

/// The config file and the environment, over the built-in defaults.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) config: Config,
    /// The variables of the environment that count as unset.
    pub(crate) ignored: Vec<String>,
}

pub(crate) const BUILT_IN: &str = "built-in default";

pub(crate) fn at_line(line: usize) -> String {
    format!("config file, line {line}")
}

impl Sources {
    /// The person's config file, if there is one, and the environment. Fails
    /// where the file can't be read, may have been written by somebody else, or
    /// is not valid.
    pub(crate) fn load() -> Result<Self, Error> {
        let Some(path) = paths::config_file() else {
            return Ok(Self::default());
        };
        let (config, findings) = examine(&path)?;
        let config = config.ok_or(findings)?;
        Ok(Self {
            config,
            ..Self::default()
        })
    }

    /// The same without the variables of the environment whose values make no sense.
    pub(crate) fn without_nonsense(mut self) -> Self {
        let mut nonsense = ALL.to_vec();
        // What the config file says makes sense.
        nonsense.retain(|setting| setting.read.expected(&self.text(setting).0).is_some());
        self.ignored = nonsense.iter().map(|setting| setting.variable()).collect();
        self
    }

    /// The value of a setting before any flag. Fails where the environment holds
    /// a value that makes no sense.
    pub(crate) fn get<T: 'static>(&self, setting: &Setting<Read<T>>) -> Result<T, Error> {
        let (text, _) = self.text(setting);
        (setting.read)(&text).map_err(|expected| {
            // What the config file says was checked when it was read.
            let variable = setting.variable();
            Error::usage(format!("the environment variable {variable} is \"{text}\""))
                .with_help(format!("set it to {expected}, or unset it"))
        })
    }

    /// What is said of a setting, and where. An empty variable counts as unset.
    pub(crate) fn text(&self, setting: &AnySetting) -> (String, String) {
        let variable = setting.variable();
        let value = std::env::var_os(&variable).filter(|value| !value.is_empty());
        if let Some(value) = value.filter(|_| !self.ignored.contains(&variable)) {
            let text = value.to_string_lossy().into_owned();
            return (text, format!("environment, {variable}"));
        }
        if let Some((text, line)) = self.config.values.get(setting.key) {
            return (text.clone(), at_line(*line));
        }
        let default = setting.default.trim_matches('"');
        (default.to_owned(), BUILT_IN.to_owned())
    }
}

/// Reads a config file, of which one that is not there says nothing, and says all
/// that is wrong with it. Fails where it can't be read, or somebody else could have
/// written it.
pub(crate) fn examine(path: &Path) -> Result<(Option<Config>, Findings), Error> {
    let unreadable = |error: io::Error| {
        Error::failed(format!("can't read the config file: {error}"))
            .with_help("\"legrest config\" tells where it is and what it says")
    };
    let read = match file::open(path) {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => (String::new(), None),
        opened => {
            let opened = opened.map_err(unreadable)?;
            #[cfg(unix)]
            trust::check(&opened)?;
            file::read_text(opened, "config file").map_err(unreadable)?
        }
    };
    let file = path.display().to_string();
    Ok(Findings::of(file, read, Config::parse))
}
