//! The two bars: this segment, and the whole routine. indicatif draws one line
//! into memory, and the screen decides when and where it goes.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

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
    bar(look, snapshot.elapsed, length, time, columns)
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
    bar(look, done, end, format!(" {text}"), columns)
}

/// A bar at `done` of `length`, and the text, together as wide as `columns`.
fn bar(look: Look, done: Duration, length: Duration, text: String, columns: usize) -> String {
    let milliseconds = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let (line, written) = mpsc::channel();
    let target = ProgressDrawTarget::term_like(Box::new(MemoryTerm {
        columns: u16::try_from(columns).unwrap_or(u16::MAX),
        line,
    }));
    let style = ProgressStyle::with_template("{wide_bar}{msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars(look.either("━╸─", "=>-"));
    let bar = ProgressBar::with_draw_target(Some(milliseconds(length).max(1)), target)
        .with_style(style)
        .with_message(text)
        .with_position(milliseconds(done.min(length)));
    bar.tick();
    written.try_iter().collect::<String>().trim_end().to_owned()
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
    use crate::report::testing::{look, secs};

    #[test]
    fn the_bar_fills_what_the_text_leaves() {
        let line = |done, length, text: &str, columns| {
            bar(
                look(false),
                secs(done),
                secs(length),
                text.to_owned(),
                columns,
            )
        };
        assert_eq!(line(0, 10, " 0:10", 15), "---------- 0:10");
        assert_eq!(line(5, 10, " 0:05", 15), "=====>---- 0:05");
        assert_eq!(line(99, 10, " 0:00", 15), "========== 0:00");
        assert_eq!(line(1, 0, " 0:00", 9), "---- 0:00");
    }
}
