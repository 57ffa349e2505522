//! Which words are to be heard when: a prompter follows a player and knows what
//! a person with closed eyes has been told already.
//!
//! It is told the time as the player is. Words that would not be over when the
//! next cue sounds are shortened by whole sentences, or left out.

use std::collections::BTreeSet;
use std::time::Duration;

use super::event::Event;
use super::marks;
use super::phrase::{self, Phrase};
use super::snapshot::{Activity, Snapshot};
use crate::routine::tempo::Beat;
use crate::routine::{Cue, Side};
use crate::timeline::Phase;

/// Holds from this length on tell which step comes next.
const AHEAD_FROM: Duration = Duration::from_secs(30);
/// Holds from this length on tell that the other side is next.
const SIDE_AHEAD_FROM: Duration = Duration::from_mins(2);
/// Each movement is counted aloud that takes as long as this; of others each
/// fifth and the last.
const SLOW: Duration = Duration::from_secs(3);
/// How long before the end.
const AHEAD: Duration = Duration::from_secs(10);

/// Finds the words for a session.
#[derive(Clone, Debug, Default)]
pub struct Prompter {
    speed: f64,
    /// A segment that has begun, and its opening cue has not sounded yet.
    opening: Option<usize>,
    /// The step whose name was said last.
    step: Option<usize>,
    /// The side that was said last, of that step.
    side: Option<Side>,
    /// The steps whose instructions have been said.
    instructed: BTreeSet<usize>,
    /// The hold of which it has been said what comes after it.
    ahead_of: Option<usize>,
}

impl Prompter {
    /// A prompter for a session that plays this many times as fast as in
    /// earnest. Nobody speaks faster for it.
    #[must_use]
    pub fn new(speed: f64) -> Self {
        Self {
            speed,
            ..Self::default()
        }
    }

    /// The words for an event that the player has just told.
    pub fn hear(&mut self, event: &Event, snapshot: &Snapshot) -> Option<Phrase> {
        match event {
            Event::Segment(began) => {
                self.opening = Some(began.index);
                self.ahead_of = None;
                None
            }
            Event::Cue { cue: Cue::Finish } => Phrase::fitting("Done. Good night.", None),
            // Words for the first movement are said together with these.
            Event::Cue { cue } if *cue == snapshot.timeline.opening_cue(snapshot.index) => {
                snapshot.beat().is_none().then(|| self.open(snapshot))?
            }
            Event::Count { count, part, .. } => {
                let opening = self.open(snapshot);
                // A session that is late counts nothing that is over.
                let (beat, now) = snapshot.beat()?;
                if (*count, *part) != (beat.movement, beat.part) {
                    return opening;
                }
                let begins = opening.map(|phrase| phrase.text);
                let counts = Self::count(snapshot, beat, &now.word);
                let words: Vec<String> = begins.into_iter().chain(counts).collect();
                let words = words.iter().map(String::as_str);
                Phrase::of(words, self.room(snapshot, snapshot.elapsed)).0
            }
            Event::Say { text } => {
                let room = self.room(snapshot, snapshot.elapsed);
                Phrase::of(phrase::sentences(text), room).0
            }
            _ => None,
        }
    }

    /// The number of a movement that begins, and in the first one the words of
    /// its parts.
    fn count(snapshot: &Snapshot, beat: Beat, word: &str) -> impl Iterator<Item = String> {
        let number = beat.movement;
        let is_told = snapshot.step().cycle().is_some_and(|cycle| {
            let last = snapshot.length.map(|length| cycle.nearest(length));
            cycle.length() >= SLOW || number.is_multiple_of(5) || last == Some(number)
        });
        let word = (number == 1 && !word.is_empty()).then(|| phrase::sentence(word));
        let number = (is_told && beat.part == 0).then(|| phrase::number(number));
        number.into_iter().chain(word)
    }

    /// Where the person is, for a voice that has just been switched on.
    pub fn orient(&mut self, snapshot: &Snapshot) -> Option<Phrase> {
        if matches!(snapshot.activity, Activity::Ended(_)) {
            return None;
        }
        self.opening = Some(snapshot.index);
        self.step = None;
        self.open(snapshot)
    }

