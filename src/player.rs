//! Plays a timeline: a state machine that is told the time and never asks it.
//!
//! Time is a [`Duration`] since the session began. Whoever drives a player
//! calls [`advance`](Player::advance) when [`next_deadline`](Player::next_deadline)
//! has come, [`handle`](Player::handle) when a person asks for something, and
//! takes what happened from [`poll_event`](Player::poll_event). Every event
//! carries the moment at which it was due: advancing late loses neither events
//! nor time, and gives the same events as advancing often.

mod commands;
pub mod event;
mod foresight;
mod holds;
mod marks;
mod phrase;
mod prompter;
mod snapshot;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::routine::Cue;
use crate::routine::tempo::Cycle;
use crate::timeline::{Phase, Segment, Timeline};
pub(crate) use event::EVENTS_SCHEMA;
pub use event::{Command, Event, Outcome, SegmentBegan, Started};
pub use foresight::TimedCue;
pub use holds::{Held, Went};
use marks::{Mark, Marks};
pub use phrase::Phrase;
pub(crate) use phrase::{Advice, caution, sentence};
pub use prompter::{Prompter, Voice};
pub use snapshot::{Activity, Snapshot};

/// Comes between a pause inside a hold and the rest of the hold.
pub(crate) const COUNT_IN: Duration = Duration::from_secs(3);
/// What one press of longer or shorter adds or takes.
pub(crate) const ADJUSTMENT: Duration = Duration::from_secs(10);

/// The player of one timeline.
#[derive(Clone, Debug)]
pub struct Player {
    /// Shared, so that a clone that looks ahead costs little.
    timeline: Arc<Timeline>,
    /// The timeline before anything hurt.
    planned: Arc<Timeline>,
    /// Index of the current segment; past the last one when all is done.
    index: usize,
    /// The current segment's length, as a person has adjusted it.
    length: Option<Duration>,
    marks: Marks,
    clock: Clock,
    /// The step whose instructions have been shown: that of the segment before.
    introduced: Option<usize>,
    holds: Vec<Held>,
    /// Whether a hold was the last thing that was held or to be done.
    after_hold: bool,
    /// The indices of the things to do of which a key said that they are done.
    ticked: Vec<usize>,
    entered: bool,
    skipped: u32,
    events: VecDeque<(Duration, Event)>,
}

/// How the time since the session began becomes time in the segment.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Clock {
    /// The segment began, pauses taken off, at this moment.
    Running { origin: Duration },
    /// It stands still, this far into the segment.
    Paused { since: Duration, elapsed: Duration },
    /// It counts in and will go on from this far into the segment.
    CountIn {
        since: Duration,
        elapsed: Duration,
        ticks: u32,
    },
    /// It is over.
    Ended(Outcome),
}

impl Player {
    /// A player at the beginning of a timeline, which has at least one segment.
    pub fn new(timeline: Timeline) -> Self {
        let (timeline, origin) = (Arc::new(timeline), Duration::ZERO);
        let mut player = Self {
            planned: Arc::clone(&timeline),
            timeline,
            index: 0,
            length: None,
            marks: Marks::default(),
            clock: Clock::Running { origin },
            introduced: None,
            holds: Vec::new(),
            after_hold: false,
            ticked: Vec::new(),
            entered: false,
            skipped: 0,
            events: VecDeque::new(),
        };
        player.begin(0, origin);
        player
    }

    /// What is played.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The next thing that happened and when it was due, oldest first.
    pub fn poll_event(&mut self) -> Option<(Duration, Event)> {
        self.events.pop_front()
    }

    /// How it ended, once it has.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.clock {
            Clock::Ended(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// When something will happen by itself.
    pub fn next_deadline(&self) -> Option<Duration> {
        match self.clock {
            Clock::Running { origin } => {
                // A mark is always before the end.
                let mark = self.next_mark().map(|(at, _)| at);
                Some(origin + mark.or(self.length)?)
            }
            Clock::CountIn { since, ticks, .. } => Some(since + Duration::from_secs(ticks.into())),
            Clock::Paused { .. } | Clock::Ended(_) => None,
        }
    }

    /// Lets everything happen that was due by `now`.
    pub fn advance(&mut self, now: Duration) {
        while let Some(due) = self.next_deadline().filter(|due| *due <= now) {
            match &mut self.clock {
                Clock::Running { .. } => self.reach(due),
                Clock::CountIn { since, ticks, .. } if due < *since + COUNT_IN => {
                    *ticks += 1;
                    self.cue(due, Cue::Tick);
                }
                &mut Clock::CountIn { elapsed, .. } => {
                    self.run_on(due, elapsed);
                    self.open(due);
                    self.count(due, elapsed);
                }
                Clock::Paused { .. } | Clock::Ended(_) => return,
            }
        }
    }

    /// The state at a moment, for a screen. Call [`advance`](Self::advance) first.
    pub fn snapshot(&self, now: Duration) -> Snapshot<'_> {
        let index = self.index.min(self.timeline.segments.len() - 1);
        let activity = match self.clock {
            Clock::Running { .. } => Activity::Playing,
            Clock::Paused { since, .. } => Activity::Paused(now.saturating_sub(since)),
            Clock::CountIn { since, .. } => {
                Activity::CountIn((since + COUNT_IN).saturating_sub(now))
            }
            Clock::Ended(outcome) => Activity::Ended(outcome),
        };
        Snapshot {
            timeline: &self.timeline,
            index,
            segment: &self.timeline.segments[index],
            elapsed: self.elapsed(now),
            length: self.length,
            may_hurt: self.may_hurt(),
            may_go_on: self.may_go_on(now),
            introduces: self.introduced != Some(self.timeline.segments[index].step),
            activity,
            skipped: self.skipped,
        }
    }

