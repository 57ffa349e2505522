//! Invisible characters that change a word: `hold` followed by a zero width
//! space looks right and is another key.

use crate::diagnostic::{Problem, Severity, first_line_start, values};

/// The code of a problem that is caused by a hidden character alone.
pub(super) const CODE: &str = "hidden-character";

/// How many characters of a word a message shows.
const LONGEST_WORD: usize = 20;

/// The codes of problems that a hidden character may cause: unknown words.
const OF_WORDS: &str = "syntax unknown-key misplaced-key unknown-value bad-id missing-unit \
    unknown-unit not-a-duration not-a-count unknown-figure unknown-sound missing-sound \
    unknown-circuit unused-circuit unknown-day hidden-character";

/// The name of a character that is invisible, or looks like another.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => {
            "a space that is not the keyboard's"
        }
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{2028}' | '\u{2029}' => "line separator",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "direction of writing"
        }
        '\u{2060}' => "word joiner",
        '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            "variation selector"
        }
        '\u{feff}' => "byte order mark",
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' => {
            "invisible letter"
        }
        '\u{2061}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => {
            "invisible sign"
        }
        '\u{e0000}'..='\u{e007f}' => "tag",
        _ => return None,
    })
}

fn first(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| name(*c).is_some())
}

fn describe(text: &str, at: usize, c: char) -> Problem {
    let is_word = |c: &char| !c.is_whitespace() && !"\"'=[]{}.,".contains(*c) && name(*c).is_none();
    let before = text[..at].chars().rev().take_while(is_word);
    let mut before: Vec<char> = before.take(LONGEST_WORD).collect();
    before.reverse();
    let after = text[at + c.len_utf8()..].chars().take_while(is_word);
    let after: String = after.take(LONGEST_WORD).collect();
    let place = match (&*String::from_iter(before), &*after) {
        ("", "") => "stands here".to_owned(),
        ("", after) => format!("stands before \"{after}\""),
        (before, _) => format!("stands after \"{before}\""),
    };
    let code = format!("{:04X}", u32::from(c));
    let name = name(c).unwrap_or_default();
    Problem::of(CODE, values![code, name, place])
}

/// The hidden character that makes a text invalid, if there is one.
pub(crate) fn behind(text: &str) -> Option<Problem> {
    first(text).map(|(at, c)| describe(text, at, c))
}

/// Replaces a problem by the hidden character that causes it.
pub(super) fn reveal(problem: &mut Problem, text: &str) {
    if problem.severity != Severity::Error || !OF_WORDS.split(' ').any(|code| code == problem.code)
    {
        return;
    }
    let mut start = text.floor_char_boundary(problem.span.start);
    let mut end = text.ceil_char_boundary(problem.span.end.max(start));
    if problem.code == "syntax" {
        // The place is where parsing ended: at the character, or one before or
        // after it.
        start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    // A byte order mark at the very beginning is allowed.
    start = first_line_start(text).clamp(start, end);
    if let Some((at, c)) = first(&text[start..end]) {
        let at = start + at;
        let span = at..at + c.len_utf8();
        *problem = Problem {
            span,
            ..describe(text, at, c)
        };
    }
}
