//! One line an event, in words: for a pipe, a log, a screen reader.

use std::io::{self, Write};
use std::time::Duration;

use super::EventWriter;
use crate::player::{Event, Outcome, SegmentBegan, Started};
use crate::routine::Cue;
use crate::routine::tempo::{Cycle, Part};
use crate::text::{plural, spoken};
use crate::timeline::{Phase, Timeline};

/// Writes plain lines.
#[derive(Debug)]
pub struct Plain<W> {
    out: W,
    /// The step of the segment before: its instructions have been told.
    step: Option<usize>,
    /// How often it hurt.
    hurts: u32,
}

impl<W: Write> Plain<W> {
    /// Lines to `out`, each flushed at once.
    pub fn new(out: W) -> Self {
        Self {
            out,
            step: None,
            hurts: 0,
        }
    }
}

impl<W: Write> EventWriter for Plain<W> {
    fn record(&mut self, _: Duration, event: &Event, timeline: &Timeline) -> io::Result<()> {
        let words = match event {
            Event::Started(started) => beginning(started, timeline),
            Event::Segment(began) => {
                let step = timeline.segments[began.index].step;
                let introduces = self.step.replace(step) != Some(step);
                segment(began, timeline, introduces)
            }
            Event::Cue { cue: Cue::Half } => "Half way.".to_owned(),
            Event::Cue { cue: Cue::Enough } => {
                "Enough, if you like: Enter goes on to what comes next.".to_owned()
            }
            Event::Count {
                count, of, part: 0, ..
            } if count % 5 == 0 || Some(*count) == *of => {
                let of = of.map_or_else(String::new, |of| format!(" of {of}"));
                format!("{count}{of}.")
            }
            // The line of what begins says it already.
            Event::Cue { .. } | Event::Count { .. } => return Ok(()),
            Event::Say { text } => text.clone(),
            Event::Paused => "Paused. Space goes on.".to_owned(),
            Event::Resumed => "Going on.".to_owned(),
            Event::Skipped { hurt: false, .. } => "Skipped.".to_owned(),
            Event::Skipped { hurt: true, .. } => {
                self.hurts += 1;
                "Ouch: no more of that.".to_owned()
            }
            Event::Ended {
                outcome,
                held,
                skipped,
            } => {
                let skipped = times("skipped", skipped.saturating_sub(self.hurts));
                ending(*outcome, *held, skipped, self.hurts)
            }
        };
        writeln!(self.out, "{words}")?;
        self.out.flush()
    }
}

fn beginning(started: &Started, timeline: &Timeline) -> String {
    let takes = match (started.total, timeline.about()) {
        (Some(Duration::ZERO), _) => None,
        (Some(total), _) => Some(spoken(total)),
        (None, Some(about)) => Some(format!("about {}", spoken(about))),
        (None, None) => Some("until you press a key where it waits for one".to_owned()),
    };
    let takes = takes.map(|takes| format!("It takes {takes}."));
    let tasks = match timeline.tasks() {
        0 => None,
        1 => Some("There is one thing to do.".to_owned()),
        tasks => Some(format!("There are {tasks} things to do.")),
    };
    let title = Some(format!("{}.", started.title));
    let caution = timeline.routine.caution.clone();
    let sentences = [title, takes, tasks, caution].into_iter().flatten();
    sentences.collect::<Vec<_>>().join(" ")
}

/// What begins; with its instructions where it is the first of its step, be it
/// the prepare or a hold to which a key has led past it.
fn segment(began: &SegmentBegan, timeline: &Timeline, introduces: bool) -> String {
    let segment = &timeline.segments[began.index];
    let step = timeline.step(segment);
    let name = &step.name;
    let movements = timeline.movements(segment, began.length);
    let mut parts = vec![match (began.phase, began.side) {
        (Phase::Prepare, _) => format!("Get ready: {name}"),
        (Phase::Hold, _) if step.tempo.is_some() => format!("Now: {name}"),
        (Phase::Hold, _) => format!("Hold: {name}"),
        (Phase::Rest, _) => "Rest".to_owned(),
        (Phase::Switch, Some(side)) => format!("Switch to the {side} side"),
        (Phase::Switch, None) => "Switch sides".to_owned(),
        (Phase::Task, _) => format!("To do: {name}"),
    }];
    if matches!(began.phase, Phase::Prepare | Phase::Hold) {
        parts.extend(began.side.map(|side| format!("{side} side")));
    }
    if began.phase == Phase::Hold {
        let places = [
            ("hold", began.rep, began.reps),
            ("set", began.set, began.sets),
            ("round", began.round, began.rounds),
        ];
        let several = places.into_iter().filter(|(_, _, of)| *of > 1);
        parts.extend(several.map(|(noun, number, of)| format!("{noun} {number} of {of}")));
    }
    let own = if began.length.is_none() {
        " at your own pace"
    } else {
        ""
    };
    parts.extend(movements.map(|count| plural(count, "movement") + own));
    parts.push(match (began.length, began.phase) {
        (Some(length), _) => spoken(length),
        (None, Phase::Hold) if movements.is_some() => "press Enter when you are done".to_owned(),
        (None, Phase::Hold) => "until you press Enter".to_owned(),
        (None, Phase::Task) => "press Enter when it is done".to_owned(),
        (None, _) => "press Enter when you are ready".to_owned(),
    });
    let mut sentences = vec![parts.join(", ") + "."];
    if began.phase == Phase::Prepare {
        let left = timeline.left_after(began.index);
        sentences.extend(left.map(|left| format!("{} to go.", spoken(left))));
    }
    sentences.extend(step.cycle().filter(|_| introduces).map(pace));
    let instructions = [&step.how, &step.caution].into_iter();
    let instructions = instructions.filter(|_| introduces);
    let cue = (began.phase == Phase::Hold).then_some(&step.cue);
    let advice = instructions.chain(cue).flatten();
    sentences.extend(advice.map(|advice| advice.replace('\n', " ")));
    sentences.join(" ")
}

/// `Each time: up 2 seconds, hold 1 second, down 2 seconds.`
fn pace(cycle: &Cycle) -> String {
    let part = |part: &Part| {
        let length = plural(part.length.as_secs_f64(), "second");
        format!("{} {length}", part.word).trim_start().to_owned()
    };
    let parts: Vec<String> = cycle.parts().iter().map(part).collect();
    format!("Each time: {}.", parts.join(", "))
}

/// How it went, in a sentence or two.
pub(super) fn ending(
    outcome: Outcome,
    held: Duration,
    skipped: Option<String>,
    hurts: u32,
) -> String {
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
    let told = skipped.into_iter().chain(times("it hurt", hurts));
    let told = told.collect::<Vec<_>>().join(", ");
    let between = if told.is_empty() { "" } else { "; " };
    format!("{how}{held}{between}{told}.")
}

fn times(what: &str, times: u32) -> Option<String> {
    match times {
        0 => None,
        1 => Some(format!("{what} once")),
        times => Some(format!("{what} {times} times")),
    }
}

#[cfg(test)]
mod tests;
