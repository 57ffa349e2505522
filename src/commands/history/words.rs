//! What the nights tell together, in sentences. Counts, so that everybody can
//! see how little or how much they rest on; no praise and no blame.

use crate::commands::journal::of_trial;
use crate::diary::{Frequency, Group, HistorySummary};
use crate::text::plural;

/// What there is to say before the first record.
pub(super) const NOTHING: &str = "Nothing is recorded yet. What you play is recorded by itself, \
    and \"legrest log\" in the morning tells how the night was.";

/// The sentences, as far as there is something to say.
pub(super) fn of(back: &HistorySummary) -> Vec<String> {
    let mut lines: Vec<String> = back.often.iter().map(often).collect();
    lines.extend(of_trial(back.trial));
    if let Some((with, without)) = &back.compared {
        lines.push(String::new());
        lines.extend(compared(back.nights.len(), with, without));
    }
    lines
}

fn often(often: &Frequency) -> String {
    let nights = plural(often.of, "night");
    format!("Stretched on {} of the last {nights}.", often.stretched)
}

/// Nights with stretching and without, side by side.
fn compared(count: usize, with: &Group, without: &Group) -> Vec<String> {
    let mut lines = vec![
        format!("Of the last {}, those you logged:", plural(count, "night")),
        format!("  with stretching:    {}", group(with)),
        format!("  without stretching: {}", group(without)),
    ];
    if let (Some(with), Some(without)) = (with.mean_pain(), without.mean_pain()) {
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
