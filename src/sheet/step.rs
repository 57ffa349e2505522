//! One exercise of a sheet as a step of a routine.

use std::sync::Arc;

use super::dose::{ASSUMED, Dose, MISSED, NO_VALUE};
use super::grammar::{self, Fact, Reading};
use super::outline::Exercise;
use super::patterns::is;
use super::token::Token;
use super::toml::{comment, days_text, pairs, quoted, remarks};
use super::wording::{is_edge, sentences, told};
use crate::routine;

/// A step of the file.
#[derive(Default)]
pub(super) struct Step {
    pub(super) exercise: Exercise,
    pub(super) dose: Dose,
    /// Its keys, once all is known.
    pub(super) keys: Vec<(&'static str, String)>,
    pub(super) circuit: Option<String>,
    id: Option<String>,
    how: Vec<String>,
    cautions: Vec<String>,
    known: Option<Arc<routine::Step>>,
}

impl Step {
    /// The step, or the lines of what the sheet itself takes out.
    pub(super) fn of(
        mut exercise: Exercise,
        above: Option<&Dose>,
        known: &[Arc<routine::Step>],
    ) -> Result<Self, String> {
        let text = exercise.text.trim();
        let reading = grammar::read(text);
        let mut dose = Dose::of(&reading);
        dose.settle(text);
        let numbered = reading.tokens.iter().any(Token::is_number);
        let says = dose.says("task") || dose.says("unclear") || exercise.is_of_all;
        let is_any = dose.is_counted() || says || !numbered;
        if dose.says("cut") || !is_any {
            return Err(exercise.copies.join(" "));
        }
        let name = exercise.name.clone();
        let named = grammar::read(&name);
        let is_within = text.contains(&name);
        let side = Dose::of(&named).sides();
        let is_turn = is_within && is("turning", &name);
        if let Some(side) = side.filter(|_| dose.sides().is_none() && !is_turn) {
            dose.said.insert(side);
            let start = named.fact(side).map_or(0, |fact| fact.tokens.start);
            let before = name[..named.start(start)].trim_matches(is_edge);
            if is_within && !before.is_empty() {
                before.clone_into(&mut exercise.name);
            }
        }
        if let Some(above) = above.filter(|_| dose.says("same")) {
            let told = "the time of the exercise above, as the sheet calls it the same";
            let keys = ["hold", "sets", "reps"];
            let count = if dose.values.is_empty() { 3 } else { 1 };
            dose.fill(above, &keys[..count], told);
        }
        dose.days = dose.days.or(exercise.days);
        unread(&reading, &mut dose);
        let is_apart = |token: &&Token| token.is_number() && !is_within;
        for token in named.tokens.iter().filter(is_apart) {
            let number = &named.text[token.span.clone()];
            dose.remark(NO_VALUE, &format!("{number} in the name"));
        }
        for line in &exercise.later {
            dose.remark(MISSED, line);
        }
        let is_known = |known: &&Arc<routine::Step>| is_same(&known.name, &exercise.name);
        let mut step = Self {
            known: known.iter().find(is_known).cloned(),
            dose,
            ..Self::default()
        };
        let name = exercise.name.to_lowercase();
        let begins = text.to_lowercase().starts_with(&name);
        let body = text.get(name.len()..).filter(|_| begins);
        for sentence in sentences(body.unwrap_or(text)) {
            step.tell(sentence.trim_matches(|c| is_edge(c) && !"()".contains(c)));
        }
        Ok(Self { exercise, ..step })
    }

