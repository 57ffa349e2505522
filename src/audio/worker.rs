//! The work of the audio thread: it opens a stream before each cue, schedules
//! the cue on it, and closes the stream when the cue was heard.

mod stream;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::PoisonError;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::backend::{Backend, Connected};
use super::{AudioRequest, AudioUpdate, Misses, Tuning, gain};
use crate::clip::Clip;
use crate::clock::TimePoint;
use stream::{Playback, ScheduledStream};

/// A cue that can't begin this soon after its moment is dropped.
const TOO_LATE: Duration = Duration::from_millis(500);
/// A suspend as long as this drops what was scheduled before it. As long a one pauses
/// a session.
const SUSPENDED: Duration = Duration::from_secs(10);
/// The least time to open a stream and to learn its position.
const MIN_NOTICE: Duration = Duration::from_millis(300);
/// How long before its last moment a cue is sent. Until then a key can cancel
/// it without cutting off what sounds.
const SENT_AHEAD: Duration = Duration::from_millis(250);
/// More sounds at the same time, in a fast rehearsal, are only noise.
const MAX_STREAMS: usize = 8;
/// How long a server may take to answer, however soon or late a cue is due.
const MIN_TIMEOUT: Duration = Duration::from_millis(250);
const MAX_TIMEOUT: Duration = Duration::from_secs(2);
/// The longest time in which a server is not looked for that has been gone for long.
const LONGEST_BREAK: Duration = Duration::from_secs(10);
/// How long a server that worked a moment ago may take to answer.
const REPLY_TIMEOUT: Duration = Duration::from_secs(1);

struct ScheduledSound {
    clip: Clip,
    gain: f32,
    at: Instant,
    /// Its moment had come when it was requested.
    at_once: bool,
    /// The one on which it will sound.
    stream: Option<u64>,
    /// Why it has not been sent yet.
    trouble: Option<String>,
}

impl ScheduledSound {
    fn ends(&self) -> Instant {
        self.at + self.clip.length()
    }
}

pub(super) struct AudioWorker<C, T> {
    tuning: Tuning,
    connect: C,
    tell: T,
    misses: Misses,
    backend: Option<Box<dyn Backend>>,
    /// The sounds that are still to be sent, in the order of time.
    plan: VecDeque<ScheduledSound>,
    streams: Vec<ScheduledStream>,
    number: u64,
    /// The latency of the stream that a sound was placed on last.
    latency: Option<Duration>,
    lost: bool,
    /// When it was lost.
    lost_at: Instant,
    /// Until then, a lost server is not looked for again.
    look_from: Instant,
    /// The warning of the backend was reported.
    warned: bool,
    finishing: bool,
    /// When the clock was read last.
    looked: TimePoint,
}

