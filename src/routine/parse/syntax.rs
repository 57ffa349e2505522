//! Advice for what is no TOML, from the line that it stands in.

use std::ops::Range as Span;

use crate::diagnostic::Problem;
use crate::routine::amount::sets_by_reps;

/// What to write instead in the line of a syntax error.
pub(super) fn help(text: &str, span: &Span<usize>) -> String {
    let line = line_at(text, span.start);
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let value = value.split('#').next().unwrap_or_default().trim();
    if line.contains(['“', '”', '„', '‘', '’']) {
        return "these quotes are curly, as word processors write them; use straight ones: \"...\""
            .to_owned();
    }
    if let Some((sets, reps)) = sets_by_reps(value) {
        return format!("write sets = {sets} and reps = {reps}");
    }
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("a value with a unit or a range stands in quotes: \"{value}\"");
    }
    "a line is key = value, a text stands in \"quotes\", a list in [brackets], a step begins with [[step]]"
        .to_owned()
}

/// Notes every `[step]`, and takes out what follows from it: a table of a name
/// can stand there only once, so that the second one looks like a repetition.
pub(super) fn single_brackets(text: &str, problems: &mut Vec<Problem>) {
    let repeated = problems
        .iter()
        .any(|problem| problem.message.contains("duplicate key"));
    if !repeated {
        return;
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line
            .split('#')
            .next()
            .is_some_and(|code| code.trim() == "[step]")
        {
            let message = "a step begins with [[step]], in two brackets";
            let at = start + (line.len() - line.trim_start().len());
            let problem = Problem::error("single-brackets", at..at + "[step]".len(), message);
            found.push(problem.with_help("write [[step]]"));
        }
        start += line.len();
    }
    if !found.is_empty() {
        problems.retain(|problem| !problem.message.contains("duplicate key"));
        problems.extend(found);
    }
}

fn line_at(text: &str, offset: usize) -> &str {
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    text[start..].lines().next().unwrap_or_default()
}
