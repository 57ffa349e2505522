//! One line an event, in words: for a pipe, a log, a screen reader.

use std::io::{self, Write};
use std::time::Duration;

use super::{EventWriter, SessionState, summary, words};
use crate::player::{Event, SegmentBegan, Started};
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
}

impl<W: Write> Plain<W> {
    /// Lines to `out`, each flushed at once.
    pub fn new(out: W) -> Self {
        Self { out, step: None }
    }
}

impl<W: Write> EventWriter for Plain<W> {
    fn record(&mut self, _: Duration, event: &Event, session: &SessionState) -> io::Result<()> {
        let timeline = session.player.timeline();
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
            Event::Skipped { hurt: true, .. } => "Ouch: no more of that.".to_owned(),
            Event::Ended { .. } => summary::ending(session),
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
        (None, Phase::Hold) if timeline.cramp_hold() == Some(began.index) => {
            "press Enter when it lets go".to_owned()
        }
        (None, Phase::Hold) => "press Enter when you are done".to_owned(),
        (None, Phase::Task) => "press Enter when it is done".to_owned(),
        (None, _) => "press Enter when you are ready".to_owned(),
    });
    let mut sentences = vec![parts.join(", ") + "."];
    if began.phase == Phase::Prepare {
        let left = timeline.left_after(began.index);
        sentences.extend(left.map(|left| format!("{} to go.", spoken(left))));
    }
    sentences.extend(step.cycle().filter(|_| introduces).map(pace));
    let needs = words::at_hand(timeline, segment);
    let each_time = timeline.stretching_advice(segment.step);
    let instructions = [
        needs.as_deref(),
        step.how.as_deref(),
        step.caution.as_deref(),
        each_time,
    ];
    let instructions = instructions.into_iter().filter(|_| introduces);
    let cue = (began.phase == Phase::Hold).then_some(step.cue.as_deref());
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

#[cfg(test)]
mod tests;
