//! What was typed to have a shell complete command lines.

use clap::{Args, ValueEnum};

/// Options of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  legrest completions zsh               prints the script for zsh
  legrest completions                   for the shell that SHELL names

What to put where, once:
  bash         into ~/.bashrc:
      eval \"$(legrest completions bash)\"
  zsh          into ~/.zshrc, after compinit:
      autoload -Uz compinit && compinit
      eval \"$(legrest completions zsh)\"
  fish         type:
      legrest completions fish > ~/.config/fish/completions/legrest.fish
  PowerShell   into the file that $PROFILE names:
      legrest completions powershell | Out-String | Invoke-Expression
  elvish       into ~/.config/elvish/rc.elv:
      eval (legrest completions elvish | slurp)

The script asks legrest each time what fits, so that it knows your own routines
and their steps, and is never out of date.

Next: in a new shell, type \"legrest routine bedtime --only \" and press Tab.")]
pub struct CompletionsArgs {
    /// For which shell [default: the one that SHELL names]
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Option<Shell>,
}

/// A shell that can complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it all, also in the help")]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(alias = "pwsh")]
    Powershell,
    Elvish,
}
