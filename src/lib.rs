//! A pre-bed stretch timer for the terminal.
//!
//! ```text
//!  TOML text ──parse──▶ Routine ──compile──▶ Timeline ──play──▶ events ──▶ reporters
//!              (every problem      (level, side,        (told the time,     full · bars · plain · json
//!               with its place)     only, skip)          never asks it)     and sound, voice
//! ```
//!
//! Three pure stages, each a type, each knowing only those before it:
//! [`routine`], [`timeline`], [`player`]. [`document`] reads TOML and keeps the
//! place of each value, for routines and the config file. [`sheet`] reads what a
//! therapist hands out into the text of a routine. A [`player::Prompter`]
//! beside the player finds the words for the voice. What is said about health
//! stands in one place, [`safety`]. What is kept of a [`night`] is a [`record`], and
//! what many of them tell is a [`diary`]. When somebody wants to be called to the
//! next one is a [`reminder`]. What each key does, and how that is told everywhere,
//! is the [`keymap`]. All these modules are the *core*: they know no clock, file,
//! thread, terminal or sound, so their tests are literals and need no sleep.
//!
//! Everything with a side effect is an *edge*: [`terminal`], [`audio`],
//! [`speech`], [`report`], [`library`], [`journal`], [`hooks`], [`awake`]. An
//! edge uses the core and the thin layers over the system, like `file`,
//! `clock`, [`outlet`] and [`signals`], and no other edge. While a routine plays,
//! [`session`] drives the edges from one loop: one channel of input, one wait until
//! the next deadline. [`cli`] parses what was typed, [`settings`] merges it with the
//! config file and the environment, [`commands`] carries it out, and [`exit`] is
//! what the shell hears of it: beside the session, only they and `console` name
//! several edges. `tests/layering.rs` has the list of each layer, and fails where a
//! module names one of a layer above its own, or an edge another edge.
//!
//! The clock is deadlines, not ticks. A player says when something is due next;
//! the session sleeps until then, and if it wakes late, nothing is lost and
//! nothing moves.
#![doc = include_str!("README.md")]

#![allow(
    rustdoc::private_intra_doc_links,
    reason = "the docs are built with private items, for whoever works on the program"
)]
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

/// Shows an error; returns its exit code.
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
