//! Options of verbs, and the words that options take.

use std::ffi::OsString;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::diagnostic::printable;
use crate::document::hidden;
use crate::night::{Days, NotDays};
use crate::player::Voice;
use crate::routine::amount::{self, Level};
use crate::routine::{Cue, Side};

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/routine.txt"))]
pub(crate) struct RoutineArgs {
    /// A routine's name, a file (with its path, or ending in .toml), or - for
    /// standard input
    #[arg(value_name = "NAME|FILE|-")]
    pub(crate) routine: OsString,

    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,

    /// Play the steps of all days, not of this evening alone
    #[arg(long)]
    pub(crate) any_day: bool,

    /// Go on with the hold that it had reached when you left it tonight
    #[arg(long, conflicts_with_all = ["level", "fit", "only", "skip", "from", "side", "any_day"])]
    pub(crate) resume: bool,

    #[command(flatten)]
    pub(crate) play: PlayArgs,

    /// Print what would happen, moment by moment, and exit
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Muscle {
    /// The calf
    Calf,
    /// The sole or the toes
    Foot,
    /// The back of the thigh
    Hamstring,
    /// The front of the thigh
    Thigh,
}

impl Muscle {
    pub(crate) fn routine(self) -> &'static str {
        match self {
            Self::Calf => "cramp-calf",
            Self::Foot => "cramp-foot",
            Self::Hamstring => "cramp-hamstring",
            Self::Thigh => "cramp-thigh",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// A routine's name, a file (with its path, or ending in .toml), or - for
    /// standard input
    #[arg(value_name = "ROUTINE", required_unless_present = "figures")]
    pub(crate) routine: Option<OsString>,

    /// Print all that the routine says of each step: what to mind, what to have
    /// at hand, how it is done
    #[arg(long, requires = "routine")]
    pub(crate) full: bool,

    /// Print the drawings as well; without a routine, all that are built in
    #[arg(long)]
    pub(crate) figures: bool,

    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,

    /// For people, for programs, or for paper
    #[arg(long, value_enum, value_name = "HOW", default_value_t = ShowFormat::Human)]
    pub(crate) format: ShowFormat,
}

/// For whom a routine is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// For people
    Human,
    /// For programs
    Json,
    /// A page to print, with drawings
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/remind.txt"))]
pub(crate) struct RemindArgs {
    /// When, like 22:30 or 10:30 pm
    #[arg(value_name = "TIME", required = true, num_args = 1..=2)]
    pub(crate) time: Vec<String>,

    /// What reminds you [default: what this system has]
    #[arg(long = "for", value_enum, value_name = "WHAT")]
    pub(crate) by: Option<ReminderKind>,

    /// Of which routine
    #[arg(long, value_name = "NAME", default_value = "bedtime")]
    pub(crate) routine: String,

    /// Only on these days, like mon-fri or sat,sun [default: the evenings on
    /// which something of the routine is due]
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub(crate) days: Option<Days>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct PlayArgs {
    /// Rehearse: play this many times as fast, 0.1 to 1000
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = speed)]
    pub(crate) speed: f64,

    /// No sound and no voice
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How loud, 0 to 100 [default: 75]
    #[arg(long, value_name = "0..100", value_parser = volume)]
    pub(crate) volume: Option<u8>,

    /// Say what to do: the step, the side, the count [without =WHICH: on]
    #[arg(long, value_enum, value_name = "WHICH", overrides_with = "no_voice")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "on")]
    pub(crate) voice: Option<Voice>,

    /// No voice, even where your config or the environment asks for one
    #[arg(long, overrides_with = "voice")]
    pub(crate) no_voice: bool,

    /// How to show it [default: auto]
    #[arg(long, value_enum, value_name = "HOW")]
    pub(crate) display: Option<Display>,

    /// Leave no record of this one in the journal
    #[arg(long)]
    pub(crate) no_journal: bool,

    /// Don't call the hooks of your config
    #[arg(long)]
    pub(crate) no_hooks: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ChoiceArgs {
    /// How much of each range: its low end, the middle, or its high end
    /// [default: standard]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) level: Option<Level>,

    /// As much of each range as fits into this time, like 15m
    #[arg(long, value_name = "DURATION", value_parser = duration, conflicts_with = "level")]
    pub(crate) fit: Option<Duration>,

    /// Only these steps, by id, with commas between
    #[arg(long, value_name = "STEP,..", value_parser = step(), value_delimiter = ',')]
    pub(crate) only: Vec<String>,

    /// All but these steps
    #[arg(long, value_name = "STEP,..", value_parser = step(), value_delimiter = ',')]
    pub(crate) skip: Vec<String>,

    /// Begin with this step
    #[arg(long, value_name = "STEP")]
    pub(crate) from: Option<String>,

    /// Only this side
    #[arg(long, value_name = "left|right", value_parser = side())]
    pub(crate) side: Option<Side>,
}

impl ValueEnum for Level {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::GENTLE, Self::STANDARD, Self::FULL]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match *self {
            Self::GENTLE => Some(PossibleValue::new("gentle").help("The low end of every range")),
            Self::STANDARD => Some(PossibleValue::new("standard").help("The middle")),
            Self::FULL => Some(PossibleValue::new("full").help("The high end")),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Display {
    /// Full in a terminal, bars in a small one, plain where there is none or
    /// ACCESSIBLE is set
    Auto,
    /// The whole screen: a drawing, and digits for across the room
    Full,
    /// A few rows with progress bars
    Bars,
    /// One line an event, for a pipe or a screen reader
    Plain,
    /// One JSON object an event
    Json,
    /// Nothing
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReminderKind {
    /// A timer of your own on Linux
    Systemd,
    /// A line in your crontab
    Cron,
    /// An agent of your own on macOS
    Launchd,
    /// A task of your own on Windows
    Windows,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// The routine file
    Routine,
    /// A line of "--display json"
    Events,
}

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

/// A step's id. A space after a comma is no part of one.
fn step() -> impl TypedValueParser<Value = String> {
    StringValueParser::new().map(|id| id.trim().to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    amount::duration_without_clock(text).map_err(|wrong| {
        let wrong = hidden::behind(text).unwrap_or(wrong);
        let wrong = format!("{} ({})", wrong.message, wrong.help.unwrap_or_default());
        printable(&wrong).into_owned()
    })
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok();
    let speed = speed.filter(|speed| (0.1..=1000.0).contains(speed));
    speed.ok_or_else(|| "write a number from 0.1 to 1000, like 20".to_owned())
}

fn days(text: &str) -> Result<Days, String> {
    text.parse().map_err(|NotDays(word)| {
        let word = printable(&word);
        format!("\"{word}\" is no day: write days like mon-fri or sat,sun")
    })
}

fn side() -> impl TypedValueParser<Value = Side> {
    let side = |name: String| {
        if name == "left" {
            Side::Left
        } else {
            Side::Right
        }
    };
    PossibleValuesParser::new(["left", "right"]).map(side)
}

pub(super) fn cue() -> impl TypedValueParser<Value = Cue> {
    PossibleValuesParser::new(Cue::ALL.map(Cue::name)).try_map(|name| {
        let cue = Cue::ALL.into_iter().find(|cue| cue.name() == name);
        cue.ok_or("there is no such cue")
    })
}

pub(super) fn volume(text: &str) -> Result<u8, String> {
    let volume = text.parse().ok().filter(|volume| *volume <= 100);
    volume.ok_or_else(|| "write a number from 0 to 100".to_owned())
}
