//! The only loop: one channel of input, one wait until the next deadline.

mod absence;
mod draw;
mod end;
mod hearing;
mod hooked;
mod jobs;
mod keeper;
mod keys;
mod narrator;
mod pace;
mod tell;
mod warnings;

use std::collections::BTreeMap;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

pub use keeper::Keeper;
pub use narrator::Narration;
use narrator::Narrator;
pub use warnings::Warnings;

use crate::audio::{self, Audio, Tuning};
use crate::clip::Clip;
use crate::clock::TimePoint;
use crate::hooks::{self, Hooks};
use crate::outlet::{self, Outlet};
use crate::player::event::VERSION;
use crate::player::{Command, Event, Outcome, Player, Started};
use crate::report::Reporter;
use crate::signals::{self, Signal};
use crate::speech;
use crate::terminal::keys::Key;
use crate::terminal::{KeysFrom, Screen, Terminal};
use crate::zone;
use absence::AbsenceWatch;
use hearing::Hearing;
use hooked::Wake;
use pace::Pace;

/// How often a program that was sent to the background looks whether it is in
/// front again: a shell may bring it there without a word.
const BACKGROUND_LOOK: Duration = Duration::from_millis(500);

/// What a session is made of.
pub struct Plan {
    /// The routine's name, for those who follow the events.
    pub name: String,
    /// What is played, at its beginning.
    pub player: Player,
    /// How many times as fast as in earnest.
    pub speed: f64,
    /// How it sounds; volume 0 is silence without as much as a bell.
    pub tuning: Tuning,
    /// The person's own sounds, by the path that the routine gives.
    pub clips: BTreeMap<String, Clip>,
    /// Whether it is spoken.
    pub narration: Narration,
    /// The person's own programs that are told of it.
    pub hooks: Hooks,
    /// Whether the machine is kept awake meanwhile.
    pub keep_awake: bool,
    /// How it is told.
    pub reporter: Reporter,
    /// Where the reporter writes to.
    pub out: Outlet,
    /// What of the terminal the reporter draws on.
    pub screen: Screen,
    /// Where keys come from.
    pub keys: KeysFrom,
    /// What keeps a record of it.
    pub keep: Box<dyn Keeper>,
    /// How many warnings are told.
    pub warnings: Warnings,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself, or by the person.
    Outcome(Outcome),
    /// By a signal, which is still to be passed on.
    Signal(i32),
    /// Because nobody was there any more.
    Absence,
}

/// Everything that can wake a session.
enum Input {
    Key(Key),
    Signal(Signal),
    Sound(audio::AudioUpdate),
    Voice(speech::SpeechUpdate),
    Hook(hooks::HookUpdate),
    /// All that waited has been written, or could not be.
    Output,
}

/// Plays a routine to whatever end it comes to.
///
/// # Errors
/// When the system refuses what a session can't do without.
pub fn play(plan: Plan) -> io::Result<Ending> {
    let (send, inbox) = mpsc::channel();
    let signals = send.clone();
    // Before the terminal is taken: a signal must not end the program with the
    // terminal in its hands.
    signals::listen(move |signal| signals.send(Input::Signal(signal)).is_ok())?;
    let terminal = Terminal::take(plan.keys, plan.screen);
    for out in [&plan.out, &outlet::stderr()] {
        let send = send.clone();
        // A session that is over needs to know nothing more.
        out.on_change(move || drop(send.send(Input::Output)));
    }
    if let Some(keyboard) = terminal.keyboard() {
        let keys = send.clone();
        keyboard.listen(move |key| keys.send(Input::Key(key)).is_ok())?;
    }
    let volume = plan.tuning.volume;
    let narrator = Narrator::new(plan.narration, volume, plan.speed, send.clone());
    let hooks = hooked::start(plan.hooks, &plan.name, send.clone())?;
    let audio = start_audio(plan.tuning, send)?;
    let mut session = Session {
        hearing: Hearing::new(audio, plan.clips),
        narrator,
        hooks,
        wake: Wake::new(plan.keep_awake),
        help: false,
        named_keys: None,
        background: false,
        ended_by: None,
        watch: AbsenceWatch::new(TimePoint::now()),
        reporter: plan.reporter,
        notices: Vec::new(),
        out: plan.out,
        pace: Pace {
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
        // The first sound is on its way before other programs want a processor.
        session.advance();
        session.wake.keep();
        session.run();
    }));
    if let Err(panicked) = played {
        // Whatever broke, what was held until then is not lost with it.
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
        // A session that is over needs no news.
        let _ = send.send(Input::Sound(news));
    };
    Audio::start(tuning, tell).map(Some)
}

