//! The words of a sheet leave open what some numbers are. Here each gets its place,
//! and what a sheet doesn't say is filled in and remarked.

use super::dose::{ASSUMED, Dose, MISSED};
use super::patterns::is;
use super::quantity::Quantity;
use crate::routine::limits::{BREAK_MAX, COUNT_MAX, HOLD_MAX, HOLD_MIN};

/// The keys of a step that have values, in their order.
const KEYS: &str = "sets reps hold rest set_rest switch prepare";

impl Dose {
    /// Gives what can be in several places its own, as one exercise has it.
    pub(super) fn settle(&mut self, text: &str) {
        let rounds = self.values.remove("rounds");
        self.times.extend(rounds);
        let total = self.values.remove("total");
        if let Some(total) = total {
            self.values.entry("reps").or_insert(total);
        }
        self.settle_bare();
        self.settle_times();
        if self.says("more") {
            self.values.entry("sets").or_insert(Quantity::fixed(2.0));
        }
        if self.tempo.is_some()
            && self.get("reps").is_some()
            && let Some(hold) = self.values.remove("hold")
        {
            let told = format!("{} beside a pace and a count", hold.time());
            self.remark(MISSED, &told);
        }
        self.settle_rests();
        // "Each way" is a side only where the ways are left and right.
        let is_way = self.says("ask-way") && is("way", &text.to_lowercase());
        if is_way || self.says("alternating") || self.says("ask-each") {
            self.said.insert("each");
        }
        if total.is_some()
            && self.says("each")
            && let Some(reps) = self.values.get_mut("reps")
        {
            *reps = reps.map(|reps| (reps / 2.0).floor());
            let told = format!("{} on each side make the number in all", reps.count());
            self.remark(ASSUMED, &told);
        }
        self.within_limits();
    }

    /// A time without a word is a hold; beside a pace, or sets of movements, one
    /// that is long is a rest.
    fn settle_bare(&mut self) {
        let Some(bare) = self.values.remove("bare") else {
            return;
        };
        let (sets, reps) = (self.get("sets").is_some(), self.get("reps").is_some());
        let hold = self.get("hold");
        let moves = sets && reps && hold.is_none();
        let counted = sets || reps || !self.times.is_empty();
        if moves && (self.tempo.is_some() || bare.low >= 15.0) && self.get("set_rest").is_none() {
            self.values.insert("set_rest", bare);
            self.remark(ASSUMED, &format!("{}: the rest between sets", bare.time()));
        } else if hold.is_none_or(|hold| hold == bare) && (self.tempo.is_none() || !counted) {
            self.values.insert("hold", bare);
        } else {
            self.remark(MISSED, &bare.time());
        }
    }

    /// So many times are reps, or sets where there are reps.
    fn settle_times(&mut self) {
        let amount = self.get("hold").is_some() || self.tempo.is_some();
        for value in std::mem::take(&mut self.times) {
            let reps = self.get("reps");
            if reps.is_none() && (amount || !self.says("amrap")) {
                self.values.insert("reps", value);
            // The same count twice is more likely one that was said again.
            } else if self.get("sets").is_none() && reps != Some(value) {
                self.values.insert("sets", value);
            } else {
                self.remark(MISSED, &format!("{} times", value.count()));
            }
        }
    }

    /// A rest is between sets or between reps, whichever there are.
    fn settle_rests(&mut self) {
        let several = |count: Option<Quantity>| count.is_some_and(Quantity::is_several);
        let held = self.get("hold").is_some();
        let sets = several(self.get("sets"));
        let reps = several(self.get("reps")) && held;
        let found = ["rep_rest", "set_rest", "rest"].map(|name| (name, self.values.remove(name)));
        for (name, rest) in found {
            let Some(mut rest) = rest else { continue };
            if rest.low < rest.high {
                let told = format!("the shorter of a rest of {}", rest.time());
                self.remark(ASSUMED, &told);
                rest.high = rest.low;
            }
            let places = match name {
                "rep_rest" => [("rest", reps), ("set_rest", sets)],
                _ => [("set_rest", sets), ("rest", reps)],
            };
            let is_free = |(place, fits): &(&str, bool)| *fits && self.get(place).is_none();
            if let Some((place, _)) = places.into_iter().find(is_free) {
                self.values.insert(place, rest);
            } else {
                let rest = rest.time();
                let told = format!("a rest of {rest}: there is nothing to rest between");
                self.remark(MISSED, &told);
            }
        }
    }

