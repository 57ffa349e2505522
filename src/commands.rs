//! What each verb does: one line here, one file each below.

mod list;
mod routine;
mod show;

use std::process::ExitCode;

use crate::cli::Verb;
use crate::error::Error;
use crate::library::Loaded;
use crate::nearest::nearest;
use crate::timeline::{self, Choice, CompileError, Timeline};

/// Does what was asked for.
///
/// # Errors
/// Why it could not be done.
pub fn run(verb: Verb) -> Result<ExitCode, Error> {
    match verb {
        Verb::Routine(args) => routine::run(&args),
        Verb::List => list::run(),
        Verb::Show(args) => show::run(&args),
    }
}

/// The timeline of a routine with what was chosen.
fn compile(loaded: &Loaded, choice: &Choice) -> Result<Timeline, Error> {
    timeline::compile(&loaded.routine, choice).map_err(|error| match error {
        CompileError::UnknownStep(id) => {
            let ids = loaded.routine.steps.iter().map(|step| step.id.as_str());
            let help = match nearest(&id, ids.clone()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("its steps are: {}", ids.collect::<Vec<_>>().join(", ")),
            };
            Error::usage(format!("{} has no step \"{id}\"", loaded.name)).with_help(help)
        }
        CompileError::NothingLeft => {
            Error::usage("with these options there is nothing left to play").with_help(format!(
                "\"legrest show {}\" tells the steps and their sides",
                loaded.name
            ))
        }
        CompileError::TooManySegments { .. } | CompileError::TooLong { .. } => {
            Error::usage("the routine is too long to play")
        }
    })
}
