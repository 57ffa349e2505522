//! What a session shows, and when.

use std::time::{Duration, Instant};

use super::Session;
use crate::report::{Frame, Reporter};
use crate::terminal;
use crate::zone;

/// Screens are drawn no more often than this, however fast a rehearsal is.
const SHORTEST_FRAME: Duration = Duration::from_millis(50);
/// How long the keys are shown to somebody who presses none.
const HELP_STAYS: Duration = Duration::from_secs(20);

impl Session {
    pub(super) fn draw(&mut self) {
        let due = self.stale || self.next_frame.is_some_and(|due| due <= Instant::now());
        if self.background || !due {
            return;
        }
        if self.out.waiting() > 0 {
            // What is not seen need not be drawn. The outlet says when there is
            // room again.
            self.stale = true;
            self.next_frame = None;
            return;
        }
        let real = self.real();
        let Reporter::Screen(screen) = &mut self.reporter else {
            // A screen that failed has left the moment of a frame behind.
            self.next_frame = None;
            self.stale = false;
            return;
        };
        // Whoever reads the keys for this long has gone back to the stretch.
        self.help &= self.last_key.elapsed() < HELP_STAYS;
        let frame = Frame {
            snapshot: self.player.snapshot(self.pace.scaled(real)),
            now: zone::now(),
            speed: self.pace.speed,
            muted: self.hearing.muted(),
            help: self.help,
            keyboard: self.terminal.keyboard().is_some(),
            idle: self.pace.scaled(self.last_key.elapsed()),
            notices: &self.notices,
            size: terminal::size().unwrap_or((80, 24)),
        };
        let shown = screen.show(&frame);
        let next = self.survive(shown);
        let next = next.map(|next| self.pace.unscaled(next).max(SHORTEST_FRAME));
        self.next_frame = next.map(|next| self.pace.began + real + next);
        self.stale = false;
    }
}