struct Session {
    player: Player,
    pace: Pace,
    reporter: Reporter,
    /// What the person was told, as far as the screen is to show it.
    notices: Vec<String>,
    /// Where it writes to.
    out: Outlet,
    hearing: Hearing,
    narrator: Narrator,
    hooks: Option<hooks::Runner>,
    wake: Wake,
    help: bool,
    /// The letter of an unknown alphabet after which the keys were named.
    named_keys: Option<char>,
    /// The terminal listens to another program since we were stopped.
    background: bool,
    ended_by: Option<i32>,
    watch: AbsenceWatch,
    /// When a key was pressed last, or the session began.
    last_key: Instant,
    /// Something happened that a person should see at once.
    stale: bool,
    /// When the screen changes even if nothing happens.
    next_frame: Option<Instant>,
    terminal: Terminal,
    inbox: Receiver<Input>,
    warnings: Warnings,
    keep: Box<dyn Keeper>,
    /// How many ends of holds the record has.
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
            speed: self.pace.speed,
            total: timeline.total(),
            segments: timeline.segments.len(),
            time: zone::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        });
        let waits = timeline.total().is_none();
        self.hearing.get_ready();
        // All this took a moment that is none of the routine's.
        let now = TimePoint::now();
        self.pace.began = now.awake;
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
                // What came in a heap is drawn once.
                while let Ok(input) = self.inbox.try_recv() {
                    self.take(input);
                }
            }
        }
    }

    /// Real time since the session began.
    fn real(&self) -> Duration {
        self.pace.began.elapsed()
    }

    fn advance(&mut self) {
        let now = self.look();
        self.come_back(now);
        self.player.advance(now);
        self.tell();
        self.narrator.look(&self.player.snapshot(now));
        self.hearing.look_ahead(&self.player, self.pace, now);
    }

    fn command(&mut self, command: Command) {
        let now = self.look();
        self.player.handle(command, now);
        self.stale = true;
        // Whatever was asked, another future begins with it.
        self.hearing.forget(self.pace, now);
        if matches!(
            command,
            Command::Pause | Command::TogglePause | Command::Next | Command::Back | Command::Quit
        ) {
            self.hush();
        }
        self.tell();
    }

    /// Cuts off what sounds and what is being said.
    fn hush(&self) {
        self.narrator.hush();
        self.hearing.hush();
    }

    /// How long nothing will happen by itself.
    fn wait(&mut self) -> Option<Duration> {
        let now = Instant::now();
        let deadline = self.player.next_deadline();
        let deadline = deadline.map(|time| self.pace.moment(time));
        let ahead = self.hearing.next_look(&self.player, self.pace);
        let frame = self.next_frame.filter(|_| !self.background);
        let look = self.background.then(|| now + BACKGROUND_LOOK);
        let snapshot = self.player.snapshot(self.pace.scaled(self.real()));
        let words = self.narrator.due(&snapshot);
        let words = words.map(|time| now + self.pace.unscaled(time));
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
            Input::Signal(Signal::Stop) => self.stop(),
            Input::Signal(Signal::Continue) => self.stale = true,
            Input::Signal(Signal::Resize) => {
                self.stale = true;
                if let Reporter::Screen(screen) = &mut self.reporter {
                    let resized = screen.resize();
                    self.survive(resized);
                }
            }
            Input::Sound(news) => self.news(news),
            Input::Voice(news) => self.voice_news(news),
            Input::Hook(news) => self.hook_news(news),
            Input::Output => {
                let written = self.out.check();
                self.survive(written);
            }
        }
    }
}
