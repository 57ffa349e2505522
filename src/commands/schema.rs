//! `legrest schema`: formats for editors and other programs.

use crate::cli::{SchemaArgs, SchemaOf};
use crate::console::print;
use crate::error::Error;
use crate::{player, routine};

pub(super) fn run(args: &SchemaArgs) -> Result<(), Error> {
    let schema = match args.of {
        SchemaOf::Routine => routine::schema(),
        SchemaOf::Events => player::schema(),
    };
    Ok(print(&format!("{schema:#}\n"))?)
}
