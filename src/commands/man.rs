//! `legrest man`: the manual page, legrest(1).
//!
//! Verbs and options come from the definition by which the command line is
//! parsed, and are never out of date. What is said beside them is in
//! [`words`], and tests hold it against the source and the README.

mod words;

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};
use roff::{Inline, Roff, bold, italic, roman};

use crate::cli::{Cli, help, purpose};
use crate::console::print;
use crate::error::Error;
use crate::exit;
use crate::hooks::{self, Moment};

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
    section(&mut page, "NAME");
    page.text([roman("legrest - a pre-bed stretch timer for the terminal")]);
    section(&mut page, "SYNOPSIS");
    page.text([
        bold("legrest"),
        roman(" "),
        italic("COMMAND"),
        roman(" ["),
        italic("OPTIONS"),
        roman("]"),
    ]);
    section(&mut page, "DESCRIPTION");
    for (index, text) in words::DESCRIPTION.iter().enumerate() {
        paragraph(&mut page, index, text);
    }
    section(&mut page, "OPTIONS");
    options(&mut page, &command);
    let keys = crate::keymap::BINDINGS.iter().map(|binding| {
        // A manual page is read in any character set.
        let names = binding.names(", ").replace('→', "right");
        (names.replace('←', "left"), binding.long)
    });
    table(&mut page, "KEYS", words::KEYS_APPLY, keys);
    table(
        &mut page,
        "EXIT STATUS",
        words::CODES_APPLY,
        exit::meanings(),
    );
    section(&mut page, "COMMANDS");
    for subcommand in command.get_subcommands() {
        verb(&mut page, subcommand);
    }
    section(&mut page, "SETTINGS");
    prose(&mut page, words::SETTINGS_APPLY);
    for setting in crate::settings::catalogue::ALL {
        let what = format!("{} [default: {}]", setting.help, setting.default);
        let names = [bold(setting.key), roman(", "), bold(setting.variable)];
        entry(&mut page, names, &what);
    }
    let moments = Moment::ALL.map(|moment| (moment.name(), moment.help()));
    let variables = hooks::FIELDS.map(hooks::variable).join(", ");
    let applies = words::HOOKS_APPLY.replace("{}", &variables);
    table(&mut page, "HOOKS", &applies, moments);
    let variables = words::rows(words::VARIABLES);
    table(
        &mut page,
        "ENVIRONMENT",
        "Beside those of the settings:",
        variables,
    );
    let files = words::rows(words::FILES);
    table(
        &mut page,
        "FILES",
        "Where no variable says otherwise:",
        files,
    );
    section(&mut page, "EXAMPLES");
    for (index, (what, line)) in words::rows(words::EXAMPLES).enumerate() {
        paragraph(&mut page, index, &format!("{what}:"));
        verbatim(&mut page, &[line]);
    }
    section(&mut page, "SAFETY");
    prose(&mut page, words::SAFETY);
    section(&mut page, "SEE ALSO");
    prose(&mut page, words::SEE_ALSO);
    page
}

fn section(page: &mut Roff, heading: &str) {
    page.control("SH", [heading]);
}

/// A paragraph of a section; the first needs no space above it.
fn paragraph(page: &mut Roff, index: usize, text: &str) {
    if index > 0 {
        page.control("PP", []);
    }
    prose(page, text);
}

/// Text that is filled; its lines in the source are short, as people who read
/// the source like them.
fn prose(page: &mut Roff, text: &str) {
    for line in crate::text::wrap(text, SOURCE_COLUMNS) {
        page.text([roman(line)]);
    }
}

fn table<T: Into<String>>(
    page: &mut Roff,
    heading: &str,
    applies: &str,
    rows: impl IntoIterator<Item = (T, &'static str)>,
) {
    section(page, heading);
    prose(page, applies);
    for (thing, what) in rows {
        entry(page, [bold(thing)], what);
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
        page.text([roman(*line)]);
    }
    page.control("fi", []);
    page.control("RE", []);
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
    let after = after.unwrap_or_default();
    let told_here = |text: &&str| !ELSEWHERE.iter().any(|word| text.starts_with(word));
    for paragraph in after.split("\n\n").filter(told_here) {
        partly_set_in(page, paragraph);
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
