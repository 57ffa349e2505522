//! `--color`: when colours are used.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::ValueEnum;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// What stands on a command line that could not be read as a whole.
    pub(crate) fn typed(words: impl Iterator<Item = OsString>) -> Self {
        let words: Vec<String> = words.filter_map(|word| word.into_string().ok()).collect();
        let apart = words.iter().position(|word| word == "--color");
        let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
        let value = joined.or_else(|| words.get(apart? + 1).map(String::as_str));
        let value = value.and_then(|value| Self::from_str(value, false).ok());
        value.unwrap_or_default()
    }

    /// Makes it the choice for all streams.
    pub(crate) fn apply(self) {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
        .write_global();
    }
}