    /// What comes after this hold, and how far into the hold to say it: now,
    /// where that has passed.
    #[must_use]
    pub fn ahead(&self, snapshot: &Snapshot) -> Option<(Duration, Phrase)> {
        let (timeline, segment) = (snapshot.timeline, snapshot.segment);
        let is_hold = segment.phase == Phase::Hold && snapshot.activity == Activity::Playing;
        let length = snapshot.length.filter(|length| *length >= AHEAD_FROM)?;
        if self.ahead_of == Some(snapshot.index) || !is_hold {
            return None;
        }
        let next = &timeline.segments[timeline.goal_from(snapshot.index + 1)?];
        let words = if next.step != segment.step {
            format!("Next: {}", phrase::name(timeline.step(next)))
        } else if length >= SIDE_AHEAD_FROM && next.side != segment.side {
            format!("Next: {} side.", next.side?)
        } else {
            return None;
        };
        // A cue on the way is waited for.
        let earliest = length.saturating_sub(AHEAD);
        let moments: BTreeSet<Duration> =
            cues_after(snapshot, earliest).chain([earliest]).collect();
        moments.into_iter().find_map(|at| {
            let at = at.max(snapshot.elapsed);
            Some((at, Phrase::fitting(&words, self.room(snapshot, at))?))
        })
    }

    /// Takes note that what [`ahead`](Self::ahead) gave is said.
    pub fn pass_ahead(&mut self, snapshot: &Snapshot) {
        self.ahead_of = Some(snapshot.index);
    }

    /// The words with which a segment begins, at its beginning. A hold that goes
    /// on after a pause opens nothing, and one that is over already needs no
    /// words.
    fn open(&mut self, snapshot: &Snapshot) -> Option<Phrase> {
        if self.opening.take() != Some(snapshot.index) {
            return None;
        }
        let segment = snapshot.segment;
        let step = snapshot.step();
        let room = self.room(snapshot, snapshot.elapsed);
        let is_new = self.step != Some(segment.step);
        let name = is_new.then(|| phrase::name(step));
        let turns = is_new || segment.phase == Phase::Switch || segment.side != self.side;
        let side = segment.side.filter(|_| turns).map(|side| match side {
            Side::Left => "Left side.",
            Side::Right => "Right side.",
        });
        let rep = segment.rep;
        let is_last = segment.phase == Phase::Hold && rep.of > 1 && rep.number == rep.of;
        let last = is_last.then_some(if segment.set.number < segment.set.of {
            "Last one of this set."
        } else {
            "Last one."
        });

        // Instructions belong before the hold; if nothing of them fitted there,
        // they come with the first one.
        let is_place = is_new || segment.phase == Phase::Hold;
        let instructs = is_place && !self.instructed.contains(&segment.step);
        let advice = [&step.how, &step.caution].into_iter().flatten();
        let advice = advice.filter(|_| instructs);

        let named = usize::from(is_new);
        let sided = named + usize::from(side.is_some());
        let head = [name.as_deref(), side, last];
        let head: Vec<&str> = head.into_iter().flatten().collect();
        let advice = advice.flat_map(|advice| phrase::sentences(advice));
        let (phrase, said) = Phrase::of(head.iter().copied().chain(advice), room);
        // What did not fit is said with what begins next.
        if is_new && said >= named {
            self.step = Some(segment.step);
            self.side = None;
        }
        if said >= sided {
            self.side = segment.side;
        }
        if said > head.len() || segment.phase == Phase::Hold {
            self.instructed.insert(segment.step);
        }
        phrase
    }

    /// The real time from a moment of the segment to its next cue or its end;
    /// `None` where that never comes by itself.
    fn room(&self, snapshot: &Snapshot, from: Duration) -> Option<Duration> {
        if snapshot.activity != Activity::Playing {
            return None;
        }
        let next = cues_after(snapshot, from).chain(snapshot.length.filter(|end| *end > from));
        Some(next.min()?.saturating_sub(from).div_f64(self.speed))
    }
}

/// When the cues of the segment come after a moment of it.
fn cues_after(snapshot: &Snapshot, from: Duration) -> impl Iterator<Item = Duration> {
    let (step, length) = (snapshot.step(), snapshot.length);
    let is_hold = snapshot.segment.phase == Phase::Hold;
    let notes = step.notes.iter().filter(move |_| is_hold);
    let notes = notes.map(|note| note.at).filter(move |at| *at > from);
    let cues = marks::cues(step, snapshot.segment, length, Some(from));
    cues.map(|(at, _)| at).chain(notes)
}

#[cfg(test)]
mod tests;
