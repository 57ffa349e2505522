//! Makes the manual page, and fails where the file is another. With
//! `LEGREST_TEST_BLESS` in the environment the file is written.
//!
//! Verbs and options come from their definitions, settings from the template of the
//! config file, and keys, exit codes and hooks from the README. What is said beside
//! them is in `text.txt`.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};
use roff::{Inline, Roff, bold, italic, roman};

use super::PAGE;
use crate::cli::{Cli, help, purpose};
use crate::exit::tests::readme_table;
use crate::settings::TEMPLATE;

const DATE: &str = "2026-11-25";
/// Room for what roff writes at length, like an apostrophe.
const SOURCE_COLUMNS: usize = 64;

#[test]
fn the_file_is_what_the_sources_say() {
    // A plain tilde may be typeset as an accent, which no shell understands.
    let made = page().render().replace('~', "\\(ti");
    if std::env::var_os("LEGREST_TEST_BLESS").is_some() {
        std::fs::write("src/commands/man/legrest.1", &made).expect("the file can be written");
        return;
    }
    assert!(
        made == PAGE,
        "the manual page has changed: LEGREST_TEST_BLESS=1 cargo test --lib man::\n{made}"
    );
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

/// The text of the page, with the lists that stand elsewhere.
fn text() -> String {
    let row = |names: &str, what: &str| format!("- {names}: {what}\n");
    let told = |heading: &str| -> String {
        let rows = readme_table(heading).into_iter();
        rows.map(|[names, what]| row(&names, &sentence(&what)))
            .collect()
    };
    let keys = readme_table("Keys").into_iter().map(|[names, what]| {
        // A manual page is read in any character set.
        let names = names.replace('→', "right").replace('←', "left");
        row(&names.replace(' ', ", "), &sentence(&what))
    });
    // As the template of the config file tells them: `# what (variable)`, then
    // `# key = value`.
    let lines = TEMPLATE.lines().filter_map(|line| line.strip_prefix("# "));
    let lines: Vec<&str> = lines.take_while(|line| *line != "[hooks]").collect();
    let settings = lines.windows(2).filter_map(|pair| {
        let (what, variable) = pair[0].strip_suffix(')')?.rsplit_once(" (")?;
        let (key, default) = pair[1].split_once(" = ")?;
        let names = format!("{key}, {variable}");
        Some(row(&names, &format!("{what} [default: {default}]")))
    });
    include_str!("text.txt")
        .replace("{keys}\n", &keys.collect::<String>())
        .replace("{codes}\n", &told("Aliases and exit codes"))
        .replace("{settings}\n", &settings.collect::<String>())
        .replace("{hooks}\n", &told("Hooks"))
}

/// A cell of the README as a sentence.
fn sentence(cell: &str) -> String {
    let (first, rest) = cell.split_at(1);
    let rest = rest.replace('…', "and the like");
    format!("{}{rest}.", first.to_uppercase())
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
        entry(page, tag(arg), &described(arg));
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

fn described(arg: &Arg) -> String {
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
