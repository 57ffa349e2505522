//! A few rows with progress bars, inline: what was on the terminal before
//! stays, and a line or two stay behind at the end.

use std::time::Duration;

use anstyle::Style;

use super::screen_buffer::{CUT, UPDATE};
use super::theme::Look;
use super::{Frame, Renderer, SessionState, progress, summary, words};
use crate::text::{fit, shorten, wrap};
use crate::timeline::Phase;

/// Draws rows with progress bars.
#[derive(Debug, Default)]
pub struct Bars {
    look: Look,
    drawn: Vec<String>,
    /// How many notices stand above the rows.
    told: usize,
}

/// Erases everything from the cursor's row on, its first row by itself: tmux keeps
/// in the scrollback what is erased at once from the first cell of the screen.
const ERASE: &str = "\r\x1b[K\x1b[C\x1b[J\r";

impl Bars {
    /// Rows on a terminal.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            ..Self::default()
        }
    }

    fn draw(&mut self, frame: &Frame) -> String {
        let styled = |(text, style)| format!("{style}{text}{style:#}");
        let lines: Vec<String> = rows_of(frame, self.look).into_iter().map(styled).collect();
        if lines == self.drawn {
            return String::new();
        }
        // The cursor rests in the first column of the first row. A terminal that
        // wraps rows anew in another width takes the cursor along with its row,
        // and what became of the rows below needs not be known to erase them.
        let changed = |(n, line): (usize, &String)| match self.drawn.get(n) {
            Some(old) if old == line => String::new(),
            _ => format!("{line}\x1b[K"),
        };
        let changed: Vec<String> = lines.iter().enumerate().map(changed).collect();
        // A newline makes room at the bottom where moving down can't.
        let mut update = changed.join("\r\n");
        if self.drawn.len() > lines.len() {
            update.push_str("\r\n\x1b[J\x1b[A");
        }
        update.push('\r');
        if lines.len() > 1 {
            update.extend(["\x1b[", &(lines.len() - 1).to_string(), "A"]);
        }
        self.drawn = lines;
        let ((begin, end), (cut, uncut)) = (UPDATE, CUT);
        format!("{begin}{cut}{update}{uncut}{end}")
    }

    fn erase(&mut self) -> &'static str {
        let rows = self.drawn.drain(..).count();
        if rows > 0 { ERASE } else { "" }
    }

    /// The notices that are new in place of the rows.
    fn tell(&mut self, notices: &[String]) -> String {
        let mut told = String::new();
        for line in &notices[self.told..] {
            told.extend([self.erase(), &self.look.printable(line), "\n"]);
        }
        self.told = notices.len();
        told
    }
}

impl Renderer for Bars {
    fn show(&mut self, frame: &Frame) -> (String, Duration) {
        let drawn = self.tell(frame.notices) + &self.draw(frame);
        (drawn, words::until_next_change(frame))
    }

    fn leave(&mut self) -> String {
        // What is written next stands below the rows.
        "\r\n".repeat(self.drawn.drain(..).count())
    }

    fn resize(&mut self) -> String {
        self.erase().to_owned()
    }

    fn close(&mut self, session: &SessionState, notices: &[String]) -> (String, Style) {
        let above = self.tell(notices) + self.erase();
        let line = self.look.printable(&summary::heading(session));
        let style = self.look.palette.dim;
        (format!("{above}{style}{line}{style:#}\n"), style)
    }
}

/// All rows with their styles, none wider than the window, and no more than it has.
fn rows_of(frame: &Frame, look: Look) -> Vec<(String, Style)> {
    // The last column stays free: a full row would wrap on some terminals.
    let columns = frame.size.0.saturating_sub(1).max(1);
    let palette = look.palette;
    let mut rows = Vec::new();
    let mut push = |text: String, style| {
        rows.push((fit(&look.printable(&text), columns, look.ellipsis()), style));
    };
    if !frame.page.is_empty() {
        for line in frame.page {
            push(line.clone(), palette.quiet);
        }
    } else if frame.is_at_rest() {
        push(words::at_rest(frame), palette.dim);
    } else {
        let mut advice = wrap(&words::advice(&frame.snapshot), columns);
        advice.splice(0..0, words::part(&frame.snapshot));
        // In a low window the keys make room for the words, and then what comes
        // next: who reads how to stand can't press keys at the same time.
        let fixed = |rows| frame.size.1.saturating_sub(rows);
        let crowded = advice.len() > fixed(5);
        let very_crowded = advice.len() > fixed(4);
        let room = fixed(3 + usize::from(!very_crowded) + usize::from(!crowded));
        shorten(&mut advice, room, columns, look.ellipsis());
        let (strong, bar) = match frame.snapshot.segment.phase {
            Phase::Hold => (palette.strong, palette.accent),
            _ => (palette.calm, palette.calm),
        };
        push(words::headline(frame, columns), strong);
        for line in advice {
            push(line, palette.quiet);
        }
        push(progress::segment(frame, look, columns), bar);
        push(progress::whole(frame, look, columns), palette.dim);
        if !very_crowded {
            push(words::next(&frame.snapshot), palette.quiet);
        }
        if frame.keyboard && !crowded {
            for line in words::keys(frame, columns) {
                push(line, palette.dim);
            }
        }
    }
    rows.truncate(frame.size.1.max(1));
    rows
}

#[cfg(test)]
mod tests;
