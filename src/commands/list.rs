//! `legrest list`: what is on the shelf.

use std::io::Write;
use std::sync::Arc;

use crate::console::{print_with, to_stderr, warn};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::library::{self, Source};
use crate::paths;
use crate::routine::Routine;
use crate::routine::amount::Level;
use crate::text::{length, pad, width};
use crate::timeline::{self, Choice};

struct ListRow {
    name: String,
    total: String,
    title: String,
    own: bool,
}

pub(super) fn run() -> Result<(), Error> {
    let mut lines = Vec::new();
    let mut broken = Vec::new();
    for (name, source) in library::shelf() {
        let name = printable(&name).into_owned();
        let own = matches!(source, Source::Own(_));
        match library::read(source) {
            Ok(loaded) => lines.push(ListRow {
                name,
                total: total(&loaded.routine),
                title: loaded.routine.title.clone(),
                own,
            }),
            Err(_) => broken.push(name),
        }
    }
    let name_width = lines
        .iter()
        .map(|line| width(&line.name))
        .max()
        .unwrap_or(0);
    let total_width = lines
        .iter()
        .map(|line| width(&line.total))
        .max()
        .unwrap_or(0);
    print_with(|out| {
        lines.iter().try_for_each(|line| {
            let name = pad(&line.name, name_width);
            let total = pad(&line.total, total_width);
            let own = if line.own { " (yours)" } else { "" };
            writeln!(out, "{name}  {total}  {}{own}", line.title)
        })
    })?;
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
        let folder = folder.display().to_string();
        to_stderr(&format!("Your own routines go into {}", printable(&folder)))?;
    }
    Ok(())
}

/// How long a routine takes at the usual level.
fn total(routine: &Arc<Routine>) -> String {
    timeline::compile(routine, &Choice::all(Level::STANDARD))
        .ok()
        .and_then(|timeline| timeline.total())
        .map_or_else(|| "open".to_owned(), length)
}
