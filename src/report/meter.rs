//! A progress bar as text: indicatif draws one line into memory, and the
//! screen decides when and where it goes.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

/// One progress bar with a text behind it.
pub(super) struct Meter {
    bar: ProgressBar,
    paper: MemoryTerm,
}

impl Meter {
    /// A bar drawn with these characters: full, the tip, and empty.
    pub(super) fn new(characters: &str) -> Self {
        let paper = MemoryTerm::default();
        let target = ProgressDrawTarget::term_like(Box::new(paper.clone()));
        let style = ProgressStyle::with_template("{wide_bar}{msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars(characters);
        let bar = ProgressBar::with_draw_target(Some(0), target).with_style(style);
        Self { bar, paper }
    }

    /// The bar at `done` of `whole`, and behind it the text, together as wide
    /// as `columns`.
    pub(super) fn line(
        &self,
        done: Duration,
        whole: Duration,
        text: &str,
        columns: usize,
    ) -> String {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        self.paper.0.columns.store(columns, Ordering::Relaxed);
        self.bar.set_length(milliseconds(whole).max(1));
        self.bar.set_message(text.to_owned());
        self.bar.set_position(milliseconds(done.min(whole)));
        self.paper.erase();
        self.bar.tick();
        self.paper.text()
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter").finish_non_exhaustive()
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A terminal of one line that only remembers what was written.
#[derive(Clone, Debug, Default)]
struct MemoryTerm(Arc<MemoryText>);

#[derive(Debug, Default)]
struct MemoryText {
    columns: AtomicU16,
    text: Mutex<String>,
}

impl MemoryTerm {
    fn erase(&self) {
        self.text_mut(String::clear);
    }

    fn text(&self) -> String {
        self.text_mut(|text| text.trim_end().to_owned())
    }

    fn text_mut<T>(&self, change: impl FnOnce(&mut String) -> T) -> T {
        change(&mut self.0.text.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl TermLike for MemoryTerm {
    fn width(&self) -> u16 {
        self.0.columns.load(Ordering::Relaxed)
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
        self.text_mut(|paper| paper.push_str(text));
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        self.erase();
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_what_the_text_leaves() {
        let meter = Meter::new("=>-");
        let seconds = Duration::from_secs;
        assert_eq!(
            meter.line(seconds(0), seconds(10), " 0:10", 15),
            "---------- 0:10"
        );
        assert_eq!(
            meter.line(seconds(5), seconds(10), " 0:05", 15),
            "=====>---- 0:05"
        );
        assert_eq!(
            meter.line(seconds(99), seconds(10), " 0:00", 15),
            "========== 0:00"
        );
        assert_eq!(meter.line(seconds(1), seconds(0), " 0:00", 9), "---- 0:00");
    }
}
