//! What was held and what was not, step by step, for the scrollback.

use std::time::Duration;

use super::plain::ending;
use crate::player::{Outcome, Player};
use crate::record::{StepRecord, step_records};
use crate::routine::{Side, Sides};
use crate::text::{length, pad, width};
use crate::timeline::PlannedStep;

/// The title of the routine, and how it went.
pub(super) fn heading(player: &Player) -> String {
    let snapshot = player.snapshot(Duration::ZERO);
    let outcome = player.outcome().unwrap_or(Outcome::Interrupted);
    let ending = ending(outcome, snapshot.held, snapshot.skipped);
    format!("{}: {ending}", player.timeline().routine.title)
}

/// The lines that stay when the screen is gone.
pub(super) fn lines(player: &Player) -> Vec<String> {
    let steps = &player.timeline().steps;
    let records = step_records(player);
    let widths = steps.iter().map(|planned| width(&planned.step.name));
    let columns = widths.max().unwrap_or(0);
    let lines = steps.iter().map(|planned| {
        let own = records.iter().filter(|it| it.step == planned.step.id);
        let name = pad(&planned.step.name, columns);
        format!("  {name}  {}", line(planned, own.collect()))
    });
    std::iter::once(heading(player)).chain(lines).collect()
}

/// What was held of a step: `right 10 of 10, left 9 of 10, 3m 10s`.
fn line(planned: &PlannedStep, mut sides: Vec<&StepRecord>) -> String {
    let held: Duration = sides.iter().map(|record| record.held).sum();
    if held.is_zero() {
        return "not held".to_owned();
    }
    let held = match held.as_secs() {
        0 => "less than 1s".to_owned(),
        seconds => length(Duration::from_secs(seconds)),
    };
    if (planned.reps, planned.sets, planned.sides) == (1, 1, Sides::None)
        && let ([cut], Some(whole)) = (&sides[..], planned.hold)
        && (cut.whole, cut.holds) == (0, 1)
    {
        return format!("{held} of {}", length(whole));
    }
    sides.sort_by_key(|record| record.side == Some(Side::Left));
    let counts = sides.iter().filter_map(|record| {
        let count = format!("{} of {}", record.whole, record.holds);
        match record.side {
            Some(side) => Some(format!("{side} {count}")),
            None => (record.holds > 1).then_some(count),
        }
    });
    counts.chain([held]).collect::<Vec<_>>().join(", ")
}
