//! What was typed for the verbs of the journal.

use std::collections::HashSet;

use clap::{Args, ValueEnum};

use super::Format;
use crate::night::Night;
use crate::record::{MOST_CRAMPS, MOST_PAIN};

/// As far back as a history goes: ten years.
const MOST_NIGHTS: u32 = 3660;

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/log.txt"))]
pub(crate) struct LogArgs {
    /// How many cramps there were
    #[arg(long, value_name = "N", value_parser = cramps)]
    pub(crate) cramps: Option<u32>,

    /// How bad the worst leg pain was, from 0 for none to 10
    #[arg(long, value_name = "0..10", value_parser = pain)]
    pub(crate) pain: Option<u8>,

    /// How often your legs woke you
    #[arg(long, value_name = "N", value_parser = cramps)]
    pub(crate) woken: Option<u32>,

    /// Where it hurt: calf, foot, hamstring or thigh, with left-, right- or both-
    /// before it
    #[arg(long = "where", value_name = "PLACE,..", value_parser = place, value_delimiter = ',')]
    pub(crate) places: Option<Vec<String>>,

    /// How strong the urge to move your legs was, from 0 for none to 10
    #[arg(long, value_name = "0..10", value_parser = pain)]
    pub(crate) urge: Option<u8>,

    /// You stretched that evening, with legrest or without it
    #[arg(long, value_name = "ROUTINE", num_args = 0..=1, value_parser = note, default_missing_value = "")]
    #[arg(conflicts_with = "not_stretched")]
    pub(crate) stretched: Option<String>,

    /// You did not stretch that evening, whatever was played
    #[arg(long)]
    pub(crate) not_stretched: bool,

    /// Anything else about the night
    #[arg(long, value_name = "TEXT", value_parser = typed_note, allow_hyphen_values = true)]
    pub(crate) note: Option<String>,

    /// The evening on which the night began, like 2026-11-21 or yesterday
    /// [default: yesterday]
    #[arg(long, value_name = "DATE", value_parser = night)]
    pub(crate) night: Option<Night>,

    /// Take back the last report made on this machine, whatever its night
    #[arg(long, conflicts_with_all = [
        "cramps", "pain", "woken", "places", "urge", "stretched", "not_stretched", "note", "night",
    ])]
    pub(crate) undo: bool,

    /// For people, or what is recorded for programs
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Format::Human)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HistoryFormat {
    /// For people
    Human,
    /// For programs
    Json,
    /// For a spreadsheet
    Csv,
    /// A page to print
    Html,
}

/// The longest note, in characters: a few sentences.
const LONGEST_NOTE: usize = 500;

pub(crate) fn cramps(text: &str) -> Result<u32, String> {
    let count = text.parse().ok().filter(|count| *count <= MOST_CRAMPS);
    count.ok_or_else(|| format!("write a number from 0 to {MOST_CRAMPS}"))
}

pub(crate) fn pain(text: &str) -> Result<u8, String> {
    let pain = text.parse().ok().filter(|pain| *pain <= MOST_PAIN);
    pain.ok_or_else(|| "write a number from 0 for none to 10 for the worst".to_owned())
}

/// A place on a leg, such as `left-calf`, in whatever order the words come.
fn place(text: &str) -> Result<String, String> {
    const MUSCLES: [&str; 4] = ["calf", "foot", "hamstring", "thigh"];
    let text = text.to_lowercase();
    let words = text.split([' ', '-', '_']).filter(|word| !word.is_empty());
    let (sides, muscles): (Vec<&str>, Vec<&str>) =
        words.partition(|word| ["left", "right", "both"].contains(word));
    match (&sides[..], &muscles[..]) {
        // None at all takes an earlier answer back.
        ([], []) => Ok(String::new()),
        ([], [muscle]) if MUSCLES.contains(muscle) => Ok((*muscle).to_owned()),
        ([side], [muscle]) if MUSCLES.contains(muscle) => Ok(format!("{side}-{muscle}")),
        _ => Err("write calf, foot, hamstring or thigh, like left-calf or both-calf".to_owned()),
    }
}

/// Several places, with commas; nothing at all for none.
pub(crate) fn places(text: &str) -> Result<Vec<String>, String> {
    let places: Result<Vec<String>, String> = text.split(',').map(place).collect();
    places.map(distinct)
}

pub(crate) fn distinct(mut places: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    places.retain(|place| !place.is_empty() && seen.insert(place.clone()));
    places
}

pub(crate) fn note(text: &str) -> Result<String, String> {
    let note = text.trim();
    if note.contains(char::is_control) {
        return Err("write it in one line, without control characters".to_owned());
    }
    if note.chars().count() > LONGEST_NOTE {
        return Err(format!("write {LONGEST_NOTE} characters at most"));
    }
    Ok(note.to_owned())
}

/// A note that may begin with a dash, as long as it is no option before which the
/// note was forgotten.
fn typed_note(text: &str) -> Result<String, String> {
    if text.starts_with("--") && !text.contains(char::is_whitespace) {
        return Err("it looks like an option: the text of the note comes before it".to_owned());
    }
    note(text)
}

fn night(text: &str) -> Result<Night, String> {
    if text.eq_ignore_ascii_case("yesterday") {
        return Ok(Night::last(crate::zone::now().datetime()));
    }
    text.parse()
        .map_err(|_| "write the date of its evening, like 2026-11-21, or yesterday".to_owned())
}

pub(super) fn nights(text: &str) -> Result<u32, String> {
    let nights = text.parse().ok();
    let nights = nights.filter(|nights| (1..=MOST_NIGHTS).contains(nights));
    nights.ok_or_else(|| format!("write a number from 1 to {MOST_NIGHTS}"))
}
