//! Whose a file is.

use std::fs;

/// The number of the user a file belongs to, where that is another ordinary
/// user: neither the one who runs this program nor root.
#[cfg(unix)]
pub(crate) fn stranger(metadata: &fs::Metadata) -> Option<u32> {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    let ours = rustix::process::geteuid().as_raw();
    (owner != ours && owner != 0).then_some(owner)
}

/// Here files have no such owner.
#[cfg(not(unix))]
#[allow(dead_code, reason = "only Unix asks so far")]
pub(crate) fn stranger(_: &fs::Metadata) -> Option<u32> {
    None
}
