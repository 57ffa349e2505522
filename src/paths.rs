//! Where the program's files are; `None` where the system names no home.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

use crate::error::Error;

/// The variable that names the folder of the config file and the routines.
pub(crate) const CONFIG_DIR: &str = "LEGREST_CONFIG_DIR";
/// The variable that names the folder of what is remembered.
pub(crate) const DATA_DIR: &str = "LEGREST_DATA_DIR";

pub(crate) fn routines() -> Option<PathBuf> {
    config().map(|config| config.join("routines"))
}

pub(crate) fn config_file() -> Option<PathBuf> {
    config().map(|config| config.join("config.toml"))
}

pub(crate) fn data() -> Option<PathBuf> {
    folder(DATA_DIR, |system| system.data_dir())
}

pub(crate) fn journal() -> Option<PathBuf> {
    data().map(|data| data.join("journal"))
}

/// A place that is needed, or the error where the system names no home for it. The
/// variable is the one that can name its folder instead.
pub(crate) fn needed(place: Option<PathBuf>, what: &str, variable: &str) -> Result<PathBuf, Error> {
    place.ok_or_else(|| {
        let message = format!("there is no folder for {what}: the system names no home");
        Error::failed(message).with_help(format!("set HOME, or {variable} to a folder"))
    })
}

fn config() -> Option<PathBuf> {
    folder(CONFIG_DIR, |system| system.config_dir())
}

/// Refuses a variable that names a folder which depends on where one stands.
pub(crate) fn check(variable: &str) -> Result<(), Error> {
    let Some(folder) = named_by(variable).filter(|folder| !folder.is_absolute()) else {
        return Ok(());
    };
    let message = format!(
        "{variable} is \"{}\", and it must be an absolute path",
        folder.display()
    );
    Err(Error::usage(message).with_help(
        "write all of it, like /home/you/legrest, or begin with ~/ for your home folder",
    ))
}

/// The folder that a variable names, or else ours in the system's. One that
/// depends on where we happen to be is none: each folder would get files of its
/// own.
fn folder(variable: &str, place: fn(&dyn BaseStrategy) -> PathBuf) -> Option<PathBuf> {
    let folder = match named_by(variable) {
        Some(folder) => folder,
        None => place(&choose_base_strategy().ok()?).join("legrest"),
    };
    folder.is_absolute().then_some(folder)
}

/// What a variable says. No shell has replaced a `~` where it stood in quotes or
/// in a unit of systemd.
fn named_by(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).filter(|folder| !folder.is_empty())?;
    Some(at_home(Path::new(&folder)))
}

/// The path with the home folder in the place of a leading `~`.
pub(crate) fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(below), Ok(home)) => home.join(below),
        _ => path.to_owned(),
    }
}
