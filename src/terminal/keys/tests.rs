use super::*;

/// Keys as words: `n`, `Enter`, `Right`.
fn words(keys: &[Key]) -> String {
    let word = |key: &Key| match key {
        Key::Char(c) => c.to_string(),
        other => format!("{other:?}"),
    };
    keys.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn at(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// The keys in bytes that come after so many milliseconds each.
fn timed(reads: &[(u64, &[u8])]) -> String {
    let mut decoder = Decoder::default();
    let mut now = 0;
    let mut keys = Vec::new();
    for (wait, bytes) in reads {
        now += wait;
        keys.extend(bytes.iter().filter_map(|byte| decoder.push(*byte, at(now))));
    }
    words(&keys)
}

fn keys(bytes: &[u8]) -> String {
    timed(&[(0, bytes)])
}

#[test]
fn keys_as_they_are_typed() {
    assert_eq!(keys(b"\x1b[C\x1b[D\x1bOC\x1bOD"), "Right Left Right Left");
    assert_eq!(keys(b" nNbB+=-_?mv\r"), "  n b + = - _ ? m v Enter");
    assert_eq!(keys(b"\x03"), "Interrupt");
    // The number pad in its application mode.
    assert_eq!(keys(b"\x1bOM\x1bOk\x1bOm\x1bOX"), "Enter + - =");
    assert_eq!(keys("тйｑ".as_bytes()), "n q");
}

/// Everything that a terminal sends and that is no key, of all kinds.
const NOTHING: &[&[u8]] = &[
    // Keys that mean nothing here, with and without modifiers.
    b"\x1b[A",
    b"\x1bOB",
    b"\x1b[H",
    b"\x1b[2~",
    b"\x1b[15;2~",
    b"\x1bOP",
    b"\x1b[1;5C",
    b"\x1b[1;2D",
    b"\x1bO5C",
    b"\x1b\x1b[C",
    b"\x1b\x1bOD",
    b"\x1b[Z",
    b"\x1b[7$",
    b"\x1b[23$",
    b"\t",
    b"\x7f",
    b"\x0e",
    b"\x11",
    // The Linux console's function keys.
    b"\x1b[[A",
    b"\x1b[[B",
    b"\x1b[[E",
    // Alt and a key.
    b"\x1bq",
    b"\x1bn",
    b"\x1b ",
    b"\x1b-",
    b"\x1b\r",
    "\u{1b}й".as_bytes(),
    // A mouse, in all its forms.
    b"\x1b[M !!",
    b"\x1b[M qQ",
    b"\x1b[M#nn",
    b"\x1b[M \xf1\xee",
    b"\x1b[M \0q",
    b"\x1b[tqq",
    b"\x1b[Tqqnnbb",
    b"\x1b[<0;3;4M",
    b"\x1b[<0;3;4m",
    b"\x1b[32;113;110M",
    // Focus, cursor, attributes, modes, sizes.
    b"\x1b[I\x1b[O",
    b"\x1b[24;80R",
    b"\x1b[?62;22c",
    b"\x1b[>41;354;0c",
    b"\x1b[?2026;2$y",
    b"\x1b[8;24;80t",
    b"\x1b[?1u",
    b"\x1b[0n",
    // Strings: OSC, DCS, APC, PM, SOS, ended by ST and by BEL.
    b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b]10;rgb:bbbb/bbbb/bbbb\x07",
    b"\x1bP1$r0 q\x1b\\",
    b"\x1bP>|quit now(1)\x1b\\",
    b"\x1b_Gi=1;no, but n b q\x1b\\",
    b"\x1b^q\x1b\\",
    b"\x1bXq n b\x1b\\",
    "\u{1b}]l\u{dc}bung, qq\u{1b}\\".as_bytes(),
    // What is pasted, with escapes of its own.
    b"\x1b[200~quit now\x1b[201~",
    b"\x1b[200~\x1b[20q\x1b[C\x1b]n\r\x1b[201~",
    // Keys let go, held down and with modifiers, in kitty's protocol.
    b"\x1b[113;1:3u",
    b"\x1b[113;1:2u",
    b"\x1b[1;1:3C",
    b"\x1b[1;5:1C",
    b"\x1b[113;5u",
    b"\x1b[113;3u",
    b"\x1b[113;9u",
    b"\x1b[99;6u",
    b"\x1b[27u",
    b"\x1b[57441;2u",
    b"\x1b[0;;113:110u",
    b"\x1b[27;5;113~",
    b"\x1b[27;3;110~",
    // Nobody's.
    b"\x1b[113;1:9u",
    b"\x1b[99999999999u",
    b"\xc0\xf1\xe0\x81\xb1\xff\x80",
];

#[test]
fn what_is_no_key_passes_without_a_trace() {
    for bytes in NOTHING {
        let shown = String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(keys(bytes), "", "{shown:?}");
        assert_eq!(keys(&[bytes, &b"v"[..]].concat()), "v", "{shown:?}");
        for cut in 1..bytes.len() {
            let (one, two) = bytes.split_at(cut);
            assert_eq!(
                timed(&[(0, one), (50, two), (0, b"v")]),
                "v",
                "{shown:?} at {cut}"
            );
            // A line that is slow may cut it longer, but not after the Escape
            // that a person may have pressed.
            if one.last() != Some(&0x1b) && !is_alt(bytes) {
                assert_eq!(
                    timed(&[(0, one), (900, two), (0, b"v")]),
                    "v",
                    "{shown:?} at {cut}"
                );
            }
        }
    }
}

/// Alt and a key, or an escape and two characters: told from Escape and a key
/// by time alone.
fn is_alt(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1b, 0x1b, ..])
        || !matches!(
            bytes.get(1),
            Some(b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X')
        )
}

