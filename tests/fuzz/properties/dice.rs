//! Choices out of a fuzzer's bytes. When those have run out, every choice is the
//! first one: whatever is being made comes to its end.

use std::ops::RangeInclusive;

use arbitrary::Unstructured;

/// Bytes that decide.
pub struct Dice<'b>(Unstructured<'b>);

impl<'b> Dice<'b> {
    /// Dice that fall as these bytes say.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// A number of a range; its first when the bytes have run out.
    pub fn number(&mut self, range: RangeInclusive<u64>) -> u64 {
        let first = *range.start();
        self.0.int_in_range(range).unwrap_or(first)
    }

    /// A number as an index or a count.
    pub fn index(&mut self, range: RangeInclusive<usize>) -> usize {
        let first = *range.start();
        self.0.int_in_range(range).unwrap_or(first)
    }

    /// One of several.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.index(0..=of.len() - 1)]
    }

    /// True once in so many times, and never when the bytes have run out.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.number(1..=times) == times
    }

    /// Whether the bytes have run out.
    pub fn are_out(&self) -> bool {
        self.0.is_empty()
    }
}
