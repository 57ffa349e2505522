//! What was held and done, and which holds hurt.

use std::sync::Arc;
use std::time::Duration;

use super::Player;
use crate::timeline::{Phase, Timeline};

/// A key that is held down comes again within this time, and says nothing new.
const OUCH_AGAIN: Duration = Duration::from_secs(2);
/// An open hold that ends earlier is passed over, like another before its half.
const HALF_OF_OPEN: Duration = Duration::from_secs(5);

/// A hold that was begun and has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its index on the timeline.
    pub index: usize,
    /// How long it was held.
    pub time: Duration,
    /// How it went, or had gone before it hurt.
    pub went: Went,
    /// When a key said that it hurts, since the session began.
    pub(crate) hurt: Option<Duration>,
}

/// How it went with a hold, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Went {
    /// It never began.
    NotBegun,
    /// It ended before half of it.
    PassedOver,
    /// A key or the end of the session cut it short.
    Cut,
    /// The same, because it hurt.
    Hurt,
    /// It came to its end, or to a point at which a person was free to go on.
    Whole,
}

impl Player {
    /// The holds so far, in the order in which they ended. One to which a person
    /// went back is there again.
    pub fn holds(&self) -> &[Held] {
        &self.holds
    }

    pub(crate) fn hurts(&self) -> impl Iterator<Item = &Held> {
        self.holds.iter().filter(|hold| hold.hurt.is_some())
    }

    /// Whether it can be said that this hold hurts, or the one before this break.
    pub(super) fn may_hurt(&self) -> bool {
        // A cramp hurts until it lets go.
        let is_news = |index| self.timeline.cramp_hold() != Some(index);
        if self.is_hold() {
            return is_news(self.index);
        }
        let after_hold = self.after_hold && !self.is_in(Phase::Task);
        let last = self.holds.last().filter(|_| after_hold);
        last.is_some_and(|hold| hold.hurt.is_none() && is_news(hold.index))
    }

    /// How many holds have ended or hurt, and how often something was done.
    pub(crate) fn goals_reached(&self) -> usize {
        self.holds.len() + self.hurts().count() + self.ticked.len()
    }

    pub(crate) fn is_ticked(&self, index: usize) -> bool {
        self.ticked.contains(&index)
    }

    /// Notes what the segment that ends has shown and held.
    pub(super) fn settle(&mut self, now: Duration) {
        self.introduced = self.segment().map(|segment| segment.step);
        self.after_hold = self.is_hold() || self.after_hold && !self.is_in(Phase::Task);
        if self.is_hold() {
            let time = self.elapsed(now);
            let segment = &self.timeline.segments[self.index];
            // A key may have moved the end to before what was enough.
            let free = [segment.enough, self.length].into_iter().flatten().min();
            let let_go = self.timeline.for_a_cramp && self.entered;
            // Before `+` and `-`, or `-` alone would make any hold short enough.
            let planned = segment.enough.into_iter().chain(segment.length).min();
            let half = planned.map_or(HALF_OF_OPEN, |length| length / 2);
            // At one's own pace nobody but the person knows what was done.
            let own_pace = self.timeline.movements(segment, None).is_some();
            let went = if time < half && !let_go {
                Went::PassedOver
            } else if free.map_or(self.entered || !own_pace, |free| time >= free) {
                Went::Whole
            } else {
                Went::Cut
            };
            self.holds.push(Held {
                index: self.index,
                time,
                went,
                hurt: None,
            });
        }
    }

    /// The current hold hurts, or the one before this break. A break that leads to
    /// something else begins again, so that there is time for it.
    pub(super) fn ouch(&mut self, now: Duration) {
        let is_hold = self.is_hold();
        let last = self.hurts().filter_map(|hold| hold.hurt).max();
        if last.is_some_and(|last| now < last + OUCH_AGAIN) || !self.may_hurt() {
            return;
        }
        self.cut(true, now);
        self.end_count_in(now);
        self.settle(now);
        if let Some(hold) = self.holds.last_mut() {
            hold.hurt = Some(now);
            Arc::make_mut(&mut self.timeline).leave_out_after(hold.index);
        }
        self.enter(self.index + usize::from(is_hold), now);
    }

    /// Takes back that a hold hurts, by its index, and what was left out for it.
    pub(super) fn take_ouch_back(&mut self, index: usize) {
        let mut holds = self.holds.iter_mut();
        if let Some(hold) = holds.find(|hold| hold.index == index && hold.hurt.is_some()) {
            hold.hurt = None;
            let mut timeline = Timeline::clone(&self.planned);
            let hurts = self.hurts().map(|hold| hold.index);
            hurts.for_each(|hold| timeline.leave_out_after(hold));
            self.timeline = Arc::new(timeline);
        }
    }
}
