//! What was held and what was not, step by step, for the scrollback.

use std::time::Duration;

use super::plain::ending;
use crate::player::{Outcome, Player};
use crate::routine::{Side, Sides};
use crate::text::{length, pad, width};
use crate::timeline::{Phase, Timeline};

/// The lines that stay when the screen is gone.
pub(super) fn lines(player: &Player) -> Vec<String> {
    let timeline = player.timeline();
    let snapshot = player.snapshot(Duration::ZERO);
    let outcome = player.outcome().unwrap_or(Outcome::Interrupted);
    let ending = ending(outcome, snapshot.held, snapshot.skipped);
    let names = timeline.steps.iter().map(|step| width(&step.step.name));
    let columns = names.max().unwrap_or(0);
    let steps = timeline.steps.iter().enumerate().map(|(step, planned)| {
        format!(
            "  {}  {}",
            pad(&planned.step.name, columns),
            told(player, step)
        )
    });
    let head = format!("{}: {ending}", timeline.routine.title);
    std::iter::once(head).chain(steps).collect()
}

/// What was held of a step: `right 10 of 10, left 9 of 10, 3m 10s`.
fn told(player: &Player, step: usize) -> String {
    let timeline = player.timeline();
    let held: Duration = player
        .holds()
        .iter()
        .filter(|hold| timeline.segments[hold.index].step == step)
        .map(|hold| hold.time)
        .sum();
    if held.is_zero() {
        return "not held".to_owned();
    }
    let held = match held.as_secs() {
        0 => "less than 1s".to_owned(),
        seconds => length(Duration::from_secs(seconds)),
    };
    let planned = &timeline.steps[step];
    let one = (planned.reps, planned.sets, planned.sides) == (1, 1, Sides::None);
    if let (true, (0, 1), Some(whole)) = (one, count(player, timeline, step, None), planned.hold) {
        return format!("{held} of {}", length(whole));
    }
    let mut parts = Vec::new();
    for side in [Some(Side::Right), Some(Side::Left), None] {
        let (whole, planned) = count(player, timeline, step, side);
        if planned > 1 || (planned == 1 && side.is_some()) {
            let side = side.map_or_else(String::new, |side| format!("{side} "));
            parts.push(format!("{side}{whole} of {planned}"));
        }
    }
    parts.push(held);
    parts.join(", ")
}

/// How many holds of a step and side were held to their end, and how many
/// there are.
fn count(player: &Player, timeline: &Timeline, step: usize, side: Option<Side>) -> (usize, usize) {
    let planned = timeline.segments.iter().enumerate().filter(|(_, segment)| {
        (segment.phase, segment.step, segment.side) == (Phase::Hold, step, side)
    });
    let mut counts = (0, 0);
    for (index, _) in planned {
        let whole = player
            .holds()
            .iter()
            .any(|hold| hold.index == index && hold.whole);
        counts.0 += usize::from(whole);
        counts.1 += 1;
    }
    counts
}