#[test]
fn sequences_cut_after_their_first_byte_may_come_late() {
    for bytes in [
        &b"\x1b[[B"[..],
        b"\x1b[M qQ",
        b"\x1b]11;rgb:b/b/b\x07",
        b"\x1b^q\x1b\\",
    ] {
        let (one, two) = bytes.split_at(1);
        assert_eq!(timed(&[(0, one), (500, two), (0, b"v")]), "v", "{bytes:?}");
    }
}

#[test]
fn other_protocols_have_the_same_keys() {
    for (bytes, key) in [
        (&b"\x1b[113u"[..], "q"),
        (b"\x1b[113;1:1u", "q"),
        (b"\x1b[113:81;2u", "Q"),
        (b"\x1b[113;2;81u", "Q"),
        (b"\x1b[110;129u", "n"),
        (b"\x1b[110;65u", "n"),
        (b"\x1b[0;;98u", "b"),
        (b"\x1b[32u", " "),
        (b"\x1b[13u", "Enter"),
        (b"\x1b[57414u", "Enter"),
        (b"\x1b[57413u", "+"),
        (b"\x1b[57412u", "-"),
        (b"\x1b[61:43;2u", "+"),
        (b"\x1b[47;2u", "?"),
        (b"\x1b[223:63;2u", "?"),
        (b"\x1b[1;1:1C", "Right"),
        (b"\x1b[1;129D", "Left"),
        (b"\x1b[57417u", "Left"),
        (b"\x1b[57418u", "Right"),
        // A Russian keyboard, with and without the place on a Latin one; one
        // whose place only the terminal knows.
        (b"\x1b[1090u", "n"),
        (b"\x1b[1090::110u", "n"),
        (b"\x1b[12435::113u", "q"),
        // Latin letters count as they are.
        (b"\x1b[97::113u", "a"),
        (b"\x1b[59::113u", ";"),
        (b"\x1b[27;1;110~", "n"),
        (b"\x1b[27;2;63~", "?"),
        (b"\x1b[27;2;13~", "Enter"),
        (b"\x1b[99;5u", "Interrupt"),
        (b"\x1b[99;69u", "Interrupt"),
        (b"\x1b[1089::99;5u", "Interrupt"),
        (b"\x1b[1089;5u", "Interrupt"),
        (b"\x1b[27;5;99~", "Interrupt"),
        (b"\x1b[27;5;67~", "Interrupt"),
        (b"\x1b[122;5u", "Stop"),
    ] {
        let shown = String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(keys(bytes), key, "{shown:?}");
        for cut in 2..bytes.len() {
            let (one, two) = bytes.split_at(cut);
            assert_eq!(timed(&[(0, one), (900, two)]), key, "{shown:?} at {cut}");
        }
    }
}

#[test]
fn a_slip_does_not_deafen_the_keyboard() {
    // Alt with what begins a sequence, and a report or a paste without an end.
    for slip in [
        &b"\x1b]"[..],
        b"\x1bP",
        b"\x1b_",
        b"\x1b^",
        b"\x1bX",
        b"\x1b[",
        b"\x1bO",
        b"\x1b[[",
        b"\x1b[M",
        b"\x1b[M ",
        b"\x1b[1;",
        b"\x1b[200~",
        b"\x1b[200~text\x1b[20",
        b"\xe1",
    ] {
        let shown = String::from_utf8_lossy(slip).into_owned();
        assert_eq!(timed(&[(0, slip), (1000, b"n")]), "n", "{shown:?}");
        assert_eq!(
            timed(&[(0, slip), (1000, "т".as_bytes())]),
            "n",
            "{shown:?}"
        );
        assert_eq!(
            timed(&[(0, slip), (1, b"\x03n")]),
            "Interrupt n",
            "{shown:?}"
        );
        if !slip.starts_with(b"\x1b[200~") {
            assert_eq!(timed(&[(0, slip), (1, b"\x1b[Cn")]), "Right n", "{shown:?}");
            assert_eq!(timed(&[(0, slip), (1, b"\x18n")]), "n", "{shown:?}");
            assert_eq!(timed(&[(0, slip), (1, b"\x1an")]), "n", "{shown:?}");
        }
    }
    // Enter is no part of a sequence.
    assert_eq!(keys(b"\x1b[\r"), "Enter");
    assert_eq!(keys(b"\x1b[M \r"), "Enter");
}

