//! What the nights tell together, in sentences. Counts, so that everybody can
//! see how little or how much they rest on; no praise and no blame.

use crate::diary::{Group, HistorySummary};
use crate::safety::of_trial;
use crate::text::plural;

pub(super) const NOTHING: &str = "Nothing is recorded yet. What you play is recorded by itself, \
    and \"legrest log\" in the morning tells how the night was.";

const MOST_RECORDED: usize = 5;

pub(super) fn of(history: &HistorySummary) -> Vec<String> {
    let often = history.often.iter().map(|often| {
        let nights = plural(often.of, "night");
        let in_part = match often.in_part {
            0 => String::new(),
            nights => format!(", in part on {nights}"),
        };
        let stretched = often.stretched;
        format!("Stretched on {stretched} of the last {nights}{in_part}.")
    });
    let mut lines: Vec<String> = often.collect();
    for (routine, done) in [("trial", history.trial), ("seated", history.seated)] {
        lines.extend(of_trial(routine, done.nights, done.recent));
    }
    let recorded = history.nights.iter().flat_map(|night| {
        let date = night.night.short();
        let cramps = night.recorded.iter();
        cramps.map(move |cramp| format!("{} {}", date.trim_start(), cramp.in_words()))
    });
    let recorded: Vec<String> = recorded.collect();
    let last = &recorded[recorded.len().saturating_sub(MOST_RECORDED)..];
    if !last.is_empty() {
        let last = crate::diagnostic::printable(&last.join("; ")).into_owned();
        let cramps = format!("Cramps with \"legrest cramp\", the last ones: {last}.");
        lines.push(cramps);
    }
    if history.weeks.is_empty() {
        return lines;
    }
    let (with, without) = (history.coverage.with, history.coverage.without);
    let weeks = by_week(history);
    lines.extend([
        String::new(),
        format!("Nights with cramps, week by week, of those you logged: {weeks}."),
        format!(
            "Logged: {} of {} with stretching, {} of {} without.",
            with.nights,
            plural(with.of, "night"),
            without.nights,
            without.of
        ),
    ]);
    lines.extend(compared(history));
    lines
}

pub(super) fn by_week(history: &HistorySummary) -> String {
    let weeks = history.weeks.iter();
    let weeks = weeks.map(|week| format!("{} of {}", week.with_cramps, week.reported));
    weeks.collect::<Vec<_>>().join(", ")
}

/// What a comparison says, or what is missing for one.
fn compared(history: &HistorySummary) -> Vec<String> {
    let Some(compared) = &history.compared else {
        let why = if history.coverage.is_enough() {
            "No comparison: one side is logged far more often than the other, so the nights that \
             are missing could turn it round. Quiet nights are worth a word, too."
        } else {
            "No comparison yet: it takes ten logged nights with stretching and ten without."
        };
        return vec![why.to_owned()];
    };
    let (with, without) = (&compared.with, &compared.without);
    let mut lines = vec![
        format!("  with stretching:    {}", group(with)),
        format!("  without stretching: {}", group(without)),
    ];
    if let (Some(with), Some(without)) = (with.pain, without.pain) {
        lines.push(format!(
            "  worst pain in nights with cramps, of 10: mostly {} with ({} to {}), {} without \
             ({} to {})",
            with.median, with.least, with.worst, without.median, without.least, without.worst
        ));
    }
    lines.push(format!(
        "You chose the nights, so this can't tell whether stretching helps: on aching evenings \
         one may stretch more, or less. With so few nights chance alone makes gaps of up to \
         {:.0} points of 100, and each look is another chance of a lucky gap.",
        compared.chance
    ));
    lines
}

fn group(group: &Group) -> String {
    format!(
        "cramps on {} of {} ({:.0} of 100; {} in all)",
        group.with_cramps,
        plural(group.nights, "night"),
        group.share(),
        plural(group.cramps, "cramp")
    )
}
