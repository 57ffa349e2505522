//! Keys out of the bytes that a terminal sends.

/// A key that means something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A printable ASCII character.
    Char(char),
    /// Return, in either of its codes.
    Enter,
    /// The left arrow.
    Left,
    /// The right arrow.
    Right,
    /// Ctrl-C, where the system passes it on as a key.
    Interrupt,
}

/// Finds keys in a stream of bytes that may be cut anywhere.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// After an escape character.
    Escape,
    /// Inside a control sequence, up to its final character.
    Sequence,
}

impl Decoder {
    /// The key that this byte completes, if any.
    pub fn push(&mut self, byte: u8) -> Option<Key> {
        match (self.state, byte) {
            (_, 0x1b) => {
                self.state = State::Escape;
                None
            }
            (State::Escape, b'[' | b'O') => {
                self.state = State::Sequence;
                None
            }
            (State::Sequence, 0x40..=0x7e) => {
                self.state = State::Ground;
                match byte {
                    b'C' => Some(Key::Right),
                    b'D' => Some(Key::Left),
                    _ => None,
                }
            }
            (State::Sequence, 0x20..=0x3f) => None,
            _ => {
                self.state = State::Ground;
                match byte {
                    b'\r' | b'\n' => Some(Key::Enter),
                    0x03 => Some(Key::Interrupt),
                    b' '..=b'~' => Some(Key::Char(char::from(byte))),
                    _ => None,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(bytes: &[u8]) -> Vec<Key> {
        let mut decoder = Decoder::default();
        bytes
            .iter()
            .filter_map(|byte| decoder.push(*byte))
            .collect()
    }

    #[test]
    fn keys_and_arrows() {
        let arrows = [Key::Right, Key::Left, Key::Right];
        assert_eq!(keys(b"\x1b[C\x1b[D\x1bOC"), arrows);
        assert_eq!(
            keys(b" n\r\n"),
            [Key::Char(' '), Key::Char('n'), Key::Enter, Key::Enter]
        );
    }

    #[test]
    fn sequences_that_mean_nothing_leave_nothing_behind() {
        // Up, page down, Ctrl-Right, a mouse report, F1, then q.
        assert_eq!(
            keys(b"\x1b[A\x1b[6~\x1b[1;5C\x1b[<0;3;4M\x1bOPq"),
            [Key::Right, Key::Char('q')]
        );
        // Escape alone, then a key; letters beyond ASCII.
        assert_eq!(keys("\x1bq\u{e9}".as_bytes()), [Key::Char('q')]);
    }
}
