//! The lines of a routine file.

use std::fmt::Write;

use super::dose::Dose;
use crate::night::Days;

pub(super) fn table(text: &mut String, name: &str, keys: &[(&str, String)]) {
    if !keys.is_empty() {
        let _ = writeln!(text, "\n[{name}]");
        pairs(text, keys);
    }
}

pub(super) fn pairs(text: &mut String, keys: &[(&str, String)]) {
    for (key, value) in keys {
        let _ = writeln!(text, "{key} = {value}");
    }
}

pub(super) fn remarks(text: &mut String, dose: &Dose) {
    for (kind, words) in &dose.remarks {
        comment(text, &format!("{kind}:"), words);
    }
}

pub(super) fn comment(text: &mut String, what: &str, words: &str) {
    let words = format!("{what} {}", words.trim());
    let _ = writeln!(text, "# {}", words.trim());
}

pub(super) fn days_text(days: Days) -> String {
    if days.are_all() {
        return quoted("daily");
    }
    quoted(&days.names().to_lowercase().replace(',', ", "))
}

/// A text as TOML has it, in one line.
pub(super) fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The strings of JSON are strings of TOML.
    serde_json::Value::from(text).to_string()
}
