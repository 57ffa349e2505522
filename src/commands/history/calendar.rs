//! Nights as a calendar, a week a row, or one a line in a narrow window. Every
//! mark is another character, so that nothing depends on colour.

use crate::diary::{HistorySummary, Stretched, Summary};
use crate::night::DAYS;
use crate::record::MOST_CRAMPS;
use crate::report::Look;
use crate::text::{pad, width, wrap_at};

/// The columns of a night: a mark, cramps, pain.
const CELL: usize = 9;
const DATE: usize = 8;
const WEEK: usize = DATE + 7 * CELL;

pub(super) fn lines(history: &HistorySummary, look: Look, columns: usize) -> Vec<String> {
    let form = if columns >= WEEK { weeks } else { nights };
    let mut lines = form(history, look);
    lines.push(String::new());
    let dim = look.palette.dim;
    let mark = |stretched| mark(stretched, look.unicode);
    let parts = [
        format!("{} stretched", mark(Stretched::Yes)),
        format!("{} in part", mark(Stretched::Part)),
        format!("{} not", mark(Stretched::No)),
        "2c cramps".to_owned(),
        "p4 pain, of 10".to_owned(),
    ];
    let legend = wrap_at("   ", &parts, columns).into_iter();
    lines.extend(legend.map(|line| format!("{dim}{line}{dim:#}")));
    lines
}

/// A week a row, from the Monday on or before the first night.
fn weeks(history: &HistorySummary, look: Look) -> Vec<String> {
    let dim = look.palette.dim;
    let days = DAYS.map(|day| pad(day, CELL)).concat();
    let days = days.trim_end();
    let mut lines = vec![format!("{}{dim}{days}{dim:#}", " ".repeat(DATE))];
    // Weeks before the first record are of no use to anybody.
    let known = history.first.unwrap_or(history.tonight);
    let from = known.monday();
    let shown = history.nights.partition_point(|night| night.night < from);
    let shown = &history.nights[shown..];
    for week in shown.chunk_by(|one, other| one.night.monday() == other.night.monday()) {
        let first = week[0].night;
        let date = first.monday().short();
        let before = " ".repeat(DATE - width(&date) + CELL * first.weekday());
        let cells: String = week
            .iter()
            .map(|night| cell(night, history, look))
            .collect();
        let row = format!("{dim}{date}{dim:#}{before}{cells}");
        lines.push(row.trim_end().to_owned());
    }
    lines
}

/// A night in the calendar; nothing where the journal does not reach.
fn cell(night: &Summary, history: &HistorySummary, look: Look) -> String {
    if !history.reaches(night) {
        return " ".repeat(CELL);
    }
    let palette = look.palette;
    let style = match night.stretched {
        Stretched::No => palette.dim,
        Stretched::Part | Stretched::Yes => palette.accent,
    };
    let mark = mark(night.stretched, look.unicode);
    let mark = format!("{style}{mark}{style:#}");
    let style = if night.has_cramps() {
        palette.strong
    } else {
        palette.quiet
    };
    let figures = figures(night);
    let rest = " ".repeat((CELL - 1).saturating_sub(width(&figures)));
    format!("{mark}{style}{figures}{style:#}{rest}")
}

/// What is known of cramps and pain, with a space before it: ` 2c p4`.
fn figures(night: &Summary) -> String {
    let cramps = night.cramps.map(|cramps| {
        // More than anybody has, and more than there is room for.
        let more = if cramps > MOST_CRAMPS { "+" } else { "" };
        format!("{}{more}c", cramps.min(MOST_CRAMPS))
    });
    let pain = night.pain.map(|pain| format!("p{pain}"));
    let parts: Vec<String> = cramps.into_iter().chain(pain).collect();
    let spaced: String = parts.iter().flat_map(|part| [" ", part]).collect();
    if width(&spaced) < CELL {
        spaced
    } else {
        format!(" {}", parts.concat())
    }
}

/// One night a line, the latest last, without those of which nothing is known.
fn nights(history: &HistorySummary, look: Look) -> Vec<String> {
    let known = history.nights.iter().filter(|night| !night.is_empty());
    let line = |night: &Summary| {
        let (day, date) = (night.night.day(), night.night.short());
        let mark = mark(night.stretched, look.unicode);
        format!("{day} {date}  {mark}{}", figures(night))
    };
    known.map(line).collect()
}

pub(super) fn mark(stretched: Stretched, unicode: bool) -> &'static str {
    let (character, ascii) = match stretched {
        Stretched::Yes => ("●", "#"),
        Stretched::Part => ("◐", "+"),
        Stretched::No => ("·", "."),
    };
    if unicode { character } else { ascii }
}
