//! What each verb does: one line here, one file each below.

mod check;
mod compile;
pub(crate) mod complete;
mod completions;
mod config;
mod cramp;
mod draft;
mod edit;
mod editor;
mod history;
mod journal;
mod list;
mod log;
mod man;
mod new;
mod outline;
mod play;
mod remind;
mod resume;
mod routine;
mod safety;
mod schema;
mod show;
mod sounds;

use std::process::ExitCode;
use std::sync::Once;

use jiff::Zoned;

use crate::cli::Verb;
use crate::diagnostic::printable;
use crate::error::Error;
use crate::outlet;
use crate::paths;
use crate::zone;

/// Does what was asked for.
///
/// # Errors
/// Why it could not be done.
pub fn run(verb: Verb) -> Result<ExitCode, Error> {
    check_folders(&verb)?;
    match verb {
        Verb::Routine(args) => return routine::run(&args),
        Verb::Cramp(args) => return cramp::run(&args),
        Verb::Check { files, format } => return check::run(&files, format),
        Verb::Edit { name } => return edit::run(&name),
        Verb::Config { edit } => return config::run(edit),
        Verb::Completions { shell } => completions::run(shell)?,
        Verb::List => list::run()?,
        Verb::Show(args) => show::run(&args)?,
        Verb::New { name, from } => new::run(&name, from.as_deref())?,
        Verb::Sounds { cue, volume } => sounds::run(cue, volume)?,
        Verb::Remind(args) => remind::run(&args)?,
        Verb::Schema { of } => schema::run(of)?,
        Verb::Log(args) => log::run(&args)?,
        Verb::History(args) => history::run(&args)?,
        Verb::Man => man::run()?,
        Verb::Safety => safety::run()?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses variables that name no usable folder, as far as the verb needs any.
/// They don't stop a routine, for which the built-in things are enough.
fn check_folders(verb: &Verb) -> Result<(), Error> {
    match verb {
        Verb::Routine(_) => {
            if let Some(trouble) = folder_trouble() {
                outlet::say(&format!("warning: {}", printable(&trouble)));
            }
            Ok(())
        }
        // A cramp has words of its own for all that is wrong.
        Verb::Cramp(_)
        | Verb::Completions { .. }
        | Verb::Man
        | Verb::Safety
        | Verb::Schema { .. } => Ok(()),
        _ => folders().collect(),
    }
}

/// What is wrong with the variables that name folders, if anything is.
fn folder_trouble() -> Option<String> {
    let error = folders().find_map(Result::err)?;
    Some(error.in_one_line())
}

/// Checks each variable that names a folder.
fn folders() -> impl Iterator<Item = Result<(), Error>> {
    [paths::CONFIG_DIR, paths::DATA_DIR]
        .into_iter()
        .map(paths::check)
}

/// Now, by the person's clock. If its zone is not the one that was asked for, one
/// warning says so.
fn now() -> Zoned {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        if let Some(trouble) = zone::trouble() {
            outlet::say(&format!("warning: {}", printable(trouble)));
        }
    });
    zone::now()
}
