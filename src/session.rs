//! The only loop: one channel of input, one wait until the next deadline.

mod absence;
mod cues;
mod emit;
mod end;
mod first_page;
mod keys;
mod narrator;
mod session_clock;
mod suspend;

use std::collections::BTreeMap;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use anstyle::Style;
use jiff::Zoned;

use narrator::Narrator;

use crate::audio::{Audio, AudioUpdate};
use crate::awake::Awake;
use crate::clip::Clip;
use crate::clock::TimePoint;
use crate::hooks::{HookUpdate, Runner};
use crate::outlet::{self, NonBlockingWriter};
use crate::player::event::VERSION;
use crate::player::{Command, Event, Outcome, Player, Started};
use crate::record::Resumed;
use crate::report::Reporter;
use crate::settings::Settings;
use crate::signals::{self, Signal};
use crate::speech::SpeechUpdate;
use crate::terminal::keys::Key;
use crate::terminal::{KeysFrom, Screen, Terminal};
use crate::zone;
use absence::{AbsenceWatch, Doing};
use cues::CueScheduler;
pub(crate) use end::Ending;
use session_clock::SessionClock;

/// How often a program in the background checks whether it is in the foreground
/// again: a shell may bring it there without a signal.
const BACKGROUND_LOOK: Duration = Duration::from_millis(500);

pub(crate) struct Plan {
    pub name: String,
    pub player: Player,
    pub settings: Settings,
    /// The person's own sounds, by the path that the routine gives.
    pub clips: BTreeMap<String, Clip>,
    pub reporter: Reporter,
    pub out: NonBlockingWriter,
    pub screen: Screen,
    pub keys: KeysFrom,
    /// What a person reads before it begins, if anything.
    pub first_page: Vec<String>,
    /// Called when all of that was read.
    pub was_read: fn(),
    pub resumed: Option<Arc<Resumed>>,
    /// `None` keeps no record.
    pub recorder: Option<Box<dyn SessionRecorder>>,
    pub warnings: usize,
}

pub(crate) trait SessionRecorder {
    /// The session begins. `tell` passes a line on to the person, from any thread.
    fn begin(&mut self, tell: Box<dyn FnOnce(String) + Send>);

    /// A hold has ended or something was done, and the session goes on. Called
    /// by the loop, so it must not wait.
    fn progress(&mut self, player: &Player);

    /// The player has come to its end at this moment. Called before the last
    /// sound is over, so that the record can't be lost meanwhile. Returns a
    /// line for the person, if there is one.
    fn finish(&mut self, player: &Player, ended: &Zoned) -> Option<String>;
}

enum Input {
    Key(Key),
    Signal(Signal),
    Sound(AudioUpdate),
    Voice(SpeechUpdate),
    Hook(HookUpdate),
    Notice(String),
    /// The output buffer is empty again, or could not be written.
    Output,
}

pub(crate) fn play(plan: Plan) -> io::Result<Ending> {
    let (send, inbox) = mpsc::channel();
    let signals = send.clone();
    // Before the terminal is taken: a signal must not end the program before
    // the terminal can be restored.
    signals::listen(move |signal| signals.send(Input::Signal(signal)).is_ok())?;
    let terminal = Terminal::take(plan.keys, plan.screen);
    for out in [&plan.out, &outlet::stderr()] {
        let send = sender(&send, |()| Input::Output);
        out.on_change(move || send(()));
    }
    if let Some(keyboard) = &terminal.keyboard {
        let keys = send.clone();
        keyboard.listen(move |key| keys.send(Input::Key(key)).is_ok())?;
    }
    let settings = plan.settings;
    let narrator = Narrator::new(&settings, send.clone());
    let hooks = Runner::start(
        settings.hooks,
        plan.name.clone(),
        sender(&send, Input::Hook),
    )?;
    let is_heard = settings.tuning.volume > 0;
    let audio = is_heard.then(|| Audio::start(settings.tuning, sender(&send, Input::Sound)));
    let mut session = Session {
        cues: CueScheduler::new(audio.transpose()?, plan.clips),
        narrator,
        hooks,
        keep_awake: settings.keep_awake.then_some(Awake::keep),
        awake: None,
        help: false,
        answer: None,
        named_keys: None,
        background: false,
        ended_by: None,
        watch: AbsenceWatch::new(TimePoint::now()),
        reporter: plan.reporter,
        notices: Vec::new(),
        notice_style: Style::new(),
        out: plan.out,
        clock: SessionClock {
            began: Instant::now(),
            speed: settings.speed,
        },
        last_key: Instant::now(),
        player: plan.player,
        first_page: plan.first_page,
        was_read: plan.was_read,
        stale: true,
        next_frame: None,
        terminal,
        inbox,
        warnings: plan.warnings,
        resumed: plan.resumed,
        recorder: plan.recorder,
        recorded: 0,
    };
    if !session.is_begun() {
        let quit = Ending::Outcome(Outcome::Quit);
        return Ok(session.ended_by.map_or(quit, Ending::Signal));
    }
    // Somebody with a cramp waits for nothing, least of all for sound.
    let played = panic::catch_unwind(AssertUnwindSafe(|| {
        session.draw();
        if let Some(recorder) = &mut session.recorder {
            recorder.begin(Box::new(sender(&session.narrator.send, Input::Notice)));
        }
        session.start(plan.name);
        // The first sound is requested before other programs use the processor.
        session.advance();
        session.awake = session.keep_awake.and_then(|keep| keep());
        session.run();
    }));
    if let Err(panicked) = played {
        // After a panic the record is still written.
        session.end_broken();
        panic::resume_unwind(panicked);
    }
    Ok(session.end())
}

