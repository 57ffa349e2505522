//! The only loop: one channel of input, one wait until the next deadline.

mod absence;
mod cues;
mod draw;
mod effects;
mod emit;
mod end;
mod keeper;
mod keys;
mod narrator;
mod session_clock;
mod suspend;
mod warnings;

use std::collections::BTreeMap;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

pub(crate) use keeper::Keeper;
pub(crate) use narrator::Narration;
use narrator::Narrator;
pub(crate) use warnings::Warnings;

use crate::audio::{self, Audio, Tuning};
use crate::clip::Clip;
use crate::clock::TimePoint;
use crate::hooks::{self, Hooks};
use crate::outlet::{self, NonBlockingWriter};
use crate::player::event::VERSION;
use crate::player::{Command, Event, Outcome, Player, Started};
use crate::report::Reporter;
use crate::signals::{self, Signal};
use crate::speech;
use crate::terminal::keys::Key;
use crate::terminal::{KeysFrom, Screen, Terminal};
use crate::zone;
use absence::AbsenceWatch;
use cues::CueScheduler;
use effects::SleepInhibitor;
use session_clock::SessionClock;

/// How often a program in the background checks whether it is in the foreground
/// again: a shell may bring it there without a signal.
const BACKGROUND_LOOK: Duration = Duration::from_millis(500);

/// Everything that a session is made of.
pub(crate) struct Plan {
    /// The routine's name, for the events.
    pub name: String,
    /// The routine to play, at its beginning.
    pub player: Player,
    /// The factor of the speed; 1 is real time.
    pub speed: f64,
    /// How it sounds. At volume 0 there is no sound and no bell.
    pub tuning: Tuning,
    /// The person's own sounds, by the path that the routine gives.
    pub clips: BTreeMap<String, Clip>,
    /// Whether it is spoken.
    pub narration: Narration,
    /// The person's own programs that are called.
    pub hooks: Hooks,
    /// Whether the machine is kept from suspending.
    pub keep_awake: bool,
    /// What draws the session, or writes its events.
    pub reporter: Reporter,
    /// Where the reporter writes to.
    pub out: NonBlockingWriter,
    /// The part of the screen that the reporter draws on.
    pub screen: Screen,
    /// Where keys come from.
    pub keys: KeysFrom,
    /// Keeps a record of the session.
    pub keep: Box<dyn Keeper>,
    /// How many warnings are shown.
    pub warnings: Warnings,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The routine ended, or the person ended it.
    Outcome(Outcome),
    /// By a signal, which is still to be passed on.
    Signal(i32),
    /// Because nobody was there any more.
    Absence,
}

/// Everything that wakes a session.
enum Input {
    Key(Key),
    Signal(Signal),
    Sound(audio::AudioUpdate),
    Voice(speech::SpeechUpdate),
    Hook(hooks::HookUpdate),
    /// The output buffer is empty again, or could not be written.
    Output,
}

/// Plays a routine to its end.
pub(crate) fn play(plan: Plan) -> io::Result<Ending> {
    let (send, inbox) = mpsc::channel();
    let signals = send.clone();
    // Before the terminal is taken: a signal must not end the program before
    // the terminal can be restored.
    signals::listen(move |signal| signals.send(Input::Signal(signal)).is_ok())?;
    let terminal = Terminal::take(plan.keys, plan.screen);
    for out in [&plan.out, &outlet::stderr()] {
        let send = send.clone();
        // The session may be over already.
        out.on_change(move || drop(send.send(Input::Output)));
    }
    if let Some(keyboard) = terminal.keyboard() {
        let keys = send.clone();
        keyboard.listen(move |key| keys.send(Input::Key(key)).is_ok())?;
    }
    let volume = plan.tuning.volume;
    let narrator = Narrator::new(plan.narration, volume, plan.speed, send.clone());
    let hooks = effects::start(plan.hooks, &plan.name, send.clone())?;
    let audio = start_audio(plan.tuning, send)?;
    let mut session = Session {
        cues: CueScheduler::new(audio, plan.clips),
        narrator,
        hooks,
        inhibitor: SleepInhibitor::new(plan.keep_awake),
        help: false,
        named_keys: None,
        background: false,
        ended_by: None,
        watch: AbsenceWatch::new(TimePoint::now()),
        reporter: plan.reporter,
        notices: Vec::new(),
        out: plan.out,
        clock: SessionClock {
            began: Instant::now(),
            speed: plan.speed,
        },
        last_key: Instant::now(),
        player: plan.player,
        stale: true,
        next_frame: None,
        terminal,
        inbox,
        warnings: plan.warnings,
        keep: plan.keep,
        kept: 0,
    };
    // Somebody with a cramp waits for nothing, least of all for sound.
    let played = panic::catch_unwind(AssertUnwindSafe(|| {
        session.draw();
        session.start(plan.name);
        // The first sound is requested before other programs use the processor.
        session.advance();
        session.inhibitor.keep();
        session.run();
    }));
    if let Err(panicked) = played {
        // After a panic the record is still written.
        session.end_broken();
        panic::resume_unwind(panicked);
    }
    Ok(session.end())
}

