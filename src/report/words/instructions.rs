//! What to say of a step: what to have at hand, how it is done, what to mind.

use std::time::Duration;

use crate::player::Snapshot;
use crate::report::known::wrap;
use crate::routine::Step;
use crate::timeline::{Phase, Segment, Timeline};

/// A note stays until the next one, or for this long.
pub(super) const NOTE_STAYS: Duration = Duration::from_secs(15);

pub(in crate::report) fn advice(snapshot: &Snapshot) -> String {
    if snapshot.introduces {
        let is_hold = snapshot.segment.phase == Phase::Hold;
        let now = note(snapshot).or(snapshot.step().cue.as_deref());
        let now = now.filter(|_| is_hold).map(|now| format!("{now} "));
        return now.unwrap_or_default() + &introduction(snapshot);
    }
    // In a break as well, so that no row moves.
    cue(snapshot).unwrap_or_default().to_owned()
}

/// What to have at hand, how to get into position, and what to look out for.
pub(in crate::report) fn introduction(snapshot: &Snapshot) -> String {
    let timeline = snapshot.timeline;
    let step = snapshot.step();
    let index = snapshot.segment.step;
    let is_first = index == timeline.segments[0].step;
    let needs = at_hand(timeline, snapshot.segment).filter(|_| snapshot.introduces);
    let texts = [
        needs.as_deref(),
        step.how.as_deref(),
        step.caution.as_deref(),
        timeline.routine.caution.as_deref().filter(|_| is_first),
        timeline.stretching_advice(index),
    ];
    texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// As much of some paragraphs as has room in so many columns and rows: all of them
/// page by page, in the time that there is.
pub(in crate::report) fn page(
    snapshot: &Snapshot,
    paragraphs: &[String],
    (columns, rows): (usize, usize),
) -> Vec<String> {
    /// How long a page stays where nothing says when it must be read.
    const STAYS: Duration = Duration::from_secs(5);
    let lines = paragraphs.iter().flat_map(|text| wrap(text, columns));
    let lines: Vec<String> = lines.collect();
    let pages = lines.len().div_ceil(rows.max(1)).max(1);
    let share = u32::try_from(pages).unwrap_or(u32::MAX);
    let each = snapshot.length.map_or(STAYS, |length| length / share);
    let turned = snapshot.elapsed.as_nanos() / each.as_nanos().max(1);
    let first = usize::try_from(turned).unwrap_or(0) % pages * rows;
    lines.into_iter().skip(first).take(rows).collect()
}

/// What to have at hand when a step begins, in a sentence.
pub(in crate::report) fn at_hand(timeline: &Timeline, segment: &Segment) -> Option<String> {
    let needs = timeline.needs_at(segment)?;
    Some(format!("At hand: {}.", needs.trim_end_matches('.')))
}

/// The current note, or else what to mind in this step.
pub(in crate::report) fn cue<'p>(snapshot: &Snapshot<'p>) -> Option<&'p str> {
    note(snapshot).or_else(|| mind(snapshot.step()))
}

/// What to mind in a step: its cue, or else how it is done.
pub(in crate::report) fn mind(step: &Step) -> Option<&str> {
    step.cue.as_deref().or(step.how.as_deref())
}

pub(in crate::report) fn note<'p>(snapshot: &Snapshot<'p>) -> Option<&'p str> {
    if snapshot.segment.phase != Phase::Hold {
        return None;
    }
    let mut notes = snapshot.step().notes.iter();
    let said = notes.rfind(|note| note.at <= snapshot.elapsed)?;
    (snapshot.elapsed < said.at + NOTE_STAYS).then_some(said.text.as_str())
}
