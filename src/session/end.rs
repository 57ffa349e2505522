//! The end of a session: the summary, the last sound and the last hook.

use std::mem;
use std::time::{Duration, Instant};

use super::{Input, Session};
use crate::audio::{AudioRequest, AudioUpdate};
use crate::clock::TimePoint;
use crate::hooks::{self, HookUpdate};
use crate::outlet;
use crate::player::{Command, Outcome};
use crate::report::{Reporter, SessionState};
use crate::signals::Signal;
use crate::speech::SpeechUpdate;
use crate::terminal::Terminal;
use crate::zone;

/// How long the reader of the output may take for the rest of it.
const LAST_LINES: Duration = Duration::from_secs(10);
/// A reader that accepts nothing for so long has stopped.
const STALLED: Duration = Duration::from_secs(2);
/// How long the last utterance may take, after the last sound.
const LAST_WORDS: Duration = Duration::from_secs(4);
/// How long the last sound may take. A sound of the person's own may be half a
/// minute long, and a sound server may take a while to report its end.
const LAST_SOUND: Duration = Duration::from_secs(36);
/// A hook for the end that is later than this is not called, because nobody
/// expects it any more: the machine was suspended during the last sound.
const HOOK_TOO_LATE: Duration = Duration::from_mins(1);
/// How long hooks may take at the end: a running one and the last one.
const LAST_HOOKS: Duration = hooks::LIMIT.saturating_mul(2);
/// After a signal somebody waits: each takes this fraction of its time.
const AFTER_A_SIGNAL: u32 = 10;
/// A wait for a hook that is shorter is not mentioned.
const SHORT_WAIT: Duration = Duration::from_millis(1500);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The routine ended, the person ended it, or nobody came back.
    Outcome(Outcome),
    /// By a signal, which is still to be passed on.
    Signal(i32),
}

impl Session {
    /// Shows the summary, and waits for the last sound and all else that is last.
    pub(super) fn end(mut self) -> Ending {
        let at = zone::now();
        let began = TimePoint::now();
        let outcome = self.player.outcome().unwrap_or(Outcome::Interrupted);
        // The last lines stay on the terminal, and not on the alternate screen.
        Terminal::give_back();
        // A closed screen shows no notices.
        if let Reporter::Screen(mut screen) = mem::replace(&mut self.reporter, Reporter::None) {
            let session = SessionState {
                player: &self.player,
                resumed: self.resumed.as_deref(),
                keyboard: self.terminal.keyboard.is_some(),
            };
            let (closed, style) = screen.close(&session, &self.notices);
            self.notice_style = style;
            self.write(&closed);
        }
        let closed = Instant::now();
        let recorder = self.recorder.as_mut();
        if let Some(line) = recorder.and_then(|it| it.finish(&self.player, &at)) {
            self.notice(&line);
        }
        if outcome == Outcome::Completed {
            self.await_silence();
        }
        // A hook may ask the machine to suspend.
        self.awake = None;
        if self.watch.gave_up || TimePoint::now().since(began) >= HOOK_TOO_LATE {
            self.hooks = None;
        }
        self.finish_hooks();
        self.await_readers(closed);
        self.ended_by
            .map_or(Ending::Outcome(outcome), Ending::Signal)
    }

    /// Writes the record of a session that has panicked, and nothing else.
    pub(super) fn end_broken(&mut self) {
        Terminal::give_back();
        self.player.handle(Command::Interrupt, self.clock.now());
        let recorder = self.recorder.as_mut();
        if let Some(line) = recorder.and_then(|it| it.finish(&self.player, &zone::now())) {
            outlet::say(&line);
        }
    }

    /// Calls the hook for the end and waits for it. A signal ends the wait.
    fn finish_hooks(&mut self) {
        let Some(hooks) = &mut self.hooks else { return };
        let limit = self
            .ended_by
            .map_or(LAST_HOOKS, |_| LAST_HOOKS / AFTER_A_SIGNAL);
        hooks.finish(limit);
        // The hooks have a limit of their own; this one is for a dead thread.
        let limit = limit + Duration::from_secs(1);
        let is_done = |it: &Input| matches!(it, Input::Hook(HookUpdate::Done));
        if !self.await_update(SHORT_WAIT, is_done) {
            self.notice("Waiting for a hook; Ctrl-C leaves.");
            self.await_update(limit, is_done);
        }
    }

    /// Waits while the reader still accepts output. A signal ends the wait.
    fn await_readers(&mut self, last_line: Instant) {
        match self.out.lost() {
            0 => {}
            1 => self.notice("warning: a line of the output was left out: it was read too late"),
            lost => self.notice(&format!(
                "warning: {lost} lines of the output were left out: they were read too late"
            )),
        }
        let limit = self
            .ended_by
            .map_or(LAST_LINES, |_| LAST_LINES / AFTER_A_SIGNAL);
        let waiting = || self.out.waiting() + outlet::stderr().waiting();
        let (mut before, mut taken) = (waiting(), last_line);
        while before > 0 {
            let until = (taken + STALLED).min(last_line + limit);
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            if let Ok(Input::Signal(Signal::End(number))) = self.inbox.recv_timeout(left) {
                self.ended_by = Some(number);
                return;
            }
            let now = waiting();
            if now < before {
                taken = Instant::now();
            }
            before = now;
        }
        let written = self.out.check();
        self.or_silence(written);
    }

    fn await_silence(&mut self) {
        if let Some(audio) = self.cues.audio() {
            audio.request(AudioRequest::Finish);
            let is_silent = |it: &Input| matches!(it, Input::Sound(AudioUpdate::Silent));
            self.await_update(LAST_SOUND, is_silent);
        }
        let snapshot = self.player.snapshot(self.clock.now());
        if self.ended_by.is_none() && self.narrator.finish(&snapshot, self.clock) {
            let is_silent = |it: &Input| matches!(it, Input::Voice(SpeechUpdate::Silent));
            self.await_update(LAST_WORDS, is_silent);
        }
    }

    /// Waits for an update; false where it does not come. A signal ends the wait.
    fn await_update(&mut self, limit: Duration, is_it: fn(&Input) -> bool) -> bool {
        let until = Instant::now() + limit;
        let left = || until.saturating_duration_since(Instant::now());
        while let Ok(input) = self.inbox.recv_timeout(left()) {
            if let Input::Signal(Signal::End(number)) = input {
                self.ended_by = Some(number);
            } else if !is_it(&input) {
                self.update(input);
                continue;
            }
            return true;
        }
        false
    }
}
