//! What the words of a sheet mean: the rules of `grammar.txt`, found in a text.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::patterns::{TEXT, entries};
use super::quantity::Quantity;
use super::token::{self, Token};

/// What a rule found.
#[derive(Debug)]
pub(super) struct Fact {
    /// What the rule says besides its numbers.
    pub(super) says: &'static str,
    /// The numbers by their names.
    pub(super) values: Vec<(&'static str, Quantity)>,
    /// The words of a tempo's parts, by the number of the part.
    pub(super) words: Vec<(&'static str, String)>,
    pub(super) tokens: Range<usize>,
}

/// A text with what the rules found in it.
pub(super) struct Reading<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
    /// In the order of their places.
    pub(super) facts: Vec<Fact>,
}

struct Rule {
    says: &'static str,
    pattern: Regex,
    names: Vec<&'static str>,
}

/// A number, not a time: with its end, so that no part of a longer one is taken.
const COUNT: &str = r"\d+(?:\.\d+)?(?:~\d+(?:\.\d+)?)?";
const FILLERS: &str = "(?: (?:about|around|approx|approximately|roughly|another|~);| up; to;\
    | at; (?:least|most);| no; more; than;| the; other;){0,2}?";
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(rules);
/// What an `@name` stands for.
fn class(atom: &str) -> Option<&'static str> {
    let name = atom.strip_prefix('@')?;
    let class = entries('@').find(|(known, _)| *known == name);
    class.map(|(_, class)| class)
}

fn rules() -> Vec<Rule> {
    let is_rule = |line: &&str| !line.starts_with(['#', '!', '%', '@']);
    let lines = TEXT.lines().filter(is_rule);
    let parts = lines.filter_map(|line| line.split_once(" : "));
    let rule = |(says, pattern): (&'static str, &'static str)| {
        let mut names = Vec::new();
        let atoms = pattern.split_whitespace();
        let regex: String = atoms.map(|atom| compiled(atom, &mut names)).collect();
        Some(Rule {
            says: says.trim(),
            pattern: Regex::new(&regex).ok()?,
            names,
        })
    };
    parts.filter_map(rule).collect()
}

/// One atom of a rule as a regular expression over spellings, each of which has
/// a space before it and a semicolon behind.
fn compiled(atom: &'static str, names: &mut Vec<&'static str>) -> String {
    if let Some(class) = class(atom).filter(|class| class.contains(' ')) {
        let atoms = class.split_whitespace();
        return atoms.map(|atom| compiled(atom, names)).collect();
    }
    match atom {
        "(" => return "(?:".to_owned(),
        ")" | ")?" | ")*" | ")+" | "|" | "^" | "$" => return atom.to_owned(),
        // Some words without a number, inside one sentence.
        ".." => return "(?: [^ .,;#0-9][^ ;]*;){0,7}?".to_owned(),
        _ => {}
    }
    let (optional, atom) = atom.split_at(usize::from(atom.starts_with('?')));
    let value = atom.strip_prefix('<');
    let inner = if let Some(name) = value.and_then(|atom| atom.strip_suffix('>')) {
        let (name, of) = name.split_once('=').unwrap_or((name, ""));
        names.push(name);
        let of = match (of, name) {
            ("", "sets" | "reps" | "times" | "rounds" | "total") => COUNT.to_owned(),
            ("", "bare") => format!("{COUNT}s"),
            ("", _) => format!("{COUNT}[sc]"),
            ("n", _) => format!("{COUNT}[sc]?"),
            (of, _) => with_classes(of),
        };
        format!("(?P<{name}>{of})")
    } else {
        format!("(?:{})", with_classes(atom))
    };
    // What says nothing of the number that stands behind it.
    let fillers = if inner.contains(r"\d") { FILLERS } else { "" };
    format!("(?:{fillers} {inner};){optional}")
}

fn with_classes(atom: &str) -> String {
    let parts = atom.split('|').map(|part| match part {
        "#.*" => "#[^;]*".to_owned(),
        "N" => COUNT.to_owned(),
        "T" => format!("{COUNT}[sc]"),
        _ => class(part).unwrap_or(part).to_owned(),
    });
    parts.collect::<Vec<_>>().join("|")
}

