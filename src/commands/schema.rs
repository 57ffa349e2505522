//! `legrest schema`: formats for editors and other programs.

use std::io::Write;
use std::process::ExitCode;

use crate::cli::{SchemaArgs, SchemaOf};
use crate::error::Error;
use crate::stdout::stdout;
use crate::{player, routine};

pub(super) fn run(args: &SchemaArgs) -> Result<ExitCode, Error> {
    let schema = match args.of {
        SchemaOf::Routine => routine::schema(),
        SchemaOf::Events => player::schema(),
    };
    let mut out = stdout();
    writeln!(out, "{schema:#}")?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
