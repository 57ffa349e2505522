//! `legrest man`: the manual page, legrest(1).
//!
//! Verbs and options come from the definition by which the command line is
//! parsed, and are never out of date. What is said beside them is in
//! [`words`], and tests hold it against the source and the README.

mod verbs;
mod words;

use clap::CommandFactory;
use roff::{Inline, Roff, bold, italic, roman};

use crate::cli::Cli;
use crate::console::print;
use crate::error::Error;
use crate::exit;
use crate::hooks::{self, Moment};
use crate::keymap;
use crate::settings::catalogue;
use crate::text::wrap;

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
    verbs::options(&mut page, &command);
    let keys = keymap::BINDINGS.iter().map(|binding| {
        // A manual page is read in any character set.
        let names = binding.names(", ").replace('→', "right");
        (names.replace('←', "left"), binding.long)
    });
    table(&mut page, "KEYS", words::KEYS_APPLY, keys);
    let codes = exit::MEANINGS.map(|(codes, meaning)| (exit::listed(codes), meaning));
    table(&mut page, "EXIT STATUS", words::CODES_APPLY, codes);
    section(&mut page, "COMMANDS");
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        verbs::verb(&mut page, verb);
    }
    section(&mut page, "SETTINGS");
    prose(&mut page, words::SETTINGS_APPLY);
    for setting in catalogue::ALL {
        let what = format!("{} [default: {}]", setting.help, setting.default);
        let names = [bold(setting.key), roman(", "), bold(setting.variable)];
        entry(&mut page, names, &what);
    }
    let moments = Moment::ALL.map(|moment| (moment.name(), moment.help()));
    let variables = hooks::FIELDS.map(hooks::variable).join(", ");
    let applies = words::HOOKS_APPLY.replace("{}", &variables);
    table(&mut page, "HOOKS", &applies, moments);
    let variables = words::rows(words::VARIABLES);
    table(&mut page, "ENVIRONMENT", words::VARIABLES_APPLY, variables);
    let files = words::rows(words::FILES);
    table(&mut page, "FILES", words::FILES_APPLY, files);
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
    for line in wrap(text, SOURCE_COLUMNS) {
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
