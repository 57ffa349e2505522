//! Words to be heard, sentence by sentence: whether there is time for them, and
//! which have been said.

use std::collections::BTreeSet;
use std::time::Duration;

use super::snapshot::Snapshot;
use crate::routine::{Side, Step};
use crate::text;
use crate::timeline::{Phase, Timeline};

/// What a voice takes for a word, at 150 of them a minute.
const WORD: Duration = Duration::from_millis(400);
/// What it takes for a column's width of text at least: words can be long, and
/// some scripts have none.
const COLUMN: Duration = Duration::from_millis(70);
/// What it takes to begin and to die away.
const BREATH: Duration = Duration::from_millis(400);
/// Words that are later than this are better left out, even where nothing
/// comes after them.
const STALE: Duration = Duration::from_secs(10);
/// A sentence of a caution with more words than this is for the first evening.
const SHORT: usize = 16;

/// Words, and how long they can wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What is said.
    pub text: String,
    /// Begun later than this from now on, in real time, they would run into
    /// what comes next.
    pub slack: Duration,
}

impl Phrase {
    /// The words, if there are any and they fit into the time that there is, in
    /// real time; `None` is all the time in the world.
    pub(super) fn fitting(text: impl Into<String>, room: Option<Duration>) -> Option<Self> {
        let text = Some(text.into()).filter(|text| !text.is_empty())?;
        let slack = match room {
            Some(room) => room.checked_sub(time_of(&text))?.min(STALE),
            None => STALE,
        };
        Some(Self { text, slack })
    }
}

/// Adds a sentence to words if all of them `fit` then; returns whether they do.
pub(super) fn add(words: &mut String, sentence: &str, fit: impl Fn(&str) -> bool) -> bool {
    let longer = format!("{words} {sentence}").trim_start().to_owned();
    let fits = fit(&longer);
    if fits {
        *words = longer;
    }
    fits
}

/// How long a voice takes to say it, guessed rather too long than too short.
pub(super) fn time_of(text: &str) -> Duration {
    let times = |each: Duration, count| each * u32::try_from(count).unwrap_or(u32::MAX);
    let words = times(WORD, text.split_whitespace().count());
    BREATH + words.max(times(COLUMN, text::width(text)))
}

/// `Calf wall stretch.`
pub(super) fn name(step: &Step) -> String {
    let is_sentence = step.name.ends_with(['.', '!', '?', '…']);
    format!("{}{}", step.name, if is_sentence { "" } else { "." })
}

/// A word as a sentence of its own: `Up.`
pub(crate) fn sentence(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.as_str().chars()).chain(['.']).collect()
}

/// A number in words, as far as a person counts aloud.
pub(super) fn number(number: u32) -> String {
    // There is no word for no tens and for no ones.
    const ONES: &str = " one two three four five six seven eight nine ten eleven twelve thirteen \
                        fourteen fifteen sixteen seventeen eighteen nineteen";
    const TENS: &str = "  twenty thirty forty fifty sixty seventy eighty ninety";
    if !(1..100).contains(&number) {
        return number.to_string();
    }
    let number = number as usize;
    let (tens, ones) = (number / 10, if number < 20 { number } else { number % 10 });
    let words = [TENS.split(' ').nth(tens), ONES.split(' ').nth(ones)];
    let words = words.into_iter().flatten().filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    let ends = move |c| {
        let is_end = matches!(before, '.' | '!' | '?');
        before = c;
        c == '\n' || is_end && matches!(c, ' ' | '\t')
    };
    let sentences = text.split(ends).map(str::trim);
    sentences.filter(|sentence| !sentence.is_empty())
}

/// The sentences that have been said, each with its step, and with the side where
/// it is said once a side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Advice(BTreeSet<(usize, Option<Side>, String)>);

impl Advice {
    /// Adds to `words` the sentences of these texts, and in a hold its cue, that
    /// have not been said of the segment's step and `fit`. Only in a hold may a
    /// sentence come before another: it has no better place.
    pub(crate) fn add<'t>(
        &mut self,
        words: &mut String,
        texts: impl IntoIterator<Item = &'t str>,
        snapshot: &Snapshot,
        fit: impl Fn(&str) -> bool,
    ) {
        let segment = snapshot.segment;
        let is_hold = segment.phase == Phase::Hold;
        let cue = snapshot.step().cue.as_deref().filter(|_| is_hold);
        let cue = cue.map(|cue| (segment.side, cue));
        let texts = texts.into_iter().flat_map(sentences);
        for (side, sentence) in texts.map(|sentence| (None, sentence)).chain(cue) {
            let key = (segment.step, side, sentence.to_owned());
            if self.0.contains(&key) {
                continue;
            }
            if add(words, sentence, &fit) {
                self.0.insert(key);
            } else if !is_hold {
                return;
            }
        }
    }
}

/// The sentences of a caution; after the first evening without the long ones, as
/// far as there are others.
pub(crate) fn caution<'t>(
    timeline: &Timeline,
    text: Option<&'t str>,
) -> impl Iterator<Item = &'t str> + use<'t> {
    let length = |sentence: &str| sentence.split_whitespace().count();
    let all = || text.into_iter().flat_map(sentences);
    let shortest = all().map(length).min().unwrap_or_default();
    let is_first = timeline.is_first_evening;
    all().filter(move |sentence| is_first || length(sentence) <= shortest.max(SHORT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_needs_about_this_long() {
        // A real one took 2.3, 0.9 and 8.4 seconds.
        let seconds = |text| time_of(text).as_secs_f64();
        assert!((seconds("Hamstring stretch. Right side.") - 2.5).abs() < 0.1);
        assert!((seconds("Last one.") - 1.2).abs() < 0.1);
        let how = "Hamstring stretch. Right side. Sit on the edge of a chair, one leg straight \
                   with its heel on the floor. Lean forward from the hips with a long back.";
        assert!((9.0..13.0).contains(&seconds(how)), "{}", seconds(how));
        // Nine words without a space.
        assert!(seconds("身体から脚を伸ばして息をする") > 2.0);
    }

    #[test]
    fn numbers_are_counted_in_words() {
        let told = [1, 12, 20, 21, 90, 99, 100].map(number);
        let words = "one twelve twenty twenty-one ninety ninety-nine 100";
        assert_eq!(told.join(" "), words);
        assert_eq!(sentence("öffnen"), "Öffnen.");
    }

    #[test]
    fn sentences_end_before_a_space() {
        let split = |text| sentences(text).collect::<Vec<_>>();
        assert_eq!(
            split("Hold it for 1.5 minutes. Breathe!  Done?\nGood"),
            ["Hold it for 1.5 minutes.", "Breathe!", "Done?", "Good"]
        );
        assert_eq!(split(" \n "), [""; 0]);
    }

    #[test]
    fn words_fit_or_are_left_out() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(Phrase::fitting("Last one.", seconds(1)), None);
        let fits = Phrase::fitting("Last one.", seconds(2)).expect("it fits");
        assert_eq!(fits.slack, Duration::from_millis(800));
        let mut words = "Last one.".to_owned();
        let fit = |words: &str| Phrase::fitting(words, seconds(2)).is_some();
        assert!(!add(&mut words, "And then something very long.", fit));
        assert!(add(&mut words, "Yes.", fit) && words == "Last one. Yes.");
        assert_eq!(Phrase::fitting("", None), None);
        let waits = Phrase::fitting("Last one.", None).map(|phrase| phrase.slack);
        assert_eq!(waits, seconds(10));
    }
}
