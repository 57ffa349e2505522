//! What stands on a screen, and the least that must be written to change it.

use std::fmt::Write;

use anstyle::{Color, Style};

use crate::text;

/// Begin and end of an update that a terminal shows in one go, if it knows that.
pub(super) const UPDATE: (&str, &str) = ("\x1b[?2026h", "\x1b[?2026l");

/// Line wrap off and on. In between, a row that is too wide is cut at the edge:
/// the window may have become narrower unnoticed.
pub(super) const CUT: (&str, &str) = ("\x1b[?7l", "\x1b[?7h");

/// A text in one style at a place in its row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    column: usize,
    width: usize,
    text: String,
    style: Style,
}

/// A screen of rows, each of spans from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScreenBuffer {
    columns: usize,
    rows: Vec<Vec<Span>>,
}

impl ScreenBuffer {
    pub(super) fn new((columns, rows): (usize, usize)) -> Self {
        Self {
            columns,
            rows: vec![Vec::new(); rows],
        }
    }

    pub(super) fn size(&self) -> (usize, usize) {
        (self.columns, self.rows.len())
    }

    /// Puts a text without the blanks around it, cut at the right edge. What doesn't
    /// stand on the screen is left out, and so is a text that runs into one that
    /// stands there already.
    pub(super) fn put(&mut self, row: usize, column: usize, text: &str, style: Style, mark: &str) {
        let column = column + text.len() - text.trim_start().len();
        let text = text::fit(text.trim(), self.columns.saturating_sub(column), mark);
        let width = text::width(&text);
        let Some(spans) = self.rows.get_mut(row).filter(|_| width > 0) else {
            return;
        };
        let is_apart =
            |span: &Span| span.column + span.width <= column || column + width <= span.column;
        if spans.iter().all(is_apart) {
            let place = spans.partition_point(|span| span.column < column);
            let span = Span {
                column,
                width,
                text,
                style,
            };
            spans.insert(place, span);
        }
    }

    /// What to write so that a terminal that shows `old` shows this on such a
    /// ground. An `old` that is unknown, or of another size, is written over.
    pub(super) fn changes(&self, old: Option<&Self>, ground: Option<Color>) -> String {
        let mut out = Pen {
            text: String::new(),
            ground,
            style: Style::new(),
        };
        let empty = Self::new(self.size());
        let old = old.filter(|old| old.size() == self.size());
        let old = old.unwrap_or_else(|| {
            out.clear(self.size());
            &empty
        });
        for (row, (new, old)) in self.rows.iter().zip(&old.rows).enumerate() {
            if new == old {
                continue;
            }
            let begins = |span: &&Span| new.iter().any(|new| new.replaces(span));
            for span in old.iter().filter(|span| !begins(span)) {
                out.erase(row, span.column, span.width);
            }
            for span in new {
                match old.iter().find(|old| span.replaces(old)) {
                    Some(old) => span.rewrite(old, &mut out, row),
                    None => out.write(row, span.column, span.style, &span.text),
                }
            }
        }
        out.take(Style::new());
        out.text
    }
}

impl Span {
    /// Whether it stands in the place of another and looks like it.
    fn replaces(&self, old: &Self) -> bool {
        (self.column, self.style) == (old.column, old.style)
    }

    /// Writes what differs from the old text in its place.
    fn rewrite(&self, old: &Self, out: &mut Pen, row: usize) {
        let narrow = |span: &Self| span.text.chars().count() == span.width;
        if self.text == old.text {
            return;
        }
        if !(narrow(self) && narrow(old)) {
            out.erase(row, old.column, old.width);
            return out.write(row, self.column, self.style, &self.text);
        }
        let same = |(new, old): &(char, char)| new == old;
        let forward = self.text.chars().zip(old.text.chars());
        let ahead = forward.take_while(same).count();
        let backward = self.text.chars().rev().zip(old.text.chars().rev());
        let is_as_wide = self.width == old.width;
        let behind = backward.take_while(|pair| is_as_wide && same(pair)).count();
        let middle = self.width.saturating_sub(ahead + behind);
        if middle > 0 {
            let text: String = self.text.chars().skip(ahead).take(middle).collect();
            out.write(row, self.column + ahead, self.style, &text);
        }
        if let Some(more @ 1..) = old.width.checked_sub(self.width) {
            out.erase(row, self.column + self.width, more);
        }
    }
}

