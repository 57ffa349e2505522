//! Whose a file is. What another ordinary user of this machine owns is not
//! trusted.

use std::fs;

/// The user who owns it, where that is another ordinary user: neither root nor
/// the one who runs this program. `None` too on systems without such owners.
pub(crate) fn stranger(metadata: &fs::Metadata) -> Option<u32> {
    let (owner, own) = users(metadata);
    (owner != 0 && owner != own).then_some(owner)
}

/// The user who owns it, and the one who runs this program. Where there are no
/// such owners, both are root.
#[cfg(unix)]
pub(crate) fn users(metadata: &fs::Metadata) -> (u32, u32) {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    (owner, rustix::process::geteuid().as_raw())
}

#[cfg(not(unix))]
pub(crate) fn users(_: &fs::Metadata) -> (u32, u32) {
    (0, 0)
}
