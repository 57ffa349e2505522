//! One thing that may stand at the cursor.

use std::borrow::Cow;

use clap::Arg;
use clap::builder::StyledStr;

use crate::diagnostic::{is_unprintable, printable};
use crate::text::fit;

/// What is said about it is one line among many.
const WIDEST: usize = 80;

/// One thing that may stand at the cursor.
pub(super) struct Candidate {
    pub(super) value: String,
    /// What it is, in a few words; may be empty.
    pub(super) about: String,
}

impl Candidate {
    /// Both may come from a file. A value with characters that could steer the
    /// terminal is none, for it would have to be typed as it is.
    pub(super) fn new(value: &str, about: &str) -> Option<Self> {
        if value.is_empty() || value.contains(is_unprintable) {
            return None;
        }
        let about = printable(about.lines().next().unwrap_or_default().trim());
        Some(Self {
            value: value.to_owned(),
            about: fit(&about, WIDEST, "…"),
        })
    }

    /// One that must not look like an option.
    pub(super) fn name(name: &str, about: &str) -> Option<Self> {
        Self::new(name, about).filter(|name| !name.value.starts_with('-'))
    }

    pub(super) fn option(option: &Arg) -> Option<Self> {
        Self::new(&format!("--{}", option.get_long()?), &purpose(option))
    }
}

/// A help text in one line.
pub(in crate::commands) fn help(text: Option<&StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// What an argument is for, in one line.
pub(in crate::commands) fn purpose(arg: &Arg) -> String {
    match arg.get_id().as_str() {
        // Clap's own points to a longer help, of which this is no place.
        "help" => "Print help".to_owned(),
        _ => help(arg.get_help()),
    }
}

/// The value as one types it in bash, which inserts it as it is.
pub(super) fn for_bash(value: &str) -> Cow<'_, str> {
    if value.chars().all(is_plain) {
        return value.into();
    }
    let mut typed = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        if !is_plain(c) {
            typed.push('\\');
        }
        typed.push(c);
    }
    typed.into()
}

/// The value as one types it in PowerShell.
pub(super) fn for_powershell(value: &str) -> Cow<'_, str> {
    if value.chars().all(is_plain) {
        return value.into();
    }
    format!("'{}'", value.replace('\'', "''")).into()
}

/// Whether a character means only itself in every shell.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-_./,+".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_t_run_anything() {
        assert_eq!(for_bash("my-knee_2"), "my-knee_2");
        assert_eq!(for_bash("a b;$(c)`d`"), "a\\ b\\;\\$\\(c\\)\\`d\\`");
        assert_eq!(for_powershell("a's $(b)"), "'a''s $(b)'");
    }

    #[test]
    fn control_characters_stay_out() {
        assert!(Candidate::new("a\u{1b}[2J", "").is_none());
        let about = Candidate::new("a", "red\u{1b}[31m\nsecond").map(|candidate| candidate.about);
        assert_eq!(about.as_deref(), Some("red\\u{1b}[31m"));
        assert!(Candidate::name("-rf", "").is_none());
    }
}
