//! What was typed. The doc comments here are the help texts.

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
    after_help = "\
First time? Run \"legrest routine bedtime\". It takes about 20 minutes and a wall,
a stool and a place to lie down. What is coming: \"legrest show bedtime --full\".

legrest is a timer, not medical advice."
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
    #[command(after_help = "\
Examples:
  legrest cramp               the calf, which it mostly is
  legrest cramp foot          the sole, the toes
  legrest cramp hamstring     the back of the thigh
  legrest cramp thigh         the front of the thigh

Enter says that it lets go. Then come rubbing, a warm or cold pack and legs up;
s passes each of them by, q ends it.

As an alias, short enough to type in the dark:
  alias ow='legrest cramp'

Next: \"legrest safety\" tells when a cramp is a matter for a doctor.")]
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
    #[command(after_help = "\
Examples:
  legrest history                        the last six weeks
  legrest history --nights 14            the last two
  legrest history --format csv > nights.csv
  legrest history --format html > nights.html   a page to print

What it counts is what \"legrest log\" was told and what was played; a night of
which nobody said how it was counts neither way.

Next: \"legrest log\" tells how a night was.")]
    History {
        /// How many nights, tonight included
        #[arg(long, value_name = "N", default_value_t = 42, value_parser = nights)]
        nights: u32,

        /// For people, for programs, for a spreadsheet, or for paper
        #[arg(long, value_enum, value_name = "HOW", default_value_t = HistoryFormat::Human)]
        format: HistoryFormat,
    },
    /// List the routines: built-in and your own
    #[command(after_help = "\
Examples:
  legrest list                          name, duration at the usual level,
                                        title, what to have at hand
  legrest list 2>/dev/null | grep yours
  legrest list --format json | jq -r '.[].name'

Your own routines are the .toml files in the folder that this command names.

Next: \"legrest show bedtime --full\" tells what a routine asks for.")]
    List {
        /// For people or for programs
        #[arg(long, value_enum, value_name = "HOW", default_value_t = Format::Human)]
        format: Format,
    },
    /// Show what a routine asks for and when
    #[command(after_help = "\
Examples:
  legrest show bedtime                  before lying down
  legrest show bedtime --full           with how each step is done
  legrest show bedtime --level gentle   the short end of every range
  legrest show bedtime --fit 19m        as much as fits into 19 minutes
  legrest show ./knee.toml --format json | jq .total_s
  legrest show bedtime --figures        with a drawing of each stretch
  legrest show bedtime --format html > bedtime.html   a page to hang up
  legrest show --figures                the drawings that a routine can name

Next: \"legrest routine bedtime\" plays it.")]
    Show(ShowArgs),
    /// Check routine files: every mistake, where it stands, and what would be right
    #[command(after_help = "\
Examples:
  legrest check knee.toml               before you play it
  legrest check ~/.config/legrest/routines/*.toml
  legrest check - --format json         for an editor, from standard input

Warnings don't make a file invalid. Exit code 2 says that one is, 1 that one
could not be read.

Next: \"legrest show ./knee.toml\" tells what it asks for and when.")]
    Check {
        /// Routine files, or your routines by name; - for standard input
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,

        /// For people or for programs
        #[arg(long, value_enum, value_name = "HOW", default_value_t = Format::Human)]
        format: Format,
    },
    /// Start a routine of your own from a commented template
    #[command(after_help = "\
Examples:
  legrest new knee                      a template to fill in
  legrest new mine --from bedtime       a copy of a routine, comments included

The file goes into the folder that \"legrest list\" names.

Next: \"legrest edit knee\" opens it.")]
    New {
        /// What you will call it; the file is NAME.toml
        #[arg(value_name = "NAME")]
        name: String,

        /// Copy this routine instead of the template
        #[arg(long, value_name = "ROUTINE")]
        from: Option<String>,
    },
    /// Open a routine of yours in your editor, and check it when you save
    #[command(after_help = "\
Examples:
  legrest edit knee
  EDITOR=nano legrest edit bedtime      first copies the built-in one for you

Your editor is what VISUAL or EDITOR names. The routine changes only once what
you wrote is valid or you say so, and nothing that you wrote is lost.

Next: \"legrest show knee\" tells what it asks for and when.")]
    Edit {
        /// The routine's name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Play the sounds one by one, and tell what each means and where it goes
    #[command(after_help = "\
Examples:
  legrest sounds                        all ten by ear, and the voice
  legrest sounds switch                 only the one for changing sides
  legrest sounds start --volume 30      is that loud enough for tonight?

Exit code 1 says that nothing can be heard, and why.

Next: \"legrest routine bedtime --volume 30\" plays a routine as loud.")]
    Sounds {
        /// Only this one
        #[arg(value_name = "CUE", value_parser = cue())]
        cue: Option<Cue>,

        /// How loud, 0 to 100 [default: 75]
        #[arg(long, value_name = "0..100", value_parser = volume)]
        volume: Option<u8>,
    },
    /// Show every setting, its value, and where that comes from
    #[command(after_help = "\
Examples:
  legrest config                        what is set, and by what
  legrest config --edit                 opens the config file in your editor

Later ones win: what is built in, the config file, the environment, what you
type. The config file is checked when it is saved, like a routine.

Next: \"legrest routine bedtime\" plays with what is set.")]
    Config {
        /// Open the config file in your editor, and check it when you save
        #[arg(long)]
        edit: bool,
    },
    /// Print a timer that reminds you in the evening; it installs nothing
    Remind(RemindArgs),
    /// Print a JSON Schema: of routine files for editors, of events for programs
    #[command(after_help = "\
Examples:
  legrest schema > routine.schema.json  for an editor
  legrest schema events                 every field of \"--display json\"

Routines that \"legrest new\" writes name the schema in their first line, so that
an editor which knows such lines completes and checks while you type.

Next: \"legrest new knee\" begins a routine of your own.")]
    Schema {
        /// Of what
        #[arg(value_enum, value_name = "WHAT", default_value_t = SchemaOf::Routine)]
        of: SchemaOf,
    },
    /// Print the script with which your shell completes commands and routines
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
    Completions {
        /// For which shell [default: the one that SHELL names]
        #[arg(value_enum, value_name = "SHELL")]
        shell: Option<Shell>,
    },
    /// Print the manual page
    #[command(after_help = "\
Examples:
  legrest man | man -l -                reads it now

For \"man legrest\", put it beside a folder of your PATH. With \"cargo install\":
  mkdir -p ~/.cargo/share/man/man1
  legrest man > ~/.cargo/share/man/man1/legrest.1

Next: \"legrest completions\" has your shell complete what you type.")]
    Man,
    /// When to stop, when to ask first, and when to get help
    #[command(after_help = "\
Examples:
  legrest safety                        worth reading once, by daylight

Next: \"legrest routine bedtime\", as gently as you like: --level gentle.")]
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
