//! What was typed. The doc comments here are the help texts; what stands below the
//! options of a verb is in `cli/help`.

pub(crate) mod journal;
mod options;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Arg, ColorChoice, Parser, Subcommand};

use journal::nights;
pub(crate) use journal::{HistoryFormat, LogArgs};
pub use options::Shell;
pub(crate) use options::{
    ChoiceArgs, Display, Format, Muscle, PlayArgs, RemindArgs, ReminderKind, RoutineArgs, SchemaOf,
    ShowArgs, ShowFormat,
};
use options::{cue, volume};

use crate::routine::Cue;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Yellow.on_default());

/// A pre-bed stretch timer: guides you through a routine of stretches with
/// progress bars and soft sounds.
#[derive(Debug, Parser)]
#[command(
    version,
    bin_name = "legrest",
    styles = STYLES,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = include_str!("cli/help/legrest.txt")
)]
pub struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// When to use colours: in a terminal, always, or never
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    #[arg(default_value_t = ColorChoice::Auto, display_order = 900)]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Play a routine
    Routine(RoutineArgs),
    /// Relief for a cramp: starts at once, until it lets go
    #[command(after_help = include_str!("cli/help/cramp.txt"))]
    Cramp {
        /// Where it hurts: the calf, the foot, the back of the thigh, or its front
        #[arg(value_enum, default_value_t = Muscle::Calf)]
        muscle: Muscle,

        #[command(flatten)]
        play: PlayArgs,
    },
    /// Log how the night was: cramps, pain, a note
    Log(LogArgs),
    /// Show the nights: a calendar, and what they tell together
    #[command(after_help = include_str!("cli/help/history.txt"))]
    History {
        /// How many nights, tonight included
        #[arg(long, value_name = "N", default_value_t = 42, value_parser = nights)]
        nights: u32,

        /// For people, for programs, for a spreadsheet, or for paper
        #[arg(long, value_enum, value_name = "HOW", default_value_t = HistoryFormat::Human)]
        format: HistoryFormat,
    },
    /// List the routines: built-in and your own
    #[command(after_help = include_str!("cli/help/list.txt"))]
    List {
        /// For people or for programs
        #[arg(long, value_enum, value_name = "HOW", default_value_t = Format::Human)]
        format: Format,
    },
    /// Show what a routine asks for and when
    #[command(after_help = include_str!("cli/help/show.txt"))]
    Show(ShowArgs),
    /// Check routine files: every mistake, where it stands, and what would be right
    #[command(after_help = include_str!("cli/help/check.txt"))]
    Check {
        /// Routine files, or your routines by name; - for standard input
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,

        /// For people or for programs
        #[arg(long, value_enum, value_name = "HOW", default_value_t = Format::Human)]
        format: Format,
    },
    /// Start a routine of your own from a commented template
    #[command(after_help = include_str!("cli/help/new.txt"))]
    New {
        /// What you will call it; the file is NAME.toml
        #[arg(value_name = "NAME")]
        name: String,

        /// Copy this routine instead of the template
        #[arg(long, value_name = "ROUTINE")]
        from: Option<String>,

        /// Make it of the text of a therapist's sheet; "-" is standard input
        #[arg(long, value_name = "FILE", conflicts_with = "from")]
        from_sheet: Option<PathBuf>,
    },
    /// Open a routine of yours in your editor, and check it when you save
    #[command(after_help = include_str!("cli/help/edit.txt"))]
    Edit {
        /// The routine's name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Play the sounds one by one, and tell what each means and where it goes
    #[command(after_help = include_str!("cli/help/sounds.txt"))]
    Sounds {
        /// Only this one
        #[arg(value_name = "CUE", value_parser = cue())]
        cue: Option<Cue>,

        /// How loud, 0 to 100 [default: 75]
        #[arg(long, value_name = "0..100", value_parser = volume)]
        volume: Option<u8>,
    },
    /// Show every setting, its value, and where that comes from
    #[command(after_help = include_str!("cli/help/config.txt"))]
    Config {
        /// Open the config file in your editor, and check it when you save
        #[arg(long)]
        edit: bool,
    },
    /// Print a timer that reminds you in the evening; it installs nothing
    Remind(RemindArgs),
    /// Print a JSON Schema: of routine files for editors, of events for programs
    #[command(after_help = include_str!("cli/help/schema.txt"))]
    Schema {
        /// Of what
        #[arg(value_enum, value_name = "WHAT", default_value_t = SchemaOf::Routine)]
        of: SchemaOf,
    },
    /// Print the script with which your shell completes commands and routines
    #[command(after_help = include_str!("cli/help/completions.txt"))]
    Completions {
        /// For which shell
        #[arg(value_enum, value_name = "SHELL")]
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = include_str!("cli/help/man.txt"))]
    Man,
    /// When to stop, when to ask first, and when to get help
    #[command(after_help = include_str!("cli/help/safety.txt"))]
    Safety,
}

/// A help text in one line.
pub(crate) fn help(text: Option<&StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an argument is for, in one line.
pub(crate) fn purpose(arg: &Arg) -> String {
    match arg.get_id().as_str() {
        // Clap's own points to a longer help, of which this is no place.
        "help" => "Print help".to_owned(),
        _ => help(arg.get_help()),
    }
}

/// What stands on a command line that could not be read as a whole.
pub(crate) fn typed_color(words: impl Iterator<Item = OsString>) -> ColorChoice {
    let words: Vec<String> = words.filter_map(|word| word.into_string().ok()).collect();
    let apart = words.iter().position(|word| word == "--color");
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let value = joined.or_else(|| words.get(apart? + 1).map(String::as_str));
    value.and_then(|it| it.parse().ok()).unwrap_or_default()
}

/// Makes it the choice for all streams.
pub(crate) fn apply_color(choice: ColorChoice) {
    // Asked always, since asking is what has the console obey colours.
    let is_plain = cfg!(windows) && !crate::terminal::obeys_codes();
    match choice {
        ColorChoice::Auto if is_plain => anstream::ColorChoice::Never,
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}
