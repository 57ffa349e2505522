//! From how it went to the exit code.

use std::process::ExitCode;

use crate::error::Error;
use crate::player::Outcome;

/// The routine ran to its end, or the command did what was asked.
pub const DONE: u8 = 0;
/// It could not be done.
pub const FAILED: u8 = 1;
/// Wrong usage, or a routine that is not valid.
pub const USAGE: u8 = 2;
/// The person quit early, passed over every hold, or was not there any more.
pub const QUIT: u8 = 3;

/// The exit code of a routine that ended without a signal.
#[must_use]
pub fn of_outcome(outcome: Outcome) -> ExitCode {
    ExitCode::from(match outcome {
        Outcome::Completed => DONE,
        Outcome::Quit => QUIT,
        // Only where the signal could not be passed on; see `signals::die_by`.
        Outcome::Interrupted => 130,
    })
}

/// What a shell makes of a signal, for where it can't be passed on.
#[must_use]
pub fn of_signal(number: i32) -> ExitCode {
    ExitCode::from(u8::try_from(128 + number).unwrap_or(FAILED))
}

/// The exit code of an error.
#[must_use]
pub fn of_error(error: &Error) -> ExitCode {
    ExitCode::from(match error {
        Error::Usage { .. } | Error::Invalid(_) => USAGE,
        Error::Failed { .. } => FAILED,
        Error::BrokenPipe => DONE,
    })
}
