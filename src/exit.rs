//! Exit codes. What each of them means is told in the README.

use std::process::ExitCode;

use crate::player::Outcome;

pub(crate) const DONE: u8 = 0;
pub(crate) const FAILED: u8 = 1;
pub(crate) const USAGE: u8 = 2;
pub(crate) const QUIT: u8 = 3;

/// A shell adds the number of the signal that ended a program to this code.
const SIGNAL: u8 = 128;

/// The exit code of a routine that ended without a signal.
pub(crate) fn of_outcome(outcome: Outcome) -> ExitCode {
    ExitCode::from(match outcome {
        Outcome::Completed => DONE,
        // Without a signal nobody but an absence interrupts.
        Outcome::Quit | Outcome::Interrupted => QUIT,
    })
}

/// What a shell makes of a signal, for where it can't be passed on.
pub(crate) fn of_signal(number: i32) -> ExitCode {
    let code = i32::from(SIGNAL).saturating_add(number);
    ExitCode::from(u8::try_from(code).unwrap_or(FAILED))
}

#[cfg(test)]
pub(crate) mod tests;
