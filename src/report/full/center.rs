//! The middle of the screen: the drawing, the side and the digits.

mod stack;

use anstyle::Style;

use super::pose;
use crate::player::Activity;
use crate::report::Frame;
use crate::report::big::{self, Block};
use crate::report::canvas::{self, Canvas, Run};
use crate::report::known::Memo;
use crate::report::screen_buffer::ScreenBuffer;
use crate::report::theme::Look;
use crate::report::words;
use crate::routine::Side;
use crate::routine::figure::Figure;

/// The rows of a block of the largest letters: more is light for nothing.
const HIGHEST: usize = 3;
/// What the digits need to be read across the room.
pub(super) const LEAST_ROWS: usize = 5;
/// The columns of a hundred that the digits keep beside a drawing, whatever the
/// height of the window: so a higher one never has smaller digits.
const DIGITS: usize = 46;
/// The rows of digits that are worth more than a drawing.
const ENOUGH_ROWS: usize = 10;
/// A drawing lower than this shows nothing.
const LEAST_FIGURE: usize = 6;
/// Between things beside or below each other.
pub(super) const GAP: usize = 2;
/// Between the number of a movement and the word beside it.
const BESIDE: usize = 4;

#[derive(Clone, Copy)]
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
    rows: usize,
}

/// The middle of a moment. For the left side everything stands the other way
/// round, which is seen from the corner of an eye.
pub(super) struct CenterPane<'f> {
    pub(super) frame: &'f Frame<'f>,
    pub(super) look: Look,
    /// The style of what matters most.
    pub(super) now: Style,
    pub(super) words: Option<Vec<String>>,
    /// The rows above that large words may have as well.
    pub(super) above: usize,
    pub(super) area: Area,
    /// The columns beside the drawing.
    pub(super) free: usize,
}

