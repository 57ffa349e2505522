//! What each verb does: one line here, one file each below.

mod check;
mod compile;
pub(crate) mod complete;
mod config;
mod cramp;
mod draft;
mod edit;
mod from_sheet;
mod history;
mod html;
mod journal;
mod list;
mod log;
mod man;
mod new;
mod outline;
mod play;
mod remind;
mod routine;
mod show;
mod sounds;
mod tonight;

use std::process::ExitCode;
use std::sync::Once;

use jiff::Zoned;

use crate::cli::{Cli, SchemaOf, Verb};
use crate::console::print;
use crate::error::Error;
use crate::paths;
use crate::zone;

/// Does what the command line asks for.
///
/// # Errors
/// Why it could not be done.
pub fn run(Cli { verb, .. }: Cli) -> Result<ExitCode, Error> {
    let folders = check_folders();
    match &verb {
        // For a routine the built-in things are enough.
        Verb::Routine(_) => folders.unwrap_or_else(|error| warn(&error.in_one_line())),
        // A cramp has words of its own for all that is wrong; the others need no folder.
        Verb::Cramp { .. }
        | Verb::Completions { .. }
        | Verb::Man
        | Verb::Safety
        | Verb::Schema { .. } => {}
        _ => folders?,
    }
    match verb {
        Verb::Routine(args) => return routine::run(&args),
        Verb::Cramp { muscle, play } => return cramp::run(muscle, &play),
        Verb::Check { files, format } => return check::run(&files, format),
        Verb::Edit { name } => return edit::run(&name),
        Verb::Config { edit } => return config::run(edit),
        Verb::Completions { shell } => complete::run(shell)?,
        Verb::List { format } => list::run(format)?,
        Verb::Show(args) => show::run(&args)?,
        Verb::New {
            name,
            from,
            from_sheet,
        } => new::run(&name, from.as_deref(), from_sheet.as_deref())?,
        Verb::Sounds { cue, volume } => sounds::run(cue, volume)?,
        Verb::Remind(args) => remind::run(&args)?,
        Verb::Log(args) => log::run(&args)?,
        Verb::History { nights, format } => history::run(nights, format)?,
        Verb::Man => print(man::PAGE)?,
        Verb::Safety => print(&crate::safety::all())?,
        Verb::Schema { of } => match of {
            SchemaOf::Routine => print(crate::routine::SCHEMA)?,
            SchemaOf::Events => print(crate::player::EVENTS_SCHEMA)?,
        },
    }
    Ok(ExitCode::SUCCESS)
}

fn check_folders() -> Result<(), Error> {
    paths::check(paths::CONFIG_DIR)?;
    paths::check(paths::DATA_DIR)
}

/// Now, by the person's clock. If its zone is not the one that was asked for, one
/// warning says so.
fn now() -> Zoned {
    static SAID: Once = Once::new();
    SAID.call_once(|| zone::trouble().into_iter().for_each(warn));
    zone::now()
}

/// Puts a warning on standard error without waiting for the terminal.
fn warn(what: &str) {
    crate::outlet::say(&format!("warning: {}", crate::diagnostic::printable(what)));
}
