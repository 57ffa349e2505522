//! `legrest show`: what a routine asks for and when.

mod instructions;
mod page;

use std::io::{self, IsTerminal};

use super::compile::compile;
use super::outline::{
    about, columns, defaults, extent, grouped, pace, paragraph, print_document, total,
};
use super::tonight::{self, Others};
use crate::cli::{ShowArgs, ShowFormat};
use crate::console::{print, print_lines};
use crate::error::Error;
use crate::library::{self, Loaded};
use crate::routine::amount::Range;
use crate::routine::tempo::Tempo;
use crate::routine::{Hold, Order, Sides};
use crate::settings::{self, Sources};
use crate::terminal;
use crate::text::{clock, length, width};
use crate::timeline::{Choice, OWN_PACE, PlannedStep, Segment, Timeline};

pub(super) fn run(args: &ShowArgs) -> Result<(), Error> {
    let Some(routine) = &args.routine else {
        return Ok(print_lines(instructions::figures())?);
    };
    let choice = settings::choice(&args.choice, &Sources::load()?)?;
    let loaded = library::load(routine)?;
    let timeline = compile(&loaded, &choice, args.choice.fit)?;
    match args.format {
        ShowFormat::Human => {
            let days = other_evenings(&loaded, &timeline, &choice);
            let mut lines = head(&timeline, args.full);
            lines.extend(table(&timeline, days));
            lines.extend(instructions::of(&timeline, args.full, args.figures));
            let all = instructions::of(&timeline, true, false);
            if !args.full && (!all.is_empty() || timeline.routine.caution.is_some()) {
                let hint = "With --full: how each step is done, and what to mind.";
                lines.extend([String::new(), hint.to_owned()]);
            }
            print_lines(lines)?;
        }
        ShowFormat::Json => print_document(&loaded.name, &timeline)?,
        ShowFormat::Html => print(&page::page(&timeline, routine, &args.choice))?,
    }
    Ok(())
}

/// What it is, and what to know before deciding on it.
fn head(timeline: &Timeline, full: bool) -> Vec<String> {
    let routine = &timeline.routine;
    let needs = timeline.needs();
    let told = [
        ("", Some(&*routine.title)),
        ("", routine.summary.as_deref()),
        ("Caution: ", caution(timeline).filter(|_| full)),
        ("At hand: ", needs.as_deref()),
    ];
    let told = told.into_iter();
    let told = told.flat_map(|(label, text)| paragraph(label, text, 0));
    told.chain([String::new()]).collect()
}

fn caution(timeline: &Timeline) -> Option<&str> {
    let mut steps = 0..timeline.steps.len();
    let advice = || steps.find_map(|step| timeline.stretching_advice(step));
    timeline.routine.caution.as_deref().or_else(advice)
}

fn table(timeline: &Timeline, other_evenings: Vec<String>) -> Vec<String> {
    let has_days = timeline.steps.iter().any(|it| it.step.days.is_some());
    let days = if has_days { "days" } else { "" };
    let head = ["at", "step", "what", "sides", "holds", "of", "takes", days].map(str::to_owned);
    let mut rows = vec![head];
    for (index, planned) in timeline.steps.iter().enumerate() {
        let (first, _) = extent(timeline, index);
        rows.push([
            clock(first.start),
            planned.step.id.clone(),
            planned.step.name.clone(),
            sides(planned, first),
            holds(planned, first.round.of),
            written(planned),
            takes(timeline, index),
            planned.step.days.map(tonight::names).unwrap_or_default(),
        ]);
    }
    let mut lines = columns(&rows, usize::MAX);
    let window = terminal::size().filter(|_| io::stdout().is_terminal());
    if window.is_some_and(|(window, _)| lines.iter().any(|line| width(line) > window)) {
        // The ids say nearly the same, and options take them.
        for row in &mut rows {
            row[2].clear();
        }
        lines = columns(&rows, usize::MAX);
    }
    let chosen = match timeline.fit {
        Some(time) => format!("Fitted into {}", length(time)),
        None => format!("Level {}", timeline.level),
    };
    lines.extend([String::new(), format!("{chosen}: {}", total(timeline))]);
    lines.extend(other_evenings);
    lines.extend(unwritten(timeline));
    lines
}