    fn segment(&self) -> Option<&Segment> {
        self.timeline.segments.get(self.index)
    }

    fn is_hold(&self) -> bool {
        self.is_in(Phase::Hold)
    }

    fn is_in(&self, phase: Phase) -> bool {
        self.segment().is_some_and(|segment| segment.phase == phase)
    }

    fn is_paused(&self) -> bool {
        matches!(self.clock, Clock::Paused { .. })
    }

    fn elapsed(&self, now: Duration) -> Duration {
        match self.clock {
            Clock::Running { origin } => now.saturating_sub(origin),
            Clock::Paused { elapsed, .. } | Clock::CountIn { elapsed, .. } => elapsed,
            Clock::Ended(_) => self.length.unwrap_or_default(),
        }
    }

    fn tell(&mut self, at: Duration, event: Event) {
        self.events.push_back((at, event));
    }

    fn cue(&mut self, at: Duration, cue: Cue) {
        self.tell(at, Event::Cue { cue });
    }

    fn open(&mut self, now: Duration) {
        self.cue(now, self.timeline.opening_cue(self.index));
    }

    fn next_mark(&self) -> Option<(Duration, Mark)> {
        let segment = self.segment()?;
        self.marks
            .next(segment, self.length, self.timeline.step(segment))
    }

    /// The clock has come to the next mark, or to the end of the segment.
    fn reach(&mut self, now: Duration) {
        let Some((offset, mark)) = self.next_mark() else {
            return self.leave(self.index + 1, now);
        };
        let is_first = self.marks.pass(offset, mark);
        match mark {
            Mark::Cue(cue) => {
                self.cue(now, cue);
                self.count(now, offset);
            }
            Mark::Note(note) => {
                let step = self.timeline.step(&self.timeline.segments[self.index]);
                let text = step.notes[note].text.clone();
                if is_first {
                    self.cue(now, Cue::Note);
                }
                self.tell(now, Event::Say { text });
            }
        }
    }

    /// Tells which movement begins or goes on in a hold with a tempo.
    fn count(&mut self, now: Duration, elapsed: Duration) {
        let Some((segment, cycle)) = self.segment().zip(self.cycle()) else {
            return;
        };
        let beat = cycle.beat_at(elapsed);
        let word = &cycle.parts()[beat.part].word;
        let event = Event::Count {
            count: beat.movement,
            of: self.timeline.movements(segment, self.length),
            part: beat.part,
            word: Some(word.clone()).filter(|word| !word.is_empty()),
        };
        self.tell(now, event);
    }

    fn cycle(&self) -> Option<&Cycle> {
        self.timeline.cycle(self.segment()?)
    }

    /// Starts the clock again, this far into the segment.
    fn run_on(&mut self, now: Duration, elapsed: Duration) {
        self.tell(now, Event::Resumed);
        let origin = now.saturating_sub(elapsed);
        self.clock = Clock::Running { origin };
    }

    /// Ends the current segment and begins another; ends all after the last.
    fn leave(&mut self, next: usize, now: Duration) {
        self.end_count_in(now);
        self.settle(now);
        self.enter(next, now);
    }

    /// Begins the first segment from `next` on that is played, or ends all.
    fn enter(&mut self, next: usize, now: Duration) {
        let next = self.timeline.played_from(next);
        if next < self.timeline.segments.len() {
            return self.begin(next, now);
        }
        self.index = next;
        let mut segments = self.timeline.segments.iter();
        let has_hold = segments.any(|segment| segment.phase == Phase::Hold);
        let is_attended = self.holds.iter().any(|hold| hold.went != Went::PassedOver);
        if !is_attended && (has_hold || self.ticked.is_empty()) {
            return self.close(Outcome::Quit, now);
        }
        self.cue(now, Cue::Finish);
        self.close(Outcome::Completed, now);
    }

    fn begin(&mut self, index: usize, now: Duration) {
        let segment = &self.timeline.segments[index];
        self.index = index;
        self.length = segment.length;
        self.entered = false;
        self.marks = Marks::default();
        self.tell(
            now,
            Event::Segment(SegmentBegan::new(&self.timeline, index)),
        );
        if let Clock::Paused { elapsed, .. } = &mut self.clock {
            // Chosen while paused: it begins, with its cue, when the pause ends.
            *elapsed = Duration::ZERO;
        } else {
            self.clock = Clock::Running { origin: now };
            self.open(now);
            self.count(now, Duration::ZERO);
        }
    }

    fn end(&mut self, outcome: Outcome, now: Duration) {
        self.settle(now);
        self.close(outcome, now);
    }

    fn close(&mut self, outcome: Outcome, now: Duration) {
        let event = Event::Ended {
            outcome,
            held: self.holds.iter().map(|hold| hold.time).sum(),
            skipped: self.skipped,
        };
        self.tell(now, event);
        self.clock = Clock::Ended(outcome);
    }
}
