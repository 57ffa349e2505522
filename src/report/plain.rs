//! One line an event, in words: for a pipe, a log, a screen reader.

use std::io::{self, Write};
use std::time::Duration;

use super::EventWriter;
use crate::player::{Event, Outcome, SegmentBegan, Started};
use crate::routine::Cue;
use crate::text::spoken;
use crate::timeline::{Phase, Timeline};

/// Writes plain lines.
#[derive(Debug)]
pub struct Plain<W> {
    out: W,
    /// The step of the segment before: its instructions have been told.
    step: Option<usize>,
}

impl<W: Write> Plain<W> {
    /// Lines to `out`, each flushed at once.
    pub fn new(out: W) -> Self {
        Self { out, step: None }
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }
}

impl<W: Write> EventWriter for Plain<W> {
    fn record(&mut self, _: Duration, event: &Event, timeline: &Timeline) -> io::Result<()> {
        let words = match event {
            Event::Segment(began) => {
                let step = timeline.segments[began.index].step;
                let introduces = self.step.replace(step) != Some(step);
                Some(segment(began, timeline, introduces))
            }
            _ => words(event, timeline),
        };
        words.map_or(Ok(()), |words| self.line(&words))
    }
}

fn words(event: &Event, timeline: &Timeline) -> Option<String> {
    Some(match event {
        Event::Started(started) => beginning(started, timeline),
        Event::Cue { cue: Cue::Half } => "Half way.".to_owned(),
        Event::Cue { cue: Cue::Enough } => {
            "Enough, if you like: Enter goes on to what comes next.".to_owned()
        }
        // The line of what begins says it already.
        Event::Cue { .. } | Event::Segment(_) => return None,
        Event::Say { text } => text.clone(),
        Event::Paused => "Paused. Space goes on.".to_owned(),
        Event::Resumed => "Going on.".to_owned(),
        Event::Skipped { .. } => "Skipped.".to_owned(),
        Event::Ended {
            outcome,
            held,
            skipped,
        } => ending(*outcome, *held, *skipped),
    })
}

fn beginning(started: &Started, timeline: &Timeline) -> String {
    let total = match started.total {
        Some(total) => spoken(total),
        None => "until you press a key where it waits for one".to_owned(),
    };
    let caution = timeline.routine.caution.as_ref();
    let caution = caution.map_or_else(String::new, |caution| format!(" {caution}"));
    format!("{}. It takes {total}.{caution}", started.title)
}

/// What begins; with its instructions where it is the first of its step, be it
/// the prepare or a hold to which a key has led past it.
fn segment(began: &SegmentBegan, timeline: &Timeline, introduces: bool) -> String {
    let step = timeline.step(&timeline.segments[began.index]);
    let side = began.side.map(|side| format!("{side} side"));
    let length = match (began.length, began.phase) {
        (Some(length), _) => spoken(length),
        (None, Phase::Hold) => "until you press Enter".to_owned(),
        (None, _) => "press Enter when you are ready".to_owned(),
    };
    let mut parts: Vec<String> = Vec::new();
    match began.phase {
        Phase::Prepare => {
            parts.push(format!("Get ready: {}", step.name));
            parts.extend(side);
            parts.push(length);
        }
        Phase::Hold => {
            parts.push(format!("Hold: {}", step.name));
            parts.extend(side);
            parts.extend(place("hold", began.rep, began.reps));
            parts.extend(place("set", began.set, began.sets));
            parts.extend(place("round", began.round, began.rounds));
            parts.push(length);
        }
        Phase::Rest => {
            parts.push("Rest".to_owned());
            parts.push(length);
        }
        Phase::Switch => {
            let to = side.map_or_else(|| "sides".to_owned(), |side| format!("to the {side}"));
            parts.push(format!("Switch {to}"));
            parts.push(length);
        }
    }
    let mut sentences = vec![parts.join(", ") + "."];
    if began.phase == Phase::Prepare {
        let left = timeline.left_after(began.index);
        sentences.extend(left.map(|left| format!("{} to go.", spoken(left))));
    }
    let mut advice = Vec::new();
    if introduces {
        advice.extend([&step.how, &step.caution]);
    }
    if began.phase == Phase::Hold {
        advice.push(&step.cue);
    }
    let advice = advice.into_iter().flatten();
    sentences.extend(advice.map(|advice| advice.replace('\n', " ")));
    sentences.join(" ")
}

/// Which of several, where there are several.
fn place(noun: &str, number: u32, of: u32) -> Option<String> {
    (of > 1).then(|| format!("{noun} {number} of {of}"))
}

/// How it went, in a sentence or two.
pub(super) fn ending(outcome: Outcome, held: Duration, skipped: u32) -> String {
    let how = match outcome {
        Outcome::Completed => "Done",
        Outcome::Quit => "Stopped early",
        Outcome::Interrupted => "Interrupted",
    };
    let held = if held.is_zero() {
        format!("{how}, before the first hold")
    } else {
        format!("{how}. Held for {}", spoken(held))
    };
    match skipped {
        0 => format!("{held}."),
        1 => format!("{held}; skipped once."),
        skipped => format!("{held}; skipped {skipped} times."),
    }
}
