//! The candidates that the definition of the command line doesn't know: own
//! routines, the steps of the routine on the line, and what a value should be.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Arg, Command, CommandFactory};
use clap_complete::{ArgValueCompleter, CompletionCandidate};
use toml::de::DeTable;

use super::request::Request;
use crate::cli::{Cli, purpose};
use crate::diagnostic::{is_unprintable, printable};
use crate::library::{self, Source};
use crate::routine::{self, Cue, Step};

// Candidates with these tags are none: they say how the others are offered.
/// Routine files can stand here, too.
pub(super) const FILES: &str = "files";
/// Another of a list can follow behind a comma.
pub(super) const MORE: &str = "more";
/// There is nothing to choose from; its help says what is wanted.
pub(super) const WANTED: &str = "wanted";

type Candidates = Vec<CompletionCandidate>;

/// The command line, with candidates for every value.
pub(super) fn command(request: &Arc<Request>) -> Command {
    Cli::command().mut_subcommands(|verb| {
        let name = verb.get_name().to_owned();
        verb.mut_args(|arg| with_candidates(&name, arg, request))
    })
}

fn with_candidates(verb: &str, arg: Arg, request: &Arc<Request>) -> Arg {
    let find: fn(&Request) -> Candidates = match (verb, arg.get_id().as_str()) {
        ("routine" | "show", "routine") | ("new", "from") => routines,
        ("check", "files") => own_files,
        ("edit", "name") => editable,
        ("sounds", "cue") => cues,
        (_, "only") => |request| listed(request, "only"),
        (_, "skip") => |request| listed(request, "skip"),
        (_, "from") => first_steps,
        _ if arg.get_possible_values().is_empty() => |_| Vec::new(),
        _ => return arg,
    };
    let request = Arc::clone(request);
    let wanted = purpose(&arg);
    arg.add(ArgValueCompleter::new(move |_: &OsStr| {
        let mut found = find(&request);
        if found.is_empty() {
            found.push(mark(WANTED).help(Some(wanted.clone().into())));
        }
        found
    }))
}

fn mark(tag: &'static str) -> CompletionCandidate {
    CompletionCandidate::new("").tag(Some(tag.into()))
}

/// A candidate, unless it would look like an option or steer a terminal. Its name
/// and its help may come from a file.
fn candidate(tag: &'static str, value: &str, help: &str) -> Option<CompletionCandidate> {
    let help = printable(help.lines().next().unwrap_or_default()).into_owned();
    let candidate = CompletionCandidate::new(value).tag(Some(tag.into()));
    let is_one = !value.is_empty() && !value.starts_with('-') && !value.contains(is_unprintable);
    is_one.then(|| candidate.help(Some(help.into())))
}

fn cues(_: &Request) -> Candidates {
    let candidate = |cue: Cue| candidate("cue", cue.name(), cue.meaning());
    Cue::ALL.into_iter().filter_map(candidate).collect()
}

fn routines(_: &Request) -> Candidates {
    let shelf = library::shelf();
    let all = shelf.iter().filter_map(routine);
    all.chain([mark(FILES)]).collect()
}

/// Own routines that are not yet on the line.
fn own_files(request: &Request) -> Candidates {
    let given = request.values("files");
    let shelf = library::shelf();
    let own = shelf.iter().filter(|entry| is_own(entry));
    let others = own.filter(|(name, _)| !given.contains(name));
    others.filter_map(routine).chain([mark(FILES)]).collect()
}

/// Own routines; where none begins like that, those of which `edit` would make
/// a copy.
fn editable(request: &Request) -> Candidates {
    let shelf = library::shelf();
    let fits = |name: &str| name.starts_with(request.word());
    let some = shelf.iter().any(|entry| is_own(entry) && fits(&entry.0));
    let editable = shelf.iter().filter(|entry| is_own(entry) || !some);
    editable.filter_map(routine).collect()
}

/// The steps that are not yet in this list.
fn listed(request: &Request, list: &str) -> Candidates {
    let given = request.values(list);
    let mut found = steps(request, |step| !given.contains(&step.id));
    if found.len() > 1 {
        found.push(mark(MORE));
    }
    found
}

/// The steps with which the routine can begin: those that are not left out.
fn first_steps(request: &Request) -> Candidates {
    let (only, skip) = (request.values("only"), request.values("skip"));
    steps(request, |step| {
        !skip.contains(&step.id) && (only.is_empty() || only.contains(&step.id))
    })
}

/// Some steps of the routine on the line.
fn steps(request: &Request, is_offered: impl Fn(&Step) -> bool) -> Candidates {
    let wanted = request.values("routine");
    let source = wanted
        .first()
        .and_then(|wanted| library::find(at_home(wanted)).ok());
    let text = source.and_then(|source| library::text_at_once(&source));
    let routine = text.and_then(|text| routine::parse(&text).0);
    let steps = routine.iter().flat_map(|routine| &routine.steps);
    let offered = steps.filter(|step| is_offered(step));
    offered
        .filter_map(|step| candidate("step", &step.id, &step.name))
        .collect()
}

/// A routine on the shelf with its title; what is wrong with the rest of it does
/// not matter.
fn routine((name, source): &(String, Source)) -> Option<CompletionCandidate> {
    let text = library::text_at_once(source).unwrap_or_default();
    let (document, _) = DeTable::parse_recoverable(&text);
    let title = document.get_ref().get("title");
    let title = title.and_then(|title| title.get_ref().as_str());
    candidate("routine", name, title.unwrap_or_default())
}

fn is_own((_, source): &(String, Source)) -> bool {
    matches!(source, Source::Own(_))
}

/// The path with the home folder in the place of a `~`, as the shell will have
/// it.
fn at_home(path: &str) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match (path.strip_prefix("~/"), home) {
        (Some(below), Some(home)) => home.join(below).to_string_lossy().into_owned(),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_steers_no_terminal_and_is_no_option() {
        let help = |help: &str| {
            let candidate = candidate("step", "a", help).expect("a candidate");
            candidate.get_help().map(ToString::to_string)
        };
        let shown = Some("red\\u{1b}[31m".to_owned());
        assert_eq!(help("red\u{1b}[31m\nsecond"), shown);
        assert!(candidate("step", "-rf", "").is_none());
        assert!(candidate("step", "a\u{1b}[31m", "").is_none());
    }
}