impl CenterPane<'_> {
    pub(super) fn draw(&self, buffer: &mut ScreenBuffer) {
        let stack = self.stack();
        match &self.words {
            Some(words) => self.draw_words(buffer, words, &stack),
            None => self.draw_figure(buffer),
        }
        if let Some((number, side)) = self.at_two_ends(&stack) {
            // Too low to stand below each other: at the two ends of the row.
            let column = self.near(side.columns);
            self.put(buffer, &side, self.centre(side.rows), column);
            let column = self.far(self.area.columns - self.free, number.columns);
            self.put(buffer, &number, self.centre(number.rows), column);
        } else {
            self.draw_stack(buffer, &stack);
        }
    }

    /// Whether the part of the movement has big letters, or will have when a
    /// pause is over.
    pub(super) fn shows_part(&self) -> bool {
        let mut frame = self.frame.clone();
        frame.snapshot.activity = Activity::Playing;
        let playing = CenterPane {
            frame: &frame,
            words: None,
            ..*self
        };
        let stack = playing.stack();
        let in_one_row = playing.at_two_ends(&stack).is_some();
        !in_one_row && playing.part(&stack).is_some()
    }

    fn side(&self) -> Option<Side> {
        self.frame.snapshot.segment.side
    }

    pub(super) fn is_left(&self) -> bool {
        self.side() == Some(Side::Left)
    }

    /// The row in which something of this height begins.
    fn centre(&self, rows: usize) -> usize {
        self.area.row + self.area.rows.saturating_sub(rows) / 2
    }

    /// The column for what stands at the side that is held.
    fn near(&self, columns: usize) -> usize {
        self.far(self.area.columns - columns, columns)
    }

    /// The column for what stands so many columns away from the other side.
    pub(super) fn far(&self, away: usize, columns: usize) -> usize {
        let area = &self.area;
        if self.is_left() {
            area.column + area.columns - away - columns
        } else {
            area.column + away
        }
    }

    /// The drawing, if there is one and room for it, and its columns and rows.
    pub(super) fn figure(&self) -> Option<(&Figure, usize, usize)> {
        let area = &self.area;
        let most = area.columns.saturating_sub(self.kept() + GAP);
        let columns = canvas::columns_for(area.rows).min(most);
        let rows = canvas::rows_for(columns).min(area.rows);
        let figure = self.frame.snapshot.step().figure.as_ref();
        let figure = figure.filter(|_| rows >= LEAST_FIGURE)?;
        let digits = |columns| {
            let number = self.number(columns, self.rows_below_side());
            number.map_or(0, |number| number.block.rows())
        };
        // The digits come first.
        let is_spare = digits(self.kept()) >= digits(area.columns).min(ENOUGH_ROWS);
        is_spare.then_some((figure, columns, rows))
    }

    /// The columns that the digits keep beside a drawing.
    pub(super) fn kept(&self) -> usize {
        self.area.columns * DIGITS / 100
    }

    fn draw_words(&self, buffer: &mut ScreenBuffer, text: &[String], stack: &[Letters]) {
        let area = &self.area;
        let taken = stack.iter().map(|letters| letters.columns).max();
        let columns = area.columns.saturating_sub(taken.unwrap_or(0) + GAP).max(1);
        let column = self.far(0, columns);
        let lines = words::page(&self.frame.snapshot, text, (columns, area.rows));
        for (row, line) in (area.row..).zip(&lines) {
            let line = self.look.printable(line);
            buffer.put(row, column, &line, self.look.palette.quiet, "");
        }
    }

    fn draw_figure(&self, buffer: &mut ScreenBuffer) {
        type Drawing = (String, f32, Option<Side>, usize, usize, Look);
        thread_local! {
            static DRAWING: Memo<Drawing, Vec<(usize, Run)>, 1> = const { Memo::new() };
        }
        let Some((figure, columns, rows)) = self.figure() else {
            return;
        };
        let (top, column) = (self.centre(rows), self.far(0, columns));
        let (pose, side) = (pose(self.frame), self.side());
        let key = (figure.name.clone(), pose, side, columns, rows, self.look);
        let draw = || {
            let canvas = Canvas::of(&figure.strokes(pose, side), columns, rows);
            let runs = |row| canvas.runs(row, self.look.unicode).into_iter();
            let of_row = |row| runs(row).map(move |run| (row, run));
            (0..rows).flat_map(of_row).collect()
        };
        let drawing = DRAWING.with(|known| known.get(key, draw));
        for (row, run) in drawing {
            let style = self.look.palette.of_part(run.emphasis);
            buffer.put(top + row, column + run.column, &run.text, style, "");
        }
    }

    fn draw_stack(&self, buffer: &mut ScreenBuffer, stack: &[Letters]) {
        let Some((number, side)) = stack.split_last() else {
            return;
        };
        let activity = self.frame.snapshot.activity;
        let is_paused = matches!(activity, Activity::Paused(_));
        let part = self.part(stack).filter(|_| !is_paused);
        let (beside, below) = match &part {
            Some((part, false)) => (part.columns + BESIDE, 0),
            Some((part, true)) => (0, part.rows + 1),
            None => (0, 0),
        };
        let alone = self.free == self.area.columns && self.side().is_none();
        let column = |wide: usize| {
            if alone {
                self.area.column + (self.area.columns - wide) / 2
            } else {
                self.near(wide)
            }
        };
        // Half letters end in half a row that is free, which parts two words.
        let with_gap = |word: &Letters| match word.block {
            Block::Half if side.len() > 1 => word.rows,
            _ => word.rows + 1,
        };
        let rows = side.iter().map(with_gap).sum::<usize>() + number.rows + below;
        let lowest = (self.area.row + self.area.rows).saturating_sub(rows);
        let mut row = self.centre(rows).min(lowest);
        for word in side {
            self.put(buffer, word, row, column(word.columns));
            row += with_gap(word);
        }
        let left = column(number.columns + beside);
        self.put(buffer, number, row, left);
        // In a count-in its place stays free.
        let part = part.filter(|_| activity == Activity::Playing);
        if let Some((part, is_below)) = part {
            // A word that is shorter than others keeps its left edge beside it.
            let columns = big::width(&part.text, part.block).unwrap_or(0);
            let part = Letters { columns, ..part };
            let (row, column) = if is_below {
                (row + number.rows + 1, column(columns))
            } else {
                (row, left + number.columns + BESIDE)
            };
            self.put(buffer, &part, row, column);
        }
    }

    fn put(&self, buffer: &mut ScreenBuffer, letters: &Letters, row: usize, column: usize) {
        let lines = big::letters(&letters.text, letters.block, self.look.unicode);
        let row = row + (letters.rows - letters.block.rows()) / 2;
        // A text that has become narrower keeps its right edge.
        let width = big::width(&letters.text, letters.block).unwrap_or(0);
        let column = column + letters.columns.saturating_sub(width);
        for (row, line) in (row..).zip(lines) {
            buffer.put(row, column, &line, self.now, "");
        }
    }
}

/// The sizes of big letters, largest first. A block is at most twice as wide as it
/// is high, in characters, which are twice as high as wide: a square.
pub(super) fn sizes(look: Look) -> Vec<Block> {
    let wide = |high: usize| (high..=2 * high).rev().map(move |wide| (wide, high));
    let sizes = (1..=HIGHEST).rev().flat_map(wide);
    let half = look.unicode.then_some(Block::Half);
    let whole = sizes.map(|(wide, high)| Block::Whole(wide, high));
    whole.chain(half).collect()
}

pub(super) fn moves(frame: &Frame) -> bool {
    let snapshot = &frame.snapshot;
    let playing = snapshot.activity == Activity::Playing && pose(frame) < 1.0;
    let figure = snapshot.step().figure.as_ref();
    playing && figure.is_some_and(|figure| figure.moves())
}

#[cfg(test)]
mod tests {
    use super::*;

    impl CenterPane<'_> {
        /// The rows of the digits.
        pub(in crate::report::full) fn digit_rows(&self) -> usize {
            let stack = self.stack();
            let at_an_end = self.at_two_ends(&stack);
            let is_number = |letters: &&Letters| letters.text == stack::number(self.frame);
            let in_stack = stack.iter().find(is_number);
            let found = at_an_end.as_ref().map(|(number, _)| number).or(in_stack);
            found.map_or(0, |number| number.block.rows())
        }
    }
}
