use clap::CommandFactory;
use regex_lite::Regex;

use super::*;
use crate::cli::Cli;

/// The rows of a table of the README with two columns, without its head and its
/// links.
pub(crate) fn readme_table(heading: &str) -> Vec<[String; 2]> {
    let readme = include_str!("../../README.md");
    let section = readme.split(&format!("# {heading}\n")).nth(1);
    let lines = section.expect("a section").lines();
    let table = lines.skip_while(|line| !line.starts_with("|---"));
    let rows = table.skip(1).take_while(|line| line.starts_with('|'));
    let link = Regex::new(r"\[([^]]*)\]\([^)]*\)").expect("a pattern");
    let cells = rows.map(|row| {
        let row = link.replace_all(row, "$1").replace('`', "");
        let cells = row.trim_matches('|').split_once('|');
        let (first, second) = cells.expect("two cells");
        [first, second].map(|cell| cell.trim().to_owned())
    });
    cells.collect()
}

/// The codes that a text names.
fn codes(text: &str) -> Vec<u8> {
    let words = text.split([' ', ',', '\n']);
    words.filter_map(|word| word.parse::<u8>().ok()).collect()
}

#[test]
fn the_readme_and_the_help_of_routine_name_every_code() {
    let mut known = vec![DONE, FAILED, USAGE, QUIT];
    known.extend([1, 2, 15].map(|signal| SIGNAL + signal));
    let rows = readme_table("Aliases and exit codes");
    let told: Vec<u8> = rows.iter().flat_map(|[cell, _]| codes(cell)).collect();
    assert_eq!(told, known);
    let command = Cli::command();
    let routine = command.find_subcommand("routine").expect("a command");
    let help = routine.get_after_help().expect("a text").to_string();
    let text = help.split("Exit codes:\n").nth(1).expect("a paragraph");
    let mut told = codes(text.split("\n\n").next().unwrap_or_default());
    told.sort_unstable();
    assert_eq!(told, known);
}
