//! `legrest list`: what is on the shelf.

use std::sync::Arc;

use super::outline::columns;
use crate::console::{print_lines, shown, to_stderr, warn};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::library::{self, Source};
use crate::paths;
use crate::routine::Routine;
use crate::routine::amount::Level;
use crate::text::length;
use crate::timeline::{self, Choice};

pub(super) fn run() -> Result<(), Error> {
    let mut rows = Vec::new();
    let mut broken = Vec::new();
    for (name, source) in library::shelf() {
        let name = printable(&name).into_owned();
        let own = if matches!(source, Source::Own(_)) {
            " (yours)"
        } else {
            ""
        };
        match library::read(source) {
            Ok(loaded) => {
                let title = format!("{}{own}", loaded.routine.title);
                rows.push([name, total(&loaded.routine), title]);
            }
            Err(_) => broken.push(name),
        }
    }
    print_lines(columns(&rows, usize::MAX))?;
    for name in broken {
        warn(&format!(
            "your routine {name} is not valid; \"legrest show {name}\" says why"
        ))?;
    }
    for copy in library::conflicts() {
        warn(&format!(
            "a program that syncs kept a second version; take what you want of it, then remove it: {}",
            copy.display()
        ))?;
    }
    if let Some(folder) = paths::routines() {
        to_stderr(&format!("Your own routines go into {}", shown(&folder)))?;
    }
    Ok(())
}

/// How long a routine takes at the usual level.
fn total(routine: &Arc<Routine>) -> String {
    let timeline = timeline::compile(routine, &Choice::all(Level::STANDARD)).ok();
    let total = timeline.and_then(|timeline| timeline.total());
    total.map_or_else(|| "open".to_owned(), length)
}
