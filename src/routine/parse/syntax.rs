//! Advice for what is no TOML.

use crate::diagnostic::Problem;
use crate::routine::amount::sets_by_reps;

/// What to write instead of the value of a line that is no TOML.
pub(super) fn advice(value: &str) -> String {
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
    let is_repetition = |problem: &Problem| problem.message.contains("duplicate key");
    if !problems.iter().any(is_repetition) {
        return;
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        if code.trim() == "[step]" {
            let message = "a step begins with [[step]], in two brackets";
            let at = start + (line.len() - line.trim_start().len());
            let problem = Problem::error("single-brackets", at..at + "[step]".len(), message);
            found.push(problem.with_help("write [[step]]"));
        }
        start += line.len();
    }
    if !found.is_empty() {
        problems.retain(|problem| !is_repetition(problem));
        problems.extend(found);
    }
}
