//! What each row says.

use anstyle::Style;

use crate::report::theme::Look;
use crate::report::{Frame, words};
use crate::text::{fit, shorten, wrap, wrap_at};
use crate::timeline::Phase;

/// A line of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) style: Style,
}

/// All rows, none wider than `columns`, and no more than the window has.
pub(super) fn rows(
    frame: &Frame,
    look: Look,
    columns: usize,
    segment: String,
    whole: String,
) -> Vec<Row> {
    let (dot, palette) = (look.dot(), look.palette);
    let row = |text: String, style| Row { text, style };
    let mut rows = if frame.is_at_rest() {
        vec![row(words::at_rest(frame, dot), palette.dim)]
    } else {
        let mut advice = wrap(&words::advice(&frame.snapshot), columns);
        // In a low window the keys make room for the words, and then what comes
        // next: who reads how to stand can't press keys at the same time.
        let fixed = |rows| frame.size.1.saturating_sub(rows);
        let crowded = advice.len() > fixed(5);
        let very_crowded = advice.len() > fixed(4);
        let room = if very_crowded {
            fixed(3)
        } else {
            fixed(4 + usize::from(!crowded))
        };
        shorten(&mut advice, room, columns, look.ellipsis());
        let (strong, bar) = match frame.snapshot.segment.phase {
            Phase::Hold => (palette.strong, palette.accent),
            _ => (palette.calm, palette.calm),
        };
        let mut rows = vec![row(words::headline(frame, dot, columns), strong)];
        rows.extend(advice.into_iter().map(|line| row(line, palette.quiet)));
        rows.push(row(segment, bar));
        rows.push(row(whole, palette.dim));
        if !very_crowded {
            rows.push(row(words::next(&frame.snapshot), palette.quiet));
        }
        if frame.keyboard && !crowded {
            let lines = wrap_at(dot, &words::keys(frame), columns).into_iter();
            rows.extend(lines.map(|line| row(line, palette.dim)));
        }
        rows
    };
    rows.truncate(frame.size.1.max(1));
    for row in &mut rows {
        row.text = fit(&look.printable(&row.text), columns, look.ellipsis());
    }
    rows
}
