//! The timeline of a routine, or what the person can do about there being none.

use std::time::Duration;

use crate::error::Error;
use crate::library::Loaded;
use crate::text;
use crate::timeline::{self, Choice, CompileError, FitError, Timeline};

pub(super) fn compile(
    loaded: &Loaded,
    choice: &Choice,
    fit: Option<Duration>,
) -> Result<Timeline, Error> {
    let routine = &loaded.routine;
    let Some(time) = fit else {
        return timeline::compile(routine, choice).map_err(|error| no_timeline(loaded, error));
    };
    timeline::fit(routine, choice, time).map_err(|error| no_fit(loaded, choice, time, error))
}

fn no_timeline(loaded: &Loaded, error: CompileError) -> Error {
    match error {
        CompileError::UnknownStep(id) => {
            let ids = loaded.routine.steps.iter().map(|step| step.id.as_str());
            let help = crate::nearest::did_you_mean(&id, ids.clone(), || {
                format!("its steps are: {}", ids.collect::<Vec<_>>().join(", "))
            });
            Error::usage(format!("{} has no step \"{id}\"", loaded.name)).with_help(help)
        }
        CompileError::NothingLeft => {
            let name = loaded.source.called();
            let help = format!("\"legrest show {name}\" tells the steps and their sides");
            Error::usage("with these options there is nothing left to play").with_help(help)
        }
        CompileError::FromLeftOut(id) => {
            let why = format!("it can't begin with \"{id}\": other options leave that step out");
            Error::usage(why).with_help("take it out of --skip, or add it to --only")
        }
        // A routine that was read fits at every level.
        CompileError::TooManySegments { .. } | CompileError::TooLong { .. } => {
            Error::usage("the routine is too long to play")
        }
    }
}

fn no_fit(loaded: &Loaded, choice: &Choice, time: Duration, error: FitError) -> Error {
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
            // How long movements at one's own pace take is a guess.
            let timeline = timeline::compile(&loaded.routine, choice);
            let is_guess = timeline.is_ok_and(|timeline| timeline.total().is_none());
            let (name, about) = (&loaded.name, if is_guess { "about " } else { "" });
            let [shortest, time] = [shortest, time].map(text::length);
            let message = format!(
                "{name} takes at least {about}{shortest}, and that doesn't fit into {time}"
            );
            Error::usage(message).with_help(match &skips[..] {
                [] if together.is_empty() => "no step is as short as that".to_owned(),
                [] => format!(
                    "no single step less is enough; it fits with --skip {}",
                    together.join(",")
                ),
                steps => format!("it fits with --skip {}", steps.join(" or --skip ")),
            })
        }
    }
}
