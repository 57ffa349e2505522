//! The only loop: one channel of input, one wait until the next deadline.

mod hearing;
mod narrator;

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::Zoned;

pub use narrator::Narration;
use narrator::Narrator;

use crate::audio::{self, Audio, Tuning};
use crate::clip::Clip;
use crate::player::{Command, Event, Outcome, Player, Started};
use crate::report::{self, Frame, Reporter, Silent};
use crate::signals::{self, Signal};
use crate::speech;
use crate::terminal::keys::Key;
use crate::terminal::{self, KeysFrom, Screen, Terminal};
use crate::timeline::Timeline;
use hearing::Hearing;

/// Screens are drawn no more often than this, however fast a rehearsal is.
const SHORTEST_FRAME: Duration = Duration::from_millis(50);
/// How long the keys are shown to somebody who presses none.
const HELP_STAYS: Duration = Duration::from_secs(20);
/// How often a program that was sent to the background looks whether it is in
/// front again: a shell may bring it there without a word.
const BACKGROUND_LOOK: Duration = Duration::from_millis(500);
/// How long the last words may take.
const LAST_WORDS: Duration = Duration::from_secs(4);
/// How long the last sound may take to die away: an own one may be half a
/// minute long, and a sound server may take a while to say that it is gone.
const LAST_SOUND: Duration = Duration::from_secs(36);

/// What a session is made of.
pub struct Plan {
    /// The routine's name, for those who follow the events.
    pub name: String,
    /// What is played.
    pub timeline: Timeline,
    /// How many times as fast as in earnest.
    pub speed: f64,
    /// How it sounds; volume 0 is silence without as much as a bell.
    pub tuning: Tuning,
    /// The person's own sounds, by the path that the routine gives.
    pub clips: BTreeMap<String, Clip>,
    /// Whether it is spoken.
    pub narration: Narration,
    /// How it is told.
    pub reporter: Box<dyn Reporter>,
    /// What of the terminal the reporter draws on.
    pub screen: Screen,
    /// Where keys come from.
    pub keys: KeysFrom,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself, or by the person.
    Outcome(Outcome),
    /// By a signal, which is still to be passed on.
    Signal(i32),
}

/// Everything that can wake a session.
enum Input {
    Key(Key),
    Signal(Signal),
    Sound(audio::News),
    Voice(speech::News),
}

