//! The middle of the screen: the drawing, the side and the digits.

use std::time::Duration;

use anstyle::Style;

use super::pose;
use crate::player::{Activity, Snapshot};
use crate::report::big::{self, Block};
use crate::report::canvas::{self, Canvas};
use crate::report::screen_buffer::ScreenBuffer;
use crate::report::theme::Look;
use crate::report::{Frame, words};
use crate::routine::Side;
use crate::text::{clock, whole_seconds_up};
use crate::timeline::Phase;

/// What the digits need to be read across the room.
pub(super) const LEAST_ROWS: usize = 5;
/// The columns that the digits keep beside a drawing.
const DIGITS: usize = 22;
/// A drawing lower than this shows nothing.
const LEAST_FIGURE: usize = 6;
/// Between things beside or below each other.
const GAP: usize = 2;

/// A part of the screen.
pub(super) struct Area {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// A line of big letters that has found its size.
struct Letters {
    text: String,
    block: Block,
    /// The columns that are kept for it: it may have been wider, or get so.
    columns: usize,
    /// The rows that are kept for it.
    rows: usize,
}

/// The middle of a moment. For the left side everything stands the other way
/// round, which is seen from the corner of an eye.
pub(super) struct CenterPane<'f> {
    pub(super) frame: &'f Frame<'f>,
    pub(super) look: Look,
    /// The style of what matters most.
    pub(super) now: Style,
    pub(super) area: Area,
}

impl CenterPane<'_> {
    pub(super) fn draw(&self, buffer: &mut ScreenBuffer) {
        let taken = self.draw_figure(buffer);
        let columns = self.area.columns.saturating_sub(taken);
        let stack = self.stack(columns);
        if stack.len() < 2
            && let Some((number, side)) = self.beside(columns)
        {
            // Too low to stand below each other: at the two ends of the row.
            self.put(buffer, &side, self.centre(side.rows), self.edge(&side));
            let column = if self.is_left() {
                self.area.column + columns - number.columns
            } else {
                self.area.column + taken
            };
            self.put(buffer, &number, self.centre(number.rows), column);
        } else {
            self.draw_stack(buffer, &stack, taken == 0);
        }
    }

    fn side(&self) -> Option<Side> {
        self.frame.snapshot.segment.side
    }

    fn is_left(&self) -> bool {
        self.side() == Some(Side::Left)
    }

    /// The row in which something of this height begins.
    fn centre(&self, rows: usize) -> usize {
        self.area.row + self.area.rows.saturating_sub(rows) / 2
    }

    /// The column for what stands on the side that is held.
    fn edge(&self, letters: &Letters) -> usize {
        if self.is_left() {
            self.area.column
        } else {
            self.area.column + self.area.columns - letters.columns
        }
    }

    /// The drawing, if there is one and room for it; returns what it took.
    fn draw_figure(&self, buffer: &mut ScreenBuffer) -> usize {
        let (frame, area) = (self.frame, &self.area);
        let most = area.columns.saturating_sub(DIGITS + GAP);
        let columns = canvas::columns_for(area.rows).min(most);
        let rows = canvas::rows_for(columns).min(area.rows);
        let figure = frame.snapshot.step().figure.as_ref();
        let Some(figure) = figure.filter(|_| rows >= LEAST_FIGURE) else {
            return 0;
        };
        let column = if self.is_left() {
            area.column + area.columns - columns
        } else {
            area.column
        };
        let top = self.centre(rows);
        let canvas = Canvas::of(&figure.strokes(pose(frame), self.side()), columns, rows);
        for row in 0..rows {
            for run in canvas.runs(row, self.look.unicode) {
                let style = self.look.palette.of_limb(run.accent);
                buffer.put(top + row, column + run.column, &run.text, style, "");
            }
        }
        columns + GAP
    }

    fn letters(&self, text: String, columns: usize, rows: usize) -> Option<Letters> {
        let block = big::fitting(&text, &sizes(self.look), columns, rows)?;
        Some(Letters {
            columns: big::width(&text, block)?,
            rows: block.rows(),
            text,
            block,
        })
    }

    /// The number of the moment, in a size that it keeps when it gets shorter.
    fn number(&self, columns: usize, rows: usize) -> Option<Letters> {
        let widest = self.letters(widest_number(self.frame), columns, rows)?;
        let text = number(self.frame);
        if let Activity::Paused(_) = self.frame.snapshot.activity {
            // A word in the place of the digits, which keep their rows.
            let word = self.letters(text, columns, widest.rows)?;
            let rows = widest.rows;
            return Some(Letters { rows, ..word });
        }
        Some(Letters { text, ..widest })
    }

    /// The digits and the side next to each other, where both have room.
    fn beside(&self, columns: usize) -> Option<(Letters, Letters)> {
        let rows = self.area.rows;
        let side = words::capitals(self.side()?);
        // Smaller digits rather than no side.
        let widths = sizes(self.look).into_iter().filter_map(|block| {
            let widest = widest_number(self.frame);
            big::width(&widest, block).filter(|width| *width + GAP < columns)
        });
        widths.chain([columns]).find_map(|width| {
            let number = self.number(width, rows)?;
            let room = columns.checked_sub(number.columns + GAP)?;
            Some((number, self.letters(side.clone(), room, rows)?))
        })
    }

    /// The side and the digits below each other, as large as fits: the digits
    /// first, which are read more often.
    fn stack(&self, columns: usize) -> Vec<Letters> {
        let rows = self.area.rows;
        let below = rows.saturating_sub(LEAST_ROWS + 1);
        let side = self.side().and_then(|side| {
            let rows = (rows / 2).min(below).max(below.min(LEAST_ROWS));
            self.letters(words::capitals(side), columns, rows)
        });
        let taken = side.as_ref().map_or(0, |side| side.rows + 1);
        let number = self.number(columns, rows - taken);
        side.into_iter().chain(number).collect()
    }

    fn draw_stack(&self, buffer: &mut ScreenBuffer, stack: &[Letters], alone: bool) {
        let rows: usize = stack.iter().map(|letters| letters.rows + 1).sum();
        let mut row = self.centre(rows.saturating_sub(1));
        for letters in stack {
            let column = if alone && self.side().is_none() {
                self.area.column + (self.area.columns - letters.columns) / 2
            } else {
                self.edge(letters)
            };
            self.put(buffer, letters, row, column);
            row += letters.rows + 1;
        }
    }

    fn put(&self, buffer: &mut ScreenBuffer, letters: &Letters, row: usize, column: usize) {
        let lines = big::letters(&letters.text, letters.block, self.look.unicode);
        let row = row + (letters.rows - letters.block.rows()) / 2;
        // A text that has become narrower keeps its right edge.
        let width = big::width(&letters.text, letters.block).unwrap_or(0);
        let column = column + letters.columns.saturating_sub(width);
        for (row, line) in (row..).zip(lines) {
            let indent = line.len() - line.trim_start().len();
            buffer.put(row, column + indent, line.trim_start(), self.now, "");
        }
    }
}

