//! `legrest new`: a routine of one's own, from a template or another routine.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::console::{print, warn};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::library;
use crate::library::own::{cant_write, own_path, with_schema_line, write_schema};
use crate::private;
const TEMPLATE: &str = include_str!("../../routines/template.toml");

pub(super) fn run(name: &str, from: Option<&str>) -> Result<(), Error> {
    let path = own_path(name)?;
    let text = match from {
        None => TEMPLATE.replace("{name}", name),
        Some(from) => {
            let (routine, findings) = library::examine(&library::find(from)?)?;
            if routine.is_none() {
                return Err(findings.into());
            }
            findings.text
        }
    };
    write_new(&path, &with_schema_line(text))?;
    let hides = library::BUILT_IN.iter().any(|(known, _)| *known == name);
    if hides && from.is_none() {
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
