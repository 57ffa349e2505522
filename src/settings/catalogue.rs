//! Every setting: its names, its built-in default, and how its text is read.
//! The same texts are read from the config file and from the environment.

use std::time::Duration;

use clap::ValueEnum;

use crate::cli::Display;
use crate::report::Theme;
use crate::routine::amount::{self, Level};
use crate::speech::Synthesizer;

/// A sound server need not be kept busy for longer than this.
const LONGEST_SOUND_LEAD: Duration = Duration::from_secs(5);
/// Whoever needs longer wants a step that waits for a key.
const LONGEST_PREPARE_LEAD: Duration = Duration::from_mins(10);

/// A setting, and how its text becomes a value.
#[derive(Debug)]
pub struct Setting<T> {
    /// What it is called.
    pub about: SettingInfo,
    /// Reads it; where that fails, tells what is wanted.
    pub(super) read: fn(&str) -> Result<T, String>,
}

/// The names and the default of a setting.
#[derive(Debug)]
pub struct SettingInfo {
    /// Its key in the config file.
    pub key: &'static str,
    /// Its variable in the environment.
    pub variable: &'static str,
    /// The built-in default, as a value of the config file.
    pub default: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
}

/// Any setting, for those who list or check them all.
pub trait Any: Sync {
    /// What it is called.
    fn about(&self) -> &SettingInfo;

    /// Whether a text is a value of it.
    ///
    /// # Errors
    /// What is wanted instead.
    fn check(&self, text: &str) -> Result<(), String>;
}

impl<T> Any for Setting<T> {
    fn about(&self) -> &SettingInfo {
        &self.about
    }

    fn check(&self, text: &str) -> Result<(), String> {
        (self.read)(text).map(drop)
    }
}

/// How much of each range.
pub const LEVEL: Setting<Level> = Setting {
    about: SettingInfo {
        key: "level",
        variable: "LEGREST_LEVEL",
        default: "\"standard\"",
        help: "How much of each range: gentle, standard or full.",
    },
    read: one_of,
};
/// How loud: by default enough for a quiet bedroom, not for the one next to it.
pub const VOLUME: Setting<u8> = Setting {
    about: SettingInfo {
        key: "volume",
        variable: "LEGREST_VOLUME",
        default: "75",
        help: "How loud, 0 to 100; 25 more sound about twice as loud.",
    },
    read: |text| {
        let volume = text.parse().ok().filter(|volume| *volume <= 100);
        volume.ok_or_else(|| "a number from 0 to 100".to_owned())
    },
};
/// How long a sound begins with silence: by default as long as what most
/// Bluetooth speakers swallow before they are awake.
pub const SOUND_LEAD: Setting<Duration> = Setting {
    about: SettingInfo {
        key: "sound_lead",
        variable: "LEGREST_SOUND_LEAD",
        default: "\"1s\"",
        help: "The silence before each sound that wakes a Bluetooth speaker, 0s to 5s.",
    },
    read: |text| {
        up_to(
            text,
            LONGEST_SOUND_LEAD,
            "a duration from 0s to 5s, like 1s",
        )
    },
};
/// How much longer the first prepare is.
pub const PREPARE_LEAD: Setting<Duration> = Setting {
    about: SettingInfo {
        key: "prepare_lead",
        variable: "LEGREST_PREPARE_LEAD",
        default: "\"0s\"",
        help: "Added to the first prepare: the way from the keyboard to the wall, up to 10m.",
    },
    read: |text| {
        up_to(
            text,
            LONGEST_PREPARE_LEAD,
            "a duration from 0s to 10m, like 10s",
        )
    },
};
/// Whether it is spoken.
pub const VOICE: Setting<bool> = Setting {
    about: SettingInfo {
        key: "voice",
        variable: "LEGREST_VOICE",
        default: "false",
        help: "Whether a voice says the step, the side and what comes next.",
    },
    read: yes_or_no,
};
/// What speaks; an empty text is whatever the system has.
pub const VOICE_COMMAND: Setting<Option<Synthesizer>> = Setting {
    about: SettingInfo {
        key: "voice_command",
        variable: "LEGREST_VOICE_COMMAND",
        default: "\"\"",
        help: "A program that speaks what it reads, instead of the system's voice.",
    },
    read: |text| match text {
        "" => Ok(None),
        command => Synthesizer::of_command(command).map(Some),
    },
};
/// How it is shown.
pub const DISPLAY: Setting<Display> = Setting {
    about: SettingInfo {
        key: "display",
        variable: "LEGREST_DISPLAY",
        default: "\"auto\"",
        help: "How it is shown: auto, full, bars, plain, json or none.",
    },
    read: one_of,
};
/// The colours.
pub const THEME: Setting<Theme> = Setting {
    about: SettingInfo {
        key: "theme",
        variable: "LEGREST_THEME",
        default: "\"ember\"",
        help: "The colours: ember for a dark room, plain for the terminal's own, mono for none.",
    },
    read: theme_named,
};
/// Whether the machine is kept awake.
pub const KEEP_AWAKE: Setting<bool> = Setting {
    about: SettingInfo {
        key: "keep_awake",
        variable: "LEGREST_KEEP_AWAKE",
        default: "true",
        help: "Whether the machine is kept from falling asleep while a routine plays.",
    },
    read: yes_or_no,
};
/// Whether the journal is written by itself.
pub const JOURNAL: Setting<bool> = Setting {
    about: SettingInfo {
        key: "journal",
        variable: "LEGREST_JOURNAL",
        default: "true",
        help: "Whether what you play goes into the journal.",
    },
    read: yes_or_no,
};

/// Every setting, in the order in which people meet them.
pub static ALL: [&dyn Any; 10] = [
    &LEVEL,
    &VOLUME,
    &VOICE,
    &VOICE_COMMAND,
    &DISPLAY,
    &THEME,
    &PREPARE_LEAD,
    &SOUND_LEAD,
    &KEEP_AWAKE,
    &JOURNAL,
];

fn up_to(text: &str, most: Duration, wanted: &str) -> Result<Duration, String> {
    match amount::duration(text) {
        Ok(duration) if duration <= most => Ok(duration),
        Ok(_) => Err(wanted.to_owned()),
        Err(wrong) => Err(format!("{wanted} ({})", wrong.help)),
    }
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
