//! The two bars: this segment, and the whole routine. indicatif draws one line
//! into memory, and the screen decides when and where it goes.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

use super::known::Memo;
use super::theme::Look;
use super::{Frame, words};
use crate::text::{self, countdown};
use crate::timeline::Segment;

/// This segment, with the time left and what a person added to it.
pub(super) fn segment(frame: &Frame, look: Look, columns: usize) -> String {
    let snapshot = &frame.snapshot;
    let (Some(length), Some(left)) = (snapshot.length, snapshot.left()) else {
        return words::waiting(snapshot, columns);
    };
    let adjusted = words::adjusted(snapshot).map(|by| format!(" {by}"));
    let time = format!("{} {}", adjusted.unwrap_or_default(), countdown(left));
    bar(look, snapshot.elapsed, length, &time, columns)
}

/// The routine, with the time left and the end.
pub(super) fn whole(frame: &Frame, look: Look, columns: usize) -> String {
    let snapshot = &frame.snapshot;
    let left = words::total_left(frame);
    let room = |text: &str| columns.saturating_sub(text::width(text) + 1);
    let short = left.split(',').next().unwrap_or(&left);
    // A narrow window has room for the time that is left.
    let text = if room(&left) >= 4 { &left } else { short };
    let end = snapshot.timeline.segments.last().map(Segment::end);
    let end = end.filter(|end| !end.is_zero() && snapshot.total_left().is_some());
    // Without an end there is nothing to measure by.
    let Some(end) = end.filter(|_| room(text) >= 4) else {
        return text.to_owned();
    };
    let planned = snapshot.segment.length.unwrap_or_default();
    // Measured from the end, for what is left out counts as done.
    let after = snapshot.timeline.left_after(snapshot.index + 1);
    let left = planned.saturating_sub(snapshot.elapsed) + after.unwrap_or_default();
    let done = end.saturating_sub(left);
    bar(look, done, end, &format!(" {text}"), columns)
}

/// A bar at `done` of `length`, and the text, together as wide as `columns`.
fn bar(look: Look, done: Duration, length: Duration, text: &str, columns: usize) -> String {
    let cells = columns.saturating_sub(text::width(text));
    let halves = 2 * u128::try_from(cells).unwrap_or_default();
    let (done, length) = (done.min(length).as_millis(), length.as_millis().max(1));
    // Of a cell that has begun, half is filled.
    let filled = (halves * done / length) | u128::from(done > 0 && done < length);
    let filled = u64::try_from(filled).unwrap_or_default();
    // Most seconds change neither bar, but only the text behind it.
    thread_local! {
        static BARS: Memo<(u64, usize, Look), String, 4> = const { Memo::new() };
    }
    let bar = BARS.with(|known| known.get((filled, cells, look), || cells_of(look, filled, cells)));
    format!("{bar}{text}").trim_end().to_owned()
}

/// A bar of so many cells, in which so many halves are filled.
fn cells_of(look: Look, filled: u64, cells: usize) -> String {
    let (line, written) = mpsc::channel();
    let target = ProgressDrawTarget::term_like(Box::new(MemoryTerm {
        columns: u16::try_from(cells).unwrap_or(u16::MAX),
        line,
    }));
    let style = ProgressStyle::with_template("{wide_bar}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars(look.either("━╸─", "=>-"));
    let bar = ProgressBar::with_draw_target(Some(2 * cells as u64), target)
        .with_style(style)
        .with_position(filled);
    if cells > 0 {
        bar.tick();
    }
    written.try_iter().collect()
}

/// A terminal of one line that only remembers what was written.
#[derive(Debug)]
struct MemoryTerm {
    columns: u16,
    line: Sender<String>,
}

impl TermLike for MemoryTerm {
    fn width(&self) -> u16 {
        self.columns
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        self.write_str(line)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.line.send(text.to_owned()).map_err(io::Error::other)
    }

    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{look, secs};

    #[test]
    fn the_bar_fills_what_the_text_leaves() {
        let line = |done, length, text: &str, columns| {
            bar(look(false), secs(done), secs(length), text, columns)
        };
        assert_eq!(line(0, 10, " 0:10", 15), "---------- 0:10");
        assert_eq!(line(5, 10, " 0:05", 15), "=====>---- 0:05");
        assert_eq!(line(99, 10, " 0:00", 15), "========== 0:00");
        assert_eq!(line(1, 0, " 0:00", 9), "---- 0:00");
    }
}
