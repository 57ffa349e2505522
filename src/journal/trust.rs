//! Who owns the files of the journal. What another user could have created is never
//! written to, and an error about reading it names its owner.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use crate::private;

/// Refuses to write where another ordinary user has control: a file that they
/// own, a link that they made, and a link to a file that they own.
pub(super) fn check(path: &Path) -> io::Result<()> {
    for found in [fs::symlink_metadata(path), fs::metadata(path)] {
        match found {
            Ok(found) => check_owner(path, &found)?,
            // A file that does not exist yet will be our own.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The same for a file that was opened at a path.
pub(super) fn check_owner(path: &Path, found: &Metadata) -> io::Result<()> {
    let Some(name) = private::stranger(found).map(private::user_name) else {
        return Ok(());
    };
    let link = found.is_symlink().then(|| "; remove the link".to_owned());
    let advice = link.unwrap_or_else(|| advice(path));
    Err(io::Error::other(format!(
        "it belongs to {name}, another user, and is not written to{advice}"
    )))
}

/// The error with its path and, if permission was denied, the owner.
pub(super) fn at_path(path: &Path, error: &io::Error) -> io::Error {
    let mut message = format!("{}: {error}", path.display());
    // The nearest place that exists.
    let found = |place| Some((place, fs::metadata(place).ok()?));
    if error.kind() == io::ErrorKind::PermissionDenied
        && let Some((place, found)) = path.ancestors().find_map(found)
        && let (owner, own) = private::users(&found)
        && owner != own
    {
        let (name, advice) = (private::user_name(owner), advice(place));
        message = format!("{message}; {} belongs to {name}{advice}", place.display());
    }
    io::Error::new(error.kind(), message)
}

/// How to become the owner; by a command at home alone, where it does no harm.
fn advice(place: &Path) -> String {
    let home = std::env::home_dir().filter(|home| home.parent().is_some());
    if let Some(home) = home
        && place != home
        && place.starts_with(&home)
        && let Ok((_, own)) = fs::metadata(place).as_ref().map(private::users)
        && let Some(place) = place.to_str()
        && let Ok(quoted) = shlex::try_quote(place)
    {
        let own = private::user_name(own);
        return format!("; make it yours with: sudo chown -R {own} {quoted}");
    }
    "; make it yours, or name another folder in LEGREST_DATA_DIR".to_owned()
}
