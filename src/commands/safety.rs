//! `legrest safety`: when to stop, when to ask, when to get help.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::error::Error;
use crate::safety;

pub(super) fn run() -> Result<ExitCode, Error> {
    let mut out = io::stdout().lock();
    out.write_all(safety::ALL.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
