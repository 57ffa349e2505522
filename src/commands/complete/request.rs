//! The question of a completion script: the words of a command line as shells
//! write them, the place of the cursor, and what is given elsewhere on the line.

use std::ffi::{OsStr, OsString};

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};

use crate::cli::{Cli, Shell};

/// Stands for what is still to be typed.
const CURSOR: &str = "\0";

pub(super) struct Request {
    shell: Shell,
    /// The words as far as the cursor, that of the program first. The quote is
    /// known in bash alone.
    pub(super) typed: ShellWords,
    after: Vec<String>,
    /// In bash, how much of the beginning of the word readline will not
    /// replace, in bytes.
    kept: usize,
}

impl Request {
    /// What a script hands on: the word as far as the cursor, behind a `=` since
    /// some shells lose an empty word; how many words stand before it; and these
    /// words and those behind it.
    ///
    /// Bash cuts words at `=` and `:` and doesn't tell where a space stood. So
    /// its script hands on the line as far as the cursor in the place of the
    /// word, how many characters of it readline will replace, and the rest.
    pub(super) fn read(shell: Shell, arguments: impl Iterator<Item = OsString>) -> Self {
        let mut arguments = arguments.map(|word| word.to_string_lossy().into_owned());
        let word = arguments.next().unwrap_or_default();
        let word = word.strip_prefix('=').unwrap_or_default();
        let number = arguments.next().and_then(|text| text.parse().ok());
        let number: usize = number.unwrap_or_default();
        // As names of routines and steps are spelled.
        let plain = |word: &str| crate::text::composed(word).into_owned();
        let mut others: Vec<String> = arguments.map(|word| plain(&word)).collect();
        let (mut typed, after, kept) = if shell == Shell::Bash {
            read_line(word, number, &others.concat())
        } else {
            let after = others.split_off(number.min(others.len()));
            let last = match shell {
                // These two hand on the word with its quotes.
                Shell::Fish => ShellWords::of(word).last,
                Shell::Powershell => plain(&word.replace(['\'', '"'], "")),
                Shell::Bash | Shell::Zsh | Shell::Elvish => plain(word),
            };
            let (words, quote) = (others, None);
            (ShellWords { words, last, quote }, after, 0)
        };
        // Variables may be set before the command.
        let variables = typed.words.iter().take_while(|word| word.contains('='));
        typed.words.drain(..variables.count());
        Self {
            shell,
            typed,
            after,
            kept,
        }
    }

    pub(super) fn word(&self) -> &str {
        &self.typed.last
    }

    /// The command that stands before the cursor, or all of them; `None` where
    /// there is no such command.
    pub(super) fn command<'c>(&self, all: &'c Command) -> Option<&'c Command> {
        let words = self.typed.words.iter().skip(1);
        let mut words = words.filter(|word| !word.starts_with('-'));
        words.try_fold(all, |command, word| {
            let known = command.find_subcommand(word);
            known.or_else(|| (!command.has_subcommands()).then_some(command))
        })
    }

    /// The argument whose value is at the cursor, what stays before the value in
    /// its word, as `--only=calf,` of `--only=calf,qu`, and what else is given.
    /// Shells that choose by themselves get every value.
    pub(super) fn place<'c>(&self, command: &'c Command) -> Option<(&'c Arg, String, ArgMatches)> {
        let word = self.word();
        let stem = match word.rfind(['=', ',']) {
            Some(cut) => &word[..=cut],
            None if word.starts_with('-') => "--",
            None => "",
        };
        let given = self.given(command, Some(&format!("{stem}{CURSOR}")))?;
        let beginning = |arg: &Arg| {
            let values = given.try_get_raw(arg.get_id().as_str()).ok()??;
            let most = arg.get_num_args().filter(|_| arg.is_positional());
            let values = values.take(most.map_or(usize::MAX, |most| most.max_values()));
            let mut values = values.filter_map(OsStr::to_str);
            let value = values.find_map(|value| value.strip_suffix(CURSOR))?;
            Some(stem.strip_suffix(value)?.to_owned())
        };
        let mut args = command.get_arguments();
        let (arg, beginning) = args.find_map(|arg| Some((arg, beginning(arg)?)))?;
        Some((arg, beginning, given))
    }

    /// What is given for a command, with this word at the cursor, as the parser of
    /// the command line reads it. A value may be one that it would refuse.
    pub(super) fn given(&self, command: &Command, word: Option<&String>) -> Option<ArgMatches> {
        let lenient = |command: Command| {
            command.mut_args(|arg| match arg.get_action() {
                ArgAction::Set | ArgAction::Append => arg.value_parser(ValueParser::os_string()),
                _ => arg,
            })
        };
        let parser = lenient(Cli::command().ignore_errors(true)).mut_subcommands(lenient);
        let words = self.typed.words.iter().chain(word).chain(&self.after);
        let mut matches = parser.try_get_matches_from(words).ok()?;
        match matches.remove_subcommand() {
            Some((verb, given)) if verb == command.get_name() => Some(given),
            // What stands behind the cursor may be another command's.
            _ => command.has_subcommands().then_some(matches),
        }
    }

    /// Which files the shell offers where a file can stand. Behind the `pt:` that
    /// readline takes for a word they are no good.
    pub(super) fn files(&self, are_wanted: bool, has_others: bool) -> &'static str {
        match &self.word()[..self.kept] {
            _ if !are_wanted => "none",
            kept if !kept.is_empty() && !kept.starts_with("--") => "none",
            _ if has_others => "toml",
            _ => "paths",
        }
    }

    /// A value as it stands on the line in the place of what the shell replaces.
    pub(super) fn typed(&self, value: &str) -> String {
        match self.shell {
            Shell::Bash => {
                let value = value.get(self.kept..).unwrap_or_default();
                for_bash(value, self.typed.quote)
            }
            Shell::Powershell => for_powershell(value),
            Shell::Zsh | Shell::Fish | Shell::Elvish => value.to_owned(),
        }
    }
}

