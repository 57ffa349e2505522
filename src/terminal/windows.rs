//! Keys, modes and size by way of crossterm. On Windows its raw mode does no
//! harm: output has no modes of its own there, and Ctrl-C comes as a key.

use std::io::{self, IsTerminal};
use std::time::Instant;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal;

use super::keys::{Key, Manner, Press, Presses};
use super::{KeysFrom, Restore};

pub(crate) fn size() -> Option<(usize, usize)> {
    let (columns, rows) = terminal::size().ok()?;
    Some((columns.into(), rows.into()))
}

/// Windows knows no stopping.
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

    /// crossterm keeps the modes from before.
    pub(super) fn take(&self) -> Option<Restore> {
        terminal::enable_raw_mode().ok()?;
        Some(Box::new(|| drop(terminal::disable_raw_mode())))
    }

    pub(crate) fn is_foreground(&self) -> bool {
        true
    }

    /// A console that closes ends its programs by itself.
    pub(crate) fn is_gone(&self) -> bool {
        false
    }

    pub(super) fn read(&self, send: impl Fn(Key) -> bool) {
        let began = Instant::now();
        let mut presses = Presses::default();
        while let Ok(event) = event::read() {
            let key = press_of(&event).and_then(|press| presses.take(press, began.elapsed()));
            if key.is_some_and(|key| !send(key)) {
                return;
            }
        }
    }
}

/// The console sends a key that is held down again and again, and lets go once.
fn press_of(event: &Event) -> Option<Press> {
    let event = event.as_key_event()?;
    let modifiers = event.modifiers - KeyModifiers::SHIFT;
    let key = match event.code {
        // Caps Lock makes it a capital.
        KeyCode::Char('c' | 'C') if modifiers == KeyModifiers::CONTROL => Key::Interrupt,
        _ if !modifiers.is_empty() => return None,
        KeyCode::Char(typed) => Key::of_char(typed)?,
        KeyCode::Enter => Key::Enter,
        KeyCode::Left => Key::Left,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Right => Key::Right,
        _ => return None,
    };
    let manner = match event.kind {
        KeyEventKind::Press => Manner::Typed,
        KeyEventKind::Repeat => Manner::Repeated,
        KeyEventKind::Release => Manner::Released,
    };
    Some((key, manner))
}
