//! `legrest new`: a routine of one's own, from a template, another routine or a
//! therapist's sheet.

use std::io::{self, Write};
use std::path::Path;

use super::from_sheet;
use crate::console::{print, shown, warn};
use crate::error::Error;
use crate::library::own::{own_path, with_schema_line, write_schema};
use crate::library::{self, BUILT_IN};
use crate::private;

const TEMPLATE: &str = include_str!("../../routines/template.toml");

pub(super) fn run(name: &str, from: Option<&str>, sheet: Option<&Path>) -> Result<(), Error> {
    let path = own_path(name)?;
    let mut report = None;
    let text = match (from, sheet) {
        (_, Some(sheet)) => {
            let made = from_sheet::made(sheet, name)?;
            report = Some(made.report);
            made.text
        }
        (None, None) => TEMPLATE.replace("{name}", name),
        (Some(from), None) => {
            let (routine, findings) = library::examine(library::find(from)?)?;
            if routine.is_none() {
                return Err(findings.into());
            }
            findings.text
        }
    };
    if let Some(folder) = path.parent() {
        private::create_folder(folder).map_err(Error::cant_write)?;
    }
    let file = private::options().write(true).create_new(true).open(&path);
    let mut file = file.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let path = path.display();
            Error::failed(format!("you have a routine of this name already: {path}"))
                .with_help("\"legrest edit\" opens it; or choose another name")
        }
        _ => Error::cant_write(error),
    })?;
    let text = with_schema_line(text);
    file.write_all(text.as_bytes()).map_err(Error::cant_write)?;
    write_schema()?;
    let hides = BUILT_IN.iter().any(|(known, _)| *known == name);
    if hides && from.is_none() {
        warn(&format!(
            "your {name} now comes before the built-in one, until you remove the file; \"legrest new NAME --from {name}\" makes a copy instead"
        ))?;
    }
    let report = report.map_or_else(String::new, |report| report + "\n");
    let told = print(&format!(
        "{report}Wrote {}\nNext: legrest edit {name}, legrest show {name}, legrest routine {name}\n",
        shown(&path)
    ));
    told.map_err(|error| Error::from(error).after(&format!("{} is written", path.display())))
}
