//! The words and numbers of a sheet, each in one spelling, for the grammar.

use std::ops::Range;

use super::patterns::{captured, is};
use super::quantity::Quantity;

/// A word, a number with its unit, or a sign.
#[derive(Debug)]
pub(super) struct Token {
    /// Where it stands in the text.
    pub(super) span: Range<usize>,
    /// One spelling for all: `hold`, `12`, `20~30` for a range, `30s` for a time,
    /// `90c` for a time written as a clock, `#kg` for what is never a dose.
    pub(super) spelling: String,
}

impl Token {
    /// Whether it holds a number, in digits or in words.
    pub(super) fn is_number(&self) -> bool {
        self.spelling
            .starts_with(|c: char| c.is_ascii_digit() || c == '#')
    }
}

/// The units of time, with their seconds.
const TIMES: [(f64, &str); 3] = [
    (1.0, "s sec secs second seconds count counts \" ″ ”"),
    (60.0, "min mins minute minutes ' ′ ’"),
    (3600.0, "h hr hrs hour hours"),
];
/// Those up to twenty by ones, the others by tens.
const NUMBERS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety";
const FRACTIONS: &str = "½ ¼ ¾ ⅓ half quarter";
const TIMES_WORDS: &str = "once twice thrice";

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let words = Words(split(text));
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some((span, word)) = words.0.get(at) {
        let (spelling, next) = words
            .number_at(at)
            .unwrap_or_else(|| (word.clone(), at + 1));
        let span = span.start..words.0[next - 1].0.end;
        tokens.push(Token { span, spelling });
        at = next;
    }
    tokens
}

/// The words, digits and signs of a text in lower case, with their places.
fn split(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(found) = captured("word", text, from) {
        let Some(whole) = found.iter().skip(1).flatten().next() else {
            break;
        };
        from = whole.end();
        let mut word = whole.as_str().to_lowercase().replace('’', "'");
        if found.get(1).is_some() {
            // A scanner takes a one for an l, and a nought for an o.
            word = word.replace('o', "0").replace(['l', 'i'], "1");
        } else if word.len() > 1 {
            word = word.replace(',', ".");
        }
        let word = match word.as_str() {
            "×" | "*" => "x",
            "&" => "and",
            "–" | "—" | "−" | "‐" | "‑" => "-",
            word => word.strip_suffix("'s").unwrap_or(word),
        };
        if !word.trim().is_empty() {
            words.push((whole.range(), word.to_owned()));
        }
    }
    words
}

struct Words(Vec<(Range<usize>, String)>);

impl Words {
    fn word(&self, at: usize) -> &str {
        self.0.get(at).map_or("", |(_, word)| word)
    }

    fn are(&self, at: usize, words: &[&str]) -> bool {
        let mut each = words.iter().enumerate();
        each.all(|(n, word)| self.word(at + n) == *word)
    }

    /// Whether a word stands right behind the one before, with no space.
    fn touches(&self, at: usize) -> bool {
        at > 0 && at < self.0.len() && self.0[at - 1].0.end == self.0[at].0.start
    }

    /// The spelling of a number that begins here, and the index of what follows.
    fn number_at(&self, at: usize) -> Option<(String, usize)> {
        let word = self.word(at);
        if let Some(times) = place(TIMES_WORDS, word) {
            // "Once it is easy" is no number.
            let next = self.word(at + 1);
            let is_when = next.starts_with(char::is_alphabetic) && !is("once", next);
            return (times > 0 || !is_when).then(|| (format!("{}; times", times + 1), at + 1));
        }
        if self.are(at, &["count", "of"]) {
            let (number, next) = self.range(at + 2)?;
            return Some((number.spelled() + "s", next));
        }
        // "L4" is a code, and so is the "01632" of a telephone; "30X1" is a tempo.
        if let Some(name) = ["tempo", "code"].into_iter().find(|name| is(name, word)) {
            return Some((format!("#{name}"), at + 1));
        }
        let (number, next) = self.range(at)?;
        let (unit, seconds) = self.unit(next);
        if let Some(seconds) = seconds {
            return Some(self.time(number, seconds, unit));
        }
        if unit > next {
            return Some((format!("#{}", self.word(unit - 1)), unit));
        }
        // From ten minutes on it may as well be the time of day.
        let mark = match word.contains(':') {
            true if number.low < 600.0 => "s",
            true => "c",
            false => "",
        };
        let ish = usize::from(self.word(next) == "ish");
        Some((number.spelled() + mark, next + ish))
    }