impl<C, T> AudioWorker<C, T>
where
    C: Fn(Duration) -> Result<Connected, String>,
    T: Fn(AudioUpdate),
{
    /// Connects to a backend, so that a failure is known before the first cue.
    pub(super) fn new(tuning: Tuning, connect: C, tell: T, misses: Misses) -> Self {
        let now = Instant::now();
        let mut worker = Self {
            tuning,
            connect,
            tell,
            misses,
            backend: None,
            plan: VecDeque::new(),
            streams: Vec::new(),
            number: 0,
            latency: None,
            lost: false,
            lost_at: now,
            look_from: now,
            warned: false,
            finishing: false,
            looked: TimePoint::now(),
        };
        if let Err(reason) = worker.backend(MAX_TIMEOUT) {
            worker.lose(reason);
        }
        worker
    }

    pub(super) fn work(&mut self, inbox: &Receiver<AudioRequest>) {
        loop {
            let request = match self.act() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => inbox.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            // Before the request, which may be the first after a suspend.
            self.wake(TimePoint::now());
            match request {
                Ok(request) => self.handle(request),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            while let Ok(request) = inbox.try_recv() {
                self.handle(request);
            }
        }
    }

    /// Drops what was scheduled before the machine was suspended. These moments
    /// are still in the future by the clock that cues are timed by, and the
    /// session notices the suspend only at the next one.
    fn wake(&mut self, now: TimePoint) {
        if now.suspended_since(self.looked) >= SUSPENDED {
            self.hush();
        }
        self.looked = now;
    }

    fn handle(&mut self, request: AudioRequest) {
        match request {
            AudioRequest::Play(clip, attenuation_db, at) => self.enqueue(clip, attenuation_db, at),
            AudioRequest::Forget(after) => {
                self.plan.retain(|scheduled| scheduled.at <= after);
                self.streams.retain(|open| open.last_begins <= after);
                for open in &mut self.streams {
                    // What is due already says anew how long that is.
                    open.taken_to = open.heard_to;
                }
            }
            AudioRequest::Hush => self.hush(),
            AudioRequest::Finish => self.finishing = true,
        }
    }

    fn hush(&mut self) {
        self.plan.clear();
        self.streams.clear();
    }

    fn enqueue(&mut self, clip: Clip, attenuation_db: u8, at: Instant) {
        let scheduled = ScheduledSound {
            clip,
            gain: gain(self.tuning.volume, attenuation_db),
            at,
            at_once: at <= Instant::now(),
            stream: None,
            trouble: None,
        };
        let place = self.plan.partition_point(|other| other.at <= at);
        self.plan.insert(place, scheduled);
    }

    /// Does everything that is due; returns when something is due next.
    fn act(&mut self) -> Option<Instant> {
        let notice = self.tuning.lead.max(MIN_NOTICE);
        let (mut wakes, mut index) = (Vec::new(), 0);
        while let Some(mut scheduled) = self.plan.remove(index) {
            let opens = scheduled.at.checked_sub(notice);
            if self.lost && !scheduled.at_once && opens < Some(self.look_from) {
                self.miss(scheduled.at);
                continue;
            }
            let early = opens.filter(|opens| *opens > Instant::now());
            let mut streams = self.streams.iter_mut();
            let early =
                early.filter(|opens| !streams.any(|it| it.stays_for(&mut scheduled, *opens)));
            let Some(next) = early.or_else(|| self.poll(&mut scheduled)) else {
                continue;
            };
            wakes.push(next);
            self.plan.insert(index, scheduled);
            if early.is_some() {
                // No later sound is due before.
                break;
            }
            index += 1;
        }
        self.close_what_was_heard(&mut wakes);
        if self.finishing && self.plan.is_empty() && self.streams.is_empty() {
            self.finishing = false;
            (self.tell)(AudioUpdate::Silent);
        }
        wakes.into_iter().min()
    }

    /// Advances a sound; returns when to do that again, `None` once it is sent or dropped.
    fn poll(&mut self, scheduled: &mut ScheduledSound) -> Option<Instant> {
        let now = Instant::now();
        let failed = self.lost && scheduled.trouble.is_some();
        if failed && now < scheduled.at {
            self.look_from = now + LONGEST_BREAK.min((now - self.lost_at) / 8);
            self.miss(scheduled.at);
            return None;
        }
        let grace = if failed { Duration::ZERO } else { TOO_LATE };
        if now > scheduled.at + grace {
            // Without an error there is sound, and only this thread is late.
            if let Some(reason) = scheduled.trouble.take() {
                self.lose(reason);
                (self.tell)(AudioUpdate::Missed);
            }
            return None;
        }
        self.advance(scheduled, now).unwrap_or_else(|reason| {
            self.disconnect();
            let retry = scheduled.trouble.is_none() && !self.lost;
            scheduled.trouble = Some(reason.clone());
            // The server may have been restarted since the last cue.
            if !retry {
                self.lose(reason);
            }
            Some(now)
        })
    }

    /// The same; fails if the backend fails.
    fn advance(
        &mut self,
        scheduled: &mut ScheduledSound,
        now: Instant,
    ) -> Result<Option<Instant>, String> {
        let left = scheduled.at.saturating_duration_since(now) + TOO_LATE / 2;
        let limit = left.clamp(MIN_TIMEOUT, MAX_TIMEOUT);
        let at_once = scheduled.at_once;
        let own = |open: &ScheduledStream| scheduled.stream == Some(open.number);
        let free = |open: &ScheduledStream| open.has_room_for(scheduled);
        let known = self.streams.iter().position(own);
        let known = known.or_else(|| self.streams.iter().position(free));
        if known.is_none() {
            if self.streams.len() >= MAX_STREAMS {
                return Ok(None);
            }
            let stream = self.backend(limit)?.open(at_once, limit)?;
            self.number += 1;
            let mut open = ScheduledStream::new(self.number, stream, !at_once, self.latency);
            open.poll_before(scheduled.at);
            self.streams.push(open);
        }
        let index = known.unwrap_or(self.streams.len() - 1);
        let open = &mut self.streams[index];
        if at_once {
            open.start_with(scheduled, limit)?;
            return Ok(None);
        }
        scheduled.stream = Some(open.number);
        open.taken_to = open.taken_to.max(scheduled.ends());
        let next = open.place(scheduled, limit)?;
        self.latency = open.latency;
        if next.is_none() {
            self.lost = false;
        }
        Ok(next)
    }

    /// The backend; a new connection at first, and after each failure.
    fn backend(&mut self, limit: Duration) -> Result<&mut Box<dyn Backend>, String> {
        match &mut self.backend {
            Some(backend) => Ok(backend),
            none => {
                let (backend, warning) = (self.connect)(limit)?;
                if let Some(reason) = warning.filter(|_| !self.warned) {
                    self.warned = true;
                    (self.tell)(AudioUpdate::Elsewhere(reason));
                }
                Ok(none.insert(backend))
            }
        }
    }

    /// Closes the streams that are done with; notes when to check the others again.
    fn close_what_was_heard(&mut self, wakes: &mut Vec<Instant>) {
        let now = Instant::now();
        let mut failure = None;
        self.streams.retain_mut(|open| {
            if self.plan.iter().any(|it| it.stream == Some(open.number)) {
                return true;
            }
            match open.heard(now) {
                Ok(Playback::InPart(again)) => {
                    wakes.push(again);
                    return true;
                }
                Ok(Playback::All) => self.lost &= open.can_be_placed_on,
                Ok(Playback::NotInTime) => (self.tell)(AudioUpdate::Missed),
                Err(reason) => failure = Some(reason),
            }
            false
        });
        if let Some(reason) = failure {
            self.lose(reason);
        }
    }

    fn miss(&self, at: Instant) {
        let misses = self.misses.lock();
        misses.unwrap_or_else(PoisonError::into_inner).insert(at);
    }

    fn disconnect(&mut self) {
        self.streams.clear();
        self.backend = None;
        self.latency = None;
    }

    fn lose(&mut self, reason: String) {
        self.disconnect();
        if !std::mem::replace(&mut self.lost, true) {
            self.lost_at = Instant::now();
            (self.tell)(AudioUpdate::Lost(reason));
        }
    }
}
