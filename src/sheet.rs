//! A therapist's sheet, read into a routine by rules: every number of it is in a
//! value, in a comment that says what it is, or in the list of what was not
//! understood.

mod clean;
mod dose;
mod grammar;
mod kind;
mod outline;
mod patterns;
mod quantity;
mod settle;
mod step;
#[cfg(test)]
mod tests;
mod token;
mod toml;
mod wording;
mod write;

pub use write::{Made, read};
