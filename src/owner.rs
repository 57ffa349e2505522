//! Whose a file is. What another ordinary user of this machine owns is not
//! trusted.

use std::fs;

/// The user who owns it, where that is another ordinary user: neither root nor
/// the one who runs this program. `None` too on systems without such owners.
#[cfg(unix)]
pub(crate) fn stranger(metadata: &fs::Metadata) -> Option<u32> {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    let own = rustix::process::geteuid().as_raw();
    (owner != 0 && owner != own).then_some(owner)
}

#[cfg(not(unix))]
pub(crate) fn stranger(_: &fs::Metadata) -> Option<u32> {
    None
}
