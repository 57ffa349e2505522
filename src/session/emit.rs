//! What a session tells: it draws, passes events on, and says what a person should
//! know.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::{Input, Session};
use crate::audio::AudioUpdate;
use crate::diagnostic::printable;
use crate::hooks::HookUpdate;
use crate::player::Event;
use crate::report::{Frame, Reporter, SessionState};
use crate::speech::SpeechUpdate;
use crate::{outlet, terminal, zone};

/// The shortest time between two frames, at any speed.
const SHORTEST_FRAME: Duration = Duration::from_millis(50);
/// How long the keys stay on the screen without a key press.
const HELP_STAYS: Duration = Duration::from_secs(20);

impl Session {
    pub(super) fn draw(&mut self) {
        let due = self.stale || self.next_frame.is_some_and(|due| due <= Instant::now());
        if self.background || !due {
            return;
        }
        // A frame that can't be written need not be drawn. The outlet reports when
        // there is room again.
        self.stale = self.out.waiting() > 0;
        self.next_frame = None;
        if self.stale {
            return;
        }
        let (page, _) = self.page();
        let real = self.clock.began.elapsed();
        if let Reporter::Events(events) = &mut self.reporter {
            let (lines, left) = events.look(real, &self.player);
            self.next_frame = left.map(|left| self.clock.began + real + self.clock.unscaled(left));
            return self.write(&lines);
        }
        let Reporter::Screen(screen) = &mut self.reporter else {
            return;
        };
        // After this long, the person has gone back to the stretch.
        self.help &= self.last_key.elapsed() < HELP_STAYS;
        let frame = Frame {
            snapshot: self.player.snapshot(self.clock.scaled(real)),
            now: zone::now(),
            speed: self.clock.speed,
            muted: self.cues.muted(),
            voice: self.answer,
            page: &page,
            help: self.help,
            keyboard: self.terminal.keyboard.is_some(),
            idle: self.clock.scaled(self.last_key.elapsed()),
            notices: if page.is_empty() { &self.notices } else { &[] },
            size: terminal::size().unwrap_or((80, 24)),
        };
        let (drawn, next) = screen.show(&frame);
        let next = self.clock.unscaled(next).max(SHORTEST_FRAME);
        self.next_frame = Some(self.clock.began + real + next);
        self.write(&drawn);
    }

    pub(super) fn emit(&mut self) {
        while let Some((at, event)) = self.player.poll_event() {
            match &event {
                Event::Cue { cue } => {
                    let due = self.player.in_context(at, *cue);
                    let ends = self.cues.cue(&self.player, self.clock, due);
                    self.narrator.cue(due, ends);
                }
                Event::Segment(_) => self.answer = None,
                _ => {}
            }
            let snapshot = self.player.snapshot(self.clock.now());
            self.narrator.hear(&event, &snapshot);
            self.record(self.clock.unscaled(at), &event);
            self.stale = true;
        }
        let ended = self.player.goals_reached();
        if ended != self.recorded
            && let Some(recorder) = &mut self.recorder
        {
            self.recorded = ended;
            recorder.progress(&self.player);
        }
    }

    pub(super) fn record(&mut self, at: Duration, event: &Event) {
        if let Some(hooks) = &mut self.hooks {
            hooks.handle_event(at, event);
        }
        if let Reporter::Events(events) = &mut self.reporter {
            let session = SessionState {
                player: &self.player,
                resumed: self.resumed.as_deref(),
                keyboard: self.terminal.keyboard.is_some(),
            };
            let lines = events.record(at, event, &session);
            self.write(&lines);
        }
    }

    /// Writes to the output, at once and as one unit.
    pub(super) fn write(&mut self, text: &str) {
        let written = self.out.write_all(text.as_bytes());
        let written = written.and_then(|()| self.out.flush());
        self.or_silence(written);
    }

    /// Shows a notice on the screen, or writes it to standard error.
    pub(super) fn notice(&mut self, line: &str) {
        if line.starts_with("warning: ") && !self.may_warn() {
            return;
        }
        // A message of the system may contain names from anywhere.
        let line = printable(line);
        if matches!(self.reporter, Reporter::Screen(_)) {
            self.notices.push(line.into_owned());
            self.stale = true;
        } else {
            let style = self.notice_style;
            outlet::say(&format!("{style}{line}{style:#}"));
        }
    }

    /// Whether one more warning may be shown, which then counts.
    fn may_warn(&mut self) -> bool {
        let may = self.warnings > 0;
        self.warnings = self.warnings.saturating_sub(1);
        may
    }

    /// Replaces an output that can't be written by none.
    pub(super) fn or_silence(&mut self, written: io::Result<()>) {
        let Err(error) = written else { return };
        self.reporter = Reporter::None;
        if self.may_warn() {
            outlet::say(&format!(
                "warning: the output can't be written, going on without it: {error}"
            ));
        }
    }

    /// Tells what the person should know of the sound, the voice and the hooks.
    pub(super) fn update(&mut self, input: Input) {
        let warning = match input {
            Input::Sound(AudioUpdate::Lost(reason)) => {
                format!("no sound, the terminal's bell stands in: {reason}")
            }
            Input::Sound(AudioUpdate::Elsewhere(reason)) => reason,
            Input::Sound(AudioUpdate::Missed) if self.cues.audio().is_some() => {
                return terminal::bell();
            }
            Input::Voice(SpeechUpdate::Failed(reason)) => format!("no voice: {reason}"),
            Input::Hook(HookUpdate::Failed(how)) => format!("a hook: {how}"),
            _ => return,
        };
        self.notice(&format!("warning: {warning}"));
    }
}
