//! Values that are right by themselves and make no sense together.

use std::ops::Range as Span;
use std::time::Duration;

use toml::Spanned;
use unicode_width::UnicodeWidthStr;

use super::{Reader, Shared};
use crate::diagnostic::Problem;
use crate::document::Fields;
use crate::nearest::did_you_mean;
use crate::night::Days;
use crate::routine::{Hold, Order, Sides, Step};
use crate::text;

/// Texts wider than this don't fit a row of a small window, in columns.
const WIDTHS: [(&str, usize); 2] = [("name", 40), ("cue", 76)];

/// The figures of somebody who stands, and of somebody who lies. The others sit.
const STANDING: [&str; 5] = ["calf-wall", "hamstring", "quad", "walk", "squat"];
const LYING: [&str; 3] = [LEGS_UP, "lying-hamstring", "cramp-thigh"];
const LEGS_UP: &str = "legs-up";

/// ACSM: a stretch is held for 10 to 30 seconds, by older adults for 30 to 60.
const LONGEST_STRETCH: Duration = Duration::from_mins(2);
/// Mayo Clinic Health Letter: legs up, lying down, for 10 to 15 minutes.
const LONGEST_LEGS_UP: Duration = Duration::from_mins(30);

const CODES: [&str; 15] = [
    "first-without-sides",
    "rest-in-tempo",
    "rest-without-reps",
    "rest-never",
    "set-rest-without-sets",
    "counts-in-tempo",
    "hold-below-tempo",
    "note-never",
    "long-text",
    "long-step",
    "long-stretch",
    "long-legs-up",
    "standing-after-lying",
    "unused-figure",
    "unknown-code",
];

