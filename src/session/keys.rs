//! What keys mean while a routine plays.

use std::time::Instant;

use super::{Input, Session};
use crate::keymap::{self, Action, Key};
use crate::player::Command;
use crate::signals::{self, Signal};

const LATIN_TO: char = '\u{24f}';

impl Session {
    pub(super) fn key(&mut self, key: Key) {
        // Any key lights up a screen that has settled.
        self.last_key = Instant::now();
        self.stale = true;
        self.answer = None;
        match (keymap::action(key), key) {
            (Some(Action::Voice | Action::Help), _) if !self.first_page.is_empty() => {}
            (Some(Action::Play(command)), _) => {
                let before = self.player.hurts().count();
                self.command(command);
                if self.player.hurts().count() > before {
                    self.answer = Some("ouch: left out, b takes it back");
                }
            }
            (Some(Action::Mute), _) => {
                let muted = self.cues.toggle_mute(self.clock, self.clock.now());
                self.narrator.mute(muted);
            }
            (Some(Action::Voice), _) => {
                let snapshot = self.player.snapshot(self.clock.now());
                let (is, lack) = self.narrator.toggle(&snapshot);
                self.answer = Some(is);
                if let Some(lack) = lack {
                    self.notice(&lack);
                }
            }
            (Some(Action::Help), _) => self.help = !self.help,
            (Some(Action::Stop), _) => self.stop(),
            (None, Key::Interrupt) => self.take(Input::Signal(Signal::End(signals::INTERRUPT))),
            (None, Key::Char(typed)) => {
                self.help = false;
                // Once, for a keyboard with letters of an unknown alphabet.
                let is_other = typed > LATIN_TO && typed.is_alphabetic();
                if is_other && self.named_keys.replace(typed).is_none() {
                    self.notice(&format!("keys: {}", keymap::in_brief()));
                }
            }
            (None, _) => {}
        }
    }

    pub(super) fn command(&mut self, command: Command) {
        if !self.first_page.is_empty() {
            return self.turn_page(command);
        }
        let now = self.look();
        self.player.handle(command, now);
        self.stale = true;
        // Any command invalidates the scheduled cues.
        self.cues.forget(self.clock, now);
        // What sounds is of a moment that a person has left.
        if !matches!(
            command,
            Command::Longer | Command::Shorter | Command::GoOn | Command::Interrupt
        ) {
            self.hush();
        }
        self.emit();
    }

    pub(super) fn hush(&mut self) {
        self.narrator.hush();
        self.cues.hush();
    }
}
