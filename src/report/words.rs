//! What a screen says about a moment, in words.

mod instructions;

use std::time::Duration;

use jiff::SignedDuration;

use super::Frame;
use crate::keymap::{Action, BINDINGS};
use crate::player::{Activity, Command, Snapshot};
use crate::routine::Side;
use crate::text::{self, clock, countdown, time_of_day, whole_seconds_up};
use crate::timeline::{Phase, Segment, Timeline};
use instructions::NOTE_STAYS;
pub(super) use instructions::{advice, at_hand, cue, introduction, mind, note, page};

/// What stands between things in a row.
const DOT: &str = " · ";

/// The bar's place where there is nothing to measure.
pub(super) fn waiting(snapshot: &Snapshot, columns: usize) -> String {
    let elapsed = clock(snapshot.elapsed);
    let until = match snapshot.activity {
        Activity::Paused(_) => "space goes on",
        _ => until(snapshot.timeline, snapshot.index),
    };
    if snapshot.segment.phase == Phase::Task {
        return until.to_owned();
    }
    let whole = format!("{elapsed}   {until}");
    if text::width(&whole) <= columns {
        whole
    } else {
        format!("{elapsed} Enter goes on")
    }
}

/// When to press Enter in a segment that waits for it.
pub(super) fn until(timeline: &Timeline, index: usize) -> &'static str {
    match timeline.segments[index].phase {
        Phase::Task => "Enter when it is done",
        Phase::Hold if timeline.cramp_hold() == Some(index) => "Enter when it lets go",
        Phase::Hold => "Enter when you are done",
        _ => "Enter when you are ready",
    }
}

/// `12:30 left, ends 23:41`, as far as it can be told.
pub(super) fn total_left(frame: &Frame) -> String {
    let snapshot = &frame.snapshot;
    let waits = snapshot.segment.phase == Phase::Task;
    let left = match (snapshot.total_left(), snapshot.about_left()) {
        (Some(left), _) if !left.is_zero() || !waits => format!("{} left", countdown(left)),
        (None, Some(about)) if !about.is_zero() => {
            format!("about {} min left", minutes(about))
        }
        _ => return "ends when you say so".to_owned(),
    };
    let is_paused = matches!(snapshot.activity, Activity::Paused(_));
    let tasks = snapshot.timeline.tasks_after(snapshot.index + 1);
    match (tasks, end_time(frame)) {
        (0, Some(end)) if !waits && !is_paused => format!("{left}, ends {end}"),
        // While it waits, the end moves.
        (0, _) => left,
        // How long something to do takes, nobody knows.
        (1, _) => format!("{left}, and one thing to do"),
        _ => format!("{left}, and {tasks} things to do"),
    }
}

/// How many minutes it still takes, the one that has begun included.
pub(super) fn minutes(left: Duration) -> u64 {
    whole_seconds_up(left).as_secs().div_ceil(60)
}

/// The time of day at which it all ends if nothing comes between.
fn end_time(frame: &Frame) -> Option<String> {
    let real = frame.snapshot.total_left()?.div_f64(frame.speed);
    let real = SignedDuration::try_from(real).ok()?;
    let end = frame.now.checked_add(real).ok()?;
    Some(time_of_day(end.time()))
}

fn standstill(frame: &Frame) -> Option<String> {
    match frame.snapshot.activity {
        Activity::Paused(since) => Some(format!("PAUSED {}", clock(since.div_f64(frame.speed)))),
        Activity::CountIn(left) => Some(format!("On in {}", whole_seconds_up(left).as_secs())),
        Activity::Playing | Activity::Ended(_) => None,
    }
}

/// What is to be done, without the side.
fn task(snapshot: &Snapshot) -> String {
    let segment = snapshot.segment;
    let name = &snapshot.step().name;
    match (segment.phase, segment.side) {
        (Phase::Prepare, _) => format!("Get ready: {name}"),
        (Phase::Hold, _) => name.clone(),
        (Phase::Task, _) => format!("To do: {name}"),
        (Phase::Rest, _) => format!("Rest{DOT}{name}"),
        (Phase::Switch, Some(side)) => format!("Switch to {}", capitals(side)),
        (Phase::Switch, None) => "Switch".to_owned(),
    }
}

