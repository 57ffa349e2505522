//! `legrest history`: a calendar of nights, and what they tell together.

mod calendar;
mod page;
mod plot;
pub(super) mod words;

use std::io::{self, IsTerminal};
use std::time::Duration;

use jiff::Zoned;

use super::journal;
use crate::cli::HistoryFormat;
use crate::console::{self, has_colour, warn};
use crate::diary::{Diary, HistorySummary, RecordedCramp};
use crate::error::Error;
use crate::journal::Journal;
use crate::night::Night;
use crate::record::{Advice, RecordKind};
use crate::report::Look;
use crate::settings::{Sources, catalogue};
use crate::text::fold;

/// Lines longer than this are hard to read, however wide the window.
const WIDEST: usize = 80;

pub(super) fn run(nights: u32, format: HistoryFormat) -> Result<(), Error> {
    let now = super::now();
    let tonight = Night::of(now.datetime());
    let journal = journal::open()?;
    let diary = journal::read(&journal, true)?;
    let history = HistorySummary::over(&diary, tonight, nights);
    match format {
        HistoryFormat::Human => return human(&journal, &diary, &history, &now),
        HistoryFormat::Json => console::print_json(&history)?,
        HistoryFormat::Csv => print(&csv(&history))?,
        HistoryFormat::Html => print(&page::page(&history))?,
    }
    Ok(())
}

fn human(
    journal: &Journal,
    diary: &Diary,
    history: &HistorySummary,
    now: &Zoned,
) -> Result<(), Error> {
    // A broken config must not hide the history.
    let theme = Sources::load().and_then(|sources| sources.get(&catalogue::THEME));
    if theme.is_err() {
        warn("the settings are not used; \"legrest config\" tells why")?;
    }
    let look = Look::of_environment(theme.unwrap_or_default(), has_colour(&io::stdout()));
    let window = crate::terminal::size().filter(|_| io::stdout().is_terminal());
    let columns = window.map_or(WIDEST, |(columns, _)| columns.min(WIDEST));
    let mut lines = if history.first.is_none_or(|first| first > history.tonight) {
        fold(words::NOTHING, columns)
    } else {
        let mut lines = calendar::lines(history, look, columns);
        lines.push(String::new());
        let told = words::of(history);
        lines.extend(told.iter().flat_map(|line| fold(line, columns)));
        lines
    };
    let advises = history.advises(diary.advised, now.timestamp());
    if advises {
        lines.push(String::new());
        lines.extend(fold(crate::safety::OFTEN, columns));
    }
    print(&lines.join("\n"))?;
    if advises {
        // It was said; where that can't be noted, it is said again.
        let advice = RecordKind::Advice(Advice {
            advice: "often".into(),
        });
        if let Err(error) = journal.append(now, history.tonight, advice) {
            journal::warn(&error.to_string());
        }
    }
    Ok(())
}

fn csv(history: &HistorySummary) -> String {
    let mut lines = vec![
        "night,stretched,routines,held_s,cramps,pain,note,woken,where,urge,recorded".to_owned(),
    ];
    for night in &history.nights {
        let sessions = || night.sessions.iter();
        let routines: Vec<&str> = sessions().map(|played| &*played.routine).collect();
        let recorded = night.recorded.iter().map(RecordedCramp::in_words);
        let recorded: Vec<String> = recorded.collect();
        let held: Duration = sessions().map(|played| played.held).sum();
        let fields = [
            night.night.to_string(),
            night.stretched.word().to_owned(),
            field(&routines.join(" ")),
            format!("{:.0}", held.as_secs_f64()),
            night.cramps.iter().map(u32::to_string).collect(),
            night.pain.iter().map(u8::to_string).collect(),
            field(night.note.as_deref().unwrap_or_default()),
            night.woken.iter().map(u32::to_string).collect(),
            field(&night.places.join(" ")),
            night.urge.iter().map(u8::to_string).collect(),
            field(&recorded.join(" / ")),
        ];
        lines.push(fields.join(","));
    }
    lines.join("\n")
}

/// A text as one field. A spreadsheet would take some for a formula.
fn field(text: &str) -> String {
    let text = crate::diagnostic::printable(text);
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    let guard = if is_formula { "'" } else { "" };
    if guard.is_empty() && !text.contains(['"', ',', ';']) {
        return text.into_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn print(text: &str) -> io::Result<()> {
    console::print(&format!("{}\n", text.trim_end()))
}
