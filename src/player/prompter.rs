//! Which words are to be heard when: a prompter follows a player and knows what
//! a person with closed eyes has been told already.
//!
//! It is told the time as the player is. Words that would not be over when the
//! next cue sounds wait for another place, or are left out.

use std::time::Duration;

use clap::ValueEnum;

use super::event::Event;
use super::phrase::{self, Advice, Phrase, caution};
use super::snapshot::{Activity, Snapshot};
use crate::routine::tempo::Beat;
use crate::routine::{Cue, Side};
use crate::timeline::{Count, Phase, Segment};

/// Holds from this length on tell which step comes next.
const AHEAD_FROM: Duration = Duration::from_secs(30);
/// Holds from this length on tell that the other side is next.
const SIDE_AHEAD_FROM: Duration = Duration::from_mins(2);
/// Each movement is counted aloud that takes as long as this; of others each
/// fifth and the last.
const SLOW: Duration = Duration::from_secs(3);
/// How long before the end.
const AHEAD: Duration = Duration::from_secs(10);
/// Words without a cue of their own are this far from those of others.
const APART: Duration = Duration::from_secs(1);

/// How much a voice says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Voice {
    /// Nothing
    #[default]
    Off,
    /// The side, the count, the last one
    Count,
    /// The step and how it is done, too
    On,
    /// The minutes left of a long hold as well
    Full,
}

/// Finds the words for a session.
#[derive(Clone, Debug, Default)]
pub struct Prompter {
    speed: f64,
    voice: Voice,
    /// A segment that has begun, and its opening cue has not sounded yet.
    opening: Option<usize>,
    step: Option<usize>,
    /// The side that was said last, of that step.
    side: Option<Side>,
    /// The hold whose number was said in the break before it.
    counted: Option<usize>,
    advice: Advice,
    /// What was said in this hold without a cue.
    remarks: Vec<String>,
}

impl Prompter {
    /// A prompter for a session that plays this many times as fast as in
    /// earnest. Nobody speaks faster for it. A voice that is off is on when
    /// somebody switches it on.
    pub fn new(speed: f64, voice: Voice) -> Self {
        Self {
            speed,
            voice,
            ..Self::default()
        }
    }

    /// The words for an event that the player has just told.
    pub fn hear(&mut self, event: &Event, snapshot: &Snapshot) -> Option<Phrase> {
        let tells = self.voice != Voice::Count;
        match event {
            Event::Segment(began) => {
                self.opening = Some(began.index);
                self.remarks.clear();
                None
            }
            Event::Cue { cue: Cue::Finish } if tells => Phrase::fitting("Done. Good night.", None),
            // Words for a movement are said together with its number.
            Event::Cue { .. } if snapshot.beat().is_some() => None,
            Event::Cue { cue } => {
                let goes_on = matches!(cue, Cue::Half | Cue::Enough);
                let speaks = goes_on || *cue == snapshot.timeline.opening_cue(snapshot.index);
                speaks.then(|| self.speak(snapshot, &[]))?
            }
            Event::Count { count, part, .. } => {
                let now = snapshot.beat();
                // A session that is late counts nothing that is over.
                let now = now.filter(|(beat, _)| (beat.movement, beat.part) == (*count, *part));
                let counts = now.map(|(beat, part)| self.count(snapshot, beat, &part.word));
                self.speak(snapshot, &counts.unwrap_or_default())
            }
            Event::Say { text } if tells => {
                let room = self.room(snapshot, snapshot.elapsed);
                let fit = |words: &str| Phrase::fitting(words, room).is_some();
                let mut words = String::new();
                phrase::sentences(text).all(|it| phrase::add(&mut words, it, fit));
                Phrase::fitting(words, room)
            }
            _ => None,
        }
    }

    /// The number of a movement that begins, and in the first one the words of
    /// its parts.
    fn count(&self, snapshot: &Snapshot, beat: Beat, word: &str) -> Vec<String> {
        let number = beat.movement;
        let is_told = snapshot.step().cycle().is_some_and(|cycle| {
            let last = snapshot.length.map(|length| cycle.nearest(length));
            cycle.length() >= SLOW || number.is_multiple_of(5) || last == Some(number)
        });
        let is_new = number == 1 && self.voice != Voice::Count && !word.is_empty();
        let word = is_new.then(|| phrase::sentence(word));
        let number = (is_told && beat.part == 0).then(|| phrase::sentence(&phrase::number(number)));
        number.into_iter().chain(word).collect()
    }

    /// Where the person is, for a voice that has just been switched on.
    pub fn orient(&mut self, snapshot: &Snapshot) -> Option<Phrase> {
        if matches!(snapshot.activity, Activity::Ended(_)) {
            return None;
        }
        self.opening = Some(snapshot.index);
        self.step = None;
        self.speak(snapshot, &[])
    }

    /// What is said in a hold without a cue, and how far into the hold: now,
    /// where that has passed.
    pub fn ahead(&self, snapshot: &Snapshot) -> Option<(Duration, Phrase)> {
        let is_hold = snapshot.segment.phase == Phase::Hold;
        if !is_hold || snapshot.activity != Activity::Playing || self.voice == Voice::Count {
            return None;
        }
        let minutes = snapshot.minutes_left();
        let minutes = minutes.filter(|_| self.voice == Voice::Full);
        let remarks = minutes.chain(Self::next(snapshot));
        let remarks = remarks.filter(|(_, words)| !self.remarks.contains(words));
        let placed = remarks.filter_map(|(at, words)| self.place(snapshot, at, &words));
        placed.min_by_key(|(at, _)| *at)
    }

