//! What a line of a sheet is, by the facts in it.

use super::grammar::{self, Reading};
use super::patterns::is;

/// What gives an amount among the names of values.
const AMOUNTS: [&str; 7] = ["sets", "reps", "times", "hold", "total", "bare", "t1"];

#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Kind {
    pub(super) dosed: bool,
    /// The same, or that there is no measure.
    pub(super) amount: bool,
    /// Whether it begins with its numbers, so that another line has the name.
    pub(super) nameless: bool,
    /// Whether it goes on with what was said before.
    pub(super) more: bool,
    pub(super) label: bool,
    pub(super) task: bool,
    /// Whether it says a dose of all exercises, or perhaps of the one above.
    pub(super) of_all: bool,
    /// Whether it tells of the person who wrote it, or warns.
    pub(super) talk: bool,
}

impl Kind {
    pub(super) fn of(reading: &Reading) -> Self {
        let (text, facts) = (reading.text, &reading.facts);
        // "Tuesday 9:30" is no amount.
        let is_date = reading.has("days") && is("dated", text);
        let dosed = facts.iter().any(|fact| {
            let is_amount = |name| AMOUNTS.contains(name) && !(is_date && *name == "bare");
            let counts = fact.values.iter().any(|(name, _)| is_amount(name));
            counts || fact.is("tempo")
        });
        let label = is("label", text) && !is("field", text);
        let more = is("field", text) || is("more", text) && !label;
        let mut words = (0..reading.tokens.len()).filter(|token| reading.is_word(*token));
        let begins = facts.first().map_or(usize::MAX, |fact| fact.tokens.start);
        let before = words.clone().take_while(|token| *token < begins).count();
        let nameless =
            before < 3 && more || begins == 0 && words.all(|token| reading.is_taken(token));
        let all = reading.fact("every").or(reading.fact("each-one"));
        let of_all = all.filter(|all| dosed && others(reading, all.tokens.start) == 0);
        Self {
            dosed,
            of_all: of_all.is_some(),
            amount: dosed || reading.has("unclear"),
            nameless,
            more,
            label,
            task: reading.has("task"),
            talk: is("talk", text) || begins == 0 && facts[0].is("caution"),
        }
    }

    pub(super) fn read(text: &str) -> Self {
        Self::of(&grammar::read(text))
    }

    /// Whether it tells of an exercise of its own, by its name.
    pub(super) fn is_own(self) -> bool {
        self.amount && !self.nameless
    }
}

/// How many words before a token no rule took, and are of some exercise.
pub(super) fn others(reading: &Reading, end: usize) -> usize {
    let is_other = |at: &usize| {
        let is_filler = is("filler", &reading.tokens[*at].spelling);
        reading.is_word(*at) && !reading.is_taken(*at) && !is_filler
    };
    (0..end).filter(is_other).count()
}

/// Whether the days in a line without a dose are those of exercises.
pub(super) fn has_days(reading: &Reading) -> bool {
    let text = reading.text;
    let is_set_off = is("days", text) && !reading.has("caution");
    reading.has("days") && (is_set_off || is("only-days", text)) && !is("dated", text)
}

/// Whether a line is not about the exercise above it: it says goodbye, a date, what
/// holds for all, or something to do.
pub(super) fn is_apart(reading: &Reading) -> bool {
    let kind = Kind::of(reading);
    let is_date = reading.has("days") && !kind.dosed && !has_days(reading);
    let of_all = kind.of_all && reading.has("every");
    is("farewell", reading.text) || reading.has("errand") || is_date || of_all
}
