//! What stands where, in a window of any size.

use anstyle::Style;

use super::middle::{Area, LEAST_ROWS, Middle};
use crate::player::Activity;
use crate::report::big::{self, Block};
use crate::report::progress::Progress;
use crate::report::sheet::Sheet;
use crate::report::theme::Look;
use crate::report::{Frame, words};
use crate::text::{self, countdown, shorten, wrap, wrap_at};
use crate::timeline::Phase;

/// The smallest window with more than one line: columns and rows.
const SMALLEST: (usize, usize) = (20, 3);
/// From here on there is a margin at both sides.
const ROOMY: usize = 60;
/// From this height on the middle can spare a row above and one below.
const ROOM_FOR_GAPS: usize = 12;
/// What the middle must be left with before the words get big letters.
const MIDDLE_BEFORE_BIG_WORDS: usize = 15;
/// The same where there is nothing to count down, and the words are the point.
const MIDDLE_BESIDE_BIG_WORDS: usize = 7;

/// A moment that is going to be drawn.
pub(super) struct View<'f> {
    pub(super) frame: &'f Frame<'f>,
    pub(super) look: Look,
    pub(super) progress: &'f Progress,
    pub(super) welcome: &'f [String],
    pub(super) notice: Option<&'f str>,
}

/// Who gets which rows.
struct Layout {
    /// The rows of the middle.
    height: usize,
    /// The rows below it.
    words: Vec<String>,
    /// The rows at the foot.
    foot: Vec<(String, Style)>,
}

