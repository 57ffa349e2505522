//! What must hold of a session, whatever keys are pressed and however badly its
//! clock runs.

mod answer;
mod script;
mod told;
mod watch;

use std::path::Path;
use std::time::Duration;

use legrest::library::understand;
use legrest::player::{Activity, Command, Event, Outcome, Player, Prompter, Snapshot, Voice, Went};
use legrest::record::{
    HoldRef, LocalTime, MOST_HELD, Record, RecordKind, SessionRecord, StepRecord, Tonight, VERSION,
};
use legrest::routine::Cue;
use legrest::timeline::{Choice, Phase, Segment, Timeline, compile};

use super::NOWHERE;
use super::author::{Author, choice};
use super::dice::Dice;
pub use script::Move;
use watch::Watch;

/// Timelines longer than this only take more time.
const MOST_SEGMENTS: usize = 300;

/// The same of movements and their parts.
const MOST_BEATS: usize = 2_000;
/// Nobody is away for longer than this where movements are counted.
const LONGEST_LEAP: Duration = Duration::from_mins(10);

/// Plays a routine, with keys, to its end.
pub fn session(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let Some((timeline, choice)) = timeline(&mut dice) else {
        return;
    };
    let speed = dice.one_of(&[1.0, 0.1, 1000.0, 20.0]);
    told::is_told(&timeline);
    let mut stage = Stage::new(timeline, speed);
    for number in 0..64 {
        if dice.are_out() {
            break;
        }
        let step = Move::next(&mut dice);
        if number % 16 == 0 {
            ends_when_it_says(&stage.player, stage.now);
            stage.loses_nothing_in_an_absence();
        }
        stage.play(&step, &mut dice);
    }
    stage.play_out();
    can_be_kept(&stage.player, choice);
}

/// Something to play, of a size that can be looked at closely.
pub fn timeline(dice: &mut Dice) -> Option<(Timeline, Choice)> {
    let text = Author::careful(dice).write();
    let (routine, _) = understand(&text, Path::new(NOWHERE));
    let routine = routine?;
    let choice = choice(dice, &routine);
    let mut timeline = compile(&routine, &choice).ok()?;
    if timeline.segments.len() > MOST_SEGMENTS || beats(&timeline) > MOST_BEATS {
        return None;
    }
    if dice.once_in(6) {
        let index = dice.index(0..=timeline.segments.len() - 1);
        let hold = timeline.goal_from(index)?;
        timeline = timeline.from_hold(hold, Duration::ZERO);
    }
    Some((timeline, choice))
}

/// How many movements and parts of them there are in all holds.
fn beats(timeline: &Timeline) -> usize {
    let of_hold = |segment: &Segment| {
        let cycle = timeline.cycle(segment)?;
        let movements = segment.length?.as_nanos() / cycle.length().as_nanos();
        Some(usize::try_from(movements).ok()? * cycle.parts().len())
    };
    timeline.segments.iter().filter_map(of_hold).sum()
}

/// A player, another that looks at every deadline, and whoever watches them.
struct Stage {
    player: Player,
    often: Player,
    watch: Watch,
    prompter: Prompter,
    speed: f64,
    now: Duration,
}

impl Stage {
    fn new(timeline: Timeline, speed: f64) -> Self {
        let player = Player::new(timeline.clone());
        let voice = if speed < 1.0 {
            Voice::Count
        } else {
            Voice::Full
        };
        let mut stage = Self {
            often: player.clone(),
            watch: Watch::new(timeline),
            prompter: Prompter::new(speed, voice),
            player,
            speed,
            now: Duration::ZERO,
        };
        let events = stage.listen();
        stage.watch.began(&events);
        while stage.often.poll_event().is_some() {}
        stage
    }

