//! What is offered at the cursor.

use std::path::PathBuf;

use clap::Arg;

use super::candidate::{Candidate, help, purpose};
use super::cursor::{Cursor, Place};
use crate::library::{self, Source, glance};
use crate::routine::Cue;

/// Which files are offered, by the shell itself: it knows best how they are
/// written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Files {
    None,
    /// The routine files right here.
    Toml,
    /// Those, and folders on the way to others.
    Paths,
}

impl Files {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Toml => "toml",
            Self::Paths => "paths",
        }
    }
}

/// What is offered at the cursor.
pub(super) struct Offer {
    /// What all of it is; never empty.
    pub(super) heading: String,
    pub(super) candidates: Vec<Candidate>,
    pub(super) files: Files,
    /// Whether it is one of a list, and another can follow.
    pub(super) more: bool,
}

impl Offer {
    pub(super) fn at(cursor: &Cursor) -> Self {
        match cursor.place {
            Place::Verb => Self::verbs(cursor),
            Place::Option => Self::options(cursor),
            Place::Value(arg) => Self::values(cursor, arg),
            Place::Nothing => Self::of("nothing", std::iter::empty()),
        }
    }

    fn of(heading: &str, candidates: impl Iterator<Item = Candidate>) -> Self {
        Self {
            heading: heading.to_owned(),
            candidates: candidates.collect(),
            files: Files::None,
            more: false,
        }
    }

    fn verbs(cursor: &Cursor) -> Self {
        let verbs = cursor.command.get_subcommands();
        let shown = verbs.filter(|verb| !verb.is_hide_set());
        let verb =
            shown.filter_map(|verb| Candidate::name(verb.get_name(), &help(verb.get_about())));
        Self::of("command", verb)
    }

    fn options(cursor: &Cursor) -> Self {
        let short = cursor.options().filter_map(|arg| {
            let short = format!("-{}", arg.get_short()?);
            Candidate::new(&short, &purpose(arg))
        });
        // Short ones have nothing to complete but the space behind them.
        let short = short.filter(|candidate| candidate.value == cursor.word);
        Self::of(
            "option",
            cursor.options().filter_map(Candidate::option).chain(short),
        )
    }

    fn values(cursor: &Cursor, arg: &Arg) -> Self {
        match (cursor.command.get_name(), arg.get_id().as_str()) {
            ("routine" | "show", "routine") | ("new", "from") => Self::routines(cursor),
            ("check", "files") => Self::own_files(cursor),
            ("edit", "name") => Self::editable(cursor),
            (_, "only" | "skip" | "from") => Self::steps(cursor, arg),
            ("sounds", "cue") => {
                let cues = Cue::ALL.into_iter();
                Self::of(
                    "cue",
                    cues.filter_map(|cue| Candidate::new(cue.name(), cue.meaning())),
                )
            }
            _ => Self::words(arg),
        }
    }

    /// The words that an argument knows, or else what it wants.
    fn words(arg: &Arg) -> Self {
        let values = arg.get_possible_values();
        if values.is_empty() {
            return Self::of(&wanted(arg), std::iter::empty());
        }
        let shown = values.iter().filter(|value| !value.is_hide_set());
        Self::of(
            arg.get_id().as_str(),
            shown.filter_map(|value| Candidate::new(value.get_name(), &help(value.get_help()))),
        )
    }

    fn routines(cursor: &Cursor) -> Self {
        Self::of("routine", library::shelf().iter().filter_map(named)).with_files(cursor)
    }

    fn own_files(cursor: &Cursor) -> Self {
        let given: Vec<&str> = cursor.values("files").collect();
        let shelf = library::shelf();
        let own = shelf.iter().filter(|entry| is_own(entry));
        let others = own.filter(|(name, _)| !given.contains(&name.as_str()));
        Self::of("routine", others.filter_map(named)).with_files(cursor)
    }

    /// Own routines; where none begins like that, those of which `edit` would
    /// make a copy.
    fn editable(cursor: &Cursor) -> Self {
        let shelf = library::shelf();
        let fits = |name: &str| name.starts_with(&cursor.word);
        let some = shelf.iter().any(|entry| is_own(entry) && fits(&entry.0));
        let editable = shelf.iter().filter(|entry| is_own(entry) || !some);
        Self::of("routine", editable.filter_map(named))
    }

    /// The steps of the routine that stands on the line.
    fn steps(cursor: &Cursor, arg: &Arg) -> Self {
        let routine = cursor.values("routine").next().map(at_home);
        let Some(routine) = routine.and_then(|wanted| glance::routine(&wanted)) else {
            return Self::of(&wanted(arg), std::iter::empty());
        };
        let is_list = arg.get_value_delimiter().is_some();
        let given = |id| cursor.values(id).collect::<Vec<&str>>();
        let (again, only, skip) = (given(arg.get_id().as_str()), given("only"), given("skip"));
        let left = routine.steps.iter().filter(|step| {
            let id = step.id.as_str();
            if is_list {
                return !again.contains(&id) && !cursor.listed.iter().any(|listed| listed == id);
            }
            // It can't begin with a step that is left out.
            !skip.contains(&id) && (only.is_empty() || only.contains(&id))
        });
        let mut offer = Self::of(
            "step",
            left.filter_map(|step| Candidate::name(&step.id, &step.name)),
        );
        offer.more = is_list && offer.candidates.len() > 1;
        offer
    }

    /// With files, where they are meant or nothing else can be.
    fn with_files(mut self, cursor: &Cursor) -> Self {
        let word = &cursor.word;
        let is_path = word.contains(std::path::is_separator) || word.starts_with(['.', '~']);
        let fits = |candidate: &Candidate| candidate.value.starts_with(word);
        self.files = if is_path || !self.candidates.iter().any(fits) {
            Files::Paths
        } else {
            Files::Toml
        };
        self
    }
}

/// What an argument wants, in words.
fn wanted(arg: &Arg) -> String {
    let text = purpose(arg);
    if text.is_empty() {
        return "value".to_owned();
    }
    text
}

fn named((name, source): &(String, Source)) -> Option<Candidate> {
    Candidate::name(name, &glance::title(source).unwrap_or_default())
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
