//! `legrest log`: how the night was.

mod questions;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use jiff::Zoned;
use serde::Serialize;
use serde_json::value::RawValue;

use super::journal;
use super::journal::document::NightDocument;
use crate::cli::{Format, LogArgs};
use crate::diagnostic::printable;
use crate::diary::{Diary, Summary};
use crate::error::Error;
use crate::journal::Journal;
use crate::json::to_json;
use crate::night::Night;
use crate::record::{Body, Report};
use crate::report::to_stderr;

pub(super) fn run(args: &LogArgs) -> Result<ExitCode, Error> {
    let now = super::now();
    let night = args.night.unwrap_or_else(|| Night::last(now.datetime()));
    if night > Night::of(now.datetime()) {
        return Err(
            Error::usage(format!("the night of {night} is still to come"))
                .with_help("leave --night out for last night"),
        );
    }
    let journal = journal::open()?;
    let diary = journal::diary(&journal, &now);
    let before = diary.night(night);
    let told = Report {
        cramps: args.cramps,
        pain: args.pain,
        note: args.note.clone(),
    };
    let asks = told.is_empty()
        && args.format == Format::Human
        && io::stdin().is_terminal()
        && io::stderr().is_terminal();
    let told = if asks {
        let Some(told) = questions::ask(&before)? else {
            to_stderr("\nNothing was recorded.")?;
            return Ok(ExitCode::SUCCESS);
        };
        told
    } else {
        told
    };
    // Whoever only looks leaves no trace.
    let adds = !told.is_empty();
    if adds {
        journal.append(&now, night, &Body::Report(told))?;
    }
    match args.format {
        Format::Human => say(&journal, &now, &before, adds)?,
        Format::Json => document(&journal, night)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what is recorded now, and what was before.
fn say(journal: &Journal, now: &Zoned, before: &Summary, added: bool) -> Result<(), Error> {
    let after = if added {
        reread(journal, before.night)
    } else {
        before.clone()
    };
    let last = Night::last(now.datetime()) == before.night;
    let name = if last { "Last night" } else { "The night" };
    let evening = before.night.long();
    let mut lines = Vec::new();
    let fields = [
        ("cramps", count(before.cramps), count(after.cramps)),
        ("pain", pain(before.pain), pain(after.pain)),
        ("note", note(before), note(&after)),
    ];
    for (field, was, is) in fields {
        lines.extend(match (was, is) {
            (None, None) => None,
            (None, Some(is)) => Some(format!("  {field}  {is}")),
            (Some(was), Some(is)) if was == is => Some(format!("  {field}  {is}")),
            (Some(was), Some(is)) => Some(format!("  {field}  {is} (was {was})")),
            (Some(was), None) => Some(format!("  {field}  taken back (was {was})")),
        });
    }
    for played in &after.sessions {
        let end = if played.completed {
            ""
        } else {
            ", not to its end"
        };
        lines.push(format!("  played  {}{end}", printable(&played.routine)));
    }
    let mut out = io::stdout().lock();
    let head = match (added, lines.is_empty()) {
        (true, _) => "Recorded. ",
        (false, true) => "Nothing is recorded. ",
        (false, false) => "",
    };
    writeln!(out, "{head}{name}, {evening}:")?;
    for line in &lines {
        writeln!(out, "{line}")?;
    }
    if lines.is_empty() {
        writeln!(
            out,
            "  \"legrest log --cramps 0 --pain 0\" says that it was a quiet one"
        )?;
    }
    out.flush()?;
    Ok(())
}

/// The night as it is now on the disk, which may be more than was added here.
/// What could not be read was told before.
fn reread(journal: &Journal, night: Night) -> Summary {
    let mut diary = Diary::default();
    journal.read(|entry, _| {
        if entry.night == night {
            diary.add(entry);
        }
    });
    diary.night(night)
}

/// What is recorded of the night, for programs: what it comes to, and the
/// records as they are.
fn document(journal: &Journal, night: Night) -> Result<(), Error> {
    let mut diary = Diary::default();
    let mut records = Vec::new();
    journal.read(|entry, line| {
        if entry.night == night {
            diary.add(entry);
            records.push((entry.at, String::from_utf8_lossy(line).into_owned()));
        }
    });
    records.sort();
    let records = records
        .into_iter()
        .map(|(_, line)| RawValue::from_string(line));
    let document = Document {
        summary: NightDocument::of(&diary.night(night)),
        records: records.collect::<Result<_, _>>().map_err(io::Error::from)?,
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", to_json(&document).map_err(io::Error::from)?)?;
    out.flush()?;
    Ok(())
}

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    summary: NightDocument,
    records: Vec<Box<RawValue>>,
}

/// What a person says of the cramps.
fn count(cramps: Option<u32>) -> Option<String> {
    cramps.map(|cramps| cramps.to_string())
}

fn pain(pain: Option<u8>) -> Option<String> {
    pain.map(|pain| format!("{pain} of 10"))
}

fn note(night: &Summary) -> Option<String> {
    let note = night.note.as_deref()?;
    Some(printable(note).into_owned())
}
