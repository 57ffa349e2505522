//! The places of everything, in a window of any size.

use anstyle::Style;

use super::center::{Area, CenterPane, GAP, LEAST_ROWS, sizes};
use crate::keymap::{Action, BINDINGS};
use crate::player::{Activity, Command};
use crate::report::screen_buffer::ScreenBuffer;
use crate::report::theme::Look;
use crate::report::{Frame, big, progress, words};
use crate::text;
use crate::timeline::Phase;

/// The smallest window with more than one line: columns and rows.
const SMALLEST: (usize, usize) = (20, 3);
/// From here on there is a margin at both sides.
const ROOMY: usize = 60;
/// From this height on the middle can spare a row above and, with one more, below.
const ROOM_FOR_A_GAP: usize = 17;
/// The columns that are seen at one glance.
const WIDEST: usize = 120;

pub(super) struct FullLayout<'f> {
    pub(super) frame: &'f Frame<'f>,
    pub(super) look: Look,
    pub(super) welcome: &'f [String],
    pub(super) notice: Option<&'f str>,
}

pub(super) struct TextBlock {
    pub(super) lines: Vec<String>,
    /// The rows that they take or keep.
    pub(super) rows: usize,
    pub(super) style: Style,
}

impl FullLayout<'_> {
    pub(super) fn render(&self) -> ScreenBuffer {
        let (columns, rows) = self.frame.size;
        let mut buffer = ScreenBuffer::new((columns.max(1), rows.max(1)));
        if !self.frame.page.is_empty() {
            for (row, line) in self.frame.page.iter().enumerate() {
                self.put(&mut buffer, row, line, self.look.palette.quiet);
            }
        } else if columns < SMALLEST.0 || rows < SMALLEST.1 {
            self.put(&mut buffer, 0, &self.headline(), self.now());
        } else if self.frame.is_at_rest() {
            self.settled(&mut buffer);
        } else {
            self.moment(&mut buffer);
        }
        buffer
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
    pub(super) fn width(&self) -> usize {
        let columns = self.frame.size.0;
        columns.saturating_sub((2 * self.margin()).max(1))
    }

    fn put(&self, buffer: &mut ScreenBuffer, row: usize, text: &str, style: Style) {
        buffer.put(row, self.margin(), &self.fit(text), style, "");
    }

    fn fit(&self, text: &str) -> String {
        let text = self.look.printable(text);
        text::fit(&text, self.width().max(1), self.look.ellipsis())
    }

    /// From the top: what is done; the drawing and the digits; the words; the
    /// two bars; what comes next; the keys.
    fn moment(&self, buffer: &mut ScreenBuffer) {
        let rows = self.frame.size.1;
        let (center, reading, foot) = self.places(rows);
        let headline = self.look.printable(&self.headline());
        let column = if center.above > 0 && center.is_left() {
            // Out of the way of the words above the side.
            center.far(0, text::width(&headline))
        } else {
            self.margin()
        };
        buffer.put(0, column, &headline, self.now(), self.look.ellipsis());
        let area = &center.area;
        if self.frame.help {
            self.keys(buffer, area);
        } else if area.rows > 0 {
            center.draw(buffer);
        }
        for (row, line) in (area.row + area.rows..).zip(&reading.lines) {
            self.put(buffer, row, line, reading.style);
        }
        for (row, (line, style)) in (rows - foot.len()..).zip(&foot) {
            self.put(buffer, row, line, *style);
        }
    }

    /// The middle, and what stands below it and at the foot, in so many rows.
    pub(super) fn places(&self, rows: usize) -> (CenterPane<'_>, TextBlock, Vec<(String, Style)>) {
        let place = |read: &dyn Fn(usize, usize) -> TextBlock, words_beside| {
            let (reading, foot) = self.layout(rows, read);
            let center = self.center(rows - 1 - foot.len() - reading.rows, words_beside);
            (center, reading, foot)
        };
        let places = place(&|most, free| self.reading(None, most, free), false);
        // Where its words leave no room for the drawing, a prepare looks as the hold
        // will, with the words in the place of the drawing: so no digit moves.
        let snapshot = &self.frame.snapshot;
        let prepares = snapshot.introduces && snapshot.segment.phase == Phase::Prepare;
        if prepares && !self.frame.help && places.0.figure().is_none() {
            let beside = place(&|most, free| self.blank(most, free), true);
            if beside.0.figure().is_some() {
                return beside;
            }
        }
        match words::part(snapshot) {
            Some(part) if self.frame.help || !places.0.shows_part() => {
                place(&|most, free| self.reading(Some(&part), most, free), false)
            }
            _ => places,
        }
    }

    fn center(&self, height: usize, words_beside: bool) -> CenterPane<'_> {
        let gaps = (height + 1).saturating_sub(ROOM_FOR_A_GAP).min(2);
        let phase = self.frame.snapshot.segment.phase;
        let changes = matches!(phase, Phase::Prepare | Phase::Switch);
        let mut center = CenterPane {
            frame: self.frame,
            look: self.look,
            now: self.now(),
            words: words_beside.then(|| self.paragraphs()),
            above: 0,
            area: Area {
                row: 1 + gaps.min(1),
                // In a wide window the drawing and the digits stay together.
                column: self.margin() + self.width().saturating_sub(WIDEST) / 2,
                columns: self.width().min(WIDEST),
                rows: height - gaps,
            },
            free: 0,
        };
        let taken = center.figure().map_or(0, |(_, columns, _)| columns + GAP);
        center.free = center.area.columns.saturating_sub(taken);
        // Beside a short headline there is room for a word.
        if changes && text::width(&self.headline()) + center.kept() < center.area.columns {
            center.above = center.area.row;
        }
        center
    }

    fn headline(&self) -> String {
        words::headline(self.frame, self.width())
    }

    /// What stands in the rows below the middle, and at the foot. What has no room
    /// is left out: the keys first, then what comes next. `read` has the words for
    /// at most so many rows, of so many that are free.
    fn layout(
        &self,
        rows: usize,
        read: &dyn Fn(usize, usize) -> TextBlock,
    ) -> (TextBlock, Vec<(String, Style)>) {
        let palette = self.look.palette;
        let width = self.width();
        let snapshot = &self.frame.snapshot;
        let bar = match snapshot.segment.phase {
            Phase::Hold => palette.accent,
            _ => palette.calm,
        };
        let mut foot = vec![(progress::segment(self.frame, self.look, width), bar)];
        // Where the end is not known, this row matters least.
        if rows >= 8 || snapshot.total_left().is_some() {
            foot.push((progress::whole(self.frame, self.look, width), palette.dim));
        }
        let mut free = rows - 1 - foot.len();
        // Whether there is something to read that matters more than digits.
        let reads = self.is_open_hold() || self.frame.help;
        let digits = LEAST_ROWS * usize::from(!reads && free > LEAST_ROWS);
        // What follows must not cost the digits, if there are any.
        let spare = |free: usize| free > 0 && free != LEAST_ROWS;
        // The last row: something that went wrong, or the keys.
        let keys = words::keys(self.frame, width);
        let has_keys = self.frame.keyboard && !self.frame.help;
        let keys = keys.into_iter().next().filter(|_| has_keys);
        let last = self.notice.map(str::to_owned).or(keys);
        let extras = [
            Some((words::next(snapshot), palette.quiet)),
            last.map(|row| (row, palette.dim)),
        ];
        let mut reading = read(free - digits, free);
        for extra in extras.into_iter().flatten() {
            if spare(free - reading.rows) {
                foot.push(extra);
                free -= 1;
                reading = read(free - digits.min(free), free);
            }
        }
        (reading, foot)
    }

    /// A screen that has settled: one line, and above it the minutes left, large and
    /// almost black. A note has the screen for itself.
    fn settled(&self, buffer: &mut ScreenBuffer) {
        let (columns, rows) = self.frame.size;
        let snapshot = &self.frame.snapshot;
        let (style, share) = self.look.palette.night;
        let minutes = |time: Option<_>| words::minutes(time.unwrap_or_default()).to_string();
        // The size is that of the digits with the most light, so that it stays.
        let most = "8".repeat(minutes(snapshot.length).len());
        let light = (columns * rows).checked_div(share).unwrap_or(0);
        let mut sizes = sizes(self.look);
        sizes.retain(|block| big::covered(&most, *block) <= light);
        let block = big::fitting(&most, &sizes, self.width(), rows.saturating_sub(2));
        let block = block.filter(|_| words::note(snapshot).is_none());
        let digits = block.map(|it| big::letters(&minutes(snapshot.left()), it, self.look.unicode));
        let digits = digits.unwrap_or_default();
        let taken = digits.len() + usize::from(!digits.is_empty());
        let top = (rows - taken) / 2;
        let middle = |text: &str| columns.saturating_sub(text::width(text)) / 2;
        for (row, line) in (top..).zip(&digits) {
            buffer.put(row, middle(line), line, style, "");
        }
        let line = words::at_rest(self.frame);
        let line = self.fit(&line);
        let column = middle(&line);
        buffer.put(top + taken, column, &line, self.look.palette.dim, "");
    }

    fn keys(&self, buffer: &mut ScreenBuffer, area: &Area) {
        let shown = BINDINGS.iter().filter(|it| it.label.is_some());
        let listed = shown.map(|binding| {
            let does = match binding.action() {
                Action::Help => "back to the stretch",
                Action::Play(Command::Longer) if self.frame.snapshot.beat().is_some() => {
                    "movements more, fewer"
                }
                _ => binding.short,
            };
            format!("{}{does}", text::pad(&binding.screen_names(" "), 8))
        });
        let mut lines: Vec<String> = listed.collect();
        if lines.len() > area.rows {
            lines = words::keys(self.frame, area.columns);
        }
        for (row, line) in (area.row..area.row + area.rows).zip(&lines) {
            self.put(buffer, row, line, self.look.palette.quiet);
        }
    }
}
