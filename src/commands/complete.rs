//! `legrest completions`: the script with which a shell completes, and the answer
//! to it when somebody presses Tab.
//!
//! The scripts ask the program itself what fits. So they know own routines and
//! the steps of each, and nothing goes stale when the program is upgraded.
//!
//! Whoever asks is in the middle of typing. So nothing here waits, and nothing
//! is complained of: what can't be found out is left out.

mod candidates;
mod request;

use std::env;
use std::ffi::OsString;
use std::io;

use clap::ValueEnum;

use crate::cli::Shell;
use crate::console::{print, print_lines};
use crate::text::fit;
use candidates::Candidate;
use request::Request;

/// What is said about a candidate is one line among many.
const WIDEST: usize = 80;

pub(super) fn run(shell: Shell) -> io::Result<()> {
    print(match shell {
        Shell::Bash => include_str!("completions/legrest.bash"),
        Shell::Zsh => include_str!("completions/legrest.zsh"),
        Shell::Fish => include_str!("completions/legrest.fish"),
        Shell::Powershell => include_str!("completions/legrest.ps1"),
        Shell::Elvish => include_str!("completions/legrest.elv"),
    })
}

/// Answers the script that has started the program, and says whether one has.
///
/// The variable alone is not enough: somebody may have exported it, and no
/// other command begins with `--`.
pub(crate) fn answered() -> bool {
    let shell = env::var("LEGREST_COMPLETE").ok();
    let shell = shell.and_then(|shell| Shell::from_str(&shell, false).ok());
    let mut arguments = env::args_os().skip(1);
    match shell {
        Some(shell) if arguments.next().is_some_and(|first| first == "--") => {
            // There is nobody to tell that it can't be written.
            let _ = print_lines(answer(shell, arguments));
            true
        }
        _ => false,
    }
}

/// A line on how the candidates are offered, and one for each, with a tab before
/// what it is. The fields of the first line: which files are offered as well
/// (`none`, `toml` in this folder, or `paths`), whether another of a list can
/// follow (`more` or `end`), and what all of it is.
fn answer(shell: Shell, arguments: impl Iterator<Item = OsString>) -> Vec<String> {
    let request = Request::read(shell, arguments);
    let mut offer = candidates::offer(&request);
    let fits = |(value, _): &Candidate| value.starts_with(request.word());
    let files = request.files(offer.has_files, offer.candidates.iter().any(fits));
    // The other shells choose by themselves, and some find what is in the middle.
    if matches!(shell, Shell::Bash | Shell::Powershell) {
        offer.candidates.retain(fits);
    }
    let more = if offer.has_more { "more" } else { "end" };
    let line = |name: &str, about: &str| format!("{name}\t{}", fit(about, WIDEST, "…"));
    let mut lines = vec![line(&format!("{files}\t{more}"), &offer.heading)];
    let shown = offer.candidates.iter();
    lines.extend(shown.map(|(value, about)| line(&request.typed(value), about)));
    lines
}

#[cfg(test)]
mod tests {
    use arbtest::arbitrary::{Result, Unstructured};
    use arbtest::arbtest;

    use super::*;
    use crate::text::tests::any_text;

    fn answer_to(shell: Shell, word: &str, index: usize, others: &[&str]) -> String {
        let mut arguments = vec![format!("={word}").into(), index.to_string().into()];
        arguments.extend(others.iter().map(OsString::from));
        answer(shell, arguments.into_iter()).join("\n")
    }

    /// Words of which somebody might be in the middle.
    fn any_word(u: &mut Unstructured) -> Result<String> {
        const KNOWN: &[&str] = &[
            "routine",
            "show",
            "check",
            "edit",
            "bedtime",
            "-",
            "--",
            "=",
            "-q",
            "-qx",
            "--only",
            "--only=",
            "--from",
            "--level=g",
            "--resume",
            "--nonsense=",
            "--quiet=",
            "calf,",
            "'",
        ];
        if u.ratio(1, 10)? {
            return any_text(u, 6);
        }
        Ok((*u.choose(KNOWN)?).to_owned())
    }

    #[test]
    fn options_before_a_command_may_not_know_those_behind_it() {
        let lines = answer_to(Shell::Fish, "-", 1, &["legrest", "routine", "--resume"]);
        assert!(lines.contains("--version\t"), "{lines}");
    }

    #[test]
    fn no_line_is_too_odd() {
        arbtest(|u| {
            let count = u.int_in_range(1..=6)?;
            let words: Vec<String> = (0..count).map(|_| any_word(u)).collect::<Result<_>>()?;
            let index = u.int_in_range(0..=6)?;
            for shell in Shell::value_variants() {
                let (word, others) = words.split_last().expect("a word");
                let others: Vec<&str> = others.iter().map(String::as_str).collect();
                let lines = answer_to(*shell, word, index, &others);
                for line in lines.lines().skip(1) {
                    assert_eq!(line.matches('\t').count(), 1, "{line:?}");
                }
                let head = lines.lines().next().unwrap_or_default();
                assert_eq!(head.matches('\t').count(), 2, "{head}");
            }
            Ok(())
        });
    }
}
