//! `legrest list`: what is on the shelf.

use std::sync::Arc;

use super::outline::{columns, takes, to_do};
use super::tonight;
use crate::console::{print_lines, shown, to_stderr, warn};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::library::{self, Source};
use crate::paths;
use crate::routine::Routine;
use crate::routine::amount::Level;
use crate::timeline::{self, Choice};

pub(super) fn run() -> Result<(), Error> {
    let mut rows = Vec::new();
    let mut broken = Vec::new();
    for (name, source) in library::shelf() {
        let name = printable(&name).into_owned();
        let own = matches!(source, Source::Own(_)).then(|| "yours".to_owned());
        match library::read(source) {
            Ok(loaded) => {
                let (takes, to_do) = usually(&loaded.routine);
                let days = tonight::evenings(&loaded.routine);
                let days = (!days.are_all()).then(|| tonight::names(days));
                let marks: Vec<String> = [own, days, to_do].into_iter().flatten().collect();
                let marks = match marks.join("; ") {
                    none if none.is_empty() => none,
                    some => format!(" ({some})"),
                };
                let title = format!("{}{marks}", loaded.routine.title);
                rows.push([name, takes, title]);
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

/// How long a routine takes at the usual level, and how much there is to do.
fn usually(routine: &Arc<Routine>) -> (String, Option<String>) {
    let timeline = timeline::compile(routine, &Choice::all(Level::STANDARD)).ok();
    let takes = timeline.as_ref().and_then(takes);
    let to_do = timeline.as_ref().and_then(to_do);
    (takes.unwrap_or_else(|| "open".to_owned()), to_do)
}