    /// Keeps the words of a sentence, of which what is a value is not repeated.
    fn tell(&mut self, sentence: &str) {
        let reading = grammar::read(sentence);
        if reading.has("caution") {
            self.cautions.push(told(sentence));
            return;
        }
        let tells = |token: &usize| {
            reading.is_word(*token) && !is("empty", &reading.tokens[*token].spelling)
        };
        // What a fact says only beside the way may stay in words.
        let left = |words: &[&str]| -> Vec<usize> {
            let is_value = |fact: &&Fact| !words.iter().any(|said| fact.is(said));
            let values: Vec<_> = reading.facts.iter().filter(is_value).collect();
            let is_left = |token: &usize| !values.iter().any(|fact| fact.tokens.contains(token));
            (0..reading.tokens.len()).filter(is_left).collect()
        };
        let telling = left(&["note", "one", "none"]).into_iter().filter(tells);
        if telling.count() > 2 {
            let sentence = sentence.trim_end_matches('.');
            return self.how.push(format!("{sentence}."));
        }
        // Of what is mostly numbers, the words between them.
        for run in left(&["one", "none"]).chunk_by(|a, b| a + 1 == *b) {
            let words = reading.words(&(run[0]..run[run.len() - 1] + 1));
            let words = words.trim_matches(is_edge);
            let numbers = run.iter().any(|token| reading.tokens[*token].is_number());
            if !words.is_empty() && (numbers || run.iter().any(tells)) {
                self.how.push(told(words));
            }
        }
    }

    /// Gives the step an id of its own beside others of its name, if it says anything
    /// else than they do: by its side, or this one.
    pub(super) fn is_named_apart(&mut self, above: &[Self], free: &str) -> bool {
        let name = &self.exercise.name;
        let is_same = |other: &Self| other.keys == self.keys && is_same(&other.exercise.name, name);
        if above.iter().any(is_same) {
            return false;
        }
        let name = free.trim_end_matches(|c: char| c.is_ascii_digit());
        let side = self.dose.sides().filter(|_| self.id.is_none());
        let side = side.filter(|side| ["left", "right"].contains(side));
        self.id = Some(side.map_or(free.to_owned(), |side| format!("{name}{side}")));
        true
    }

    pub(super) fn finish(&mut self) {
        self.keys = self.dose.keys();
        let days = self.dose.days.map(|days| ("days", days_text(days)));
        let figure = self.known.as_ref().and_then(|known| known.figure.as_ref());
        let figure = figure.map(|figure| ("figure", quoted(&figure.name)));
        self.keys.extend(days.into_iter().chain(figure));
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::from("[[step]]\n");
        for line in &self.exercise.copies {
            comment(&mut text, ">", line);
        }
        remarks(&mut text, &self.dose);
        let texts = [
            ("name", self.exercise.name.clone()),
            ("how", self.how.join(" ")),
            ("caution", self.cautions.join(" ")),
            ("needs", self.dose.needs.join(", ")),
        ];
        let texts = texts.into_iter().filter(|(_, told)| !told.is_empty());
        let mut keys: Vec<_> = texts.map(|(key, told)| (key, quoted(&told))).collect();
        keys.extend(self.id.iter().map(|id| ("id", quoted(id))));
        keys.extend(self.keys.iter().cloned());
        keys.extend(self.circuit.iter().map(|name| ("circuit", quoted(name))));
        pairs(&mut text, &keys);
        if let Some(known) = &self.known {
            for (key, offer) in [("how =", &known.how), ("cue =", &known.cue)] {
                if let Some(offer) = offer {
                    comment(&mut text, key, &quoted(offer));
                }
            }
        }
        text
    }
}

/// Tells of each number that no rule took.
pub(super) fn unread(reading: &Reading, dose: &mut Dose) {
    for (at, token) in reading.tokens.iter().enumerate() {
        let words = &reading.text[token.span.clone()];
        if is("misread", words) && token.spelling.parse::<u32>().is_ok() {
            dose.remark(ASSUMED, &format!("{words} is {}", token.spelling));
        }
        let is_one = token.spelling == "1" && !words.contains('1');
        let is_number = token.is_number() || words.contains(char::is_numeric);
        if reading.is_taken(at) || is_one || !is_number {
            continue;
        }
        if token.spelling.starts_with('#') {
            dose.remark(NO_VALUE, words);
        } else {
            let around = at.saturating_sub(4)..(at + 5).min(reading.tokens.len());
            let around = reading.words(&around);
            dose.remark(MISSED, &format!("{words} in \"{around}\""));
        }
    }
}

/// Whether two names are of one exercise: their words that matter are the same.
fn is_same(known: &str, name: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let small = name.to_lowercase();
        let words = small.split(|c: char| !c.is_alphanumeric());
        let words = words.map(|word| word.trim_end_matches('s').to_owned());
        words.filter(|word| !is("unnamed", word)).collect()
    };
    words(known) == words(name)
}
