//! Passes events on, and tells the person what they should know.

use std::io;
use std::time::Duration;

use super::Session;
use crate::diagnostic::printable;
use crate::player::Event;
use crate::report::Reporter;
use crate::{audio, outlet, speech, terminal};

impl Session {
    /// Passes on the events of the player.
    pub(super) fn emit(&mut self) {
        while let Some((at, event)) = self.player.poll_event() {
            if let Event::Cue { cue } = &event {
                self.cues.cue(&self.player, self.clock, at, *cue);
            }
            let now = self.clock.scaled(self.real());
            self.narrator.hear(&event, &self.player.snapshot(now));
            self.record(self.clock.unscaled(at), &event);
            self.stale = true;
        }
        let ended = self.player.holds().len();
        if ended > self.kept {
            self.kept = ended;
            self.keep.progress(&self.player);
        }
    }

    pub(super) fn record(&mut self, at: Duration, event: &Event) {
        if let Some(hooks) = &mut self.hooks {
            hooks.handle_event(at, event);
        }
        if let Reporter::Events(events) = &mut self.reporter {
            let written = events.record(at, event, self.player.timeline());
            self.or_silence(written);
        }
    }

    /// Shows a notice on the screen, or writes it to standard error.
    pub(super) fn notice(&mut self, line: &str) {
        if line.starts_with("warning: ") && !self.warnings.take() {
            return;
        }
        // A message of the system may contain names from anywhere.
        let line = printable(line);
        if matches!(self.reporter, Reporter::Screen(_)) {
            self.notices.push(line.into_owned());
            self.stale = true;
        } else {
            outlet::say(&line);
        }
    }

    /// Replaces an output that can't be written by none.
    pub(super) fn or_silence<T>(&mut self, result: io::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.reporter = Reporter::None;
                if self.warnings.take() {
                    outlet::say(&format!(
                        "warning: the output can't be written, going on without it: {error}"
                    ));
                }
                None
            }
        }
    }

    pub(super) fn audio_update(&mut self, news: audio::AudioUpdate) {
        match news {
            audio::AudioUpdate::Lost(reason) => {
                self.notice(&format!(
                    "warning: no sound, the terminal's bell stands in: {reason}"
                ));
            }
            audio::AudioUpdate::Elsewhere(reason) => self.notice(&format!("warning: {reason}")),
            audio::AudioUpdate::Missed if self.cues.audio().is_some() => terminal::bell(),
            audio::AudioUpdate::Missed | audio::AudioUpdate::Silent => {}
        }
    }

    pub(super) fn speech_update(&mut self, news: speech::SpeechUpdate) {
        if let speech::SpeechUpdate::Failed(reason) = news {
            self.notice(&format!("warning: no voice: {reason}"));
        }
    }
}
