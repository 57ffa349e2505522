//! How much of an exercise: the facts of its words, put together.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::grammar::{Fact, Quantity, Reading, is};
use crate::night::Days;
use crate::routine::limits::{BREAK_MAX, COUNT_MAX, HOLD_MAX, HOLD_MIN};
use crate::routine::tempo;
use crate::text::length;

/// What a comment says of words that are no value of their own.
pub(super) const ASSUMED: &str = "assumed";
pub(super) const MISSED: &str = "not understood";
pub(super) const NO_VALUE: &str = "no value";

/// What each saying of a rule is remarked as, and with which words behind.
const REMARKS: &[(&str, &str, &str)] = &[
    ("note", NO_VALUE, ""),
    ("often", "how often", ""),
    ("grow", "how it grows, from --level gentle to full", ""),
    ("total", "in all", ""),
    (
        "one",
        NO_VALUE,
        ": the other way has no time, so it is at your own pace",
    ),
    ("grows", MISSED, ""),
    ("unclear", MISSED, ""),
    ("cut", MISSED, ""),
    ("ask-side", MISSED, ": which side is that?"),
    (
        "ask-each",
        ASSUMED,
        ": one side after the other; it may mean both at once",
    ),
    ("ask-way", ASSUMED, ": so many on each side"),
];
/// The keys of a step, in their order, with the names of their values.
const KEYS: [(&str, &str); 7] = [
    ("sets", "sets"),
    ("reps", "reps"),
    ("hold", "hold"),
    ("rest", "rest"),
    ("set_rest", "set_rest"),
    ("switch", "switch"),
    ("prepare", "gap"),
];

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
    times: Vec<Quantity>,
}

