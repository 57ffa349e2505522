//! An open stream of the worker.

use std::time::{Duration, Instant};

use super::{REPLY_TIMEOUT, SENT_AHEAD, ScheduledSound, TOO_LATE};
use crate::audio::backend::{Stream, StreamPosition};
use crate::clip::RATE;

/// How long a stream stays open after its sound should have been heard. Devices
/// add a delay of their own, Bluetooth above all.
const MARGIN: Duration = Duration::from_millis(400);
/// A stream stays open for as much silence as it costs to open another one.
const BRIDGED: Duration = Duration::from_millis(500);
/// A stream is polled after this part of the time until its sound is due, and not
/// sooner than it can know its own latency.
const POLLS: u32 = 8;
const MIN_POLL_INTERVAL: Duration = Duration::from_millis(20);
/// Replies within this time of the fastest are equally trusted.
const TRUST_MARGIN: Duration = Duration::from_millis(1);
/// How many of the last samples may stay with a server that plays whole blocks.
const BLOCK: u64 = RATE as u64 / 5;

/// Why a stream that should play does not move on.
pub(super) const STANDS_STILL: &str = "the sound server plays nothing; is its output suspended?";

pub(super) struct ScheduledStream {
    pub(super) number: u64,
    stream: Box<dyn Stream>,
    pub(super) can_be_placed_on: bool,
    /// How long before its moment a sample must be sent, once that is known.
    pub(super) latency: Option<Duration>,
    poll_at: Instant,
    pub(super) last_begins: Instant,
    /// When all sounds on it have been heard.
    pub(super) heard_to: Instant,
    /// When its last sound ends, including sounds that are still to be sent.
    pub(super) taken_to: Instant,
    /// A sound that was requested at once begins until then, or not at all.
    begins_by: Option<Instant>,
    /// How many samples had been played at the last check.
    checked: Option<u64>,
}

impl ScheduledStream {
    /// `latency` is that of a stream before it, which is likely to be its own.
    pub(super) fn new(
        number: u64,
        stream: Box<dyn Stream>,
        can_be_placed_on: bool,
        latency: Option<Duration>,
    ) -> Self {
        let now = Instant::now();
        Self {
            number,
            stream,
            can_be_placed_on,
            latency,
            poll_at: now,
            last_begins: now,
            heard_to: now,
            taken_to: now,
            begins_by: None,
            checked: None,
        }
    }

    /// Whether it can play a sound after all others that it has to play.
    pub(super) fn has_room_for(&self, scheduled: &ScheduledSound) -> bool {
        !scheduled.at_once && self.can_be_placed_on && self.taken_to <= scheduled.at
    }

    /// Takes a sound, and stays open for it, if a stream for it alone, which `opens`
    /// then, would come soon after this one is closed. Returns whether the sound
    /// is one of its own now.
    pub(super) fn stays_for(&mut self, scheduled: &mut ScheduledSound, opens: Instant) -> bool {
        let closes = self.taken_to + MARGIN;
        if scheduled.stream.is_none() && self.has_room_for(scheduled) && opens <= closes + BRIDGED {
            scheduled.stream = Some(self.number);
            self.taken_to = scheduled.ends();
        }
        scheduled.stream == Some(self.number)
    }

    /// Sends a sound that is to be heard as soon as possible.
    pub(super) fn start_with(
        &mut self,
        scheduled: &ScheduledSound,
        limit: Duration,
    ) -> Result<(), String> {
        let queue = self.stream.queue();
        queue.put(0, scheduled.clip.clone(), scheduled.gain);
        self.stream.feed(limit)?;
        self.last_begins = scheduled.at;
        self.begins_by = Some(scheduled.at + TOO_LATE);
        self.heard_to = Instant::now() + scheduled.clip.length();
        self.taken_to = self.heard_to;
        Ok(())
    }

