//! What each verb does: one line here, one file each below.

mod check;
mod complete;
mod completions;
mod config;
mod cramp;
mod draft;
mod edit;
mod editor;
mod history;
mod journal;
mod list;
mod log;
mod man;
mod new;
mod play;
mod remind;
mod resume;
mod routine;
mod safety;
mod schema;
mod show;
mod sounds;

use std::process::ExitCode;
use std::sync::Once;
use std::time::Duration;

use jiff::Zoned;

use crate::cli::Verb;
use crate::diagnostic::printable;
use crate::error::Error;
use crate::library::Loaded;
use crate::nearest::nearest;
use crate::outlet;
use crate::paths;
use crate::text;
use crate::timeline::{self, Choice, CompileError, FitError, Timeline};
use crate::zone;

/// Does what was asked for.
///
/// # Errors
/// Why it could not be done.
pub fn run(verb: Verb) -> Result<ExitCode, Error> {
    check_folders(&verb)?;
    match verb {
        Verb::Routine(args) => return routine::run(&args),
        Verb::Cramp(args) => return cramp::run(&args),
        Verb::Check(args) => return check::run(&args),
        Verb::Edit(args) => return edit::run(&args),
        Verb::Config(args) => return config::run(&args),
        Verb::Completions(args) => return completions::run(&args),
        Verb::Complete(args) => return Ok(complete::run(&args)),
        Verb::List => list::run()?,
        Verb::Show(args) => show::run(&args)?,
        Verb::New(args) => new::run(&args)?,
        Verb::Sounds(args) => sounds::run(&args)?,
        Verb::Remind(args) => remind::run(&args)?,
        Verb::Schema(args) => schema::run(&args)?,
        Verb::Log(args) => log::run(&args)?,
        Verb::History(args) => history::run(&args)?,
        Verb::Man => man::run()?,
        Verb::Safety => safety::run()?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses variables that name no usable folder, as far as the verb needs any.
/// They don't stop a routine, for which the built-in things are enough.
fn check_folders(verb: &Verb) -> Result<(), Error> {
    match verb {
        Verb::Routine(_) => {
            if let Some(trouble) = folder_trouble() {
                outlet::say(&format!("warning: {}", printable(&trouble)));
            }
            Ok(())
        }
        // A cramp has words of its own for all that is wrong.
        Verb::Cramp(_)
        | Verb::Completions(_)
        | Verb::Man
        | Verb::Safety
        | Verb::Schema(_)
        | Verb::Complete(_) => Ok(()),
        _ => folders().collect(),
    }
}

/// What is wrong with the variables that name folders, if anything is.
fn folder_trouble() -> Option<String> {
    let error = folders().find_map(Result::err)?;
    Some(error.in_one_line())
}

/// Checks each variable that names a folder.
fn folders() -> impl Iterator<Item = Result<(), Error>> {
    [paths::CONFIG_DIR, paths::DATA_DIR]
        .into_iter()
        .map(paths::check)
}

/// Now, by the person's clock. If its zone is not the one that was asked for, one
/// warning says so.
fn now() -> Zoned {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        if let Some(trouble) = zone::trouble() {
            outlet::say(&format!("warning: {}", printable(trouble)));
        }
    });
    zone::now()
}

/// The timeline of a routine with what was chosen, fitted into a time or not.
fn compile(loaded: &Loaded, choice: &Choice, fit: Option<Duration>) -> Result<Timeline, Error> {
    match fit {
        None => {
            timeline::compile(&loaded.routine, choice).map_err(|error| no_timeline(loaded, error))
        }
        Some(time) => timeline::fit(&loaded.routine, choice, time)
            .map_err(|error| no_fit(loaded, time, error)),
    }
}

fn no_timeline(loaded: &Loaded, error: CompileError) -> Error {
    match error {
        CompileError::UnknownStep(id) => {
            let ids = loaded.routine.steps.iter().map(|step| step.id.as_str());
            let help = match nearest(&id, ids.clone()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("its steps are: {}", ids.collect::<Vec<_>>().join(", ")),
            };
            Error::usage(format!("{} has no step \"{id}\"", loaded.name)).with_help(help)
        }
        CompileError::NothingLeft => {
            let name = &loaded.name;
            Error::usage("with these options there is nothing left to play").with_help(format!(
                "\"legrest show {name}\" tells the steps and their sides"
            ))
        }
        CompileError::FromLeftOut(id) => {
            let message =
                format!("it can't begin with \"{id}\": other options leave that step out");
            Error::usage(message).with_help("take it out of --skip, or add it to --only")
        }
        // A routine that was read fits at every level.
        CompileError::TooManySegments { .. } | CompileError::TooLong { .. } => {
            Error::usage("the routine is too long to play")
        }
    }
}

fn no_fit(loaded: &Loaded, time: Duration, error: FitError) -> Error {
    match error {
        FitError::Compile(error) => no_timeline(loaded, error),
        FitError::Open => {
            Error::usage("a routine that waits for a key can't be fitted into a time")
                .with_help("--skip the steps that wait, or leave --fit out")
        }
        FitError::TooShort {
            shortest,
            skips,
            together,
        } => {
            let message = format!(
                "{} takes at least {}, and that doesn't fit into {}",
                loaded.name,
                text::length(shortest),
                text::length(time)
            );
            Error::usage(message).with_help(match &skips[..] {
                [] if together.is_empty() => "no step is as short as that".to_owned(),
                [] => format!(
                    "no single step less is enough; it fits with --skip {}",
                    together.join(",")
                ),
                [one] => format!("it fits with --skip {one}"),
                [some @ .., last] => {
                    format!(
                        "it fits with --skip {} or --skip {last}",
                        some.join(" or --skip ")
                    )
                }
            })
        }
    }
}