fn start_audio(tuning: Tuning, send: Sender<Input>) -> io::Result<Option<Audio>> {
    if tuning.volume == 0 {
        return Ok(None);
    }
    let tell = move |news| {
        // The session may be over already.
        let _ = send.send(Input::Sound(news));
    };
    Audio::start(tuning, tell).map(Some)
}

struct Session {
    player: Player,
    clock: SessionClock,
    reporter: Reporter,
    /// The notices that the screen shows.
    notices: Vec<String>,
    /// Where it writes to.
    out: NonBlockingWriter,
    cues: CueScheduler,
    narrator: Narrator,
    hooks: Option<hooks::Runner>,
    inhibitor: SleepInhibitor,
    help: bool,
    /// The letter of an unknown alphabet after which the keys were listed.
    named_keys: Option<char>,
    /// Another program is in the terminal's foreground since this one was
    /// stopped.
    background: bool,
    ended_by: Option<i32>,
    watch: AbsenceWatch,
    /// When a key was pressed last, or the session began.
    last_key: Instant,
    /// The screen is out of date.
    stale: bool,
    /// When the screen changes by itself.
    next_frame: Option<Instant>,
    terminal: Terminal,
    inbox: Receiver<Input>,
    warnings: Warnings,
    keep: Box<dyn Keeper>,
    /// How many ended holds are in the record.
    kept: usize,
}

impl Session {
    fn start(&mut self, name: String) {
        let timeline = self.player.timeline();
        let started = Event::Started(Started {
            v: VERSION,
            routine: name,
            title: timeline.routine.title.clone(),
            level: timeline.level.to_string(),
            speed: self.clock.speed,
            total: timeline.total(),
            segments: timeline.segments.len(),
            time: zone::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        });
        let waits = timeline.total().is_none();
        self.cues.get_ready();
        // Starting took a moment that is not part of the routine.
        let now = TimePoint::now();
        self.clock.began = now.awake;
        self.watch.restart(now);
        self.record(Duration::ZERO, &started);
        if let Some(lack) = self.narrator.begin() {
            self.notice(&lack);
        }
        if waits && self.terminal.keyboard().is_none() {
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
                Some(wait) => self.inbox.recv_timeout(wait),
                None => self
                    .inbox
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
            };
            if let Ok(input) = input {
                self.take(input);
                // Drain the queue, then draw once.
                while let Ok(input) = self.inbox.try_recv() {
                    self.take(input);
                }
            }
        }
    }

    /// Real time since the session began.
    fn real(&self) -> Duration {
        self.clock.began.elapsed()
    }

    fn advance(&mut self) {
        let now = self.look();
        self.come_back(now);
        self.player.advance(now);
        self.emit();
        self.narrator.look(&self.player.snapshot(now));
        self.cues.look_ahead(&self.player, self.clock, now);
    }

    fn command(&mut self, command: Command) {
        let now = self.look();
        self.player.handle(command, now);
        self.stale = true;
        // Any command invalidates the scheduled cues.
        self.cues.forget(self.clock, now);
        if matches!(
            command,
            Command::Pause | Command::TogglePause | Command::Next | Command::Back | Command::Quit
        ) {
            self.hush();
        }
        self.emit();
    }

    /// Cuts off the sound and the voice.
    fn hush(&self) {
        self.narrator.hush();
        self.cues.hush();
    }

    /// How long to wait for the next thing to do.
    fn wait(&mut self) -> Option<Duration> {
        let now = Instant::now();
        let deadline = self.player.next_deadline();
        let deadline = deadline.map(|time| self.clock.moment(time));
        let ahead = self.cues.next_look(&self.player, self.clock);
        let frame = self.next_frame.filter(|_| !self.background);
        let look = self.background.then(|| now + BACKGROUND_LOOK);
        let snapshot = self.player.snapshot(self.clock.scaled(self.real()));
        let words = self.narrator.due(&snapshot);
        let words = words.map(|time| now + self.clock.unscaled(time));
        let next = [deadline, ahead, frame, look, words];
        let wake = self.wake_by(next.into_iter().flatten().min())?;
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
                    let resized = screen.resize();
                    self.or_silence(resized);
                }
            }
            Input::Sound(news) => self.audio_update(news),
            Input::Voice(news) => self.speech_update(news),
            Input::Hook(news) => self.hook_update(news),
            Input::Output => {
                let written = self.out.check();
                self.or_silence(written);
            }
        }
    }
}