/// Plays a routine to whatever end it comes to.
///
/// # Errors
/// When the system refuses what a session can't do without.
pub fn play(plan: Plan) -> io::Result<Ending> {
    let (send, inbox) = mpsc::channel();
    let terminal = Terminal::take(plan.keys, plan.screen);
    let signals = send.clone();
    signals::listen(move |signal| signals.send(Input::Signal(signal)).is_ok())?;
    if let Some(keyboard) = terminal.keyboard() {
        let keys = send.clone();
        keyboard.listen(move |key| keys.send(Input::Key(key)).is_ok())?;
    }
    let volume = plan.tuning.volume;
    let narrator = Narrator::new(plan.narration, volume, plan.speed, send.clone());
    let audio = start_audio(plan.tuning, send)?;
    let mut session = Session {
        hearing: Hearing::new(audio, plan.clips),
        narrator,
        help: false,
        background: false,
        ended_by: None,
        reporter: plan.reporter,
        pace: Pace {
            began: Instant::now(),
            speed: plan.speed,
        },
        last_key: Instant::now(),
        player: Player::new(plan.timeline),
        stale: true,
        next_frame: None,
        terminal,
        inbox,
    };
    // Somebody with a cramp waits for nothing, least of all for sound.
    session.draw();
    session.start(plan.name);
    session.run();
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

/// How real time becomes the time of the timeline, and back.
#[derive(Clone, Copy)]
struct Pace {
    began: Instant,
    speed: f64,
}

impl Pace {
    /// Real time as the timeline counts it.
    fn scaled(self, real: Duration) -> Duration {
        real.mul_f64(self.speed)
    }

    fn unscaled(self, time: Duration) -> Duration {
        time.div_f64(self.speed)
    }

    /// When it is, or was, this time.
    fn moment(self, time: Duration) -> Instant {
        self.began + self.unscaled(time)
    }
}

struct Session {
    player: Player,
    pace: Pace,
    reporter: Box<dyn Reporter>,
    hearing: Hearing,
    narrator: Narrator,
    help: bool,
    /// The terminal listens to another program since we were stopped.
    background: bool,
    ended_by: Option<i32>,
    /// When a key was pressed last, or the session began.
    last_key: Instant,
    /// Something happened that a person should see at once.
    stale: bool,
    /// When the screen changes even if nothing happens.
    next_frame: Option<Instant>,
    terminal: Terminal,
    inbox: Receiver<Input>,
}

impl Session {
    fn start(&mut self, name: String) {
        let timeline = self.player.timeline();
        let started = Event::Started(Started {
            routine: name,
            title: timeline.title.clone(),
            level: timeline.level.to_string(),
            speed: self.pace.speed,
            total: timeline.total(),
            segments: timeline.segments.len(),
            time: Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        });
        let waits = timeline.total().is_none();
        self.hearing.get_ready();
        // All this took a moment that is none of the routine's.
        self.pace.began = Instant::now();
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
        let now = self.pace.scaled(self.real());
        self.player.advance(now);
        self.tell();
        self.narrator.look(&self.player.snapshot(now));
        self.hearing.look_ahead(&self.player, self.pace, now);
    }

    fn command(&mut self, command: Command) {
        let now = self.pace.scaled(self.real());
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

    /// Passes on what happened.
    fn tell(&mut self) {
        while let Some((at, event)) = self.player.poll_event() {
            if let Event::Cue { cue } = &event {
                self.hearing.cue(&self.player, self.pace, at, *cue);
            }
            let now = self.pace.scaled(self.real());
            self.narrator.hear(&event, &self.player.snapshot(now));
            self.record(self.pace.unscaled(at), &event);
            self.stale = true;
        }
    }

    fn record(&mut self, at: Duration, event: &Event) {
        let result = self.reporter.record(at, event, self.player.timeline());
        self.survive(result);
    }

    fn notice(&mut self, line: &str) {
        let result = self.reporter.notice(line);
        self.stale = true;
        self.survive(result);
    }

    /// A routine goes on without an output that can't be written to.
    fn survive<T>(&mut self, result: io::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.reporter = Box::new(Silent);
                let line =
                    format!("warning: the output can't be written, going on without it: {error}");
                // Standard error may be what can't be written to.
                let _ = report::to_stderr(&line);
                None
            }
        }
    }

    fn draw(&mut self) {
        let due = self.stale || self.next_frame.is_some_and(|due| due <= Instant::now());
        if self.background || !due {
            return;
        }
        #[cfg(debug_assertions)]
        self.panic_if_asked();
        let real = self.real();
        // Whoever reads the keys for this long has gone back to the stretch.
        self.help &= self.last_key.elapsed() < HELP_STAYS;
        let frame = Frame {
            snapshot: self.player.snapshot(self.pace.scaled(real)),
            now: Zoned::now(),
            speed: self.pace.speed,
            muted: self.hearing.muted(),
            help: self.help,
            keyboard: self.terminal.keyboard().is_some(),
            idle: self.pace.scaled(self.last_key.elapsed()),
            size: terminal::size().unwrap_or((80, 24)),
        };
        let shown = self.reporter.show(&frame);
        let next = self.survive(shown).flatten();
        let next = next.map(|next| self.pace.unscaled(next).max(SHORTEST_FRAME));
        self.next_frame = next.map(|next| self.pace.began + real + next);
        self.stale = false;
    }

    /// A test asks for a panic in the middle of a drawn routine, to see that
    /// the terminal survives it. Programs that people run have no such door.
    #[cfg(debug_assertions)]
    fn panic_if_asked(&self) {
        let asked = std::env::var_os("LEGREST_TEST_PANIC").is_some_and(|when| when == "draw");
        let drawn_before = self.real() > Duration::from_millis(500);
        assert!(
            !(asked && drawn_before),
            "LEGREST_TEST_PANIC asked for this"
        );
    }

    /// How long nothing will happen by itself.
    fn wait(&self) -> Option<Duration> {
        let now = Instant::now();
        let deadline = self.player.next_deadline();
        let deadline = deadline.map(|time| self.pace.moment(time));
        let ahead = self.hearing.next_look(&self.player, self.pace);
        let frame = self.next_frame.filter(|_| !self.background);
        let look = self.background.then(|| now + BACKGROUND_LOOK);
        let snapshot = self.player.snapshot(self.pace.scaled(self.real()));
        let words = self.narrator.due(&snapshot);
        let words = words.map(|time| now + self.pace.unscaled(time));
        let next = [deadline, ahead, frame, look, words]
            .into_iter()
            .flatten()
            .min()?;
        Some(next.saturating_duration_since(now))
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
                let columns = terminal::size().map_or(80, |(columns, _)| columns);
                let result = self.reporter.resize(columns);
                self.stale = true;
                self.survive(result);
            }
            Input::Sound(news) => self.news(news),
            Input::Voice(news) => self.voice_news(news),
        }
    }

    fn key(&mut self, key: Key) {
        // Any key brings a screen back that has settled.
        self.last_key = Instant::now();
        self.stale = true;
        let command = match key {
            Key::Char(' ') => Command::TogglePause,
            Key::Char('n' | 'N') | Key::Right => Command::Next,
            Key::Char('b' | 'B') | Key::Left => Command::Back,
            // The unshifted key of plus on most keyboards.
            Key::Char('+' | '=') => Command::Longer,
            Key::Char('-' | '_') => Command::Shorter,
            Key::Enter => Command::GoOn,
            Key::Char('q' | 'Q') => Command::Quit,
            Key::Interrupt => Command::Interrupt,
            Key::Char('m' | 'M') => return self.mute(),
            Key::Char('v' | 'V') => return self.toggle_voice(),
            Key::Char('?') => {
                self.help = !self.help;
                return;
            }
            Key::Char(_) => {
                self.help = false;
                return;
            }
        };
        self.command(command);
    }

    fn mute(&mut self) {
        let now = self.pace.scaled(self.real());
        self.hearing.toggle_mute(self.pace, now);
        self.narrator.mute(self.hearing.is_muted());
    }

    fn toggle_voice(&mut self) {
        let now = self.pace.scaled(self.real());
        if let Some(lack) = self.narrator.toggle(&self.player.snapshot(now)) {
            self.notice(&lack);
        }
        self.stale = true;
    }

    /// Ctrl-Z: pauses, gives the terminal back, and waits, paused, for `fg`.
    fn stop(&mut self) {
        let keyboard = self.terminal.keyboard().is_some();
        if !terminal::may_stop() {
            // Nobody would ever wake us; a pause is all that was meant.
            if keyboard {
                self.command(Command::Pause);
            }
            return;
        }
        self.command(Command::Pause);
        self.draw();
        let result = self.reporter.leave();
        self.survive(result);
        self.terminal.give_back();
        // A program that is stopped can't cut off anybody.
        self.narrator.hush_now();
        signals::stop();
        self.background = true;
        self.return_to_front();
        if !keyboard {
            // There is no key to end this pause.
            self.command(Command::TogglePause);
        }
    }

    /// Takes the terminal again as soon as it listens to us. One that is closed
    /// while another program has it sends us no hang-up.
    fn return_to_front(&mut self) {
        if self.background && self.terminal.is_gone() {
            self.ended_by = Some(signals::HANG_UP);
            self.command(Command::Interrupt);
        }
        if self.background && self.terminal.is_foreground() {
            self.background = false;
            self.terminal.take_again();
            self.stale = true;
        }
    }

    fn news(&mut self, news: audio::News) {
        match news {
            audio::News::Lost(reason) => {
                self.notice(&format!(
                    "warning: no sound: {reason}; the terminal's bell stands in"
                ));
            }
            audio::News::Missed if self.hearing.audio().is_some() => terminal::bell(),
            audio::News::Missed | audio::News::Back | audio::News::Silent => {}
        }
    }

    fn voice_news(&mut self, news: speech::News) {
        if let speech::News::Failed(reason) = news {
            self.notice(&format!("warning: no voice: {reason}"));
        }
    }

    /// Says good night, and lets the last sound die away after a routine that
    /// ran to its end.
    fn end(mut self) -> Ending {
        let outcome = self.player.outcome().unwrap_or(Outcome::Interrupted);
        // What is said last stays on the terminal: not on a screen that goes.
        self.terminal.give_back();
        let result = self.reporter.close(&self.player);
        self.survive(result);
        if outcome == Outcome::Completed {
            self.await_silence();
        }
        match self.ended_by {
            Some(number) => Ending::Signal(number),
            None => Ending::Outcome(outcome),
        }
    }

    fn await_silence(&mut self) {
        let mut sounds = self.hearing.audio().map(Audio::finish).is_some();
        let mut speaks = self.narrator.finish();
        let began = Instant::now();
        while sounds || speaks {
            let limit = if speaks { LAST_WORDS } else { LAST_SOUND };
            match self
                .inbox
                .recv_timeout(limit.saturating_sub(began.elapsed()))
            {
                Ok(Input::Signal(Signal::End(number))) => {
                    self.ended_by = Some(number);
                    return;
                }
                Ok(Input::Sound(audio::News::Silent)) => sounds = false,
                Ok(Input::Voice(speech::News::Silent)) => speaks = false,
                Ok(Input::Sound(news)) => self.news(news),
                Ok(Input::Voice(news)) => self.voice_news(news),
                Ok(_) => {}
                Err(_) if speaks => speaks = false,
                Err(_) => return,
            }
        }
    }
}
