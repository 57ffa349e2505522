//! `legrest man`: complete, true and well formed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::CommandFactory;
use legrest::cli::Cli;

use crate::harness::{Home, have};
use crate::source::files;

/// The page as roff.
fn source() -> String {
    Home::new().run("man").success().stdout
}

/// The page as one reads it, as far as one can without a program for it.
fn page() -> String {
    let mut text = source();
    for (roff, plain) in [
        ("\\-", "-"),
        ("\\(ti", "~"),
        ("\\*(Aq", "'"),
        ("\"EXIT STATUS\"", "EXIT STATUS"),
    ] {
        text = text.replace(roff, plain);
    }
    for font in ["\\fB", "\\fI", "\\fR"] {
        text = text.replace(font, "");
    }
    text
}

/// The lines of a section, in one.
fn section(page: &str, heading: &str) -> String {
    let after = page.split(&format!("\n.SH {heading}\n")).nth(1);
    let after = after.unwrap_or_else(|| panic!("a section {heading}"));
    let section = after.split("\n.SH ").next().unwrap_or_default();
    section.replace('\n', " ")
}

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(path).expect("the README")
}

/// The rows of the table under a heading of the README, without its head.
pub fn rows(heading: &str) -> Vec<Vec<String>> {
    let readme = readme();
    let after = readme.split(&format!("# {heading}\n")).nth(1);
    let after = after.unwrap_or_else(|| panic!("{heading} in the README"));
    let lines = after.lines().skip_while(|line| !line.starts_with("|---"));
    let rows = lines.skip(1).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let cells = row.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().replace('`', "")).collect()
    };
    rows.map(cells).collect()
}

#[test]
fn every_verb_and_option_is_on_the_page() {
    let page = page();
    let mut command = Cli::command();
    command.build();
    let mut options = 0;
    for verb in command.get_subcommands() {
        let heading = format!("\n.SS {}\n", verb.get_name());
        assert_eq!(page.contains(&heading), !verb.is_hide_set(), "{heading}");
        let after = page.split(&heading).nth(1).unwrap_or_default();
        let own = after.split("\n.S").next().unwrap_or_default();
        let shown = verb.get_arguments().filter(|_| !verb.is_hide_set());
        for arg in
            shown.filter(|arg| !["help", "version", "color"].contains(&arg.get_id().as_str()))
        {
            let name = match arg.get_long() {
                Some(long) => format!("--{long}"),
                None => arg.get_value_names().expect("a name").join(" "),
            };
            assert!(own.contains(&name), "{name} of {}", verb.get_name());
            options += 1;
        }
    }
    assert!(options > 30, "only {options} were looked for");
    let own = section(&page, "OPTIONS");
    for option in ["--help", "--version", "--color"] {
        assert!(own.contains(option), "{option}: {own}");
    }
}

#[test]
fn every_variable_that_the_source_names_is_on_the_page() {
    let mut named =
        BTreeSet::from(["ACCESSIBLE", "NO_COLOR", "VISUAL", "EDITOR"].map(str::to_owned));
    for file in files() {
        for after in file.code.split("LEGREST_").skip(1) {
            let is_part = |c: &char| c.is_ascii_uppercase() || *c == '_';
            let name: String = after.chars().take_while(is_part).collect();
            // Those are for tests alone.
            if !name.is_empty() && !name.starts_with("TEST_") {
                named.insert(format!("LEGREST_{name}"));
            }
        }
    }
    assert!(named.len() >= 8, "{named:?}");
    let settings = legrest::settings::catalogue::ALL.iter();
    named.extend(settings.map(|setting| setting.variable()));
    let sections = ["SETTINGS", "HOOKS", "ENVIRONMENT"];
    let environment = sections.map(|name| section(&page(), name)).join(" ");
    let words: Vec<&str> = environment.split([' ', ',', ':']).collect();
    for name in named {
        assert!(words.contains(&name.as_str()), "{name} in {environment}");
    }
}

#[test]
fn codes_keys_and_files_are_those_of_the_readme() {
    let page = page();
    let codes = section(&page, "EXIT STATUS");
    for row in rows("Aliases and exit codes") {
        let (code, meaning) = (&row[0], row[1].trim_end_matches(", …"));
        let said = codes.to_lowercase();
        assert!(codes.contains(&format!(".TP {code} ")), "{code} in {codes}");
        assert!(
            said.contains(&meaning.to_lowercase()),
            "{meaning} in {codes}"
        );
    }
    let keys = section(&page, "KEYS");
    for row in rows("Keys") {
        let key = row[0]
            .replace('→', "right")
            .replace('←', "left")
            .replace(' ', ", ");
        assert!(keys.contains(&format!(".TP {key} ")), "{key} in {keys}");
        let said = keys.to_lowercase();
        assert!(
            said.contains(&row[1].to_lowercase()),
            "{} in {keys}",
            row[1]
        );
    }
    let files = section(&page, "FILES");
    for row in rows("Where files are") {
        let name = row[0..2].join(" ");
        let names = name
            .split_whitespace()
            .map(|word| word.trim_end_matches([',', ';']));
        let mut of_files = names.filter(|word| {
            word.contains(".toml") || word.contains(".json") || word.ends_with("/greeted")
        });
        let file = of_files.next_back();
        let file = file.unwrap_or_else(|| panic!("a file in {row:?}"));
        let file = file.rsplit('/').next().unwrap_or_default();
        assert!(files.contains(file), "{file} in {files}");
    }
}

#[cfg(unix)]
#[test]
fn mandoc_has_nothing_to_object_to() {
    if !have(&["mandoc"]) {
        return;
    }
    let home = Home::new().with_file("legrest.1", source());
    let mut mandoc = Command::new("mandoc");
    mandoc
        .args(["-T", "lint"])
        .arg(home.path().join("legrest.1"));
    let output = mandoc.output().expect("mandoc runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.is_empty(), "{said}");
}

#[cfg(unix)]
#[test]
fn man_shows_it_without_a_warning() {
    if !have(&["man", "groff"]) {
        return;
    }
    let home = Home::new().with_file("legrest.1", source());
    let mut man = Command::new("man");
    man.args(["--warnings", "-l"])
        .arg(home.path().join("legrest.1"));
    let output = man.env("MANWIDTH", "80").env("LC_ALL", "C.UTF-8").output();
    let output = output.expect("man runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
    let shown = String::from_utf8_lossy(&output.stdout);
    for line in [
        "~/.config/legrest/routines/*.toml",
        "alias bed='legrest routine bedtime && systemctl suspend'",
        "--no-journal",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
}
