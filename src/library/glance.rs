//! A quick look at routines, for somebody in the middle of typing: no sound is
//! decoded, nothing is waited for, and what is wrong is not said.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::{Source, find, text};
use crate::file;
use crate::routine::{self, Routine};

/// The title stands at the head of a file, if anywhere.
const HEAD: u64 = 16 << 10;

/// The title of a routine, which need not be valid.
#[must_use]
pub fn title(source: &Source) -> Option<String> {
    let head = match source {
        Source::Own(path) | Source::Typed(path) => head(path)?,
        Source::BuiltIn(_) => text(source).ok()?.ok()?,
        Source::Stdin => return None,
    };
    routine::title(&head)
}

/// A valid routine by what a person calls it, without its sounds.
#[must_use]
pub fn routine(wanted: &str) -> Option<Arc<Routine>> {
    let source = match find(wanted).ok()? {
        Source::Stdin => return None,
        // What is still being typed is not waited for.
        Source::Typed(path) => Source::Own(path),
        other => other,
    };
    routine::parse(&text(&source).ok()?.ok()?).0
}

fn head(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    let file = file::open(path).ok()?;
    file.take(HEAD).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
