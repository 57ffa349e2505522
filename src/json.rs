//! Documents for programs.

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
    let mut safe = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_unprintable(c) {
            // All of them have four digits.
            let code = u32::from(c);
            let digits = [12, 8, 4, 0].map(|shift| char::from_digit(code >> shift & 15, 16));
            safe.push_str("\\u");
            safe.extend(digits.into_iter().flatten());
        } else {
            safe.push(c);
        }
    }
    Ok(safe)
}
