//! What must hold of the keys that are found in what a terminal sends, whatever
//! it sends and however that is cut.

use std::time::Duration;

use legrest::terminal::keys::{Decoder, Key, Presses};

use super::dice::Dice;

/// Ways to send a key, and the key: plain, and in the protocols that some
/// terminals are left in.
const KEYS: &[(&[u8], Key)] = &[
    (b"n", Key::Char('n')),
    (b" ", Key::Char(' ')),
    (b"+", Key::Char('+')),
    (b"?", Key::Char('?')),
    (b"q", Key::Char('q')),
    ("т".as_bytes(), Key::Char('n')),
    ("ㅂ".as_bytes(), Key::Char('q')),
    (b"\r", Key::Enter),
    (b"\n", Key::Enter),
    (b"\x1b[C", Key::Right),
    (b"\x1bOD", Key::Left),
    (b"\x1b[5~", Key::PageUp),
    (b"\x1b[6~", Key::PageDown),
    (b"\x1bOM", Key::Enter),
    (b"\x1b[1;129:1C", Key::Right),
    (b"\x1b[110;1:1u", Key::Char('n')),
    (b"\x1b[1090::110u", Key::Char('n')),
    (b"\x1b[27;1;113~", Key::Char('q')),
    (b"\x1b[57414u", Key::Enter),
    (b"\x03", Key::Interrupt),
    (b"\x1b[99;5u", Key::Interrupt),
    (b"\x1b[27;5;99~", Key::Interrupt),
];

/// The keys that must work whatever came before them.
const PLAIN: &[(u8, Key)] = &[
    (b'n', Key::Char('n')),
    (b'b', Key::Char('b')),
    (b'+', Key::Char('+')),
    (b'-', Key::Char('-')),
    (b' ', Key::Char(' ')),
    (b's', Key::Char('s')),
    (b'm', Key::Char('m')),
    (b'v', Key::Char('v')),
    (b'?', Key::Char('?')),
    (b'\r', Key::Enter),
    (b'q', Key::Char('q')),
    (0x03, Key::Interrupt),
];

/// What is no key, as it stands.
const SILENT: &[&[u8]] = &[
    b"\x1b[A",
    b"\x1b[2~",
    b"\x1b[5;5~",
    b"\x1b[15;2~",
    b"\x1b[1;5C",
    b"\x1bOP",
    b"\x1b[113;1:3u",
    b"\x1b[113;1:2u",
    b"\x1b[113;5u",
    b"\x1b[?62;22c",
    b"\x1b[24;80R",
    b"\x1b[I",
    b"\x1bq",
    b"\x1b ",
    b"\t",
    b"\x0e",
];

/// Text that may stand inside a string or a paste: all of our keys, and parts
/// of other sequences.
const TEXT: &[&[u8]] = &[
    b"q",
    b"n",
    b" ",
    b"b+-?mv",
    b"[C",
    b"113u",
    b"201~",
    b"\\",
    "ÜтＱ".as_bytes(),
];

/// One thing that a terminal sends.
struct Piece {
    bytes: Vec<u8>,
    key: Option<Key>,
}

/// Asks it of bytes that are made up freely, and of sequences.
pub fn input(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    if dice.once_in(2) {
        pieces(&mut dice);
    } else {
        anything(&mut dice);
    }
}

/// Each key is found once, and nothing in what is no key, wherever a line that
/// is slow cuts it.
fn pieces(dice: &mut Dice) {
    let mut decoder = Decoder::default();
    let mut now = Duration::ZERO;
    for _ in 0..64 {
        if dice.are_out() {
            return;
        }
        let Piece { bytes, key } = piece(dice);
        let mut found = Vec::new();
        // Between two bytes less than what tells Escape and a key from Alt.
        let slow = dice.once_in(3);
        for (index, byte) in bytes.iter().enumerate() {
            if slow && index > 0 {
                now += Duration::from_millis(dice.number(0..=99));
            }
            found.extend(decoder.push(*byte, now));
        }
        assert!(
            found.iter().eq(key.iter()),
            "{found:?} in {:?}",
            show(&bytes)
        );
        // The same key twice is two presses, with so long between them.
        now += Presses::APART + Duration::from_millis(dice.one_of(&[0, 10, 5000]));
    }
}

fn piece(dice: &mut Dice) -> Piece {
    let silent = |bytes| Piece { bytes, key: None };
    match dice.number(0..=4) {
        0 => {
            let (bytes, key) = dice.one_of(KEYS);
            Piece {
                bytes: bytes.to_vec(),
                key: Some(key),
            }
        }
        1 => silent(dice.one_of(SILENT).to_vec()),
        2 => {
            // A report of a mouse: three bytes, any at all from 32 on.
            let mut report = b"\x1b[M".to_vec();
            report.extend((0..3).map(|_| u8::try_from(dice.number(32..=255)).expect("a byte")));
            silent(report)
        }
        3 => {
            let mut string = dice
                .one_of(&[&b"\x1b]"[..], b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX"])
                .to_vec();
            string.extend(text(dice));
            string.extend(dice.one_of(&[&b"\x1b\\"[..], b"\x07"]));
            silent(string)
        }
        _ => {
            let mut paste = b"\x1b[200~".to_vec();
            paste.extend(text(dice));
            if dice.once_in(2) {
                paste.extend(b"\x1b[20\x1b[C\r\x1b]");
                paste.extend(text(dice));
            }
            paste.extend(b"\x1b[201~");
            silent(paste)
        }
    }
}

fn text(dice: &mut Dice) -> Vec<u8> {
    let count = dice.index(0..=8);
    (0..count)
        .flat_map(|_| dice.one_of(TEXT))
        .copied()
        .collect()
}

/// Ctrl-C acts at once, whatever it comes amid; and what has begun is over
/// after a second.
fn anything(dice: &mut Dice) {
    let mut decoder = Decoder::default();
    let mut now = Duration::ZERO;
    let mut quick = false;
    for _ in 0..4096 {
        if dice.are_out() {
            break;
        }
        if dice.once_in(4) {
            quick = !quick;
        }
        if !quick {
            now += Duration::from_millis(dice.one_of(&[0, 1, 99, 100, 999, 1000, 5000]));
        }
        // What begins a sequence is seldom met by chance.
        let any = u8::try_from(dice.number(0..=255)).expect("a byte");
        let byte = dice.one_of(&[any, 0x1b, b'[', b'M', b']', b'u', b'~', b'O', 0x03]);
        let key = decoder.push(byte, now);
        assert!(
            byte != 0x03 || key == Some(Key::Interrupt),
            "Ctrl-C is lost"
        );
    }
    for &(byte, key) in PLAIN {
        let mut after = decoder.clone();
        let later = now + Duration::from_secs(2);
        assert_eq!(after.push(byte, later), Some(key), "after two seconds");
    }
}

fn show(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
