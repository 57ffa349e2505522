//! What each key does while a routine plays, and how that is told: on the
//! screen, in the help, on the manual page and in the README.
//!
//! A new key is a row of [`BINDINGS`]; what is new to do is an [`Action`] or a
//! [`Command`]. How a terminal sends a key stands in `terminal::keys`.

use std::fmt;

use Action::Play;

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
        let adjustments = [Command::Longer, Command::Shorter].map(|it| Some(Play(it)));
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
pub struct Binding {
    /// What they do, and by which keys; the screen names the first of these.
    pub(crate) keys: &'static [(Action, &'static [Key])],
    /// One or two words, for a line of several keys on the screen; `None` keeps it off
    /// the screen.
    pub(crate) label: Option<&'static str>,
    /// A few words, for a list of the keys.
    pub(crate) short: &'static str,
    /// A sentence or two, for the manual page and the README.
    pub long: &'static str,
}

impl Binding {
    pub(crate) fn action(&self) -> Action {
        self.keys[0].0
    }

    /// All its keys, by name.
    pub fn names(&self, between: &str) -> String {
        joined(self.keys.iter().flat_map(|(_, keys)| *keys), between)
    }

    pub(crate) fn screen_names(&self, between: &str) -> String {
        joined(self.keys.iter().map(|(_, keys)| &keys[0]), between)
    }
}

fn joined<'k>(keys: impl Iterator<Item = &'k Key>, between: &str) -> String {
    let names: Vec<String> = keys.map(Key::to_string).collect();
    names.join(between)
}

pub(crate) fn action(key: Key) -> Option<Action> {
    let key = key.unshifted();
    let mut bound = BINDINGS.iter().flat_map(|binding| binding.keys);
    bound.find(|(_, keys)| keys.contains(&key)).map(|it| it.0)
}

pub(crate) fn in_brief() -> String {
    let needed = BINDINGS.iter().filter(|binding| match binding.action() {
        Play(command) => command != Command::Longer,
        action => action == Action::Help,
    });
    let told = needed.filter_map(|it| Some(format!("{} {}", it.screen_names("/"), it.label?)));
    told.collect::<Vec<_>>().join(", ")
}

pub(crate) fn columns() -> String {
    let cell = |binding: &Binding| {
        let cell = format!("{:<6} {}", binding.names(", "), binding.short);
        format!("{cell:<41}")
    };
    let cells: Vec<String> = BINDINGS.iter().map(cell).collect();
    let lines = cells.chunks(2).map(|pair| format!("  {}", pair.concat()));
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Every key that does something, but for Ctrl-C, in the order in which keys
/// are told: a narrow row has room for the first ones, and for where all are
/// shown.
pub static BINDINGS: [Binding; 13] = [
    Binding {
        keys: &[(Play(Command::TogglePause), &[Key::Char(' ')])],
        label: Some("pause"),
        short: "pause, go on",
        long: "Pause; go on. A hold goes on after a count-in of 3 seconds.",
    },
    Binding {
        keys: &[(Play(Command::GoOn), &[Key::Enter])],
        label: Some("go on"),
        short: "go on: ready, done, enough",
        long: "Go on: ends what waits for a key, or a hold with a range past its low end.",
    },
    Binding {
        keys: &[(Play(Command::Ouch), &[Key::Char('o')])],
        label: Some("ouch"),
        short: "it hurts: no more on this side",
        long: "It hurts: ends the hold, and leaves out the rest of this step on this side. In the pause after a hold it means that hold; b takes it back.",
    },
    Binding {
        keys: &[(Play(Command::Next), &[Key::Char('n'), Key::Right])],
        label: Some("next"),
        short: "next hold",
        long: "On to the next hold. A key that is held down counts twice at most; + and - repeat.",
    },
    Binding {
        keys: &[
            (Play(Command::Longer), &[Key::Char('+')]),
            (Play(Command::Shorter), &[Key::Char('-')]),
        ],
        label: Some("10s longer, shorter"),
        short: "this one 10 s longer, shorter",
        long: "10 seconds longer, shorter; - leaves the last 3 seconds.",
    },
    Binding {
        keys: &[(Play(Command::Quit), &[Key::Char('q')])],
        label: Some("quit"),
        short: "quit",
        long: "Quit.",
    },
    Binding {
        keys: &[(Play(Command::NextStep), &[Key::Char('s')])],
        label: Some("skip"),
        short: "skip the rest of this step",
        long: "Skip the rest of this step, in this round.",
    },
    Binding {
        keys: &[(
            Play(Command::Back),
            &[Key::Char('b'), Key::Left, Key::PageUp],
        )],
        label: Some("back"),
        short: "back",
        long: "Back to the start of this hold; in its first 2 seconds, to the one before.",
    },
    Binding {
        keys: &[(Action::Mute, &[Key::Char('m')])],
        label: Some("sound"),
        short: "sound off, on",
        long: "Sound and voice off and on.",
    },
    Binding {
        keys: &[(Action::Voice, &[Key::Char('v')])],
        label: Some("voice"),
        short: "voice on, off",
        long: "Voice on and off.",
    },
    Binding {
        keys: &[(Play(Command::Forward), &[Key::PageDown])],
        label: None,
        short: "Enter or n: a clicker's key",
        long: "What Enter does where something waits for it, else what n does: a presenter's clicker works from across the room.",
    },
    Binding {
        keys: &[(Action::Help, &[Key::Char('?')])],
        label: Some("keys"),
        short: "show the keys",
        long: "Show all keys.",
    },
    Binding {
        keys: &[(Action::Stop, &[Key::Stop])],
        label: None,
        short: "pause and leave; fg returns",
        long: "Pause and give the terminal back; after fg it waits, paused.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    fn bound() -> impl Iterator<Item = (Key, Action)> {
        let keys = BINDINGS.iter().flat_map(|binding| binding.keys);
        keys.flat_map(|(does, keys)| keys.iter().map(|key| (*key, *does)))
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

    #[test]
    fn the_help_fits_a_terminal_of_80_columns() {
        let help = columns();
        assert!(help.lines().all(|line| width(line) <= 80), "{help}");
        for binding in &BINDINGS {
            let (names, short) = (binding.names(", "), binding.short);
            assert!(help.contains(&names) && help.contains(short), "{help}");
        }
    }

    #[test]
    fn the_keys_that_are_needed_have_a_line() {
        assert_eq!(
            in_brief(),
            "space pause, Enter go on, o ouch, n next, q quit, s skip, b back, ? keys"
        );
    }
}
