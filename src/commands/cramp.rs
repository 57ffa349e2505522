//! `legrest cramp`: relief for a cramp, at once, whatever is wrong around it.

use std::process::ExitCode;
use std::time::Duration;

use super::compile::compile;
use super::journal::RecordAs;
use super::play;
use crate::cli::CrampArgs;
use crate::error::Error;
use crate::file;
use crate::library::at_once::{Unused, at_once};
use crate::paths;
use crate::routine::amount::Level;
use crate::settings::{Settings, Sources};
use crate::timeline::Choice;
use crate::zone;

/// The largest config file and routine, in bytes, that are read: more of them can
/// take a second, and nobody writes as much.
const LARGEST: u64 = 64 << 10;
/// How long own sounds may take to decode: the instruction comes within 50 ms.
const PATIENCE: Duration = Duration::from_millis(25);

pub(super) fn run(args: &CrampArgs) -> Result<ExitCode, Error> {
    let folders = super::check_folders().err();
    let mut wrong: Vec<String> = folders.iter().map(Error::in_one_line).collect();
    let not_used = |what: &str, tells: &str| {
        format!("{what} is not used, not valid or over 64 KiB; \"legrest {tells}\" tells more")
    };
    let is_long = paths::config_file().is_some_and(|path| file::is_larger(&path, LARGEST));
    let sources = (!is_long).then(Sources::load).and_then(Result::ok);
    let sources = sources.unwrap_or_else(|| {
        wrong.push(not_used("the config file", "config"));
        Sources::default()
    });
    let (sources, nonsense) = sources.without_nonsense();
    let unused = |variable| format!("{variable} makes no sense and is not used");
    wrong.extend(nonsense.into_iter().map(unused));
    let settings = Settings::resolve(&args.play, &sources)?;
    let name = args.muscle.routine();
    let (loaded, unused) = at_once(name, LARGEST, PATIENCE)?;
    wrong.extend(unused.map(|unused| match unused {
        Unused::Routine => not_used(&format!("your own {name}"), &format!("check {name}")),
        Unused::Sounds => format!(
            "the sounds of your own {name} are not used; \"legrest check {name}\" tells why"
        ),
    }));
    wrong.extend(zone::trouble().map(str::to_owned));
    let timeline = compile(&loaded, &Choice::all(Level::STANDARD), None)?;
    // Nobody reads two warnings in a cramp.
    let warnings = usize::from(wrong.is_empty());
    if !wrong.is_empty() {
        super::warn(&wrong.join("; "));
    }
    play::play(
        loaded,
        timeline,
        settings,
        args.play.no_journal,
        RecordAs::Cramp(args.muscle),
        warnings,
        None,
    )
}
