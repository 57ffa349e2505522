#![doc = include_str!("README.md")]
#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        reason = "in a test, a missing value is a failure"
    )
)]

mod audio;
mod awake;
mod child;
pub mod cli;
pub mod clip;
mod clock;
pub mod commands;
mod console;
pub mod diagnostic;
pub mod diary;
pub mod document;
mod error;
mod exit;
mod file;
pub mod hooks;
pub mod journal;
mod json;
pub mod keymap;
pub mod library;
mod nearest;
pub mod night;
mod outlet;
mod paths;
pub mod player;
mod private;
pub mod record;
mod reminder;
pub mod report;
pub mod routine;
mod safety;
mod session;
pub mod settings;
pub mod sheet;
mod signals;
mod speech;
pub mod terminal;
pub mod text;
pub mod timeline;
mod zone;

use std::env;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue};

use cli::{Cli, apply_color, typed_color};
use diagnostic::printable;
use error::Error;

/// Does what the command line asks for, and says how it went.
pub fn run() -> ExitCode {
    signals::survive_full_files();
    if commands::complete::answered() {
        return ExitCode::SUCCESS;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            apply_color(typed_color(env::args_os()));
            return refuse(error);
        }
    };
    apply_color(cli.color);
    let code = commands::run(cli).unwrap_or_else(|error| fail(&error));
    outlet::finish();
    code
}

fn fail(error: &Error) -> ExitCode {
    // Where even this can't be written, the exit code remains.
    let _ = console::show_error(error);
    ExitCode::from(error.code)
}

/// Shows what clap has to say: help and version, or what was typed wrong. A
/// routine's name in the place of a verb is worth words of its own.
fn refuse(error: clap::Error) -> ExitCode {
    let word = error.get(ContextKind::InvalidSubcommand);
    if let Some(ContextValue::String(word)) = word
        && library::shelf()
            .iter()
            .any(|(name, _)| *name == text::composed(word))
    {
        let message = format!("\"{word}\" is a routine, not a command");
        let help = format!("play it with: legrest routine {word}");
        return fail(&Error::usage(message).with_help(help));
    }
    let code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(exit::USAGE));
    let shown = harmless(error);
    match console::is_stdout_read(shown.print()) {
        // Where a complaint can't be written, the exit code remains.
        Err(error) if !shown.use_stderr() => fail(&error.into()),
        _ => code,
    }
}

/// The same complaint, with what was typed as the terminal can show it.
fn harmless(mut error: clap::Error) -> clap::Error {
    let safe = |text: &String| printable(text).into_owned();
    let typed: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(safe(text)))),
            ContextValue::Strings(texts) => {
                let texts = texts.iter().map(safe).collect();
                Some((kind, ContextValue::Strings(texts)))
            }
            _ => None,
        })
        .collect();
    for (kind, value) in typed {
        error.insert(kind, value);
    }
    error
}
