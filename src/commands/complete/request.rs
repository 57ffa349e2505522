//! The question of a completion script: the words of a command line, the place
//! of the cursor, and what is given elsewhere on the line.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::mem;

use clap::builder::ValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};

use super::shell_words::{self, ShellWords};
use crate::cli::{Cli, Shell};
use crate::text::composed;

/// Stands for the rest of the word at the cursor when the line is parsed. No
/// word of a command line holds it.
const CURSOR: &str = "\0";

/// A command line that is being typed.
pub(super) struct Request {
    shell: Shell,
    /// The words before the cursor, that of the program first.
    before: Vec<String>,
    /// The word at the cursor, as far as the cursor, without quotes.
    pub(super) word: String,
    /// The words behind it.
    after: Vec<String>,
    /// In bash, how much of the beginning of the word readline will not
    /// replace, in bytes.
    kept: usize,
    /// In bash, the quote inside which readline will write.
    quote: Option<char>,
    /// What is given on the line besides the word at the cursor, with its
    /// values, lists taken apart.
    given: BTreeMap<String, Vec<String>>,
}

impl Request {
    /// What a script hands on: the word as far as the cursor, behind a `=` since
    /// some shells lose an empty word; how many words stand before it; and these
    /// words and those behind it.
    ///
    /// Bash cuts words at `=` and `:` and doesn't tell where a space stood. So
    /// its script hands on the line as far as the cursor in the place of the
    /// word, how many characters of it readline will replace, and the rest.
    pub(super) fn read(shell: Shell, arguments: Vec<OsString>) -> Self {
        let mut arguments = arguments.iter().map(|word| word.to_string_lossy());
        let word = arguments.next().unwrap_or_default();
        let word = word.strip_prefix('=').unwrap_or_default();
        let number = arguments.next().and_then(|text| text.parse().ok());
        let number: usize = number.unwrap_or_default();
        let mut request = Self {
            shell,
            before: arguments.map(|word| plain(&word)).collect(),
            // Readline counts the characters as they were typed.
            word: word.to_owned(),
            after: Vec::new(),
            kept: 0,
            quote: None,
            given: BTreeMap::new(),
        };
        if shell == Shell::Bash {
            request.read_line(number);
        } else {
            request.after = request.before.split_off(number.min(request.before.len()));
            request.word = match shell {
                // These two hand on the word with its quotes.
                Shell::Fish => ShellWords::of(word).last,
                Shell::Powershell => plain(&word.replace(['\'', '"'], "")),
                Shell::Bash | Shell::Zsh | Shell::Elvish => plain(word),
            };
        }
        // Variables may be set before the command.
        let variables = request.before.iter().take_while(|word| word.contains('='));
        request.before.drain(..variables.count());
        request.given = request.parse().unwrap_or_default();
        request
    }

    fn read_line(&mut self, replaced: usize) {
        let line = mem::take(&mut self.word);
        let all = ShellWords::of(&format!("{line}{} ", self.before.concat())).words;
        let start = line.char_indices().rev().take(replaced).last();
        let kept = ShellWords::of(start.map_or(&line, |(start, _)| &line[..start]));
        let read = ShellWords::of(&line);
        (self.before, self.word) = (read.words, read.last);
        self.after = all.into_iter().skip(self.before.len() + 1).collect();
        if self.word.starts_with(&kept.last) {
            (self.kept, self.quote) = (kept.last.len(), kept.quote);
        }
    }

    /// The word without the beginning of a value: `--only=calf,` of
    /// `--only=calf,qu`. Shells that choose by themselves get every value.
    fn stem(&self) -> &str {
        match self.word.rfind(['=', ',']) {
            Some(cut) => &self.word[..=cut],
            None if self.word.starts_with('-') => "--",
            None => "",
        }
    }

    /// The line as the engine of completion takes it, and the place of the word
    /// at the cursor.
    pub(super) fn for_engine(&self) -> (Vec<OsString>, usize) {
        let words = self.before.iter().map(String::as_str).chain([self.stem()]);
        (words.map(OsString::from).collect(), self.before.len())
    }

    /// Reads what is given with the parser of the command line. A value may be
    /// one that it would refuse.
    fn parse(&self) -> Option<BTreeMap<String, Vec<String>>> {
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
        let is_value = self.stem() != "--";
        let cursor = is_value.then(|| format!("{}{CURSOR}", self.stem()));
        let words = self.before.iter().chain(&cursor).chain(&self.after);
        let matches = command.try_get_matches_from(words).ok()?;
        // What stands behind the cursor may be another command's.
        let (verb, matches) = matches.subcommand()?;
        (self.verb() == Some(verb)).then(|| given(matches))
    }

    /// The command, if it stands before the cursor.
    pub(super) fn verb(&self) -> Option<&str> {
        let words = self.before.iter().skip(1).map(String::as_str);
        words.into_iter().find(|word| !word.starts_with('-'))
    }

    /// Which files the shell offers where a file can stand.
    pub(super) fn files(&self, has_others: bool) -> &'static str {
        let kept = &self.word[..self.kept];
        let is_path =
            self.word.contains(std::path::is_separator) || self.word.starts_with(['.', '~']);
        match kept.is_empty() || kept.starts_with("--") && kept.ends_with('=') {
            // They are no good behind the `pt:` that readline takes for a word.
            false => "none",
            true if is_path || !has_others => "paths",
            true => "toml",
        }
    }

    /// The values that are given for an argument elsewhere on the line.
    pub(super) fn values(&self, id: &str) -> &[String] {
        self.given.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether an option of a command can't be given any more, next to what is
    /// given.
    pub(super) fn rules_out(&self, verb: &Command, option: &str) -> bool {
        let find = |id: &str| verb.get_arguments().find(|arg| arg.get_id() == id);
        let excludes = |one: &Arg, other: &Arg| {
            let conflicts = verb.get_arg_conflicts_with(one);
            conflicts.iter().any(|arg| arg.get_id() == other.get_id())
        };
        find(option).is_some_and(|option| {
            let mut given = self.given.keys().filter_map(|id| find(id));
            given.any(|given| {
                let again = given.get_id() == option.get_id();
                again && !matches!(option.get_action(), ArgAction::Append)
                    || excludes(given, option)
                    || excludes(option, given)
            })
        })
    }

    /// A value as it stands on the line in the place of what the shell replaces.
    /// Readline quotes paths itself.
    pub(super) fn typed(&self, value: &str, is_path: bool) -> String {
        match self.shell {
            Shell::Bash => {
                let value = value.get(self.kept..).unwrap_or_default();
                if is_path {
                    return value.to_owned();
                }
                shell_words::for_bash(value, self.quote)
            }
            Shell::Powershell => shell_words::for_powershell(value),
            Shell::Zsh | Shell::Fish | Shell::Elvish => value.to_owned(),
        }
    }
}

/// The word as names of routines and steps are spelled.
fn plain(word: &str) -> String {
    composed(word).into_owned()
}

/// What was typed for a command, with its values.
fn given(matches: &ArgMatches) -> BTreeMap<String, Vec<String>> {
    let typed = |id: &&clap::Id| {
        let source = matches.value_source(id.as_str());
        source == Some(ValueSource::CommandLine)
    };
    let ids = matches.ids().filter(typed);
    ids.map(|id| {
        let values = matches.try_get_raw(id.as_str()).ok().flatten();
        let values = values.into_iter().flatten().map(OsStr::to_string_lossy);
        let values = values.filter(|value| !value.ends_with(CURSOR));
        (id.to_string(), values.map(String::from).collect())
    })
    .collect()
}