/// What is not due tonight, and how long the rest takes, if there is any.
fn other_evenings(loaded: &Loaded, timeline: &Timeline, choice: &Choice) -> Vec<String> {
    let Some(others) = Others::of(timeline, choice) else {
        return Vec::new();
    };
    let mut choice = choice.clone();
    choice.skip.extend(others.ids());
    let rest = compile(loaded, &choice, timeline.fit).ok();
    let rest = rest.map(|rest| format!("Tonight alone: {}", total(&rest)));
    [others.not_tonight()].into_iter().chain(rest).collect()
}

/// What nobody wrote, and in which steps it is done all the same.
fn unwritten(timeline: &Timeline) -> Vec<String> {
    let phrases = timeline.steps.iter().flat_map(|planned| {
        let is_own = planned.step.tempo == Some(Tempo::Own);
        let guess = is_own.then(|| format!("about {} a movement", length(OWN_PACE)));
        let phrases = defaults(planned).map(|(_, phrase)| phrase).chain(guess);
        phrases.map(|phrase| (phrase, &*planned.step.id))
    });
    let groups = grouped(phrases);
    let head = ["", "By default, as nothing else is written:"].map(str::to_owned);
    let head = head.into_iter().filter(|_| !groups.is_empty());
    let lines = groups.iter().map(|(phrase, ids)| match ids.len() {
        all if all == timeline.steps.len() && all > 1 => format!("  {phrase}: all steps"),
        _ => format!("  {phrase}: {}", ids.join(", ")),
    });
    head.chain(lines).collect()
}

fn takes(timeline: &Timeline, step: usize) -> String {
    let guess = timeline.segments_of(step).map(|it| timeline.about_of(it));
    let is_task = timeline.steps[step].step.hold == Hold::Task;
    let open = if is_task { "" } else { "open" };
    about(extent(timeline, step).1, guess.sum()).unwrap_or_else(|| open.to_owned())
}

fn sides(planned: &PlannedStep, first: &Segment) -> String {
    let (Sides::Each, Some(first)) = (planned.sides, first.side) else {
        let side = planned.sides.single();
        return side.iter().map(ToString::to_string).collect();
    };
    let in_turns = planned.step.order == Order::Alternating && planned.reps > 1;
    let turns = if in_turns { ", in turns" } else { "" };
    format!("{first}, {}{turns}", first.other())
}

fn holds(step: &PlannedStep, rounds: u32) -> String {
    if step.step.hold == Hold::Task {
        return "to do".to_owned();
    }
    let hold = step.hold.map(length);
    let hold = hold.unwrap_or_else(|| "until a key".to_owned());
    let parts = [
        (rounds > 1).then(|| format!("{rounds} rounds of ")),
        (step.sets > 1).then(|| format!("{} x ", step.sets)),
        Some(match step.movements {
            Some(count) => count.to_string(),
            None => format!("{} x {hold}", step.reps),
        }),
        (step.sides == Sides::Each).then(|| " a side".to_owned()),
        (step.step.tempo.as_ref()).map(|tempo| format!(": {}", pace(tempo, length))),
    ];
    parts.into_iter().flatten().collect()
}

/// What the holds were chosen from: ranges, and times that whole movements only
/// come near to.
fn written(planned: &PlannedStep) -> String {
    let range = |range: Range<u32>| {
        if range.is_fixed() {
            return range.low.to_string();
        }
        format!("{}-{}", range.low, range.high)
    };
    let reps = planned.step.reps;
    match planned.step.hold {
        Hold::Movements(count) if !count.is_fixed() => range(count),
        Hold::For(hold) if !hold.is_fixed() => {
            let (low, high) = (length(hold.low), length(hold.high));
            format!("{} x {low}-{high}", range(reps))
        }
        Hold::For(hold) if !reps.is_fixed() || planned.hold != Some(hold.low) => {
            format!("{} x {}", range(reps), length(hold.low))
        }
        _ => String::new(),
    }
}
