//! The routines that go by name: the built-in ones, and the person's own.

pub(crate) mod at_once;
pub(crate) mod own;
mod sound_files;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;
use std::time::Duration;

use crate::clip::Clip;
use crate::diagnostic::{Findings, Problem, Severity, has_error, values};
use crate::error::Error;
use crate::file;
use crate::routine::amount::Level;
use crate::routine::{self, Routine, SoundFileCheck, limits};
use crate::text::composed;
use crate::timeline::{self, Choice, CompileError, Timeline};
use sound_files::SoundFiles;

macro_rules! built_in {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../routines/", $name, ".toml")))),*]
    };
}

/// The built-in routines: name and text.
pub const BUILT_IN: &[(&str, &str)] = built_in! {
    "bedtime" "cramp-calf" "cramp-foot" "cramp-hamstring" "cramp-thigh" "desk" "elevate"
    "restless" "seated" "short" "trial" "winddown"
};

const LONG_STEP: Duration = Duration::from_hours(1);

/// Where a routine's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    BuiltIn(&'static str),
    /// A file of the person's own folder, or a draft beside one.
    Own(PathBuf),
    /// A file whose path was typed. It may be a pipe, and is then waited for.
    Typed(PathBuf),
    Stdin,
}

impl Source {
    pub(crate) fn label(&self) -> String {
        match self {
            Self::BuiltIn(name) => format!("built-in:{name}"),
            Self::Own(path) | Self::Typed(path) => path.display().to_string(),
            Self::Stdin => "-".to_owned(),
        }
    }

    /// The name the routine goes by: that of its file, or `-`.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::BuiltIn(name) => (*name).to_owned(),
            Self::Own(path) | Self::Typed(path) => stem(path),
            Self::Stdin => "-".to_owned(),
        }
    }

    /// What it is called on a command line.
    pub(crate) fn called(&self) -> String {
        match self {
            Self::Typed(path) => path.display().to_string(),
            _ => self.name(),
        }
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Own(path) | Self::Typed(path) => path.parent().unwrap_or(Path::new("")),
            Self::BuiltIn(_) | Self::Stdin => Path::new(""),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) routine: Arc<Routine>,
    /// The sound files that it names, decoded, by the paths that it gives.
    pub(crate) clips: BTreeMap<String, Clip>,
}

pub(crate) fn load(wanted: impl AsRef<OsStr>) -> Result<Loaded, Error> {
    read(find(wanted)?)
}

pub(crate) fn read(source: Source) -> Result<Loaded, Error> {
    let (loaded, findings) = examine(source)?;
    Ok(loaded.ok_or(findings)?)
}

/// Reads a routine and finds all problems. There is a routine unless one of the
/// findings is an error.
pub(crate) fn examine(source: Source) -> Result<(Option<Loaded>, Findings), Error> {
    let mut sounds = SoundFiles::beside(source.folder());
    let read = text(&source).map_err(|error| {
        Error::failed(format!("can't read the routine: {error}"))
            .with_help("\"legrest list\" shows the routines that go by name")
    })?;
    let name = source.name();
    let (routine, findings) = Findings::of(source.label(), read, |text| {
        understand_with(text, &name, &mut |path| sounds.check(path))
    });
    let clips = sounds.clips;
    let loaded = routine.map(|routine| Loaded {
        name,
        source,
        routine,
        clips,
    });
    Ok((loaded, findings))
}

/// A routine that can be played at every level, and all that is wrong with the
/// text. Sound files are looked for in `folder`.
pub fn understand(text: &str, folder: &Path) -> (Option<Arc<Routine>>, Vec<Problem>) {
    let mut sounds = SoundFiles::beside(folder);
    understand_with(text, "Routine", &mut |path| sounds.check(path))
}

fn understand_with(
    text: &str,
    name: &str,
    check: SoundFileCheck,
) -> (Option<Arc<Routine>>, Vec<Problem>) {
    let (routine, mut problems) = routine::parse_beside(text, name, check);
    let Some(routine) = routine else {
        return (None, problems);
    };
    // A routine that fits at the top of every range fits at any level.
    match timeline::compile(&routine, &Choice::all(Level::FULL)) {
        Ok(timeline) => problems.extend(long_steps(&timeline)),
        Err(error) => problems.extend(over_limit(&routine, &error)),
    }
    let allowed = |code: &str| routine.allow.iter().any(|allowed| allowed == code);
    problems.retain(|it| it.severity == Severity::Error || !allowed(it.code));
    problems.sort_by_key(|problem| problem.span.start);
    let routine = Some(routine).filter(|_| !has_error(&problems));
    (routine, problems)
}

fn over_limit(routine: &Routine, error: &CompileError) -> Option<Problem> {
    let (step, name) = match error {
        CompileError::TooManySegments(step) => (step, "too-long segments"),
        CompileError::TooLong(step) => (step, "too-long routine"),
        _ => return None,
    };
    let most = limits::SEGMENTS;
    let span = routine.steps[*step].span.clone();
    Some(Problem::at(name, span, values![most]))
}

