//! The person's editor.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Opens the person's editor and waits for it.
pub(super) fn open(file: &Path) -> io::Result<ExitStatus> {
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
