//! What each key does while a routine plays, and how that is told: on the
//! screen, in the help, on the manual page and in the README.
//!
//! A new key is a row of [`BINDINGS`]; what is new to do is an [`Action`] or a
//! [`Command`]. How a terminal sends a key stands in `terminal::keys`.

use std::fmt;

use Action::{Help, Mute, Play, Stop, Voice};
use Command::{Back, Forward, GoOn, Longer, Next, NextStep, Ouch, Quit, Shorter, TogglePause};

use crate::player::Command;

/// A key that may mean something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A printable character. A letter of another alphabet is the Latin letter
    /// of the same place on the keyboard, where that is known.
    Char(char),
    /// Return, also that of the number pad.
    Enter,
    /// The left arrow.
    Left,
    /// The right arrow.
    Right,
    /// A presenter's clicker sends this for forward.
    PageDown,
    /// A presenter's clicker sends this for back.
    PageUp,
    /// Ctrl-C, where the system passes it on as a key.
    Interrupt,
    /// Ctrl-Z, where the system passes it on as a key.
    Stop,
}

impl Key {
    /// The key as [`BINDINGS`] has it: without Shift, and for `=` and `_` the
    /// sign that most keyboards have on the same key.
    pub(crate) fn unshifted(self) -> Self {
        match self {
            Self::Char('=') => Self::Char('+'),
            Self::Char('_') => Self::Char('-'),
            Self::Char(letter) => Self::Char(letter.to_ascii_lowercase()),
            other => other,
        }
    }

