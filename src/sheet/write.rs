//! The routine file that is made of a sheet, and what is told of it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::dose::{ASSUMED, Dose, MISSED, NO_VALUE};
use super::grammar::{self, Reading};
use super::outline::{self, Item};
use super::patterns::is;
use super::quantity::Quantity;
use super::settle::of_key;
use super::step::{Step, unread};
use super::token::Token;
use super::toml::{comment, days_text, quoted, remarks, table};
use super::wording::sentences;
use crate::diagnostic::Severity;
use crate::routine::{self, limits::STEPS};

const DEFAULTS: &str =
    "  All: prepare 5s, rest 3s, switch 5s, set_rest 30s, where the sheet has none\n";

/// A routine made of a sheet.
pub struct Made {
    /// The file.
    pub text: String,
    /// What was written, assumed, and not understood.
    pub report: String,
}

/// Reads a sheet into a routine of this name, with the drawings and words of known
/// steps. There is none where the sheet has no exercise.
pub fn read(sheet: &str, name: &str, known: &[Arc<routine::Step>]) -> Option<Made> {
    let mut file = File::of(sheet, name, known);
    let most = file.steps.len().min(STEPS);
    for step in file.steps.split_off(most) {
        file.set_aside(&step, &format!("a routine has at most {STEPS} steps"));
    }
    // What no routine can have is found by what reads routines, and set aside.
    while !file.steps.is_empty() {
        let text = file.text();
        let (_, mut problems) = routine::parse(&text);
        problems.retain(|problem| problem.severity == Severity::Error);
        if problems.is_empty() {
            let report = file.report();
            return Some(Made { text, report });
        }
        let mut wrong = BTreeMap::new();
        for problem in problems {
            let steps = text[..problem.span.start].matches("\n[[step]]").count();
            let at = steps.saturating_sub(1);
            wrong.entry(at).or_insert(problem.message);
        }
        for (at, why) in wrong.iter().rev() {
            let step = file.steps.remove(*at);
            file.set_aside(&step, why);
        }
    }
    None
}

/// All that is in the file.
#[derive(Default)]
struct File {
    title: String,
    /// The lines that are of no exercise alone.
    general: Vec<String>,
    cautions: Vec<String>,
    /// What is said of all exercises.
    whole: Dose,
    /// The rounds of each circuit and the rest between them.
    circuits: BTreeMap<String, BTreeMap<&'static str, Quantity>>,
    steps: Vec<Step>,
}

impl File {
    fn of(sheet: &str, name: &str, known: &[Arc<routine::Step>]) -> Self {
        let outline = outline::outline(sheet);
        let mut file = Self {
            title: outline.title.unwrap_or_else(|| name.to_owned()),
            ..Self::default()
        };
        for (kind, line) in outline.aside {
            file.whole.remark(kind, line);
        }
        let mut circuit = None;
        for item in outline.items {
            match item {
                Item::Exercise(exercise) => {
                    let above = file.steps.last().map(|step| &step.dose);
                    match Step::of(exercise, above, known) {
                        Ok(mut step) => {
                            let letter = step.exercise.letter.map(String::from);
                            step.circuit = circuit.clone().or(letter);
                            file.steps.push(step);
                        }
                        Err(left_out) => file.whole.remark(MISSED, left_out),
                    }
                }
                Item::General { copy, text } => {
                    circuit = None;
                    for sentence in sentences(&text) {
                        circuit = file.general(sentence).or(circuit);
                    }
                    file.general.push(copy);
                }
            }
        }
        file.settle();
        file
    }

    /// Takes a sentence that is of no exercise alone. Returns the circuit that it
    /// opens.
    fn general(&mut self, sentence: &str) -> Option<String> {
        let reading = grammar::read(sentence);
        let mut dose = Dose::of(&reading);
        dose.within_limits();
        if dose.says("caution") {
            self.cautions.push(sentence.to_owned());
        }
        let is_other = |at: &usize| {
            let is_filler = is("filler", &reading.tokens[*at].spelling);
            reading.is_word(*at) && !reading.is_taken(*at) && !is_filler
        };
        let others = (0..reading.tokens.len()).filter(is_other).count();
        if let Some(days) = dose.days.take().filter(|days| !days.are_all()) {
            if others == 0 || begins_with_days(&reading) && !dose.says("caution") {
                self.whole.days = Some(days);
            } else {
                dose.remark(MISSED, sentence.to_owned());
            }
        }
        if others < 4 {
            self.whole.said.extend(dose.sides());
        }
        let rounds = dose.get("rounds");
        let rest = dose.get("round_rest").or(dose.get("rest"));
        for name in ["prepare", "switch", "set_rest"] {
            let value = dose.get(name).map(|value| (name, value));
            self.whole.values.extend(value);
        }
        let letter = self.steps.last().and_then(|step| step.circuit.clone());
        let name = match rounds {
            Some(_) if dose.says("all") => Some("all".to_owned()),
            Some(_) => Some("rounds".to_owned()),
            // "2 min after each pair" is said below the pair.
            None => letter.filter(|_| rest.is_some()),
        };
        if let Some(name) = &name {
            let values = self.circuits.entry(name.clone()).or_default();
            values.extend(rounds.map(|rounds| ("rounds", rounds)));
            values.extend(rest.map(|rest| ("rest", rest)));
        }
        if dose.says("all") && rounds.is_some() {
            dose.remark(ASSUMED, format!("{sentence}: so many rounds in all"));
        }
        let known = ["prepare", "switch", "set_rest", "rounds", "round_rest"];
        let is_known = |key: &&str| known.contains(key) || *key == "rest" && name.is_some();
        let more = !dose.values.keys().all(is_known) || !dose.times.is_empty();
        if more || dose.tempo.is_some() {
            dose.remark(MISSED, sentence.to_owned());
        }
        unread(&reading, &mut dose);
        // Of a sentence that stands alone, all of it is kept, and once.
        let is_told = dose.says("caution") || dose.remarked(MISSED).next().is_some();
        for (kind, words) in dose.remarks {
            if kind == ASSUMED {
                self.whole.remark(kind, words);
            } else if kind != NO_VALUE || !is_told {
                self.whole.remark(kind, sentence.to_owned());
            }
        }
        name.filter(|name| name == "rounds")
    }

