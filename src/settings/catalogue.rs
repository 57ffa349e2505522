//! Every setting: its names, its built-in default, and how its text is read.
//! The same texts are read from the config file and from the environment. What each
//! does is told in `template.toml`, from which the manual page has it.

use std::time::Duration;

use clap::ValueEnum;

use crate::cli::Display;
use crate::hooks;
use crate::player::Voice;
use crate::report::Theme;
use crate::routine::amount::{self, Level};
use crate::speech::Synthesizer;

/// A setting. `R` reads its text; [`AnySetting`] is one whose type of value does
/// not matter.
pub struct Setting<R: ?Sized> {
    /// The key in the config file.
    pub key: &'static str,
    /// The built-in default, as a value of the config file.
    pub default: &'static str,
    pub(crate) read: R,
}

impl<R: ?Sized> Setting<R> {
    /// The variable in the environment.
    pub fn variable(&self) -> String {
        hooks::variable(self.key)
    }
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

/// The setting of a key and of a default, as the config file has it.
const fn setting<T>(key: &'static str, default: &'static str, read: Read<T>) -> Setting<Read<T>> {
    Setting { key, default, read }
}

pub(super) const LEVEL: Setting<Read<Level>> = setting("level", "\"standard\"", one_of);
// By default enough for a quiet bedroom, not for the one next to it.
pub(super) const VOLUME: Setting<Read<u8>> = setting("volume", "75", |text| {
    let volume = text.parse().ok().filter(|volume| *volume <= 100);
    volume.ok_or_else(|| "a number from 0 to 100".to_owned())
});
// By default as long as what most Bluetooth speakers swallow before they are awake,
// and a sound server need not be kept busy for longer than the most.
pub(super) const SOUND_LEAD: Setting<Read<Duration>> = setting("sound_lead", "\"1s\"", |text| {
    up_to(text, 5, "a duration from 0s to 5s, like 1s")
});
// Whoever needs longer wants a step that waits for a key.
pub(super) const PREPARE_LEAD: Setting<Read<Duration>> =
    setting("prepare_lead", "\"0s\"", |text| {
        up_to(text, 600, "a duration from 0s to 10m, like 10s")
    });
pub(super) const UNHURRIED: Setting<Read<bool>> = setting("unhurried", "false", yes_or_no);
pub(super) const VOICE: Setting<Read<Voice>> =
    setting("voice", "\"off\"", |text| match yes_or_no(text) {
        Ok(true) => Ok(Voice::On),
        Ok(false) => Ok(Voice::Off),
        Err(_) => one_of(text),
    });
pub(crate) const VOICE_COMMAND: Setting<Read<Option<Synthesizer>>> =
    setting("voice_command", "\"\"", |text| match text {
        // Whatever the system has.
        "" => Ok(None),
        command => Synthesizer::of_command(command).map(Some),
    });
pub(super) const DISPLAY: Setting<Read<Display>> = setting("display", "\"auto\"", one_of);
pub(crate) const THEME: Setting<Read<Theme>> = setting("theme", "\"ember\"", one_of);
pub(super) const KEEP_AWAKE: Setting<Read<bool>> = setting("keep_awake", "true", yes_or_no);
pub(super) const JOURNAL: Setting<Read<bool>> = setting("journal", "true", yes_or_no);

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