    /// Sets when to poll it before a sound that is due at a moment.
    pub(super) fn poll_before(&mut self, at: Instant) -> Instant {
        let now = Instant::now();
        let left = at.saturating_duration_since(now);
        self.poll_at = now + MIN_POLL_INTERVAL.max(left / POLLS);
        self.poll_at
    }

    /// Schedules a sound when it is time for that; returns when to try again, if ever.
    pub(super) fn place(
        &mut self,
        scheduled: &mut ScheduledSound,
        limit: Duration,
    ) -> Result<Option<Instant>, String> {
        let now = Instant::now();
        let sent = self.latency.map(|latency| latency + SENT_AHEAD);
        let sent = sent.and_then(|before| scheduled.at.checked_sub(before));
        let due = sent.unwrap_or(self.poll_at);
        if now < due {
            return Ok(Some(due));
        }
        // One reply is enough to know when to schedule.
        let position = match self.latency {
            None => self.stream.position(limit)?,
            Some(_) => self.best_position(limit)?,
        };
        if !position.playing {
            // A stream that has earlier samples to play is only late.
            if position.heard >= 0 {
                scheduled.trouble = Some(STANDS_STILL.to_owned());
            }
            self.latency = None;
            return Ok(Some(self.poll_before(scheduled.at)));
        }
        scheduled.trouble = None;
        if self.latency.replace(position.latency()).is_none() {
            return Ok(Some(now));
        }
        let queue = self.stream.queue();
        let from = position.sample_at(scheduled.at);
        let from = from.max(position.earliest_writable()).max(queue.end());
        if position.moment_of(from) > scheduled.at + TOO_LATE {
            return Ok(None);
        }
        let end = queue.put(from, scheduled.clip.clone(), scheduled.gain);
        self.stream.feed(limit)?;
        self.last_begins = scheduled.at;
        self.heard_to = position.moment_of(end);
        self.taken_to = self.heard_to;
        self.checked = None;
        Ok(None)
    }

    /// The position, by the better of two replies. A server that reads a clock before
    /// it has processed the time since then reports a position that is too early,
    /// never one that is too late. So the one ahead is better, unless its reply took long:
    /// then its time is uncertain.
    fn best_position(&self, limit: Duration) -> Result<StreamPosition, String> {
        let (one, other) = (self.stream.position(limit)?, self.stream.position(limit)?);
        let trusted = one.uncertainty.min(other.uncertainty) * 2 + TRUST_MARGIN;
        // On one that does not play, nothing can be scheduled yet.
        let rank = |it: &StreamPosition| (it.playing, it.uncertainty > trusted, it.moment_of(0));
        Ok([one, other][usize::from(rank(&other) < rank(&one))])
    }

    /// How far it has played, once it gets no more; an error if it stands still.
    pub(super) fn heard(&mut self, now: Instant) -> Result<Playback, String> {
        if let Some(begins_by) = self.begins_by {
            if now < begins_by {
                return Ok(Playback::InPart(begins_by));
            }
            self.begins_by = None;
            if self.stream.position(REPLY_TIMEOUT)?.read == 0 {
                return Ok(Playback::NotInTime);
            }
        }
        let due = self.heard_to + MARGIN;
        if now < due {
            return Ok(Playback::InPart(due));
        }
        let position = self.stream.position(REPLY_TIMEOUT)?;
        let end = self.stream.queue().end();
        if position.read >= end || position.read > 0 && position.read + BLOCK >= end {
            return Ok(Playback::All);
        }
        if self.checked.is_some_and(|before| position.read <= before) {
            // A stream with samples left that does not advance is suspended.
            return Err(STANDS_STILL.to_owned());
        }
        self.checked = Some(position.read);
        self.heard_to = position.moment_of(end).max(now);
        self.taken_to = self.heard_to;
        Ok(Playback::InPart(self.heard_to + MARGIN))
    }
}

pub(super) enum Playback {
    All,
    /// Not everything yet; it is to be checked again then.
    InPart(Instant),
    /// Its sound should have begun long ago, and would now be too late.
    NotInTime,
}
