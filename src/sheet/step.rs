//! One exercise of a sheet as a step of a routine.

use std::fmt::Write;
use std::ops::Range;

use super::dose::{ASSUMED, Dose, MISSED, NO_VALUE};
use super::grammar::{self, Reading, is};
use super::outline::{Exercise, sentences};
use super::token::Token;
use super::write::{comment, days_text, quoted, remarks};

/// What is known of an exercise of some name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Its drawing.
    pub figure: Option<String>,
    /// How to get into position.
    pub how: Option<String>,
    /// What is shown while it is held.
    pub cue: Option<String>,
}

/// A step of the file.
#[derive(Default)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) dose: Dose,
    /// Its keys, once all is known.
    pub(super) keys: Vec<(&'static str, String)>,
    pub(super) circuit: Option<String>,
    /// Why it can be no step.
    pub(super) refused: Option<String>,
    copies: Vec<String>,
    how: Vec<String>,
    cautions: Vec<String>,
    known: Option<Known>,
}

impl Step {
    /// The step, or the lines of what the sheet itself takes out.
    pub(super) fn of(
        exercise: &Exercise,
        above: Option<&Dose>,
        known: &[Known],
    ) -> Result<Self, String> {
        let text = exercise.text.trim();
        let reading = grammar::read(text);
        let mut dose = Dose::of(&reading);
        dose.settle(text);
        let numbered = reading.tokens.iter().any(Token::is_number);
        let is_any = dose.is_counted() || dose.says("task") || dose.says("unclear") || !numbered;
        if dose.says("cut") || !is_any {
            return Err(exercise.copies.join(" "));
        }
        if dose.sides().is_none() && !text.contains(&exercise.name) {
            dose.said
                .extend(Dose::of(&grammar::read(&exercise.name)).sides());
        }
        if let Some(above) = above.filter(|_| dose.says("same")) {
            dose.like(above);
        }
        dose.days = dose.days.or(exercise.days);
        unread(&reading, &mut dose);
        if !text.contains(&exercise.name) {
            let reading = grammar::read(&exercise.name);
            let numbers = reading.tokens.iter().filter(|token| token.is_number());
            let numbers = numbers.map(|token| &reading.text[token.span.clone()]);
            for number in numbers {
                dose.remark(NO_VALUE, format!("{number} in the name"));
            }
        }
        for line in &exercise.later {
            dose.remark(MISSED, line.clone());
        }
        let mut step = Self {
            name: exercise.name.clone(),
            copies: exercise.copies.clone(),
            known: known
                .iter()
                .find(|known| is_same(&known.name, &exercise.name))
                .cloned(),
            dose,
            ..Self::default()
        };
        let begins = text
            .to_lowercase()
            .starts_with(&exercise.name.to_lowercase());
        let body = text
            .get(exercise.name.len()..)
            .filter(|_| begins)
            .unwrap_or(text);
        for sentence in sentences(body) {
            step.tell(sentence.trim_matches(|c| is_edge(c) && !"()".contains(c)));
        }
        Ok(step)
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
        let is_left = |token: &usize| {
            let words = ["note", "one", "none"];
            let mut facts = reading
                .facts
                .iter()
                .filter(|fact| fact.tokens.contains(token));
            !facts.any(|fact| !words.iter().any(|said| fact.is(said)))
        };
        let left: Vec<usize> = (0..reading.tokens.len()).filter(is_left).collect();
        if left.iter().filter(|token| tells(token)).count() > 2 {
            self.how
                .push(format!("{}.", sentence.trim_end_matches('.')));
            return;
        }
        // Of what is mostly numbers, the words between them.
        let noted = |token: &usize| {
            reading
                .facts
                .iter()
                .any(|fact| fact.is("note") && fact.tokens.contains(token))
        };
        let left: Vec<usize> = left.into_iter().filter(|token| !noted(token)).collect();
        for run in left.chunk_by(|a, b| a + 1 == *b) {
            let words = reading
                .words(&(run[0]..run[run.len() - 1] + 1))
                .trim_matches(is_edge);
            let numbers = run.iter().any(|token| reading.tokens[*token].is_number());
            if !words.is_empty() && (numbers || run.iter().any(tells)) {
                self.how.push(told(words));
            }
        }
    }

