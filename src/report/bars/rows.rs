//! What each row says.

use anstyle::Style;

use crate::report::theme::Look;
use crate::report::{Frame, progress, words};
use crate::text::{fit, shorten, wrap, wrap_at};
use crate::timeline::Phase;

/// A line of text in one style.
pub(super) struct Row {
    pub(super) text: String,
    pub(super) style: Style,
}

/// All rows, none wider than the window, and no more than it has.
pub(super) fn rows(frame: &Frame, look: Look) -> Vec<Row> {
    // The last column stays free: a full row would wrap on some terminals.
    let columns = frame.size.0.saturating_sub(1).max(1);
    let (dot, palette) = (look.dot(), look.palette);
    let mut rows = Vec::new();
    let mut push = |text: String, style| {
        let text = fit(&look.printable(&text), columns, look.ellipsis());
        rows.push(Row { text, style });
    };
    if frame.is_at_rest() {
        push(words::at_rest(frame, dot), palette.dim);
    } else {
        let mut advice = wrap(&words::advice(&frame.snapshot), columns);
        // In a low window the keys make room for the words, and then what comes
        // next: who reads how to stand can't press keys at the same time.
        let fixed = |rows| frame.size.1.saturating_sub(rows);
        let crowded = advice.len() > fixed(5);
        let very_crowded = advice.len() > fixed(4);
        let room = fixed(3 + usize::from(!very_crowded) + usize::from(!crowded));
        shorten(&mut advice, room, columns, look.ellipsis());
        let (strong, bar) = match frame.snapshot.segment.phase {
            Phase::Hold => (palette.strong, palette.accent),
            _ => (palette.calm, palette.calm),
        };
        push(words::headline(frame, dot, columns), strong);
        for line in advice {
            push(line, palette.quiet);
        }
        push(progress::segment(frame, look, columns), bar);
        push(progress::whole(frame, look, columns), palette.dim);
        if !very_crowded {
            push(words::next(&frame.snapshot), palette.quiet);
        }
        if frame.keyboard && !crowded {
            for line in wrap_at(dot, &words::keys(frame), columns) {
                push(line, palette.dim);
            }
        }
    }
    rows.truncate(frame.size.1.max(1));
    rows
}
