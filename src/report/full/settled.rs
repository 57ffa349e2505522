//! A screen that has settled: how many minutes are left, large and almost black.

use std::time::Duration;

use super::center::sizes;
use super::layout::FullLayout;
use crate::report::big::{self, Block};
use crate::report::screen_buffer::ScreenBuffer;
use crate::report::words;
use crate::text;

impl FullLayout<'_> {
    /// One line, and above it the minutes left. A note has the screen for itself.
    pub(super) fn settled(&self, buffer: &mut ScreenBuffer) {
        let (columns, rows) = self.frame.size;
        let snapshot = &self.frame.snapshot;
        let (style, share) = self.look.palette.night;
        let minutes = |time: Option<Duration>| {
            let nanos = time.unwrap_or_default().as_nanos();
            nanos.div_ceil(words::MINUTE.as_nanos()).to_string()
        };
        // The size is that of the digits with the most light, so that it stays.
        let most = "8".repeat(minutes(snapshot.length).len());
        let light = (columns * rows).checked_div(share).unwrap_or(0);
        let is_dark = |block: &Block| big::covered(&most, *block) <= light;
        let dark: Vec<Block> = sizes(self.look).into_iter().filter(is_dark).collect();
        let block = big::fitting(&most, &dark, self.width(), rows.saturating_sub(2));
        let block = block.filter(|_| words::note(snapshot).is_none());
        let digits =
            block.map(|block| big::letters(&minutes(snapshot.left()), block, self.look.unicode));
        let digits = digits.unwrap_or_default();
        let taken = digits.len() + usize::from(!digits.is_empty());
        let top = (rows - taken) / 2;
        let middle = |width: usize| columns.saturating_sub(width) / 2;
        let column = middle(digits.iter().map(|row| text::width(row)).max().unwrap_or(0));
        for (row, line) in (top..).zip(&digits) {
            let blank = line.len() - line.trim_start().len();
            buffer.put(row, column + blank, line.trim_start(), style, "");
        }
        let line = words::at_rest(self.frame, self.look.dot(), words::MINUTE);
        let line = text::fit(
            &self.look.printable(&line),
            self.width(),
            self.look.ellipsis(),
        );
        let column = middle(text::width(&line));
        buffer.put(top + taken, column, &line, self.look.palette.dim, "");
    }
}
