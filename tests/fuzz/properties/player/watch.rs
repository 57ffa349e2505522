//! Somebody who hears the events of a session and nothing else, and knows from
//! them what is going on: a second, simpler account of the same session.

use std::time::Duration;

use legrest::diagnostic::is_unprintable;
use legrest::player::{Activity, Event, Held, Outcome, Phrase, Snapshot, Went};
use legrest::routine::Cue;
use legrest::routine::tempo::Cycle;
use legrest::timeline::{Phase, Timeline};

/// What the events have told so far.
pub struct Watch {
    pub(super) timeline: Timeline,
    now: Duration,
    pub(super) index: usize,
    /// How long the segment is, as far as keys have been seen to change it.
    pub(super) length: Option<Duration>,
    pub(super) paused: bool,
    pub(super) outcome: Option<Outcome>,
    /// How far into the segment.
    pub(super) elapsed: Duration,
    /// The holds that have ended: index, time.
    pub(super) holds: Vec<(usize, Duration)>,
    pub(super) skipped: u32,
    /// What was heard in this segment, and how far into it.
    cues: Vec<(Duration, Cue)>,
    said: usize,
    /// A key had a say in this segment.
    pub(super) disturbed: bool,
    /// The movement and its part that were counted last in this hold.
    beat: Option<(u32, usize)>,
    /// A pause has broken a movement off, which begins again.
    repeats: bool,
    /// How many things to do were done.
    pub(super) ticked: usize,
    /// The holds that hurt, and when that was said.
    pub(super) hurts: Vec<(usize, Duration)>,
}

impl Watch {
    /// Before the first event.
    pub fn new(timeline: Timeline) -> Self {
        Self {
            timeline,
            now: Duration::ZERO,
            index: 0,
            length: None,
            paused: false,
            outcome: None,
            elapsed: Duration::ZERO,
            holds: Vec::new(),
            skipped: 0,
            cues: Vec::new(),
            said: 0,
            disturbed: false,
            beat: None,
            repeats: false,
            ticked: 0,
            hurts: Vec::new(),
        }
    }

    /// Hears how it begins.
    pub fn began(&mut self, events: &[(Duration, Event)]) {
        let [(at, Event::Segment(began)), cue, counts @ ..] = events else {
            panic!("it begins otherwise: {events:?}");
        };
        assert_eq!((*at, began.index), (Duration::ZERO, 0));
        self.begin(0);
        assert_eq!(*cue, (*at, self.opening()));
        self.hear(*at, &cue.1);
        assert_eq!(counts.len(), usize::from(self.cycle().is_some()));
        for (at, count) in counts {
            self.hear(*at, count);
        }
    }

    /// Hears what happened by itself up to a moment. `holds` are those that the
    /// player knows of afterwards.
    pub fn passed(&mut self, then: Duration, events: &[(Duration, Event)], holds: &[Held]) {
        let mut last_cue = None;
        let mut was_paused = self.paused;
        let before = self.holds.len();
        for (n, (at, event)) in events.iter().enumerate() {
            self.pass_to(*at);
            match event {
                Event::Segment(began) => {
                    assert_eq!(Some(began.index), self.after(self.index));
                    self.ran_out(was_paused);
                    self.settle();
                    self.begin(began.index);
                    // What begins is heard at once.
                    let next = events.get(n + 1);
                    assert_eq!(next, Some(&(*at, self.opening())));
                }
                Event::Cue { cue } => {
                    // At one moment only one sounds.
                    assert!(last_cue.is_none_or(|last| last < *at), "{event:?}");
                    last_cue = Some(*at);
                    if *cue == Cue::Finish {
                        assert_eq!(self.after(self.index), None);
                        self.ran_out(was_paused);
                        self.settle();
                        assert_eq!(self.end(), Outcome::Completed);
                        let ended = events.get(n + 1);
                        assert!(matches!(ended, Some((_, Event::Ended { .. }))));
                    }
                    self.hear(*at, event);
                }
                Event::Resumed => {
                    was_paused = false;
                    self.hear(*at, event);
                }
                Event::Paused | Event::Skipped { .. } | Event::Started(_) => {
                    panic!("nobody asked for that: {event:?}")
                }
                Event::Ended { outcome, .. } if *outcome != Outcome::Completed => {
                    assert_eq!(self.after(self.index), None);
                    self.ran_out(was_paused);
                    self.settle();
                    assert_eq!(*outcome, self.end());
                    self.hear(*at, event);
                }
                Event::Count { .. } => {
                    // A movement begins with a cue, and none without the other.
                    let before = n.checked_sub(1).map(|before| &events[before]);
                    assert!(matches!(before, Some((then, Event::Cue { .. })) if then == at));
                    self.hear(*at, event);
                }
                Event::Say { .. } | Event::Ended { .. } => self.hear(*at, event),
            }
        }
        for hold in &holds[before..] {
            assert!(hold.went == Went::Whole, "it came to its end: {hold:?}");
        }
        self.pass_to(then);
    }

