//! Files and folders that nobody but their owner can write to, whatever umask
//! there is: a config file that others could have written is refused.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

#[cfg(unix)]
use fs_err::os::unix::fs::OpenOptionsExt as _;

/// Options to write a file that is its owner's alone where it is new.
pub(crate) fn options() -> fs_err::OpenOptions {
    let mut options = fs_err::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    options.mode(0o600);
    options
}

/// Writes a file, which is its owner's alone where it is new.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = options();
    let file = options.create(true).truncate(true).open(path);
    file?.write_all(bytes)
}

/// Makes a folder and what is missing above it, for others to read at most.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o755);
    builder.create(folder).map_err(|error| {
        let folder = folder.display();
        let message = format!("failed to create directory `{folder}`: {error}");
        io::Error::new(error.kind(), message)
    })
}

/// Removes the permissions of others from an own file: an editor, a program that
/// synchronizes files, or a copy may have created it with the usual ones.
#[cfg(unix)]
pub(crate) fn make_private(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    let is_own = |found: &Metadata| users(found).0 == users(found).1 && found.is_file();
    if file.metadata().as_ref().is_ok_and(is_own) {
        // Some file systems have none, which is no reason to fail.
        let _ = file.set_permissions(PermissionsExt::from_mode(0o600));
    }
}

#[cfg(not(unix))]
pub(crate) fn make_private(_: &File) {}

/// The user who owns a file, where that is neither root nor the one who runs this
/// program, and so not trusted. `None` on systems without such owners.
pub(crate) fn stranger(metadata: &Metadata) -> Option<u32> {
    let (owner, own) = users(metadata);
    (owner != 0 && owner != own).then_some(owner)
}

/// The name of a user; the number where there is none.
pub(crate) fn user_name(user: u32) -> String {
    #[cfg(unix)]
    if let Ok(Some(user)) = nix::unistd::User::from_uid(nix::unistd::Uid::from_raw(user)) {
        return user.name;
    }
    user.to_string()
}

/// The user who owns it, and the one who runs this program. Where there are no
/// such owners, both are root.
#[cfg(unix)]
pub(crate) fn users(metadata: &Metadata) -> (u32, u32) {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    (owner, rustix::process::geteuid().as_raw())
}

#[cfg(not(unix))]
pub(crate) fn users(_: &Metadata) -> (u32, u32) {
    (0, 0)
}
