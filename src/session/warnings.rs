//! The limit on the warnings of a session.

use std::cell::Cell;
use std::rc::Rc;

/// How many warnings may still be shown. Clones share the number.
#[derive(Clone, Debug)]
pub(crate) struct Warnings(Rc<Cell<usize>>);

impl Warnings {
    /// At most this many.
    pub(crate) fn at_most(count: usize) -> Self {
        Self(Rc::new(Cell::new(count)))
    }

    /// Whether one more may be shown, which then counts.
    pub(crate) fn take(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

impl Default for Warnings {
    /// No limit.
    fn default() -> Self {
        Self::at_most(usize::MAX)
    }
}
