//! What keys mean while a routine plays.

use std::time::Instant;

use super::{Input, Session};
use crate::player::Command;
use crate::signals::{self, Signal};
use crate::terminal::keys::Key;

impl Session {
    pub(super) fn key(&mut self, key: Key) {
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
            Key::Interrupt => return self.take(Input::Signal(Signal::End(signals::INTERRUPT))),
            Key::Stop => return self.stop(),
            Key::Char('m' | 'M') => return self.mute(),
            Key::Char('v' | 'V') => return self.toggle_voice(),
            Key::Char('?') => {
                self.help = !self.help;
                return;
            }
            Key::Char(other) => {
                self.help = false;
                return self.name_keys(other);
            }
        };
        self.command(command);
    }

    /// Says once which keys there are to somebody whose keyboard has letters of
    /// an alphabet that is not known here.
    fn name_keys(&mut self, typed: char) {
        const LATIN_TO: char = '\u{24f}';
        let is_other = typed > LATIN_TO && typed.is_alphabetic();
        if is_other && self.named_keys.replace(typed).is_none() {
            self.notice("keys: space pause, n next, b back, Enter go on, q quit, ? all keys");
        }
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
}
