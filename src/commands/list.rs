//! `legrest list`: what is on the shelf.

use std::time::Duration;

use serde::Serialize;

use super::compile::compile;
use super::outline::{about, columns, paragraph, to_do};
use super::tonight;
use crate::cli::Format;
use crate::console::{print_json, print_lines, shown, to_stderr, warn};
use crate::error::Error;
use crate::library::{self, Source};
use crate::night::Days;
use crate::player::event::seconds;
use crate::routine::amount::Level;
use crate::text::width;
use crate::timeline::Choice;

const OWN: &str = "own";

/// A routine for programs; one that is not valid has an error and little else.
#[derive(Default, Serialize)]
struct Entry {
    name: String,
    title: Option<String>,
    summary: Option<String>,
    origin: &'static str,
    #[serde(rename = "total_s", serialize_with = "seconds")]
    total: Option<Duration>,
    #[serde(rename = "about_s", serialize_with = "seconds")]
    about: Option<Duration>,
    tasks: usize,
    days: Option<Days>,
    needs: Option<String>,
    error: Option<String>,
}

pub(super) fn run(format: Format) -> Result<(), Error> {
    let entries: Vec<Entry> = library::shelf().into_iter().map(entry).collect();
    match format {
        Format::Human => print_lines(table(&entries))?,
        Format::Json => print_json(&entries)?,
    }
    for entry in entries.iter().filter(|entry| entry.error.is_some()) {
        let name = &entry.name;
        let why = format!("\"legrest show {name}\" says why");
        warn(&format!("your routine {name} is not valid; {why}"))?;
    }
    for copy in library::conflicts() {
        warn(&format!(
            "a program that syncs kept a second version; take what you want of it, then remove it: {}",
            copy.display()
        ))?;
    }
    if let Some(folder) = crate::paths::routines().filter(|_| format == Format::Human) {
        to_stderr(&format!("Your own routines go into {}", shown(&folder)))?;
    }
    Ok(())
}

fn entry((name, source): (String, Source)) -> Entry {
    let entry = Entry {
        name,
        origin: match source {
            Source::BuiltIn(_) => "built-in",
            _ => OWN,
        },
        ..Entry::default()
    };
    let read = library::read(source);
    let timeline = match read.and_then(|it| compile(&it, &Choice::all(Level::STANDARD), None)) {
        Ok(timeline) => timeline,
        Err(error) => {
            let error = Some(error.draw(false, 80));
            return Entry { error, ..entry };
        }
    };
    let (routine, night) = (&timeline.routine, tonight::tonight());
    let steps = routine.steps.iter().map(|step| &**step);
    let due = steps.filter(|step| tonight::is_due(step, night));
    Entry {
        title: Some(routine.title.clone()),
        summary: routine.summary.clone(),
        total: timeline.total(),
        about: timeline.about(),
        tasks: timeline.tasks(),
        days: Some(tonight::evenings(&routine.steps)).filter(|days| !days.are_all()),
        needs: routine.needs_for(due),
        ..entry
    }
}

fn table(entries: &[Entry]) -> Vec<String> {
    let valid = entries.iter().filter_map(|entry| {
        let own = (entry.origin == OWN).then(|| "yours".to_owned());
        let days = entry.days.map(tonight::names);
        let marks = [own, days, to_do(entry.tasks)];
        let marks: Vec<String> = marks.into_iter().flatten().collect();
        let marks = match marks.join("; ") {
            none if none.is_empty() => none,
            some => format!(" ({some})"),
        };
        let takes = about(entry.total, entry.about);
        let row = [
            crate::diagnostic::printable(&entry.name).into_owned(),
            takes.unwrap_or_else(|| "open".to_owned()),
            entry.title.clone()? + &marks,
        ];
        Some((row, entry.needs.as_deref()))
    });
    let (rows, needs): (Vec<_>, Vec<_>) = valid.unzip();
    let widest = |column: usize| rows.iter().map(|row| width(&row[column])).max();
    let indent = widest(0)
        .zip(widest(1))
        .map_or(0, |(name, takes)| name + takes + 4);
    let lines = columns(&rows, usize::MAX).into_iter().zip(needs);
    let lines = lines.flat_map(|(line, needs)| [vec![line], paragraph("At hand: ", needs, indent)]);
    lines.flatten().collect()
}
