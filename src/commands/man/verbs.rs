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
    page.text(usage(verb));
    page.control("PP", []);
    prose(page, &(help(verb.get_about()) + "."));
    options(page, verb);
    for paragraph in help_after(verb) {
        partly_set_in(page, &paragraph);
    }
}

/// The arguments and options of a command. Those that every verb has are told
/// once, with the program.
pub(super) fn options(page: &mut Roff, command: &Command) {
    let is_verb = !command.has_subcommands();
    let everywhere = |arg: &Arg| ["help", "version"].contains(&arg.get_id().as_str());
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

fn usage(verb: &Command) -> Vec<Inline> {
    let usage = verb.clone().render_usage().to_string();
    vec![bold(usage.trim_start_matches("Usage: "))]
}

/// How an argument is written.
fn tag(arg: &Arg) -> Vec<Inline> {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    let mut tag = Vec::new();
    for name in short.into_iter().chain(long) {
        if !tag.is_empty() {
            tag.push(roman(", "));
        }
        tag.push(bold(name));
    }
    if arg.get_action().takes_values() {
        if !tag.is_empty() {
            tag.push(roman(" "));
        }
        let names = arg.get_value_names().unwrap_or_default();
        tag.push(italic(names.join(" ")));
    }
    tag
}

/// What an argument is for, with the words it knows and its default.
fn sentence(arg: &Arg) -> String {
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    let is_told = values.iter().any(|value| value.get_help().is_some());
    let words = if names.is_empty() || is_told {
        String::new()
    } else {
        format!(" (one of {})", names.join(", "))
    };
    let default = match arg.get_default_values() {
        [default] if arg.get_action().takes_values() => {
            format!(" [default: {}]", default.to_string_lossy())
        }
        _ => String::new(),
    };
    format!("{}{words}{default}.", purpose(arg))
}

/// The paragraphs behind the options, as lines.
fn help_after(verb: &Command) -> Vec<Vec<String>> {
    let text = verb.get_after_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let lines = paragraph.lines().map(str::to_owned);
        lines.collect::<Vec<_>>()
    });
    let told_here = |paragraph: &Vec<String>| {
        let first = paragraph.first().map_or("", String::as_str);
        !ELSEWHERE.iter().any(|word| first.starts_with(word))
    };
    paragraphs.filter(told_here).collect()
}

/// A paragraph in which lines that are set in stand as they are.
fn partly_set_in(page: &mut Roff, paragraph: &[String]) {
    let is_set_in = |line: &str| line.starts_with("  ");
    for run in paragraph.chunk_by(|a, b| is_set_in(a) == is_set_in(b)) {
        let lines: Vec<&str> = run
            .iter()
            .map(|line| line.strip_prefix("  ").unwrap_or(line))
            .collect();
        if is_set_in(&run[0]) {
            verbatim(page, &lines);
        } else {
            page.control("PP", []);
            prose(page, &lines.join(" "));
        }
    }
}
