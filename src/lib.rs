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
//!
//! # Where to begin
//!
//! | to add | begin in | then |
//! |---|---|---|
//! | a key | [`keymap`]: one row | a [`player::Command`], or an arm in `session/keys.rs`; what terminals send for it is in `terminal/keys/sequence.rs` |
//! | a cue | [`routine::Cue`]: name, sound, meaning | when it comes is in `player/marks.rs`; its samples are in `sounds` and `audio/builtin.rs` |
//! | a column of the calendar | `diary::Summary`: what is known of a night | `commands/history/calendar.rs`; `page.rs` and `export.rs` beside it for HTML, CSV and JSON |
//! | a sound backend | `audio/backends.rs`: one entry | implement `audio::backend::Backend` and `Stream` beside `audio/pulse.rs` |
//! | a routine key | `routine/format.rs`: name, kind, help, from which the schema is made | read it in `routine/parse/steps.rs`, keep it in [`routine::Step`] |
//! | a setting | `settings/catalogue.rs`: key, variable, default, help | a field of `Settings` in `settings.rs` |
//! | a verb | [`cli`]: options and help | a line in `commands.rs`, and a file of its own in `commands` |
//!
//! # Decisions not taken
//!
//! - No async runtime: there is one channel and one deadline, and a thread for
//!   each thing that may block.
//! - No framework for the screen: a frame is a few rows, and a framework would
//!   redraw it by a tick.
//! - No ALSA or cpal by default on Linux: both need a system package to build,
//!   and wake the processor while nothing sounds.
//! - No database for the journal: lines that are only appended can be
//!   synchronized, read by other programs, and survive a crash.
//! - No daemon for reminders: the system has a scheduler already.
//! - No shell for hooks and no hook in a routine: a routine may come from anybody.
//! - No folders by layer: the modules are grouped by subject, and
//!   `tests/layering.rs` knows their layers.

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
mod owner;
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
mod signals;
mod speech;
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
    let code = commands::run(cli.verb).unwrap_or_else(|error| fail(&error));
    outlet::finish();
    code
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
    let printed = shown.print().map_err(|error| console::of_stdout(&error));
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
