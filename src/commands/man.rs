//! `legrest man`: the manual page, legrest(1).

/// The page as roff. The tests of this module make it from the definition by which
/// the command line is parsed, from the README, and from `man/text.txt`.
pub(super) const PAGE: &str = include_str!("man/legrest.1");

#[cfg(test)]
mod tests;
