//! Keys, modes and size of the console. Ctrl-C stays the console's own: it knows
//! the key on every layout, and [`signals`](crate::signals) hears of it.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::time::Instant;

use crossterm_winapi::{Console, ConsoleMode, Handle, InputRecord, ScreenBuffer};

use super::keys::{Key, Manner, Presses};
use super::{KeysFrom, Restore, names_itself, taken};

/// The modes of the input: Ctrl-C ends programs, keys wait for Enter, are shown,
/// and come as sequences.
const PROCESSED: u32 = 0x0001;
const LINES: u32 = 0x0002;
const ECHO: u32 = 0x0004;
const SEQUENCES: u32 = 0x0200;
/// The mode of the output in which control sequences are obeyed.
const OBEYS: u32 = 0x0004;

/// Either key of a kind, as the console tells of them.
const ALT: u32 = 0x0001 | 0x0002;
const CONTROL: u32 = 0x0004 | 0x0008;

pub(crate) fn size() -> Option<(usize, usize)> {
    let window = ScreenBuffer::current().ok()?.info().ok()?.terminal_size();
    let count = |last: i16| usize::try_from(last).ok().map(|last| last + 1);
    Some((count(window.width)?, count(window.height)?))
}

/// Has the console obey control sequences, and says whether it does. A window
/// that is no console, as that of Git, says so by its name.
pub(crate) fn obeys_codes() -> bool {
    static OBEYED: OnceLock<bool> = OnceLock::new();
    let switch = || {
        let output = ConsoleMode::from(Handle::current_out_handle()?);
        output.set_mode(output.mode()? | OBEYS)
    };
    *OBEYED.get_or_init(|| switch().is_ok() || names_itself())
}

pub(crate) fn may_stop() -> bool {
    false
}

#[derive(Clone)]
pub(crate) struct Keyboard;

impl Keyboard {
    /// The keyboard, unless standard input is no console.
    pub(crate) fn open(from: KeysFrom) -> Option<Self> {
        (from == KeysFrom::Terminal || io::stdin().is_terminal()).then_some(Self)
    }

    pub(super) fn take(&self) -> Option<Restore> {
        let input = Handle::current_in_handle().ok()?;
        let (mode, console) = (ConsoleMode::from(input.clone()), Console::from(input));
        let before = mode.mode().ok()?;
        let taken = before & !(LINES | ECHO | SEQUENCES) | PROCESSED;
        mode.set_mode(taken).ok()?;
        // What was typed before now was not meant for a running routine.
        let _ = console.read_console_input();
        Some(Box::new(move || drop(mode.set_mode(before))))
    }

    pub(crate) fn is_foreground(&self) -> bool {
        true
    }

    pub(crate) fn is_gone(&self) -> bool {
        false
    }

    pub(super) fn read(&self, send: impl Fn(Key) -> bool) {
        let began = Instant::now();
        let mut presses = Presses::default();
        let Ok(console) = Handle::current_in_handle().map(Console::from) else {
            return;
        };
        while let Ok(record) = console.read_single_input_event() {
            // Given back for good: what follows is for the shell.
            if taken().as_ref().is_none_or(|it| it.keyboard.is_none()) {
                return;
            }
            let InputRecord::KeyEvent(event) = record else {
                continue;
            };
            let held = [CONTROL, ALT].map(|keys| event.control_key_state.has_state(keys));
            // A key that is held down comes again and again, and is let go once.
            let manner = [Manner::Released, Manner::Typed][usize::from(event.key_down)];
            let key = key_of(event.virtual_key_code, event.u_char, held)
                .and_then(|key| presses.take((key, manner), began.elapsed()));
            if key.is_some_and(|key| !send(key)) {
                return;
            }
        }
    }
}

/// The key of such a code, by what it types, while Control and Alt are held or not.
fn key_of(code: u16, typed: u16, held: [bool; 2]) -> Option<Key> {
    match (code, held) {
        (0x0d, [false, false]) => Some(Key::Enter),
        (0x21, [false, false]) => Some(Key::PageUp),
        (0x22, [false, false]) => Some(Key::PageDown),
        (0x25, [false, false]) => Some(Key::Left),
        (0x27, [false, false]) => Some(Key::Right),
        // AltGr comes as both, and types characters of its own.
        (_, [false, false] | [true, true]) => Key::of_char(char::from_u32(typed.into())?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_key_by_itself_is_ours() {
        let [alone, control] = [[false; 2], [true, false]];
        let [alt, alt_gr] = [[false, true], [true, true]];
        let q = Some(Key::Char('q'));
        for (code, typed, held, key) in [
            (0x51, 'q', alone, q),
            (0x51, '\u{11}', control, None),
            (0x51, 'q', control, None),
            (0x51, 'q', alt, None),
            (0x51, '@', alt_gr, Some(Key::Char('@'))),
            // The same key on a Cyrillic keyboard.
            (0x51, 'й', alone, q),
            (0x20, ' ', alone, Some(Key::Char(' '))),
            (0x0d, '\r', alone, Some(Key::Enter)),
            (0x0d, '\r', alt, None),
            (0x25, '\0', alone, Some(Key::Left)),
            (0x25, '\0', control, None),
            (0x27, '\0', alone, Some(Key::Right)),
            (0x21, '\0', alone, Some(Key::PageUp)),
            (0x22, '\0', alone, Some(Key::PageDown)),
            // Shift by itself, F1, Escape.
            (0x10, '\0', alone, None),
            (0x70, '\0', alone, None),
            (0x1b, '\u{1b}', alone, None),
        ] {
            let unit = u16::try_from(u32::from(typed)).expect("a single unit");
            assert_eq!(
                key_of(code, unit, held),
                key,
                "{code:#x} {typed:?} {held:?}"
            );
        }
        // Half of a character.
        assert_eq!(key_of(0, 0xd83d, alone), None);
    }
}
