//! `legrest completions`: the script with which a shell completes.
//!
//! The scripts ask the program itself what fits: see
//! [`complete`](super::complete). So they know own routines and the steps of
//! each, and nothing goes stale when the program is upgraded.

use std::env;
use std::path::Path;

use clap::ValueEnum;

use crate::cli::Shell;
use crate::console::print;
use crate::error::Error;

pub(super) fn run(shell: Option<Shell>) -> Result<(), Error> {
    let shell = shell.or_else(usual_shell).ok_or_else(|| {
        Error::usage("which shell is it? SHELL names none that legrest knows")
            .with_help("write legrest completions bash, or zsh, fish, powershell, elvish")
    })?;
    Ok(print(match shell {
        Shell::Bash => include_str!("completions/legrest.bash"),
        Shell::Zsh => include_str!("completions/legrest.zsh"),
        Shell::Fish => include_str!("completions/legrest.fish"),
        Shell::Powershell => include_str!("completions/legrest.ps1"),
        Shell::Elvish => include_str!("completions/legrest.elv"),
    })?)
}

/// The shell that the environment names.
fn usual_shell() -> Option<Shell> {
    let Some(shell) = env::var_os("SHELL").filter(|shell| !shell.is_empty()) else {
        // Windows names no shell, but PowerShell leaves a trace.
        let is_powershell = cfg!(windows) && env::var_os("PSModulePath").is_some();
        return is_powershell.then_some(Shell::Powershell);
    };
    let name = Path::new(&shell).file_stem()?.to_str()?;
    Shell::from_str(name, true).ok()
}
