//! The end of a session: good night, and the last sound.

use std::time::{Duration, Instant};

use jiff::Zoned;

use super::{Ending, Input, Session};
use crate::audio::{self, Audio};
use crate::player::{Command, Outcome};
use crate::report::Silent;
use crate::signals::Signal;
use crate::speech;

/// How long whoever reads the output may take for what is left of it.
const LAST_LINES: Duration = Duration::from_secs(10);
/// The same where somebody waits for the program to end.
const LAST_LINES_AFTER_A_SIGNAL: Duration = Duration::from_secs(1);
/// How long the last words may take.
const LAST_WORDS: Duration = Duration::from_secs(4);
/// How long the last sound may take to die away: an own one may be half a
/// minute long, and a sound server may take a while to say that it is gone.
const LAST_SOUND: Duration = Duration::from_secs(36);

impl Session {
    /// Says good night, and lets the last sound die away after a routine that
    /// ran to its end.
    pub(super) fn end(mut self) -> Ending {
        let at = Zoned::now();
        let outcome = self.player.outcome().unwrap_or(Outcome::Interrupted);
        // What is said last stays on the terminal: not on a screen that goes.
        self.terminal.give_back();
        let result = self.reporter.close(&self.player);
        self.survive(result);
        self.out.drain(match self.ended_by {
            Some(_) => LAST_LINES_AFTER_A_SIGNAL,
            None => LAST_LINES,
        });
        // A screen that is closed shows no notice any more.
        self.reporter = Box::new(Silent);
        self.keep.finish(&self.player, &at);
        if outcome == Outcome::Completed {
            self.await_silence();
        }
        self.wake.give_up();
        self.finish_hooks();
        match self.ended_by {
            Some(number) => Ending::Signal(number),
            None => Ending::Outcome(outcome),
        }
    }

    /// Keeps what there is of a session that can't go on, and nothing else.
    pub(super) fn end_broken(&mut self) {
        self.terminal.give_back();
        let now = self.pace.scaled(self.real());
        self.player.handle(Command::Interrupt, now);
        self.keep.finish(&self.player, &Zoned::now());
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
                Ok(Input::Hook(news)) => self.hook_news(news),
                Ok(_) => {}
                Err(_) if speaks => speaks = false,
                Err(_) => return,
            }
        }
    }
}