impl Dose {
    /// What a text says, each number by its name.
    pub(super) fn of(reading: &Reading) -> Self {
        let mut dose = Self::default();
        for fact in &reading.facts {
            let words = reading.words(&fact.tokens);
            dose.said.extend(fact.says.split_whitespace());
            for (_, kind, told) in REMARKS.iter().filter(|(said, ..)| fact.is(said)) {
                let words = if *kind == MISSED {
                    reading.clause(&fact.tokens)
                } else {
                    words
                };
                dose.remark(kind, format!("{}{told}", trimmed(words)));
            }
            if fact.is("days") {
                dose.days(trimmed(words));
            } else if fact.is("needs") {
                dose.needs.push(thing(words));
            } else if fact.is("tempo") {
                let tempo = tempo_of(fact).filter(|_| dose.tempo.is_none());
                dose.tempo = tempo.or_else(|| {
                    dose.remark(MISSED, words.to_owned());
                    dose.tempo.take()
                });
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

    pub(super) fn remark(&mut self, kind: &'static str, words: String) {
        let remark = (kind, words);
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
        if let [("sets", sets), ("reps", reps)] = values[..]
            && fact.is("by")
            && sets.low > reps.high
        {
            values = vec![("sets", reps), ("reps", sets)];
            let (sets, reps) = (count(reps), count(sets));
            self.remark(
                ASSUMED,
                format!("{words}: {sets} sets of {reps}, the smaller number as the sets"),
            );
        }
        if let [(name, from), ("to", to)] = values[..] {
            values = vec![(
                name,
                Quantity {
                    low: from.low,
                    high: to.high.max(from.high),
                },
            )];
        }
        if let [first, ("again", again)] = values[..] {
            // The same for the other side, or once more.
            values.truncate(1);
            if first.1 != again {
                self.remark(MISSED, words.to_owned());
            }
        }
        let is_other = |(name, value): &(&str, Quantity)| {
            *name == "hold" && self.get("hold").is_some_and(|known| known != *value)
        };
        if values.iter().any(is_other) {
            return self.remark(MISSED, words.to_owned());
        }
        let parts = |name: &str| name.starts_with(['t', 'w']) && name != "times" && name != "total";
        values.retain(|(name, _)| !parts(name));
        for (name, value) in values {
            if name == "times" {
                self.times.push(value);
            } else if *self.values.entry(name).or_insert(value) != value {
                self.remark(MISSED, words.to_owned());
            }
        }
    }

    fn days(&mut self, words: &str) {
        let words = words.to_lowercase().replace("through", "to");
        let skipped = ["on", "each", "only", "session", "sessions"];
        let days = words.split(' ').filter(|word| !skipped.contains(word));
        let days = days.collect::<Vec<_>>().join(" ");
        let days = if days == "day" {
            Ok(Days::ALL)
        } else {
            days.parse()
        };
        match days {
            Ok(days) => self.days = Some(self.days.map_or(days, |known| known.or(days))),
            Err(_) => self.remark(MISSED, words),
        }
    }

    /// Gives what can be in several places its own, as one exercise has it.
    pub(super) fn settle(&mut self, text: &str) {
        let rounds = self.values.remove("rounds");
        self.times.extend(rounds);
        let total = self.values.remove("total");
        if let Some(total) = total {
            self.values.entry("reps").or_insert(total);
        }
        self.settle_bare();
        let amount = self.get("hold").is_some() || self.tempo.is_some();
        for value in std::mem::take(&mut self.times) {
            let place = ["reps", "sets"].into_iter().find(|place| {
                self.get(place).is_none() && (*place == "sets" || amount || !self.says("amrap"))
            });
            // The same count twice is more likely one that was said again.
            if let Some(place) =
                place.filter(|place| *place == "reps" || self.get("reps") != Some(value))
            {
                self.values.insert(place, value);
            } else {
                self.remark(MISSED, format!("{} times", count(value)));
            }
        }
        if self.says("more") {
            self.values.entry("sets").or_insert(Quantity {
                low: 2.0,
                high: 2.0,
            });
        }
        if self.tempo.is_some()
            && self.get("reps").is_some()
            && let Some(hold) = self.values.remove("hold")
        {
            self.remark(MISSED, format!("{} beside a pace and a count", time(hold)));
        }
        self.settle_rests();
        // "Each way" is a side only where the ways are left and right.
        if self.says("ask-way") && is("way", &text.to_lowercase()) {
            self.said.insert("each");
        }
        if self.says("alternating") || self.says("ask-each") {
            self.said.insert("each");
        }
        if total.is_some()
            && self.says("each")
            && let Some(reps) = self.values.get_mut("reps")
        {
            (reps.low, reps.high) = ((reps.low / 2.0).floor(), (reps.high / 2.0).floor());
            let told = format!("{} on each side make the number in all", count(*reps));
            self.remark(ASSUMED, told);
        }
        self.within_limits();
    }

    /// A time without a word is a hold; beside a pace, or sets of movements, one
    /// that is long is a rest.
    fn settle_bare(&mut self) {
        let Some(bare) = self.values.remove("bare") else {
            return;
        };
        let sets = self.get("sets").is_some();
        let moves = sets && self.get("reps").is_some() && self.get("hold").is_none();
        let counted = sets || self.get("reps").is_some() || !self.times.is_empty();
        if moves && (self.tempo.is_some() || bare.low >= 15.0) && self.get("set_rest").is_none() {
            self.values.insert("set_rest", bare);
            self.remark(ASSUMED, format!("{}: the rest between sets", time(bare)));
        } else if self.get("hold").is_none_or(|hold| hold == bare)
            && (self.tempo.is_none() || !counted)
        {
            self.values.insert("hold", bare);
        } else {
            self.remark(MISSED, time(bare));
        }
    }

    /// A rest is between sets or between reps, whichever there are.
    fn settle_rests(&mut self) {
        let several = |count: Option<Quantity>| count.is_some_and(|count| count.high > 1.0);
        let sets = several(self.get("sets"));
        let reps = several(self.get("reps")) && self.get("hold").is_some();
        let found = ["rep_rest", "set_rest", "rest"].map(|name| (name, self.values.remove(name)));
        for (name, rest) in found {
            let Some(mut rest) = rest else { continue };
            if rest.low < rest.high {
                self.remark(ASSUMED, format!("the shorter of a rest of {}", time(rest)));
                rest.high = rest.low;
            }
            let none = rest.high == 0.0 && self.get("hold").is_some();
            let places = match name {
                "rest" | "set_rest" => [("set_rest", sets), ("rest", reps || none)],
                _ => [("rest", reps), ("set_rest", sets)],
            };
            let free = places
                .iter()
                .find(|(place, fits)| *fits && self.get(place).is_none());
            if let Some((place, _)) = free {
                self.values.insert(place, rest);
            } else {
                let told = format!("a rest of {}: there is nothing to rest between", time(rest));
                self.remark(MISSED, told);
            }
        }
    }

    /// Takes out what no routine can have.
    fn within_limits(&mut self) {
        let mut out = Vec::new();
        self.values.retain(|name, value| {
            let range = value.low..=value.high;
            let (least, most) = match *name {
                "hold" => (HOLD_MIN, HOLD_MAX),
                _ => (Duration::ZERO, BREAK_MAX),
            };
            let fits = if ["sets", "reps"].contains(name) {
                let whole = range.start().fract() == 0.0 && range.end().fract() == 0.0;
                whole && *range.start() >= 1.0 && *range.end() <= f64::from(COUNT_MAX)
            } else {
                *range.start() >= least.as_secs_f64() && *range.end() <= most.as_secs_f64()
            };
            if !fits {
                out.push(format!(
                    "{name} of {}: no routine can have that",
                    count(*value)
                ));
            }
            fits
        });
        self.remarks
            .extend(out.into_iter().map(|told| (MISSED, told)));
    }

    /// Whether there is anything to count or to time.
    pub(super) fn is_counted(&self) -> bool {
        self.tempo.is_some()
            || ["sets", "reps", "hold"]
                .iter()
                .any(|name| self.get(name).is_some())
    }

    /// Whether it has no count that may be reps or sets.
    pub(super) fn is_timeless(&self) -> bool {
        self.times.is_empty()
    }

    pub(super) fn sides(&self) -> Option<&'static str> {
        let sides = ["each", "none", "left", "right"];
        sides.into_iter().find(|side| self.says(side))
    }

    /// The keys of a step with this dose, with what the sheet leaves open.
    pub(super) fn keys(&mut self) -> Vec<(&'static str, String)> {
        if self.says("task") && !self.is_counted() {
            return vec![("task", "true".to_owned())];
        }
        let mut keys = Vec::new();
        let quoted = |text: &str| format!("\"{text}\"");
        if self.says("left") && self.says("right") && !self.says("each") {
            self.remark(MISSED, "left or right?".to_owned());
        } else if let Some(side) = self.sides().filter(|side| *side != "none") {
            keys.push(("sides", quoted(side)));
            let first = ["left", "right"]
                .into_iter()
                .find(|side| self.says(&format!("first-{side}")));
            keys.extend(
                first
                    .filter(|_| side == "each")
                    .map(|first| ("first", quoted(first))),
            );
            if self.says("alternating") {
                keys.push(("order", quoted("alternating")));
            }
        }
        for (key, name) in KEYS {
            let value = self.get(name);
            let is_count = ["sets", "reps"].contains(&name);
            keys.extend(value.map(|value| {
                (
                    key,
                    if is_count {
                        count(value)
                    } else {
                        quoted(&time(value))
                    },
                )
            }));
            if name != "hold" || value.is_some() {
                continue;
            }
            let own = self.get("reps").is_some();
            if !own {
                keys.push(("hold", quoted("open")));
                self.remark(
                    ASSUMED,
                    "no time and no count: it lasts until Enter".to_owned(),
                );
            } else if self.tempo.is_none() {
                keys.push(("tempo", quoted("own")));
                self.remark(
                    ASSUMED,
                    "a count without a time: at your own pace".to_owned(),
                );
            }
        }
        keys.extend(self.tempo.as_ref().map(|tempo| ("tempo", quoted(tempo))));
        keys
    }

    /// Takes over how long and how fast from the exercise above.
    pub(super) fn like(&mut self, above: &Self) {
        let own: Vec<&str> = self.values.keys().copied().collect();
        if self.get("hold").is_none() && self.tempo.is_none() {
            self.tempo.clone_from(&above.tempo);
            self.values
                .extend(above.get("hold").map(|hold| ("hold", hold)));
        }
        if own.is_empty() {
            let counts = ["sets", "reps"].into_iter();
            self.values
                .extend(counts.filter_map(|name| Some((name, above.get(name)?))));
        }
        self.remark(
            ASSUMED,
            "the time of the exercise above, as the sheet calls it the same".to_owned(),
        );
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

/// A tempo as a routine has it, where it can have it.
fn tempo_of(fact: &Fact) -> Option<String> {
    // "t2" is the time of the second part, "w2" its word.
    let of = |name: &str, letter: char, number: char| {
        let mut letters = name.chars();
        letters.next() == Some(letter) && letters.next() == Some(number)
    };
    let part = |number: char| {
        let (_, time) = fact.values.iter().find(|(name, _)| of(name, 't', number))?;
        let word = fact.words.iter().find(|(name, _)| of(name, 'w', number));
        let word = word.map(|(_, word)| format!("{word} ")).unwrap_or_default();
        // A range is no time of a part, and a part of nothing is left out.
        let told = if time.low == time.high {
            format!("{word}{}s", time.low)
        } else {
            "?".to_owned()
        };
        Some(told)
    };
    let parts = ['1', '2', '3', '4'].into_iter().map_while(part);
    let parts: Vec<String> = parts.filter(|part| part != "0s").collect();
    let plain = parts.iter().all(|part| !part.contains(' '));
    let tempo = if plain {
        parts.join("-").replace('s', "")
    } else {
        parts.join(", ")
    };
    tempo::read(&tempo).is_ok().then_some(tempo)
}

/// A count as a routine has it.
pub(super) fn count(count: Quantity) -> String {
    if count.low == count.high {
        count.low.to_string()
    } else {
        format!("\"{}-{}\"", count.low, count.high)
    }
}

/// A time as a routine has it.
pub(super) fn time(time: Quantity) -> String {
    let text = |seconds| Duration::try_from_secs_f64(seconds).map_or(seconds.to_string(), length);
    if time.low == time.high {
        text(time.low)
    } else {
        format!("{}-{}", text(time.low), text(time.high))
    }
}
