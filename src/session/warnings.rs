//! How many warnings a session may tell.

use std::cell::Cell;
use std::rc::Rc;

/// How many warnings are still told, by whoever holds a copy.
#[derive(Clone, Debug)]
pub struct Warnings(Rc<Cell<usize>>);

impl Warnings {
    /// So many, and no more.
    #[must_use]
    pub fn at_most(count: usize) -> Self {
        Self(Rc::new(Cell::new(count)))
    }

    /// Whether one more may be told, which it then is.
    #[must_use]
    pub fn take(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

impl Default for Warnings {
    /// All of them.
    fn default() -> Self {
        Self::at_most(usize::MAX)
    }
}