/// The task, the side, and which of several holds this is. Where that is wider than
/// `columns`, the side and the number come first, so that they are not cut.
pub(super) fn headline(frame: &Frame, columns: usize) -> String {
    let snapshot = &frame.snapshot;
    let segment = snapshot.segment;
    let task = task(snapshot);
    // In a switch the side is part of the task.
    let side = segment.side.filter(|_| segment.phase != Phase::Switch);
    let side = side.map(capitals);
    let places = segment.places().filter(|_| segment.phase == Phase::Hold);
    let places: Vec<String> = movement(snapshot).into_iter().chain(places).collect();
    let muted = (frame.muted == Some(true)).then_some("sound off");
    let sound = muted.into_iter().chain(frame.voice).map(str::to_owned);
    let still = standstill(frame);
    let first = [still.clone(), Some(task.clone()), side.clone()];
    let parts = first.into_iter().flatten().chain(places.clone());
    let whole = parts.chain(sound).collect::<Vec<_>>().join(DOT);
    if text::width(&whole) <= columns {
        return whole;
    }
    let places = places.iter().map(|place| place.replace(" of ", "/"));
    let parts = still.into_iter().chain(side).chain(places).chain([task]);
    parts.collect::<Vec<_>>().join(" ")
}

/// Which movement of how many it is, or how many there are to be.
fn movement(snapshot: &Snapshot) -> Option<String> {
    match (snapshot.beat(), snapshot.movements()) {
        (Some((beat, _)), Some(of)) => Some(format!("{} of {of}", beat.movement)),
        (Some((beat, _)), None) => Some(format!("cycle {}", beat.movement)),
        (None, of) => of.map(|of| format!("{of} at your own pace")),
    }
}

/// The part of the movement, and how long it takes: `up 2s`.
pub(super) fn part(snapshot: &Snapshot) -> Option<String> {
    let (beat, part) = snapshot.beat()?;
    let seconds = part.length.as_secs_f64();
    let parts = snapshot.step().cycle()?.parts().len();
    Some(match part.word.as_str() {
        "" if parts > 1 => format!("part {} of {parts}, {seconds}s", beat.part + 1),
        word => format!("{word} {seconds}s").trim_start().to_owned(),
    })
}

pub(super) fn adjusted(snapshot: &Snapshot) -> Option<String> {
    let (length, planned) = (snapshot.length?, snapshot.segment.length?);
    let by = length.abs_diff(planned).as_secs();
    let sign = if length > planned { '+' } else { '-' };
    (length != planned).then(|| format!("{sign}{by}s"))
}

pub(super) fn capitals(side: Side) -> String {
    side.to_string().to_uppercase()
}

/// What comes after this, and whether a person may go on to it now.
pub(super) fn next(snapshot: &Snapshot) -> String {
    let next = format!("Next: {}", coming(snapshot));
    match snapshot.segment.enough {
        Some(enough) if snapshot.elapsed >= enough => format!("Enough: Enter goes on. {next}"),
        _ => next,
    }
}

fn coming(snapshot: &Snapshot) -> String {
    let timeline = snapshot.timeline;
    let segment = snapshot.segment;
    let after = timeline.played_from(snapshot.index + 1);
    if !segment.phase.is_goal() {
        let hold = timeline.segments.get(after).unwrap_or(segment);
        let mut parts = vec![hold_length(timeline, hold)];
        if segment.phase != Phase::Prepare {
            parts.extend(hold.side.map(capitals));
            parts.extend(hold.places());
        }
        return parts.join(", ");
    }
    let Some(hold) = timeline.goal_from(after) else {
        return "done".to_owned();
    };
    let hold = &timeline.segments[hold];
    let between = &timeline.segments[after];
    let first = match between.phase {
        Phase::Rest => format!("rest {}, then ", segment_length(timeline, between)),
        Phase::Switch => format!("switch {}, then ", segment_length(timeline, between)),
        Phase::Prepare | Phase::Hold | Phase::Task => String::new(),
    };
    let is_same = hold.step == segment.step;
    let name = (!is_same).then(|| timeline.step(hold).name.clone());
    let side = hold.side.map(capitals);
    let places = hold.places().filter(|_| is_same);
    let mut parts: Vec<String> = name.into_iter().chain(side).chain(places).collect();
    if parts.is_empty() {
        parts.push(hold_length(timeline, hold));
    }
    format!("{first}{}", parts.join(", "))
}

/// What is to be done in a hold: `hold 10s`, `12 movements, 48s`.
fn hold_length(timeline: &Timeline, hold: &Segment) -> String {
    let length = segment_length(timeline, hold);
    match timeline.movements(hold, hold.length) {
        Some(movements) => format!("{}, {length}", text::plural(movements, "movement")),
        None => format!("hold {length}"),
    }
}