fn long_steps(timeline: &Timeline) -> impl Iterator<Item = Problem> {
    let steps = timeline.steps.iter().enumerate();
    let long = steps.filter(|(index, _)| timeline.length_of(*index) > LONG_STEP);
    long.map(|(_, planned)| Problem::at("long-step", planned.step.span.clone(), &[]))
}

/// All routines in the order of their names. An own routine precedes the
/// built-in one of the same name, which it hides.
pub(crate) fn shelf() -> Vec<(String, Source)> {
    // Of two files with the same name, the same one always comes first: the one
    // that is spelled in composed characters, whose bytes are greater.
    let own = own_files().into_iter().rev();
    let own = own.map(|path| (stem(&path), Source::Own(path)));
    let own = own.filter(|(name, _)| !is_conflict(name));
    let built_in = BUILT_IN.iter();
    let built_in = built_in.map(|&(name, _)| (name.to_owned(), Source::BuiltIn(name)));
    let mut shelf: Vec<_> = own.chain(built_in).collect();
    // Stable: own ones stay first.
    shelf.sort_by(|(a, _), (b, _)| a.cmp(b));
    shelf.dedup_by(|(later, _), (earlier, _)| later == earlier);
    shelf
}

/// The person's own files that go by no name, because a synchronizing program
/// created them as the second version of another file.
pub(crate) fn conflicts() -> Vec<PathBuf> {
    let is_conflict = |path: &PathBuf| is_conflict(&stem(path));
    own_files().into_iter().filter(is_conflict).collect()
}

pub(crate) fn find(wanted: impl AsRef<OsStr>) -> Result<Source, Error> {
    let wanted = wanted.as_ref();
    if wanted == "-" {
        return Ok(Source::Stdin);
    }
    if is_path(wanted) {
        return Ok(Source::Typed(as_spelled(Path::new(wanted))));
    }
    let wanted = &*composed(&wanted.to_string_lossy()).into_owned();
    let shelf = shelf();
    if let Some((_, source)) = shelf.iter().find(|(name, _)| name == wanted) {
        return Ok(source.clone());
    }
    let names = shelf.iter().map(|(name, _)| name.as_str());
    let list = "\"legrest list\" shows all routines";
    let help = match crate::nearest::nearest(wanted, names) {
        Some(near) => format!("did you mean \"{near}\"? {list}"),
        None => format!("{list}; a file is given with its path, or ending in .toml"),
    };
    Err(Error::usage(format!("there is no routine \"{wanted}\"")).with_help(help))
}

/// Whether a person means a file and not a name.
pub(crate) fn is_path(wanted: impl AsRef<OsStr>) -> bool {
    let path = Path::new(wanted.as_ref());
    path.to_string_lossy().contains(is_separator) || path.extension() == Some("toml".as_ref())
}

/// The `.toml` files of the person's own folder, drafts aside; none where there
/// is no such folder or it can't be read.
fn own_files() -> Vec<PathBuf> {
    let entries = crate::paths::routines().and_then(|folder| std::fs::read_dir(folder).ok());
    let mut files: Vec<PathBuf> = (entries.into_iter().flatten())
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension() == Some(OsStr::new("toml")) && !path.is_dir())
        .filter(|path| !stem(path).starts_with('.'))
        .collect();
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    composed(&name).into_owned()
}

/// The path with its last component as the folder spells it. A Mac writes `ü`
/// as a letter and a combining mark, which looks the same when it is typed.
pub(crate) fn as_spelled(path: &Path) -> PathBuf {
    let name = path.file_name().and_then(OsStr::to_str);
    let Some(name) = name.filter(|name| !name.is_ascii() && !path.exists()) else {
        return path.to_owned();
    };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let looks_the_same = |found: &OsString| {
        let found = found.to_str();
        found.is_some_and(|found| composed(found) == composed(name))
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    let found = names.find(looks_the_same);
    found.map_or_else(|| path.to_owned(), |found| path.with_file_name(found))
}

/// Whether a synchronizing program gave the file this name, to keep both of two
/// versions: Syncthing, Dropbox, Nextcloud and Seafile do.
fn is_conflict(stem: &str) -> bool {
    let name = stem.to_lowercase();
    let marks = [
        ".sync-conflict-",
        "conflicted copy",
        "_conflict-",
        "(sfconflict",
    ];
    marks.iter().any(|mark| name.contains(mark))
}

/// The text of a routine, if it can be read without waiting: a pipe whose path was
/// typed would be waited for.
pub(crate) fn text_at_once(source: &Source) -> Option<String> {
    let (text, unread) = match source {
        Source::Typed(path) => text(&Source::Own(path.clone())),
        Source::Stdin => return None,
        source => text(source),
    }
    .ok()?;
    unread.is_none().then_some(text)
}

fn text(source: &Source) -> io::Result<(String, Option<Problem>)> {
    const WHAT: &str = "routine file";
    match source {
        Source::BuiltIn(wanted) => {
            let built_in = BUILT_IN.iter().filter(|(name, _)| name == wanted);
            Ok((built_in.map(|(_, text)| *text).collect(), None))
        }
        Source::Own(path) => file::read_text(file::open(path)?, WHAT),
        Source::Typed(path) => file::read_text(file::open_typed(path)?, WHAT),
        Source::Stdin => file::read_text(io::stdin().lock(), WHAT),
    }
}
