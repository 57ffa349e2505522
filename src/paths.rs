//! Where the program's files are.

use std::env;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// The folder of the person's own routines; `None` where the system names no
/// home.
#[must_use]
pub fn routines() -> Option<PathBuf> {
    config().map(|config| config.join("routines"))
}

/// The config file; `None` where the system names no home.
#[must_use]
pub fn config_file() -> Option<PathBuf> {
    config().map(|config| config.join("config.toml"))
}

/// The folder of what is remembered from night to night; `None` where the
/// system names no home. `LEGREST_DATA_DIR`, or `legrest` in the system's
/// folder for data.
#[must_use]
pub fn data() -> Option<PathBuf> {
    named_by("LEGREST_DATA_DIR").or_else(|| {
        let strategy = etcetera::choose_base_strategy().ok()?;
        absolute(&strategy.data_dir())
    })
}

/// The folder of the journal's files; `None` where the system names no home.
#[must_use]
pub fn journal() -> Option<PathBuf> {
    data().map(|data| data.join("journal"))
}

/// `LEGREST_CONFIG_DIR`, or `legrest` in the system's folder for configuration.
fn config() -> Option<PathBuf> {
    named_by("LEGREST_CONFIG_DIR").or_else(|| {
        let strategy = etcetera::choose_base_strategy().ok()?;
        absolute(&strategy.config_dir())
    })
}

fn named_by(variable: &str) -> Option<PathBuf> {
    let folder = env::var_os(variable).filter(|folder| !folder.is_empty())?;
    Some(folder.into())
}

/// Our folder in one of the system's. One that depends on where we happen to
/// be is none.
fn absolute(folder: &Path) -> Option<PathBuf> {
    folder.is_absolute().then(|| folder.join("legrest"))
}
