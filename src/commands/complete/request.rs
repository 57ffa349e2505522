//! The question of a completion script: the words of a command line, the place
//! of the cursor, and what is given elsewhere on the line.

use std::ffi::OsString;

use clap::builder::ValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};

use super::shell_words::{self, ShellWords};
use crate::cli::{Cli, Shell};
use crate::text::composed;

pub(super) struct Request {
    shell: Shell,
    /// The words as far as the cursor, that of the program first. The quote is
    /// known in bash alone.
    typed: ShellWords,
    /// In bash, how much of the beginning of the word readline will not
    /// replace, in bytes.
    kept: usize,
    /// What is given on the line besides the word at the cursor.
    given: Option<ArgMatches>,
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
        let plain = |word: &str| composed(word).into_owned();
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
        let mut request = Self {
            shell,
            typed,
            kept,
            given: None,
        };
        request.given = request.parse(&after);
        request
    }

    /// The word at the cursor, as far as the cursor.
    pub(super) fn word(&self) -> &str {
        &self.typed.last
    }

    /// The words before the cursor, and that at the cursor without the beginning
    /// of a value: `--only=calf,` of `--only=calf,qu`. Shells that choose by
    /// themselves get every value.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let word = self.word();
        let stem = match word.rfind(['=', ',']) {
            Some(cut) => &word[..=cut],
            None if word.starts_with('-') => "--",
            None => "",
        };
        self.typed.words.iter().map(String::as_str).chain([stem])
    }

    /// Reads what is given with the parser of the command line. A value may be
    /// one that it would refuse.
    fn parse(&self, after: &[String]) -> Option<ArgMatches> {
        let command = Cli::command().ignore_errors(true).mut_subcommands(|verb| {
            verb.mut_args(|arg| {
                if arg.get_action().takes_values() {
                    arg.value_parser(ValueParser::os_string())
                } else {
                    arg
                }
            })
        });
        // An option that is being typed is none yet.
        let mut words: Vec<&str> = self.words().collect();
        words.pop_if(|word| *word == "--");
        words.extend(after.iter().map(String::as_str));
        let mut matches = command.try_get_matches_from(words).ok()?;
        // What stands behind the cursor may be another command's.
        let (verb, given) = matches.remove_subcommand()?;
        (self.verb() == Some(&*verb)).then_some(given)
    }

    /// The command, if it stands before the cursor.
    fn verb(&self) -> Option<&str> {
        let mut words = self.typed.words.iter().skip(1).map(String::as_str);
        words.find(|word| !word.starts_with('-'))
    }

    /// Which files the shell offers where a file can stand. Behind the `pt:` that
    /// readline takes for a word they are no good.
    pub(super) fn files(&self, has_others: bool) -> &'static str {
        match &self.word()[..self.kept] {
            kept if !kept.is_empty() && !kept.starts_with("--") => "none",
            _ if has_others => "toml",
            _ => "paths",
        }
    }

    /// The values that are given for an argument elsewhere on the line, lists
    /// taken apart. An empty one is being typed.
    pub(super) fn values(&self, id: &str) -> Vec<String> {
        let given = self.given.as_ref();
        let values = given.and_then(|given| given.try_get_raw(id).ok().flatten());
        let values = values.into_iter().flatten().map(|it| it.to_string_lossy());
        let values = values.filter(|value| !value.is_empty());
        values.map(String::from).collect()
    }

    fn is_given(&self, arg: &Arg) -> bool {
        let source = |given: &ArgMatches| given.value_source(arg.get_id().as_str());
        self.given.as_ref().and_then(source) == Some(ValueSource::CommandLine)
    }

    /// The options that can't be given any more, next to what is given. `None`
    /// where there is no such command.
    pub(super) fn ruled_out(&self, command: &Command) -> Option<Vec<String>> {
        let Some(verb) = self.verb() else {
            return Some(Vec::new());
        };
        let verb = command.find_subcommand(verb)?;
        let mut ruled_out = Vec::new();
        for arg in verb.get_arguments() {
            let conflicts = verb.get_arg_conflicts_with(arg);
            let is_full = self.is_given(arg) && !matches!(arg.get_action(), ArgAction::Append);
            if is_full || conflicts.iter().any(|other| self.is_given(other)) {
                ruled_out.push(arg.get_id().to_string());
            }
            if self.is_given(arg) {
                ruled_out.extend(conflicts.iter().map(|other| other.get_id().to_string()));
            }
        }
        Some(ruled_out)
    }

    /// A value as it stands on the line in the place of what the shell replaces.
    pub(super) fn typed(&self, value: &str) -> String {
        match self.shell {
            Shell::Bash => {
                let value = value.get(self.kept..).unwrap_or_default();
                shell_words::for_bash(value, self.typed.quote)
            }
            Shell::Powershell => shell_words::for_powershell(value),
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