    /// Makes the keys, once all is known.
    pub(super) fn finish(&mut self) {
        self.keys = self.dose.keys();
        let days = self
            .dose
            .days
            .map(|days| ("days", quoted(&days_text(days))));
        let figure = self
            .known
            .as_ref()
            .and_then(|known| known.figure.as_deref());
        self.keys.extend(
            days.into_iter()
                .chain(figure.map(|figure| ("figure", quoted(figure)))),
        );
    }

    pub(super) fn write(&self, text: &mut String) {
        text.push_str("[[step]]\n");
        for line in &self.copies {
            comment(text, ">", line);
        }
        remarks(text, &self.dose);
        let texts = [
            ("how", self.how.join(" ")),
            ("caution", self.cautions.join(" ")),
            ("needs", self.dose.needs.join(", ")),
        ];
        let texts = texts.into_iter().filter(|(_, told)| !told.is_empty());
        let texts = texts.map(|(key, told)| (key, quoted(&told)));
        let circuit = self
            .circuit
            .iter()
            .map(|circuit| ("circuit", quoted(circuit)));
        let keys = [("name", quoted(&self.name))].into_iter().chain(texts);
        for (key, value) in keys.chain(self.keys.iter().cloned()).chain(circuit) {
            let _ = writeln!(text, "{key} = {value}");
        }
        let offers = self
            .known
            .iter()
            .flat_map(|known| [("how =", &known.how), ("cue =", &known.cue)]);
        for (key, offer) in offers {
            if let Some(offer) = offer {
                comment(text, key, &quoted(offer));
            }
        }
    }
}

/// Words as a sentence.
fn told(words: &str) -> String {
    format!("{}.", capital(words.trim_end_matches('.')))
}

pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// What stands around words and is none of them.
pub(super) fn is_edge(c: char) -> bool {
    c.is_whitespace() || ",.:;-–()|·+/@".contains(c)
}

/// Tells of each number that no rule took.
pub(super) fn unread(reading: &Reading, dose: &mut Dose) {
    for (at, token) in reading.tokens.iter().enumerate() {
        let words = &reading.text[token.span.clone()];
        let is_misread = words.contains(char::is_alphabetic)
            && token.spelling.parse::<u32>().is_ok()
            && words
                .chars()
                .all(|c| c.is_ascii_digit() || "oOlI".contains(c));
        if is_misread {
            dose.remark(ASSUMED, format!("{words} is {}", token.spelling));
        }
        let is_one = token.spelling == "1" && !words.contains('1');
        if reading.is_taken(at) || is_one || !token.is_number() && !words.contains(char::is_numeric)
        {
            continue;
        }
        if token.spelling.starts_with('#') {
            dose.remark(NO_VALUE, words.to_owned());
        } else {
            let around: Range<usize> = at.saturating_sub(4)..(at + 5).min(reading.tokens.len());
            dose.remark(MISSED, format!("{words} in \"{}\"", reading.words(&around)));
        }
    }
}

/// Whether two names are of one exercise: their words that matter are the same.
fn is_same(known: &str, name: &str) -> bool {
    let words = |name: &str| {
        let small = name.to_lowercase();
        let words = small
            .split(|c: char| !c.is_alphanumeric())
            .map(|word| word.trim_end_matches('s').to_owned());
        let empty = ["", "the", "a", "at", "of", "on", "your", "standing", "wall"];
        words
            .filter(|word| !empty.contains(&word.as_str()))
            .collect::<Vec<_>>()
    };
    words(known) == words(name)
}
