//! The person's own routines: the name that one may have, and what lies beside
//! it for editors.

use std::path::PathBuf;

use super::{as_spelled, is_path};
use crate::diagnostic::is_unprintable;
use crate::error::Error;
use crate::file;
use crate::paths;
use crate::routine;

pub(crate) fn own_path(name: &str) -> Result<PathBuf, Error> {
    let is_name = !name.is_empty()
        && !name.starts_with(['.', '-'])
        && !is_path(name)
        && !name.contains(|c: char| c == ':' || c.is_whitespace() || is_unprintable(c));
    let wrong = if !is_name {
        Some("a name is a word like knee or my-bedtime, without spaces, path or .toml")
    } else if cfg!(windows) && is_device_of_windows(name) {
        Some("Windows takes it for a device, whatever comes after it")
    } else if cfg!(windows) && name.contains(['<', '>', '"', '|', '?', '*']) {
        Some("on Windows no file has any of < > \" | ? * in its name")
    } else {
        None
    };
    if let Some(help) = wrong {
        let message = format!("\"{name}\" can't be the name of a routine");
        return Err(Error::usage(message).with_help(help));
    }
    let folder = paths::needed(paths::routines(), "routines", paths::CONFIG_DIR)?;
    let path = folder.join(format!("{}.toml", crate::text::composed(name)));
    Ok(as_spelled(&path))
}

/// The text with a line at its head from which editors know the format. The path
/// begins in a routine's own folder.
pub(crate) fn with_schema_line(text: String) -> String {
    if text.starts_with("#:schema") {
        return text;
    }
    "#:schema ../routine.schema.json\n".to_owned() + &text
}

/// Puts the schema where the line at the head of a routine says it is.
pub(crate) fn write_schema() -> Result<(), Error> {
    let Some(folder) = paths::routines() else {
        return Ok(());
    };
    let path = folder.with_file_name("routine.schema.json");
    let schema = routine::SCHEMA.as_bytes();
    match file::read(&path, file::LARGEST_TEXT) {
        Ok(old) if old == schema => Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::cant_write(error)),
        _ => crate::private::write(&path, schema).map_err(Error::cant_write),
    }
}

/// Whether Windows takes a name for that of a device, as it does in every folder and
/// with every ending.
fn is_device_of_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_lowercase();
    // A port has one digit, which may be a raised one.
    let device = stem.trim_end_matches(char::is_numeric);
    match stem.chars().count() - device.chars().count() {
        0 => ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&device),
        digits => digits == 1 && ["com", "lpt"].contains(&device),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_of_windows_are_known_by_any_name() {
        for device in [
            "NUL",
            "con",
            "com1.x",
            "Lpt9",
            "aux .toml",
            "com²",
            "CONOUT$",
        ] {
            assert!(is_device_of_windows(device), "{device}");
        }
        for name in [
            "", "icon", "com", "com12", "comb", "null", "nul-2", "conä", "knee",
        ] {
            assert!(!is_device_of_windows(name), "{name}");
        }
    }
}