    /// Takes out what no routine can have.
    pub(super) fn within_limits(&mut self) {
        for (name, value) in self.values.clone() {
            let (least, most) = match name {
                "hold" => (HOLD_MIN.as_secs_f64(), HOLD_MAX.as_secs_f64()),
                _ if is_count(name) => (1.0, f64::from(COUNT_MAX)),
                _ => (0.0, BREAK_MAX.as_secs_f64()),
            };
            let is_whole = value.map(f64::trunc) == value || !is_count(name);
            if !is_whole || value.low < least || value.high > most {
                self.values.remove(name);
                let told = format!("{name} of {}: no routine can have that", value.count());
                self.remark(MISSED, &told);
            }
        }
    }

    /// The keys of a step with this dose, with what the sheet leaves open.
    pub(super) fn keys(&mut self) -> Vec<(&'static str, String)> {
        if self.says("task") && !self.is_counted() {
            return vec![("task", "true".to_owned())];
        }
        let mut keys = Vec::new();
        let quoted = |text: &str| format!("\"{text}\"");
        if self.says("left") && self.says("right") && !self.says("each") {
            self.remark(MISSED, "left or right?");
        } else if let Some(side) = self.sides().filter(|side| *side != "none") {
            keys.push(("sides", quoted(side)));
            let is_first = |side: &&str| self.says(&format!("first-{side}"));
            let first = ["left", "right"].into_iter().find(is_first);
            let first = first.filter(|_| side == "each");
            keys.extend(first.map(|first| ("first", quoted(first))));
            if self.says("alternating") {
                keys.push(("order", quoted("alternating")));
            }
        }
        for name in KEYS.split(' ') {
            if let Some(value) = self.get(name) {
                keys.push((name, of_key(name, value)));
            } else if name == "hold" && self.get("reps").is_none() {
                keys.push(("hold", quoted("open")));
                let told = "no time and no count: it lasts until Enter";
                self.remark(ASSUMED, told);
            } else if name == "hold" && self.tempo.is_none() {
                keys.push(("tempo", quoted("own")));
                let told = "a count without a time: at your own pace";
                self.remark(ASSUMED, told);
            }
        }
        keys.extend(self.tempo.as_ref().map(|tempo| ("tempo", quoted(tempo))));
        keys
    }

    /// Takes over what is said of all or of the exercise above and left open here. A
    /// number of movements is none of holds.
    pub(super) fn fill(&mut self, from: &Self, names: &[&'static str], told: &str) {
        let known = self.values.len();
        let (is_held, is_paced) = (self.get("hold").is_some(), self.tempo.is_some());
        let is_moved = from.get("sets").is_some() && from.get("hold").is_none();
        for name in names {
            let fits = !(*name == "hold" && is_paced || *name == "reps" && is_moved && is_held);
            if let Some(value) = from.get(name).filter(|_| fits) {
                self.values.entry(name).or_insert(value);
            }
        }
        if !is_held && !is_paced {
            self.tempo.clone_from(&from.tempo);
        }
        let sides = from
            .sides()
            .filter(|_| self.sides().is_none() && names.len() > 3);
        self.said.extend(sides);
        if self.values.len() > known || !is_paced && self.tempo.is_some() || sides.is_some() {
            self.remark(ASSUMED, told);
        }
    }
}

fn is_count(name: &str) -> bool {
    ["sets", "reps", "rounds"].contains(&name)
}

pub(super) fn of_key(name: &str, value: Quantity) -> String {
    match is_count(name) {
        true if value.is_fixed() => value.count(),
        true => format!("\"{}\"", value.count()),
        false => format!("\"{}\"", value.time()),
    }
}
