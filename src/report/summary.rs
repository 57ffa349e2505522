//! What was held and what was not, step by step, for the scrollback.

use std::time::Duration;

use super::SessionState;
use crate::player::Outcome;
use crate::record::{HoldRef, StepRecord, Tally, let_go_after};
use crate::routine::{Side, Sides};
use crate::text::{length, pad, plural, spoken, width};
use crate::timeline::PlannedStep;

/// The title of the routine, and how it went.
pub(super) fn heading(session: &SessionState) -> String {
    let ending = ending(session);
    format!("{}: {ending}", session.player.timeline().routine.title)
}

/// How it went, in a sentence or two.
pub(super) fn ending(session: &SessionState) -> String {
    if let Some(held) = let_go_after(session.player) {
        return format!("It let go. Held for {}.", spoken(held));
    }
    let outcome = session.player.outcome().unwrap_or(Outcome::Interrupted);
    let tally = tally(session);
    let held = tally.steps.iter().map(|part| part.held).sum();
    let how = match outcome {
        Outcome::Completed => "Done",
        Outcome::Quit => "Stopped early",
        Outcome::Interrupted => "Interrupted",
    };
    let held = match (held, outcome) {
        // There were only things to do.
        (Duration::ZERO, Outcome::Completed) => String::new(),
        (Duration::ZERO, _) => ", before the first hold".to_owned(),
        (held, _) => format!(". Held for {}", spoken(held)),
    };
    let skipped: u32 = tally.steps.iter().map(|part| part.skipped).sum();
    let skipped = (skipped > 0).then(|| plural(skipped, "hold") + " skipped");
    let hurt = match tally.hurt.len() {
        0 => None,
        1 => Some("it hurt once".to_owned()),
        times => Some(format!("it hurt {times} times")),
    };
    let told: Vec<String> = skipped.into_iter().chain(hurt).collect();
    let between = if told.is_empty() { "" } else { "; " };
    format!("{how}{held}{between}{}.", told.join(", "))
}

/// What was held, also in the sessions that this one resumes.
fn tally(session: &SessionState) -> Tally {
    let mut tally = session
        .resumed
        .map_or_else(Tally::default, |it| it.tally.clone());
    tally.add_player(session.player);
    tally
}

/// The lines that stay when the screen is gone.
pub(super) fn lines(session: &SessionState) -> Vec<String> {
    let steps = session
        .resumed
        .map_or(&session.player.timeline().steps, |resumed| &resumed.planned);
    let tally = tally(session);
    let widths = steps.iter().map(|planned| width(&planned.step.name));
    let columns = widths.max().unwrap_or(0);
    let lines = steps.iter().map(|planned| {
        let id = &planned.step.id;
        let own = tally.steps.iter().filter(|it| it.step == *id);
        let done = tally.tasks.iter().filter(|it| it.step == *id);
        let went = match done.map(|it| it.done).max() {
            Some(true) => "done".to_owned(),
            Some(false) => "not done".to_owned(),
            None => line(planned, &own.collect::<Vec<_>>(), &tally.hurt),
        };
        let name = pad(&planned.step.name, columns);
        format!("  {name}  {went}")
    });
    std::iter::once(heading(session)).chain(lines).collect()
}

/// What was held of a step: `right 10 of 10, left 9 of 10 (1 skipped), 3m 10s`;
/// with movements `3 of 3 sets of 12, 3m`.
fn line(planned: &PlannedStep, sides: &[&StepRecord], hurt: &[HoldRef]) -> String {
    let total: Duration = sides.iter().map(|record| record.held).sum();
    let skipped: u32 = sides.iter().map(|record| record.skipped).sum();
    if total.is_zero() {
        return if skipped > 0 { "skipped" } else { "not held" }.to_owned();
    }
    let held = match total.as_secs() {
        0 => "less than 1s".to_owned(),
        seconds => length(Duration::from_secs(seconds)),
    };
    if (planned.reps, planned.sets, planned.sides) == (1, 1, Sides::None)
        && let ([cut], Some(whole)) = (sides, planned.hold)
        && (cut.whole, cut.holds) == (0, 1)
    {
        // The times tell already that it was cut short.
        let cut = StepRecord {
            cut: 0,
            ..(*cut).clone()
        };
        return format!("{held} of {}{}", length(whole), missing(&cut, hurt));
    }
    let of = |left: bool| (sides.iter()).filter(move |it| left == (it.side == Some(Side::Left)));
    let counts = of(false).chain(of(true)).filter_map(|record| {
        let count = match record.skipped {
            skipped if skipped == record.holds => "skipped".to_owned(),
            _ => format!("{} of {}", record.whole, record.holds) + &missing(record, hurt),
        };
        match record.side {
            Some(side) => Some(format!("{side} {count}")),
            None => (record.holds > 1).then_some(count),
        }
    });
    let mut parts: Vec<String> = counts.collect();
    let sets = sides.iter().any(|record| record.holds > 1);
    // Of a range that was left early, nobody knows how many movements there were.
    let whole: u32 = sides.iter().map(|record| record.whole).sum();
    let is_right = whole > 0 && planned.hold.is_none_or(|hold| total >= hold * whole);
    match (planned.movements.filter(|_| is_right), parts.last_mut()) {
        (Some(count), Some(last)) if sets => *last = format!("{last} sets of {count}"),
        (Some(count), Some(_)) => parts.push(plural(count, "movement") + " each"),
        (Some(count), None) => parts.push(plural(count, "movement")),
        (None, _) => {}
    }
    let why = match sides[..] {
        [only] if parts.is_empty() => missing(only, hurt),
        _ => String::new(),
    };
    parts.push(held + &why);
    parts.join(", ")
}

/// Why not all holds of a step on a side were held to their end, as far as a key
/// had to do with it: ` (hurt)`, ` (2 skipped, 1 cut short)`.
fn missing(record: &StepRecord, hurt: &[HoldRef]) -> String {
    let told = |count: u32, what: &str| match (count, record.holds) {
        (0, _) => None,
        (_, 1) => Some(what.to_owned()),
        (count, _) => Some(format!("{count} {what}")),
    };
    let mut hurt = hurt.iter();
    let hurt = hurt.any(|hold| hold.is_of(&record.step, record.side));
    let hurt = hurt.then(|| "hurt".to_owned());
    let other = [(record.skipped, "skipped"), (record.cut, "cut short")];
    let other = other.iter().filter_map(|(count, what)| told(*count, what));
    let why: Vec<String> = hurt.into_iter().chain(other).collect();
    match why.as_slice() {
        [] => String::new(),
        why => format!(" ({})", why.join(", ")),
    }
}
