//! Ctrl-Z, `bg` and `fg`.

use super::Session;
use crate::clock::TimePoint;
use crate::player::Command;
use crate::report::Reporter;
use crate::terminal::Keyboard;
use crate::{outlet, signals, terminal};

impl Session {
    /// Ctrl-Z: pauses, restores the terminal, and waits, paused, for `fg`.
    pub(super) fn stop(&mut self) {
        let keyboard = self.terminal.keyboard().is_some();
        if !terminal::may_stop() {
            // No shell would ever continue this program; a pause is all that
            // was meant.
            if keyboard {
                self.command(Command::Pause);
            }
            return;
        }
        self.command(Command::Pause);
        self.draw();
        if let Reporter::Screen(screen) = &mut self.reporter {
            let left = screen.leave();
            self.or_silence(left);
        }
        self.terminal.give_back();
        // A stopped program writes nothing.
        outlet::stderr().drain(terminal::PATIENCE);
        // A stopped program can't end a process.
        self.narrator.speech = None;
        self.awake = None;
        signals::stop();
        let _ = self.narrator.begin();
        // This is no absence: the person knows, and the program waits without a
        // limit.
        self.watch.restart(TimePoint::now());
        self.awake = self.first_page.is_empty().then(self.keep_awake).flatten();
        self.background = true;
        self.return_to_front();
        if !keyboard {
            // There is no key to end this pause.
            self.command(Command::TogglePause);
        }
    }

    /// Takes the terminal again as soon as this program is in its foreground. A
    /// terminal that is closed while another program is in its foreground sends
    /// no hang-up.
    pub(super) fn return_to_front(&mut self) {
        let keyboard = self.terminal.keyboard();
        if self.background && keyboard.is_some_and(Keyboard::is_gone) {
            self.ended_by = Some(signals::HANG_UP);
            self.command(Command::Interrupt);
        }
        let keyboard = self.terminal.keyboard();
        if self.background && keyboard.is_none_or(Keyboard::is_foreground) {
            self.background = false;
            self.terminal.take_again();
            self.stale = true;
        }
    }
}
