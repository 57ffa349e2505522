//! What was typed for `remind`.

use clap::{Args, ValueEnum};

use crate::reminder::Days;

/// Options of `remind`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  legrest remind 22:30                   a timer for this system, to look at
  legrest remind 10:30 pm --for systemd | sh          and installed
  legrest remind 15:00 --routine desk --days mon-fri --for cron

It installs nothing: what it prints says where it goes and how to take it back.
No timer can start a routine in your terminal, so it reminds you with a
notification.

Next: \"legrest history\" shows on how many nights you did.")]
pub struct RemindArgs {
    /// When, like 22:30 or 10:30 pm
    #[arg(value_name = "TIME", required = true, num_args = 1..=2)]
    pub time: Vec<String>,

    /// What reminds you [default: what this system has]
    #[arg(long = "for", value_enum, value_name = "WHAT")]
    pub by: Option<ReminderKind>,

    /// Of which routine
    #[arg(long, value_name = "NAME", default_value = "bedtime")]
    pub routine: String,

    /// Only on these days, like mon-fri or sat,sun
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub days: Option<Days>,
}

/// What can remind somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReminderKind {
    /// A timer of your own on Linux
    Systemd,
    /// A line in your crontab
    Cron,
    /// An agent of your own on macOS
    Launchd,
}

fn days(text: &str) -> Result<Days, String> {
    text.parse()
        .map_err(|_| "write days like mon-fri or sat,sun".to_owned())
}
