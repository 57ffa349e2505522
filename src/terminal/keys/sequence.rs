//! Which sequences are keys of ours. All others mean nothing.

use super::layouts::latin;
use super::{Key, Manner, Press};

const SHIFT: u32 = 1;
const CTRL: u32 = 4;
/// Caps Lock and Num Lock, which change no key here.
const LOCKS: u32 = 64 | 128;

/// The key of ESC O and this character: an arrow, or on the number pad.
pub(super) fn single(last: u8) -> Option<Key> {
    match last {
        b'C' => Some(Key::Right),
        b'D' => Some(Key::Left),
        b'M' => Some(Key::Enter),
        b'k' => Some(Key::Char('+')),
        b'm' => Some(Key::Char('-')),
        b'X' => Some(Key::Char('=')),
        _ => None,
    }
}

/// The press that a control sequence stands for:
///
/// - arrows: `CSI C`, `CSI 1;MODIFIERS:EVENT C`;
/// - pages: `CSI 5 ~`, `CSI 6;MODIFIERS:EVENT ~`;
/// - kitty's protocol: `CSI CODE:SHIFTED:BASE;MODIFIERS:EVENT;TEXT u`;
/// - xterm's modifyOtherKeys: `CSI 27;MODIFIERS;CODE ~`.
pub(super) fn control(parameters: &[u8], last: u8) -> Option<Press> {
    let fields = numbers(parameters)?;
    let number = |field: usize, part: usize| {
        let part = fields.get(field).and_then(|field| field.get(part));
        part.copied().unwrap_or(0)
    };
    let modifiers = (number(1, 0).max(1) - 1) & !LOCKS;
    let key = match last {
        b'C' | b'D' if number(0, 0) <= 1 && modifiers == 0 => single(last),
        b'u' => {
            let [code, shifted, base] = [0, 1, 2].map(|part| number(0, part));
            let typed = match (number(2, 0), number(2, 1)) {
                (0, _) if modifiers == SHIFT && shifted != 0 => shifted,
                (0, _) => code,
                (text, 0) => text,
                // A text of several characters was composed, not pressed.
                _ => return None,
            };
            of_code(typed, base, modifiers)
        }
        b'~' if number(0, 0) == 5 && modifiers == 0 => Some(Key::PageUp),
        b'~' if number(0, 0) == 6 && modifiers == 0 => Some(Key::PageDown),
        b'~' if number(0, 0) == 27 => of_code(number(2, 0), 0, modifiers),
        _ => None,
    }?;
    let manner = match number(1, 1) {
        0 => Manner::Typed,
        1 => Manner::Pressed,
        2 => Manner::Repeated,
        3 => Manner::Released,
        _ => return None,
    };
    Some((key, manner))
}

/// The key of a code and, where that is told, of its place among Latin letters.
fn of_code(code: u32, base: u32, modifiers: u32) -> Option<Key> {
    let typed = char::from_u32(code)?;
    let base = char::from_u32(base).filter(char::is_ascii_alphabetic);
    let is_latin = typed <= '\u{24f}';
    let typed = base.filter(|_| !is_latin).unwrap_or(typed);
    if modifiers == CTRL {
        return match latin(typed).unwrap_or(typed).to_ascii_lowercase() {
            'c' => Some(Key::Interrupt),
            'z' => Some(Key::Stop),
            _ => None,
        };
    }
    if modifiers & !SHIFT != 0 {
        return None;
    }
    match code {
        13 | 57414 => Some(Key::Enter),
        57412 => Some(Key::Char('-')),
        57413 => Some(Key::Char('+')),
        57415 => Some(Key::Char('=')),
        57417 => Some(Key::Left),
        57418 => Some(Key::Right),
        57421 => Some(Key::PageUp),
        57422 => Some(Key::PageDown),
        // The only one of ours that Shift makes another key of.
        0x2f if modifiers == SHIFT => Some(Key::Char('?')),
        _ => Key::of_char(typed),
    }
}

/// The fields of a control sequence with their parts, if they are all numbers.
fn numbers(parameters: &[u8]) -> Option<Vec<Vec<u32>>> {
    let part = |part: &str| match part {
        "" => Some(0),
        _ => part.parse().ok().filter(|_| !part.starts_with('+')),
    };
    let fields = std::str::from_utf8(parameters).ok()?.split(';');
    let fields = fields.map(|field| field.split(':').map(part).collect());
    fields.collect()
}
