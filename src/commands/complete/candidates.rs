//! What may stand at the cursor: verbs, options that can still be given, and
//! values, of which own routines and their steps are found on this machine.

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};
use toml::de::DeTable;

use super::request::{Request, values};
use crate::cli::{Cli, help, purpose};
use crate::diagnostic::{is_unprintable, printable};
use crate::library::{self, Source};
use crate::routine::{self, Cue};

#[derive(Default)]
pub(super) struct Offer {
    /// What the candidates are; where there are none, what is wanted.
    pub(super) heading: String,
    pub(super) candidates: Vec<Candidate>,
    /// Whether routine files can stand here, too.
    pub(super) has_files: bool,
    /// Whether another of a list can follow behind a comma.
    pub(super) has_more: bool,
}

pub(super) type Candidate = (String, String);

pub(super) fn offer(request: &Request) -> Offer {
    let mut all = Cli::command();
    all.build();
    let Some(command) = request.command(&all) else {
        return Offer::default();
    };
    if let Some((arg, beginning, given)) = request.place(command) {
        let mut offer = of_value(command.get_name(), arg, request, &given);
        for (value, _) in &mut offer.candidates {
            value.insert_str(0, &beginning);
        }
        return offer;
    }
    let is_past = request.typed.words.iter().any(|word| word == "--");
    let is_option = request.word().starts_with('-');
    let (heading, candidates) = if command.has_subcommands() && !is_option {
        let named = |verb: &Command| (verb.get_name().to_owned(), help(verb.get_about()));
        ("Commands", command.get_subcommands().map(named).collect())
    } else if !is_past && (is_option || request.word().is_empty()) {
        ("Options", options(request, command))
    } else {
        return Offer::default();
    };
    let heading = heading.to_owned();
    Offer {
        heading,
        candidates,
        ..Offer::default()
    }
}

/// The options that can still be given, next to what is given. Short ones have
/// nothing to complete.
fn options(request: &Request, command: &Command) -> Vec<Candidate> {
    let given = request.given(command, None);
    let source = |arg: &Arg| given.as_ref()?.value_source(arg.get_id().as_str());
    let is_given = |arg: &Arg| source(arg) == Some(ValueSource::CommandLine);
    let conflicts = |arg: &Arg| command.get_arg_conflicts_with(arg);
    let is_free = |arg: &&Arg| {
        let is_full = is_given(arg) && !matches!(arg.get_action(), ArgAction::Append);
        let rules_out = |other: &Arg| is_given(other) && conflicts(other).contains(arg);
        let is_ruled_out = command.get_arguments().any(rules_out);
        !is_full && !is_ruled_out && !conflicts(arg).into_iter().any(is_given)
    };
    let free = command.get_arguments().filter(is_free);
    let long = free.filter_map(|arg| Some((arg.get_long()?, help(arg.get_help()))));
    long.map(|(name, about)| (format!("--{name}"), about))
        .collect()
}

/// The values that an argument of a verb can have, next to what is given.
fn of_value(verb: &str, arg: &Arg, request: &Request, given: &ArgMatches) -> Offer {
    let id = arg.get_id().as_str();
    let is_in = |name: &String, id| values(given, id).contains(name);
    let routine = values(given, "routine").into_iter().next();
    let (kind, candidates) = match (verb, id) {
        ("routine" | "show", "routine") | ("new", "from") => ("routine", routines(|_, _| true)),
        ("check", "files") => ("routine", routines(|name, own| own && !is_in(name, id))),
        // Own ones; where none begins like that, those of which it would make a copy.
        ("edit", "name") => {
            let own = routines(|_, is_own| is_own);
            let some = own.iter().any(|(name, _)| name.starts_with(request.word()));
            ("routine", if some { own } else { routines(|_, _| true) })
        }
        ("sounds", "cue") => {
            let cue = |cue: Cue| (cue.name().to_owned(), cue.meaning().to_owned());
            ("cue", Cue::ALL.map(cue).into())
        }
        (_, "only" | "skip") => ("step", steps(routine, |step| !is_in(step, id))),
        // A routine can't begin with what is left out.
        (_, "from") => {
            let are_all = values(given, "only").is_empty();
            let is_left = |step: &String| are_all || is_in(step, "only");
            (
                "step",
                steps(routine, |step| is_left(step) && !is_in(step, "skip")),
            )
        }
        _ => {
            let values = arg.get_possible_values();
            let values = values
                .iter()
                .map(|it| (it.get_name().to_owned(), help(it.get_help())));
            ("", values.collect())
        }
    };
    Offer {
        heading: match kind {
            _ if candidates.is_empty() => purpose(arg),
            // What begins with a dash is an option to zsh.
            "" => arg.to_string().trim_start_matches('-').to_owned(),
            kind => kind.to_owned(),
        },
        has_files: kind == "routine" && verb != "edit",
        has_more: ["only", "skip"].contains(&id) && candidates.len() > 1,
        candidates,
    }
}

/// A candidate, unless it would look like an option or steer a terminal. Its name
/// and its help may come from a file.
fn candidate(value: &str, help: &str) -> Option<Candidate> {
    let is_one = !value.is_empty() && !value.starts_with('-') && !value.contains(is_unprintable);
    let help = printable(help.lines().next().unwrap_or_default()).into_owned();
    is_one.then(|| (value.to_owned(), help))
}

/// Some routines on the shelf with their titles; what is wrong with the rest of
/// them does not matter.
fn routines(is_offered: impl Fn(&String, bool) -> bool) -> Vec<Candidate> {
    let mut shelf = library::shelf();
    shelf.retain(|(name, source)| is_offered(name, matches!(source, Source::Own(_))));
    let offered = shelf.iter().filter_map(|(name, source)| {
        let text = library::text_at_once(source).unwrap_or_default();
        let (document, _) = DeTable::parse_recoverable(&text);
        let title = document.get_ref().get("title");
        let title = title.and_then(|title| title.get_ref().as_str());
        candidate(name, title.unwrap_or_default())
    });
    offered.collect()
}

fn steps(routine: Option<String>, is_offered: impl Fn(&String) -> bool) -> Vec<Candidate> {
    let source = routine.and_then(|name| library::find(crate::paths::at_home(name.as_ref())).ok());
    let text = source.and_then(|source| library::text_at_once(&source));
    let routine = text.and_then(|text| routine::parse(&text).0);
    let steps = routine.iter().flat_map(|routine| &routine.steps);
    let offered = steps.filter(|step| is_offered(&step.id));
    let offered = offered.filter_map(|step| candidate(&step.id, &step.name));
    offered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_steers_no_terminal_and_is_no_option() {
        let help = |help: &str| candidate("a", help).expect("a candidate").1;
        assert_eq!(help("red\u{1b}[31m\nsecond"), "red\\u{1b}[31m");
        assert!(candidate("-rf", "").is_none());
        assert!(candidate("a\u{1b}[31m", "").is_none());
    }
}
