//! JSON that is written for other programs.

use serde::Serialize;

use crate::diagnostic::escaped;

/// JSON in one line, in which nothing can steer a terminal: names and notes may
/// come from anywhere. Such characters stand in strings alone, where an
/// escape means the same.
pub(crate) fn to_json(document: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(document)?;
    // All such characters have four digits.
    let escape = |c| format!("\\u{:04x}", u32::from(c));
    Ok(escaped(&json, escape).into_owned())
}
