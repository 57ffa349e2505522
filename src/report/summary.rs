//! What was held and what was not, step by step, for the scrollback.

use std::time::Duration;

use super::plain::ending;
use crate::player::{Outcome, Player};
use crate::record::{StepRecord, step_records, task_records};
use crate::routine::{Side, Sides};
use crate::text::{length, pad, plural, width};
use crate::timeline::PlannedStep;

/// The title of the routine, and how it went.
pub(super) fn heading(player: &Player) -> String {
    let snapshot = player.snapshot(Duration::ZERO);
    let outcome = player.outcome().unwrap_or(Outcome::Interrupted);
    let hurts = u32::try_from(player.hurts().count()).unwrap_or(u32::MAX);
    let skipped: u32 = step_records(player).iter().map(|it| it.skipped).sum();
    let skipped = (skipped > 0).then(|| plural(skipped, "hold") + " skipped");
    let ending = ending(outcome, snapshot.held, skipped, hurts);
    format!("{}: {ending}", player.timeline().routine.title)
}

/// The lines that stay when the screen is gone.
pub(super) fn lines(player: &Player) -> Vec<String> {
    let steps = &player.timeline().steps;
    let (records, tasks) = (step_records(player), task_records(player));
    let widths = steps.iter().map(|planned| width(&planned.step.name));
    let columns = widths.max().unwrap_or(0);
    let lines = steps.iter().map(|planned| {
        let id = &planned.step.id;
        let own = records.iter().filter(|it| it.step == *id);
        let went = match tasks.iter().find(|it| it.step == *id) {
            Some(task) if task.done => "done".to_owned(),
            Some(_) => "not done".to_owned(),
            None => line(planned, own.collect(), &hurts(player, id)),
        };
        let name = pad(&planned.step.name, columns);
        format!("  {name}  {went}")
    });
    std::iter::once(heading(player)).chain(lines).collect()
}

/// The sides of a step that hurt.
fn hurts(player: &Player, id: &str) -> Vec<Option<Side>> {
    let timeline = player.timeline();
    let segments = player.hurts().map(|hold| &timeline.segments[hold.index]);
    let own = segments.filter(|segment| timeline.step(segment).id == id);
    own.map(|segment| segment.side).collect()
}

/// What was held of a step: `right 10 of 10, left 9 of 10 (1 skipped), 3m 10s`;
/// with movements `3 of 3 sets of 12, 3m`.
fn line(planned: &PlannedStep, mut sides: Vec<&StepRecord>, hurts: &[Option<Side>]) -> String {
    let total: Duration = sides.iter().map(|record| record.held).sum();
    let skipped: u32 = sides.iter().map(|record| record.skipped).sum();
    if total.is_zero() {
        return if skipped > 0 { "skipped" } else { "not held" }.to_owned();
    }
    let missing = |record: &StepRecord| missing(record, hurts.contains(&record.side));
    let held = match total.as_secs() {
        0 => "less than 1s".to_owned(),
        seconds => length(Duration::from_secs(seconds)),
    };
    if (planned.reps, planned.sets, planned.sides) == (1, 1, Sides::None)
        && let ([cut], Some(whole)) = (&sides[..], planned.hold)
        && (cut.whole, cut.holds) == (0, 1)
    {
        // The times tell already that it was cut short.
        let why = missing(&StepRecord {
            cut: 0,
            ..(*cut).clone()
        });
        return format!("{held} of {}{why}", length(whole));
    }
    sides.sort_by_key(|record| record.side == Some(Side::Left));
    let counts = sides.iter().filter_map(|record| {
        let count = match record.skipped {
            skipped if skipped == record.holds => "skipped".to_owned(),
            _ => format!("{} of {}{}", record.whole, record.holds, missing(record)),
        };
        match record.side {
            Some(side) => Some(format!("{side} {count}")),
            None => (record.holds > 1).then_some(count),
        }
    });
    let mut parts: Vec<String> = counts.collect();
    let sets = sides.iter().any(|record| record.holds > 1);
    // A range may have been left at its low end: then nobody knows how many
    // movements there were.
    let whole: u32 = sides.iter().map(|record| record.whole).sum();
    let is_right = whole > 0 && planned.hold.is_none_or(|hold| total >= hold * whole);
    match (planned.movements.filter(|_| is_right), parts.last_mut()) {
        (Some(count), Some(last)) if sets => *last = format!("{last} sets of {count}"),
        (Some(count), Some(_)) => parts.push(plural(count, "movement") + " each"),
        (Some(count), None) => parts.push(plural(count, "movement")),
        (None, _) => {}
    }
    let why = match sides[..] {
        [only] if parts.is_empty() => missing(only),
        _ => String::new(),
    };
    parts.push(held + &why);
    parts.join(", ")
}

/// Why not all holds of a step on a side were held to their end, as far as a key
/// had to do with it: ` (hurt)`, ` (2 skipped, 1 cut short)`.
fn missing(record: &StepRecord, hurts: bool) -> String {
    let told = |count: u32, what: &str| match (count, record.holds) {
        (0, _) => None,
        (_, 1) => Some(what.to_owned()),
        (count, _) => Some(format!("{count} {what}")),
    };
    let hurt = hurts.then(|| "hurt".to_owned());
    let other = [(record.skipped, "skipped"), (record.cut, "cut short")];
    let other = other.iter().filter_map(|(count, what)| told(*count, what));
    let why: Vec<String> = hurt.into_iter().chain(other).collect();
    if why.is_empty() {
        return String::new();
    }
    format!(" ({})", why.join(", "))
}
