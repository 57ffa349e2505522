//! A history as one page to print: no script, nothing from elsewhere, and
//! nothing that only colour tells.

use std::fmt::Write as _;

use super::{calendar, plot, words};
use crate::diagnostic::printable;
use crate::diary::{HistorySummary, Stretched, Summary};
use crate::night::DAYS;

const STYLE: &str = "\
body{font:11pt/1.4 Georgia,serif;color:#222;background:#fff;max-width:48em;margin:2em auto;padding:0 1em}\
h1{font-size:1.4em}h2{font-size:1.1em;margin-top:1.6em}\
table{border-collapse:collapse;width:100%;font-size:.9em}\
th{text-align:left;font-weight:normal;color:#555}\
th,td{padding:.2em .4em;border-bottom:1px solid #ccc;vertical-align:top}\
.calendar td{width:12.5%;height:2.4em}.n{text-align:right}\
svg{width:100%;height:auto}footer{margin-top:2em;color:#555;font-size:.85em}\
@media print{body{margin:0;max-width:none;font-size:10pt}tr,svg{break-inside:avoid}h2{break-after:avoid}}";

pub(super) fn page(history: &HistorySummary) -> String {
    // Nights before the first record have nothing to show.
    let known = |night: &&Summary| history.first.is_some_and(|first| night.night >= first);
    let nights: Vec<&Summary> = history.nights.iter().filter(known).collect();
    let title = match (nights.first(), nights.last()) {
        (Some(first), Some(last)) => format!("Nights, {} to {}", first.night, last.night),
        _ => "Nights".to_owned(),
    };
    let body = if nights.is_empty() {
        format!("<p>{}</p>", escaped(words::NOTHING))
    } else {
        format!(
            "{}<h2>Calendar</h2>{}<h2>Cramps and pain</h2>{}<h2>Night by night</h2>{}",
            told(history),
            calendar(&nights),
            plot::plot(&nights),
            table(&nights)
        )
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style></head>\n\
         <body><h1>{title}</h1>\n{body}\n\
         <footer>A night runs from noon to noon and has the date of its evening. \
         Written by legrest, a timer; this is not medical advice.</footer></body></html>"
    )
}

/// A text between tags.
pub(super) fn escaped(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What the nights tell together; lines that belong to each other stay so.
fn told(history: &HistorySummary) -> String {
    let lines = words::of(history);
    let paragraphs = lines.split(String::is_empty).map(|lines| {
        let lines = lines.iter().map(|line| escaped(line.trim_start()));
        format!("<p>{}</p>\n", lines.collect::<Vec<_>>().join("<br>"))
    });
    paragraphs.collect()
}

fn calendar(nights: &[&Summary]) -> String {
    let days = DAYS.map(|day| format!("<th>{day}</th>")).concat();
    let mut page = format!("<table class=\"calendar\"><tr><th></th>{days}</tr>\n");
    for week in nights.chunk_by(|one, other| one.night.monday() == other.night.monday()) {
        let first = week[0].night;
        let before = "<td></td>".repeat(first.weekday());
        let cells: String = week.iter().map(|night| cell(night)).collect();
        let after = "<td></td>".repeat(7_usize.saturating_sub(first.weekday() + week.len()));
        let date = first.monday().short();
        let _ = writeln!(page, "<tr><th>{date}</th>{before}{cells}{after}</tr>");
    }
    page.push_str(
        "</table>\n<p>● stretched, ◐ in part; 2c is two cramps, p4 a pain of 4 of 10.</p>\n",
    );
    page
}

fn cell(night: &Summary) -> String {
    let mut parts = calendar::parts(night);
    if night.stretched != Stretched::No {
        parts.insert(0, calendar::mark(night.stretched, true).to_owned());
    }
    format!("<td>{}</td>", parts.join(" "))
}

fn table(nights: &[&Summary]) -> String {
    let mut page = "<table><tr><th>Night of</th><th>Played</th><th class=\"n\">Cramps</th>\
                    <th class=\"n\">Pain</th><th>Note</th></tr>\n"
        .to_owned();
    for night in nights.iter().rev().filter(|night| !night.is_empty()) {
        let played = night.sessions.iter().map(|played| {
            let part = if played.completed { "" } else { " (in part)" };
            format!("{}{part}", escaped(&played.routine))
        });
        let _ = writeln!(
            page,
            "<tr><td>{} {}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            night.night.day(),
            night.night,
            played.collect::<Vec<_>>().join(", "),
            night.cramps.iter().map(u32::to_string).collect::<String>(),
            night.pain.iter().map(u8::to_string).collect::<String>(),
            escaped(night.note.as_deref().unwrap_or_default())
        );
    }
    page.push_str("</table>");
    page
}
