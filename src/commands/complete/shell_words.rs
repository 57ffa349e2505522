//! Words as shells write them.

use crate::text::composed;

/// The words of a command line that is being typed, read as bash and fish read
/// quotes and backslashes, and spelled as names of routines and steps are.
/// Nothing is expanded.
#[derive(Debug, Default, PartialEq)]
pub(super) struct ShellWords {
    /// The words that a space ends.
    pub(super) words: Vec<String>,
    /// The word at the end; empty behind a space.
    pub(super) last: String,
    /// The quote that is open at the end.
    pub(super) quote: Option<char>,
}

impl ShellWords {
    pub(super) fn of(line: &str) -> Self {
        let mut read = Self::default();
        let mut word: Option<String> = None;
        let line = composed(line);
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match (read.quote, c) {
                (None, c) if c.is_whitespace() => read.words.extend(word.take()),
                (None, '\'' | '"') => {
                    read.quote = Some(c);
                    word.get_or_insert_default();
                }
                (Some(quote), c) if c == quote => read.quote = None,
                (None | Some('"'), '\\') => {
                    let word = word.get_or_insert_default();
                    let escaped = chars.next();
                    if read.quote.is_some() && !escaped.is_some_and(is_special) {
                        word.push('\\');
                    }
                    word.extend(escaped);
                }
                (_, c) => word.get_or_insert_default().push(c),
            }
        }
        read.last = word.unwrap_or_default();
        read
    }
}

/// Whether a character means something inside double quotes.
fn is_special(c: char) -> bool {
    "\"\\$`".contains(c)
}

/// The value as one types it in bash, which inserts it as it is: inside a quote
/// that is open, or without one.
pub(super) fn for_bash(value: &str, quote: Option<char>) -> String {
    if quote == Some('\'') {
        return value.replace('\'', r"'\''");
    }
    let mut typed = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        let is_plain = match quote {
            None => is_plain(c) || "=:@%".contains(c),
            Some(_) => !is_special(c),
        };
        if !is_plain {
            typed.push('\\');
        }
        typed.push(c);
    }
    typed
}

pub(super) fn for_powershell(value: &str) -> String {
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "''"))
}

/// Whether a character means only itself in every shell.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-_./,+".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_t_run_anything() {
        assert_eq!(for_bash("my-knee_2", None), "my-knee_2");
        assert_eq!(for_bash("pt:knee", None), "pt:knee");
        assert_eq!(for_bash("a b;$(c)`d`", None), "a\\ b\\;\\$\\(c\\)\\`d\\`");
        assert_eq!(for_bash("a b$(c)", Some('"')), "a b\\$(c)");
        assert_eq!(for_bash("a's $(b)", Some('\'')), r"a'\''s $(b)");
        assert_eq!(for_powershell("a's $(b)"), "'a''s $(b)'");
    }

    #[test]
    fn a_line_is_read_up_to_an_open_quote() {
        let read = ShellWords::of(r#"legrest show my\ knee --only="calf,q"#);
        assert_eq!(read.words, ["legrest", "show", "my knee"]);
        assert_eq!(read.last, "--only=calf,q");
        assert_eq!(read.quote, Some('"'));
        let read = ShellWords::of(r"legrest 'it'\''s' ");
        assert_eq!(read.words, ["legrest", "it's"]);
        assert_eq!(
            read,
            ShellWords {
                words: read.words.clone(),
                ..Default::default()
            }
        );
    }

    #[test]
    fn what_is_quoted_is_read_as_it_was() {
        let chars = || "ab \t'\"\\$`;=:~#é".chars();
        for (a, b) in chars().flat_map(|a| chars().map(move |b| (a, b))) {
            for c in chars() {
                let value = String::from_iter([a, b, c]);
                for quote in [None, Some('"'), Some('\'')] {
                    let open = quote.map(String::from).unwrap_or_default();
                    let read = ShellWords::of(&format!("{open}{}", for_bash(&value, quote)));
                    assert_eq!(read.last, value);
                    assert_eq!(read.quote, quote, "{value:?}");
                }
            }
        }
    }
}
