//! What there is to say of a step, sentence by sentence, and what has been said.

use std::collections::BTreeSet;

use super::phrase::{add, sentences};
use super::snapshot::Snapshot;
use crate::routine::Side;
use crate::timeline::{Phase, Timeline};

/// A sentence of a caution with more words than this is for the first evening.
const SHORT: usize = 16;

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
