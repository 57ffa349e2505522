//! What was worked out for a frame, and is the same in those that follow.

use std::cell::RefCell;

use crate::text;

/// At most `MOST` values, each by all that it depends on.
pub(super) struct Memo<K, V, const MOST: usize>(RefCell<Vec<(K, V)>>);

impl<K: PartialEq, V: Clone, const MOST: usize> Memo<K, V, MOST> {
    pub(super) const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    pub(super) fn get(&self, key: K, work: impl FnOnce() -> V) -> V {
        let mut known = self.0.borrow_mut();
        if let Some((_, value)) = known.iter().find(|(known, _)| *known == key) {
            return value.clone();
        }
        if known.len() >= MOST {
            known.clear();
        }
        known.push((key, work()));
        known[known.len() - 1].1.clone()
    }
}

/// The text in lines that each fit into so many columns.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    thread_local! {
        static WRAPPED: Memo<(String, usize), Vec<String>, 16> = const { Memo::new() };
    }
    WRAPPED.with(|known| known.get((text.to_owned(), columns), || text::wrap(text, columns)))
}
