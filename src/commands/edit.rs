//! `legrest edit`: a routine in an editor, checked when it is saved.
//!
//! The editor works on a draft beside the routine. The routine itself changes
//! only when the draft is valid or the person says so, and a draft that was
//! neither kept nor thrown away is there again next time.

use std::env;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};

use super::new::{cant_write, own_path, with_schema_line, write_schema};
use crate::cli::EditArgs;
use crate::diagnostic::{Findings, printable};
use crate::error::Error;
use crate::exit;
use crate::library::{self, Source};
use crate::nearest::nearest;
use crate::report::to_stderr;

pub(super) fn run(args: &EditArgs) -> Result<ExitCode, Error> {
    Edit::begin(&args.name)?.run()
}

struct Edit {
    routine: PathBuf,
    draft: PathBuf,
    /// A copy of what the draft was begun from. It is locked while the editor is
    /// open, and tells later whether the routine has changed since.
    base: PathBuf,
    begun: Vec<u8>,
    _lock: fs::File,
}

enum Answer {
    Again,
    Keep,
    Throw,
    Nobody,
}

impl Edit {
    fn begin(name: &str) -> Result<Self, Error> {
        let path = own_path(name)?;
        // A link, as people have who keep such files elsewhere, stays a link.
        let routine = fs::canonicalize(&path).unwrap_or(path);
        let now = contents(&routine)?;
        let begun = match &now {
            Some(bytes) => bytes.clone(),
            None => with_schema_line(copy_of(name)?).into_bytes(),
        };
        if let Some(folder) = routine.parent() {
            fs_err::create_dir_all(folder).map_err(|error| cant_write(&error))?;
        }
        let draft = routine.with_file_name(format!(".{name}.draft.toml"));
        let base = routine.with_file_name(format!(".{name}.draft.base"));
        let lock = lock(&base, name)?;
        let mut edit = Self {
            routine,
            draft,
            base,
            begun,
            _lock: lock,
        };
        edit.lay_out(now.as_deref())?;
        write_schema()?;
        Ok(edit)
    }

    /// Writes a new draft, or goes on with one that an earlier edit left.
    fn lay_out(&mut self, now: Option<&[u8]>) -> Result<(), Error> {
        if !self.draft.exists() {
            let write = |path: &Path| fs_err::write(path, &self.begun);
            return write(&self.base)
                .and_then(|()| write(&self.draft))
                .map_err(|error| cant_write(&error));
        }
        let base = fs_err::read(&self.base).map_err(|error| cant_write(&error))?;
        if now.is_some_and(|now| now != base) {
            let message = "an earlier edit left a draft, and the routine has changed since";
            return Err(self.conflict(message));
        }
        self.begun = base;
        to_stderr("Going on with the draft that an earlier edit left.")?;
        Ok(())
    }

    fn conflict(&self, message: &str) -> Error {
        let (draft, routine) = (self.draft.display(), self.routine.display());
        Error::failed(message).with_help(format!(
            "the draft is {draft}; put what you want to keep of it into {routine}, then remove the draft"
        ))
    }

