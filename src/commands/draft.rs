//! A file in an editor, checked when it is saved.
//!
//! The editor works on a draft beside the file. The file itself changes only
//! when the draft is valid or the person says so, and a draft that was neither
//! kept nor thrown away is there again next time.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::child;
use crate::console::{ask, columns, has_colour, shown, to_stderr};
use crate::diagnostic::{Findings, has_error};
use crate::error::Error;
use crate::file;
use crate::private;

/// An editor that ends sooner than this may have passed the draft to a window of
/// another process, where it is still open.
const HANDED_ON: Duration = Duration::from_secs(10);

pub(super) struct Subject {
    pub(super) what: &'static str,
    pub(super) command: &'static str,
    /// The consequence of saving it though it is not valid.
    pub(super) invalid: &'static str,
    pub(super) examine: fn(&Path) -> Result<Findings, Error>,
}

pub(super) struct Draft {
    subject: Subject,
    file: PathBuf,
    /// What the editor works on.
    copy: PathBuf,
    /// A copy of what the draft was begun from, for an edit that goes on with it.
    base: PathBuf,
    /// What the draft was begun from.
    begun: Vec<u8>,
}

impl Draft {
    /// Lays out what is to be edited: a draft that an earlier edit left, the file
    /// as it is, or a text to begin it with where there is none.
    pub(super) fn begin(
        subject: Subject,
        path: PathBuf,
        name: &str,
        beginning: impl FnOnce() -> Result<String, Error>,
    ) -> Result<Self, Error> {
        // A link, as people have who keep such files elsewhere, stays a link. Windows
        // has hardly any, and writes what it leads to as nobody does.
        let target = cfg!(unix).then(|| fs::canonicalize(&path).ok()).flatten();
        let file = target.unwrap_or(path);
        let now = match contents(&file)? {
            Some(bytes) => bytes,
            None => beginning()?.into_bytes(),
        };
        if let Some(folder) = file.parent() {
            private::create_folder(folder).map_err(Error::cant_write)?;
        }
        let copy = file.with_file_name(format!(".{name}.draft.toml"));
        let base = file.with_file_name(format!(".{name}.draft.base"));
        let (draft, earlier) = (contents(&copy)?, contents(&base)?);
        // A draft that nobody wrote into is begun anew.
        let goes_on = draft.is_some() && draft != earlier;
        // A draft without a base was saved once more by an editor that was still
        // open after the draft had been taken over: it is a later state of the file.
        let begun = earlier.filter(|_| goes_on).unwrap_or(now);
        if goes_on {
            to_stderr("Going on with the draft that an earlier edit left.")?;
        } else {
            private::write(&copy, &begun).map_err(Error::cant_write)?;
        }
        private::write(&base, &begun).map_err(Error::cant_write)?;
        Ok(Self {
            subject,
            file,
            copy,
            base,
            begun,
        })
    }

    fn clear(&self) -> Result<(), Error> {
        let paths = [&self.copy, &self.base].into_iter();
        let mut errors = paths.filter_map(|path| fs_err::remove_file(path).err());
        let error = errors.find(|error| error.kind() != io::ErrorKind::NotFound);
        error.map_or(Ok(()), |error| Err(Error::cant_write(error)))
    }

    /// Opens the editor until what it leaves is valid or the person has decided.
    pub(super) fn edit(self) -> Result<ExitCode, Error> {
        // What can't be taken over is better told before it is written.
        let make_private = || {
            let _ = file::open(&self.copy).map(|draft| private::make_private(draft.file()));
        };
        make_private();
        if let Err(error) = (self.subject.examine)(&self.copy) {
            if contents(&self.copy)?.as_ref() == Some(&self.begun) {
                self.clear()?;
            }
            return Err(error);
        }
        loop {
            let opened = Instant::now();
            let ended = open_editor(&self.copy);
            // An editor may have put another file in its place.
            make_private();
            let now = contents(&self.copy)?;
            // A draft that the editor took away says that nothing was wanted.
            let unchanged = now.as_ref().is_none_or(|now| *now == self.begun);
            let may_be_open = now.is_some() && ended.is_ok() && opened.elapsed() < HANDED_ON;
            if unchanged && !may_be_open {
                self.clear()?;
            }
            if let Err(how) = ended {
                let help = if unchanged {
                    "set VISUAL or EDITOR to the editor you use".to_owned()
                } else {
                    self.draft_is_kept()
                };
                return Err(Error::failed(format!("the editor {how}")).with_help(help));
            }
            if unchanged {
                to_stderr("Nothing changed.")?;
                if may_be_open {
                    let (draft, command) = (shown(&self.copy), self.subject.command);
                    to_stderr(&format!(
                        "If your editor is still open, what you save there goes into {draft}, and the next \"{command}\" takes it over. An editor with a window of its own has to wait until you close it: EDITOR=\"code --wait\""
                    ))?;
                }
                return Ok(ExitCode::SUCCESS);
            }
            let mut findings = (self.subject.examine)(&self.copy)?;
            findings.file = self.file.display().to_string();
            if !findings.problems.is_empty() {
                to_stderr(&findings.draw(has_colour(&io::stderr()), columns()))?;
            }
            if !has_error(&findings.problems) {
                self.save()?;
                return Ok(ExitCode::SUCCESS);
            }
            if let Some(told) = self.decide()? {
                to_stderr(&told)?;
                return Ok(ExitCode::from(crate::exit::USAGE));
            }
        }
    }

