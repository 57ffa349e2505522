//! The routine file that is made of a sheet, and what is told of it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::dose::{ASSUMED, Dose, MISSED, count, time};
use super::grammar;
use super::outline::{self, Item};
use super::step::{Known, Step, unread};
use crate::diagnostic::Severity;
use crate::night::Days;
use crate::routine;

/// A routine made of a sheet.
pub struct Made {
    /// The file.
    pub text: String,
    /// What was written, assumed, and not understood.
    pub report: String,
}

/// Reads a sheet into a routine of this name. There is none where the sheet has
/// no exercise.
pub fn read(sheet: &str, name: &str, known: &[Known]) -> Option<Made> {
    let mut file = File::of(sheet, name, known);
    // What no routine can have is found by what reads routines, and set aside.
    while file.steps.iter().any(|step| step.refused.is_none()) {
        let (text, places) = file.text();
        let (_, problems) = routine::parse(&text);
        let mut errors = problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error);
        let Some(problem) = errors.next() else {
            let report = file.report();
            return Some(Made { text, report });
        };
        let before = places
            .iter()
            .rposition(|place| place.is_some_and(|place| place <= problem.span.start));
        let last = places.iter().rposition(Option::is_some);
        if let Some(at) = before.or(last) {
            file.steps[at].refused = Some(problem.message.clone());
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
    circuits: BTreeMap<String, Dose>,
    steps: Vec<Step>,
}

impl File {
    fn of(sheet: &str, name: &str, known: &[Known]) -> Self {
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
                    match Step::of(&exercise, above, known) {
                        Ok(mut step) => {
                            let letter = exercise.letter.map(|letter| letter.to_string());
                            step.circuit = circuit.clone().or(letter);
                            file.steps.push(step);
                        }
                        Err(left_out) => file.whole.remark(MISSED, left_out),
                    }
                }
                Item::General(line) => {
                    circuit = None;
                    for sentence in outline::sentences(&line.text) {
                        circuit = file.general(sentence).or(circuit);
                    }
                    file.general.push(line.copy);
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
        if dose.says("caution") {
            self.cautions.push(sentence.to_owned());
        }
        let fillers = [
            "session",
            "on",
            "only",
            "do",
            "these",
            "this",
            "all",
            "of",
            "it",
            "and",
            "exercises",
            "plan",
        ];
        let others = reading.tokens.iter().enumerate().filter(|(at, token)| {
            let word = token.spelling.as_str();
            !reading.is_taken(*at)
                && word.starts_with(char::is_alphabetic)
                && !fillers.contains(&word)
        });
        let others = others.count();
        // Of "ring 01632 960417, Monday to Friday" nobody stretches.
        let days = reading
            .facts
            .iter()
            .find(|fact| fact.is("days"))
            .map_or(0, |fact| fact.tokens.start);
        let before = days
            .checked_sub(1)
            .map_or(",", |before| &reading.tokens[before].spelling);
        let is_call = dose.says("caution")
            || reading
                .tokens
                .iter()
                .any(|token| token.spelling == "#code" || token.spelling.ends_with('c'));
        let gap = days > 0
            && reading.text[..reading.tokens[days].span.start].ends_with("  ")
            && before != ":";
        let begins = ([",", "(", "/"].contains(&before) || gap) && !is_call;
        if let Some(days) = dose.days.take().filter(|days| !days.are_all()) {
            if others == 0 || begins {
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
        for name in ["gap", "switch", "set_rest"] {
            self.whole
                .values
                .extend(dose.get(name).map(|value| (name, value)));
        }
        let letter = self.steps.last().and_then(|step| step.circuit.clone());
        let name = match rounds {
            Some(_) if dose.says("all") => Some("all".to_owned()),
            Some(_) => Some("rounds".to_owned()),
            // "2 min after each pair" is said below the pair.
            None => letter.filter(|_| rest.is_some()),
        };
        if let Some(name) = &name {
            let circuit = self.circuits.entry(name.clone()).or_default();
            circuit
                .values
                .extend(rounds.map(|rounds| ("rounds", rounds)));
            circuit.values.extend(rest.map(|rest| ("round_rest", rest)));
        }
        if dose.says("all") && rounds.is_some() {
            dose.remark(ASSUMED, format!("{sentence}: so many rounds in all"));
        }
        let known = ["gap", "switch", "set_rest", "rounds", "round_rest"];
        let more = dose
            .values
            .keys()
            .any(|key| !known.contains(key) && !(*key == "rest" && name.is_some()));
        if more || dose.tempo.is_some() || !dose.is_timeless() {
            dose.remark(MISSED, sentence.to_owned());
        }
        unread(&reading, &mut dose);
        // Of a sentence that stands alone, all of it is kept.
        for (kind, words) in dose.remarks {
            let words = if kind == ASSUMED {
                words
            } else {
                sentence.to_owned()
            };
            self.whole.remark(kind, words);
        }
        name.filter(|name| name == "rounds")
    }

    /// What is said of all exercises goes to those that say nothing else.
    fn settle(&mut self) {
        let sides = self.whole.sides().filter(|side| *side != "none");
        let all = self.circuits.contains_key("all");
        let letters: Vec<Option<String>> =
            self.steps.iter().map(|step| step.circuit.clone()).collect();
        for step in &mut self.steps {
            let dose = &mut step.dose;
            let held = dose.get("hold").is_some() || sides != Some("each");
            if dose.says("ask-way") && sides.is_some_and(|side| side != "each") {
                dose.said.remove("each");
            }
            if dose.sides().is_none() && held && dose.is_counted() {
                dose.said.extend(sides);
            }
            let several = dose.get("sets").is_some_and(|sets| sets.high > 1.0);
            if let Some(rest) = self.whole.get("set_rest").filter(|_| several) {
                dose.values.entry("set_rest").or_insert(rest);
            }
            if all {
                step.circuit = (!dose.says("task")).then(|| "all".to_owned());
            }
            // Of those that are done in turn, the sets are rounds; one alone has none.
            let Some(letter) = step.circuit.clone().filter(|name| name.len() == 1) else {
                continue;
            };
            if letters
                .iter()
                .filter(|other| other.as_ref() == Some(&letter))
                .count()
                < 2
            {
                step.circuit = None;
                continue;
            }
            let held = dose.get("hold").is_some() && dose.get("sets").is_none();
            let rounds = dose.values.remove(if held { "reps" } else { "sets" });
            let circuit = self.circuits.entry(letter).or_default();
            if let Some(rounds) = rounds {
                circuit.values.entry("rounds").or_insert(rounds);
            }
        }
        self.circuits.retain(|_, dose| dose.get("rounds").is_some());
        for step in &mut self.steps {
            step.circuit = step
                .circuit
                .take()
                .filter(|name| self.circuits.contains_key(name));
            step.finish();
        }
    }

    /// The text, and where in it each step begins that is not set aside.
    fn text(&self) -> (String, Vec<Option<usize>>) {
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
        let times = [("prepare", "gap"), ("switch", "switch")];
        let times = times
            .iter()
            .filter_map(|(key, name)| Some((*key, time(self.whole.get(name)?))));
        let days = self.whole.days.map(|days| ("days", days_text(days)));
        for (at, (key, value)) in times.chain(days).enumerate() {
            let head = if at == 0 { "\n[defaults]\n" } else { "" };
            let _ = writeln!(text, "{head}{key} = {}", quoted(&value));
        }
        for (name, dose) in &self.circuits {
            let mut steps = self.steps.iter().filter(|step| step.refused.is_none());
            if let Some(rounds) = dose.get("rounds")
                && steps.any(|step| step.circuit.as_ref() == Some(name))
            {
                let _ = writeln!(text, "\n[circuit.{name}]\nrounds = {}", count(rounds));
                if let Some(rest) = dose.get("round_rest") {
                    let _ = writeln!(text, "rest = {}", quoted(&time(rest)));
                }
            }
        }
        let mut places = Vec::new();
        for step in &self.steps {
            text.push('\n');
            places.push(step.refused.is_none().then_some(text.len()));
            let mut lines = String::new();
            step.write(&mut lines);
            if let Some(refused) = &step.refused {
                comment(&mut text, "not understood:", refused);
                lines = lines
                    .lines()
                    .map(|line| format!("# {}\n", line.trim_start_matches("# ")))
                    .collect();
            }
            text += &lines;
        }
        (text, places)
    }

    fn report(&self) -> String {
        let mut report = String::from("Written:\n");
        let (played, refused): (Vec<_>, Vec<_>) =
            self.steps.iter().partition(|step| step.refused.is_none());
        for step in played {
            let keys = step
                .keys
                .iter()
                .map(|(key, value)| format!("{key} = {value}"));
            let _ = writeln!(
                report,
                "  {}: {}",
                step.name,
                keys.collect::<Vec<_>>().join(", ")
            );
        }
        let steps = self
            .steps
            .iter()
            .map(|step| (step.name.as_str(), &step.dose));
        let doses: Vec<_> = [("The sheet", &self.whole)]
            .into_iter()
            .chain(steps)
            .collect();
        report += "Assumed:\n";
        let mut assumed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, dose) in &doses {
            for words in dose.remarked(ASSUMED) {
                assumed.entry(words).or_default().push(name);
            }
        }
        for (words, names) in assumed {
            let _ = writeln!(report, "  {}: {words}", names.join("; "));
        }
        report += "  All: prepare 5s, rest 3s, switch 5s, set_rest 30s, where the sheet has none\nNot understood:\n";
        let missed = doses
            .iter()
            .flat_map(|(name, dose)| dose.remarked(MISSED).map(move |words| (*name, words)));
        let refused = refused
            .iter()
            .filter_map(|step| Some((step.name.as_str(), step.refused.as_deref()?)));
        let mut missed = missed.chain(refused).peekable();
        if missed.peek().is_none() {
            report += "  nothing\n";
        }
        for (name, words) in missed {
            let _ = writeln!(report, "  {name}: {words}");
        }
        report
    }
}

/// The comments that keep what is no value.
pub(super) fn remarks(text: &mut String, dose: &Dose) {
    for (kind, words) in &dose.remarks {
        comment(text, &format!("{kind}:"), words);
    }
}

pub(super) fn comment(text: &mut String, what: &str, words: &str) {
    let _ = writeln!(text, "# {what} {}", words.trim());
}

pub(super) fn days_text(days: Days) -> String {
    if days.are_all() {
        "daily".to_owned()
    } else {
        days.names().to_lowercase().replace(',', ", ")
    }
}

/// A text as TOML has it, in one line.
pub(super) fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The strings of JSON are strings of TOML.
    serde_json::Value::from(text).to_string()
}
