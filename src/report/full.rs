//! The whole screen: a drawing, digits that can be read across the room, and
//! little else. It takes the alternate screen, so that the scrollback stays
//! clean, and leaves a summary behind.

mod center;
mod layout;
mod text_block;

use std::time::Duration;

use anstyle::Style;
use jiff::{SignedDuration, Zoned};

use super::screen_buffer::{ScreenBuffer, UPDATE};
use super::theme::Look;
use super::{Frame, Renderer, SessionState, summary, words};
use crate::player::Activity;
use crate::text::fold;
use crate::timeline::Phase;
use layout::FullLayout;

/// How often a drawing that moves is drawn: a few times a second.
const FRAME: Duration = Duration::from_millis(250);
/// For so many seconds it stands first, in a round of so many.
const STANDS: f32 = 1.0;
const ROUND: f32 = 6.0;

/// Draws on the whole screen.
#[derive(Debug)]
pub struct Full {
    look: Look,
    /// Shown with the instructions of the first segment.
    welcome: Vec<String>,
    /// What the terminal shows; `None` where that is not known.
    drawn: Option<ScreenBuffer>,
    /// The number of the last notice, and when it was shown first: it makes room
    /// again after a while.
    noticed: Option<(usize, Zoned)>,
}

impl Full {
    /// A screen on a terminal, which greets with these lines.
    pub fn new(look: Look, welcome: Vec<String>) -> Self {
        Self {
            look,
            welcome,
            drawn: None,
            noticed: None,
        }
    }

    /// The last notice, as long as it is new or the pause lasts that it was
    /// shown in.
    fn notice_at<'f>(&mut self, frame: &Frame<'f>) -> Option<&'f str> {
        const STAYS: SignedDuration = SignedDuration::from_secs(10);
        let (now, number) = (&frame.now, frame.notices.len());
        let last = frame.notices.last()?;
        self.noticed.take_if(|(noticed, _)| *noticed != number);
        let (_, since) = self.noticed.get_or_insert_with(|| (number, now.clone()));
        let is_new = now.duration_since(since) < STAYS;
        // It stays during a pause, for it may say the reason of the pause.
        if is_new && matches!(frame.snapshot.activity, Activity::Paused(_)) {
            since.clone_from(now);
        }
        is_new.then_some(last)
    }
}

impl Renderer for Full {
    fn show(&mut self, frame: &Frame) -> (String, Duration) {
        let layout = FullLayout {
            frame,
            look: self.look,
            notice: self.notice_at(frame),
            welcome: &self.welcome,
        };
        let buffer = layout.render();
        let mut changes = buffer.changes(self.drawn.as_ref(), self.look.palette.ground);
        if !changes.is_empty() {
            changes = [UPDATE.0, &changes, UPDATE.1].concat();
        }
        self.drawn = Some(buffer);
        (changes, until_next_change(frame))
    }

    fn leave(&mut self) -> String {
        self.drawn = None;
        String::new()
    }

    fn close(&mut self, session: &SessionState, notices: &[String]) -> (String, Style) {
        let columns = self.drawn.as_ref().map_or(80, |drawn| drawn.size().0);
        let style = self.look.palette.dim;
        let lines = summary::lines(session);
        let lines = notices
            .iter()
            .chain(&lines)
            .map(|it| self.look.printable(it));
        let rows = lines.flat_map(|line| fold(&line, columns));
        let rows = rows.map(|row| format!("{style}{row}{style:#}\n"));
        (rows.collect(), style)
    }
}

fn until_next_change(frame: &Frame) -> Duration {
    let change = words::until_next_change(frame, words::MINUTE);
    let stands = STANDS - frame.snapshot.elapsed.as_secs_f32() % ROUND;
    let moves = Duration::from_secs_f32(stands.max(FRAME.as_secs_f32()));
    change.min(if center::moves(frame) { moves } else { change })
}

/// How far the drawing has come from the pose to begin from (0) to the stretch
/// (1): twice while one gets ready, and then it stays.
fn pose(frame: &Frame) -> f32 {
    const MOVES: f32 = 2.0;
    let elapsed = frame.snapshot.elapsed.as_secs_f32();
    if frame.snapshot.segment.phase != Phase::Prepare || elapsed >= 2.0 * ROUND {
        return 1.0;
    }
    let way = ((elapsed % ROUND - STANDS) / MOVES).clamp(0.0, 1.0);
    // Smoothstep: slow at both ends.
    way * way * (3.0 - 2.0 * way)
}

#[cfg(test)]
mod tests;
