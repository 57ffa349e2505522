//! A few rows with progress bars, inline: what was on the terminal before
//! stays, and a line or two stay behind at the end.

mod rows;

use std::io::{self, Write};
use std::time::Duration;

use super::plain::ending;
use super::progress::Progress;
use super::sheet::UPDATE;
use super::theme::Look;
use super::{Frame, Reporter, until_next_second, words};
use crate::player::{Event, Outcome, Player};
use crate::text;
use crate::timeline::Timeline;
use rows::Row;

/// Draws rows with progress bars.
#[derive(Debug)]
pub struct Bars<W> {
    out: W,
    look: Look,
    progress: Progress,
    /// What stands on the terminal, row by row, as it was written.
    drawn: Vec<Drawn>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Drawn {
    /// The row with its colours.
    line: String,
    /// Its columns.
    width: usize,
}

impl<W: Write> Bars<W> {
    /// Rows on a terminal.
    pub fn new(out: W, look: Look) -> Self {
        Self {
            out,
            look,
            progress: Progress::new(look),
            drawn: Vec::new(),
        }
    }

    fn rows(&self, frame: &Frame) -> Vec<Row> {
        // The last column stays free: a full row would wrap on some terminals.
        let columns = frame.size.0.saturating_sub(1).max(1);
        let segment = self.progress.segment(frame, columns);
        let whole = self.progress.whole(frame, columns);
        rows::rows(frame, self.look, columns, segment, whole)
    }

    /// Writes what differs from what stands there.
    fn draw(&mut self, rows: &[Row]) -> io::Result<()> {
        let lines: Vec<Drawn> = rows.iter().map(Self::paint).collect();
        if lines == self.drawn {
            return Ok(());
        }
        let mut update = String::from(UPDATE.0);
        // The cursor rests in the first column of the last row.
        let up = self.drawn.len().saturating_sub(1);
        if up > 0 {
            update.extend(["\x1b[", &up.to_string(), "A"]);
        }
        for (n, line) in lines.iter().enumerate() {
            if n > 0 {
                // A newline makes room at the bottom where moving down can't.
                update.push_str("\r\n");
            }
            if self.drawn.get(n) != Some(line) {
                update.push_str(&line.line);
                update.push_str("\x1b[K");
            }
        }
        if self.drawn.len() > lines.len() {
            update.push_str("\r\n\x1b[J\x1b[A");
        }
        update.push('\r');
        update.push_str(UPDATE.1);
        self.drawn = lines;
        self.out.write_all(update.as_bytes())?;
        self.out.flush()
    }

    fn paint(row: &Row) -> Drawn {
        let width = text::width(&row.text);
        let style = row.style;
        let line = format!("{style}{}{style:#}", row.text);
        Drawn { line, width }
    }

    /// Takes the rows off the terminal, which now is `columns` wide; rows that
    /// were wider may have been wrapped.
    fn erase(&mut self, columns: usize) -> io::Result<()> {
        let wrapped = |row: &Drawn| row.width.max(1).div_ceil(columns.max(1));
        let above = self
            .drawn
            .split_last()
            .map_or(0, |(_, above)| above.iter().map(wrapped).sum::<usize>());
        if above > 0 {
            write!(self.out, "\x1b[{above}A")?;
        }
        if !self.drawn.is_empty() {
            write!(self.out, "\r\x1b[J")?;
        }
        self.drawn.clear();
        self.out.flush()
    }
}

impl<W: Write> Reporter for Bars<W> {
    fn record(&mut self, _: Duration, _: &Event, _: &Timeline) -> io::Result<()> {
        // Rows are drawn from the state, not from events.
        Ok(())
    }

    fn show(&mut self, frame: &Frame) -> io::Result<Option<Duration>> {
        let rows = self.rows(frame);
        self.draw(&rows)?;
        Ok(Some(if frame.is_at_rest() {
            words::until_rest_changes(&frame.snapshot)
        } else {
            until_next_second(frame)
        }))
    }

    fn notice(&mut self, line: &str) -> io::Result<bool> {
        self.erase(usize::MAX)?;
        writeln!(self.out, "{}", self.look.printable(line))?;
        self.out.flush()?;
        Ok(true)
    }

    fn leave(&mut self) -> io::Result<()> {
        if !self.drawn.is_empty() {
            self.drawn.clear();
            writeln!(self.out)?;
        }
        self.out.flush()
    }

    fn resize(&mut self, columns: usize) -> io::Result<()> {
        self.erase(columns)
    }

    fn close(&mut self, player: &Player) -> io::Result<()> {
        self.erase(usize::MAX)?;
        let snapshot = player.snapshot(Duration::ZERO);
        let outcome = player.outcome().unwrap_or(Outcome::Interrupted);
        let ending = ending(outcome, snapshot.held, snapshot.skipped);
        let line = format!("{}: {ending}", player.timeline().title);
        writeln!(self.out, "{}", self.look.printable(&line))?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
