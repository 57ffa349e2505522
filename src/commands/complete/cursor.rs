//! Where on the command line the cursor stands, read off the same definition
//! by which the command line is parsed.

use clap::{Arg, ArgAction, Command};

use super::words::Words;

/// What may stand at a place.
pub(super) enum Place<'c> {
    /// A verb.
    Verb,
    /// An option.
    Option,
    /// The value of an option, or an argument.
    Value(&'c Arg),
    /// Nothing: there is no such verb.
    Nothing,
}

/// Where the cursor stands, and what stands around it.
pub(super) struct Cursor<'c> {
    /// The verb whose arguments these are.
    pub(super) command: &'c Command,
    pub(super) place: Place<'c>,
    /// The beginning of the word that is none of the value: `--only=calf,`.
    pub(super) stays: String,
    /// The value, as far as the cursor.
    pub(super) word: String,
    /// The values of the same list that stand before it.
    pub(super) listed: Vec<String>,
    /// What else is given on the line, and with which values.
    pub(super) given: Vec<(&'c Arg, String)>,
}

impl<'c> Cursor<'c> {
    pub(super) fn at(command: &'c Command, words: &Words) -> Self {
        let mut walk = Walk::from(command);
        for word in &words.before {
            walk.step(word);
        }
        let (place, begun) = walk.place(&words.word);
        let verb = walk.command;
        let mut end = begun;
        let mut listed = Vec::new();
        if let Place::Value(arg) = place
            && let Some(delimiter) = arg.get_value_delimiter()
            && let Some(last) = words.word[begun..].rfind(delimiter)
        {
            let list = words.word[begun..begun + last].split(delimiter);
            listed = list.map(str::to_owned).collect();
            end = begun + last + delimiter.len_utf8();
        }
        let (stays, word) = words.word.split_at(end);
        // What stands behind the cursor counts, too, but not the word at it.
        let before = walk.given.len();
        walk.step(&words.word);
        walk.given.truncate(before);
        for word in &words.after {
            walk.step(word);
        }
        Self {
            command: verb,
            place,
            stays: stays.to_owned(),
            word: word.to_owned(),
            listed,
            given: walk.given,
        }
    }

    /// The values that are given for an argument elsewhere on the line, lists
    /// taken apart.
    pub(super) fn values<'s>(&'s self, id: &'s str) -> impl Iterator<Item = &'s str> {
        let of_it = self.given.iter().filter(move |(arg, _)| arg.get_id() == id);
        of_it.flat_map(|(arg, value)| match arg.get_value_delimiter() {
            Some(delimiter) => value.split(delimiter).collect(),
            None => vec![value.as_str()],
        })
    }

    /// The options that can still be given.
    pub(super) fn options(&self) -> impl Iterator<Item = &'c Arg> {
        let options = self
            .command
            .get_arguments()
            .filter(|arg| !arg.is_positional());
        options.filter(|arg| !arg.is_hide_set() && !self.is_ruled_out(arg))
    }

    fn is_ruled_out(&self, arg: &Arg) -> bool {
        let conflict = |one: &Arg, other: &Arg| {
            let conflicts = self.command.get_arg_conflicts_with(one);
            conflicts.iter().any(|arg| arg.get_id() == other.get_id())
        };
        // What stands behind the cursor may be another command's.
        let own = |given: &Arg| {
            let mut all = self.command.get_arguments();
            all.any(|arg| arg.get_id() == given.get_id())
        };
        let mut given = self.given.iter().filter(|(given, _)| own(given));
        given.any(|(given, _)| {
            let again = given.get_id() == arg.get_id();
            again && !matches!(arg.get_action(), ArgAction::Append)
                || conflict(given, arg)
                || conflict(arg, given)
        })
    }
}

/// Reads words one by one, as far as completion has to understand them.
struct Walk<'c> {
    command: &'c Command,
    given: Vec<(&'c Arg, String)>,
    /// The option whose value comes next.
    waiting: Option<&'c Arg>,
    /// The arguments so far.
    arguments: usize,
    /// Whether there can be no more options, after `--`.
    ended: bool,
    /// Whether a verb was not understood.
    lost: bool,
}

impl<'c> Walk<'c> {
    fn from(command: &'c Command) -> Self {
        Self {
            command,
            given: Vec::new(),
            waiting: None,
            arguments: 0,
            ended: false,
            lost: false,
        }
    }

    fn step(&mut self, word: &str) {
        if let Some(option) = self.waiting.take() {
            self.given.push((option, word.to_owned()));
        } else if self.ended || word == "-" || !word.starts_with('-') {
            self.argument(word);
        } else if word == "--" {
            self.ended = true;
        } else if let Some(long) = word.strip_prefix("--") {
            self.long(long);
        } else {
            let short = |c| {
                let mut options = self.command.get_arguments();
                options.find(|arg| arg.get_short() == Some(c))
            };
            let given = word[1..].chars().filter_map(short);
            self.given.extend(given.map(|arg| (arg, String::new())));
        }
    }

    fn argument(&mut self, word: &str) {
        if self.command.has_subcommands() {
            match self.command.find_subcommand(word) {
                Some(verb) => self.command = verb,
                None => self.lost = true,
            }
            return;
        }
        let Some(argument) = self.next_argument() else {
            return;
        };
        if !takes_many(argument) {
            self.arguments += 1;
        }
        self.given.push((argument, word.to_owned()));
    }

    fn long(&mut self, text: &str) {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let Some(option) = self.option(name) else {
            return;
        };
        match value {
            Some(value) => self.given.push((option, value.to_owned())),
            None if takes_value(option) => self.waiting = Some(option),
            None => self.given.push((option, String::new())),
        }
    }

    fn option(&self, name: &str) -> Option<&'c Arg> {
        let mut options = self.command.get_arguments();
        options.find(|arg| arg.get_long() == Some(name))
    }

    /// The argument that a word would be which is no option.
    fn next_argument(&self) -> Option<&'c Arg> {
        self.command.get_positionals().nth(self.arguments)
    }

    /// What the word may be that comes next, and where its value begins.
    fn place(&self, word: &str) -> (Place<'c>, usize) {
        if self.lost {
            return (Place::Nothing, 0);
        }
        if let Some(option) = self.waiting {
            return (Place::Value(option), 0);
        }
        if !self.ended && word.starts_with('-') {
            let value = word.strip_prefix("--").and_then(|text| {
                let name = text.split_once('=')?.0;
                Some((self.option(name)?, "--".len() + name.len() + "=".len()))
            });
            return match value {
                Some((option, begun)) if takes_value(option) => (Place::Value(option), begun),
                _ => (Place::Option, 0),
            };
        }
        if self.command.has_subcommands() {
            return (Place::Verb, 0);
        }
        match self.next_argument() {
            Some(argument) => (Place::Value(argument), 0),
            None => (Place::Option, 0),
        }
    }
}

fn takes_value(option: &Arg) -> bool {
    option.get_action().takes_values()
}

fn takes_many(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Append)
}