    /// Takes note that what [`ahead`](Self::ahead) gave is said.
    pub fn pass_ahead(&mut self, snapshot: &Snapshot) {
        let said = self.ahead(snapshot).map(|(_, phrase)| phrase.text);
        self.remarks.extend(said);
    }

    /// What comes after this hold, and when to say it.
    fn next(snapshot: &Snapshot) -> Option<(Duration, String)> {
        let (timeline, segment) = (snapshot.timeline, snapshot.segment);
        let length = snapshot.length.filter(|length| *length >= AHEAD_FROM)?;
        let next = &timeline.segments[timeline.goal_from(snapshot.index + 1)?];
        let words = if next.step != segment.step {
            format!("Next: {}", phrase::name(timeline.step(next)))
        } else if length >= SIDE_AHEAD_FROM && next.side != segment.side {
            format!("Next: {} side.", next.side?)
        } else {
            return None;
        };
        Some((length.saturating_sub(AHEAD), words))
    }

    /// The first moment from `at` on at which the words fit between two cues.
    fn place(&self, snapshot: &Snapshot, at: Duration, words: &str) -> Option<(Duration, Phrase)> {
        let before = |moment: Duration| moment.saturating_sub(APART);
        let after_cues = snapshot.told_after(before(at)).map(|(cue, _)| cue + APART);
        let mut moments: Vec<Duration> = after_cues.chain([at]).collect();
        moments.sort_unstable();
        moments.into_iter().find_map(|moment| {
            let moment = moment.max(snapshot.elapsed);
            let room = self.room(snapshot, before(moment));
            // As far from the cue after them.
            let apart = (APART * 2).div_f64(self.speed);
            let room = room.map(|room| room.saturating_sub(apart));
            Some((moment, Phrase::fitting(words, room)?))
        })
    }

    /// Says what begins, and then as much of the advice that is still to be given
    /// as there is room for. A hold that goes on after a pause begins nothing.
    fn speak(&mut self, snapshot: &Snapshot, counts: &[String]) -> Option<Phrase> {
        let begins = self.opening.take() == Some(snapshot.index);
        if !begins && snapshot.activity != Activity::Playing {
            return None;
        }
        let room = self.room(snapshot, snapshot.elapsed);
        let fit = |words: &str| Phrase::fitting(words, room).is_some();
        let mut words = String::new();
        if begins {
            self.begin(snapshot, |sentence| phrase::add(&mut words, sentence, fit));
        }
        for count in counts {
            phrase::add(&mut words, count, fit);
        }
        if self.voice != Voice::Count {
            let step = snapshot.step();
            let caution = caution(snapshot.timeline, step.caution.as_deref());
            let texts = step.how.as_deref().into_iter().chain(caution);
            self.advice.add(&mut words, texts, snapshot, fit);
        }
        Phrase::fitting(words, room)
    }

    /// Says which step, side and hold it is that a segment begins or leads to. What
    /// does not fit is said with what begins next.
    fn begin(&mut self, snapshot: &Snapshot, mut say: impl FnMut(&str) -> bool) {
        let segment = snapshot.segment;
        let is_new = self.step != Some(segment.step);
        if is_new && (self.voice == Voice::Count || say(&phrase::name(snapshot.step()))) {
            self.step = Some(segment.step);
        }
        let turns = is_new || segment.phase == Phase::Switch || segment.side != self.side;
        let side = segment.side.filter(|_| turns);
        let is_said = side.is_none_or(|side| {
            // Short breaks have room for the side alone, which says nothing without
            // the step.
            let short = (self.step == Some(segment.step)).then(|| side.to_string());
            let mut names = [format!("{side} side")].into_iter().chain(short);
            names.any(|name| say(&phrase::sentence(&name)))
        });
        self.side = segment.side.filter(|_| is_said);
        let goal = snapshot.timeline.goal_from(snapshot.index);
        let is_counted = segment.phase != Phase::Prepare
            && (self.counted == goal || places(segment).all(|place| say(&place)));
        self.counted = goal.filter(|_| is_counted && !segment.phase.is_goal());
    }

    /// The real time from a moment of the segment to its next cue or its end;
    /// `None` where that never comes by itself.
    fn room(&self, snapshot: &Snapshot, from: Duration) -> Option<Duration> {
        if snapshot.activity != Activity::Playing {
            return None;
        }
        let told = snapshot.told_after(from).map(|(at, _)| at);
        let next = told.chain(snapshot.length.filter(|end| *end > from));
        Some(next.min()?.saturating_sub(from).div_f64(self.speed))
    }
}

/// `Two of ten.`, or that it is the last one, of the sets and of the holds of a
/// side.
fn places(segment: &Segment) -> impl Iterator<Item = String> + use<> {
    let (rep, set) = (segment.rep, segment.set);
    let last_rep = ["Last one.", "Last one of this set."][usize::from(set.number < set.of)];
    let set = (rep.number == 1).then_some(("set ", "Last set.", set));
    let places = set.into_iter().chain([("", last_rep, rep)]);
    let several = places.filter(|(.., place)| place.of > 1);
    several.map(|(noun, last, Count { number, of })| {
        if number == of {
            return last.to_owned();
        }
        let [number, of] = [number, of].map(phrase::number);
        phrase::sentence(&format!("{noun}{number} of {of}"))
    })
}

#[cfg(test)]
mod tests;
