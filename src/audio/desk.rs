//! What the sound thread does: it opens a stream before each cue, places the
//! cue, and closes the stream when it was heard.

mod open;
mod planned;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::bank;
use super::output::{Output, Start};
use super::{AudioError, News, Order, Tuning, Voice, gain};
use crate::clip::Clip;
use crate::clock::TimePoint;
use open::{Heard, Open};
use planned::{Next, Planned};

/// A cue that can't begin this soon after its moment is left out.
const TOO_LATE: Duration = Duration::from_millis(500);
/// After the machine was suspended for this long, sounds that were planned
/// before are not wanted any more. A session that was suspended as long pauses.
const SUSPENDED: Duration = Duration::from_secs(10);
/// What it takes at least to open a stream and to learn where it is.
const LEAST_NOTICE: Duration = Duration::from_millis(300);
/// How long before it must be handed over a cue is placed. Until then a key
/// can take it back without cutting off what sounds.
const PLACED_AHEAD: Duration = Duration::from_millis(250);
/// More sounds than this at a time, in a fast rehearsal, are only noise.
const MOST_STREAMS: usize = 8;
/// A way out that doesn't answer in this time is none.
const PATIENCE: Duration = Duration::from_secs(2);
/// However soon a cue is due, a server has this long to answer.
const LEAST_PATIENCE: Duration = Duration::from_millis(250);
/// How long a server that was heard a moment ago may take to answer.
const ANSWER: Duration = Duration::from_secs(1);

/// The desk of the sound thread.
pub(super) struct Desk<C, T> {
    tuning: Tuning,
    connect: C,
    tell: T,
    output: Option<Box<dyn Output>>,
    /// What is still to be placed, in the order of time.
    plan: VecDeque<Planned>,
    streams: Vec<Open>,
    /// The next stream's number.
    number: u64,
    lost: bool,
    /// It was told that the sound goes elsewhere than was asked for.
    warned: bool,
    finishing: bool,
    /// When the thread looked at the clock last.
    looked: TimePoint,
}

