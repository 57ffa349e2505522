//! What a key brings about, as the contract has it.

use std::time::Duration;

use legrest::player::{Activity, Command, Event, Outcome, Snapshot};
use legrest::routine::Cue;
use legrest::timeline::{Phase, Timeline};

use super::watch::Watch;

/// What the events after a key have told.
struct Answer {
    /// The segment that began.
    moved: Option<usize>,
    /// The segment that was cut short.
    cut: Option<usize>,
    /// It was cut because it hurts.
    hurt: bool,
    /// Nothing at all was heard.
    silent: bool,
}

/// How things stood before the key.
struct Before<'s> {
    snapshot: &'s Snapshot<'s>,
    from: usize,
    paused: bool,
    last_hold: Option<usize>,
    elapsed: Duration,
}

impl Before<'_> {
    fn counts_in(&self) -> bool {
        matches!(self.snapshot.activity, Activity::CountIn(_))
    }

    fn is_hold(&self) -> bool {
        self.snapshot.segment.phase == Phase::Hold
    }

    fn is_task(&self) -> bool {
        self.snapshot.segment.phase == Phase::Task
    }

    /// How long a movement is, in a hold with a tempo.
    fn movement(&self) -> Option<Duration> {
        let cycle = self.snapshot.timeline.cycle(self.snapshot.segment)?;
        Some(cycle.parts().iter().map(|part| part.length).sum())
    }

    /// What longer and shorter add and take: ten seconds, or the whole movements
    /// that come nearest to it.
    fn step(&self) -> Duration {
        const STEP: Duration = Duration::from_secs(10);
        let Some(one) = self.movement() else {
            return STEP;
        };
        let off = |count: u32| (one * count).abs_diff(STEP);
        // No movement is shorter than half a second.
        let count = (1..=20).find(|count| off(*count) <= off(count + 1));
        one * count.expect("some number is the nearest")
    }

    /// The longest that a key makes a hold.
    fn most(&self) -> Duration {
        let most = Duration::from_hours(4);
        let Some(one) = self.movement() else {
            return most;
        };
        one * u32::try_from(most.as_nanos() / one.as_nanos()).expect("few")
    }

    /// The shortest that a key makes a segment: with the last three seconds, or
    /// with the movement that is under way.
    fn least(&self) -> Duration {
        let Some(one) = self.movement() else {
            return self.elapsed + Duration::from_secs(3);
        };
        let begun = self.elapsed.as_nanos() / one.as_nanos() + 1;
        one * u32::try_from(begun).expect("few")
    }

    fn is_open(&self) -> bool {
        self.snapshot.length.is_none()
    }

    /// Past the low end of a range.
    fn is_past_enough(&self) -> bool {
        let enough = self.snapshot.segment.enough;
        enough.is_some_and(|enough| self.elapsed >= enough)
    }

    /// A break that was chosen in a pause is announced when the pause ends.
    fn opens_late(&self, command: Command) -> bool {
        matches!(
            command,
            Command::TogglePause | Command::GoOn | Command::Forward
        ) && matches!(self.snapshot.activity, Activity::Paused(_))
            && !self.is_hold()
            && self.snapshot.elapsed.is_zero()
    }
}

impl Watch {
    /// Hears what a key brought about. `snapshot` is how things stood before.
    pub fn asked(
        &mut self,
        command: Command,
        now: Duration,
        snapshot: &Snapshot,
        events: &[(Duration, Event)],
        after: &Timeline,
    ) {
        assert!(events.iter().all(|(at, _)| *at == now), "{events:?}");
        if self.outcome.is_some() {
            assert_eq!(events, []);
            return;
        }
        self.pass_to(now);
        let before = Before {
            snapshot,
            from: self.index,
            paused: self.paused,
            last_hold: self.holds.last().map(|(index, _)| *index),
            elapsed: self.elapsed,
        };
        let timeline = std::mem::replace(&mut self.timeline, after.clone());
        let answer = self.answer(now, events);
        if command == Command::Ouch {
            self.is_spared(now, &before, &answer);
        } else {
            let is_back = command == Command::Back;
            let took_back = is_back && self.take_back(answer.moved);
            assert!(took_back || timeline == *after);
            self.is_right(command, &before, &answer);
        }
        let opens = answer.moved.is_some() && !self.paused || before.opens_late(command);
        let opening = (now, self.opening());
        assert_eq!(events.contains(&opening), opens, "{command:?}: {events:?}");
    }

    fn answer(&mut self, now: Duration, events: &[(Duration, Event)]) -> Answer {
        self.disturbed = true;
        let mut answer = Answer {
            moved: None,
            cut: None,
            hurt: false,
            silent: events.is_empty(),
        };
        for (_, event) in events {
            match event {
                Event::Segment(began) => {
                    assert_eq!(answer.moved, None);
                    self.settle();
                    self.begin(began.index);
                    self.disturbed = self.paused;
                    answer.moved = Some(began.index);
                }
                Event::Cue { cue: Cue::Finish } => {
                    self.settle();
                    self.hear(now, event);
                }
                Event::Ended { outcome, .. } if *outcome != Outcome::Completed => {
                    self.settle();
                    self.hear(now, event);
                }
                Event::Skipped { index, hurt } => {
                    answer.cut = Some(*index);
                    answer.hurt = *hurt;
                    self.skipped += 1;
                }
                _ => self.hear(now, event),
            }
        }
        answer
    }

