//! `legrest safety`: when to stop, when to ask, when to get help.

use std::io::Write;
use std::process::ExitCode;

use crate::error::Error;
use crate::safety;
use crate::stdout::stdout;

pub(super) fn run() -> Result<ExitCode, Error> {
    let mut out = stdout();
    out.write_all(safety::ALL.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
