//! The words of a moment: how much room they get, and how large they are.
//!
//! The rows that a step's words take are the same from its prepare to its last
//! hold wherever there is room enough, so that nothing jumps when a hold
//! begins or a note takes the place of a cue. What to have at hand has no rows
//! kept for it: digits that can be read across the room matter more.

use super::layout::{FullLayout, TextBlock};
use crate::report::big::{self, Block};
use crate::report::known::{Memo, wrap};
use crate::report::words;
use crate::text::{self, shorten};
use crate::timeline::Phase;

/// What the middle must be left with before the words get big letters.
const MIDDLE_BEFORE_BIG_WORDS: usize = 23;
/// The same where there is nothing to count down, and the words are the point.
const MIDDLE_BESIDE_BIG_WORDS: usize = 7;
/// What the middle must be left with before rows are kept for other words.
const MIDDLE_BEFORE_KEPT_ROWS: usize = 23;

/// From this height on there is room for pips of two rows.
const ROOM_FOR_HIGH_PIPS: usize = 18;

impl FullLayout<'_> {
    /// The words, in at most `most` rows, out of `free` ones that they share
    /// with the middle; the `part` of a movement first, where it has no big
    /// letters.
    pub(super) fn reading(&self, part: Option<&str>, most: usize, free: usize) -> TextBlock {
        let part = part.filter(|_| most > 0).map(str::to_owned);
        let taken = usize::from(part.is_some());
        let (most, free) = (most - taken, free - taken);
        let snapshot = &self.frame.snapshot;
        let step = snapshot.step();
        let holds = snapshot.segment.phase == Phase::Hold;
        let introduction = wrap(&words::introduction(snapshot), self.width());
        let notes = step.notes.iter().map(|note| note.text.as_str());
        let said: Vec<&str> = words::mind(step).into_iter().chain(notes).collect();
        let now = words::cue(snapshot).unwrap_or_default();
        let introduces = snapshot.introduces && !(holds && step.cue.is_some());
        let big = self.big_rows(&said, free);
        let rows = |text: &&str| wrap(text, self.width()).len();
        let plain = said.iter().map(rows).max().unwrap_or(0);
        let kept = introduction.len().max(big.unwrap_or(plain));
        let has_room = kept + MIDDLE_BEFORE_KEPT_ROWS <= free;
        let pips = self.pips(most, free, big);
        let counts = words::note(snapshot).is_none() && snapshot.segment.rep.number > 1;
        let is_large = !introduces && (big.is_some() || counts && !pips.is_empty());
        let least = match introduces {
            _ if has_room => kept,
            true => 0,
            false => pips.len(),
        };
        let mut lines = match big {
            _ if !introduces && counts && !pips.is_empty() => pips,
            Some(_) if !introduces => self.big_lines(now).unwrap_or_default(),
            // No room to read how to stand: then at least what to mind.
            _ if !introduces || holds && introduction.len() > most => wrap(now, self.width()),
            _ => {
                let rows = if holds { usize::MAX } else { most };
                words::page(snapshot, &self.paragraphs(), (self.width(), rows))
            }
        };
        if !is_large {
            shorten(&mut lines, most, self.width(), self.look.ellipsis());
        }
        let rows = lines.len().max(least) + taken;
        lines.splice(0..0, part);
        let mut style = self.look.palette.quiet;
        if is_large {
            style = self.look.palette.body;
        }
        TextBlock { lines, rows, style }
    }

    /// The rows that the first hold of the step will need, in the same room.
    pub(super) fn blank(&self, most: usize, free: usize) -> TextBlock {
        let mind = words::mind(self.frame.snapshot.step()).unwrap_or_default();
        let pips = self.pips(most, free, None).len();
        TextBlock {
            lines: Vec::new(),
            rows: wrap(mind, self.width()).len().min(most).max(pips),
            style: self.look.palette.quiet,
        }
    }

    /// How to get into position; and, when all begins, the welcome.
    pub(super) fn paragraphs(&self) -> Vec<String> {
        let snapshot = &self.frame.snapshot;
        let welcome = self.welcome.iter().filter(|_| snapshot.index == 0);
        // What is done comes before the welcome, for it is done now.
        let introduction = [words::introduction(snapshot)];
        introduction.into_iter().chain(welcome.cloned()).collect()
    }

    /// A count that is seen, from the second of several holds on in the place of a
    /// cue that everybody knows by then: a pip a hold, those to come faint.
    fn pips(&self, most: usize, free: usize, big: Option<usize>) -> Vec<String> {
        let segment = self.frame.snapshot.segment;
        let (number, of) = (segment.rep.number, segment.rep.of);
        let begun = match segment.phase {
            Phase::Hold => number,
            _ => number.saturating_sub(1),
        };
        let (done, to_come) = self.look.either(("█", "▒"), ("#", "."));
        let row = |(wide, gap)| {
            let pip = |pip| if pip <= begun { done } else { to_come }.repeat(wide);
            let pips = (1..=of).map(pip).collect::<Vec<_>>();
            pips.join(&" ".repeat(gap))
        };
        let mut sizes = [(3, 2), (2, 1), (1, 1)].map(row).into_iter();
        let row = sizes.find(|row| text::width(row) <= self.width());
        let Some(row) = row.filter(|_| of > 1) else {
            return Vec::new();
        };
        let high = if free >= ROOM_FOR_HIGH_PIPS { 2 } else { 1 };
        let mut rows = vec![row; high.min(most)];
        if big.is_some() {
            rows.insert(0, String::new());
        }
        rows
    }

    /// The rows that the longest of these takes in big letters, where that
    /// leaves enough for the middle.
    fn big_rows(&self, said: &[&str], free: usize) -> Option<usize> {
        let open = self.is_open_hold();
        let lines = said.iter().map(|text| Some(self.big_lines(text)?.len()));
        let rows = lines.collect::<Option<Vec<_>>>()?.into_iter().max()?;
        let middle = if open {
            MIDDLE_BESIDE_BIG_WORDS
        } else {
            MIDDLE_BEFORE_BIG_WORDS
        };
        let fits = rows + middle <= free && (open || rows * 2 <= free);
        fits.then_some(rows)
    }

    /// A text in letters that can be read across the room, a row free above
    /// each line; `None` where there are no such letters for it, or a word is
    /// too long.
    fn big_lines(&self, text: &str) -> Option<Vec<String>> {
        thread_local! {
            static LARGE: Memo<(String, usize, bool), Option<Vec<String>>, 16> = const { Memo::new() };
        }
        let key = (text.to_owned(), self.width(), self.look.unicode);
        LARGE.with(|known| known.get(key, || self.in_big_letters(text)))
    }

    fn in_big_letters(&self, text: &str) -> Option<Vec<String>> {
        let block = self.look.either(Block::Half, Block::Whole(1, 1));
        let fits = |text: &str| big::width(text, block).is_some_and(|width| width <= self.width());
        let mut lines: Vec<String> = Vec::new();
        for word in self.look.printable(text).split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match (longer.filter(|longer| fits(longer)), lines.last_mut()) {
                (Some(longer), Some(line)) => *line = longer,
                _ if fits(word) => lines.push(word.to_owned()),
                _ => return None,
            }
        }
        let rows = lines.iter().flat_map(|line| {
            let letters = big::letters(line, block, self.look.unicode);
            std::iter::once(String::new()).chain(letters)
        });
        Some(rows.collect())
    }

    /// Whether this waits for a key in a hold in which nothing is counted: then
    /// words matter more than digits.
    pub(super) fn is_open_hold(&self) -> bool {
        let snapshot = &self.frame.snapshot;
        let waits = snapshot.segment.phase == Phase::Hold && snapshot.length.is_none();
        waits && snapshot.step().tempo.is_none()
    }
}