    /// The segment came to its end by itself: it was all there.
    fn ran_out(&self, was_paused: bool) {
        assert!(!was_paused && !self.paused);
        assert_eq!(Some(self.elapsed), self.length);
        let segment = &self.timeline.segments[self.index];
        let notes = &self.timeline.step(segment).notes;
        let is_hold = segment.phase == Phase::Hold;
        let due = notes
            .iter()
            .filter(|note| is_hold && note.at < self.elapsed);
        assert_eq!(self.said, due.count(), "notes of {segment:?}");
        if let Some(cycle) = self.timeline.cycle(segment) {
            // Every movement was there, to its last part.
            let one: Duration = cycle.parts().iter().map(|part| part.length).sum();
            let (count, part) = self.beat.expect("a movement");
            assert_eq!(part, cycle.parts().len() - 1);
            assert_eq!(Some(one * count), self.length);
        }
        if !self.disturbed {
            assert_eq!(self.cues, self.planned_cues(), "{segment:?}");
        }
    }

    /// Compares what a screen would show with what was heard.
    pub fn sees(&mut self, snapshot: &Snapshot, now: Duration, holds: &[Held]) {
        let told = holds.iter().map(|hold| (hold.index, hold.time));
        assert!(
            told.eq(self.holds.iter().copied()),
            "{holds:?} {:?}",
            self.holds
        );
        assert!(holds.iter().map(|hold| hold.time).sum::<Duration>() <= now);
        assert_eq!(snapshot.skipped, self.skipped);
        for hold in holds {
            let segment = &self.timeline.segments[hold.index];
            // At one's own pace only the person knows.
            let own_pace = self.timeline.steps[segment.step].movements.is_some();
            let free = match segment.length {
                None => (!own_pace).then_some(Duration::from_secs(5)),
                Some(_) => segment.enough,
            };
            if free.is_some_and(|free| hold.time >= free) {
                assert!(
                    hold.went == Went::Whole,
                    "a person was free to go on: {hold:?}"
                );
            }
        }
        if let Activity::Ended(outcome) = snapshot.activity {
            assert_eq!(self.outcome, Some(outcome));
            return;
        }
        assert_eq!(self.outcome, None);
        assert_eq!(snapshot.index, self.index);
        assert_eq!(snapshot.elapsed, self.elapsed);
        assert_eq!(snapshot.length, self.length);
        assert_eq!(self.paused, snapshot.activity != Activity::Playing);
        if snapshot.activity == Activity::Playing {
            let shown = snapshot.beat().map(|(beat, _)| (beat.movement, beat.part));
            assert_eq!(shown, self.beat);
        }
        assert!(snapshot.length.is_none_or(|length| self.elapsed < length));
        if let Activity::CountIn(left) = snapshot.activity {
            let is_hold = snapshot.segment.phase == Phase::Hold;
            assert!(is_hold && !left.is_zero() && left <= Duration::from_secs(3));
        }
    }

