//! The shelf of routines: those built in, and the person's own.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Invalid, Problem};
use crate::error::Error;
use crate::nearest::nearest;
use crate::paths;
use crate::routine::amount::Level;
use crate::routine::{self, Routine, limits};
use crate::timeline::{self, Choice, CompileError};

/// The built-in routines: name and text.
pub const BUILT_IN: &[(&str, &str)] = &[("bedtime", include_str!("../routines/bedtime.toml"))];

/// Where a routine's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Built in, by name.
    BuiltIn(&'static str),
    /// A file, the person's own or any other.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Source {
    /// What messages call it.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::BuiltIn(name) => format!("built-in:{name}"),
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "-".to_owned(),
        }
    }
}

/// A routine that was found, read and understood.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The name it goes by: that of its file, or `-`.
    pub name: String,
    /// Where it came from.
    pub source: Source,
    /// The routine itself.
    pub routine: Routine,
}

/// Finds and reads a routine by what a person calls it: a name, a file, or `-`.
///
/// # Errors
/// When there is none, it can't be read, or it is not valid.
pub fn load(wanted: &str) -> Result<Loaded, Error> {
    read(find(wanted)?)
}

/// Reads and understands a routine.
///
/// # Errors
/// When it can't be read or is not valid.
pub fn read(source: Source) -> Result<Loaded, Error> {
    let file = source.label();
    let text = match &source {
        Source::BuiltIn(wanted) => {
            let text = BUILT_IN.iter().find(|(name, _)| name == wanted);
            text.map(|(_, text)| (*text).to_owned()).unwrap_or_default()
        }
        Source::File(path) => {
            let opened = fs_err::File::open(path).map_err(|error| unreadable(&error))?;
            if opened.metadata().is_ok_and(|metadata| metadata.is_dir()) {
                return Err(Error::failed(format!("{file} is a folder, not a routine")));
            }
            text_of(opened, &file)?
        }
        Source::Stdin => text_of(io::stdin().lock(), &file)?,
    };
    let name = match &source {
        Source::BuiltIn(name) => (*name).to_owned(),
        Source::File(path) => stem(path),
        Source::Stdin => "-".to_owned(),
    };
    match understand(&text) {
        Ok(routine) => Ok(Loaded {
            name,
            source,
            routine,
        }),
        Err(problems) => Err(Error::Invalid(Invalid {
            file,
            text,
            problems,
        })),
    }
}

/// A routine that can be played at every level, or all that is wrong with it.
fn understand(text: &str) -> Result<Routine, Vec<Problem>> {
    let routine = routine::parse(text)?;
    // What fits at the top of every range fits at any level.
    let (step, message) = match timeline::compile(&routine, &Choice::all(Level::FULL)) {
        Err(CompileError::TooManySegments { step }) => (
            step,
            format!(
                "with this step the routine has more than {} segments",
                limits::SEGMENTS
            ),
        ),
        Err(CompileError::TooLong { step }) => (
            step,
            "with this step the routine takes more than 24 hours".to_owned(),
        ),
        _ => return Ok(routine),
    };
    let span = routine.steps[step].span.clone();
    Err(vec![
        Problem::error("too-long", span, message).with_help("fewer reps, sets or rounds"),
    ])
}

/// Everything on the shelf, in the order of names; an own routine stands
/// before a built-in one of its name, which it hides.
#[must_use]
pub fn shelf() -> Vec<(String, Source)> {
    let own = own_files()
        .into_iter()
        .map(|path| (stem(&path), Source::File(path)));
    let built_in = BUILT_IN
        .iter()
        .map(|(name, _)| ((*name).to_owned(), Source::BuiltIn(name)));
    let mut shelf: Vec<_> = own.chain(built_in).collect();
    // Stable: own ones stay first.
    shelf.sort_by(|(a, _), (b, _)| a.cmp(b));
    shelf.dedup_by(|(later, _), (earlier, _)| later == earlier);
    shelf
}

fn find(wanted: &str) -> Result<Source, Error> {
    if wanted == "-" {
        return Ok(Source::Stdin);
    }
    let is_path = wanted.contains(std::path::is_separator)
        || Path::new(wanted).extension() == Some(OsStr::new("toml"));
    if is_path {
        return Ok(Source::File(wanted.into()));
    }
    let shelf = shelf();
    if let Some((_, source)) = shelf.iter().find(|(name, _)| name == wanted) {
        return Ok(source.clone());
    }
    let names = shelf.iter().map(|(name, _)| name.as_str());
    let help = match nearest(wanted, names) {
        Some(near) => format!("did you mean \"{near}\"? \"legrest list\" shows all routines"),
        None => {
            "\"legrest list\" shows all routines; a file is given with its path, or ending in .toml"
                .to_owned()
        }
    };
    Err(Error::usage(format!("there is no routine \"{wanted}\"")).with_help(help))
}

/// The `.toml` files of the person's own folder; none where there is no such
/// folder or it can't be read.
fn own_files() -> Vec<PathBuf> {
    let Some(entries) = paths::routines().and_then(|folder| std::fs::read_dir(folder).ok()) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension() == Some(OsStr::new("toml")) && !path.is_dir())
        .collect()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The text of a file, up to the limit of the format.
fn text_of(file: impl Read, name: &str) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let mut limited = file.take(limits::FILE_BYTES + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    let invalid = |text: String, problem| {
        Error::Invalid(Invalid {
            file: name.to_owned(),
            text,
            problems: vec![problem],
        })
    };
    if bytes.len() as u64 > limits::FILE_BYTES {
        let problem = Problem::error("too-large", 0..0, "a routine file holds at most 1 MiB");
        return Err(invalid(
            String::new(),
            problem.with_help("is this the right file?"),
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let end = error.utf8_error().valid_up_to();
        let problem = Problem::error("not-utf-8", end..end, "from here on this is not UTF-8 text")
            .with_help("save the file as UTF-8; is it a text file at all?");
        // Everything before the bad byte is good, and lies where it lay.
        invalid(
            String::from_utf8_lossy(error.as_bytes()).into_owned(),
            problem,
        )
    })
}

fn unreadable(error: &io::Error) -> Error {
    Error::failed(format!("can't read the routine: {error}"))
        .with_help("\"legrest list\" shows the routines that can be played by name")
}
