//! The words of a command line, from what each shell makes of them.

use std::ffi::OsStr;

use crate::cli::{CompleteArgs, Shell};
use crate::text::composed;

/// The words behind that of the program, in plain text.
pub(super) struct Words {
    /// Those before the cursor.
    pub(super) before: Vec<String>,
    /// The word at the cursor, as far as the cursor.
    pub(super) word: String,
    /// Those after it.
    pub(super) after: Vec<String>,
    /// How much of the beginning of the word is none of it for the shell, in
    /// bytes.
    pub(super) apart: usize,
}

impl Words {
    pub(super) fn of(args: &CompleteArgs) -> Self {
        let plain = |word: &OsStr| composed(&word.to_string_lossy()).into_owned();
        let mut before: Vec<String> = args.others.iter().map(|word| plain(word)).collect();
        let after = before.split_off(args.before.min(before.len()));
        let word = plain(&args.word);
        let word = word.strip_prefix('=').unwrap_or_default().to_owned();
        let words = Self {
            before,
            word,
            after,
            apart: 0,
        };
        match args.shell {
            Shell::Bash => words.read_as_typed(),
            Shell::Zsh | Shell::Fish | Shell::Powershell | Shell::Elvish => words,
        }
    }

    /// Bash hands the words on as they are written, with their quotes, and cut
    /// at each `=`.
    fn read_as_typed(self) -> Self {
        let (mut before, is_cut) = joined(self.before);
        let begun = before.pop_if(|_| is_cut).unwrap_or_default();
        Self {
            before,
            apart: begun.len(),
            word: begun + &unquoted(&self.word),
            after: joined(self.after).0,
        }
    }
}

/// The words with `--option`, `=` and a value as one; and whether such a value
/// is still to come.
fn joined(words: Vec<String>) -> (Vec<String>, bool) {
    let mut joined: Vec<String> = Vec::new();
    let mut is_cut = false;
    for word in words {
        match joined.last_mut() {
            Some(last) if word == "=" && last.starts_with("--") && !last.contains('=') => {
                last.push('=');
                is_cut = true;
            }
            Some(last) if is_cut => {
                last.push_str(&unquoted(&word));
                is_cut = false;
            }
            _ => joined.push(unquoted(&word)),
        }
    }
    (joined, is_cut)
}

/// The word without quotes and backslashes; a quote that is still open leaves
/// it as it is.
fn unquoted(word: &str) -> String {
    match shlex::split(word) {
        Some(parts) => parts.concat(),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readline_cut_is_one_word_again() {
        let words = ["routine", "--level", "=", "full", r"my\ knee.toml"];
        let (before, is_cut) = joined(words.map(str::to_owned).to_vec());
        assert_eq!(before, ["routine", "--level=full", "my knee.toml"]);
        assert!(!is_cut);
        let words = Words {
            before: ["show", "--only", "="].map(str::to_owned).to_vec(),
            word: "calf,q".to_owned(),
            after: Vec::new(),
            apart: 0,
        };
        let words = words.read_as_typed();
        assert_eq!(words.before, ["show"]);
        assert_eq!(words.word, "--only=calf,q");
        assert_eq!(&words.word[words.apart..], "calf,q");
    }
}
