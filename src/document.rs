//! TOML text as tables, with every problem at its place: the part that routines
//! and the config file have in common. It does not know what their keys mean.

mod fields;
pub(crate) mod hidden;
mod quotes;

use std::collections::HashSet;
use std::ops::Range as Span;

use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostic::{Problem, line_at, values};
pub(crate) use fields::{Fields, Value, in_decimal, integer};

/// A table that a kind of document may hold.
#[derive(Debug)]
pub(crate) struct Table {
    /// What messages call it.
    pub(crate) label: &'static str,
    /// Where to write its keys, as advice.
    pub(crate) location_hint: &'static str,
    /// Its keys, in the order in which people write them.
    pub(crate) keys: &'static [&'static str],
}

/// Gathers the problems of a file while its values are read.
pub(crate) struct Reader<C> {
    pub(crate) problems: Vec<Problem>,
    /// Every table of this kind of file, to tell where a stray key belongs.
    pub(crate) tables: &'static [&'static Table],
    /// What else this kind of file needs to know.
    pub(crate) context: C,
}

impl<C> Reader<C> {
    pub(crate) fn new(tables: &'static [&'static Table], context: C) -> Self {
        Self {
            problems: Vec::new(),
            tables,
            context,
        }
    }

    /// The tables of a text, and a problem for each place where it is no TOML.
    /// `advice` says what to write instead of the value of such a line.
    pub(crate) fn document<'t>(
        &mut self,
        text: &'t str,
        advice: impl Fn(&str) -> String,
    ) -> Spanned<DeTable<'t>> {
        let (read, first) = worth_reading(text);
        let (document, mut errors) = DeTable::parse_recoverable(read);
        if read.len() < text.len() {
            // An error at the end may be only because the text was cut there.
            errors.retain(|error| error.span().is_some_and(|span| span.end < read.len()));
            if errors.is_empty() {
                errors.extend(first);
            }
        }
        let place = |error: &toml::de::Error| error.span().unwrap_or(0..0);
        errors.sort_by_key(|error| place(error).start);
        // What follows from a text that has no end is no mistake of its own, nor
        // is what follows from a mistake on the same line.
        let mut covered: Option<Span<usize>> = None;
        for error in errors {
            let span = place(&error);
            let follows = |it: &Span<usize>| (it.start..=it.end).contains(&span.start);
            if covered.as_ref().is_some_and(follows) {
                continue;
            }
            let (problem, end) = quotes::behind(text, span.start).unwrap_or_else(|| {
                let (why, help) = (error.message(), syntax_help(text, &span, &advice));
                let problem = Problem::at("syntax", span.clone(), values![why, help]);
                (problem, span.start)
            });
            covered = Some(problem.span.start..line_end(text, end));
            self.note(problem);
        }
        document
    }

    /// All problems of the text, in the order of their places. A broken line hides
    /// others: its keys are not missing, and those below it not in the wrong table.
    pub(crate) fn into_problems(mut self, text: &str) -> Vec<Problem> {
        for problem in &mut self.problems {
            hidden::reveal(problem, text);
        }
        let syntax = ["syntax", "single-brackets", hidden::CODE];
        let broken = self.problems.iter().filter(|it| syntax.contains(&it.code));
        let broken: HashSet<usize> = broken.map(|problem| problem.span.start).collect();
        if !broken.is_empty() {
            let follows = ["missing-key", "misplaced-key"];
            self.problems.retain(|Problem { code, span, .. }| {
                syntax.contains(code) || !follows.contains(code) && !broken.contains(&span.start)
            });
        }
        self.problems.sort_by_key(|problem| problem.span.start);
        // One character may cause two of them.
        let same = |a: &mut Problem, b: &mut Problem| a.code == hidden::CODE && a == b;
        self.problems.dedup_by(same);
        self.problems
    }
}

/// As much of a text as is worth parsing: a long one of another kind would have an
/// error on each of its lines, so that what comes long after the first is left out.
fn worth_reading(text: &str) -> (&str, Option<toml::de::Error>) {
    const WORTH_IT: usize = 64 << 10;
    // Parsing a short text twice would cost more than it saves.
    let is_long = text.len() > WORTH_IT;
    let Some(first) = is_long.then(|| DeTable::parse(text).err()).flatten() else {
        return (text, None);
    };
    let end = first.span().map_or(0, |span| span.start) + WORTH_IT;
    (&text[..line_end(text, end)], Some(first))
}

fn line_end(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// What to write instead in the line of a syntax error.
fn syntax_help(text: &str, span: &Span<usize>, advice: impl Fn(&str) -> String) -> String {
    let (_, line) = line_at(text, span.start);
    if line.contains(['“', '”', '„', '‘', '’']) {
        return "these quotes are curly, as word processors write them; use straight ones: \"...\""
            .to_owned();
    }
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let value = value.split('#').next().unwrap_or_default().trim();
    match &*value.to_lowercase() {
        "true" | "yes" => return "write true, in small letters and without quotes".to_owned(),
        "false" | "no" => return "write false, in small letters and without quotes".to_owned(),
        _ => {}
    }
    let is_sign = |c: char| "\"'`[]{}=\\".contains(c) || c.is_control();
    if value.starts_with(|c: char| c.is_alphabetic()) && !value.contains(is_sign) {
        return format!("a text stands in quotes: \"{value}\"");
    }
    if line.matches('"').count() % 2 == 1 {
        return "a text stands between two \", and one of them is missing in this line".to_owned();
    }
    advice(value)
}
