//! `legrest man`: the manual page, legrest(1).
//!
//! Verbs and options come from the definition by which the command line is
//! parsed, and are never out of date. What is said beside them is in `man.txt`,
//! and tests hold it against the source and the README.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};
use roff::{Inline, Roff, bold, italic, roman};

use crate::cli::{Cli, help, purpose};
use crate::console::print;
use crate::error::Error;
use crate::exit;
use crate::hooks::{self, Moment};
use crate::keymap::BINDINGS;
use crate::settings::catalogue::ALL;

const DATE: &str = "2026-11-25";
/// Room for what roff writes at length, like an apostrophe.
const SOURCE_COLUMNS: usize = 64;

pub(super) fn run() -> Result<(), Error> {
    // A plain tilde may be typeset as an accent, which no shell understands.
    let source = page().render().replace('~', "\\(ti");
    Ok(print(&source)?)
}

fn page() -> Roff {
    let mut command = Cli::command();
    command.build();
    let mut page = Roff::new();
    let program = format!("legrest {}", env!("CARGO_PKG_VERSION"));
    page.control("TH", ["LEGREST", "1", DATE, &program, "User Commands"]);
    for block in text().split("\n\n") {
        let headed = block.strip_prefix("# ");
        let text = if let Some((heading, text)) = headed.and_then(|it| it.split_once('\n')) {
            page.control("SH", [heading]);
            text
        } else {
            page.control("PP", []);
            block
        };
        match text {
            "{synopsis}" => {
                let options = [roman(" ["), italic("OPTIONS"), roman("]")];
                let command = [bold("legrest"), roman(" "), italic("COMMAND")];
                page.text([command, options].concat());
            }
            "{options}" => options(&mut page, &command),
            "{commands}" => command.get_subcommands().for_each(|it| verb(&mut page, it)),
            text => paragraph(&mut page, text),
        }
    }
    page
}

/// The text of the page, with the lists that other modules have.
fn text() -> String {
    let row = |names: &str, what: &str| format!("- {names}: {what}\n");
    let keys = BINDINGS.iter().map(|binding| {
        // A manual page is read in any character set.
        let names = binding.names(", ").replace('→', "right");
        row(&names.replace('←', "left"), binding.long)
    });
    let codes: Vec<String> = exit::meanings()
        .map(|(codes, meaning)| row(codes, meaning))
        .collect();
    let settings = ALL.map(|it| {
        let names = format!("{}, {}", it.key, it.variable);
        row(&names, &format!("{} [default: {}]", it.help, it.default))
    });
    let hooks = Moment::ALL.map(|moment| row(moment.name(), moment.help()));
    include_str!("man.txt")
        .replace("{keys}\n", &keys.collect::<String>())
        .replace("{codes}\n", &codes.concat())
        .replace("{settings}\n", &settings.concat())
        .replace("{hooks}\n", &hooks.concat())
        .replace(
            "{variables}",
            &hooks::FIELDS.map(hooks::variable).join(", "),
        )
}

/// A paragraph. Lines that are set in stand as they are, and `- names: what` is an
/// entry of a list; all else is filled.
fn paragraph(page: &mut Roff, text: &str) {
    let mark = |line: &str| ["  ", "- "].iter().find(|mark| line.starts_with(**mark));
    let lines: Vec<&str> = text.lines().collect();
    for (index, run) in lines.chunk_by(|a, b| mark(a) == mark(b)).enumerate() {
        match mark(run[0]) {
            Some(&"  ") => verbatim(page, run),
            Some(_) => {
                let entries = run.iter().filter_map(|line| line[2..].split_once(": "));
                entries.for_each(|(names, what)| entry(page, listed(names.split(", ")), what));
            }
            None => {
                if index > 0 {
                    page.control("PP", []);
                }
                prose(page, &run.join(" "));
            }
        }
    }
}

/// Text that is filled; its lines in the source are short, as people who read
/// the source like them.
fn prose(page: &mut Roff, text: &str) {
    for line in crate::text::wrap(text, SOURCE_COLUMNS) {
        page.text([roman(line)]);
    }
}

fn entry(page: &mut Roff, thing: impl Into<Vec<Inline>>, what: &str) {
    page.control("TP", []);
    page.text(thing);
    prose(page, what);
}

fn verbatim(page: &mut Roff, lines: &[&str]) {
    page.control("PP", []);
    page.control("RS", ["4"]);
    page.control("nf", []);
    for line in lines {
        page.text([roman(&line[2..])]);
    }
    page.control("fi", []);
    page.control("RE", []);
}

fn listed<N: Into<String>>(names: impl Iterator<Item = N>) -> Vec<Inline> {
    let names = names.flat_map(|name| [roman(", "), bold(name)]);
    // What stands between them stands before the first one, too.
    names.skip(1).collect()
}

/// What the page tells in a section of its own, or has no use for.
const ELSEWHERE: [&str; 3] = ["Keys:", "Exit codes:", "Next:"];

fn verb(page: &mut Roff, verb: &Command) {
    page.control("SS", [verb.get_name()]);
    let usage = verb.clone().render_usage().to_string();
    page.text([bold(usage.trim_start_matches("Usage: "))]);
    page.control("PP", []);
    prose(page, &(help(verb.get_about()) + "."));
    options(page, verb);
    let after = verb.get_after_help().map(ToString::to_string);
    let after = after.iter().flat_map(|text| text.split("\n\n"));
    let told_here = |text: &&str| !ELSEWHERE.iter().any(|word| text.starts_with(word));
    for text in after.filter(told_here) {
        page.control("PP", []);
        paragraph(page, text);
    }
}

/// The arguments and options of a command. Those that every verb has are told
/// once, with the program.
fn options(page: &mut Roff, command: &Command) {
    let is_verb = !command.has_subcommands();
    let everywhere = |arg: &Arg| ["help", "version", "color"].contains(&arg.get_id().as_str());
    let shown = command.get_arguments();
    for arg in shown.filter(|arg| !(is_verb && everywhere(arg))) {
        entry(page, tag(arg), &sentence(arg));
        let values = arg.get_possible_values();
        if values.iter().any(|value| value.get_help().is_some()) {
            page.control("RS", []);
            for value in &values {
                entry(page, [bold(value.get_name())], &help(value.get_help()));
            }
            page.control("RE", []);
        }
    }
}

fn tag(arg: &Arg) -> Vec<Inline> {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    let mut tag = listed(short.into_iter().chain(long));
    if arg.get_action().takes_values() {
        let values = arg.get_value_names().unwrap_or_default();
        let value = italic(values.join(" "));
        let marks = match tag.len() {
            0 => ["", ""],
            _ if arg.is_require_equals_set() => ["[=", "]"],
            _ => [" ", ""],
        };
        tag.extend([roman(marks[0]), value, roman(marks[1])]);
    }
    tag
}

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