/// The words of a line of bash as far as the cursor; those behind it; and how
/// much of the word at the cursor stays when so many characters are replaced.
fn read_line(line: &str, replaced: usize, rest: &str) -> (ShellWords, Vec<String>, usize) {
    let all = ShellWords::of(&format!("{line}{rest} ")).words;
    let start = line.char_indices().rev().take(replaced).last();
    let kept = ShellWords::of(start.map_or(line, |(start, _)| &line[..start])).last;
    let typed = ShellWords::of(line);
    let after = all.into_iter().skip(typed.words.len() + 1).collect();
    let is_kept = typed.last.starts_with(&kept);
    (typed, after, if is_kept { kept.len() } else { 0 })
}

/// The values that are given for an argument elsewhere on the line, lists taken
/// apart.
pub(super) fn values(given: &ArgMatches, id: &str) -> Vec<String> {
    let values = given.try_get_raw(id).ok().flatten().into_iter().flatten();
    let values = values.map(|value| value.to_string_lossy().into_owned());
    let is_whole = |value: &String| !value.is_empty() && !value.ends_with(CURSOR);
    values.filter(is_whole).collect()
}

/// The words of a command line that is being typed, read as bash and fish read
/// quotes and backslashes, and spelled as names of routines and steps are.
/// Nothing is expanded.
#[derive(Debug, Default, PartialEq)]
pub(super) struct ShellWords {
    /// The words that a space ends.
    pub(super) words: Vec<String>,
    last: String,
    /// The quote that is open at the end.
    quote: Option<char>,
}

impl ShellWords {
    fn of(line: &str) -> Self {
        let line = crate::text::composed(line);
        // The quote that is open is the one which closes it.
        let mut quotes = [None, Some('"'), Some('\'')].into_iter();
        let read = quotes.find_map(|quote| {
            let closed = quote.map(String::from).unwrap_or_default();
            let mut words = shlex::split(&format!("{line}{CURSOR}{closed}"))?;
            let last = words.pop()?.strip_suffix(CURSOR)?.to_owned();
            Some(Self { words, last, quote })
        });
        // A comment has no words.
        read.unwrap_or_else(|| Self {
            last: line.into_owned(),
            ..Self::default()
        })
    }
}

/// The value as one types it in bash, which inserts it as it is: inside a quote
/// that is open, or without one.
fn for_bash(value: &str, quote: Option<char>) -> String {
    if quote == Some('\'') {
        return value.replace('\'', r"'\''");
    }
    let mut typed = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        let is_plain = match quote {
            None => is_plain(c) || "=:@%".contains(c),
            // Inside double quotes few characters mean something.
            Some(_) => !"\"\\$`".contains(c),
        };
        if !is_plain {
            typed.push('\\');
        }
        typed.push(c);
    }
    typed
}

fn for_powershell(value: &str) -> String {
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
