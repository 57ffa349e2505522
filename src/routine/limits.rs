//! Limits of the routine format.

use std::time::Duration;

pub(crate) const HOLD_MIN: Duration = Duration::from_secs(1);
pub(crate) const HOLD_MAX: Duration = Duration::from_hours(4);
/// The longest prepare, rest, rest between sets or rounds, and switch.
pub(crate) const BREAK_MAX: Duration = Duration::from_hours(1);
/// The most reps, sets or rounds.
pub(crate) const COUNT_MAX: u32 = 100;
pub(crate) const STEPS: usize = 200;
/// The most segments on a timeline.
pub const SEGMENTS: usize = 10_000;
/// The longest timeline.
pub const TOTAL: Duration = Duration::from_hours(24);
/// The most parts of a tempo.
pub const TEMPO_PARTS: usize = 8;
/// The most letters of a part's word.
pub const TEMPO_WORD: usize = 12;
/// The shortest part of a tempo; one of no length is left out.
pub const TEMPO_PART_MIN: Duration = Duration::from_millis(500);
/// The longest part of a tempo.
pub const TEMPO_PART_MAX: Duration = Duration::from_mins(1);
pub(crate) const FIGURE_LINES: usize = 40;
pub(crate) const LINE_POINTS: usize = 12;
