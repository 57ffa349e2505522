//! Time that nobody was there: the machine was suspended, or the program was
//! stopped by something other than Ctrl-Z.

use std::time::{Duration, Instant};

use super::Session;
use crate::clock::TimePoint;
use crate::player::{Activity, Command};
use crate::text::spoken;

/// A wake-up that comes this much later than asked for ends an absence.
const LATE: Duration = Duration::from_secs(10);
/// How long the session sleeps at most while time in a segment counts: so much
/// of what was held before an absence may be lost.
const LONGEST_SLEEP: Duration = Duration::from_secs(10);
/// After a shorter absence a person may still be in position.
const SHORT: Duration = Duration::from_mins(10);
/// Nobody comes back to a pause of this length.
const LONGEST_PAUSE: Duration = Duration::from_hours(6);
/// How often a pause is looked at. The wait for its end stands still while the
/// machine is suspended, so one wait for all of it could take days.
const PAUSE_LOOK: Duration = Duration::from_mins(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Time in a segment with a length counts.
    Runs,
    /// It is paused, and a key may end that.
    Paused,
    /// It waits for as long as it takes: for the end of a segment without a
    /// length, or for the shell to bring it to the front after Ctrl-Z.
    Waits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nobody was there since this moment, for so long.
    Absence(Instant, Duration),
    LongPause,
}

/// Compares each look at the clock with the one before it.
pub(super) struct AbsenceWatch {
    last: TimePoint,
    /// How long after the last look the session asked to be woken.
    asked: Option<Duration>,
    /// When the present pause began, once it was seen.
    paused: Option<TimePoint>,
    /// How long nobody was there, until that is dealt with.
    away: Option<Duration>,
    /// An absence has ended the session.
    pub(super) gave_up: bool,
}

impl AbsenceWatch {
    pub(super) fn new(now: TimePoint) -> Self {
        Self {
            last: now,
            asked: None,
            paused: None,
            away: None,
            gave_up: false,
        }
    }

    /// Notes when the session wants to wake by itself, and says when it has to.
    pub(super) fn ask(&mut self, next: Option<Instant>, doing: Doing) -> Option<Instant> {
        let longest = match doing {
            Doing::Runs => Some(LONGEST_SLEEP),
            Doing::Paused => {
                let so_far = self.paused.map(|began| self.last.since(began));
                let left = LONGEST_PAUSE.saturating_sub(so_far.unwrap_or_default());
                Some(left.min(PAUSE_LOOK))
            }
            Doing::Waits => None,
        };
        let longest = longest.map(|longest| self.last.awake + longest);
        let wake = [next, longest].into_iter().flatten().min();
        self.asked = wake.map(|wake| wake.saturating_duration_since(self.last.awake));
        wake
    }

    /// Looks at the clock. `doing` was done since the last look: time in which the
    /// session waits is no absence and no pause.
    pub(super) fn look(&mut self, now: TimePoint, doing: Doing) -> Option<Found> {
        let last = std::mem::replace(&mut self.last, now);
        let asked = self.asked.take().unwrap_or(LONGEST_SLEEP);
        match doing {
            Doing::Runs => {
                let length = now.since(last);
                self.paused = (length >= asked + LATE).then_some(last);
                let since = self.paused?.awake;
                Some(Found::Absence(since, length))
            }
            Doing::Paused => {
                let began = *self.paused.get_or_insert(last);
                (now.since(began) >= LONGEST_PAUSE).then_some(Found::LongPause)
            }
            Doing::Waits => {
                self.paused = None;
                None
            }
        }
    }
}

impl Session {
    /// The time of the timeline now, for a player that is about to be told it.
    /// What passed in an absence since the last look is taken off first.
    pub(super) fn look(&mut self) -> Duration {
        let now = TimePoint::now();
        let time_now = self.clock.at(now.awake);
        match self.watch.look(now, self.doing()) {
            Some(Found::Absence(since, length)) => {
                let since = self.clock.at(since);
                self.player.handle(Command::Pause, since);
                self.cues.forget(self.clock, since);
                self.hush();
                // The screen is bright, so that its notice can be read.
                self.last_key = now.awake;
                self.watch.away = Some(length);
                self.emit();
                if length >= LONGEST_PAUSE {
                    self.come_back(time_now);
                }
            }
            Some(Found::LongPause) => self.give_up(time_now, "Paused for six hours: ended."),
            None => {}
        }
        time_now
    }

