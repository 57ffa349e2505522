//! Finds where a sequence ends in what a terminal sends.

use std::time::Duration;

use super::{Key, Manner, Press, Presses, sequence};

/// An unfinished sequence is dropped when nothing comes for so long: a stray
/// Escape or a truncated answer must not block the keyboard.
const PATIENCE: Duration = Duration::from_secs(1);
/// An escape character and a key that come closer together than this are one
/// press, with Alt. Terminals send those two at once.
const ALT_WITHIN: Duration = Duration::from_millis(100);
/// The longest string, in bytes. The ones that terminals send are far shorter.
const STRING_MAX: u16 = 4096;
/// More bytes than the parameters of any sequence that means something.
const PARAMETERS_MAX: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";

const BEL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
const ESCAPE: u8 = 0x1b;
const INTERRUPT: u8 = 0x03;

/// Finds keys in a stream of bytes that may be cut anywhere.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    state: DecoderState,
    at: Duration,
    /// The parameters of the control sequence so far, and one byte more where
    /// they are too long; or the bytes of the character.
    parameters: Vec<u8>,
    /// The sequence has another escape character in front: Alt.
    alt: bool,
    presses: Presses,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum DecoderState {
    /// Between sequences.
    #[default]
    Ground,
    /// Inside a character of several bytes.
    Character,
    Escape,
    /// Inside a control sequence, up to its final character.
    Control,
    /// After ESC O, up to the character that names a key of the number pad, an
    /// arrow or a function key; whether a number came, which stands for Ctrl or
    /// the like.
    Single(bool),
    /// So many arbitrary bytes are to come.
    Any(u8),
    /// Inside a string, which may have so many bytes still.
    String(u16),
    /// Inside what is pasted, with so many bytes of its end.
    Paste(usize),
}

impl Decoder {
    /// The key that this byte completes, if any. `at`, which never goes back, is when.
    pub fn push(&mut self, byte: u8, at: Duration) -> Option<Key> {
        let waited = at.saturating_sub(self.at);
        self.at = at;
        let press = self.step(byte, waited)?;
        self.presses.take(press, at)
    }

    fn step(&mut self, byte: u8, waited: Duration) -> Option<Press> {
        // The rest of a sequence may come late, but not that of Alt and a key:
        // somebody has pressed Escape, and then the key. None of those that go
        // on with a sequence is likely to come next.
        let goes_on = matches!(byte, b'[' | b'O' | ESCAPE) || is_string(byte);
        let is_key = self.state == DecoderState::Escape && !goes_on;
        if waited >= PATIENCE || (is_key && waited >= ALT_WITHIN) {
            self.state = DecoderState::Ground;
        }
        let state = std::mem::take(&mut self.state);
        match (state, byte) {
            (_, INTERRUPT) => return Some(typed(Key::Interrupt)),
            (DecoderState::Paste(ended), _) => {
                let is_next = byte == PASTE_END[ended];
                let begun = usize::from(byte == ESCAPE);
                let ended = if is_next { ended + 1 } else { begun };
                if ended < PASTE_END.len() {
                    self.state = DecoderState::Paste(ended);
                }
            }
            (_, ESCAPE) => {
                self.alt = state == DecoderState::Escape && waited < ALT_WITHIN;
                self.state = DecoderState::Escape;
            }
            (_, CANCEL | SUBSTITUTE) | (DecoderState::String(_), BEL) => {}
            (DecoderState::Escape, _) => return self.escape(byte),
            // Shift and a key, as rxvt has it. In answers `$` comes after two
            // numbers, and a letter after it.
            (DecoderState::Control, b'$') if self.has_one_number() => {}
            (DecoderState::Control, 0x20..=0x3f) => {
                if self.parameters.len() <= PARAMETERS_MAX {
                    self.parameters.push(byte);
                }
                self.state = state;
            }
            (DecoderState::Control, 0x40..=0x7e) => return self.control(byte),
            (DecoderState::Single(_), b'0'..=b';') => self.state = DecoderState::Single(true),
            (DecoderState::Single(modified), 0x20..=0x7e) => {
                let key = sequence::single(byte).filter(|_| !modified && !self.alt);
                return key.map(typed);
            }
            // A mouse position that is too large for a byte is sent as 0.
            (DecoderState::Any(left), 0x00 | 0x20..) => {
                if left > 1 {
                    self.state = DecoderState::Any(left - 1);
                }
            }
            (DecoderState::String(left @ 1..), _) => {
                self.state = DecoderState::String(left - 1);
            }
            (DecoderState::Character, 0x80..=0xbf) => return self.character(byte),
            // An unfinished sequence is dropped.
            _ => return self.ground(byte),
        }
        None
    }

    fn ground(&mut self, byte: u8) -> Option<Press> {
        self.alt = false;
        match byte {
            b'\r' | b'\n' => Some(typed(Key::Enter)),
            b' '..=b'~' => Some(typed(Key::Char(char::from(byte)))),
            _ => {
                self.parameters.clear();
                self.character(byte)
            }
        }
    }

    fn character(&mut self, byte: u8) -> Option<Press> {
        self.parameters.push(byte);
        match std::str::from_utf8(&self.parameters) {
            Err(error) if error.error_len().is_none() => self.state = DecoderState::Character,
            Ok(text) if !self.alt => return Key::of_char(text.chars().next()?).map(typed),
            _ => {}
        }
        None
    }

    fn escape(&mut self, byte: u8) -> Option<Press> {
        self.parameters.clear();
        self.state = match byte {
            b'[' => DecoderState::Control,
            b'O' => DecoderState::Single(false),
            _ if is_string(byte) => DecoderState::String(STRING_MAX),
            _ => {
                // A letter with Alt, which may be of another alphabet.
                self.alt = true;
                return self.character(byte);
            }
        };
        None
    }

    fn has_one_number(&self) -> bool {
        !self.parameters.is_empty() && self.parameters.iter().all(u8::is_ascii_digit)
    }

    fn control(&mut self, last: u8) -> Option<Press> {
        self.state = match (self.parameters.as_slice(), last) {
            // A function key of the Linux console.
            (b"", b'[') => DecoderState::Any(1),
            // Reports of a mouse in its three old forms.
            (b"", b'M') => DecoderState::Any(3),
            (b"", b't') => DecoderState::Any(2),
            (b"", b'T') => DecoderState::Any(6),
            (b"200", b'~') => DecoderState::Paste(0),
            _ => DecoderState::Ground,
        };
        let is_key = self.parameters.len() <= PARAMETERS_MAX && !self.alt;
        sequence::control(&self.parameters, last).filter(|_| is_key)
    }
}

/// Whether this character after ESC begins a string: DCS, SOS, OSC, PM, APC.
fn is_string(byte: u8) -> bool {
    matches!(byte, b'P' | b'X' | b']' | b'^' | b'_')
}

fn typed(key: Key) -> Press {
    (key, Manner::Typed)
}
