//! `legrest check`: every problem of every file.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::Format;
use crate::console::{columns, has_colour, print_json, print_lines, show_error};
use crate::diagnostic::{Findings, Lines, Problem, Severity, has_error, printable};
use crate::error::Error;
use crate::exit;
use crate::library::{self, Source};
use crate::text::plural;

/// A problem as editors read it. Lines and columns count from 1.
#[derive(Serialize)]
struct Entry<'f> {
    file: &'f str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: Severity,
    code: &'f str,
    message: &'f str,
    help: Option<&'f str>,
}

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
                        problems: vec![Problem::error("unreadable", 0..0, error.to_string())],
                    });
                }
            }
        }
    }
    match format {
        Format::Human => print_lines(all.iter().flat_map(human))?,
        Format::Json => print_json(&all.iter().flat_map(entries).collect::<Vec<_>>())?,
    }
    Ok(ExitCode::from(match (invalid, unreadable) {
        (true, _) => exit::USAGE,
        (false, true) => exit::FAILED,
        (false, false) => exit::DONE,
    }))
}

/// A file, or a routine by its name where no such file is there.
fn source(file: &Path) -> Result<Source, Error> {
    if file.exists() {
        Ok(Source::Typed(library::as_spelled(file)))
    } else {
        library::find(file)
    }
}

/// The problems of a file, and what they come to.
fn human(findings: &Findings) -> Vec<String> {
    let mut lines = Vec::new();
    if !findings.problems.is_empty() {
        let drawing = findings.draw(has_colour(&io::stdout()), columns());
        lines.extend([drawing, String::new()]);
    }
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| {
        let problems = findings.problems.iter();
        problems
            .filter(|problem| problem.severity == severity)
            .count()
    });
    let verdict = match (errors, warnings) {
        (0, 0) => "valid".to_owned(),
        (0, _) => format!("valid, with {}", plural(warnings, "warning")),
        (_, 0) => format!("not valid, {}", plural(errors, "error")),
        _ => {
            let warnings = plural(warnings, "warning");
            format!("not valid, {} and {warnings}", plural(errors, "error"))
        }
    };
    lines.push(format!("{}: {verdict}", printable(&findings.file)));
    lines
}

fn entries(findings: &Findings) -> impl Iterator<Item = Entry<'_>> {
    let lines = Lines::of(&findings.text);
    findings.problems.iter().map(move |problem| {
        let start = lines.position(problem.span.start);
        let end = lines.position(problem.span.end);
        Entry {
            file: &findings.file,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            severity: problem.severity,
            code: problem.code,
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    })
}
