//! JSON that is written for other programs.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::diagnostic::escaped;

/// JSON in one line, in which no name or note can steer a terminal: such characters
/// stand in strings alone, where an escape means the same.
pub(crate) fn to_json(document: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(document)?;
    // All such characters have four digits.
    let escape = |c| format!("\\u{:04x}", u32::from(c));
    Ok(escaped(&json, escape).into_owned())
}

/// A part of a document, or why there is none.
pub(crate) type Json = serde_json::Result<Box<RawValue>>;

/// An object that keeps its fields in this order, which the maps of `serde_json`
/// don't. The names are written as they are.
pub(crate) fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    let fields = fields.map(|(name, value)| Ok(format!("\"{name}\":{}", value?)));
    let fields: serde_json::Result<Vec<String>> = fields.into_iter().collect();
    RawValue::from_string(format!("{{{}}}", fields?.join(",")))
}

pub(crate) fn list(parts: impl Iterator<Item = Json>) -> Json {
    to_raw_value(&parts.collect::<serde_json::Result<Vec<_>>>()?)
}
