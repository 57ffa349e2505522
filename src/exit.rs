//! Exit codes. What each of them means is told in the README.

use std::process::ExitCode;

use crate::player::Outcome;

pub(crate) const DONE: u8 = 0;
pub(crate) const FAILED: u8 = 1;
pub(crate) const USAGE: u8 = 2;
pub(crate) const QUIT: u8 = 3;

/// A shell adds the number of the signal that ended a program to this code.
const SIGNAL: u8 = 128;

/// The exit code of a routine that ended without a signal.
pub(crate) fn of_outcome(outcome: Outcome) -> ExitCode {
    ExitCode::from(match outcome {
        Outcome::Completed => DONE,
        // Without a signal nobody but an absence interrupts.
        Outcome::Quit | Outcome::Interrupted => QUIT,
    })
}

/// What a shell makes of a signal, for where it can't be passed on.
pub(crate) fn of_signal(number: i32) -> ExitCode {
    let code = i32::from(SIGNAL).saturating_add(number);
    ExitCode::from(u8::try_from(code).unwrap_or(FAILED))
}

#[cfg(test)]
pub(crate) mod tests {
    use clap::CommandFactory;
    use regex_lite::Regex;

    use super::*;
    use crate::cli::Cli;

    /// The rows of a table of the README with two columns, without its head and its
    /// links.
    pub(crate) fn readme_table(heading: &str) -> Vec<[String; 2]> {
        let readme = include_str!("../README.md");
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
}
