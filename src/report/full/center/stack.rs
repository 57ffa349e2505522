//! What stands in the middle and how large: the digits first, then the words.

use std::time::Duration;

use super::{BESIDE, CenterPane, ENOUGH_ROWS, GAP, LEAST_ROWS, Letters, sizes};
use crate::player::{Activity, Snapshot};
use crate::report::big::{self, Block};
use crate::report::{Frame, words};
use crate::routine::tempo::Part;
use crate::text::{clock, whole_seconds_up};
use crate::timeline::Phase;

impl CenterPane<'_> {
    pub(super) fn letters(&self, text: String, columns: usize, rows: usize) -> Option<Letters> {
        let block = big::fitting(&text, &sizes(self.look), columns, rows)?;
        Some(Letters {
            columns: big::width(&text, block)?,
            rows: block.rows(),
            text,
            block,
        })
    }

    /// The number of the moment, in a size that it keeps when it gets shorter.
    pub(super) fn number(&self, columns: usize, rows: usize) -> Option<Letters> {
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

    /// The digits and the side next to each other, where both have room and
    /// are not in the stack.
    pub(super) fn at_two_ends(&self, stack: &[Letters]) -> Option<(Letters, Letters)> {
        if stack.len() > 1 {
            return None;
        }
        let (columns, rows) = (self.free, self.area.rows);
        let side = self.words().pop()?;
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
    pub(super) fn stack(&self) -> Vec<Letters> {
        let (columns, rows) = (self.free, self.area.rows);
        let mut words = self.words();
        let phase: Vec<String> = words.drain(..words.len().saturating_sub(1)).collect();
        let below = self.rows_below_side();
        if below == rows {
            words.clear();
        }
        // Digits that a drawing had to make room for are as high in a larger window
        // in which it has room itself.
        let (wide, most) = match (self.figure(), &self.frame.snapshot.step().figure) {
            (Some(_), _) => (self.kept(), rows),
            (None, Some(_)) => (columns, ENOUGH_ROWS),
            (None, None) => (columns, rows),
        };
        let mut number = self.number(wide, most.min(below));
        // The phase comes above the side where that leaves digits that are seen.
        let kept = 2 * self.least_word();
        let high = (rows + self.above).saturating_sub(kept);
        let lower = self.number(wide, most.min(high));
        let is_enough = |lower: &Letters| {
            let usual = number.as_ref().map_or(0, |number| number.rows);
            lower.rows >= usual.min(ENOUGH_ROWS)
        };
        let mut rows = rows;
        if !words.is_empty()
            && !phase.is_empty()
            && let Some(lower) = lower.filter(is_enough)
        {
            rows += self.above;
            words.splice(0..0, phase);
            number = Some(lower);
        }
        let taken = number.as_ref().map_or(0, |number| number.rows);
        let each = (rows - taken).checked_div(words.len()).unwrap_or(0);
        let least = self.least_word() * usize::from(words.len() > 1);
        let each = each.saturating_sub(1).clamp(least, LEAST_ROWS);
        let words = words.into_iter();
        let words = words.filter_map(|word| self.letters(word, columns, each));
        words.chain(number).collect()
    }

    pub(super) fn least_word(&self) -> usize {
        self.look.either(Block::Half, Block::Whole(1, 1)).rows()
    }

    /// The part of the movement, in a size that all parts have, and whether it
    /// stands below its number, for want of room beside it.
    pub(super) fn part(&self, stack: &[Letters]) -> Option<(Letters, bool)> {
        let snapshot = &self.frame.snapshot;
        let (beat, _) = snapshot.beat()?;
        let number = stack.last()?;
        let told = |part: &Part| match part.word.as_str() {
            "" => None,
            word => Some(format!("{word} {} s", part.length.as_secs_f64())),
        };
        let parts = snapshot.step().cycle()?.parts().iter().map(told);
        let parts = parts.collect::<Option<Vec<_>>>()?;
        let widths = parts
            .iter()
            .map(|part| Some((big::width(part, Block::Half)?, part)));
        let (_, widest) = widths.collect::<Option<Vec<_>>>()?.into_iter().max()?;
        let taken: usize = stack.iter().map(|letters| letters.rows + 1).sum();
        let beside = self.free.saturating_sub(number.columns + BESIDE);
        let below = self.area.rows.saturating_sub(taken);
        let rooms = [(beside, number.rows, false), (self.free, below, true)];
        rooms.into_iter().find_map(|(columns, rows, is_below)| {
            let mut part = self.letters(widest.clone(), columns, rows.min(LEAST_ROWS))?;
            part.text.clone_from(&parts[beat.part]);
            if !is_below {
                part.rows = rows;
            }
            Some((part, is_below))
        })
    }

    /// What tells the phase and the side; the last one matters most.
    pub(super) fn words(&self) -> Vec<String> {
        let side = self.side().map(words::capitals);
        let snapshot = &self.frame.snapshot;
        let phase = match (snapshot.segment.phase, snapshot.activity) {
            // Nothing is held on any side.
            (Phase::Rest, _) => return vec!["REST".to_owned()],
            // Its three seconds would be taken for those of the hold.
            (_, Activity::CountIn(_)) => return vec!["READY".to_owned()],
            (Phase::Prepare, _) => Some("READY".to_owned()),
            (Phase::Switch, _) => Some("SWITCH".to_owned()),
            (Phase::Hold | Phase::Task, _) => None,
        };
        phase.into_iter().chain(side).collect()
    }

    /// The rows that the side leaves for the digits.
    pub(super) fn rows_below_side(&self) -> usize {
        let rows = self.area.rows;
        let side = self.words().last().map_or(0, |_| self.least_word() + 1);
        let below = rows.saturating_sub(side);
        if below < LEAST_ROWS { rows } else { below }
    }
}

/// The number of the movement, or how many there are to do at one's own pace.
fn movement(snapshot: &Snapshot) -> Option<u32> {
    let beat = snapshot.beat().map(|(beat, _)| beat.movement);
    beat.or_else(|| snapshot.movements())
}

/// The number of the moment: the time left, or what is in its place.
pub(super) fn number(frame: &Frame) -> String {
    let snapshot = &frame.snapshot;
    match (snapshot.activity, movement(snapshot), snapshot.left()) {
        (Activity::Paused(_), ..) => "PAUSE".to_owned(),
        (Activity::CountIn(left), ..) => whole_seconds_up(left).as_secs().to_string(),
        (_, Some(movement), _) => movement.to_string(),
        (_, None, Some(left)) => digits(left, snapshot),
        _ if snapshot.segment.phase == Phase::Hold => clock(snapshot.elapsed),
        _ => "ENTER".to_owned(),
    }
}

fn widest_number(frame: &Frame) -> String {
    let snapshot = &frame.snapshot;
    let cycle = snapshot.timeline.cycle(snapshot.segment);
    match (snapshot.length, cycle) {
        (Some(length), Some(cycle)) => cycle.nearest(length).to_string(),
        (Some(length), None) => digits(length, snapshot),
        (None, _) => number(frame),
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