#[test]
fn a_string_is_over_after_four_kibibytes() {
    let long = [b"\x1b]52;", &[b'q'; 4096 - 3][..], b"n"].concat();
    assert_eq!(keys(&long), "n");
    // What is pasted may be as long as it likes.
    let paste = [b"\x1b[200~", &vec![b'q'; 100_000][..], b"\x1b[201~n"].concat();
    assert_eq!(keys(&paste), "n");
    // So may the parameters of a sequence; they are not kept.
    let long = [b"\x1b[113", &vec![b';'; 100_000][..], b"un"].concat();
    assert_eq!(keys(&long), "n");
}

#[test]
fn escape_and_a_key_is_no_alt() {
    assert_eq!(timed(&[(0, b"\x1b"), (100, b"q")]), "q");
    assert_eq!(timed(&[(0, b"\x1b"), (100, b"\r")]), "Enter");
    assert_eq!(timed(&[(0, b"\x1b"), (100, b" ")]), " ");
    assert_eq!(timed(&[(0, b"\x1b"), (100, "т".as_bytes())]), "n");
    assert_eq!(timed(&[(0, b"\x1b"), (99, b"q")]), "");
    assert_eq!(timed(&[(0, b"\x1b"), (100, b"\x1b[C")]), "Right");
}

#[test]
fn a_key_held_down_counts_twice_at_most() {
    // The first, then after half a second thirty a second.
    let held = |key: &'static [u8]| {
        let repeats = std::iter::repeat_n((33, key), 60);
        let reads: Vec<_> = [(0, key), (500, key)].into_iter().chain(repeats).collect();
        timed(&reads)
    };
    assert_eq!(held(b"n"), "n n");
    assert_eq!(held(b"q"), "q q");
    assert_eq!(held(b" "), "   ");
    assert_eq!(held(b"\r"), "Enter Enter");
    assert_eq!(held(b"\x1b[C"), "Right Right");
    assert_eq!(held(b"\x1b[110u"), "n n");
    assert_eq!(held("т".as_bytes()), "n n");
    assert_eq!(held(b"+"), ["+"; 62].join(" "));
    assert_eq!(held(b"-"), ["-"; 62].join(" "));
    // A keyboard that is slower, and a line that lets them come in heaps.
    assert_eq!(
        timed(&[(0, b"n"), (500, b"n"), (92, b"n"), (92, b"n")]),
        "n n"
    );
    assert_eq!(
        timed(&[(0, b"n"), (99, b"nnn"), (99, b"nnn"), (100, b"n")]),
        "n n"
    );
    // Shift may come meanwhile, and the mouse; another key is another key.
    assert_eq!(timed(&[(0, b"n"), (30, b"N"), (30, b"\x1b[M !!n")]), "n");
    assert_eq!(timed(&[(0, b"nbn")]), "n b n");
    assert_eq!(timed(&[(0, b"n\x1b[C")]), "n Right");
}

#[test]
fn where_the_terminal_reports_repeats_they_alone_decide() {
    let held = |press: &'static [u8], repeat: &'static [u8], release: &'static [u8]| {
        let repeats = std::iter::repeat_n((33, repeat), 60);
        let reads = [(0, press), (500, repeat)].into_iter().chain(repeats);
        timed(
            &reads
                .chain([(20, release), (20, press)])
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        held(b"\x1b[110u", b"\x1b[110;1:2u", b"\x1b[110;1:3u"),
        "n n"
    );
    assert_eq!(
        held(b"\x1b[110;1:1u", b"\x1b[110;1:2u", b"\x1b[110;1:3u"),
        "n n"
    );
    assert_eq!(
        held(b"\x1b[C", b"\x1b[1;1:2C", b"\x1b[1;1:3C"),
        "Right Right"
    );
    let plus = held(b"\x1b[43u", b"\x1b[43;1:2u", b"\x1b[43;1:3u");
    assert_eq!(plus, ["+"; 63].join(" "));
}
