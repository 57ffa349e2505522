//! The page before a person's first session: nothing begins until it was read.

use std::time::{Duration, Instant};

use super::{BACKGROUND_LOOK, Session};
use crate::player::Command;
use crate::terminal;
use crate::text::wrap;

impl Session {
    /// Shows the page, if there is one; returns whether the session begins then.
    pub(super) fn is_begun(&mut self) -> bool {
        while !self.first_page.is_empty() && self.player.outcome().is_none() {
            self.return_to_front();
            self.draw();
            let look = self.background.then_some(BACKGROUND_LOOK);
            // One at a time: what follows the last Enter is for the session.
            if let Ok(input) = self.inbox.recv_timeout(look.unwrap_or(Duration::MAX)) {
                self.take(input);
            }
        }
        self.first_page.is_empty()
    }

    /// Does what a command means while the page is shown.
    pub(super) fn turn_page(&mut self, command: Command) {
        self.stale = true;
        match command {
            Command::Quit | Command::Interrupt => self.player.handle(command, Duration::ZERO),
            Command::GoOn | Command::Forward => drop(self.first_page.drain(..self.page().1)),
            _ => {}
        }
        if self.first_page.is_empty() {
            (self.was_read)();
            self.clock.began = Instant::now();
            // The key for the sound has looked at the clock of the page.
            self.cues.forget(self.clock, Duration::ZERO);
        }
    }

    /// Rows with as many whole paragraphs as the window has room for, the last one
    /// with what Enter does; and how many paragraphs these are.
    pub(super) fn page(&self) -> (Vec<String>, usize) {
        const WIDEST: usize = 76;
        let sound = ["", ", sound off"][usize::from(self.cues.muted() == Some(true))];
        let (mut lines, mut shown) = (Vec::new(), 0);
        for paragraph in &self.first_page {
            let (columns, rows) = terminal::size().unwrap_or((80, 24));
            let wrapped = wrap(paragraph, columns.saturating_sub(4).clamp(1, WIDEST));
            if shown > 0 && lines.len() + wrapped.len() + 2 > rows {
                lines.push(format!("Enter turns the page, q quits{sound}"));
                return (lines, shown);
            }
            lines.extend(wrapped.into_iter().chain([String::new()]));
            shown += 1;
        }
        lines.extend((shown > 0).then(|| format!("Enter begins, q quits{sound}")));
        (lines, shown)
    }
}
