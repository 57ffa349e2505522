//! The events as a JSON Schema (2020-12), for programs that follow a routine.

/// The schema of a line of `--display json`. The tests of this module make it from
/// the types in [`event`](super::event).
pub(crate) const EVENTS_SCHEMA: &str = include_str!("events.schema.json");

#[cfg(test)]
mod tests;