impl View<'_> {
    pub(super) fn sheet(&self) -> Sheet {
        let (columns, rows) = self.frame.size;
        let mut sheet = Sheet::new(columns.max(1), rows.max(1));
        if columns < SMALLEST.0 || rows < SMALLEST.1 {
            self.put(&mut sheet, 0, &self.one_line(), self.now());
        } else if self.frame.is_at_rest() {
            let line = words::at_rest(self.frame, self.look.dot());
            self.put(&mut sheet, rows / 2, &line, self.look.palette.dim);
        } else {
            self.moment(&mut sheet);
        }
        sheet
    }

    /// The style of what matters most: calm while nothing is held.
    fn now(&self) -> Style {
        let palette = self.look.palette;
        let snapshot = &self.frame.snapshot;
        match (snapshot.segment.phase, snapshot.activity) {
            (Phase::Hold, Activity::Playing) | (_, Activity::Paused(_)) => palette.strong,
            _ => palette.calm,
        }
    }

    fn margin(&self) -> usize {
        if self.frame.size.0 >= ROOMY { 2 } else { 0 }
    }

    /// The columns between the margins; the last one of all stays free, for a
    /// full row would wrap on some terminals.
    fn width(&self) -> usize {
        let columns = self.frame.size.0;
        columns - (2 * self.margin()).max(1)
    }

    fn put(&self, sheet: &mut Sheet, row: usize, text: &str, style: Style) {
        let text = self.look.printable(text);
        let text = text::fit(&text, self.width().max(1), self.look.ellipsis());
        sheet.put(row, self.margin(), &text, style, "");
    }

    fn one_line(&self) -> String {
        let snapshot = &self.frame.snapshot;
        let mut parts: Vec<String> = words::standstill(self.frame).into_iter().collect();
        parts.extend(snapshot.segment.side.map(words::shout));
        parts.push(
            snapshot
                .left()
                .map_or_else(|| text::clock(snapshot.elapsed), countdown),
        );
        parts.push(words::task(snapshot, self.look.dot()));
        parts.join(" ")
    }

    /// From the top: what is done; the drawing and the digits; the words; the
    /// two bars; what comes next; the keys.
    fn moment(&self, sheet: &mut Sheet) {
        let Layout {
            height,
            words,
            foot,
        } = self.layout(sheet.rows());
        let headline = words::headline(self.frame, self.look.dot(), self.width());
        self.put(sheet, 0, &headline, self.now());
        let gap = usize::from(height >= ROOM_FOR_GAPS);
        let area = Area {
            row: 1 + gap,
            column: self.margin(),
            columns: self.width(),
            rows: height - 2 * gap,
        };
        if self.frame.help {
            self.keys(sheet, &area);
        } else {
            Middle {
                frame: self.frame,
                look: self.look,
                now: self.now(),
                area,
            }
            .draw(sheet);
        }
        for (row, line) in (1 + height - gap..).zip(&words) {
            self.put(sheet, row, line, self.look.palette.quiet);
        }
        for (row, (line, style)) in (sheet.rows() - foot.len()..).zip(&foot) {
            self.put(sheet, row, line, *style);
        }
    }

    /// Who gets which rows. What has no room is left out: the keys first, then
    /// what comes next, then the digits where there is something to read.
    fn layout(&self, rows: usize) -> Layout {
        let palette = self.look.palette;
        let width = self.width();
        let holds = self.frame.snapshot.segment.phase == Phase::Hold;
        let bar = if holds { palette.accent } else { palette.calm };
        let mut foot = vec![
            (self.progress.segment(self.frame, width), bar),
            (self.progress.whole(self.frame, width), palette.dim),
        ];
        let mut free = rows - 1 - foot.len();
        if free >= 2 {
            foot.push((words::next(&self.frame.snapshot), palette.quiet));
            free -= 1;
        }
        let mut words = self.words();
        let digits = if self.reads() { 0 } else { LEAST_ROWS };
        let room = free.saturating_sub(digits).max(free.min(1));
        if words.len() > room && holds {
            // No room to read how to stand: then at least what to mind.
            let cue = words::cue(&self.frame.snapshot);
            words = cue.map_or(words, |cue| wrap(cue, width));
        }
        shorten(&mut words, room, width, self.look.ellipsis());
        if let Some(last) = self.last_row().filter(|_| free > words.len() + digits) {
            foot.push((last, palette.dim));
            free -= 1;
        }
        let words = self.big_words(free).unwrap_or(words);
        Layout {
            height: free - words.len(),
            words,
            foot,
        }
    }

    /// Whether there are instructions to read: they matter more than digits.
    fn reads(&self) -> bool {
        let snapshot = &self.frame.snapshot;
        snapshot.introduces && snapshot.segment.phase != Phase::Hold || self.frame.help
    }

    fn words(&self) -> Vec<String> {
        let snapshot = &self.frame.snapshot;
        let mut lines = Vec::new();
        if !self.frame.help {
            if snapshot.index == 0 && snapshot.introduces {
                let welcome = self.welcome.iter();
                lines.extend(welcome.flat_map(|line| wrap(line, self.width())));
            }
            lines.extend(wrap(&words::advice(snapshot), self.width()));
        }
        lines
    }

    /// The cue or note in letters that can be read across the room,
    /// where that leaves enough for the middle.
    fn big_words(&self, free: usize) -> Option<Vec<String>> {
        let snapshot = &self.frame.snapshot;
        let open = snapshot.length.is_none();
        if self.reads() {
            return None;
        }
        let cue = words::cue(snapshot).filter(|_| open || !snapshot.introduces)?;
        let block = if self.look.unicode {
            Block::Half
        } else {
            Block::Whole(1, 1)
        };
        let lines = big_lines(&self.look.printable(cue), block, self.width())?;
        let rows = lines.len() * (block.rows() + 1);
        let middle = if open {
            MIDDLE_BESIDE_BIG_WORDS
        } else {
            MIDDLE_BEFORE_BIG_WORDS
        };
        if rows + middle > free {
            return None;
        }
        let lines = lines.iter().flat_map(|line| {
            let letters = big::letters(line, block, self.look.unicode);
            std::iter::once(String::new()).chain(letters)
        });
        Some(lines.collect())
    }

    /// The last row: something that went wrong, or the keys.
    fn last_row(&self) -> Option<String> {
        if let Some(notice) = self.notice {
            return Some(notice.to_owned());
        }
        let wanted = self.frame.keyboard && !self.frame.help;
        let keys = wrap_at(self.look.dot(), &words::keys(self.frame), self.width());
        keys.into_iter().next().filter(|_| wanted)
    }

    /// All keys, each with what it does.
    fn keys(&self, sheet: &mut Sheet, area: &Area) {
        const KEYS: [(&str, &str); 9] = [
            ("space", "pause, go on"),
            ("n", "next hold"),
            ("b", "back"),
            ("+ -", "this one 10 s longer, shorter"),
            ("Enter", "go on: ready, enough, it lets go"),
            ("m", "sound off, on"),
            ("v", "voice on, off"),
            ("q", "quit"),
            ("?", "back to the stretch"),
        ];
        let lines: Vec<String> = if area.rows >= KEYS.len() {
            KEYS.iter()
                .map(|(key, what)| format!("{}{what}", text::pad(key, 8)))
                .collect()
        } else {
            wrap_at(self.look.dot(), &words::keys(self.frame), area.columns)
        };
        for (row, line) in (area.row..area.row + area.rows).zip(&lines) {
            self.put(sheet, row, line, self.look.palette.quiet);
        }
    }
}

/// A text in lines that fit in big letters; `None` where it has others, or a
/// word that is too long.
fn big_lines(text: &str, block: Block, columns: usize) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        let fits = |text: &str| big::width(text, block).is_some_and(|width| width <= columns);
        match (longer.filter(|longer| fits(longer)), lines.last_mut()) {
            (Some(longer), Some(line)) => *line = longer,
            _ if fits(word) => lines.push(word.to_owned()),
            _ => return None,
        }
    }
    (!lines.is_empty()).then_some(lines)
}