    /// The clock goes on, unless it stands still.
    pub(super) fn pass_to(&mut self, at: Duration) {
        assert!(at >= self.now, "time runs backwards");
        if !self.paused && self.outcome.is_none() {
            self.elapsed += at.saturating_sub(self.now);
        }
        self.now = at;
    }

    pub(super) fn begin(&mut self, index: usize) {
        self.index = index;
        self.length = self.timeline.segments[index].length;
        self.elapsed = Duration::ZERO;
        self.cues.clear();
        self.said = 0;
        self.disturbed = false;
        self.beat = None;
        self.repeats = false;
    }

    /// The parts of a movement, in a hold with a tempo.
    fn cycle(&self) -> Option<&Cycle> {
        self.timeline.cycle(&self.timeline.segments[self.index])
    }

    /// Hears that a part of a movement begins: the next one, at its moment.
    fn count(&mut self, count: u32, of: Option<u32>, part: usize, word: Option<&str>) {
        let cycle = self.cycle().expect("a tempo");
        let lengths: Vec<Duration> = cycle.parts().iter().map(|part| part.length).collect();
        let written = Some(&*cycle.parts()[part].word);
        assert_eq!(written.filter(|word| !word.is_empty()), word);
        let one: Duration = lengths.iter().sum();
        let moment = one * (count - 1) + lengths[..part].iter().sum::<Duration>();
        assert_eq!(moment, self.elapsed, "{count} {part}");
        let next = match self.beat {
            None => (1, 0),
            Some((count, _)) if self.repeats => (count, 0),
            Some((count, part)) if part + 1 < lengths.len() => (count, part + 1),
            Some((count, _)) => (count + 1, 0),
        };
        assert_eq!((count, part), next);
        let segment = &self.timeline.segments[self.index];
        let are_counted = self.timeline.steps[segment.step].movements.is_some();
        assert_eq!(of.is_some(), are_counted);
        assert!(of.is_none_or(|of| Some(one * of) == self.length && count <= of));
        self.beat = Some(next);
        self.repeats = false;
    }

    /// The segment is over.
    pub(super) fn settle(&mut self) {
        if self.timeline.segments[self.index].phase == Phase::Hold {
            self.holds.push((self.index, self.elapsed));
        }
    }

    /// How it ends when it comes to its end: as far as a key did not pass over
    /// every hold.
    pub(super) fn end(&self) -> Outcome {
        let is_held = |(index, time): &(usize, Duration)| {
            let segment = &self.timeline.segments[*index];
            let planned = [segment.enough, segment.length];
            let planned = planned.into_iter().flatten().min();
            *time >= planned.map_or(Duration::from_secs(5), |planned| planned / 2)
        };
        let has_hold = self
            .timeline
            .segments
            .iter()
            .any(|it| it.phase == Phase::Hold);
        if self.holds.iter().any(is_held) || self.ticked > 0 && !has_hold {
            Outcome::Completed
        } else {
            Outcome::Quit
        }
    }

    pub(super) fn opening(&self) -> Event {
        let cue = self.opening_cue();
        Event::Cue { cue }
    }

    fn opening_cue(&self) -> Cue {
        let segment = &self.timeline.segments[self.index];
        match segment.phase {
            Phase::Prepare | Phase::Task => return Cue::Ready,
            Phase::Rest => return Cue::Rest,
            Phase::Switch => return Cue::Switch,
            Phase::Hold => {}
        }
        let own = &self.timeline.step(segment).sounds;
        let has = |cue| own.contains_key(&cue) || self.timeline.routine.sounds.contains_key(&cue);
        let holds = segment.rep.of * segment.set.of * segment.round.of;
        let is_own = |index: &usize| {
            let it = &self.timeline.segments[*index];
            it.phase == Phase::Hold && (it.step, it.side) == (segment.step, segment.side)
        };
        let played =
            (0..self.timeline.segments.len()).filter(|at| !self.timeline.segments[*at].left_out);
        let last = played.rev().find(is_own);
        if holds == 1 || last != Some(self.index) || has(Cue::Start) && !has(Cue::Last) {
            Cue::Start
        } else {
            Cue::Last
        }
    }