    fn set_aside(&mut self, step: &Step, why: &str) {
        let lines = step.exercise.copies.join(" ");
        self.whole.remark(MISSED, format!("{lines}: {why}"));
    }

    /// What is said of all exercises goes to those that say nothing else.
    fn settle(&mut self) {
        let sides = self.whole.sides().filter(|side| *side != "none");
        let all = self.circuits.contains_key("all");
        let circuits = self.steps.iter().filter_map(|step| step.circuit.clone());
        let circuits: Vec<String> = circuits.collect();
        for step in &mut self.steps {
            let dose = &mut step.dose;
            if dose.sides().is_none() {
                dose.said.extend(sides);
            }
            let several = dose.get("sets").is_some_and(Quantity::is_several);
            if let Some(rest) = self.whole.get("set_rest").filter(|_| several) {
                dose.values.entry("set_rest").or_insert(rest);
            }
            if all {
                step.circuit = (!dose.says("task")).then(|| "all".to_owned());
            }
            // Of those that are done in turn, the sets are rounds; one alone has none.
            let is_letter = |name: &&String| name.len() == 1;
            let Some(letter) = step.circuit.as_ref().filter(is_letter) else {
                continue;
            };
            if circuits.iter().filter(|other| *other == letter).count() < 2 {
                step.circuit = None;
                continue;
            }
            let held_once = dose.get("hold").is_some() && dose.get("sets").is_none();
            let rounds = if held_once { "reps" } else { "sets" };
            let circuit = self.circuits.entry(letter.clone()).or_default();
            if let Some(rounds) = dose.values.remove(rounds) {
                circuit.entry("rounds").or_insert(rounds);
            }
        }
        self.circuits
            .retain(|_, values| values.contains_key("rounds"));
        for step in &mut self.steps {
            step.circuit
                .take_if(|name| !self.circuits.contains_key(name));
            step.finish();
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# Made of a sheet, whose own lines have a >. Compare them before you play it.\n",
        );
        for line in &self.general {
            comment(&mut text, ">", line);
        }
        remarks(&mut text, &self.whole);
        let _ = writeln!(text, "title = {}", quoted(&self.title));
        if !self.cautions.is_empty() {
            let _ = writeln!(text, "caution = {}", quoted(&self.cautions.join(" ")));
        }
        let time = |key| Some((key, of_key(key, self.whole.get(key)?)));
        let times = ["prepare", "switch"].into_iter().filter_map(time);
        let days = self.whole.days.map(|days| ("days", days_text(days)));
        let defaults: Vec<_> = times.chain(days).collect();
        table(&mut text, "defaults", &defaults);
        for (name, values) in &self.circuits {
            if self
                .steps
                .iter()
                .any(|step| step.circuit.as_ref() == Some(name))
            {
                // The rounds stand before their rest.
                let keys = values.iter().rev();
                let keys: Vec<_> = keys
                    .map(|(key, value)| (*key, of_key(key, *value)))
                    .collect();
                table(&mut text, &format!("circuit.{name}"), &keys);
            }
        }
        let steps = self.steps.iter().map(|step| format!("\n{}", step.text()));
        text.extend(steps);
        text
    }

    fn report(&self) -> String {
        let mut report = String::from("Written:\n");
        for step in &self.steps {
            let told = |(key, value): &(&str, String)| format!("{key} = {value}");
            let keys = step.keys.iter().map(told).collect::<Vec<_>>().join(", ");
            let _ = writeln!(report, "  {}: {keys}", step.exercise.name);
        }
        let (assumed, missed) = (self.remarked(ASSUMED), self.remarked(MISSED));
        let missed = if missed.is_empty() {
            "  nothing\n"
        } else {
            &missed
        };
        report + "Assumed:\n" + &assumed + DEFAULTS + "Not understood:\n" + missed
    }

    /// The remarks of a kind, each once, with what they are of.
    fn remarked(&self, kind: &'static str) -> String {
        let mut told: Vec<(&str, String)> = Vec::new();
        let steps = self.steps.iter();
        let steps = steps.map(|step| (&*step.exercise.name, &step.dose));
        for (name, dose) in [("The sheet", &self.whole)].into_iter().chain(steps) {
            for words in dose.remarked(kind) {
                match told.iter_mut().find(|(known, _)| *known == words) {
                    Some((_, names)) => names.extend(["; ", name]),
                    None => told.push((words, name.to_owned())),
                }
            }
        }
        let lines = told
            .iter()
            .map(|(words, names)| format!("  {names}: {words}\n"));
        lines.collect()
    }
}

/// Whether a sentence about all exercises has its days first, or set off from the
/// rest. Of "ring 01632 960417, Monday to Friday" nobody stretches.
fn begins_with_days(reading: &Reading) -> bool {
    let days = reading.fact("days");
    let start = days.map_or(0, |fact| fact.tokens.start);
    let Some(before) = start.checked_sub(1) else {
        return true;
    };
    let sign = reading.tokens[before].spelling.as_str();
    let is_call = |token: &Token| token.spelling == "#code" || token.spelling.ends_with('c');
    [",", "(", "/"].contains(&sign) && !reading.tokens.iter().any(is_call)
}
