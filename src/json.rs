//! JSON that is written for other programs, and read from them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::diagnostic::is_unprintable;

/// A text that is not copied unless it has escapes.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct BorrowedText<'l>(#[serde(borrow)] pub(crate) Cow<'l, str>);

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
