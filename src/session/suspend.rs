//! Ctrl-Z, `bg` and `fg`.

use super::absence::Doing;
use super::{Input, Session};
use crate::clock::TimePoint;
use crate::player::Command;
use crate::report::Reporter;
use crate::signals::Signal;
use crate::terminal::{Keyboard, Terminal};
use crate::{outlet, signals, terminal};

impl Session {
    /// Ctrl-Z: pauses, restores the terminal, and waits, paused, for `fg`.
    pub(super) fn stop(&mut self) {
        let keyboard = self.terminal.keyboard.is_some();
        let may_stop = terminal::may_stop();
        if may_stop || keyboard {
            self.command(Command::Pause);
        }
        if !may_stop {
            // No shell would ever continue this program: a pause was meant.
            return;
        }
        self.draw();
        if let Reporter::Screen(screen) = &mut self.reporter {
            let left = screen.leave();
            self.write(&left);
        }
        Terminal::give_back();
        // A stopped program writes nothing.
        outlet::stderr().drain(outlet::PATIENCE);
        // A stopped program can't end a process.
        self.narrator.speech = None;
        self.awake = None;
        signals::stop();
        let _ = self.narrator.begin();
        // This is no absence: the person knows.
        self.watch.look(TimePoint::now(), Doing::Waits);
        let keep = self.keep_awake.filter(|_| self.first_page.is_empty());
        self.awake = keep.and_then(|keep| keep());
        self.background = true;
        self.return_to_front();
        if !keyboard {
            // There is no key to end this pause.
            self.command(Command::TogglePause);
        }
    }

    /// Takes the terminal again as soon as this program is in its foreground. One
    /// that is closed meanwhile sends no hang-up.
    pub(super) fn return_to_front(&mut self) {
        if !self.background {
            return;
        }
        let keyboard = self.terminal.keyboard.clone();
        if keyboard.as_ref().is_some_and(Keyboard::is_gone) {
            self.take(Input::Signal(Signal::End(signals::HANG_UP)));
        }
        if keyboard.as_ref().is_none_or(Keyboard::is_foreground) {
            self.background = false;
            self.terminal.take_again();
            self.stale = true;
        }
    }
}
