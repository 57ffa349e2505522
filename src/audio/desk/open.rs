//! A stream that the desk has open.

use std::time::{Duration, Instant};

use super::planned::{Next, Planned};
use super::{ANSWER, PLACED_AHEAD, TOO_LATE};
use crate::audio::error::AudioError;
use crate::audio::output::{Place, Start, Stream};
use crate::clip::RATE;

/// How long a stream stays open after its sound should have been heard: what
/// lies between us and the loudspeaker takes its time, Bluetooth above all.
const MARGIN: Duration = Duration::from_millis(400);
/// What a stream takes to know its own latency, and how often one that stands
/// still is looked at when its sound is due.
const LOOK: Duration = Duration::from_millis(20);
/// The part of the time until then after which it is looked at before.
const LOOKS: u32 = 8;
/// Answers to choose the best of.
const ANSWERS: u32 = 4;
/// How far off any answer may be and still be as good as another.
const DOUBT: Duration = Duration::from_millis(1);
/// How many of the last samples may stay with the server, 0.2 s of them: one that
/// plays whole blocks keeps what is less than one.
const BLOCK: u64 = RATE as u64 / 5;

/// An open stream, and what is known of it.
pub(super) struct Open {
    pub(super) number: u64,
    stream: Box<dyn Stream>,
    pub(super) can_be_placed_on: bool,
    /// How long before it is heard a sample must be given, once that is known.
    latency: Option<Duration>,
    /// When to look at it for the first time, or again.
    look_at: Instant,
    /// When the last sound on it begins to be heard.
    pub(super) last_begins: Instant,
    /// When all sounds on it have been heard.
    pub(super) heard_to: Instant,
    /// Until then it belongs to sounds that are on it or will be.
    pub(super) taken_to: Instant,
    /// Its sound, asked for at once, begins until then or not at all.
    begins_by: Option<Instant>,
    /// How much had been handed on when it was found not to be finished.
    checked: Option<u64>,
}

impl Open {
    pub(super) fn new(number: u64, stream: Box<dyn Stream>, start: Start) -> Self {
        let now = Instant::now();
        Self {
            number,
            stream,
            can_be_placed_on: start == Start::InSilence,
            latency: None,
            look_at: now,
            last_begins: now,
            heard_to: now,
            taken_to: now,
            begins_by: None,
            checked: None,
        }
    }

    /// The stream, with a sound that is heard as soon as possible.
    pub(super) fn starting_with(
        mut self,
        planned: &Planned,
        limit: Duration,
    ) -> Result<Self, AudioError> {
        self.stream
            .tape()
            .put(0, planned.clip.clone(), planned.gain);
        self.stream.feed(limit)?;
        self.last_begins = planned.at;
        self.begins_by = Some(planned.at + TOO_LATE);
        self.heard_to = Instant::now() + planned.clip.length();
        let ends = self.heard_to;
        Ok(self.taken_to(ends))
    }

    /// The stream, held until then.
    pub(super) fn taken_to(mut self, ends: Instant) -> Self {
        self.taken_to = ends;
        self
    }

    /// Sets when to look at it, with a sound to come at a moment.
    pub(super) fn look_before(&mut self, at: Instant) -> Instant {
        let now = Instant::now();
        let left = at.saturating_duration_since(now);
        self.look_at = now + LOOK.max(left / LOOKS);
        self.look_at
    }

    /// Puts a sound where its moment is, as soon as it is time for that.
    pub(super) fn place(
        &mut self,
        planned: &mut Planned,
        limit: Duration,
    ) -> Result<Next, AudioError> {
        let now = Instant::now();
        if self.latency.is_none() && now < self.look_at {
            return Ok(Next::At(self.look_at));
        }
        if let Some(latency) = self.latency
            && let Some(due) = planned.at.checked_sub(latency + PLACED_AHEAD)
            && now < due
        {
            return Ok(Next::At(due));
        }
        // To know when a sound is to be put onto it, one answer is enough.
        let place = match self.latency {
            None => self.stream.place(limit)?,
            Some(_) => self.best_place(limit)?,
        };
        if !place.playing {
            // One that has other sound before ours to play is only late.
            if place.heard >= 0 {
                planned.trouble = Some(AudioError::StandsStill);
            }
            self.latency = None;
            return Ok(Next::At(self.look_before(planned.at)));
        }
        planned.trouble = None;
        if self.latency.replace(place.latency()).is_none() {
            return Ok(Next::At(now));
        }
        let tape = self.stream.tape();
        let from = place.sample_at(planned.at).max(place.reach());
        let from = from.max(tape.end());
        if place.moment_of(from) > planned.at + TOO_LATE {
            return Ok(Next::Done);
        }
        let end = tape.put(from, planned.clip.clone(), planned.gain);
        self.stream.feed(limit)?;
        self.last_begins = planned.at;
        self.heard_to = place.moment_of(end);
        self.taken_to = self.heard_to;
        self.checked = None;
        Ok(Next::Done)
    }

    /// Where the stream is, by the best of a few answers.
    ///
    /// A server that looks at a clock before it has caught up with it tells of
    /// a stream that is farther behind than it is, never of one farther ahead.
    /// So the answer that is farthest ahead is best, unless it took long: then
    /// nobody knows when it was true.
    fn best_place(&self, limit: Duration) -> Result<Place, AudioError> {
        let mut places = Vec::new();
        for _ in 0..ANSWERS {
            let place = self.stream.place(limit)?;
            if !place.playing {
                // Nothing can be placed on it yet, and a look costs something.
                return Ok(place);
            }
            places.push(place);
        }
        let quickest = places.iter().map(|place| place.doubt).min();
        let trusted = quickest.unwrap_or_default() * 2 + DOUBT;
        let trusted = places.iter().filter(|place| place.doubt <= trusted);
        let best = trusted.min_by_key(|place| place.moment_of_start());
        best.copied().ok_or(AudioError::StandsStill)
    }

    /// How far it has come, for a stream to which nothing more will be put; an
    /// error where it comes no farther.
    pub(super) fn heard(&mut self, now: Instant) -> Result<Heard, AudioError> {
        if let Some(begins_by) = self.begins_by {
            if now < begins_by {
                return Ok(Heard::InPart(begins_by));
            }
            self.begins_by = None;
            if self.stream.place(ANSWER)?.read == 0 {
                return Ok(Heard::NotInTime);
            }
        }
        let due = self.heard_to + MARGIN;
        if now < due {
            return Ok(Heard::InPart(due));
        }
        let place = self.stream.place(ANSWER)?;
        let end = self.stream.tape().end();
        if place.read >= end || place.read > 0 && place.read + BLOCK >= end {
            return Ok(Heard::All);
        }
        if self.checked.is_some_and(|before| place.read <= before) {
            // What has nothing more to play and plays nothing is suspended.
            return Err(AudioError::StandsStill);
        }
        self.checked = Some(place.read);
        self.heard_to = place.moment_of(end).max(now);
        self.taken_to = self.heard_to;
        Ok(Heard::InPart(self.heard_to + MARGIN))
    }
}

/// How far a stream has come.
pub(super) enum Heard {
    /// All on it was heard.
    All,
    /// It is to be looked at again then.
    InPart(Instant),
    /// It should have begun to sound long ago, and would now come too late.
    NotInTime,
}
