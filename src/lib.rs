//! A pre-bed stretch timer for the terminal.
//!
//! ```text
//!  TOML text ──parse──▶ Routine ──compile──▶ Timeline ──play──▶ events ──▶ reporters
//!              (every problem      (level, side,        (told the time,     full · bars · plain · json
//!               with its place)     only, skip)          never asks it)     and sound, voice
//! ```
//!
//! Three pure stages, each a type, each knowing only those before it:
//! [`routine`], [`timeline`], [`player`]. What the first has in common with the
//! config file, TOML with places, is a [`document`]. They know no clock, file, thread,
//! terminal or sound, so their tests are literals and need no sleep. A
//! [`player::Prompter`] beside the player finds the words for the voice.
//! What is said about health stands in one place, [`safety`]. What is kept of a
//! [`night`] is a [`record`], and what many of them tell is a [`diary`]. When
//! somebody wants to be called to the next one is a [`reminder`]. What each key
//! does, and how that is told everywhere, is the [`keymap`].
//!
//! Everything with a side effect is an edge: [`terminal`], [`audio`],
//! [`speech`], [`report`], [`library`], [`journal`], [`hooks`], [`awake`]. An
//! edge uses the core and the thin layers over the system, like `file`,
//! `clock`, [`outlet`] and [`signals`], and no other edge.
//! [`session`] is the only loop and the only place where edges meet: one
//! channel of input, one wait until the next deadline. [`commands`] are what
//! was asked for on the command line ([`cli`], [`settings`]), and [`exit`] is
//! what the shell hears of it. `tests/layering.rs` names the layer of each module
//! and fails where one names what is not below it.
//!
//! The clock is deadlines, not ticks. A player says when something is due next;
//! the session sleeps until then, and if it wakes late, nothing is lost and
//! nothing moves.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        reason = "in a test, a missing value is a failure"
    )
)]

pub mod audio;
pub mod awake;
mod child;
pub mod cli;
pub mod clip;
mod clock;
pub mod commands;
mod console;
pub mod diagnostic;
pub mod diary;
pub mod document;
pub mod error;
pub mod exit;
mod file;
pub mod hooks;
pub mod journal;
mod json;
pub mod keymap;
pub mod library;
mod nearest;
pub mod night;
pub mod outlet;
mod owner;
pub mod paths;
pub mod player;
mod private;
pub mod record;
pub mod reminder;
pub mod report;
pub mod routine;
pub mod safety;
pub mod session;
pub mod settings;
pub mod signals;
pub mod speech;
pub mod terminal;
pub mod text;
mod text_file;
pub mod timeline;
mod zone;

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue};

use cli::Cli;
use diagnostic::printable;
use error::{Error, ErrorKind};

/// Does what the command line asks for, and says how it went.
#[must_use]
pub fn run() -> ExitCode {
    signals::survive_full_files();
    if commands::complete::answered() {
        return ExitCode::SUCCESS;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(error),
    };
    commands::run(cli.verb).unwrap_or_else(|error| fail(&error))
}

/// Shows an error; returns its exit code.
fn fail(error: &Error) -> ExitCode {
    // Where even this can't be written, the exit code remains.
    let _ = console::show_error(error);
    ExitCode::from(error.kind().code())
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
    let printed = shown.print().map_err(console::of_stdout);
    match printed.map_err(Error::from) {
        // Where a complaint can't be written, the exit code remains.
        Err(error) if !shown.use_stderr() && matches!(error.kind(), ErrorKind::Failed) => {
            fail(&error)
        }
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
