//! What may stand at the cursor of a command line that somebody is typing. The
//! scripts of [`completions`](super::completions) ask it.
//!
//! `clap_complete` finds the place of the cursor in the definition of the
//! command line and collects the candidates; [`candidates`] are those that clap
//! can't know. This module reads the question of a script and writes the answer.
//!
//! The scripts are not those of `clap_complete`: they show what each candidate
//! is in every shell, quote names in bash, leave files to the shell, and know
//! the words behind the cursor.
//!
//! Whoever asks is in the middle of typing. So nothing here waits, and nothing
//! is complained of: what can't be found out is left out.

mod candidates;
mod request;
mod shell_words;

use std::env;
use std::ffi::OsString;
use std::sync::Arc;

use clap::ValueEnum;
use clap_complete::CompletionCandidate;

use crate::cli::{Shell, help};
use crate::console::print_lines;
use crate::text::fit;
use candidates::{FILES, MORE, WANTED};
use request::Request;

/// The variable in which a script names its shell.
const VARIABLE: &str = "LEGREST_COMPLETE";

/// What is said about a candidate is one line among many.
const WIDEST: usize = 80;

/// Answers the script that has started the program, and says whether one has.
///
/// The variable alone is not enough: somebody may have exported it, and no
/// other command begins with `--`.
pub(crate) fn answered() -> bool {
    let shell = env::var(VARIABLE).ok();
    let Some(shell) = shell.and_then(|shell| Shell::from_str(&shell, false).ok()) else {
        return false;
    };
    let mut arguments = env::args_os().skip(1);
    if arguments.next().is_none_or(|first| first != "--") {
        return false;
    }
    // There is nobody to tell that it can't be written.
    let _ = print_lines(answer(shell, arguments));
    true
}

/// A line on how the candidates are offered, and one for each, with a tab before
/// what it is. The fields of the first line: which files are offered as well
/// (`none`, `toml` in this folder, or `paths`), whether another of a list can
/// follow (`more` or `end`), and what all of it is.
fn answer(shell: Shell, arguments: impl Iterator<Item = OsString>) -> Vec<String> {
    let request = Arc::new(Request::read(shell, arguments));
    let (marks, offered): (Vec<_>, Vec<_>) = complete(&request)
        .into_iter()
        .partition(|one| [FILES, MORE, WANTED].contains(&tag_of(one).as_str()));
    let mark = |tag: &str| marks.iter().find(|one| tag_of(one) == tag);
    let fits = |one: &CompletionCandidate| value_of(one).starts_with(request.word());
    let files = match mark(FILES) {
        Some(_) => request.files(offered.iter().any(fits)),
        None => "none",
    };
    let more = mark(MORE).map_or("end", |_| "more");
    let heading = offered.first().map(tag_of).or(mark(WANTED).map(about));
    let mut lines = vec![format!("{files}\t{more}\t{}", heading.unwrap_or_default())];
    // The other shells choose by themselves, and some find what is in the middle.
    let chooses = !matches!(shell, Shell::Bash | Shell::Powershell);
    let shown = offered.iter().filter(|one| chooses || fits(one));
    lines.extend(shown.map(|one| format!("{}\t{}", request.typed(&value_of(one)), about(one))));
    lines
}

/// The candidates of the engine, without options where something else is meant,
/// and without those that can't be given any more.
fn complete(request: &Arc<Request>) -> Vec<CompletionCandidate> {
    let mut command = candidates::command(request);
    command.build();
    let Some(ruled_out) = request.ruled_out(&command) else {
        return Vec::new();
    };
    let words: Vec<OsString> = request.words().map(OsString::from).collect();
    let cursor = words.len() - 1;
    // An error says that there is no place for a candidate.
    let found = clap_complete::engine::complete(&mut command, words, cursor, None);
    let mut found = found.unwrap_or_default();
    let option = |one: &CompletionCandidate| Some(one.get_id()?.strip_prefix("arg::")?.to_owned());
    let nothing_else = request.word().is_empty() && found.iter().all(|one| option(one).is_some());
    let are_meant = nothing_else || request.word().starts_with('-');
    // Short options have nothing to complete.
    let is_long = |one: &CompletionCandidate| value_of(one).starts_with("--");
    // An option with a value behind "=" has none behind a space.
    found.retain(|one| request.word().contains('=') || !tag_of(one).contains("[="));
    found.retain(|one| {
        option(one).is_none_or(|id| are_meant && is_long(one) && !ruled_out.contains(&id))
    });
    found
}

fn value_of(candidate: &CompletionCandidate) -> String {
    candidate.get_value().to_string_lossy().into_owned()
}

/// What a candidate is one of. The engine calls the words of an option after the
/// option, and a heading that begins with a dash is an option to zsh.
fn tag_of(candidate: &CompletionCandidate) -> String {
    help(candidate.get_tag()).trim_start_matches('-').to_owned()
}

/// What a candidate is, in one line.
fn about(candidate: &CompletionCandidate) -> String {
    fit(&help(candidate.get_help()), WIDEST, "…")
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
