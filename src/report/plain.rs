//! One line an event, in words: for a pipe, a log, a screen reader.
//!
//! A screen reader reads the lines one after the other. So a line is as long as
//! there is time for it; advice that has no room yet waits for a later line.

use std::time::Duration;

use super::{EventWriter, SessionState, summary, words};
use crate::player::{Activity, Advice, Event, Player, Snapshot, caution, sentence};
use crate::routine::tempo::{Cycle, Part};
use crate::routine::{Cue, Side};
use crate::text::{plural, spoken};
use crate::timeline::{Phase, Timeline};

/// How long a word is read, at 175 of them a minute.
const WORD: Duration = Duration::from_millis(343);
/// How late the reading of a line may begin.
const LATE: Duration = Duration::from_millis(1500);

/// Plain lines.
#[derive(Debug)]
pub struct Plain {
    speed: f64,
    /// Until when what is written is being read, on the timeline's clock.
    read_until: Duration,
    advice: Advice,
    index: usize,
    /// The minutes left that were told last.
    minutes: String,
    /// Whether it was told how to go on once it is enough.
    told_enough: bool,
}

impl Plain {
    /// Lines after others that are still to be read.
    pub fn new(before: &[String]) -> Self {
        Self {
            speed: 1.0,
            read_until: before.iter().map(|line| time_of(line)).sum(),
            advice: Advice::default(),
            index: 0,
            minutes: String::new(),
            told_enough: false,
        }
    }

    fn line(&mut self, at: Duration, words: &str) -> String {
        self.read_until = self.read_until.max(at) + time_of(words);
        format!("{words}\n")
    }

    /// Adds as much of what is still to be told as can be read before the next line.
    fn advise(&mut self, words: &mut String, at: Duration, snapshot: &Snapshot) {
        let (timeline, segment) = (snapshot.timeline, snapshot.segment);
        let step = snapshot.step();
        let begins = self.read_until.max(at);
        let room = next_line(snapshot).map(|line| line.saturating_sub(snapshot.elapsed) + LATE);
        let fit = |words: &str| room.is_none_or(|room| begins + time_of(words) <= at + room);
        let extent: Vec<String> = extent(snapshot).collect();
        let pace = step.cycle().map(pace);
        // In a hold it is too late to fetch anything.
        let needs = words::at_hand(timeline, segment).filter(|_| segment.phase != Phase::Hold);
        let texts = extent.iter().chain(&pace).chain(&needs).chain(&step.how);
        let is_first = segment.step == timeline.segments[0].step;
        let general = timeline.routine.caution.as_deref().filter(|_| is_first);
        let texts = texts.map(String::as_str);
        let texts = texts.chain(caution(timeline, step.caution.as_deref()));
        let texts = texts.chain(caution(timeline, general));
        let texts = texts.chain(timeline.stretching_advice(segment.step));
        self.advice.add(words, texts, snapshot, fit);
        // In a long hold the last minute tells it.
        let next = next_step(timeline, snapshot.index);
        let next = next.filter(|_| snapshot.minutes_left().next().is_none());
        self.advice.add(words, next.as_deref(), snapshot, fit);
    }
}

impl EventWriter for Plain {
    fn record(&mut self, at: Duration, event: &Event, session: &SessionState) -> String {
        let timeline = session.player.timeline();
        let at = at.mul_f64(self.speed);
        if let Event::Segment(began) = event {
            self.index = began.index;
            self.minutes.clear();
        }
        let mut snapshot = session.player.snapshot(at);
        if snapshot.index != self.index {
            // A session that is late is in another segment already.
            snapshot.index = self.index;
            snapshot.segment = &timeline.segments[self.index];
            snapshot.length = snapshot.segment.length;
            snapshot.elapsed = Duration::ZERO;
        }
        let mut words = match event {
            Event::Started(started) => {
                self.speed = started.speed;
                format!("{}.", started.title)
            }
            Event::Segment(_) => begun(timeline, self.index, session.keyboard),
            Event::Cue { cue: Cue::Half } => "Half way.".to_owned(),
            Event::Cue { cue: Cue::Enough } => {
                let is_known = !session.keyboard || std::mem::replace(&mut self.told_enough, true);
                let how = ", if you like: Enter goes on to what comes next";
                format!("Enough{}.", if is_known { "" } else { how })
            }
            Event::Count {
                count, of, part: 0, ..
            } if count % 5 == 0 || Some(*count) == *of => {
                let of = of.map_or_else(String::new, |of| format!(" of {of}"));
                format!("{count}{of}.")
            }
            // The line of what begins says it already.
            Event::Cue { .. } | Event::Count { .. } => return String::new(),
            Event::Say { text } => text.clone(),
            Event::Paused if session.keyboard => "Paused. Space goes on.".to_owned(),
            Event::Paused => "Paused.".to_owned(),
            Event::Resumed => "Going on.".to_owned(),
            Event::Skipped { hurt: false, .. } => "Skipped.".to_owned(),
            Event::Skipped { hurt: true, .. } => "Ouch: no more of that.".to_owned(),
            Event::Ended { .. } => summary::ending(session),
        };
        if let Event::Segment(_) | Event::Cue { .. } | Event::Say { .. } = event {
            self.advise(&mut words, at, &snapshot);
        }
        self.line(at, &words)
    }

