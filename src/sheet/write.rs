//! The routine file that is made of a sheet, and what is told of it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::dose::{ASSUMED, Dose, MISSED, NO_VALUE};
use super::grammar;
use super::kind::{Kind, has_days, others};
use super::outline::{self, Item};
use super::patterns::is;
use super::quantity::Quantity;
use super::settle::of_key;
use super::step::{Step, unread};
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
            wrong.entry(at).or_insert(problem);
        }
        for (at, problem) in wrong.iter().rev() {
            let help = problem.help.as_deref().unwrap_or_default();
            let free = help.split('"').nth(1);
            let free = free.filter(|_| problem.code == "duplicate-id");
            let (above, steps) = file.steps.split_at_mut(*at);
            if free.is_some_and(|id| steps[0].is_named_apart(above, id)) {
                continue;
            }
            let why = &problem.message;
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
    /// What is said of those behind a step, and how.
    of_all: Vec<(usize, String, Dose)>,
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
            file.whole.remark(kind, &line);
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
                        Err(left_out) => file.whole.remark(MISSED, &left_out),
                    }
                }
                Item::General { copy, text } => {
                    circuit = None;
                    let reading = grammar::read(&text);
                    let is_date = reading.has("days") && is("dated", &text);
                    let is_one = Kind::of(&reading).of_all || is_date;
                    let one = is_one.then(|| vec![&*text]);
                    for sentence in one.unwrap_or_else(|| sentences(&text)) {
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
        if let Some(days) = dose.days.take().filter(|days| !days.are_all())
            && !(has_days(&reading) && *self.whole.days.get_or_insert(days) == days)
        {
            dose.remark(MISSED, sentence);
        }
        let kind = Kind::of(&reading);
        let is_first = !self.steps.iter().any(|step| step.dose.is_counted());
        if kind.of_all && (reading.has("every") || is_first) {
            dose.settle(sentence);
            let words = sentence.trim_end_matches(['.', ':']).to_owned();
            self.of_all.push((self.steps.len(), words, dose.clone()));
            let is_own = |name: &str| ["prepare", "switch"].contains(&name);
            dose.values.retain(|name, _| is_own(name));
            dose.tempo = None;
        } else if !kind.dosed && others(&reading, reading.tokens.len()) < 4 {
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
            dose.remark(ASSUMED, &format!("{sentence}: so many rounds in all"));
        }
        let known = ["prepare", "switch", "set_rest", "rounds", "round_rest"];
        let is_known = |key: &&str| known.contains(key) || *key == "rest" && name.is_some();
        let more = !dose.values.keys().all(is_known) || !dose.times.is_empty();
        if more || dose.tempo.is_some() {
            dose.remark(MISSED, sentence);
        }
        unread(&reading, &mut dose);
        // Of a sentence that stands alone, all of it is kept, and once.
        let is_told = dose.says("caution") || dose.remarked(MISSED).next().is_some();
        for (kind, words) in dose.remarks {
            if kind == ASSUMED {
                self.whole.remark(kind, &words);
            } else if kind != NO_VALUE || !is_told {
                self.whole.remark(kind, sentence);
            }
        }
        name.filter(|name| name == "rounds")
    }

    fn set_aside(&mut self, step: &Step, why: &str) {
        let lines = step.exercise.copies.join(" ");
        self.whole.remark(MISSED, &format!("{lines}: {why}"));
    }

    /// What is said of all exercises goes to those that say nothing else.
    fn settle(&mut self) {
        let sides = self.whole.sides().filter(|side| *side != "none");
        let all = self.circuits.contains_key("all");
        let circuits = self.steps.iter().filter_map(|step| step.circuit.clone());
        let circuits: Vec<String> = circuits.collect();
        let count = self.steps.len();
        for (at, step) in self.steps.iter_mut().enumerate() {
            let dose = &mut step.dose;
            let starts = self.of_all.iter().map(|(start, ..)| *start);
            let start = starts.filter(|start| *start <= at).max();
            for (from, words, all) in &self.of_all {
                let is_known = !dose.says("task") && !dose.says("unclear");
                if is_known && (Some(*from) == start || *from == count) {
                    // What is counted is no stretch.
                    let is_stretch = words.to_lowercase().contains("stretch");
                    let moves = is_stretch && dose.get("reps").is_some();
                    let told = format!("{words}: as the sheet says of all");
                    let names = ["sets", "reps", "rest", "set_rest", "hold"];
                    dose.fill(all, &names[..5 - usize::from(moves)], &told);
                }
            }
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
            if let Some(sets) = dose.values.remove(rounds)
                && *circuit.entry("rounds").or_insert(sets) != sets
            {
                // One that is done in turn with others has as many rounds as these.
                dose.remark(MISSED, &format!("{} sets", sets.count()));
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
            let is_of = |step: &Step| step.circuit.as_ref() == Some(name);
            if self.steps.iter().any(is_of) {
                // The rounds stand before their rest.
                let key = |(key, value): (&&'static str, &_)| (*key, of_key(key, *value));
                let keys: Vec<_> = values.iter().rev().map(key).collect();
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
        let line = |(words, names): &(&str, String)| format!("  {names}: {words}\n");
        told.iter().map(line).collect()
    }
}
