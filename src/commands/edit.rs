//! `legrest edit`: a routine in an editor, checked when it is saved.

use std::process::ExitCode;

use super::draft::{Draft, Subject};
use crate::console::to_stderr;
use crate::error::Error;
use crate::library::own::{own_path, with_schema_line, write_schema};
use crate::library::{self, Source};

const ROUTINE: Subject = Subject {
    what: "routine",
    command: "legrest edit",
    invalid: "It can't be played before it is mended.",
    examine: |draft| Ok(library::examine(Source::Own(draft.to_owned()))?.1),
};

pub(super) fn run(name: &str) -> Result<ExitCode, Error> {
    let name = &*crate::text::composed(name);
    let path = own_path(name)?;
    let beginning = || copy_of(name).map(with_schema_line);
    let draft = Draft::begin(ROUTINE, path, name, beginning)?;
    write_schema()?;
    draft.edit()
}

/// The text of the built-in routine that becomes the person's own.
fn copy_of(name: &str) -> Result<String, Error> {
    if let Some((_, text)) = library::BUILT_IN.iter().find(|(known, _)| *known == name) {
        let line = format!("{name} is built in; what you save becomes your own copy.");
        to_stderr(&line)?;
        return Ok((*text).to_owned());
    }
    let shelf = library::shelf();
    let near = crate::nearest::nearest(name, shelf.iter().map(|(name, _)| name.as_str()));
    let help = match near {
        Some(near) => format!("did you mean \"{near}\"? \"legrest new {name}\" starts a new one"),
        None => format!("\"legrest new {name}\" starts one"),
    };
    Err(Error::usage(format!("there is no routine \"{name}\"")).with_help(help))
}