impl Reader<'_> {
    /// The codes of warnings that the author accepts.
    pub(super) fn allow(&mut self, fields: &Fields) -> Vec<String> {
        let value = fields.table.get("allow");
        let list = value.and_then(|value| value.get_ref().as_array());
        for item in list.into_iter().flatten() {
            let code = item.get_ref().as_str();
            if let Some(code) = code.filter(|code| !CODES.contains(code)) {
                let message = format!("no warning has the code \"{code}\"");
                let help = did_you_mean(code, CODES, || {
                    "\"legrest check\" shows the code of each warning in brackets".to_owned()
                });
                self.warn("unknown-code", item.span(), message, help);
            }
        }
        self.list(fields, "allow")
    }

    /// Notes what in a step contradicts or never happens.
    pub(super) fn lint(&mut self, fields: &Fields, step: &Step) {
        self.lint_widths(fields);
        if step.hold == Hold::Task {
            // Whatever keys of a hold it has are mistakes already.
            return;
        }
        let one_side = step.sides != Sides::Each;
        if one_side && let Some(span) = self.place(fields, "switch", &["sides"]) {
            let message = "\"switch\" is the time between sides, and this step has no two sides";
            let help = "add sides = \"each\", or take \"switch\" out";
            self.error("switch-without-sides", span, message, help);
        }
        if one_side && let Some(span) = self.place(fields, "order", &["sides"]) {
            let message = "\"order\" is how two sides take turns, and this step has no two sides";
            let help = "add sides = \"each\", or take \"order\" out";
            self.error("order-without-sides", span, message, help);
        }
        if one_side && let Some(span) = self.place(fields, "first", &["sides"]) {
            let message =
                "\"first\" says which of two sides begins, and this step has no two sides";
            self.warn("first-without-sides", span, message, "take \"first\" out");
        }
        if let Some(span) = self.place(fields, "rest", &["reps", "sides", "order"]) {
            if let Hold::Movements(_) = step.hold {
                let message = "\"rest\" comes between holds, and these movements are one hold";
                let help = "\"set_rest\" is the time between sets";
                self.warn("rest-in-tempo", span, message, help);
            } else if step.reps.high == 1 {
                let message = "\"rest\" comes between holds on one side, and there is only one";
                let help = "add reps = 2 or more, or take \"rest\" out";
                self.warn("rest-without-reps", span, message, help);
            } else if !one_side && step.order == Order::Alternating {
                let message =
                    "\"rest\" never happens: alternating sides have a switch between any two holds";
                let help = "take \"rest\" out; \"switch\" is the time between holds";
                self.warn("rest-never", span, message, help);
            }
        }
        if step.sets.high == 1
            && let Some(span) = self.place(fields, "set_rest", &["sets"])
        {
            let message = "\"set_rest\" comes between sets, and there is only one";
            let help = "add sets = 2 or more, or take \"set_rest\" out";
            self.warn("set-rest-without-sets", span, message, help);
        }
        if step.tempo.is_some()
            && step.counts
            && let Some(span) = self.place(fields, "counts", &["tempo"])
        {
            let message = "\"counts\" changes nothing here: movements at a tempo are no stretch";
            self.warn("counts-in-tempo", span, message, "take \"counts\" out");
        }
        if let (Hold::For(range), Some(cycle)) = (step.hold, step.cycle())
            && range.high < cycle.length()
            && let Some(span) = self.place(fields, "hold", &["tempo"])
        {
            let one = text::length(cycle.length());
            let message = format!("the tempo takes {one}, and \"hold\" is shorter");
            let help = format!("write \"{one}\" or more, or a quicker tempo");
            self.warn("hold-below-tempo", span, message, help);
        }
        if let Some(longest) = step.longest_hold()
            && step.notes.iter().any(|note| note.at >= longest)
            && let Some(span) = self.place(fields, "notes", &["hold", "tempo", "reps"])
        {
            let message = "a note comes after the end of every hold, so nobody will hear it";
            let help = "make its \"at\" less than the hold";
            self.warn("note-never", span, message, help);
        }
        self.lint_length(fields, step);
    }

    /// Notes a hold that is longer than the advice on its kind.
    fn lint_length(&mut self, fields: &Fields, step: &Step) {
        let depends_on = ["figure", "sides", "tempo", "reps", "sets", "counts"];
        let keys = ["hold", "reps"].into_iter();
        let mut spans = keys.map(|key| self.place(fields, key, &depends_on));
        let Some(span) = spans.find_map(|span| span) else {
            return;
        };
        let longest = step.longest_hold().unwrap_or_default();
        // Without a figure and sides, it may be a bath or a pillow under the knees.
        let is_known = step.figure.is_some() || step.sides != Sides::None;
        // The legs stay up in the rest between two holds.
        let reps = step.cycle().map_or(step.reps.high, |_| 1);
        let in_all = longest * reps * step.sets.high;
        if step.shows(&[LEGS_UP]) && in_all > LONGEST_LEGS_UP {
            let length = text::length(in_all);
            let message = format!("legs up for {length}: the usual advice is 10 to 15 minutes");
            let help = "make it 30 minutes or less, and lower the legs if they grow numb or cold";
            self.warn("long-legs-up", span, message, help);
        } else if step.is_stretch() && is_known && longest > LONGEST_STRETCH {
            let length = text::length(longest);
            let message =
                format!("a stretch held for {length}: the usual advice is 10 to 60 seconds");
            let help = "write \"2m\" or less, or counts = false if it is no stretch";
            self.warn("long-stretch", span, message, help);
        }
    }

    /// Notes the first step for which a person who lies stands up again. NIA: when
    /// somebody gets up too quickly, the blood pressure drops.
    pub(super) fn lint_postures(&mut self, steps: &[(Fields, Step)], shared: &Shared) {
        let evenings = |step: &Step| step.days.unwrap_or(Days::ALL);
        let repeats = |circuit: usize| shared.circuits[circuit].get_ref().rounds.high > 1;
        for (index, (fields, standing)) in steps.iter().enumerate() {
            let in_rounds = standing.circuit.is_some_and(repeats);
            let comes_before = |place: usize, step: &Step| {
                let is_earlier = place < index || in_rounds && step.circuit == standing.circuit;
                is_earlier && evenings(step).meet(evenings(standing))
            };
            let mut lying = steps.iter().enumerate();
            if standing.shows(&STANDING)
                && lying.any(|(place, (_, step))| step.shows(&LYING) && comes_before(place, step))
                && let Some(span) = self.place(fields, "figure", &["days", "circuit"])
            {
                let message = "standing up after lying down wakes you, and can make you dizzy";
                let help = "do first what is done standing, and last what is done lying down";
                self.warn("standing-after-lying", span, message, help);
                return;
            }
        }
    }

    fn lint_widths(&mut self, fields: &Fields) {
        for (key, columns) in WIDTHS {
            if let Some(value) = fields.table.get(key)
                && let Some(line) = value.get_ref().as_str()
                && line.width() > columns
            {
                let message = format!("\"{key}\" will not fit into one row of a small window");
                let help = format!("at most {columns} columns; \"how\" has room for more words");
                self.warn("long-text", value.span(), message, help);
            }
        }
    }

    /// Where a key's value stands, if the step itself has that key and nothing is
    /// wrong with it, nor with the keys that it `depends_on`.
    fn place(&self, fields: &Fields, key: &str, depends_on: &[&str]) -> Option<Span<usize>> {
        let span = |key: &str| fields.table.get(key).map(Spanned::span);
        let is_wrong = |key: &str| {
            let mut problems = self.problems[fields.first_problem..].iter();
            span(key).is_some_and(|Span { start, end }| {
                problems.any(|it| start <= it.span.start && it.span.end <= end)
            })
        };
        span(key).filter(|_| !is_wrong(key) && !depends_on.iter().any(|key| is_wrong(key)))
    }

    pub(super) fn warn(
        &mut self,
        code: &'static str,
        span: Span<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        debug_assert!(CODES.contains(&code), "{code} can't be allowed");
        self.note(Problem::warning(code, span, message).with_help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::bundled_figures;

    #[test]
    fn each_bundled_figure_stands_sits_or_lies() {
        const SITTING: [&str; 6] = [
            "cramp-calf",
            "cramp-foot",
            "pack",
            "rub",
            "seated-calf",
            "seated-hamstring",
        ];
        let mut named = [&STANDING[..], &LYING, &SITTING].concat();
        named.sort_unstable();
        let bundled: Vec<&str> = bundled_figures().iter().map(|it| &*it.name).collect();
        assert_eq!(named, bundled);
    }
}
