//! JSON that is written for other programs.

use serde::Serialize;

use crate::diagnostic::is_unprintable;

/// JSON in one line, in which nothing can steer a terminal: names and notes may
/// come from anywhere. Such characters stand in strings alone, where an
/// escape means the same.
pub(crate) fn to_json(document: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(document)?;
    if !json.contains(is_unprintable) {
        return Ok(json);
    }
    let escaped = |c| {
        if is_unprintable(c) {
            // All of them have four digits.
            format!("\\u{:04x}", u32::from(c))
        } else {
            c.to_string()
        }
    };
    Ok(json.chars().map(escaped).collect())
}