/// Reads a text by the rules, each of which takes what those before it left.
pub(super) fn read(text: &str) -> Reading<'_> {
    let tokens = token::tokens(text);
    let mut line = String::new();
    let mut starts = Vec::with_capacity(tokens.len());
    for token in &tokens {
        starts.push(line.len());
        line.extend([" ", &token.spelling, ";"]);
    }
    let index = |offset: usize| starts.partition_point(|start| *start < offset);
    let mut facts: Vec<Fact> = Vec::new();
    for rule in RULES.iter() {
        let mut from = 0;
        while let Some(found) = rule.pattern.captures_at(&line, from) {
            let Some(whole) = found.get(0).filter(|whole| !whole.is_empty()) else {
                break;
            };
            from = whole.end();
            let mut values = Vec::new();
            let mut words = Vec::new();
            for name in &rule.names {
                let Some(text) = found.name(name).map(|text| text.as_str()) else {
                    continue;
                };
                match Quantity::read(text) {
                    Some(quantity) => values.push((*name, quantity)),
                    None => words.push((*name, text.to_owned())),
                }
            }
            let tokens = index(whole.start())..index(whole.end());
            facts.push(Fact {
                says: rule.says,
                values,
                words,
                tokens,
            });
            // What is taken no other rule sees.
            let taken = whole.range();
            let cover = line[taken.clone()].bytes();
            let cover = cover.map(|b| if b" ;".contains(&b) { b } else { 1 });
            line.replace_range(taken, &String::from_utf8_lossy(&cover.collect::<Vec<_>>()));
        }
    }
    facts.sort_by_key(|fact| fact.tokens.start);
    Reading {
        text,
        tokens,
        facts,
    }
}

impl Fact {
    pub(super) fn words<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let words = self
            .words
            .iter()
            .filter(move |(of, _)| of.starts_with(name));
        words.map(|(_, word)| word.as_str())
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.says.split(' ').any(|said| said == word)
    }
}

impl Reading<'_> {
    pub(super) fn words(&self, tokens: &Range<usize>) -> &str {
        let spans = self.tokens.get(tokens.clone()).unwrap_or_default();
        match (spans.first(), spans.last()) {
            (Some(first), Some(last)) => &self.text[first.span.start..last.span.end],
            _ => "",
        }
    }

    /// The words of some tokens with those before them that no rule took.
    pub(super) fn clause(&self, tokens: &Range<usize>) -> &str {
        let before = (0..tokens.start).rev().take_while(|token| {
            let word = self.tokens[*token].spelling.as_str();
            !self.is_taken(*token) && word.starts_with(char::is_alphanumeric)
        });
        self.words(&(before.last().unwrap_or(tokens.start)..tokens.end))
    }

    /// Where a token begins in the text; the end of the text for none.
    pub(super) fn start(&self, token: usize) -> usize {
        let token = self.tokens.get(token);
        token.map_or(self.text.len(), |token| token.span.start)
    }

    pub(super) fn fact(&self, word: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.is(word))
    }

    /// Whether a rule gives a number of the text a name.
    pub(super) fn has_values(&self) -> bool {
        self.facts.iter().any(|fact| !fact.values.is_empty())
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.fact(word).is_some()
    }

    pub(super) fn is_word(&self, token: usize) -> bool {
        self.tokens[token].spelling.starts_with(char::is_alphabetic)
    }

    pub(super) fn is_taken(&self, token: usize) -> bool {
        self.facts.iter().any(|fact| fact.tokens.contains(&token))
    }
}

#[cfg(test)]
mod tests {
    use super::super::patterns::{PATTERNS, REMARKS};
    use super::*;

    #[test]
    fn every_line_of_the_grammar_is_read() {
        let is_of = |line: &&str| !line.is_empty() && !line.starts_with(['#', '@']);
        let lines = TEXT.lines().filter(is_of).count();
        assert_eq!(rules().len() + PATTERNS.len() + REMARKS.len(), lines);
    }
}