    /// Time passes, and a key is pressed.
    fn play(&mut self, step: &Move, dice: &mut Dice) {
        let mut moment = step.moment(self.now, self.player.next_deadline());
        let timeline = self.player.timeline();
        if timeline.steps.iter().any(|it| it.step.cycle().is_some()) {
            moment = moment.min(self.now + LONGEST_LEAP);
        }
        self.pass_to(moment, dice);
        let before = self.player.clone();
        self.player.handle(step.command, self.now);
        self.often.handle(step.command, self.now);
        let events = self.listen();
        let same: Vec<_> = std::iter::from_fn(|| self.often.poll_event()).collect();
        assert_eq!(events, same);
        let snapshot = before.snapshot(self.now);
        let timeline = self.player.timeline();
        self.watch
            .asked(step.command, self.now, &snapshot, &events, timeline);
        self.look();
        // A note at the very beginning of a hold is still to be said.
        let deadline = self.player.next_deadline();
        assert!(deadline.is_none_or(|due| due >= self.now), "overdue");
    }

    /// Time passes in one leap, and for the other player in many steps.
    fn pass_to(&mut self, then: Duration, dice: &mut Dice) {
        let foreseen = self.player.foresee(then);
        let mut same = Vec::new();
        let mut looks = 0;
        while let Some(due) = self.often.next_deadline().filter(|due| *due <= then) {
            looks += 1;
            assert!(looks < 100_000, "nothing moves");
            if dice.once_in(3) && due > self.now {
                self.often.advance(just_before(due));
                assert_eq!(self.often.poll_event(), None);
            }
            self.often.advance(due);
            assert!(self.often.next_deadline().is_none_or(|next| next > due));
            same.extend(std::iter::from_fn(|| self.often.poll_event()));
        }
        self.player.advance(then);
        self.now = then;
        let events = self.listen();
        assert_eq!(events, same);
        let cues = events.iter().filter_map(|(at, event)| match event {
            Event::Cue { cue } => Some((*at, *cue)),
            _ => None,
        });
        assert!(foreseen.iter().map(|it| (it.at, it.cue)).eq(cues));
        self.watch.passed(then, &events, self.player.holds());
        self.look();
        let deadline = self.player.next_deadline();
        assert!(deadline.is_none_or(|due| due > self.now), "overdue");
    }

    /// What happened, which the prompter hears too.
    fn listen(&mut self) -> Vec<(Duration, Event)> {
        let events: Vec<_> = std::iter::from_fn(|| self.player.poll_event()).collect();
        let snapshot = self.player.snapshot(self.now);
        for (_, event) in &events {
            if let Some(phrase) = self.prompter.hear(event, &snapshot) {
                watch::can_be_said(&phrase);
                // However late it begins, it does so before the next cue.
                let begins = self.now + phrase.slack.mul_f64(self.speed);
                let cues = self.player.foresee(just_before(begins));
                assert_eq!(cues.first(), None, "{phrase:?} at {:?}", self.now);
            }
        }
        events
    }

    /// The state at this moment is that which the events told.
    fn look(&mut self) {
        let snapshot = self.player.snapshot(self.now);
        self.watch.sees(&snapshot, self.now, self.player.holds());
        while let Some((due, phrase)) = self.prompter.ahead(&snapshot) {
            watch::can_be_said(&phrase);
            if due > snapshot.elapsed {
                break;
            }
            self.prompter.pass_ahead(&snapshot);
            assert_ne!(self.prompter.ahead(&snapshot), Some((due, phrase)));
        }
        if let Some(phrase) = self.prompter.clone().orient(&snapshot) {
            watch::can_be_said(&phrase);
        }
        let deadline = self.player.next_deadline();
        let waits = match snapshot.activity {
            Activity::Playing => snapshot.length.is_none(),
            Activity::CountIn(_) => false,
            Activity::Paused(_) | Activity::Ended(_) => true,
        };
        assert!(deadline.is_some() || waits, "nothing will ever happen");
    }

    /// After an hour that nobody was there it stands where it stood, and takes
    /// as long as it would have taken.
    fn loses_nothing_in_an_absence(&self) {
        if self.player.outcome().is_some() {
            return;
        }
        let mut away = self.player.clone();
        away.handle(Command::Pause, self.now);
        let stood = away.clone();
        let before = stood.snapshot(self.now);
        while away.poll_event().is_some() {}
        let then = self.now + Duration::from_hours(1);
        away.advance(then);
        let mut alone = away.clone();
        away.call_back(then, false);
        alone.call_back(then, true);
        assert_eq!(away.next_deadline(), None, "it waits for a key");
        for player in [&mut away, &mut alone] {
            let ready = Event::Cue { cue: Cue::Ready };
            assert_eq!(player.poll_event(), Some((then, ready)));
            let after = player.snapshot(then);
            let state = |it: &Snapshot| (it.index, it.elapsed, it.length, it.skipped);
            assert_eq!(state(&after), state(&before));
        }
        ends_when_it_says(&alone, then);
    }

