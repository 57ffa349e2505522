//! `legrest schema`: formats for editors and other programs.

use crate::cli::SchemaOf;
use crate::console::print;
use crate::error::Error;
use crate::{player, routine};

pub(super) fn run(of: SchemaOf) -> Result<(), Error> {
    match of {
        SchemaOf::Routine => print(&format!("{:#}\n", routine::schema()))?,
        SchemaOf::Events => print(player::EVENTS_SCHEMA)?,
    }
    Ok(())
}
