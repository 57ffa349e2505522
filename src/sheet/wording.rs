//! The words of a sheet: its sentences, names and titles.

use super::grammar::{self, Fact};
use super::kind::Kind;
use super::patterns::{found, is};

const NAME: usize = 60;

/// Whether a line could be a title or the name of an exercise.
pub(super) fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=9).contains(&words) && !text.ends_with(['.', ',', '?'])
}

/// The title that a line above all exercises is, if it is one.
pub(super) fn title_of(text: &str) -> Option<String> {
    let sentences = sentences(text);
    let first = sentences.first()?.trim_end_matches('.');
    let first = if sentences.len() > 1 { first } else { text }.trim_end_matches(['!', ':']);
    let plain = first.split(" (").next().unwrap_or(first);
    let is_title = is_name(plain)
        && !Kind::read(text).of_all
        && !is("page", text)
        && plain.contains(char::is_alphabetic);
    is_title.then(|| plain.trim().to_owned())
}

/// The sentences of a text that tells of several exercises; else the text.
pub(super) fn sentences_of_many(text: &str) -> Vec<&str> {
    let sentences = sentences(text);
    let kinds: Vec<Kind> = sentences.iter().map(|text| Kind::read(text)).collect();
    let count = kinds.iter().filter(|kind| kind.is_own()).count();
    let first = kinds.first().is_some_and(|kind| kind.amount);
    let reading = grammar::read(sentences.first().unwrap_or(&""));
    // "Three times a week. Warm up for 5 minutes.", "Rest well. Finish with ..."
    let general = sentences.len() > 1 && (reading.has("days") || reading.has("often"));
    let mut all = sentences.iter().zip(&kinds);
    let last = all.any(|(text, kind)| kind.dosed && is("lead", text));
    if count > 2 || count == 2 && first || (general || last) && !first {
        return sentences;
    }
    vec![text]
}

pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, stop) in text.match_indices(['.', '!', '?', '\n']) {
        let end = at + stop.len();
        let next = text[end..].trim_start();
        let is_digit = next.starts_with(|c: char| c.is_ascii_digit());
        let begins = is_digit || next.starts_with(char::is_uppercase) || text.len() > 150;
        let is_short = is_digit && is("short", &text[start..at]);
        let is_line = stop == "\n" && next.starts_with(char::is_uppercase);
        let ends = is_line || text[end..].starts_with([' ', '\n']) && begins && !is_short;
        if ends || next.is_empty() {
            sentences.push(text[start..end].trim());
            start = end;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| sentence.contains(char::is_alphanumeric));
    sentences
}

/// The name that a line begins with, up to its first number or stop; empty where
/// it has none.
pub(super) fn name_of(text: &str) -> String {
    let text = &text[found("lead", text).map_or(0, |lead| lead.end())..];
    let reading = grammar::read(text);
    let says =
        |fact: &&Fact| !fact.values.is_empty() || !fact.says.is_empty() && !is("silent", fact.says);
    let first = reading.facts.iter().find(says);
    let start = first.map_or(text.len(), |fact| reading.start(fact.tokens.start));
    let stop = found("stop", text).map_or(text.len(), |stop| stop.start());
    let mut name = text[..start.min(stop)].trim_matches(is_edge);
    let within;
    if let Some(fact) = first.filter(|_| name.is_empty()) {
        // "20 min walk" has its name behind, "20 leg swings per leg" within, and
        // "breathe in 4, out 6" is named by what it begins with.
        let behind = &text[reading.start(fact.tokens.end)..];
        let behind = behind.split([',', '.', ';', ':']).next();
        let name_in = |text| found("unnumbered", text).map_or(text, |name| name.as_str());
        let behind = behind.map(name_in);
        within = fact.words("what").collect::<Vec<_>>().join(" ");
        let number = text.find(|c: char| c.is_ascii_digit());
        let begin = &text[..number.filter(|_| fact.is("tempo")).unwrap_or(0)];
        let names = [&within, begin, behind.unwrap_or_default()];
        let mut names = names.into_iter().map(|name| name.trim_matches(is_edge));
        name = names.find(|name| !is("nameless", name)).unwrap_or_default();
    }
    let is_word = |word: &str| word.len() > 1 && !word.contains(|c: char| c.is_ascii_digit());
    if !name.split(|c: char| !c.is_alphanumeric()).any(is_word) {
        return String::new();
    }
    if let Some((cut, _)) = name.char_indices().nth(NAME) {
        let short = &name[..cut];
        let end = short.rfind(", ").or_else(|| short.rfind(' '));
        name = &name[..end.unwrap_or(cut)];
    }
    capital(name)
}

pub(super) fn told(words: &str) -> String {
    let words = words.trim_end_matches('.');
    let end = found("dangling", words).map_or(words.len(), |dangling| dangling.start());
    format!("{}.", capital(&words[..end]))
}

pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// What stands around words and is none of them.
pub(super) fn is_edge(c: char) -> bool {
    c.is_whitespace() || ",.:;-–—−()|·+/@".contains(c)
}