    fn is_right(&mut self, command: Command, before: &Before, answer: &Answer) {
        let &Answer {
            moved,
            cut,
            hurt,
            silent,
        } = answer;
        assert!(!hurt);
        let from = before.from;
        let stays = (moved, cut, self.outcome) == (None, None, None);
        match command {
            Command::TogglePause => {
                // A hold goes on after the count-in.
                let waits = before.counts_in() || !before.paused || before.is_hold();
                assert!(stays && self.paused == waits);
            }
            Command::Pause => assert!(stays && self.paused),
            Command::Forward if before.paused && !before.counts_in() => assert!(stays),
            Command::Forward if before.is_open() || before.is_past_enough() => {
                self.ticked += usize::from(before.is_task());
                self.went_to(moved, self.after(from));
                assert_eq!(cut, None);
            }
            Command::NextStep => {
                let segments = &self.timeline.segments;
                let turn = |index: usize| (segments[index].step, segments[index].round);
                let mut later = from..segments.len();
                let other = later.find(|next| turn(*next) != turn(from));
                self.went_to(moved, other.and_then(|other| self.from(other)));
                let cuts = !before.is_open() || before.is_task();
                assert_eq!(cut, cuts.then_some(from));
            }
            Command::Next | Command::Forward => {
                // Nothing is passed over with a thing to do.
                let next = if before.is_task() {
                    self.after(from)
                } else {
                    self.timeline.goal_from(from + 1)
                };
                self.went_to(moved, next);
                let cuts = !before.is_open() || before.is_task();
                assert_eq!(cut, cuts.then_some(from));
            }
            Command::Back => {
                let young = before.elapsed < Duration::from_secs(2);
                let earlier = before.snapshot.timeline.goal_before(from);
                let is_goal = before.is_hold() || before.is_task();
                let earlier = earlier.filter(|_| young || !is_goal);
                assert_eq!(moved, Some(earlier.unwrap_or(from)));
                assert_eq!((cut, self.outcome), (None, None));
            }
            Command::Longer => {
                assert!(stays && silent);
                // Four hours, or what was longer by less than one movement.
                let most = before.most();
                let length = before.snapshot.length;
                self.length = length.map(|length| (length + before.step()).min(most.max(length)));
            }
            Command::Shorter => {
                assert!(stays && silent);
                let length = before.snapshot.length;
                let shorter = |length: Duration| {
                    let shorter = length.saturating_sub(before.step());
                    shorter.max(before.least()).min(length)
                };
                self.length = length.map(shorter);
            }
            Command::GoOn => {
                let is_free = before.is_past_enough();
                if before.paused && !before.counts_in() {
                    assert!(stays);
                } else if before.is_open() || is_free {
                    self.ticked += usize::from(before.is_task());
                    self.went_to(moved, self.after(from));
                    assert_eq!(cut, None);
                } else {
                    assert!(stays && silent);
                }
            }
            Command::Ouch => unreachable!("it has an account of its own"),
            Command::Quit => assert_eq!(self.outcome, Some(Outcome::Quit)),
            Command::Interrupt => assert_eq!(self.outcome, Some(Outcome::Interrupted)),
        }
    }

    /// What hurts is over, and what its step still has on its side never comes;
    /// nothing else is lost.
    fn is_spared(&mut self, now: Duration, before: &Before, answer: &Answer) {
        let is_hold = before.is_hold();
        let last = if is_hold {
            Some(before.from)
        } else {
            before.last_hold
        };
        let known = |index: &usize| !is_hold && self.hurts.iter().any(|(it, _)| it == index);
        let said = self.hurts.iter().map(|(_, at)| *at).max();
        let is_again = said.is_some_and(|at| now < at + Duration::from_secs(2));
        let hurts = last.filter(|index| !is_again && !before.is_task() && !known(index));
        let Some(hurts) = hurts else {
            assert!(answer.silent);
            assert_eq!(self.timeline, *before.snapshot.timeline);
            return;
        };
        assert_eq!((answer.cut, answer.hurt), (Some(before.from), true));
        self.hurts.push((hurts, now));
        let planned = &before.snapshot.timeline.segments;
        let place = |index: usize| (planned[index].step, planned[index].side);
        for (index, segment) in self.timeline.segments.iter().enumerate() {
            let is_gone = index > hurts && place(index) == place(hurts);
            if segment.phase == Phase::Hold {
                assert_eq!(segment.left_out, is_gone || planned[index].left_out);
            }
            assert_eq!(segment.length, planned[index].length);
            assert!(index > hurts || *segment == planned[index]);
        }
        self.went_to(answer.moved, self.from(before.from + usize::from(is_hold)));
    }

    /// Whoever goes back to a hold that hurt takes that back.
    fn take_back(&mut self, moved: Option<usize>) -> bool {
        let before = self.hurts.len();
        self.hurts.retain(|(index, _)| Some(*index) != moved);
        self.hurts.len() < before
    }

    /// The next segment that is played.
    pub(super) fn after(&self, index: usize) -> Option<usize> {
        self.from(index + 1)
    }

    fn from(&self, index: usize) -> Option<usize> {
        let segments = &self.timeline.segments;
        (index..segments.len()).find(|index| !segments[*index].left_out)
    }

    /// That segment began; where there is none, it is all done.
    fn went_to(&self, moved: Option<usize>, target: Option<usize>) {
        assert_eq!(moved, target);
        let end = target.is_none().then(|| self.end());
        assert_eq!(self.outcome, end);
    }
}
