//! `legrest check`: every problem of every file.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::value::to_raw_value as json;

use crate::cli::Format;
use crate::console::{columns, has_colour, print_json, print_lines, show_error};
use crate::diagnostic::{Findings, Lines, Problem, Severity, has_error, printable, values};
use crate::error::Error;
use crate::exit;
use crate::json::{Json, list, object};
use crate::library::{self, Source};
use crate::text::plural;

pub(super) fn run(files: &[PathBuf], format: Format) -> Result<ExitCode, Error> {
    let mut all = Vec::new();
    let (mut unreadable, mut invalid) = (false, false);
    for file in files {
        match source(file).and_then(library::examine) {
            Ok((_, findings)) => {
                invalid |= has_error(&findings.problems);
                all.push(findings);
            }
            Err(error) => {
                show_error(&error)?;
                unreadable = true;
                if format == Format::Json {
                    all.push(Findings {
                        file: file.display().to_string(),
                        text: String::new(),
                        problems: vec![Problem::of("unreadable", values![error])],
                    });
                }
            }
        }
    }
    match format {
        Format::Human => print_lines(all.iter().flat_map(human))?,
        Format::Json => {
            let entries = list(all.iter().flat_map(entries));
            print_json(&entries.map_err(io::Error::from)?)?;
        }
    }
    Ok(ExitCode::from(match (invalid, unreadable) {
        (true, _) => exit::USAGE,
        (false, true) => exit::FAILED,
        (false, false) => exit::DONE,
    }))
}

fn source(file: &Path) -> Result<Source, Error> {
    if file.exists() {
        Ok(Source::Typed(library::as_spelled(file)))
    } else {
        library::find(file)
    }
}

fn human(findings: &Findings) -> Vec<String> {
    let mut lines = Vec::new();
    if !findings.problems.is_empty() {
        let drawing = findings.draw(has_colour(&io::stdout()), columns());
        lines.extend([drawing, String::new()]);
    }
    let problems = findings.problems.iter();
    let errors = problems.filter(|it| it.severity == Severity::Error).count();
    let verdict = match (errors, findings.problems.len() - errors) {
        (0, 0) => "valid".to_owned(),
        (0, some) => format!("valid, with {}", plural(some, "warning")),
        (some, 0) => format!("not valid, {}", plural(some, "error")),
        (some, others) => {
            let others = plural(others, "warning");
            format!("not valid, {} and {others}", plural(some, "error"))
        }
    };
    lines.push(format!("{}: {verdict}", printable(&findings.file)));
    lines
}

/// The problems of a file as editors read them. Lines and columns count from 1.
fn entries(findings: &Findings) -> impl Iterator<Item = Json> {
    let lines = Lines::of(&findings.text);
    findings.problems.iter().map(move |problem| {
        let start = lines.position(problem.span.start);
        let end = lines.position(problem.span.end);
        object([
            ("file", json(&findings.file)),
            ("line", json(&start.line)),
            ("column", json(&start.column)),
            ("end_line", json(&end.line)),
            ("end_column", json(&end.column)),
            ("severity", json(&problem.severity)),
            ("code", json(problem.code)),
            ("message", json(&problem.message)),
            ("help", json(&problem.help)),
        ])
    })
}
