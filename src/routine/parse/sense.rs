//! Values that are right by themselves and make no sense together.

use std::ops::Range as Span;

use toml::Spanned;
use unicode_width::UnicodeWidthStr;

use super::Reader;
use crate::diagnostic::Problem;
use crate::document::Fields;
use crate::routine::{Hold, Order, Sides, Step};

/// Texts wider than this don't fit a row of a small window, in columns.
const WIDTHS: [(&str, usize); 2] = [("name", 40), ("cue", 76)];

impl Reader<'_> {
    /// Notes what in a step contradicts or never happens, as far as the values
    /// that it hangs on were right.
    pub(super) fn sense(&mut self, fields: &Fields, step: &Step) {
        let one_side = step.sides != Sides::Each;
        let one_rep = step.reps.high == 1;
        if let Some(span) = self
            .place(fields, "switch", &["sides"])
            .filter(|_| one_side)
        {
            self.error_with_help(
                "switch-without-sides",
                span,
                "\"switch\" is the time between sides, and this step has no two sides",
                "add sides = \"each\", or take \"switch\" out",
            );
        }
        if let Some(span) = self.place(fields, "order", &["sides"]).filter(|_| one_side) {
            self.error_with_help(
                "order-without-sides",
                span,
                "\"order\" is how two sides take turns, and this step has no two sides",
                "add sides = \"each\", or take \"order\" out",
            );
        }
        if let Some(span) = self.place(fields, "first", &["sides"]).filter(|_| one_side) {
            let message =
                "\"first\" says which of two sides begins, and this step has no two sides";
            self.warn("first-without-sides", span, message, "take \"first\" out");
        }
        if let Some(span) = self.place(fields, "rest", &["reps", "sides", "order"]) {
            if one_rep {
                let message = "\"rest\" comes between holds on one side, and there is only one";
                let help = "add reps = 2 or more, or take \"rest\" out";
                self.warn("rest-without-reps", span, message, help);
            } else if !one_side && step.order == Order::Alternating {
                let message =
                    "\"rest\" never happens: alternating sides have a switch between any two holds";
                self.warn(
                    "rest-never",
                    span,
                    message,
                    "take \"rest\" out; \"switch\" is the time between holds",
                );
            }
        }
        if let Some(span) = self
            .place(fields, "set_rest", &["sets"])
            .filter(|_| step.sets.high == 1)
        {
            let message = "\"set_rest\" comes between sets, and there is only one";
            let help = "add sets = 2 or more, or take \"set_rest\" out";
            self.warn("set-rest-without-sets", span, message, help);
        }
        self.late_notes(fields, step);
        for (key, columns) in WIDTHS {
            let value = fields.table.get(key);
            let text = value
                .and_then(|value| value.get_ref().as_str())
                .unwrap_or_default();
            if let (Some(value), true) = (value, text.width() > columns) {
                let message = format!("\"{key}\" will not fit into one row of a small window");
                let help = format!("at most {columns} columns; \"how\" has room for more words");
                self.warn("long-text", value.span(), &message, &help);
            }
        }
    }

    fn late_notes(&mut self, fields: &Fields, step: &Step) {
        let Hold::For(range) = step.hold else { return };
        let late = step.notes.iter().any(|note| note.at >= range.high);
        if let (Some(span), true) = (self.place(fields, "notes", &["hold"]), late) {
            let message = "a note comes after the end of every hold, so nobody will hear it";
            self.warn(
                "note-never",
                span,
                message,
                "make its \"at\" less than the hold",
            );
        }
    }

    /// Where a key's value stands, if the step itself has that key and nothing is
    /// wrong with it, nor with the keys that it `hangs_on`.
    fn place(&self, fields: &Fields, key: &str, hangs_on: &[&str]) -> Option<Span<usize>> {
        let span = |key: &str| fields.table.get(key).map(Spanned::span);
        let is_wrong = |key: &str| {
            span(key).is_some_and(|span| {
                self.problems[self.context.step_from..]
                    .iter()
                    .any(|problem| span.start <= problem.span.start && problem.span.end <= span.end)
            })
        };
        let keys = hangs_on.iter().chain([&key]);
        span(key).filter(|_| !keys.copied().any(is_wrong))
    }

    pub(super) fn warn(
        &mut self,
        code: &'static str,
        span: Span<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.note(Problem::warning(code, span, message).with_help(help));
    }
}
