//! Nights as a calendar, a week a row, or one a line in a narrow window. Every
//! mark is another character, so that nothing depends on colour.

use anstyle::Style;

use crate::diary::{LookBack, Stretched, Summary};
use crate::night::Night;
use crate::record::MOST_CRAMPS;
use crate::report::Look;
use crate::text::{pad, width};

/// The columns of a night: a mark, cramps, pain.
const CELL: usize = 9;
/// The columns of a week's date.
const DATE: usize = 8;
/// The columns of a week.
const WEEK: usize = DATE + 7 * CELL;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The calendar and its legend.
pub(super) fn lines(back: &LookBack, look: Look, columns: usize) -> Vec<String> {
    let mut lines = if columns >= WEEK {
        weeks(back, look)
    } else {
        nights(back, look)
    };
    lines.push(String::new());
    let [yes, part, no] =
        [Stretched::Yes, Stretched::Part, Stretched::No].map(|stretched| mark(stretched, look));
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
fn weeks(back: &LookBack, look: Look) -> Vec<String> {
    let dim = look.palette.dim;
    let days: String = DAYS.iter().map(|day| pad(day, CELL)).collect();
    let days = format!("{:DATE$}{days}", "");
    let mut lines = vec![format!("{dim}{}{dim:#}", days.trim_end())];
    // Weeks before the first record are of no use to anybody.
    let known = back.first.unwrap_or(back.tonight);
    let monday = |night: Night| night.before(u32::try_from(night.weekday()).unwrap_or(0));
    let from = monday(known);
    let shown = back.nights.iter().filter(|night| night.night >= from);
    let mut row = Vec::new();
    let mut week = None;
    for night in shown {
        if week != Some(monday(night.night)) {
            lines.extend(finished(&mut row));
            week = Some(monday(night.night));
            let date = pad(&monday(night.night).short(), DATE);
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
        (mark(night.stretched, look).to_owned(), mark_style),
        (format!("{figures}{:room$}", ""), calm),
    ]
}

/// `2c p4`, as far as it is known.
fn figures(night: &Summary) -> String {
    let cramps = match night.cramps {
        None => String::new(),
        // More than anybody has, and more than there is room for.
        Some(cramps) if cramps > MOST_CRAMPS => format!("{MOST_CRAMPS}+c"),
        Some(cramps) => format!("{cramps}c"),
    };
    let pain = night
        .pain
        .map_or_else(String::new, |pain| format!("p{pain}"));
    match (cramps.is_empty(), pain.is_empty()) {
        (true, true) => String::new(),
        (false, false) if width(&cramps) + width(&pain) > CELL - 3 => format!(" {cramps}{pain}"),
        _ => format!(" {cramps} {pain}")
            .replace("  ", " ")
            .trim_end()
            .to_owned(),
    }
}

/// One night a line, the latest last, without those of which nothing is known.
fn nights(back: &LookBack, look: Look) -> Vec<String> {
    let known = back.nights.iter().filter(|night| !night.is_empty());
    let line = |night: &Summary| {
        let day = DAYS[night.night.weekday()];
        let date = night.night.short();
        let mark = mark(night.stretched, look);
        format!("{day} {date}  {mark}{}", figures(night))
    };
    known.map(line).collect()
}

fn mark(stretched: Stretched, look: Look) -> &'static str {
    match (stretched, look.unicode) {
        (Stretched::Yes, true) => "●",
        (Stretched::Part, true) => "◐",
        (Stretched::No, true) => "·",
        (Stretched::Yes, false) => "#",
        (Stretched::Part, false) => "+",
        (Stretched::No, false) => ".",
    }
}
