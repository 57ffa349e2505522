//! The two bars: this segment, and the whole routine.

use super::meter::Meter;
use super::theme::Look;
use super::{Frame, words};
use crate::text::{self, countdown};
use crate::timeline::Segment;

/// The bars of a screen.
#[derive(Debug)]
pub(super) struct Progress {
    segment: Meter,
    whole: Meter,
}

impl Progress {
    /// Bars of the characters that the terminal has.
    pub(super) fn new(look: Look) -> Self {
        let characters = if look.unicode { "━╸─" } else { "=>-" };
        Self {
            segment: Meter::new(characters),
            whole: Meter::new(characters),
        }
    }

    /// This segment, with the time left and what a person added to it, in so
    /// many columns.
    pub(super) fn segment(&self, frame: &Frame, columns: usize) -> String {
        let snapshot = &frame.snapshot;
        let (Some(length), Some(left)) = (snapshot.length, snapshot.left()) else {
            return words::waiting(snapshot, columns);
        };
        let adjusted = words::adjusted(snapshot);
        let adjusted = adjusted.map_or_else(String::new, |by| format!(" {by}"));
        let time = format!("{adjusted} {}", countdown(left));
        self.segment.line(snapshot.elapsed, length, &time, columns)
    }

    /// The routine, with the time left and the end, in so many columns.
    pub(super) fn whole(&self, frame: &Frame, columns: usize) -> String {
        let snapshot = &frame.snapshot;
        let planned = snapshot.segment.length.unwrap_or_default();
        let done = snapshot.segment.start + snapshot.elapsed.min(planned);
        let end = snapshot.timeline.segments.last();
        let end = end.map(Segment::end).unwrap_or_default();
        let left = words::total_left(frame);
        let room = |text: &str| columns.saturating_sub(text::width(text) + 1);
        let short = left.split(',').next().unwrap_or(&left);
        // A narrow window has room for the time that is left.
        let text = if room(&left) >= 4 { &left } else { short };
        // Without an end there is nothing to measure by.
        if snapshot.total_left().is_none() || room(text) < 4 {
            return text.to_owned();
        }
        self.whole.line(done, end, &format!(" {text}"), columns)
    }
}
