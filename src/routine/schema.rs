//! The format as a JSON Schema (2020-12), for editors and other programs.

/// The schema of a routine file. The tests of this module make it from the tables
/// in [`format`](super::format).
pub const SCHEMA: &str = include_str!("routine.schema.json");

#[cfg(test)]
mod tests;
