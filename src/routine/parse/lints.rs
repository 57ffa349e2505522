//! Values that are right by themselves and make no sense together.

use std::ops::Range as Span;
use std::time::Duration;

use toml::Spanned;

use super::{Reader, Shared};
use crate::diagnostic::{values, warning_codes};
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

impl Reader<'_> {
    /// The codes of warnings that the author accepts.
    pub(super) fn allow(&mut self, fields: &Fields) -> Vec<String> {
        let value = fields.table.get("allow");
        let list = value.and_then(|value| value.get_ref().as_array());
        let codes = warning_codes();
        for item in list.into_iter().flatten() {
            let given = item.get_ref().as_str();
            if let Some(given) = given.filter(|given| !codes.clone().any(|code| code == *given)) {
                let help = did_you_mean(given, codes.clone(), || {
                    "\"legrest check\" shows the code of each warning in brackets".to_owned()
                });
                self.wrong("unknown-code", item.span(), values![given, help]);
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
        let (one_side, one_set) = (step.sides != Sides::Each, step.sets.high == 1);
        let is_one_hold = matches!(step.hold, Hold::Movements(_));
        let one_rep = !is_one_hold && step.reps.high == 1;
        let in_turns = !is_one_hold && !one_rep && !one_side && step.order == Order::Alternating;
        let no_stretch = step.tempo.is_some() && step.counts;
        let longest = step.longest_hold().unwrap_or(Duration::MAX);
        let too_late = step.notes.iter().any(|note| note.at >= longest);
        let of_rest = ["reps", "sides", "order"];
        let of_notes = ["hold", "tempo", "reps"];
        for (code, key, depends_on, is_vain) in [
            ("switch-without-sides", "switch", &["sides"][..], one_side),
            ("order-without-sides", "order", &["sides"], one_side),
            ("first-without-sides", "first", &["sides"], one_side),
            ("rest-in-tempo", "rest", &of_rest, is_one_hold),
            ("rest-without-reps", "rest", &of_rest, one_rep),
            ("rest-never", "rest", &of_rest, in_turns),
            ("set-rest-without-sets", "set_rest", &["sets"], one_set),
            ("counts-in-tempo", "counts", &["tempo"], no_stretch),
            ("note-never", "notes", &of_notes, too_late),
        ] {
            if is_vain && let Some(span) = self.place(fields, key, depends_on) {
                self.wrong(code, span, &[]);
            }
        }
        if let (Hold::For(range), Some(cycle)) = (step.hold, step.cycle())
            && range.high < cycle.length()
            && let Some(span) = self.place(fields, "hold", &["tempo"])
        {
            let one = text::length(cycle.length());
            self.wrong("hold-below-tempo", span, values![one]);
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
            self.wrong("long-legs-up", span, values![length]);
        } else if step.is_stretch() && is_known && longest > LONGEST_STRETCH {
            let length = text::length(longest);
            self.wrong("long-stretch", span, values![length]);
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
                self.wrong("standing-after-lying", span, &[]);
                return;
            }
        }
    }

    fn lint_widths(&mut self, fields: &Fields) {
        for (key, columns) in WIDTHS {
            if let Some(value) = fields.table.get(key)
                && let Some(line) = value.get_ref().as_str()
                && text::width(line) > columns
            {
                self.wrong("long-text", value.span(), values![key, columns]);
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
