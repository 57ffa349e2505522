//! Names of files as other programs write them.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::text::composed;

/// The path with its last component as the folder spells it. A Mac writes `ü`
/// as a letter and a combining mark, which looks the same when it is typed.
pub(crate) fn as_spelled(path: &Path) -> PathBuf {
    let name = path.file_name().and_then(OsStr::to_str);
    let Some(name) = name.filter(|name| !name.is_ascii() && !path.exists()) else {
        return path.to_owned();
    };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let looks_the_same = |found: &OsString| {
        let found = found.to_str();
        found.is_some_and(|found| composed(found) == composed(name))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    let found = names.find(looks_the_same);
    found.map_or_else(|| path.to_owned(), |found| path.with_file_name(found))
}

/// Whether a synchronizing program gave the file this name, to keep both of two
/// versions: Syncthing, Dropbox, Nextcloud and Seafile do.
pub(super) fn is_conflict(stem: &str) -> bool {
    let name = stem.to_lowercase();
    let marks = [
        ".sync-conflict-",
        "conflicted copy",
        "_conflict-",
        "(sfconflict",
    ];
    marks.iter().any(|mark| name.contains(mark))
}
