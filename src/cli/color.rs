//! `--color`: when colours are used.

use std::ffi::OsString;

use clap::ColorChoice;

/// What stands on a command line that could not be read as a whole.
pub(crate) fn typed_color(words: impl Iterator<Item = OsString>) -> ColorChoice {
    let words: Vec<String> = words.filter_map(|word| word.into_string().ok()).collect();
    let apart = words.iter().position(|word| word == "--color");
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let value = joined.or_else(|| words.get(apart? + 1).map(String::as_str));
    value.and_then(|it| it.parse().ok()).unwrap_or_default()
}

/// Makes it the choice for all streams.
pub(crate) fn apply_color(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}
