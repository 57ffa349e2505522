//! What was typed for the verbs that help to write a routine.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Format;

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Routine files, or your routines by name; - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// For people or for programs
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Format::Human)]
    pub format: Format,
}

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What you will call it; the file is NAME.toml
    #[arg(value_name = "NAME")]
    pub name: String,

    /// Copy this routine instead of the template
    #[arg(long, value_name = "ROUTINE")]
    pub from: Option<String>,
}

/// Options of `edit`.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// The routine's name
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_enum, value_name = "WHAT", default_value_t = SchemaOf::Routine)]
    pub of: SchemaOf,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The routine file
    Routine,
    /// A line of "--display json"
    Events,
}
