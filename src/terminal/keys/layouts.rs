//! Letters of other alphabets, by their place on the keyboard.

/// The places, by the letters of a keyboard with Latin letters.
const PLACES: &str = "qwertyuiopasdfghjklzxcvbnm";

/// What other keyboards have there; a dot where there is no letter. Greek has
/// `;` in the place of `q`: a character that other keyboards have elsewhere
/// must not quit.
///
/// Of keyboards that have a letter in two places only one can count: Russian comes
/// before Bulgarian and Serbian, Ukrainian before Belarusian. Latin keyboards, and
/// input methods that make other letters of theirs, count by their letters.
fn layouts() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("layouts.txt").lines();
    lines.filter(|line| !line.starts_with('#'))
}

/// The Latin letter in the place of this one, or of one as wide as an ideograph;
/// `None` where it is Latin itself or its place is not known.
pub(super) fn latin(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return None;
    }
    if let 'Ａ'..='ｚ' = letter {
        let ascii = u32::from(letter) - u32::from('Ａ') + u32::from('A');
        return char::from_u32(ascii).filter(char::is_ascii_alphabetic);
    }
    let lower = letter.to_lowercase().next()?;
    layouts().find_map(|layout| {
        let place = layout.chars().position(|there| there == lower)?;
        PLACES.chars().nth(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_has_every_place_and_no_letter_two() {
        for layout in layouts() {
            assert_eq!(layout.chars().count(), PLACES.len(), "{layout}");
            for (letter, place) in layout.chars().zip(PLACES.chars()) {
                if letter != '.' {
                    assert!(!letter.is_ascii(), "{letter}");
                    assert_eq!(latin(letter), Some(place), "{letter} of {layout}");
                }
            }
        }
    }

    #[test]
    fn letters_count_by_their_place_in_both_cases() {
        for (letters, place) in [
            ("тТνΝמىدნլืㅜ", 'n'),
            ("йЙضქճौๆㅂｑＱ", 'q'),
            ("иИβΒנﻻذბ", 'b'),
            ("ьЬμΜצةㅡ", 'm'),
            ("мМωΩהرㅍ", 'v'),
            ("ыЫіσΣד", 's'),
            ("щЩοΟםخㅐ", 'o'),
        ] {
            for letter in letters.chars() {
                let found = latin(letter).map(|found| found.to_ascii_lowercase());
                assert_eq!(found, Some(place), "{letter}");
            }
        }
        for none in "q;éßñž\u{37e}жхэ界".chars() {
            assert_eq!(latin(none), None, "{none}");
        }
    }
}
