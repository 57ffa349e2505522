//! What the nights tell together, in sentences. Counts, so that everybody can
//! see how little or how much they rest on; no praise and no blame.

use crate::commands::journal::of_trial;
use crate::diary::{Compared, Group, HistorySummary};
use crate::text::plural;

/// What there is to say before the first record.
pub(super) const NOTHING: &str = "Nothing is recorded yet. What you play is recorded by itself, \
    and \"legrest log\" in the morning tells how the night was.";

pub(super) fn of(history: &HistorySummary) -> Vec<String> {
    let often = history.often.iter().map(|often| {
        let nights = plural(often.of, "night");
        format!("Stretched on {} of the last {nights}.", often.stretched)
    });
    let mut lines: Vec<String> = often.collect();
    lines.extend(of_trial(history.trial.stretched));
    let Some(Compared { with, without }) = &history.compared else {
        return lines;
    };
    let nights = plural(history.nights.len(), "night");
    lines.extend([
        String::new(),
        format!("Of the last {nights}, those you logged:"),
        format!("  with stretching:    {}", group(with)),
        format!("  without stretching: {}", group(without)),
    ]);
    if let (Some(with), Some(without)) = (with.mean_pain, without.mean_pain) {
        lines.push(format!(
            "  mean pain of 10: {with:.1} with, {without:.1} without"
        ));
    }
    lines.push(
        "A difference between so few nights may be chance, or have another reason.".to_owned(),
    );
    lines
}

fn group(group: &Group) -> String {
    format!(
        "cramps on {} of {} ({} in all)",
        group.with_cramps,
        plural(group.nights, "night"),
        plural(group.cramps, "cramp")
    )
}
