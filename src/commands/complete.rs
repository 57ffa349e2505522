//! The hidden verb that the scripts of `completions` ask: what may stand at the
//! cursor.
//!
//! It serves somebody in the middle of typing. So it never waits and never
//! complains: what can't be found out is left out. What it says is a line on
//! how to offer it, and one line for each thing, with a tab before the words
//! on it.

mod candidate;
mod cursor;
mod offer;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::{Cli, CompleteArgs, Shell};
use candidate::Candidate;
pub(super) use candidate::{help, purpose};
use cursor::Cursor;
use offer::Offer;
use words::Words;

pub(super) fn run(args: &CompleteArgs) -> ExitCode {
    // There is nobody to tell that it can't be written.
    let _ = answer(args, &mut io::stdout().lock());
    ExitCode::SUCCESS
}

fn answer(args: &CompleteArgs, out: &mut impl Write) -> io::Result<()> {
    let words = Words::of(args);
    let mut command = Cli::command();
    command.build();
    let cursor = Cursor::at(&command, &words);
    tell(&Offer::at(&cursor), &cursor, &words, args.shell, out)
}

/// Says it as the script of the shell reads it.
fn tell(
    offer: &Offer,
    cursor: &Cursor,
    words: &Words,
    shell: Shell,
    out: &mut impl Write,
) -> io::Result<()> {
    // Zsh goes on where the value begins; the others replace all of the word,
    // and bash all of what it holds for a word.
    let stays = match shell {
        Shell::Zsh => "",
        Shell::Bash => cursor.stays.get(words.apart..).unwrap_or_default(),
        Shell::Fish | Shell::Powershell | Shell::Elvish => &cursor.stays,
    };
    // The rest choose by themselves, and some find what is in the middle, too.
    let chooses = !matches!(shell, Shell::Bash | Shell::Powershell);
    let fitting = |candidate: &&Candidate| chooses || candidate.value.starts_with(&cursor.word);
    writeln!(
        out,
        "{}\t{}\t{}\t{}",
        offer.files.name(),
        if offer.more { "more" } else { "end" },
        cursor.stays.chars().count(),
        offer.heading,
    )?;
    for candidate in offer.candidates.iter().filter(fitting) {
        let value = match shell {
            Shell::Bash => candidate::for_bash(&candidate.value),
            Shell::Powershell => candidate::for_powershell(&candidate.value),
            Shell::Zsh | Shell::Fish | Shell::Elvish => candidate.value.as_str().into(),
        };
        writeln!(out, "{stays}{value}\t{}", candidate.about)?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use arbtest::arbitrary::{Result, Unstructured};
    use arbtest::arbtest;
    use clap::ValueEnum;

    use super::*;
    use crate::text::tests::any_text;

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
        let args = CompleteArgs {
            shell: Shell::Fish,
            word: "=-".into(),
            before: 0,
            others: ["routine", "--resume"].map(OsString::from).to_vec(),
        };
        let mut out = Vec::new();
        answer(&args, &mut out).expect("memory can be written");
        let lines = String::from_utf8(out).expect("text");
        assert!(lines.contains("--version\t"), "{lines}");
    }

    #[test]
    fn no_line_is_too_odd() {
        arbtest(|u| {
            let count = u.int_in_range(1..=6)?;
            let words: Vec<String> = (0..count).map(|_| any_word(u)).collect::<Result<_>>()?;
            let before = u.int_in_range(0..=6)?;
            for shell in Shell::value_variants() {
                let (word, others) = words.split_last().expect("a word");
                let args = CompleteArgs {
                    shell: *shell,
                    word: format!("={word}").into(),
                    before,
                    others: others.iter().map(OsString::from).collect(),
                };
                let mut out = Vec::new();
                answer(&args, &mut out).expect("memory can be written");
                let lines = String::from_utf8(out).expect("text");
                for line in lines.lines().skip(1) {
                    assert_eq!(line.matches('\t').count(), 1, "{line:?}");
                }
                let head = lines.lines().next().unwrap_or_default();
                assert!(head.split('\t').all(|field| !field.is_empty()), "{}", head);
                assert_eq!(head.matches('\t').count(), 3, "{head}");
            }
            Ok(())
        });
    }
}