    /// Asks what becomes of a draft that is not valid, and does it. Returns what to
    /// tell of that; `None` opens the editor again.
    fn decide(&self) -> Result<Option<String>, Error> {
        let question =
            "\n(e)dit again, (k)eep it as it is, (t)hrow your changes away? Then Enter: ";
        let answers = "e opens the editor again, k keeps what you wrote, t throws it away.";
        while io::stdin().is_terminal() {
            match ask(question)?.as_deref() {
                Some("" | "e" | "edit") => return Ok(None),
                Some("k" | "keep") => {
                    self.save()?;
                    return Ok(Some(self.subject.invalid.to_owned()));
                }
                Some("t" | "throw") => {
                    self.clear()?;
                    let what = self.subject.what;
                    let told = format!("Your changes are thrown away; the {what} is as it was.");
                    return Ok(Some(told));
                }
                // Whatever a slip of the keyboard sends is no answer, and no end.
                Some(_) => to_stderr(answers)?,
                None => break,
            }
        }
        Ok(Some(format!("Not saved. {}", self.draft_is_kept())))
    }

    fn save(&self) -> Result<(), Error> {
        if contents(&self.file)?.is_some_and(|now| now != self.begun) {
            // Another edit that was open may have taken the base away.
            private::write(&self.base, &self.begun).map_err(Error::cant_write)?;
            let (draft, file) = (self.copy.display(), self.file.display());
            let what = self.subject.what;
            let message = format!("the {what} has changed since this draft was begun");
            return Err(Error::failed(message).with_help(format!(
                "the draft is {draft}; put what you want to keep of it into {file}, then remove the draft"
            )));
        }
        let mut options = fs_err::File::options();
        let draft = options.write(true).open(&self.copy);
        let draft = draft.map_err(Error::cant_write)?;
        if let Ok(metadata) = fs::metadata(&self.file) {
            // Who may read and write it stays the same.
            let _ = draft.set_permissions(metadata.permissions());
        }
        file::sync(draft.file()).map_err(|error| {
            let message = format!("{}: {error}", self.copy.display());
            Error::cant_write(io::Error::new(error.kind(), message))
        })?;
        fs_err::rename(&self.copy, &self.file).map_err(Error::cant_write)?;
        self.clear()?;
        Ok(to_stderr(&format!("Saved {}", shown(&self.file)))?)
    }

    fn draft_is_kept(&self) -> String {
        let (draft, command) = (self.copy.display(), self.subject.command);
        format!("What you wrote is kept in {draft}, and the next \"{command}\" goes on with it")
    }
}

fn contents(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match file::read(path, file::LARGEST_TEXT) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::failed(format!("can't edit this: {error}"))
            .with_help("is it the right file, and is it yours to read?")),
    }
}

/// Opens the person's editor and waits for it. The error says what became of the
/// editor.
fn open_editor(file: &Path) -> Result<(), String> {
    const USUAL: &[&str] = if cfg!(windows) {
        &["notepad.exe"]
    } else {
        &["sensible-editor", "nano", "vi"]
    };
    let named = ["VISUAL", "EDITOR"].iter().flat_map(std::env::var);
    let usual = USUAL
        .iter()
        .filter(|name| child::find(Path::new(name)).is_some());
    let mut editors = named.chain(usual.map(|name| (*name).to_owned()));
    let editor = editors.find(|editor| !editor.trim().is_empty());
    let editor = editor.ok_or("can't be opened: there is none")?;
    // People write options and quotes into EDITOR, and a shell reads them, as git
    // has it. The file's name is no part of the script.
    let mut words = if cfg!(windows) {
        child::words(&editor).ok_or("can't be opened: a quote is not closed")?
    } else {
        let script = format!("{editor} \"$@\"");
        vec!["sh".to_owned(), "-c".to_owned(), script, editor]
    };
    let mut command = child::command(Path::new(&words.remove(0)));
    match command.args(words).arg(file).status() {
        Ok(status) if status.success() => Ok(()),
        // What the shell says of a command that is not there.
        Ok(status) if status.code() == Some(127) => Err("is not there".to_owned()),
        Ok(status) => Err(format!("ended with {status}")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("is not there".to_owned()),
        Err(error) => Err(format!("can't be opened: {error}")),
    }
}