/// What is to be written, on a ground, with a code only where the style changes.
struct Pen {
    text: String,
    ground: Option<Color>,
    /// The style that the terminal writes in by then.
    style: Style,
}

// Into a String nothing can fail to be written.
impl Pen {
    fn write(&mut self, row: usize, column: usize, style: Style, text: &str) {
        let mut place = format!("\x1b[{};{}H", row + 1, column + 1);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            // In some fonts a block is not as high as its cell, so that dark lines
            // would go through every large letter on a ground.
            let is_block = first == '█';
            let end = rest.find(|c| (c == '█') != is_block).unwrap_or(rest.len());
            let own = style.get_fg_color().filter(|_| is_block);
            let back = self.ground.map(|ground| own.unwrap_or(ground));
            self.take(style.bg_color(back));
            self.text.push_str(&std::mem::take(&mut place));
            self.text.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }

    fn take(&mut self, style: Style) {
        if style != self.style {
            let _ = write!(self.text, "{:#}{style}", self.style);
            self.style = style;
        }
    }

    /// A ground is written, because not every terminal erases in a colour.
    fn erase(&mut self, row: usize, column: usize, width: usize) {
        let blank = match self.ground {
            Some(_) => " ".repeat(width),
            None => format!("\x1b[{width}X"),
        };
        self.write(row, column, Style::new(), &blank);
    }

    fn clear(&mut self, (columns, rows): (usize, usize)) {
        self.take(Style::new().bg_color(self.ground));
        self.text.push_str("\x1b[2J");
        if self.ground.is_some() {
            self.text.push_str(CUT.0);
            for row in 0..rows {
                self.erase(row, 0, columns);
            }
            self.text.push_str(CUT.1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl ScreenBuffer {
        /// The screen as text, without styles.
        pub(in crate::report) fn text(&self) -> String {
            let row = |spans: &Vec<Span>| {
                let mut line = String::new();
                for span in spans {
                    line = text::pad(&line, span.column);
                    line.push_str(&span.text);
                }
                line
            };
            self.rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
    }

    fn buffer(rows: &[&str]) -> ScreenBuffer {
        let mut buffer = ScreenBuffer::new((10, rows.len()));
        for (row, text) in rows.iter().enumerate() {
            buffer.put(row, 0, text, Style::new(), "…");
        }
        buffer
    }

    fn changes(new: &ScreenBuffer, old: &ScreenBuffer) -> String {
        new.changes(Some(old), None)
    }

    #[test]
    fn only_what_changed_is_written() {
        let (old, mut new) = (buffer(&["one", "two"]), buffer(&["one", "2"]));
        assert_eq!(changes(&old, &old), "");
        assert_eq!(changes(&new, &old), "\x1b[2;1H2\x1b[2;2H\x1b[2X");
        assert_eq!(
            changes(&buffer(&["0:10 ==>-"]), &buffer(&["0:11 ==>-"])),
            "\x1b[1;4H0"
        );
        new.put(0, 4, "more", Style::new().bold(), "…");
        assert_eq!(
            changes(&new, &buffer(&["one", "2"])),
            "\x1b[1m\x1b[1;5Hmore\x1b[0m"
        );
    }

    #[test]
    fn a_ground_is_written_and_not_erased() {
        let ground = Some(anstyle::Ansi256Color(16).into());
        let (old, new) = (buffer(&["one", "two"]), buffer(&["", "two"]));
        assert_eq!(
            new.changes(Some(&old), ground),
            "\x1b[48;5;16m\x1b[1;1H   \x1b[0m"
        );
        let rows = format!("\x1b[1;1H{0}\x1b[2;1H{0}", " ".repeat(10));
        assert_eq!(
            new.changes(None, ground),
            format!("\x1b[48;5;16m\x1b[2J\x1b[?7l{rows}\x1b[?7h\x1b[2;1Htwo\x1b[0m")
        );
        assert_eq!(new.changes(None, None), "\x1b[2J\x1b[2;1Htwo");
    }

    #[test]
    fn nothing_leaves_the_screen_or_covers_another() {
        let mut buffer = buffer(&["0123456789abc", ""]);
        buffer.put(0, 4, "over", Style::new(), "…");
        buffer.put(1, 8, "伸展", Style::new(), "…");
        buffer.put(1, 2, "before", Style::new(), "…");
        buffer.put(1, 1, "no", Style::new(), "…");
        buffer.put(7, 0, "below", Style::new(), "…");
        assert_eq!(buffer.text(), "012345678…\n  before…");
    }
}
