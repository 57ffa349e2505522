//! The person's editor.

use std::env;
use std::path::Path;
use std::process::Command;

/// Opens the person's editor and waits for it. The error says what became of the
/// editor.
pub(super) fn open(file: &Path) -> Result<(), String> {
    let mut named = ["VISUAL", "EDITOR"].iter().flat_map(env::var);
    let editor = named
        .find(|editor| !editor.trim().is_empty())
        .or_else(usual_editor)
        .ok_or("can't be opened: there is none")?;
    // People write options and quotes into EDITOR, and a shell reads them, as git
    // has it. The file's name is no part of the script.
    let script = format!("{editor} \"$@\"");
    let mut words = if cfg!(windows) {
        editor.split_whitespace().collect()
    } else {
        vec!["sh", "-c", &script, &editor]
    };
    let program = words.remove(0);
    match Command::new(program).args(words).arg(file).status() {
        Ok(status) if status.success() => Ok(()),
        // What the shell says of a command that is not there.
        Ok(status) if status.code() == Some(127) => Err("is not there".to_owned()),
        Ok(status) => Err(format!("ended with {status}")),
        Err(error) => Err(error.to_string()),
    }
}

/// An editor that is there without being named.
fn usual_editor() -> Option<String> {
    let usual = if cfg!(windows) {
        &["notepad.exe"][..]
    } else {
        &["sensible-editor", "nano", "vi"]
    };
    let path = env::var_os("PATH")?;
    let is_there = |name: &&&str| env::split_paths(&path).any(|folder| folder.join(name).is_file());
    usual.iter().find(is_there).map(|name| (*name).to_owned())
}