    /// Goes on after an absence, waits for a key, or ends, unless what came together
    /// with the wake-up has: a key may have gone on, a signal may have ended it.
    pub(super) fn come_back(&mut self, now: Duration) {
        let paused = matches!(self.player.snapshot(now).activity, Activity::Paused(_));
        let Some(length) = self.watch.away.take().filter(|_| paused) else {
            return;
        };
        let short = length < SHORT;
        let keyboard = self.terminal.keyboard.is_some();
        let stood = format!("The timer stood still for {}", spoken(length));
        if length >= LONGEST_PAUSE || !short && !keyboard {
            self.give_up(now, &format!("{stood}: ended."));
            return;
        }
        if short {
            self.player.call_back(now, !keyboard);
            self.emit();
        }
        self.notice(&if keyboard {
            format!("{stood}: paused. Space goes on.")
        } else {
            format!("{stood}. Going on.")
        });
    }

    fn give_up(&mut self, now: Duration, why: &str) {
        self.watch.gave_up = true;
        self.player.handle(Command::Interrupt, now);
        self.emit();
        self.notice(why);
    }

    pub(super) fn doing(&self) -> Doing {
        let snapshot = self.player.snapshot(Duration::ZERO);
        match snapshot.activity {
            Activity::Paused(_) if !self.background => Doing::Paused,
            Activity::Playing | Activity::CountIn(_) if snapshot.length.is_some() => Doing::Runs,
            _ => Doing::Waits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// A watch, and the clock that it looks at.
    struct TestClock {
        watch: AbsenceWatch,
        now: TimePoint,
    }

    impl TestClock {
        fn new() -> Self {
            let now = TimePoint {
                awake: Instant::now(),
                counted: Some(secs(1000)),
            };
            let watch = AbsenceWatch::new(now);
            Self { watch, now }
        }

        /// Time passes, of which the machine is suspended for a part.
        fn pass(&mut self, awake: Duration, suspended: Duration) {
            self.now.awake += awake;
            self.now.counted = self.now.counted.map(|it| it + awake + suspended);
        }

        /// Sleeps until it wants to wake by itself.
        fn sleep(&mut self, next: Option<Duration>, doing: Doing) -> Option<Duration> {
            let next = next.map(|next| self.now.awake + next);
            let wake = self.watch.ask(next, doing);
            wake.map(|wake| wake - self.now.awake)
        }

        fn look(&mut self, doing: Doing) -> Option<Found> {
            self.watch.look(self.now, doing)
        }

        /// The length of the absence that is found.
        fn absence(&mut self, doing: Doing) -> Option<Duration> {
            let before = self.watch.last.awake;
            match self.look(doing)? {
                Found::Absence(since, length) => {
                    assert_eq!(since, before, "it begins at the last look");
                    Some(length)
                }
                Found::LongPause => panic!("nothing was paused"),
            }
        }
    }

    #[test]
    fn a_wake_up_ten_seconds_later_than_asked_for_is_an_absence() {
        // Asked for, awake, suspended, and whether that is an absence.
        for (next, awake, suspended, found) in [
            (Some(3), 3, 0, false),
            (Some(3), 12, 0, false),
            (Some(3), 13, 0, true),
            (Some(3), 90, 0, true),
            (Some(3), 3, 9, false),
            (Some(3), 3, 10, true),
            // A key comes before the time.
            (Some(3), 1, 11, false),
            (Some(3), 1, 12, true),
            // Longer than ten seconds it never sleeps.
            (Some(3600), 10, 9, false),
            (Some(3600), 10, 10, true),
            (None, 19, 0, false),
            (None, 20, 0, true),
            // What was due in the past is due at once.
            (Some(0), 10, 0, true),
        ] {
            let mut night = TestClock::new();
            night.sleep(next.map(secs), Doing::Runs);
            night.pass(secs(awake), secs(suspended));
            let length = found.then_some(secs(awake + suspended));
            let row = (next, awake, suspended);
            assert_eq!(night.absence(Doing::Runs), length, "{row:?}");
        }
    }

    #[test]
    fn what_the_session_itself_takes_too_long_for_counts_as_well() {
        let mut night = TestClock::new();
        night.pass(secs(19), Duration::ZERO);
        assert_eq!(night.absence(Doing::Runs), None);
        night.pass(secs(20), Duration::ZERO);
        assert_eq!(night.absence(Doing::Runs), Some(secs(20)));
        // Between the look and the wait: the deadline was missed as well.
        night.pass(secs(13), Duration::ZERO);
        let next = night.watch.last.awake + secs(3);
        night.watch.ask(Some(next), Doing::Runs);
        assert_eq!(night.absence(Doing::Runs), Some(secs(13)));
    }

    #[test]
    fn nobody_is_missed_while_nothing_counts() {
        for doing in [Doing::Paused, Doing::Waits] {
            let mut night = TestClock::new();
            night.sleep(Some(secs(1)), doing);
            night.pass(secs(3600), secs(3600));
            assert_eq!(night.look(doing), None);
            // Nor is that time missed from what counts afterwards.
            night.sleep(Some(secs(1)), Doing::Runs);
            night.pass(secs(1), Duration::ZERO);
            assert_eq!(night.look(Doing::Runs), None);
        }
    }

    #[test]
    fn sleeps_are_short_while_time_counts_and_long_in_a_pause() {
        let mut night = TestClock::new();
        assert_eq!(night.sleep(None, Doing::Runs), Some(secs(10)));
        assert_eq!(night.sleep(Some(secs(7)), Doing::Runs), Some(secs(7)));
        assert_eq!(night.sleep(None, Doing::Waits), None);
        assert_eq!(night.sleep(None, Doing::Paused), Some(secs(300)));
    }

    #[test]
    fn a_pause_of_six_hours_is_over_to_the_second() {
        let mut night = TestClock::new();
        let mut looks = 0;
        loop {
            let sleep = night.sleep(None, Doing::Paused).expect("a wake-up");
            night.pass(sleep, Duration::ZERO);
            looks += 1;
            if night.look(Doing::Paused) == Some(Found::LongPause) {
                break;
            }
        }
        assert_eq!(night.now.counted, Some(secs(1000 + 6 * 3600)));
        assert_eq!(looks, 72);
    }

    #[test]
    fn a_pause_counts_suspended_time_and_begins_anew_after_ctrl_z() {
        let mut night = TestClock::new();
        night.sleep(None, Doing::Paused);
        night.pass(secs(300), secs(6 * 3600 - 301));
        assert_eq!(night.look(Doing::Paused), None);
        night.sleep(None, Doing::Paused);
        night.pass(secs(1), Duration::ZERO);
        assert_eq!(night.look(Doing::Paused), Some(Found::LongPause));
        // Stopped, then in the background, then in front.
        assert_eq!(night.look(Doing::Waits), None);
        night.pass(secs(1), secs(7 * 3600));
        assert_eq!(night.look(Doing::Waits), None);
        night.pass(secs(5 * 3600), Duration::ZERO);
        assert_eq!(night.look(Doing::Paused), None);
        night.pass(secs(3600), Duration::ZERO);
        assert_eq!(night.look(Doing::Paused), Some(Found::LongPause));
    }

    #[test]
    fn an_absence_counts_as_part_of_the_pause_that_it_begins() {
        let mut night = TestClock::new();
        night.sleep(Some(secs(5)), Doing::Runs);
        night.pass(secs(5), secs(5 * 3600));
        assert!(night.absence(Doing::Runs).is_some());
        night.pass(secs(3600 - 5), Duration::ZERO);
        assert_eq!(night.look(Doing::Paused), Some(Found::LongPause));
    }
}
