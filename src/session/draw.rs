//! When a session is drawn, and what.

use std::time::{Duration, Instant};

use super::Session;
use crate::report::{Frame, Reporter};
use crate::terminal;
use crate::zone;

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
        let left = self.write(|events, session| events.look(real, session));
        let left = left.flatten().map(|left| self.clock.unscaled(left));
        self.next_frame = left.map(|left| self.clock.began + real + left);
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
            keyboard: self.terminal.keyboard().is_some(),
            idle: self.clock.scaled(self.last_key.elapsed()),
            notices: if page.is_empty() { &self.notices } else { &[] },
            size: terminal::size().unwrap_or((80, 24)),
        };
        let shown = screen.show(&frame);
        let next = self.or_silence(shown);
        let next = next.map(|next| self.clock.unscaled(next).max(SHORTEST_FRAME));
        self.next_frame = next.map(|next| self.clock.began + real + next);
    }
}
