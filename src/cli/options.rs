//! Options that several verbs share.

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::diagnostic::printable;
use crate::routine::amount::{self, Level};
use crate::routine::{Cue, Side};

/// How something is played.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct PlayArgs {
    /// Rehearse: play this many times as fast, 0.1 to 1000
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,

    /// No sound and no voice
    #[arg(short, long)]
    pub quiet: bool,

    /// How loud, 0 to 100 [default: 75]
    #[arg(long, value_name = "0..100", value_parser = volume)]
    pub volume: Option<u8>,

    /// Say what to do: the step, the side, what comes next
    #[arg(long, overrides_with = "no_voice")]
    pub voice: bool,

    /// No voice, even where your config or the environment asks for one
    #[arg(long, overrides_with = "voice")]
    pub no_voice: bool,

    /// How to show it [default: auto]
    #[arg(long, value_enum, value_name = "HOW")]
    pub display: Option<Display>,

    /// Leave no record of this one in the journal
    #[arg(long)]
    pub no_journal: bool,

    /// Don't call the hooks of your config
    #[arg(long)]
    pub no_hooks: bool,
}

/// What of a routine, and how much of it.
#[derive(Debug, Args)]
pub struct ChoiceArgs {
    /// How much of each range: its low end, the middle, or its high end
    /// [default: standard]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub level: Option<LevelName>,

    /// As much of each range as fits into this time, like 15m
    #[arg(long, value_name = "DURATION", value_parser = duration, conflicts_with = "level")]
    pub fit: Option<Duration>,

    /// Only these steps, by id, with commas between
    #[arg(long, value_name = "STEP,..", value_delimiter = ',')]
    pub only: Vec<String>,

    /// All but these steps
    #[arg(long, value_name = "STEP,..", value_delimiter = ',')]
    pub skip: Vec<String>,

    /// Begin with this step
    #[arg(long, value_name = "STEP")]
    pub from: Option<String>,

    /// Only this side
    #[arg(long, value_enum, value_name = "left|right")]
    pub side: Option<SideName>,
}

/// The levels that have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LevelName {
    /// The low end of every range
    Gentle,
    /// The middle
    Standard,
    /// The high end
    Full,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Gentle => Self::GENTLE,
            LevelName::Standard => Self::STANDARD,
            LevelName::Full => Self::FULL,
        }
    }
}

/// The names of the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it all, also in the help")]
pub enum SideName {
    Left,
    Right,
}

impl From<SideName> for Side {
    fn from(name: SideName) -> Self {
        match name {
            SideName::Left => Self::Left,
            SideName::Right => Self::Right,
        }
    }
}

/// How a routine is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Display {
    /// Full in a terminal, bars in a small one, plain where there is none
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

/// For whom output is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

fn duration(text: &str) -> Result<Duration, String> {
    amount::duration_without_clock(text).map_err(|wrong| {
        let wrong = format!("{} ({})", wrong.message, wrong.help);
        printable(&wrong).into_owned()
    })
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(speed) if (0.1..=1000.0).contains(&speed) => Ok(speed),
        _ => Err("write a number from 0.1 to 1000, like 20".to_owned()),
    }
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
