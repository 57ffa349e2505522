//! `legrest list`: what is on the shelf.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use crate::diagnostic::printable;
use crate::error::Error;
use crate::library::{self, Source};
use crate::paths;
use crate::report::to_stderr;
use crate::routine::Routine;
use crate::routine::amount::Level;
use crate::stdout::stdout;
use crate::text::{length, pad, width};
use crate::timeline::{self, Choice};

struct ListRow {
    name: String,
    total: String,
    title: String,
    own: bool,
}

pub(super) fn run() -> Result<ExitCode, Error> {
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
    let mut out = stdout();
    for ListRow {
        name,
        total,
        title,
        own,
    } in &lines
    {
        let name = pad(name, name_width);
        let total = pad(total, total_width);
        let own = if *own { " (yours)" } else { "" };
        writeln!(out, "{name}  {total}  {title}{own}")?;
    }
    out.flush()?;
    for name in broken {
        to_stderr(&format!(
            "warning: your routine {name} is not valid; \"legrest show {name}\" says why"
        ))?;
    }
    for copy in library::conflicts() {
        let copy = copy.display().to_string();
        to_stderr(&format!(
            "warning: a program that syncs kept a second version; take what you want of it, then remove it: {}",
            printable(&copy)
        ))?;
    }
    if let Some(folder) = paths::routines() {
        let folder = folder.display().to_string();
        to_stderr(&format!("Your own routines go into {}", printable(&folder)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How long a routine takes at the usual level.
fn total(routine: &Arc<Routine>) -> String {
    timeline::compile(routine, &Choice::all(Level::STANDARD))
        .ok()
        .and_then(|timeline| timeline.total())
        .map_or_else(|| "open".to_owned(), length)
}