    /// Takes away what only an edit under way needs.
    fn clear(&self) -> Result<(), Error> {
        for path in [&self.draft, &self.base] {
            match fs_err::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(cant_write(&error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn run(self) -> Result<ExitCode, Error> {
        loop {
            let ended = open_editor(&self.draft);
            // A draft that the editor took away says that nothing was wanted.
            let unchanged = contents(&self.draft)?.is_none_or(|now| now == self.begun);
            if unchanged {
                self.clear()?;
            }
            match ended {
                Ok(status) if status.success() => {}
                Ok(status) => {
                    return Err(self.editor_failed(&format!("ended with {status}"), unchanged));
                }
                Err(error) => return Err(self.editor_failed(&error.to_string(), unchanged)),
            }
            if unchanged {
                to_stderr("Nothing changed.")?;
                return Ok(ExitCode::SUCCESS);
            }
            let (_, mut findings) = library::examine(&Source::File(self.draft.clone()))?;
            findings.file = self.routine.display().to_string();
            if !findings.problems.is_empty() {
                to_stderr(&draw(&findings))?;
            }
            if !findings.has_error() {
                return self.save(ExitCode::SUCCESS);
            }
            match ask()? {
                Answer::Again => {}
                Answer::Keep => return self.save(ExitCode::from(exit::USAGE)),
                Answer::Throw => {
                    self.clear()?;
                    to_stderr("Your changes are thrown away; the routine is as it was.")?;
                    return Ok(ExitCode::from(exit::USAGE));
                }
                Answer::Nobody => {
                    to_stderr(&format!("Not saved. {}", self.draft_is_kept()))?;
                    return Ok(ExitCode::from(exit::USAGE));
                }
            }
        }
    }

    /// Puts the draft in the place of the routine, in one go.
    fn save(&self, code: ExitCode) -> Result<ExitCode, Error> {
        if contents(&self.routine)?.is_some_and(|now| now != self.begun) {
            let message = "the routine was changed by somebody else while you edited it";
            return Err(self.conflict(message));
        }
        let file = fs_err::File::options()
            .write(true)
            .open(&self.draft)
            .map_err(|error| cant_write(&error))?;
        if let Ok(metadata) = fs::metadata(&self.routine) {
            // Who may read the routine stays the same.
            let _ = file.set_permissions(metadata.permissions());
        }
        file.sync_all().map_err(|error| cant_write(&error))?;
        fs_err::rename(&self.draft, &self.routine).map_err(|error| cant_write(&error))?;
        self.clear()?;
        let path = self.routine.display().to_string();
        to_stderr(&format!("Saved {}", printable(&path)))?;
        Ok(code)
    }

    fn editor_failed(&self, how: &str, unchanged: bool) -> Error {
        let error = Error::failed(format!("the editor {how}"));
        error.with_help(if unchanged {
            "set VISUAL or EDITOR to the editor you use".to_owned()
        } else {
            self.draft_is_kept()
        })
    }

    fn draft_is_kept(&self) -> String {
        let draft = self.draft.display();
        format!("What you wrote is kept in {draft}, and the next \"legrest edit\" goes on with it")
    }
}

/// What a file holds; `None` where there is none.
fn contents(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs_err::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cant_write(&error)),
    }
}

/// The lock of an edit under way, so that two don't share a draft.
fn lock(base: &Path, name: &str) -> Result<fs::File, Error> {
    let file = fs_err::File::options().create(true).append(true).open(base);
    let (file, _) = file.map_err(|error| cant_write(&error))?.into_parts();
    // Not every file system knows locks; one person seldom edits twice.
    if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
        let message = format!("{name} is open in another \"legrest edit\"");
        return Err(Error::failed(message).with_help("finish that one first"));
    }
    Ok(file)
}

/// The text of the built-in routine that becomes the person's own.
fn copy_of(name: &str) -> Result<String, Error> {
    if let Some((_, text)) = library::BUILT_IN.iter().find(|(known, _)| *known == name) {
        to_stderr(&format!(
            "{name} is built in; what you save becomes your own copy."
        ))?;
        return Ok((*text).to_owned());
    }
    let shelf = library::shelf();
    let near = nearest(name, shelf.iter().map(|(name, _)| name.as_str()));
    let help = match near {
        Some(near) => format!("did you mean \"{near}\"? \"legrest new {name}\" starts a new one"),
        None => format!("\"legrest new {name}\" starts one"),
    };
    Err(Error::usage(format!("there is no routine \"{name}\"")).with_help(help))
}

/// Opens the person's editor and waits for it.
fn open_editor(file: &Path) -> io::Result<ExitStatus> {
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
        env::var(name)
            .ok()
            .filter(|editor| !editor.trim().is_empty())
    });
    let editor = named
        .or_else(usual_editor)
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "can't be opened: there is none"))?;
    if cfg!(windows) {
        let mut words = editor.split_whitespace();
        let program = words.next().unwrap_or("notepad");
        return Command::new(program).args(words).arg(file).status();
    }
    // People write options and quotes into EDITOR, and a shell reads them, as
    // git has it. The file's name is no part of the script.
    let script = format!("{editor} \"$@\"");
    Command::new("sh")
        .args(["-c", &script, &editor])
        .arg(file)
        .status()
}

/// An editor that is there without being named.
fn usual_editor() -> Option<String> {
    let usual = if cfg!(windows) {
        &["notepad.exe"][..]
    } else {
        &["sensible-editor", "nano", "vi"]
    };
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let is_there = |name: &&&str| folders.iter().any(|folder| folder.join(name).is_file());
    usual.iter().find(is_there).map(|name| (*name).to_owned())
}

fn draw(findings: &Findings) -> String {
    crate::drawn(&Error::Invalid(findings.clone()))
}

fn ask() -> Result<Answer, Error> {
    if !io::stdin().is_terminal() {
        return Ok(Answer::Nobody);
    }
    let mut out = io::stderr().lock();
    loop {
        write!(
            out,
            "\n(e)dit again, (k)eep it as it is, (t)hrow your changes away? "
        )?;
        out.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(Answer::Nobody);
        }
        match line.trim() {
            "" | "e" | "edit" => return Ok(Answer::Again),
            "k" | "keep" => return Ok(Answer::Keep),
            "t" | "throw" => return Ok(Answer::Throw),
            _ => {}
        }
    }
}
