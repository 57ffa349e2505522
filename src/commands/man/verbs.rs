//! Verbs and their options, as they are defined for the command line.

use clap::builder::PossibleValue;
use clap::{Arg, Command};
use roff::{Inline, Roff, bold, italic, roman};

use super::{entry, prose, verbatim};
use crate::cli::{help, purpose};

/// What the page tells in a section of its own, or has no use for.
const ELSEWHERE: [&str; 3] = ["Keys:", "Exit codes:", "Next:"];

/// A verb: what it is for, how it is written, its options and examples.
pub(super) fn verb(page: &mut Roff, verb: &Command) {
    page.control("SS", [verb.get_name()]);
    let usage = verb.clone().render_usage().to_string();
    page.text([bold(usage.trim_start_matches("Usage: "))]);
    page.control("PP", []);
    prose(page, &(help(verb.get_about()) + "."));
    options(page, verb);
    let after = verb.get_after_help().map(ToString::to_string);
    let after = after.unwrap_or_default();
    let told_here = |text: &&str| !ELSEWHERE.iter().any(|word| text.starts_with(word));
    for paragraph in after.split("\n\n").filter(told_here) {
        partly_set_in(page, paragraph);
    }
}

/// The arguments and options of a command. Those that every verb has are told
/// once, with the program.
pub(super) fn options(page: &mut Roff, command: &Command) {
    let is_verb = !command.has_subcommands();
    let everywhere = |arg: &Arg| ["help", "version", "color"].contains(&arg.get_id().as_str());
    let shown = command.get_arguments().filter(|arg| !arg.is_hide_set());
    for arg in shown.filter(|arg| !(is_verb && everywhere(arg))) {
        entry(page, tag(arg), &sentence(arg));
        let values = arg.get_possible_values();
        if values.iter().any(|value| value.get_help().is_some()) {
            page.control("RS", []);
            for value in values.iter().filter(|value| !value.is_hide_set()) {
                entry(page, [bold(value.get_name())], &help(value.get_help()));
            }
            page.control("RE", []);
        }
    }
}

/// How an argument is written.
fn tag(arg: &Arg) -> Vec<Inline> {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    let names = short.into_iter().chain(long);
    let mut tag: Vec<Inline> = names.flat_map(|name| [roman(", "), bold(name)]).collect();
    if arg.get_action().takes_values() {
        let values = arg.get_value_names().unwrap_or_default();
        let value = italic(values.join(" "));
        let marks = if arg.is_require_equals_set() {
            ["[=", "]"]
        } else {
            [" ", ""]
        };
        tag.extend([roman(marks[0]), value, roman(marks[1])]);
    }
    // What stands between them stands before the first one, too.
    tag.into_iter().skip(1).collect()
}

/// What an argument is for, with the words it knows and its default.
fn sentence(arg: &Arg) -> String {
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    let is_told = values.iter().any(|value| value.get_help().is_some());
    let mut sentence = purpose(arg);
    if !names.is_empty() && !is_told {
        sentence.extend([" (one of ", &names.join(", "), ")"]);
    }
    if let [default] = arg.get_default_values()
        && arg.get_action().takes_values()
    {
        sentence.extend([" [default: ", &default.to_string_lossy(), "]"]);
    }
    sentence + "."
}

/// A paragraph in which lines that are set in stand as they are.
fn partly_set_in(page: &mut Roff, paragraph: &str) {
    let is_set_in = |line: &str| line.starts_with("  ");
    let lines: Vec<&str> = paragraph.lines().collect();
    for run in lines.chunk_by(|a, b| is_set_in(a) == is_set_in(b)) {
        if is_set_in(run[0]) {
            let lines = run
                .iter()
                .map(|line| line.strip_prefix("  ").unwrap_or(line));
            verbatim(page, &lines.collect::<Vec<_>>());
        } else {
            page.control("PP", []);
            prose(page, &run.join(" "));
        }
    }
}