fn segment_length(timeline: &Timeline, segment: &Segment) -> String {
    match (segment.length, timeline.about_of(segment)) {
        (Some(length), _) => text::length(length),
        (None, Some(about)) => format!("about {}", text::length(about)),
        (None, None) => "until you press Enter".to_owned(),
    }
}

/// The keys worth knowing now in one row, or all of them in as many as they need.
pub(super) fn keys(frame: &Frame, columns: usize) -> Vec<String> {
    let snapshot = &frame.snapshot;
    let paused = matches!(snapshot.activity, Activity::Paused(_));
    let is_task = snapshot.segment.phase == Phase::Task;
    let prepares = snapshot.segment.phase == Phase::Prepare && snapshot.length.is_some();
    let turn = |segment: &Segment| (segment.step, segment.round);
    let goal = snapshot.timeline.goal_from(snapshot.index + 1);
    let goal = goal.map(|goal| turn(&snapshot.timeline.segments[goal]));
    let shown = BINDINGS.iter().filter(|binding| match binding.action() {
        Action::Play(Command::Longer) if is_task => false,
        Action::Mute | Action::Voice => frame.help && frame.muted.is_some(),
        _ if frame.help => true,
        Action::Play(Command::GoOn) => snapshot.may_go_on && !paused,
        Action::Play(Command::Ouch) => snapshot.may_hurt,
        Action::Play(Command::NextStep) => goal == Some(turn(snapshot.segment)),
        Action::Play(Command::Longer) => snapshot.index == 0 && prepares,
        Action::Play(Command::Back) => snapshot.index > 0,
        _ => true,
    });
    let told = shown.filter_map(|binding| {
        let label = binding.label?;
        let does = match binding.action() {
            Action::Play(Command::TogglePause) if paused => "go on",
            Action::Play(Command::GoOn) if is_task => "done",
            Action::Play(Command::Longer) if !frame.help => return Some("+ longer".to_owned()),
            Action::Play(Command::Longer) if snapshot.beat().is_some() => "movements more, fewer",
            Action::Help if frame.help => "fewer keys",
            _ => label,
        };
        Some(format!("{} {does}", binding.screen_names("/")))
    });
    let mut keys: Vec<String> = told.collect();
    // Where to find all of them comes last, and has its place in any window.
    while !frame.help && keys.len() > 1 && text::width(&keys.join(DOT)) > columns {
        keys.remove(keys.len() - 2);
    }
    text::wrap_at(DOT, &keys, columns)
}

/// The line of a screen that has settled, which changes once a minute.
pub(super) fn at_rest(frame: &Frame) -> String {
    let snapshot = &frame.snapshot;
    let mut parts = vec![task(snapshot)];
    parts.extend(snapshot.segment.side.map(capitals));
    if let Some(note) = note(snapshot) {
        parts.push(note.to_owned());
    } else if let Some(left) = snapshot.left() {
        parts.push(format!("{} min left", minutes(left)));
    }
    parts.extend(end_time(frame).map(|end| format!("ends {end}")));
    parts.join(DOT)
}

/// How long a screen stays as it is that waits for a key and shows no time.
const NOTHING_CHANGES: Duration = Duration::from_hours(1);

/// How long until what a screen tells changes.
pub(super) fn until_next_change(frame: &Frame) -> Duration {
    let snapshot = &frame.snapshot;
    if frame.is_at_rest() {
        let change = until_step(snapshot.left().unwrap_or_default(), Duration::from_mins(1));
        return match note(snapshot) {
            // The note is removed at most this late.
            Some(_) => change.min(NOTE_STAYS / 3),
            None => change,
        };
    }
    if snapshot.activity == Activity::Playing {
        if let Some(cycle) = snapshot.timeline.cycle(snapshot.segment) {
            let beat = cycle.beat_after(snapshot.elapsed).at;
            let beat = beat.saturating_sub(snapshot.elapsed);
            return beat.min(snapshot.left().unwrap_or(beat));
        }
        if snapshot.segment.phase == Phase::Task {
            return NOTHING_CHANGES;
        }
    }
    let counted_up = match (snapshot.activity, snapshot.left()) {
        (Activity::Paused(since), _) => since,
        (Activity::CountIn(left), _) | (_, Some(left)) => {
            return until_step(left, Duration::from_secs(1));
        }
        (_, None) => snapshot.elapsed,
    };
    Duration::from_nanos(u64::from(1_000_000_000 - counted_up.subsec_nanos()))
}

/// How long until a countdown comes to the next multiple of `step`.
fn until_step(left: Duration, step: Duration) -> Duration {
    match left.as_nanos() % step.as_nanos() {
        0 => step,
        nanos => Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX)),
    }
}
