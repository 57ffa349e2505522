//! Exit codes, and what each of them means.

use std::process::ExitCode;

use crate::player::Outcome;

pub(crate) const DONE: u8 = 0;
pub(crate) const FAILED: u8 = 1;
pub(crate) const USAGE: u8 = 2;
pub(crate) const QUIT: u8 = 3;

/// A shell adds the number of the signal that ended a program to this code.
const SIGNAL: u8 = 128;
const HANG_UP: u8 = SIGNAL + 1;
const INTERRUPT: u8 = SIGNAL + 2;
const TERMINATE: u8 = SIGNAL + 15;

/// Every exit code with its meaning, as the manual page prints it.
pub(crate) const MEANINGS: [(&[u8], &str); 5] = [
    (
        &[DONE],
        "The routine ran to its end, skipped holds included, but not with every hold passed over; or nothing of it was due.",
    ),
    (
        &[FAILED],
        "It could not be done: a file could not be read, and the like.",
    ),
    (&[USAGE], "Wrong usage, or a routine that is not valid."),
    (
        &[QUIT],
        "You quit early with q, passed over every hold, or nobody was there any more.",
    ),
    (
        &[HANG_UP, INTERRUPT, TERMINATE],
        "Ended by a hang-up, Ctrl-C, a kill: by the signal itself, as a shell expects.",
    ),
];

/// The exit code of a routine that ended without a signal.
pub(crate) fn of_outcome(outcome: Outcome) -> ExitCode {
    ExitCode::from(match outcome {
        Outcome::Completed => DONE,
        Outcome::Quit => QUIT,
        // Only where the signal could not be passed on; see `signals::die_by`.
        Outcome::Interrupted => INTERRUPT,
    })
}

/// What a shell makes of a signal, for where it can't be passed on.
pub(crate) fn of_signal(number: i32) -> ExitCode {
    let code = i32::from(SIGNAL).saturating_add(number);
    ExitCode::from(u8::try_from(code).unwrap_or(FAILED))
}

/// The codes of a row of [`MEANINGS`] as people read them.
pub(crate) fn listed(codes: &[u8]) -> String {
    let codes: Vec<String> = codes.iter().map(u8::to_string).collect();
    codes.join(", ")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn the_readme_has_the_same_codes_and_meanings() {
        let readme = include_str!("../README.md");
        let section = readme.split("\n## Aliases and exit codes\n").nth(1);
        let lines = section.expect("a section").lines();
        let table = lines.skip_while(|line| !line.starts_with("|---"));
        let rows = table.skip(1).take_while(|line| line.starts_with('|'));
        let rows: Vec<String> = rows.map(|row| row.replace('`', "")).collect();
        let wanted = MEANINGS.map(|(codes, meaning)| {
            let meaning = meaning.trim_end_matches('.').replace("and the like", "…");
            let (first, rest) = meaning.split_at(1);
            let first = first.to_lowercase();
            format!("| {} | {first}{rest} |", listed(codes))
        });
        assert_eq!(rows, wanted);
    }

    #[test]
    fn the_help_of_routine_names_every_code() {
        let command = Cli::command();
        let routine = command.find_subcommand("routine").expect("a command");
        let help = routine.get_after_help().expect("a text").to_string();
        let codes = help.split("Exit codes:\n").nth(1).expect("a paragraph");
        let codes = codes.split("\n\n").next().unwrap_or_default();
        let words = codes.split([' ', ',', '\n']);
        let mut named: Vec<u8> = words.filter_map(|word| word.parse::<u8>().ok()).collect();
        named.sort_unstable();
        let known: Vec<u8> = MEANINGS
            .iter()
            .flat_map(|(codes, _)| *codes)
            .copied()
            .collect();
        assert_eq!(named, known);
    }
}
