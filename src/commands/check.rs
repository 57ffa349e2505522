//! `legrest check`: every problem of every file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::Format;
use crate::console::{columns, has_colour, print_json, print_with, show_error};
use crate::diagnostic::{Findings, Lines, Problem, Severity, printable};
use crate::error::Error;
use crate::exit;
use crate::library::{self, Source};

/// The code of a file that can't be read.
const UNREADABLE: &str = "unreadable";

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
    let mut unreadable = false;
    for file in files {
        match library::examine(&source(file)) {
            Ok((_, findings)) => all.push(findings),
            Err(error) => {
                show_error(&error)?;
                unreadable = true;
                if format == Format::Json {
                    all.push(unread(file, &error));
                }
            }
        }
    }
    match format {
        Format::Human => print_with(|out| human(out, &all))?,
        Format::Json => print_json(&all.iter().flat_map(entries).collect::<Vec<_>>())?,
    }
    let unread = |problem: &Problem| problem.code == UNREADABLE;
    let mut read = all
        .iter()
        .filter(|findings| !findings.problems.iter().any(unread));
    let invalid = read.any(Findings::has_error);
    Ok(match (invalid, unreadable) {
        (true, _) => ExitCode::from(exit::USAGE),
        (false, true) => ExitCode::from(exit::FAILED),
        (false, false) => ExitCode::SUCCESS,
    })
}

/// A file, or a routine by its name where no such file is there.
fn source(file: &Path) -> Source {
    if file == Path::new("-") {
        return Source::Stdin;
    }
    let by_name = file
        .to_str()
        .filter(|name| !library::is_path(name) && !file.exists());
    by_name
        .and_then(|name| library::find(name).ok())
        .unwrap_or_else(|| Source::Typed(library::as_spelled(file)))
}

/// What an editor is told of a file that can't be read.
fn unread(file: &Path, error: &Error) -> Findings {
    Findings {
        file: file.display().to_string(),
        text: String::new(),
        problems: vec![Problem::error(UNREADABLE, 0..0, error.to_string())],
    }
}

fn human(out: &mut impl Write, all: &[Findings]) -> io::Result<()> {
    let (colour, columns) = (has_colour(&io::stdout()), columns());
    for findings in all {
        if !findings.problems.is_empty() {
            writeln!(out, "{}\n", findings.draw(colour, columns))?;
        }
        let count = |severity| {
            findings
                .problems
                .iter()
                .filter(|problem| problem.severity == severity)
                .count()
        };
        let file = printable(&findings.file);
        match (count(Severity::Error), count(Severity::Warning)) {
            (0, 0) => writeln!(out, "{file}: valid")?,
            (0, warnings) => writeln!(out, "{file}: valid, with {}", counted(warnings, "warning"))?,
            (errors, 0) => writeln!(out, "{file}: not valid, {}", counted(errors, "error"))?,
            (errors, warnings) => {
                let errors = counted(errors, "error");
                let warnings = counted(warnings, "warning");
                writeln!(out, "{file}: not valid, {errors} and {warnings}")?;
            }
        }
    }
    Ok(())
}

fn counted(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
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
