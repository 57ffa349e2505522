use arbtest::arbitrary::{Result, Unstructured};

use super::*;

/// Any text of so many characters at most: most of them are what people
/// type, some are what goes wrong.
pub(crate) fn any_text(u: &mut Unstructured, longest: usize) -> Result<String> {
    const ODD: &[char] = &[
        '\u{a0}', '–', '−', '²', 'é', '\u{301}', '٣', '伸', '🦵', '\u{202e}', '\u{1b}', '\0', '\n',
    ];
    let length = u.int_in_range(0..=longest)?;
    let one = |_| match u.int_in_range(0..=9)? {
        0..=6 => u.int_in_range(b' '..=b'~').map(char::from),
        7 => u.choose(ODD).copied(),
        _ => u.arbitrary(),
    };
    (0..length).map(one).collect()
}

#[test]
fn names_are_composed_as_unicode_says() {
    use unicode_normalization::UnicodeNormalization;
    let odd: Vec<char> = "aeoqé가각कक़ṩÅ\u{1100}\u{1161}\u{11a8}\u{301}\u{302}\u{307}\u{323}\u{327}\
        \u{338}\u{344}\u{345}\u{93c}\u{1d15e}\u{212b}"
        .chars()
        .collect();
    arbtest::arbtest(|u| {
        let mut name = any_text(u, 5)?;
        for _ in 0..u.int_in_range(0..=12)? {
            name.push(*u.choose(&odd)?);
        }
        assert_eq!(composed(&name), name.nfc().collect::<String>(), "{name:?}");
        Ok(())
    });
}

#[test]
fn a_row_may_be_wider_than_a_format_can_say() {
    assert_eq!(pad("a", 70_000).len(), 70_000);
    assert_eq!(pad(&"a".repeat(70_000), 3).len(), 70_000);
}

#[test]
fn only_the_text_itself_is_filled() {
    let values: Values = &[("a", &"{b}"), ("b", &"two")];
    assert_eq!(filled("{a}, {b} ${HOME} {", values), "{b}, two ${HOME} {");
}

#[test]
fn times_read_well() {
    let seconds = Duration::from_secs;
    assert_eq!(clock(seconds(7)), "0:07");
    assert_eq!(clock(seconds(3723)), "1:02:03");
    assert_eq!(countdown(Duration::from_millis(9_001)), "0:10");
    assert_eq!(countdown(seconds(9)), "0:09");
    assert_eq!(length(seconds(1250)), "20m 50s");
    assert_eq!(spoken(seconds(3661)), "1 hour 1 minute 1 second");
    assert_eq!(spoken(seconds(120)), "2 minutes");
}

#[test]
fn lines_are_cut_between_characters() {
    assert_eq!(fit("Hamstring", 20, "…"), "Hamstring");
    assert_eq!(fit("Hamstring", 5, "…"), "Hams…");
    assert_eq!(fit("伸展运动", 5, "…"), "伸展…");
    assert_eq!(fit("伸展运动", 4, "…"), "伸…");
    assert_eq!(fit("anything", 0, "…"), "");
    assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2, "…"), "e\u{301}…");
}
