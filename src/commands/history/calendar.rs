//! Nights as a calendar, a week a row, or one a line in a narrow window. Every
//! mark is another character, so that nothing depends on colour.

use anstyle::Style;

use crate::diary::{HistorySummary, Stretched, Summary};
use crate::night::DAYS;
use crate::record::MOST_CRAMPS;
use crate::report::Look;
use crate::text::{pad, width};

/// The columns of a night: a mark, cramps, pain.
const CELL: usize = 9;
/// The columns of a week's date.
const DATE: usize = 8;
/// The columns of a week.
const WEEK: usize = DATE + 7 * CELL;

/// The calendar and its legend.
pub(super) fn lines(back: &HistorySummary, look: Look, columns: usize) -> Vec<String> {
    let mut lines = if columns >= WEEK {
        weeks(back, look)
    } else {
        nights(back, look)
    };
    lines.push(String::new());
    let [yes, part, no] = [Stretched::Yes, Stretched::Part, Stretched::No]
        .map(|stretched| mark(stretched, look.unicode));
    let dim = look.palette.dim;
    let parts = [
        format!("{yes} stretched"),
        format!("{part} in part"),
        format!("{no} not"),
        "2c cramps".to_owned(),
        "p4 pain, of 10".to_owned(),
    ];
    for line in crate::text::wrap_at("   ", &parts, columns) {
        lines.push(format!("{dim}{line}{dim:#}"));
    }
    lines
}

/// A week a row, from the Monday on or before the first night.
fn weeks(back: &HistorySummary, look: Look) -> Vec<String> {
    let dim = look.palette.dim;
    let days: String = DAYS.iter().map(|day| pad(day, CELL)).collect();
    let days = format!("{:DATE$}{days}", "");
    let mut lines = vec![format!("{dim}{}{dim:#}", days.trim_end())];
    // Weeks before the first record are of no use to anybody.
    let known = back.first.unwrap_or(back.tonight);
    let from = known.monday();
    let shown = back.nights.iter().filter(|night| night.night >= from);
    let mut row = Vec::new();
    let mut week = None;
    for night in shown {
        let monday = night.night.monday();
        if week != Some(monday) {
            lines.extend(finished(&mut row));
            week = Some(monday);
            let date = pad(&monday.short(), DATE);
            row.push((date, dim));
            row.push((" ".repeat(CELL * night.night.weekday()), Style::new()));
        }
        // Tonight is not over: that nothing has happened yet says nothing.
        let is_blank = night.night < known || (night.night == back.tonight && night.is_empty());
        row.extend(cell(night, is_blank, look));
    }
    lines.extend(finished(&mut row));
    lines
}

/// The row as a line, without spaces at its end.
fn finished(row: &mut Vec<(String, Style)>) -> Option<String> {
    while row.last().is_some_and(|(text, _)| text.trim().is_empty()) {
        row.pop();
    }
    if let Some((text, _)) = row.last_mut() {
        text.truncate(text.trim_end().len());
    }
    if row.is_empty() {
        return None;
    }
    let parts: Vec<String> = row
        .drain(..)
        .map(|(text, style)| format!("{style}{text}{style:#}"))
        .collect();
    Some(parts.concat())
}

/// A night in the calendar; nothing where the journal does not reach.
fn cell(night: &Summary, is_blank: bool, look: Look) -> Vec<(String, Style)> {
    if is_blank {
        return vec![(" ".repeat(CELL), Style::new())];
    }
    let palette = look.palette;
    let mark_style = match night.stretched {
        Stretched::No => palette.dim,
        Stretched::Part | Stretched::Yes => palette.accent,
    };
    let figures = figures(night);
    let room = CELL - 1 - width(&figures);
    let calm = if night.has_cramps() {
        palette.strong
    } else {
        palette.quiet
    };
    vec![
        (mark(night.stretched, look.unicode).to_owned(), mark_style),
        (format!("{figures}{:room$}", ""), calm),
    ]
}

/// What is known, with a space before it: ` 2c p4`.
fn figures(night: &Summary) -> String {
    let parts = parts(night);
    let spaced: String = parts.iter().flat_map(|part| [" ", part]).collect();
    if width(&spaced) < CELL {
        spaced
    } else {
        format!(" {}", parts.concat())
    }
}

/// What is known of cramps and pain: `2c`, `p4`.
pub(super) fn parts(night: &Summary) -> Vec<String> {
    let cramps = night.cramps.map(|cramps| {
        // More than anybody has, and more than there is room for.
        if cramps > MOST_CRAMPS {
            format!("{MOST_CRAMPS}+c")
        } else {
            format!("{cramps}c")
        }
    });
    let pain = night.pain.map(|pain| format!("p{pain}"));
    cramps.into_iter().chain(pain).collect()
}

/// One night a line, the latest last, without those of which nothing is known.
fn nights(back: &HistorySummary, look: Look) -> Vec<String> {
    let known = back.nights.iter().filter(|night| !night.is_empty());
    let line = |night: &Summary| {
        let day = night.night.day();
        let date = night.night.short();
        let mark = mark(night.stretched, look.unicode);
        format!("{day} {date}  {mark}{}", figures(night))
    };
    known.map(line).collect()
}

/// How it is marked that somebody stretched.
pub(super) fn mark(stretched: Stretched, unicode: bool) -> &'static str {
    match (stretched, unicode) {
        (Stretched::Yes, true) => "●",
        (Stretched::Part, true) => "◐",
        (Stretched::No, true) => "·",
        (Stretched::Yes, false) => "#",
        (Stretched::Part, false) => "+",
        (Stretched::No, false) => ".",
    }
}
