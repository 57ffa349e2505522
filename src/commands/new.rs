//! `legrest new`: a routine of one's own, from a template or another routine.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::cli::NewArgs;
use crate::console::{print, warn};
use crate::diagnostic::{is_unprintable, printable};
use crate::error::Error;
use crate::file;
use crate::library;
use crate::paths;
use crate::private;
use crate::routine;
use crate::text::composed;
use crate::text_file;

const TEMPLATE: &str = include_str!("../../routines/template.toml");

/// Where editors find the schema, from a routine's own folder.
const SCHEMA_LINE: &str = "#:schema ../routine.schema.json\n";

pub(super) fn run(args: &NewArgs) -> Result<(), Error> {
    let path = own_path(&args.name)?;
    let text = match &args.from {
        None => TEMPLATE.replace("{name}", &args.name),
        Some(from) => {
            let (routine, findings) = library::examine(&library::find(from)?)?;
            if routine.is_none() {
                return Err(findings.into());
            }
            findings.text
        }
    };
    write_new(&path, &with_schema_line(text))?;
    let name = &args.name;
    let hides = library::BUILT_IN.iter().any(|(known, _)| known == name);
    if hides && args.from.is_none() {
        warn(&format!(
            "your {name} now comes before the built-in one, until you remove the file; \"legrest new NAME --from {name}\" makes a copy instead"
        ))?;
    }
    let path = path.display().to_string();
    let told = print(&format!(
        "Wrote {}\nNext: legrest edit {name}, legrest show {name}, legrest routine {name}\n",
        printable(&path)
    ));
    told.map_err(|error| Error::from(error).after(&format!("{path} is written")))
}

/// Where the person's own routine of this name is or will be.
pub(super) fn own_path(name: &str) -> Result<PathBuf, Error> {
    let is_name = !name.is_empty()
        && !name.starts_with(['.', '-'])
        && !library::is_path(name)
        && !name.contains(|c: char| {
            std::path::is_separator(c) || c == ':' || c.is_whitespace() || is_unprintable(c)
        });
    if !is_name {
        return Err(
            Error::usage(format!("\"{name}\" can't be the name of a routine")).with_help(
                "a name is a word like knee or my-bedtime, without spaces, path or .toml",
            ),
        );
    }
    let folder =
        paths::routines().ok_or_else(|| paths::no_folder("routines", paths::CONFIG_DIR))?;
    let path = folder.join(format!("{}.toml", composed(name)));
    Ok(library::as_spelled(&path))
}

/// The text with a line at its head from which editors know the format.
pub(super) fn with_schema_line(text: String) -> String {
    if text.starts_with("#:schema") {
        return text;
    }
    SCHEMA_LINE.to_owned() + &text
}

/// Puts the schema where the line at the head of a routine says it is.
pub(super) fn write_schema() -> Result<(), Error> {
    let Some(folder) = paths::routines() else {
        return Ok(());
    };
    let path = folder.with_file_name("routine.schema.json");
    let schema = format!("{:#}\n", routine::schema());
    match file::read(&path, text_file::LARGEST) {
        Ok(old) if old == schema.as_bytes() => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cant_write(&error)),
        _ => private::write(&path, schema.as_bytes()).map_err(|error| cant_write(&error)),
    }
}

fn write_new(path: &PathBuf, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        private::create_folder(folder).map_err(|error| cant_write(&error))?;
    }
    let file = private::options().write(true).create_new(true).open(path);
    let mut file = file.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let path = path.display();
            Error::failed(format!("you have a routine of this name already: {path}"))
                .with_help("\"legrest edit\" opens it; or choose another name")
        }
        _ => cant_write(&error),
    })?;
    file.write_all(text.as_bytes())
        .map_err(|error| cant_write(&error))?;
    write_schema()
}

/// A file that can't be written, even where the reason is a reader gone away.
pub(super) fn cant_write(error: &io::Error) -> Error {
    Error::failed(error.to_string())
        .with_help("is the folder yours, and is there room on the disk?")
}