impl<C, T> Desk<C, T>
where
    C: Fn(Duration) -> Result<Box<dyn Output>, AudioError>,
    T: Fn(News),
{
    pub(super) fn new(tuning: Tuning, connect: C, tell: T) -> Self {
        Self {
            tuning,
            connect,
            tell,
            output: None,
            plan: VecDeque::new(),
            streams: Vec::new(),
            number: 0,
            lost: false,
            warned: false,
            finishing: false,
            looked: TimePoint::now(),
        }
    }

    /// Finds out whether there is sound at all, which is better known before
    /// the first cue.
    pub(super) fn set_up(&mut self) {
        if let Err(reason) = self.output(PATIENCE) {
            self.lose(reason);
        }
    }

    /// Follows orders until nobody gives any more.
    pub(super) fn work(&mut self, inbox: &Receiver<Order>) {
        loop {
            let order = match self.act() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => inbox.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            // Before the order, which may be what is heard after a suspend.
            self.wake(TimePoint::now());
            match order {
                Ok(order) => self.take(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            while let Ok(order) = inbox.try_recv() {
                self.take(order);
            }
        }
    }

    /// Drops what was planned before the machine was suspended. Its moments are
    /// still to come by the clock that cues are timed by, and the session finds
    /// out only when the next of them is there.
    fn wake(&mut self, now: TimePoint) {
        if now.suspended_since(self.looked) >= SUSPENDED {
            self.plan.clear();
            self.streams.clear();
        }
        self.looked = now;
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Play { voice, softer, at } => {
                let clip = match voice {
                    Voice::BuiltIn(name) => bank::clip(name),
                    Voice::Own(clip) => Some(clip),
                };
                if let Some(clip) = clip {
                    self.expect(clip, softer, at);
                }
            }
            Order::Forget(after) => {
                self.plan.retain(|planned| planned.at <= after);
                self.streams.retain(|open| open.last_begins <= after);
                for open in &mut self.streams {
                    let own = self.plan.iter().filter(|p| p.stream == Some(open.number));
                    let ends = own.map(Planned::ends).max();
                    open.taken_to = ends.map_or(open.heard_to, |ends| ends.max(open.heard_to));
                }
            }
            Order::Hush => {
                self.plan.clear();
                self.streams.clear();
            }
            Order::Finish => self.finishing = true,
        }
    }

    fn expect(&mut self, clip: Clip, softer: u8, at: Instant) {
        let planned = Planned {
            clip,
            gain: gain(self.tuning.volume, softer),
            at,
            at_once: at <= Instant::now(),
            stream: None,
            trouble: None,
            missed: false,
        };
        let place = self.plan.partition_point(|other| other.at <= at);
        self.plan.insert(place, planned);
    }

    /// Does all that is due; returns when something is due next.
    fn act(&mut self) -> Option<Instant> {
        let mut wakes = Vec::new();
        let mut index = 0;
        while let Some(mut planned) = self.plan.remove(index) {
            let next = self.tend(&mut planned);
            if let Next::Done = next {
                continue;
            }
            self.plan.insert(index, planned);
            index += 1;
            match next {
                Next::Later(at) => {
                    wakes.push(at);
                    break;
                }
                Next::At(at) => wakes.push(at),
                Next::Done => {}
            }
        }
        wakes.extend(self.close_what_was_heard());
        if self.finishing && self.plan.is_empty() && self.streams.is_empty() {
            self.finishing = false;
            (self.tell)(News::Silent);
        }
        wakes.into_iter().min()
    }

    fn tend(&mut self, planned: &mut Planned) -> Next {
        let now = Instant::now();
        if planned.missed {
            if now < planned.at {
                return Next::At(planned.at);
            }
            (self.tell)(News::Missed);
            return Next::Done;
        }
        // Known to be lost, it need not be hoped for.
        let hope = if self.lost { Duration::ZERO } else { TOO_LATE };
        if now > planned.at + hope && !planned.at_once || now > planned.at + TOO_LATE {
            // Without any trouble it is we who are late, and there is sound.
            if let Some(reason) = planned.trouble.take() {
                self.lose(reason);
                (self.tell)(News::Missed);
            }
            return Next::Done;
        }
        let notice = self.tuning.lead.max(LEAST_NOTICE);
        if let Some(early) = planned.at.checked_sub(notice).filter(|early| *early > now) {
            return Next::Later(early);
        }
        self.serve(planned, now).unwrap_or_else(|reason| {
            self.drop_output();
            let retry = planned.trouble.is_none() && !self.lost;
            planned.trouble = Some(reason.clone());
            if retry {
                // The server may have been restarted since the last cue.
                return Next::At(now);
            }
            self.lose(reason);
            planned.missed = true;
            Next::At(planned.at)
        })
    }

    /// Brings a sound nearer to the ear; errors when the way out fails.
    fn serve(&mut self, planned: &mut Planned, now: Instant) -> Result<Next, AudioError> {
        let left = planned.at.saturating_duration_since(now) + TOO_LATE / 2;
        let limit = left.clamp(LEAST_PATIENCE, PATIENCE);
        let known = planned.stream.and_then(|number| self.position(number));
        let Some(index) = known.or_else(|| self.free_stream(planned)) else {
            if self.streams.len() >= MOST_STREAMS {
                return Ok(Next::Done);
            }
            let start = if planned.at_once {
                Start::WithSound
            } else {
                Start::InSilence
            };
            let mut open = self.open(start, limit)?;
            if planned.at_once {
                self.streams.push(open.starting_with(planned, limit)?);
                return Ok(Next::Done);
            }
            planned.stream = Some(open.number);
            let next = Next::At(open.look_before(planned.at));
            self.streams.push(open.taken_to(planned.ends()));
            return Ok(next);
        };
        let open = &mut self.streams[index];
        planned.stream = Some(open.number);
        open.taken_to = open.taken_to.max(planned.ends());
        let next = open.place(planned, limit)?;
        if let Next::Done = next
            && std::mem::take(&mut self.lost)
        {
            (self.tell)(News::Back);
        }
        Ok(next)
    }

    fn position(&self, number: u64) -> Option<usize> {
        self.streams.iter().position(|open| open.number == number)
    }

    /// A stream on which a sound would find its place free.
    fn free_stream(&self, planned: &Planned) -> Option<usize> {
        let free = |open: &Open| open.can_be_placed_on && open.taken_to <= planned.at;
        let index = self.streams.iter().position(free);
        index.filter(|_| !planned.at_once)
    }

    /// The way out; a new one at first, and after each time it was lost.
    fn output(&mut self, limit: Duration) -> Result<&mut Box<dyn Output>, AudioError> {
        match &mut self.output {
            Some(output) => Ok(output),
            none => {
                let output = (self.connect)(limit)?;
                if let Some(reason) = output.warning().filter(|_| !self.warned) {
                    self.warned = true;
                    (self.tell)(News::Elsewhere(reason));
                }
                Ok(none.insert(output))
            }
        }
    }

    fn open(&mut self, start: Start, limit: Duration) -> Result<Open, AudioError> {
        let stream = self.output(limit)?.open(start, limit)?;
        self.number += 1;
        Ok(Open::new(self.number, stream, start))
    }

    /// Closes the streams on which all was heard and nothing is to come;
    /// returns when to look again.
    fn close_what_was_heard(&mut self) -> Option<Instant> {
        let now = Instant::now();
        let mut next: Option<Instant> = None;
        let mut failure = None;
        let plan = &self.plan;
        let (mut heard, mut missed) = (false, false);
        self.streams.retain_mut(|open| {
            if plan
                .iter()
                .any(|planned| planned.stream == Some(open.number))
            {
                return true;
            }
            match open.heard(now) {
                Ok(Heard::InPart(again)) => {
                    next = Some(next.map_or(again, |next| next.min(again)));
                    true
                }
                Ok(Heard::All) => {
                    heard |= !open.can_be_placed_on;
                    false
                }
                Ok(Heard::NotInTime) => {
                    missed = true;
                    false
                }
                Err(reason) => {
                    failure = Some(reason);
                    false
                }
            }
        });
        if missed {
            (self.tell)(News::Missed);
        }
        match failure {
            Some(reason) => self.lose(reason),
            None if heard && std::mem::take(&mut self.lost) => (self.tell)(News::Back),
            None => {}
        }
        next
    }

    fn drop_output(&mut self) {
        self.streams.clear();
        self.output = None;
    }

    fn lose(&mut self, reason: AudioError) {
        self.drop_output();
        if !std::mem::replace(&mut self.lost, true) {
            (self.tell)(News::Lost(reason));
        }
    }
}
