//! `legrest schema`: formats for editors and other programs.

use std::io::Write;
use std::process::ExitCode;

use crate::cli::{SchemaArgs, SchemaOf};
use crate::error::Error;
use crate::stdout::stdout;
use crate::{player, routine};

pub(super) fn run(args: &SchemaArgs) -> Result<ExitCode, Error> {
    let mut out = stdout();
    match args.of {
        SchemaOf::Routine => writeln!(out, "{:#}", routine::schema())?,
        SchemaOf::Events => out.write_all(player::EVENTS_SCHEMA.as_bytes())?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
