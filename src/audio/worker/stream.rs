//! An open stream of the worker.

use std::time::{Duration, Instant};

use super::scheduled::{Next, ScheduledSound};
use super::{ANSWER, PLACED_AHEAD, TOO_LATE};
use crate::audio::backend::{Start, Stream, StreamPosition};
use crate::audio::error::AudioError;
use crate::clip::RATE;

/// How long a stream stays open after its sound should have been heard. Devices
/// add a delay of their own, Bluetooth above all.
const MARGIN: Duration = Duration::from_millis(400);
/// How long a stream needs to know its own latency, and how often a stream that
/// does not advance is polled when its sound is due.
const LOOK: Duration = Duration::from_millis(20);
/// A stream is polled after this part of the time until its sound is due.
const LOOKS: u32 = 8;
/// How many replies are compared.
const ANSWERS: u32 = 4;
/// Replies within this time of the fastest are equally trusted.
const DOUBT: Duration = Duration::from_millis(1);
/// How many of the last samples may stay with the server, 0.2 s of them: a
/// server that plays whole blocks keeps less than a block.
const BLOCK: u64 = RATE as u64 / 5;

/// An open stream, and its known state.
pub(super) struct ScheduledStream {
    pub(super) number: u64,
    stream: Box<dyn Stream>,
    pub(super) can_be_placed_on: bool,
    /// How long before it is heard a sample must be sent, once that is known.
    latency: Option<Duration>,
    /// When to poll it next.
    look_at: Instant,
    /// When its last sound begins.
    pub(super) last_begins: Instant,
    /// When all sounds on it have been heard.
    pub(super) heard_to: Instant,
    /// When its last sound ends, including sounds that are still to be sent.
    pub(super) taken_to: Instant,
    /// A sound that was requested at once begins until then, or not at all.
    begins_by: Option<Instant>,
    /// How many samples had been played at the last check that found it
    /// unfinished.
    checked: Option<u64>,
}

impl ScheduledStream {
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

    /// Sends a sound that is to be heard as soon as possible.
    pub(super) fn starting_with(
        mut self,
        scheduled: &ScheduledSound,
        limit: Duration,
    ) -> Result<Self, AudioError> {
        self.stream
            .queue()
            .put(0, scheduled.clip.clone(), scheduled.gain);
        self.stream.feed(limit)?;
        self.last_begins = scheduled.at;
        self.begins_by = Some(scheduled.at + TOO_LATE);
        self.heard_to = Instant::now() + scheduled.clip.length();
        let ends = self.heard_to;
        Ok(self.taken_to(ends))
    }

    /// Reserves the stream until then.
    pub(super) fn taken_to(mut self, ends: Instant) -> Self {
        self.taken_to = ends;
        self
    }

    /// Sets when to poll it before a sound that is due at a moment.
    pub(super) fn look_before(&mut self, at: Instant) -> Instant {
        let now = Instant::now();
        let left = at.saturating_duration_since(now);
        self.look_at = now + LOOK.max(left / LOOKS);
        self.look_at
    }

    /// Schedules a sound at its moment, as soon as it is time for that.
    pub(super) fn place(
        &mut self,
        scheduled: &mut ScheduledSound,
        limit: Duration,
    ) -> Result<Next, AudioError> {
        let now = Instant::now();
        if self.latency.is_none() && now < self.look_at {
            return Ok(Next::At(self.look_at));
        }
        if let Some(latency) = self.latency
            && let Some(due) = scheduled.at.checked_sub(latency + PLACED_AHEAD)
            && now < due
        {
            return Ok(Next::At(due));
        }
        // One reply is enough to know when to schedule.
        let place = match self.latency {
            None => self.stream.place(limit)?,
            Some(_) => self.best_place(limit)?,
        };
        if !place.playing {
            // A stream that has earlier samples to play is only late.
            if place.heard >= 0 {
                scheduled.trouble = Some(AudioError::StandsStill);
            }
            self.latency = None;
            return Ok(Next::At(self.look_before(scheduled.at)));
        }
        scheduled.trouble = None;
        if self.latency.replace(place.latency()).is_none() {
            return Ok(Next::At(now));
        }
        let queue = self.stream.queue();
        let from = place.sample_at(scheduled.at).max(place.earliest_writable());
        let from = from.max(queue.end());
        if place.moment_of(from) > scheduled.at + TOO_LATE {
            return Ok(Next::Done);
        }
        let end = queue.put(from, scheduled.clip.clone(), scheduled.gain);
        self.stream.feed(limit)?;
        self.last_begins = scheduled.at;
        self.heard_to = place.moment_of(end);
        self.taken_to = self.heard_to;
        self.checked = None;
        Ok(Next::Done)
    }

    /// The position, by the best of a few replies.
    ///
    /// A server that reads a clock before it has processed the time since then
    /// reports a position that is too early, never one that is too late. So the
    /// latest position is best, unless its reply took long: then its time is
    /// uncertain.
    fn best_place(&self, limit: Duration) -> Result<StreamPosition, AudioError> {
        let mut places = Vec::new();
        for _ in 0..ANSWERS {
            let place = self.stream.place(limit)?;
            if !place.playing {
                // Nothing can be scheduled on it yet, and each request costs
                // something.
                return Ok(place);
            }
            places.push(place);
        }
        let quickest = places.iter().map(|place| place.uncertainty).min();
        let trusted = quickest.unwrap_or_default() * 2 + DOUBT;
        let trusted = places.iter().filter(|place| place.uncertainty <= trusted);
        let best = trusted.min_by_key(|place| place.moment_of_start());
        best.copied().ok_or(AudioError::StandsStill)
    }

    /// How far it has played, for a stream that gets no more sounds; an error
    /// if it does not advance.
    pub(super) fn heard(&mut self, now: Instant) -> Result<Playback, AudioError> {
        if let Some(begins_by) = self.begins_by {
            if now < begins_by {
                return Ok(Playback::InPart(begins_by));
            }
            self.begins_by = None;
            if self.stream.place(ANSWER)?.read == 0 {
                return Ok(Playback::NotInTime);
            }
        }
        let due = self.heard_to + MARGIN;
        if now < due {
            return Ok(Playback::InPart(due));
        }
        let place = self.stream.place(ANSWER)?;
        let end = self.stream.queue().end();
        if place.read >= end || place.read > 0 && place.read + BLOCK >= end {
            return Ok(Playback::All);
        }
        if self.checked.is_some_and(|before| place.read <= before) {
            // A stream with samples left that does not advance is suspended.
            return Err(AudioError::StandsStill);
        }
        self.checked = Some(place.read);
        self.heard_to = place.moment_of(end).max(now);
        self.taken_to = self.heard_to;
        Ok(Playback::InPart(self.heard_to + MARGIN))
    }
}

/// How far a stream has played.
pub(super) enum Playback {
    /// Everything was heard.
    All,
    /// It is to be checked again then.
    InPart(Instant),
    /// Its sound should have begun long ago, and would now be too late.
    NotInTime,
}