    /// Goes on to the end, with a key only where one is waited for.
    fn play_out(&mut self) {
        let mut none = Dice::new(&[]);
        let timeline = self.player.timeline();
        let notes: usize = timeline.steps.iter().map(|it| it.step.notes.len()).sum();
        let longer = 2 * beats(timeline) + usize::from(beats(timeline) > 0) * 8 * 4 * 3600;
        let most = timeline.segments.len() * (6 + notes) + longer + 16;
        for _ in 0..most {
            if self.player.outcome().is_some() {
                return;
            }
            // Movements of an open hold go on for ever.
            let is_open = self.player.snapshot(self.now).length.is_none();
            if let Some(due) = self.player.next_deadline().filter(|_| !is_open) {
                self.pass_to(due, &mut none);
            } else {
                self.play(&Move::at_once(Command::GoOn), &mut none);
            }
        }
        assert!(self.player.outcome().is_some(), "it never ends");
    }
}

/// Left alone, it ends at the moment at which it says that it will.
fn ends_when_it_says(player: &Player, now: Duration) {
    let snapshot = player.snapshot(now);
    let ahead = &snapshot.timeline.segments[snapshot.index..];
    let waits = ahead.iter().any(|segment| segment.phase == Phase::Task);
    let runs = !waits && matches!(snapshot.activity, Activity::Playing | Activity::CountIn(_));
    let Some(left) = snapshot.total_left().filter(|_| runs) else {
        return;
    };
    let mut alone = player.clone();
    alone.advance(just_before(now + left));
    assert_eq!(alone.outcome(), None);
    alone.advance(now + left);
    let outcome = alone.outcome();
    assert!(matches!(outcome, Some(Outcome::Completed | Outcome::Quit)));
}

/// The last moment at which something that is due then has not happened.
fn just_before(due: Duration) -> Duration {
    due.saturating_sub(Duration::from_nanos(1))
}

/// The record of the session can be read, and gone on with.
fn can_be_kept(player: &Player, choice: Choice) {
    let at: LocalTime = serde_json::from_str("\"2026-11-21T22:00:00+01:00\"").expect("a moment");
    let tonight = Tonight {
        routine: "r".to_owned(),
        choice,
        resumed: None,
    };
    let session = SessionRecord::of(player, &tonight, at);
    let whole = player
        .holds()
        .iter()
        .filter(|hold| hold.went == Went::Whole)
        .count();
    assert!(usize::try_from(session.whole).expect("few") <= whole);
    let completed = player.outcome() == Some(Outcome::Completed);
    assert!(!completed || session.reached.is_none());
    assert_eq!(session.reached.is_none(), player.reached().is_none());
    let mut record = Record {
        v: VERSION,
        id: "a".into(),
        at,
        night: "2026-11-21".parse().expect("a night"),
        kind: RecordKind::Session(session.clone()),
    };
    let line = serde_json::to_vec(&record).expect("JSON");
    // A hold that was left open for weeks is not believed when it is read.
    let believed = |held| {
        if held < MOST_HELD {
            held
        } else {
            Duration::ZERO
        }
    };
    let believed_hold = |mut hold: HoldRef| {
        hold.held = believed(hold.held);
        hold
    };
    record.kind = RecordKind::Session(SessionRecord {
        held: believed(session.held),
        steps: session
            .steps
            .into_iter()
            .map(|part| StepRecord {
                held: believed(part.held),
                ..part
            })
            .collect(),
        reached: session.reached.map(believed_hold),
        hurt: session.hurt.into_iter().map(believed_hold).collect(),
        ..session
    });
    assert_eq!(Record::read(&line), Some(record));
}
