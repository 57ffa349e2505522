//! Ctrl-Z, `bg` and `fg`.

use super::Session;
use crate::clock::TimePoint;
use crate::player::Command;
use crate::report::Reporter;
use crate::{outlet, signals, terminal};

impl Session {
    /// Ctrl-Z: pauses, gives the terminal back, and waits, paused, for `fg`.
    pub(super) fn stop(&mut self) {
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
        if let Reporter::Screen(screen) = &mut self.reporter {
            let left = screen.leave();
            self.survive(left);
        }
        self.terminal.give_back();
        // A program that is stopped writes nothing.
        outlet::stderr().drain(terminal::PATIENCE);
        // A program that is stopped can't cut off anybody.
        self.narrator.hush_now();
        self.wake.give_up();
        signals::stop();
        // This is no absence: the person knows, and it waits for as long as it
        // takes.
        self.watch.restart(TimePoint::now());
        self.wake.keep();
        self.background = true;
        self.return_to_front();
        if !keyboard {
            // There is no key to end this pause.
            self.command(Command::TogglePause);
        }
    }

    /// Takes the terminal again as soon as it listens to us. One that is closed
    /// while another program has it sends us no hang-up.
    pub(super) fn return_to_front(&mut self) {
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
}