    fn look(&mut self, at: Duration, player: &Player) -> (String, Option<Duration>) {
        let at = at.mul_f64(self.speed);
        let snapshot = player.snapshot(at);
        let (mut lines, mut next) = (String::new(), None);
        if snapshot.activity != Activity::Playing {
            return (lines, next);
        }
        for (due, minutes) in snapshot.minutes_left() {
            if due > snapshot.elapsed {
                next = Some(due.saturating_sub(snapshot.elapsed));
            } else if minutes != self.minutes {
                let next = next_step(snapshot.timeline, snapshot.index);
                let next = next.filter(|_| minutes.starts_with("1 "));
                let words = format!("{minutes} {}", next.unwrap_or_default());
                lines += &self.line(at, words.trim_end());
                self.minutes = minutes;
            }
        }
        (lines, next)
    }
}

fn time_of(words: &str) -> Duration {
    let count = words.split_whitespace().count();
    WORD * u32::try_from(count).unwrap_or(u32::MAX)
}

/// How far into the segment the next line is due, if any comes by itself.
fn next_line(snapshot: &Snapshot) -> Option<Duration> {
    let from = snapshot.elapsed;
    let is_line = |cue| matches!(cue, None | Some(Cue::Half | Cue::Enough));
    let told = snapshot.told_after(from).filter(|(_, cue)| is_line(*cue));
    let minutes = snapshot.minutes_left().filter(|(at, _)| *at > from);
    let lines = told.map(|(at, _)| at).chain(minutes.map(|(at, _)| at));
    // The fifth movement is the first with a line.
    let fifth = snapshot.timeline.cycle(snapshot.segment);
    let fifth = fifth.map(|cycle| from.max(cycle.length() * 4));
    lines.chain(fifth).chain(snapshot.length).min()
}

/// What comes when this hold is over, unless it is another one of its step.
fn next_step(timeline: &Timeline, index: usize) -> Option<String> {
    let hold = &timeline.segments[index];
    let goal = timeline.goal_from(index + 1);
    match goal.map(|goal| &timeline.segments[goal]) {
        _ if hold.phase != Phase::Hold || hold.length.is_none() => None,
        Some(goal) if (goal.step, goal.round) == (hold.step, hold.round) => None,
        Some(goal) => Some(format!("Next: {}.", timeline.step(goal).name)),
        None => Some("Then it is done.".to_owned()),
    }
}

/// How long all of it still takes, and at the beginning what there is to do.
fn extent(snapshot: &Snapshot) -> impl Iterator<Item = String> + use<> {
    let (timeline, index) = (snapshot.timeline, snapshot.index);
    let begins = index == 0 && timeline.prepares();
    let left = timeline.about_after(index).filter(|left| !left.is_zero());
    let left = left.filter(|_| begins || snapshot.segment.phase == Phase::Prepare);
    let about = ["", "about "][usize::from(timeline.left_after(index).is_none())];
    let left = left.map(|left| sentence(&format!("{about}{} to go", spoken(left))));
    let tasks = Some(timeline.tasks()).filter(|tasks| begins && *tasks > 0);
    let tasks = tasks.map(|tasks| plural(tasks, "thing") + " to do.");
    left.into_iter().chain(tasks)
}

/// What begins: a hold after the first of its side in a few words.
fn begun(timeline: &Timeline, index: usize, keyboard: bool) -> String {
    let segment = &timeline.segments[index];
    let step = timeline.step(segment);
    let name = &step.name;
    let (rep, set, round) = (segment.rep, segment.set, segment.round);
    let is_hold = segment.phase == Phase::Hold;
    let is_again = is_hold && (rep.number, set.number) != (1, 1);
    let mut parts = match (segment.phase, segment.side) {
        (Phase::Prepare, _) => vec![format!("Get ready: {name}")],
        (Phase::Hold, side) if is_again => side.iter().map(Side::to_string).collect(),
        (Phase::Hold, _) if step.tempo.is_some() => vec![format!("Now: {name}")],
        (Phase::Hold, _) => vec![format!("Hold: {name}")],
        (Phase::Rest, _) => vec!["Rest".to_owned()],
        (Phase::Switch, Some(side)) => vec![format!("Switch to the {side} side")],
        (Phase::Switch, None) => vec!["Switch sides".to_owned()],
        (Phase::Task, _) => vec![format!("To do: {name}")],
    };
    if !is_again && matches!(segment.phase, Phase::Prepare | Phase::Hold) {
        parts.extend(segment.side.map(|side| format!("{side} side")));
    }
    parts.extend(segment.places().filter(|_| is_hold));
    if is_again {
        let is_last = [rep, set, round]
            .iter()
            .all(|count| count.number == count.of);
        parts.extend(is_last.then(|| "the last".to_owned()));
        return sentence(&parts.join(", "));
    }
    let own = ["", " at your own pace"][usize::from(segment.length.is_none())];
    let movements = timeline.movements(segment, segment.length);
    parts.extend(movements.map(|count| plural(count, "movement") + own));
    let key = keyboard.then(|| format!("press {}", words::until(timeline, index)));
    parts.extend(segment.length.map(spoken).or(key));
    parts.join(", ") + "."
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