/// The sizes of big letters, largest first.
fn sizes(look: Look) -> Vec<Block> {
    let whole = [(4, 2), (3, 1), (2, 1), (1, 1)].map(|(wide, high)| Block::Whole(wide, high));
    let half = look.unicode.then_some(Block::Half);
    whole.into_iter().chain(half).collect()
}

/// The number of the moment: the time left, or what is in its place.
fn number(frame: &Frame) -> String {
    let snapshot = &frame.snapshot;
    match (snapshot.activity, snapshot.left()) {
        (Activity::Paused(_), _) => "PAUSE".to_owned(),
        (Activity::CountIn(left), _) => whole_seconds_up(left).as_secs().to_string(),
        (_, Some(left)) => digits(left, snapshot),
        _ if snapshot.segment.phase == Phase::Hold => clock(snapshot.elapsed),
        _ => "ENTER".to_owned(),
    }
}

/// The widest that the number is in this segment.
fn widest_number(frame: &Frame) -> String {
    match frame.snapshot.length {
        Some(length) => digits(length, &frame.snapshot),
        None => number(frame),
    }
}

/// Within a minute the seconds alone are larger, and say it all.
fn digits(left: Duration, snapshot: &Snapshot) -> String {
    let left = whole_seconds_up(left);
    match snapshot.length.map(|length| length.as_secs()) {
        Some(..=60) => left.as_secs().to_string(),
        _ => clock(left),
    }
}

/// Whether there is a drawing that moves just now.
pub(super) fn moves(frame: &Frame) -> bool {
    let snapshot = &frame.snapshot;
    let playing = snapshot.activity == Activity::Playing && pose(frame) < 1.0;
    let figure = snapshot.step().figure.as_ref();
    playing && figure.is_some_and(|figure| figure.moves())
}
