//! The lines of `grammar.txt` that are no rules, by their names.

use std::sync::LazyLock;

use regex_lite::{Captures, Match, Regex};

pub(super) const TEXT: &str = include_str!("grammar.txt");
pub(super) static PATTERNS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let pattern = |(name, regex): (_, &str)| {
        let class = |regex: String, (name, class)| regex.replace(&format!("@{name}"), class);
        let regex = entries('@').fold(regex.to_owned(), class);
        Some((name, Regex::new(&regex).ok()?))
    };
    entries('!').filter_map(pattern).collect()
});

/// What a word of a rule is remarked as: of which kind, and what is told behind.
pub(super) static REMARKS: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
    let remark = |(said, told): (&'static str, &'static str)| {
        let (kind, behind) = told.split_at(told.find(':').unwrap_or(told.len()));
        (said, kind, behind)
    };
    entries('%').map(remark).collect()
});

/// The lines of the grammar that begin with this mark: a name and what it is.
pub(super) fn entries(mark: char) -> impl Iterator<Item = (&'static str, &'static str)> {
    let entry = move |line: &'static str| line.strip_prefix(mark)?.split_once(" = ");
    TEXT.lines().filter_map(entry)
}

/// The parts of what looks like this, the first at or behind a place.
pub(super) fn captured<'t>(name: &str, text: &'t str, from: usize) -> Option<Captures<'t>> {
    let (_, regex) = PATTERNS.iter().find(|(known, _)| *known == name)?;
    regex.captures_at(text, from)
}

/// What a line looks like, by the `!name` lines of the grammar.
pub(super) fn found<'t>(name: &str, text: &'t str) -> Option<Match<'t>> {
    captured(name, text, 0)?.get(0)
}

pub(super) fn is(name: &str, text: &str) -> bool {
    found(name, text).is_some()
}