    pub(crate) fn repeats(self) -> bool {
        let adjustments = [Longer, Shorter].map(|it| Some(Play(it)));
        self == Self::Interrupt || adjustments.contains(&action(self))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("space"),
            Self::Char(typed) => write!(f, "{typed}"),
            Self::Enter => f.write_str("Enter"),
            Self::Left => f.write_str("←"),
            Self::Right => f.write_str("→"),
            Self::PageDown => f.write_str("PgDn"),
            Self::PageUp => f.write_str("PgUp"),
            Self::Interrupt => f.write_str("Ctrl-C"),
            Self::Stop => f.write_str("Ctrl-Z"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Play(Command),
    Mute,
    Voice,
    Help,
    /// Pauses and gives the terminal back to the shell.
    Stop,
}

/// Keys that belong together, and what is said of them.
#[derive(Debug)]
pub(crate) struct Binding {
    /// What the first key does, the second and so on; the keys behind do the same as
    /// the first.
    does: &'static [Action],
    /// The keys by their names.
    keys: &'static str,
    /// One or two words, for a line of several keys on the screen; `None` keeps it off
    /// the screen.
    pub(crate) label: Option<&'static str>,
    /// A few words, for a list of the keys.
    pub(crate) short: &'static str,
}

impl Binding {
    pub(crate) fn action(&self) -> Action {
        self.does[0]
    }

    fn keys(&self) -> impl Iterator<Item = (&'static str, Action)> {
        let does = self.does.iter().chain(std::iter::repeat(&self.does[0]));
        self.keys.split(' ').zip(does.copied())
    }

    /// The first key for each thing that it does.
    pub(crate) fn screen_names(&self, between: &str) -> String {
        let names = self.keys.split(' ').take(self.does.len());
        names.collect::<Vec<_>>().join(between)
    }
}

pub(crate) fn action(key: Key) -> Option<Action> {
    let name = key.unshifted().to_string();
    let mut bound = BINDINGS.iter().flat_map(Binding::keys);
    bound.find(|(key, _)| *key == name).map(|it| it.1)
}

pub(crate) fn in_brief() -> String {
    let needed = BINDINGS.iter().filter(|binding| match binding.action() {
        Play(command) => command != Longer,
        action => action == Help,
    });
    let told = needed.filter_map(|it| Some(format!("{} {}", it.screen_names("/"), it.label?)));
    told.collect::<Vec<_>>().join(", ")
}

/// Every key that does something, but for Ctrl-C, in the order in which keys
/// are told: a narrow row has room for the first ones, and for where all are
/// shown.
pub(crate) static BINDINGS: [Binding; 13] = [
    row(&[Play(TogglePause)], "space", "pause", "pause, go on"),
    row(
        &[Play(GoOn)],
        "Enter",
        "go on",
        "go on: ready, done, enough",
    ),
    row(&[Play(Ouch)], "o", "ouch", "it hurts: no more on this side"),
    row(&[Play(Next)], "n →", "next", "next hold"),
    row(
        &[Play(Longer), Play(Shorter)],
        "+ -",
        "10s longer, shorter",
        "this one 10 s longer, shorter",
    ),
    row(&[Play(Quit)], "q", "quit", "quit"),
    row(&[Play(NextStep)], "s", "skip", "skip the rest of this step"),
    row(&[Play(Back)], "b ← PgUp", "back", "back"),
    row(&[Mute], "m", "sound", "sound off, on"),
    row(&[Voice], "v", "voice", "voice on, off"),
    row(&[Play(Forward)], "PgDn", "", "Enter or n: a clicker's key"),
    row(&[Help], "?", "keys", "show the keys"),
    row(&[Stop], "Ctrl-Z", "", "pause and leave; fg returns"),
];

const fn row(
    does: &'static [Action],
    keys: &'static str,
    label: &'static str,
    short: &'static str,
) -> Binding {
    let label = if label.is_empty() { None } else { Some(label) };
    Binding {
        does,
        keys,
        label,
        short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    fn bound() -> impl Iterator<Item = (Key, Action)> {
        let others = [
            Key::Enter,
            Key::Left,
            Key::Right,
            Key::PageDown,
            Key::PageUp,
            Key::Stop,
        ];
        let keys: Vec<Key> = (' '..='~').map(Key::Char).chain(others).collect();
        let bound = BINDINGS.iter().flat_map(Binding::keys);
        bound.map(move |(name, does)| {
            let key = keys.iter().find(|key| key.to_string() == name);
            (*key.expect("a key"), does)
        })
    }

    #[test]
    fn every_key_is_found_and_does_one_thing() {
        for (key, does) in bound() {
            assert_eq!(action(key), Some(does), "{key}");
            let bindings = bound().filter(|(other, _)| *other == key);
            assert_eq!(bindings.count(), 1, "{key}");
        }
    }

    #[test]
    fn shift_and_caps_lock_change_no_key() {
        for (typed, bound) in [('N', 'n'), ('=', '+'), ('_', '-')] {
            let typed = action(Key::Char(typed));
            assert!(typed.is_some() && typed == action(Key::Char(bound)));
        }
        assert_eq!(action(Key::Char('x')), None);
    }

    #[test]
    fn only_a_length_is_changed_again_and_again() {
        let keys = bound().map(|(key, _)| key);
        let repeat: Vec<Key> = keys.filter(|key| key.repeats()).collect();
        assert_eq!(repeat, [Key::Char('+'), Key::Char('-')]);
        assert!(Key::Char('_').repeats() && Key::Interrupt.repeats());
    }

    /// All keys of a row, by name.
    fn names(binding: &Binding, between: &str) -> String {
        binding.keys.replace(' ', between)
    }

    #[test]
    fn the_help_tells_every_key_in_80_columns() {
        let help = include_str!("cli/help/routine.txt");
        assert!(help.lines().all(|line| width(line) <= 80), "{help}");
        for binding in &BINDINGS {
            let cell = format!("  {:<6} {}", names(binding, ", "), binding.short);
            assert!(help.contains(&cell), "{cell}");
        }
    }

    /// The manual page is made from that table.
    #[test]
    fn the_readme_tells_every_key_and_no_other() {
        let rows = crate::exit::tests::readme_table("Keys").into_iter();
        let told: Vec<String> = rows.map(|[names, _]| names).collect();
        assert_eq!(told, BINDINGS.each_ref().map(|it| names(it, " ")));
    }

    #[test]
    fn the_keys_that_are_needed_have_a_line() {
        assert_eq!(
            in_brief(),
            "space pause, Enter go on, o ouch, n next, q quit, s skip, b back, ? keys"
        );
    }
}
