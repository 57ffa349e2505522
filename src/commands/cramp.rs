//! `legrest cramp`: relief for a cramp, at once, whatever is wrong around it.

use std::process::ExitCode;

use super::journal::RecordAs;
use super::play;
use crate::cli::{Muscle, PlayArgs};
use crate::error::Error;
use crate::library::at_once::{at_once, is_too_long, not_used};
use crate::routine::amount::Level;
use crate::settings::{Settings, Sources};
use crate::timeline::Choice;

pub(super) fn run(muscle: Muscle, args: &PlayArgs) -> Result<ExitCode, Error> {
    let folders = super::check_folders().err();
    let mut wrong: Vec<String> = folders.iter().map(Error::in_one_line).collect();
    let is_long = crate::paths::config_file().is_some_and(|path| is_too_long(&path));
    let sources = (!is_long).then(Sources::load).and_then(Result::ok);
    let sources = sources.unwrap_or_else(|| {
        wrong.push(not_used("the config file", "config"));
        Sources::default()
    });
    let sources = sources.without_nonsense();
    let unused = |variable: &String| format!("{variable} makes no sense and is not used");
    wrong.extend(sources.ignored.iter().map(unused));
    let settings = Settings::resolve(args, &sources)?;
    let (loaded, unused) = at_once(muscle.routine())?;
    wrong.extend(unused);
    wrong.extend(crate::zone::trouble().map(str::to_owned));
    let timeline = super::compile::compile(&loaded, &Choice::all(Level::STANDARD), None)?;
    // Nobody reads two warnings in a cramp.
    let warnings = usize::from(wrong.is_empty());
    if !wrong.is_empty() {
        super::warn(&wrong.join("; "));
    }
    let record_as = RecordAs::Cramp(muscle);
    play::play(loaded, timeline, settings, record_as, warnings, None)
}
