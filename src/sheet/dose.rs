//! How much of an exercise: the facts of its words, put together.

use std::collections::{BTreeMap, BTreeSet};

use super::grammar::{Fact, Reading};
use super::patterns::{REMARKS, is};
use super::quantity::Quantity;
use crate::night::Days;
use crate::routine::tempo;

/// What a comment says of words that are no value of their own.
pub(super) const ASSUMED: &str = "assumed";
pub(super) const MISSED: &str = "not understood";
pub(super) const NO_VALUE: &str = "no value";

/// The values of a step or of a sheet, and what is to be told of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Dose {
    /// Counts, and times in seconds, by the names that rules give them.
    pub(super) values: BTreeMap<&'static str, Quantity>,
    /// What rules say besides.
    pub(super) said: BTreeSet<&'static str>,
    pub(super) tempo: Option<String>,
    pub(super) days: Option<Days>,
    pub(super) needs: Vec<String>,
    /// What comments keep: of which kind, and the words.
    pub(super) remarks: Vec<(&'static str, String)>,
    /// Counts that may be reps or sets.
    pub(super) times: Vec<Quantity>,
}

impl Dose {
    pub(super) fn of(reading: &Reading) -> Self {
        let mut dose = Self::default();
        let mut days_of = None;
        for fact in &reading.facts {
            let words = reading.words(&fact.tokens);
            dose.said.extend(fact.says.split_whitespace());
            for (_, kind, told) in REMARKS.iter().filter(|(said, ..)| fact.is(said)) {
                let clause = Some(reading.clause(&fact.tokens)).filter(|_| *kind == MISSED);
                let words = clause.unwrap_or(words);
                dose.remark(kind, &format!("{}{told}", trimmed(words)));
            }
            if fact.is("days") {
                let before = &reading.text[..reading.start(fact.tokens.start)];
                let above = before.matches('\n').count();
                let mut line = reading.text.lines().skip(above).take(1);
                // Days that another line has said stay.
                if line.any(|line| is("dated", line)) || *days_of.get_or_insert(above) != above {
                    dose.remark(MISSED, words);
                } else {
                    dose.days(trimmed(words));
                }
            } else if fact.is("needs") {
                dose.needs.push(thing(words));
            } else if fact.is("tempo") {
                match tempo_of(fact).filter(|_| dose.tempo.is_none()) {
                    Some(tempo) => dose.tempo = Some(tempo),
                    None => dose.remark(MISSED, words),
                }
            }
            dose.take(fact, words);
        }
        dose
    }

    pub(super) fn get(&self, name: &str) -> Option<Quantity> {
        self.values.get(name).copied()
    }

    pub(super) fn says(&self, said: &str) -> bool {
        self.said.contains(said)
    }

    pub(super) fn remark(&mut self, kind: &'static str, words: &str) {
        let remark = (kind, words.replace('\n', " "));
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    pub(super) fn remarked(&self, kind: &'static str) -> impl Iterator<Item = &str> {
        let remarks = self.remarks.iter().filter(move |(of, _)| *of == kind);
        remarks.map(|(_, words)| words.as_str())
    }

    /// Puts the numbers of a fact in their places, which may be taken.
    fn take(&mut self, fact: &Fact, words: &str) {
        let mut values = fact.values.clone();
        match values[..] {
            [("sets", sets), ("reps", reps)] if fact.is("by") && sets.low > reps.high => {
                values = vec![("sets", reps), ("reps", sets)];
                let (sets, reps) = (reps.count(), sets.count());
                let told = format!("{sets} sets of {reps}, the smaller number as the sets");
                self.remark(ASSUMED, &format!("{words}: {told}"));
            }
            [(name, from), ("to", to)] => {
                let (low, high) = (from.low, to.high.max(from.high));
                values = vec![(name, Quantity { low, high })];
            }
            // The same for the other side, or once more.
            [(_, first), ("again", again)] => {
                values.truncate(1);
                if first != again {
                    self.remark(MISSED, words);
                }
            }
            _ => {}
        }
        let hold = values.iter().find(|(name, _)| *name == "hold");
        let known = self.get("hold");
        if hold.is_some_and(|(_, hold)| known.is_some_and(|known| known != *hold)) {
            return self.remark(MISSED, words);
        }
        let values = values.into_iter().filter(|(name, _)| !is_part(name));
        for (name, value) in values {
            if name == "times" {
                self.times.push(value);
            } else if *self.values.entry(name).or_insert(value) != value {
                self.remark(MISSED, words);
            }
        }
    }

    fn days(&mut self, words: &str) {
        let words = words.to_lowercase().replace("through", "to");
        let skipped = ["on", "each", "only", "from"];
        let words = words.replace('\n', " ");
        let days = words.split(' ').filter(|word| !skipped.contains(word));
        let days = days.collect::<Vec<_>>().join(" ");
        match if days == "day" {
            Ok(Days::ALL)
        } else {
            days.parse()
        } {
            Ok(days) => self.days = Some(self.days.map_or(days, |known| known.or(days))),
            Err(_) => self.remark(MISSED, &words),
        }
    }

    pub(super) fn is_counted(&self) -> bool {
        let counts = ["sets", "reps", "hold"];
        self.tempo.is_some() || counts.iter().any(|name| self.get(name).is_some())
    }

    pub(super) fn sides(&self) -> Option<&'static str> {
        let sides = ["each", "none", "left", "right"];
        sides.into_iter().find(|side| self.says(side))
    }
}

fn trimmed(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || ",.;:|".contains(c))
}

/// The thing that "with the red band" names: `a red band`.
fn thing(words: &str) -> String {
    let skipped = ["with", "w/", "a", "an", "the"];
    let words = words.to_lowercase();
    let thing = words.split(' ').filter(|word| !skipped.contains(word));
    format!("a {}", thing.collect::<Vec<_>>().join(" "))
}

/// Whether a name is of a part of a tempo: "t2" is its time, "w2" its word.
fn is_part(name: &str) -> bool {
    let number = name.strip_prefix(['t', 'w']).unwrap_or_default();
    number.starts_with(|c: char| c.is_ascii_digit())
}

/// A tempo as a routine has it, where it can have it.
fn tempo_of(fact: &Fact) -> Option<String> {
    let part = |number| {
        let (time, word) = (format!("t{number}"), format!("w{number}"));
        let is_time = |(name, _): &&(&str, _)| name.starts_with(&time);
        let (_, time) = fact.values.iter().find(is_time)?;
        let word = fact.words(&word).next().map(|word| format!("{word} "));
        // A range is no time of a part.
        Some((word.unwrap_or_default(), time.count()))
    };
    let mut parts: Vec<_> = (1..=4).map_while(part).collect();
    parts.retain(|(_, time)| time != "0");
    let plain = parts.iter().all(|(word, _)| word.is_empty());
    let (unit, between) = if plain { ("", "-") } else { ("s", ", ") };
    let told = |(word, time): &(String, String)| format!("{word}{time}{unit}");
    let tempo = parts.iter().map(told).collect::<Vec<_>>().join(between);
    let is_single = parts.iter().all(|(_, time)| !time.contains('-'));
    (is_single && tempo::read(&tempo).is_ok()).then_some(tempo)
}