    /// A time, perhaps with smaller units behind: `1 min 30 s`.
    fn time(&self, number: Quantity, seconds: f64, next: usize) -> (String, usize) {
        let time = number.map(|value| value * seconds);
        let smaller = || {
            let (number, after) = self.number(next)?;
            let (after, unit) = self.unit(after);
            Some((number * unit.filter(|unit| *unit < seconds)?, after))
        };
        let is_half = self.are(next, &["and", "a", "half"]);
        let half = is_half.then_some((seconds / 2.0, next + 3));
        let more = half.or_else(smaller);
        let sum = |(more, after)| (Quantity::fixed(time.low + more), after);
        let (time, next) = more.map_or((time, next), sum);
        (time.spelled() + "s", next)
    }

    /// A number, or a range of two that rises: `20-30`, `20 s to 30 s`.
    fn range(&self, at: usize) -> Option<(Quantity, usize)> {
        let (low, next) = self.number(at)?;
        let (after, unit) = self.unit(next);
        let between = if unit.is_some() { after } else { next };
        let is_tempo = |next| self.word(next) == "-" && self.number(next + 1).is_some();
        let is_part = at > 0 && self.word(at - 1) == "-" && self.touches(at);
        if ["-", "to", "or"].contains(&self.word(between))
            && !is_part
            && let Some((high, end)) = self.number(between + 1)
            && (unit.is_none() || self.unit(end).1 == unit)
            && (high > low && low > 0.0 && !is_tempo(end))
        {
            return Some((Quantity { low, high }, end));
        }
        Some((Quantity::fixed(low), next))
    }

    /// One number: `12`, `1½`, `1:30`, `twenty-five`, `half a`, `a` before a unit.
    fn number(&self, at: usize) -> Option<(f64, usize)> {
        let word = self.word(at);
        if let Some(part) = fraction(word) {
            let of = at + 1 + usize::from(self.word(at + 1) == "of");
            let next = of + usize::from(["a", "an"].contains(&self.word(of)));
            let of_unit = self.unit(next).1.map(|_| (part, next));
            let is_sign = !word.starts_with(char::is_alphabetic);
            return of_unit.or(is_sign.then_some((part, at + 1)));
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            if self.are(at, &["1", "/"]) && self.unit(at + 3).1.is_some() {
                let below: f64 = self.word(at + 2).parse().ok()?;
                return Some((1.0 / below.max(1.0), at + 3));
            }
            let (minutes, rest) = word.split_once(':').unwrap_or(("0", word));
            let (minutes, rest): (f64, f64) = (minutes.parse().ok()?, rest.parse().ok()?);
            let part = fraction(self.word(at + 1)).filter(|_| self.touches(at + 1));
            let next = at + 1 + usize::from(part.is_some());
            return Some((60.0 * minutes + rest + part.unwrap_or(0.0), next));
        }
        if let Some(value) = named(word) {
            let dash = usize::from(self.word(at + 1) == "-");
            let ones = named(self.word(at + 1 + dash)).filter(|ones| (1.0..10.0).contains(ones));
            if let Some(ones) = ones.filter(|_| value >= 20.0) {
                return Some((value + ones, at + 2 + dash));
            }
            if self.are(at + 1, &["and", "a", "half"]) {
                return Some((value + 0.5, at + 4));
            }
            let is_counted = is("counted", self.word(at + 1)) || self.unit(at + 1).1.is_some();
            return (word != "one" || is_counted).then_some((value, at + 1));
        }
        let seconds = self.unit(at + 1).1.filter(|_| self.word(at + 1).len() > 2);
        let is_one = ["a", "an"].contains(&word) && seconds.is_some_and(|seconds| seconds > 1.0);
        is_one.then_some((1.0, at + 1))
    }

    /// The end of the unit that begins here, and its seconds if it is a time.
    fn unit(&self, at: usize) -> (usize, Option<f64>) {
        let dash = usize::from(self.word(at) == "-" && self.touches(at));
        let word = self.word(at + dash);
        let is_sign = !word.contains(char::is_alphanumeric);
        if word.is_empty() || is_sign && !self.touches(at) {
            return (at, None);
        }
        let next = at + 1 + dash;
        if let Some((seconds, _)) = TIMES.iter().find(|(_, names)| place(names, word).is_some()) {
            // The stop of "min." belongs to it inside a sentence.
            let short = !is_sign && word.len() < 4 && self.word(next) == "." && self.touches(next);
            let goes_on = self.word(next + 1).starts_with(char::is_alphanumeric);
            return (next + usize::from(short && goes_on), Some(*seconds));
        }
        (if is("measure", word) { next } else { at }, None)
    }
}

fn fraction(word: &str) -> Option<f64> {
    let place = place(FRACTIONS, word)?;
    Some([0.5, 0.25, 0.75, 1.0 / 3.0, 0.5, 0.25][place])
}

fn named(word: &str) -> Option<f64> {
    let place = u8::try_from(place(NUMBERS, word)?).ok()?;
    Some(f64::from(if place < 20 {
        place
    } else {
        10 * (place - 18)
    }))
}

fn place(list: &str, word: &str) -> Option<usize> {
    list.split(' ').position(|listed| listed == word)
}
