//! The whole screen: a drawing, digits that can be read across the room, and
//! little else. It takes the alternate screen, so that the scrollback stays
//! clean, and leaves a summary behind.

mod middle;
mod view;

use std::io::{self, Write};
use std::time::Duration;

use super::progress::Progress;
use super::sheet::{Sheet, UPDATE};
use super::theme::Look;
use super::{Frame, Reporter, summary, until_next_second, words};
use crate::player::{Event, Player};
use crate::timeline::{Phase, Timeline};

/// How often a drawing that moves is drawn: a few times a second.
const FRAME: Duration = Duration::from_millis(250);

/// Draws on the whole screen.
#[derive(Debug)]
pub struct Full<W> {
    out: W,
    look: Look,
    progress: Progress,
    /// Shown with the instructions of the first segment.
    welcome: Vec<String>,
    /// What the terminal shows; `None` where that is not known.
    drawn: Option<Sheet>,
    /// What a person was told; it is told again when the screen is gone.
    notices: Vec<Notice>,
}

#[derive(Debug)]
struct Notice {
    text: String,
    /// The segment in which it was shown first, and after which it goes.
    shown_in: Option<usize>,
}

impl<W: Write> Full<W> {
    /// A screen on a terminal, which greets with these lines.
    pub fn new(out: W, look: Look, welcome: Vec<String>) -> Self {
        Self {
            out,
            look,
            progress: Progress::new(look),
            welcome,
            drawn: None,
            notices: Vec::new(),
        }
    }

    /// The last notice, during the segment in which it came.
    fn notice_at(&mut self, index: usize) -> Option<String> {
        let last = self.notices.last_mut()?;
        let since = *last.shown_in.get_or_insert(index);
        (since == index).then(|| last.text.clone())
    }
}

impl<W: Write> Reporter for Full<W> {
    fn record(&mut self, _: Duration, _: &Event, _: &Timeline) -> io::Result<()> {
        // The screen is drawn from the state, not from events.
        Ok(())
    }

    fn show(&mut self, frame: &Frame) -> io::Result<Option<Duration>> {
        let notice = self.notice_at(frame.snapshot.index);
        let sheet = view::View {
            frame,
            look: self.look,
            progress: &self.progress,
            welcome: &self.welcome,
            notice: notice.as_deref(),
        }
        .sheet();
        let same_size =
            |old: &&Sheet| (old.columns(), old.rows()) == (sheet.columns(), sheet.rows());
        let changes = if let Some(old) = self.drawn.as_ref().filter(same_size) {
            sheet.changes(old)
        } else {
            let empty = Sheet::new(sheet.columns(), sheet.rows());
            format!("\x1b[2J{}", sheet.changes(&empty))
        };
        if !changes.is_empty() {
            write!(self.out, "{}{changes}{}", UPDATE.0, UPDATE.1)?;
            self.out.flush()?;
        }
        self.drawn = Some(sheet);
        Ok(Some(until_next_change(frame)))
    }

    fn notice(&mut self, line: &str) -> io::Result<()> {
        self.notices.push(Notice {
            text: line.to_owned(),
            shown_in: None,
        });
        Ok(())
    }

    fn leave(&mut self) -> io::Result<()> {
        self.drawn = None;
        Ok(())
    }

    fn resize(&mut self, _: usize) -> io::Result<()> {
        self.drawn = None;
        Ok(())
    }

    fn close(&mut self, player: &Player) -> io::Result<()> {
        for line in self
            .notices
            .drain(..)
            .map(|notice| notice.text)
            .chain(summary::lines(player))
        {
            writeln!(self.out, "{}", self.look.printable(&line))?;
        }
        self.out.flush()
    }
}

fn until_next_change(frame: &Frame) -> Duration {
    if frame.is_at_rest() {
        return words::until_rest_changes(&frame.snapshot);
    }
    let second = until_next_second(frame);
    if middle::moves(frame) {
        second.min(FRAME)
    } else {
        second
    }
}

/// How far the drawing has come from the pose to begin from (0) to the stretch
/// (1): twice while one gets ready, and then it stays.
fn pose(frame: &Frame) -> f32 {
    const STANDS: f32 = 1.0;
    const MOVES: f32 = 2.0;
    const ROUND: f32 = 6.0;
    let elapsed = frame.snapshot.elapsed.as_secs_f32();
    if frame.snapshot.segment.phase != Phase::Prepare || elapsed >= 2.0 * ROUND {
        return 1.0;
    }
    let way = ((elapsed % ROUND - STANDS) / MOVES).clamp(0.0, 1.0);
    // Sets off and arrives gently.
    way * way * (3.0 - 2.0 * way)
}

#[cfg(test)]
mod tests;
