//! What a player does when it is asked.

use std::time::Duration;

use super::{ADJUSTMENT, COUNT_IN, Clock, Command, Event, Outcome, Player};
use crate::routine::Cue;
use crate::routine::limits::HOLD_MAX;
use crate::timeline::{Phase, Segment};

/// Back means the hold before when this one is younger.
const BACK_REACHES_BEFORE: Duration = Duration::from_secs(2);

impl Player {
    /// Does what is asked, after everything that was due by `now`.
    pub fn handle(&mut self, command: Command, now: Duration) {
        self.advance(now);
        if self.outcome().is_some() {
            return;
        }
        match command {
            Command::TogglePause | Command::GoOn | Command::Forward if self.is_paused() => {
                self.resume(now);
            }
            Command::Pause if self.is_paused() => {}
            Command::TogglePause | Command::Pause => self.pause(now),
            Command::Forward if self.may_go_on(now) => self.go_on(now),
            Command::Next | Command::Forward => self.next(now),
            Command::NextStep => self.next_step(now),
            Command::Back => self.back(now),
            Command::Ouch => self.ouch(now),
            Command::Longer => self.longer(now),
            Command::Shorter => self.shorter(now),
            Command::GoOn => self.go_on(now),
            Command::Quit => self.end(Outcome::Quit, now),
            Command::Interrupt => self.end(Outcome::Interrupted, now),
        }
    }

    fn pause(&mut self, now: Duration) {
        // During the count-in, the last pause has not ended yet.
        if matches!(self.clock, Clock::Running { .. }) {
            self.tell(now, Event::Paused);
        }
        let mut elapsed = self.elapsed(now);
        // A movement that was broken off begins again.
        let cycle = self.cycle();
        if let Some(begun) = cycle.map(|cycle| cycle.movement_at(elapsed)) {
            elapsed = begun;
            self.marks.cues_to = Some(begun);
        }
        let since = now;
        self.clock = Clock::Paused { since, elapsed };
    }

    fn resume(&mut self, now: Duration) {
        let elapsed = self.elapsed(now);
        self.start_again(now);
        if self.is_hold() {
            self.cue(now, Cue::Tick);
        } else if elapsed.is_zero() {
            // A break that was chosen while paused has not been announced yet.
            self.open(now);
        }
    }

    /// Ends a pause: with the count-in inside a hold, at once elsewhere.
    fn start_again(&mut self, now: Duration) {
        let elapsed = self.elapsed(now);
        if self.is_hold() {
            self.clock = Clock::CountIn {
                since: now,
                elapsed,
                ticks: 1,
            };
        } else {
            self.run_on(now, elapsed);
        }
    }

    /// Calls a person back after an absence: `ready` sounds once, in the place of the
    /// first tick where the routine `goes_on` by itself.
    pub fn call_back(&mut self, now: Duration, goes_on: bool) {
        if self.is_paused() {
            self.cue(now, Cue::Ready);
            if goes_on {
                self.start_again(now);
            }
        }
    }

    /// A key that moves ends a count-in: the clock goes on elsewhere.
    pub(super) fn end_count_in(&mut self, now: Duration) {
        if let Clock::CountIn { elapsed, .. } = self.clock {
            self.run_on(now, elapsed);
        }
    }

    fn next(&mut self, now: Duration) {
        let after = self.index + 1;
        // A thing to do takes nothing along that comes after it.
        let next = Some(after).filter(|_| self.is_in(Phase::Task));
        self.pass_to(next.or_else(|| self.timeline.goal_from(after)), now);
    }

    fn next_step(&mut self, now: Duration) {
        let turn = |segment: &Segment| (segment.step, segment.round);
        let here = self.segment().map(turn);
        let mut rest = self.timeline.segments.iter().skip(self.index);
        let offset = rest.position(|segment| Some(turn(segment)) != here);
        self.pass_to(offset.map(|offset| self.index + offset), now);
    }

    /// Cuts the current segment short and goes on with another, or ends all.
    fn pass_to(&mut self, next: Option<usize>, now: Duration) {
        if self.length.is_some() || self.is_in(Phase::Task) {
            self.cut(false, now);
        }
        self.leave(next.unwrap_or(self.timeline.segments.len()), now);
    }

    pub(super) fn cut(&mut self, hurt: bool, now: Duration) {
        self.skipped += 1;
        let index = self.index;
        self.tell(now, Event::Skipped { index, hurt });
    }

    fn back(&mut self, now: Duration) {
        let young = self.elapsed(now) < BACK_REACHES_BEFORE;
        // An ouch may have been the wrong key.
        let hurt = self.holds.last().filter(|hold| hold.hurt.is_some());
        let hurt = hurt.filter(|_| self.after_hold).map(|hold| hold.index);
        let before = hurt.or_else(|| self.timeline.goal_before(self.index));
        let phase = self.segment().map(|segment| segment.phase);
        let before = before.filter(|_| young || !phase.is_some_and(Phase::is_goal));
        let target = before.unwrap_or(self.index);
        self.take_ouch_back(target);
        self.leave(target, now);
    }

    fn longer(&mut self, now: Duration) {
        if let Some(length) = self.length {
            let longer = length + self.adjustment();
            // Only whole movements are added.
            let cycle = self.cycle();
            let most = cycle.map_or(HOLD_MAX, |cycle| cycle.movement_at(HOLD_MAX));
            // Rounded to whole movements, a hold may be longer than that already.
            self.adjust(longer.min(most).max(length), now);
        }
    }

    /// What one press adds or takes: ten seconds, or the movements nearest to it.
    fn adjustment(&self) -> Duration {
        let cycle = self.cycle();
        cycle.map_or(ADJUSTMENT, |cycle| cycle.round(ADJUSTMENT))
    }

    fn adjust(&mut self, length: Duration, now: Duration) {
        self.length = Some(length);
        // Cues that moved into the past stay silent.
        let past = self.elapsed(now).saturating_sub(Duration::from_nanos(1));
        self.marks.pass_cues_to(past);
    }

    /// Leaves at least the count at the end, or the movement that is under way.
    fn shorter(&mut self, now: Duration) {
        let Some(length) = self.length else { return };
        let elapsed = self.elapsed(now);
        let least = match self.cycle() {
            Some(cycle) => cycle.movement_at(elapsed) + cycle.length(),
            None => elapsed + COUNT_IN,
        };
        let shorter = length.saturating_sub(self.adjustment()).max(least);
        if shorter < length {
            self.adjust(shorter, now);
        }
    }

    pub(super) fn may_go_on(&self, now: Duration) -> bool {
        let enough = self.segment().and_then(|segment| segment.enough);
        self.length.is_none() || enough.is_some_and(|enough| self.elapsed(now) >= enough)
    }

    fn go_on(&mut self, now: Duration) {
        if self.may_go_on(now) {
            self.entered = true;
            if self.is_in(Phase::Task) {
                self.ticked.push(self.index);
            }
            self.leave(self.index + 1, now);
        }
    }
}