    pub(super) fn hear(&mut self, at: Duration, event: &Event) {
        assert_eq!(self.outcome, None, "after the end: {event:?}");
        match event {
            Event::Cue { cue } => self.cues.push((self.elapsed, *cue)),
            Event::Say { text } => {
                assert!(!text.contains(is_unprintable), "{text:?}");
                let segment = &self.timeline.segments[self.index];
                let note = &self.timeline.step(segment).notes[self.said];
                assert_eq!((&note.text, note.at), (text, self.elapsed));
                self.said += 1;
            }
            Event::Count {
                count,
                of,
                part,
                word,
            } => {
                self.count(*count, *of, *part, word.as_deref());
            }
            Event::Paused => {
                assert!(!std::mem::replace(&mut self.paused, true));
                let one: Option<Duration> = self.cycle().map(Cycle::length);
                if let Some((one, (count, _))) = one.zip(self.beat) {
                    self.elapsed = one * (count - 1);
                    self.repeats = true;
                }
            }
            Event::Resumed => assert!(std::mem::replace(&mut self.paused, false)),
            Event::Ended {
                outcome,
                held,
                skipped,
            } => {
                let times: Duration = self.holds.iter().map(|(_, time)| *time).sum();
                assert_eq!((*held, *skipped), (times, self.skipped));
                assert!(*held <= at);
                self.outcome = Some(*outcome);
            }
            Event::Segment(_) | Event::Skipped { .. } | Event::Started(_) => {
                unreachable!("heard by those who know what it means: {event:?}")
            }
        }
    }
}

impl Watch {
    /// What is to be heard in this segment when nobody touches a key.
    fn planned_cues(&self) -> Vec<(Duration, Cue)> {
        let segment = &self.timeline.segments[self.index];
        let second = Duration::from_secs(1);
        let mut cues = vec![(Duration::ZERO, self.opening_cue())];
        let Some(length) = segment.length else {
            return cues;
        };
        let enough = segment.enough.filter(|enough| *enough < length);
        let apart = |enough: Duration| enough.abs_diff(length / 2) > 3 * second;
        if let Some(cycle) = self.cycle() {
            let mut clock = Duration::ZERO;
            for (n, part) in cycle
                .parts()
                .iter()
                .cycle()
                .map(|part| part.length)
                .enumerate()
            {
                clock += part;
                if clock >= length {
                    break;
                }
                let begins = (n + 1) % cycle.parts().len() == 0;
                cues.push((
                    clock,
                    match begins {
                        true if enough == Some(clock) => Cue::Enough,
                        true => Cue::Beat,
                        false => Cue::Part,
                    },
                ));
            }
        } else if segment.phase == Phase::Hold {
            if length >= 20 * second && enough.is_none_or(apart) {
                cues.push((length / 2, Cue::Half));
            }
            cues.extend(enough.map(|enough| (enough, Cue::Enough)));
        } else if length >= 5 * second {
            let ticks = [3, 2, 1].map(|left| length.saturating_sub(left * second));
            cues.extend(ticks.map(|at| (at, Cue::Tick)));
        }
        let notes = &self.timeline.step(segment).notes;
        for note in notes.iter().filter(|_| segment.phase == Phase::Hold) {
            let is_alone = cues.iter().all(|(at, _)| *at != note.at);
            cues.extend((is_alone && note.at < length).then_some((note.at, Cue::Note)));
        }
        cues.sort_by_key(|(at, _)| *at);
        cues
    }
}

/// Words can be spoken as they are, and are not waited with for long.
pub fn can_be_said(phrase: &Phrase) {
    assert!(!phrase.text.trim().is_empty());
    assert!(!phrase.text.contains(is_unprintable), "{phrase:?}");
    assert!(phrase.slack <= Duration::from_secs(10));
}
