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
    /// Whether it tells of the person who wrote it, or warns.
    pub(super) talk: bool,
}

impl Kind {
    pub(super) fn of(reading: &Reading) -> Self {
        let (text, facts) = (reading.text, &reading.facts);
        let dosed = facts.iter().any(|fact| {
            let counts = fact.values.iter().any(|(name, _)| AMOUNTS.contains(name));
            counts || fact.is("tempo")
        });
        let label = is("label", text) && !is("field", text);
        let more = is("field", text) || is("more", text) && !label;
        let mut words = (0..reading.tokens.len()).filter(|token| reading.is_word(*token));
        let begins = facts.first().map_or(usize::MAX, |fact| fact.tokens.start);
        let before = words.clone().take_while(|token| *token < begins).count();
        let nameless =
            before < 3 && more || begins == 0 && words.all(|token| reading.is_taken(token));
        Self {
            dosed,
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
