//! Where the program's files are.

use std::env;
use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder of the person's own routines; `None` where the system names no
/// home.
#[must_use]
pub fn routines() -> Option<PathBuf> {
    config().map(|config| config.join("routines"))
}

/// `LEGREST_CONFIG_DIR`, or `legrest` in the system's folder for configuration.
fn config() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("LEGREST_CONFIG_DIR").filter(|folder| !folder.is_empty()) {
        return Some(folder.into());
    }
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("legrest"))
}
