//! Every setting: its names, its built-in default, and how its text is read.
//! The same texts are read from the config file and from the environment. What each
//! does is told in `template.toml`, from which the manual page has it.

use std::time::Duration;

use clap::ValueEnum;

use crate::cli::Display;
use crate::player::Voice;
use crate::report::Theme;
use crate::routine::amount::{self, Level};
use crate::speech::Synthesizer;

/// A setting. `R` reads its text; [`AnySetting`] is one whose type of value does
/// not matter.
pub struct Setting<R: ?Sized> {
    /// The key in the config file.
    pub key: &'static str,
    /// The variable in the environment.
    pub variable: &'static str,
    /// The built-in default, as a value of the config file.
    pub default: &'static str,
    pub(crate) read: R,
}

/// Turns a text into a value, or says what is expected instead.
pub(crate) type Read<T> = fn(&str) -> Result<T, String>;
/// Any setting, for those who list or check them all.
pub type AnySetting = Setting<dyn Check>;

/// Reads a text without using its value.
pub trait Check: Sync {
    /// What is expected instead, where the text is no value of the setting.
    fn expected(&self, text: &str) -> Option<String>;
}

impl<T> Check for Read<T> {
    fn expected(&self, text: &str) -> Option<String> {
        self(text).err()
    }
}

pub(super) const LEVEL: Setting<Read<Level>> = Setting {
    key: "level",
    variable: "LEGREST_LEVEL",
    default: "\"standard\"",
    read: one_of,
};
pub(super) const VOLUME: Setting<Read<u8>> = Setting {
    key: "volume",
    variable: "LEGREST_VOLUME",
    // Enough for a quiet bedroom, not for the one next to it.
    default: "75",
    read: |text| {
        let volume = text.parse().ok().filter(|volume| *volume <= 100);
        volume.ok_or_else(|| "a number from 0 to 100".to_owned())
    },
};
pub(super) const SOUND_LEAD: Setting<Read<Duration>> = Setting {
    key: "sound_lead",
    variable: "LEGREST_SOUND_LEAD",
    // As long as what most Bluetooth speakers swallow before they are awake.
    default: "\"1s\"",
    // A sound server need not be kept busy for longer.
    read: |text| up_to(text, 5, "a duration from 0s to 5s, like 1s"),
};
pub(super) const PREPARE_LEAD: Setting<Read<Duration>> = Setting {
    key: "prepare_lead",
    variable: "LEGREST_PREPARE_LEAD",
    default: "\"0s\"",
    // Whoever needs longer wants a step that waits for a key.
    read: |text| up_to(text, 600, "a duration from 0s to 10m, like 10s"),
};
pub(super) const UNHURRIED: Setting<Read<bool>> = Setting {
    key: "unhurried",
    variable: "LEGREST_UNHURRIED",
    default: "false",
    read: yes_or_no,
};
pub(super) const VOICE: Setting<Read<Voice>> = Setting {
    key: "voice",
    variable: "LEGREST_VOICE",
    default: "\"off\"",
    read: |text| match yes_or_no(text) {
        Ok(true) => Ok(Voice::On),
        Ok(false) => Ok(Voice::Off),
        Err(_) => one_of(text),
    },
};
pub(crate) const VOICE_COMMAND: Setting<Read<Option<Synthesizer>>> = Setting {
    key: "voice_command",
    variable: "LEGREST_VOICE_COMMAND",
    default: "\"\"",
    read: |text| match text {
        // Whatever the system has.
        "" => Ok(None),
        command => Synthesizer::of_command(command).map(Some),
    },
};
pub(super) const DISPLAY: Setting<Read<Display>> = Setting {
    key: "display",
    variable: "LEGREST_DISPLAY",
    default: "\"auto\"",
    read: one_of,
};
pub(crate) const THEME: Setting<Read<Theme>> = Setting {
    key: "theme",
    variable: "LEGREST_THEME",
    default: "\"ember\"",
    read: one_of,
};
pub(super) const KEEP_AWAKE: Setting<Read<bool>> = Setting {
    key: "keep_awake",
    variable: "LEGREST_KEEP_AWAKE",
    default: "true",
    read: yes_or_no,
};
pub(super) const JOURNAL: Setting<Read<bool>> = Setting {
    key: "journal",
    variable: "LEGREST_JOURNAL",
    default: "true",
    read: yes_or_no,
};

/// Every setting, in the order in which people meet them.
pub const ALL: [&AnySetting; 11] = [
    &LEVEL,
    &VOLUME,
    &VOICE,
    &VOICE_COMMAND,
    &DISPLAY,
    &THEME,
    &PREPARE_LEAD,
    &UNHURRIED,
    &SOUND_LEAD,
    &KEEP_AWAKE,
    &JOURNAL,
];

fn up_to(text: &str, most_s: u64, expected: &str) -> Result<Duration, String> {
    match amount::duration(text) {
        Ok(duration) if duration <= Duration::from_secs(most_s) => Ok(duration),
        Ok(_) => Err(expected.to_owned()),
        Err(wrong) => Err(format!("{expected} ({})", wrong.help.unwrap_or_default())),
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