/// Sends updates of a kind to the session, unless it is over already.
fn sender<T>(send: &Sender<Input>, input: fn(T) -> Input) -> impl Fn(T) + use<T> {
    let send = send.clone();
    move |update| drop(send.send(input(update)))
}

struct Session {
    player: Player,
    first_page: Vec<String>,
    was_read: fn(),
    clock: SessionClock,
    reporter: Reporter,
    notices: Vec<String>,
    /// That of notices when there is no screen.
    notice_style: Style,
    out: NonBlockingWriter,
    cues: CueScheduler,
    narrator: Narrator,
    hooks: Option<Runner>,
    /// Keeps the machine from suspending, if that is wanted.
    keep_awake: Option<fn() -> Option<Awake>>,
    awake: Option<Awake>,
    help: bool,
    /// What the voice key has done, until another key or the next segment.
    answer: Option<&'static str>,
    /// The letter of an unknown alphabet after which the keys were listed.
    named_keys: Option<char>,
    /// Another program is in the terminal's foreground since this one was
    /// stopped.
    background: bool,
    ended_by: Option<i32>,
    watch: AbsenceWatch,
    /// When a key was pressed last, or the session began.
    last_key: Instant,
    stale: bool,
    next_frame: Option<Instant>,
    terminal: Terminal,
    inbox: Receiver<Input>,
    /// How many warnings may still be shown.
    warnings: usize,
    resumed: Option<Arc<Resumed>>,
    recorder: Option<Box<dyn SessionRecorder>>,
    /// How many ended holds and things done are in the record.
    recorded: usize,
}

impl Session {
    fn start(&mut self, name: String) {
        let (timeline, now) = (self.player.timeline(), zone::now());
        let started = Event::Started(Started {
            v: VERSION,
            routine: name,
            title: timeline.routine.title.clone(),
            level: timeline.level.to_string(),
            speed: self.clock.speed,
            total: timeline.total(),
            segments: timeline.segments.len(),
            time: format!("{:.0}", now.timestamp().display_with_offset(now.offset())),
        });
        let waits = timeline.total().is_none() || timeline.tasks() > 0;
        // Starting took a moment that is not part of the routine.
        let now = TimePoint::now();
        self.clock.began = now.awake;
        self.watch.look(now, Doing::Waits);
        self.record(Duration::ZERO, &started);
        if let Some(lack) = self.narrator.begin() {
            self.notice(&lack);
        }
        if waits && self.terminal.keyboard.is_none() {
            self.notice("warning: this routine waits for a key, and there is no keyboard here: it will wait until it is stopped");
        }
    }

    fn run(&mut self) {
        loop {
            self.return_to_front();
            self.advance();
            if self.player.outcome().is_some() {
                return;
            }
            self.draw();
            let input = match self.wait() {
                Some(wait) => self.inbox.recv_timeout(wait).ok(),
                None => self.inbox.recv().ok(),
            };
            if let Some(input) = input {
                self.take(input);
                // Drain the queue, then draw once.
                while let Ok(input) = self.inbox.try_recv() {
                    self.take(input);
                }
            }
        }
    }

    fn advance(&mut self) {
        let now = self.look();
        self.come_back(now);
        self.player.advance(now);
        self.emit();
        self.cues.look_ahead(&self.player, self.clock, now);
    }

    fn wait(&mut self) -> Option<Duration> {
        let now = Instant::now();
        let deadline = self.player.next_deadline();
        let snapshot = self.player.snapshot(self.clock.now());
        let words = self.narrator.look(&snapshot, self.clock);
        let next = [
            deadline.map(|time| self.clock.moment(time)),
            self.cues.next_look(&self.player, self.clock),
            self.next_frame.filter(|_| !self.background),
            self.background.then(|| now + BACKGROUND_LOOK),
            words,
        ];
        let doing = self.doing();
        let wake = self.watch.ask(next.into_iter().flatten().min(), doing)?;
        Some(wake.saturating_duration_since(now))
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Key(key) => self.key(key),
            Input::Signal(Signal::End(number)) => {
                self.ended_by = Some(number);
                self.command(Command::Interrupt);
            }
            #[cfg(unix)]
            Input::Signal(Signal::Stop) => self.stop(),
            #[cfg(unix)]
            Input::Signal(Signal::Continue) => self.stale = true,
            #[cfg(unix)]
            Input::Signal(Signal::Resize) => {
                self.stale = true;
                if let Reporter::Screen(screen) = &mut self.reporter {
                    let erased = screen.resize();
                    self.write(&erased);
                }
            }
            Input::Notice(line) => self.notice(&line),
            Input::Sound(_) | Input::Voice(_) | Input::Hook(_) => self.update(input),
            Input::Output => {
                let written = self.out.check();
                self.or_silence(written);
            }
        }
    }
}
