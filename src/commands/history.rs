//! `legrest history`: a calendar of nights, and what they tell together.

mod calendar;
mod export;
mod page;
mod plot;
pub(super) mod words;

use std::io::{self, IsTerminal};

use jiff::Zoned;

use super::journal;
use crate::cli::{HistoryArgs, HistoryFormat};
use crate::console::{self, has_colour, warn};
use crate::diary::{Diary, HistorySummary};
use crate::error::Error;
use crate::journal::Journal;
use crate::night::Night;
use crate::record::{Advice, RecordKind};
use crate::report::Look;
use crate::safety;
use crate::settings::{Sources, catalogue};
use crate::terminal;
use crate::text::fold;

/// Lines longer than this are hard to read, however wide the window.
const WIDEST: usize = 80;

pub(super) fn run(args: &HistoryArgs) -> Result<(), Error> {
    let now = super::now();
    let tonight = Night::of(now.datetime());
    let journal = journal::open()?;
    let diary = journal::read(&journal, &now, true)?;
    let history = HistorySummary::over(&diary, tonight, args.nights);
    match args.format {
        HistoryFormat::Human => return human(&journal, &diary, &history, &now),
        HistoryFormat::Json => console::print_json(&history)?,
        HistoryFormat::Csv => print(&export::csv(&history))?,
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
    let columns = match terminal::size() {
        Some((columns, _)) if io::stdout().is_terminal() => columns.min(WIDEST),
        _ => WIDEST,
    };
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
        lines.extend(fold(safety::OFTEN, columns));
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

fn print(text: &str) -> io::Result<()> {
    console::print(&format!("{}\n", text.trim_end()))
}
