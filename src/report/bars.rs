//! A few rows with progress bars, inline: what was on the terminal before
//! stays, and a line or two stay behind at the end.

mod rows;

use std::env;
use std::io::{self, Write};
use std::time::Duration;

use anstyle::Style;

use super::meter::Meter;
use super::plain::ending;
use super::{Frame, Reporter};
use crate::player::{Activity, Event, Outcome, Player};
use crate::text::{self, countdown};
use crate::timeline::Timeline;
use rows::Row;

/// Begin and end of an update that a terminal shows in one go. Terminals that
/// don't know it pass it over.
const UPDATE: (&str, &str) = ("\x1b[?2026h", "\x1b[?2026l");

/// How rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// With colours.
    pub colour: bool,
    /// With characters beyond ASCII.
    pub unicode: bool,
}

impl Look {
    /// What the environment allows: UTF-8 where the locale says so.
    #[must_use]
    pub fn of_environment(colour: bool) -> Self {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows);
        let console = env::var("TERM").is_ok_and(|term| term == "linux");
        Self {
            colour,
            unicode: utf8 && !console,
        }
    }
}

/// Draws rows with progress bars.
#[derive(Debug)]
pub struct Bars<W> {
    out: W,
    look: Look,
    segment: Meter,
    whole: Meter,
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
        let characters = if look.unicode { "━╸─" } else { "=>-" };
        Self {
            out,
            look,
            segment: Meter::new(characters),
            whole: Meter::new(characters),
            drawn: Vec::new(),
        }
    }

    fn rows(&self, frame: &Frame) -> Vec<Row> {
        let snapshot = &frame.snapshot;
        // The last column stays free: a full row would wrap on some terminals.
        let columns = frame.size.0.saturating_sub(1).max(1);
        let segment = match (snapshot.length, snapshot.left()) {
            (Some(length), Some(left)) => {
                let time = format!(" {}", countdown(left));
                self.segment.line(snapshot.elapsed, length, &time, columns)
            }
            _ => rows::waiting(snapshot),
        };
        let planned = snapshot.segment.length.unwrap_or_default();
        let done = snapshot.segment.start + snapshot.elapsed.min(planned);
        let end = snapshot.timeline.segments.last();
        let end = end.map(crate::timeline::Segment::end).unwrap_or_default();
        let left = format!(" {}", rows::total_left(frame));
        let room = columns.saturating_sub(text::width(&left));
        let whole = if room < 4 {
            left.trim_start().to_owned()
        } else {
            self.whole.line(done, end, &left, columns)
        };
        rows::rows(frame, self.look, columns, segment, whole)
    }

    /// Writes what differs from what stands there.
    fn draw(&mut self, rows: &[Row]) -> io::Result<()> {
        let lines: Vec<Drawn> = rows.iter().map(|row| self.paint(row)).collect();
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

    fn paint(&self, row: &Row) -> Drawn {
        let width = text::width(&row.text);
        let style = if self.look.colour {
            row.style
        } else {
            Style::new()
        };
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
        Ok(Some(until_next_second(frame)))
    }

    fn notice(&mut self, line: &str) -> io::Result<()> {
        self.erase(usize::MAX)?;
        writeln!(self.out, "{}", rows::printable(line, self.look))?;
        self.out.flush()
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
        writeln!(self.out, "{}", rows::printable(&line, self.look))?;
        self.out.flush()
    }
}

/// How long until a number on the screen changes.
fn until_next_second(frame: &Frame) -> Duration {
    const SECOND: u32 = 1_000_000_000;
    let snapshot = &frame.snapshot;
    let (down, up) = match snapshot.activity {
        Activity::CountIn(left) => (Some(left), Duration::ZERO),
        Activity::Paused(since) => (None, since),
        Activity::Playing | Activity::Ended(_) => (snapshot.left(), snapshot.elapsed),
    };
    let nanos = match down.map(|left| left.subsec_nanos()) {
        Some(0) => SECOND,
        Some(nanos) => nanos,
        None => SECOND - up.subsec_nanos(),
    };
    Duration::from_nanos(nanos.into())
}

#[cfg(test)]
mod tests;
