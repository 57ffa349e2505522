//! A quick look at routines, for somebody in the middle of typing: no sound is
//! decoded, nothing is waited for, and what is wrong is not said.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{Source, find, text};
use crate::routine::{self, Routine};

/// The title stands at the head of a file, if anywhere.
const HEAD: u64 = 16 << 10;

/// The title of a routine, which need not be valid.
#[must_use]
pub fn title(source: &Source) -> Option<String> {
    let head = match source {
        Source::File(path) => head(path)?,
        Source::BuiltIn(_) => text(source).ok()?.ok()?,
        Source::Stdin => return None,
    };
    routine::title(&head)
}

/// A valid routine by what a person calls it, without its sounds.
#[must_use]
pub fn routine(wanted: &str) -> Option<Routine> {
    let source = find(wanted).ok()?;
    match &source {
        Source::File(path) if !is_file(path) => return None,
        Source::Stdin => return None,
        Source::File(_) | Source::BuiltIn(_) => {}
    }
    routine::parse(&text(&source).ok()?.ok()?).0
}

fn head(path: &Path) -> Option<String> {
    if !is_file(path) {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Asking before opening: opening a pipe would wait for somebody to write.
fn is_file(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}
