//! The title alone, of a text that may be cut off or no routine at all.

use toml::de::DeTable;

/// The title that a text gives at its head, before the first table. The rest
/// is not read, and need not be right.
#[must_use]
pub fn title(text: &str) -> Option<String> {
    let mut head = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            break;
        }
        head += line.len();
    }
    let (document, _) = DeTable::parse_recoverable(&text[..head]);
    let title = document.get_ref().get("title")?.get_ref().as_str()?;
    Some(title.to_owned()).filter(|title| !title.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_in_what_is_no_routine() {
        let title = |text| title(text).unwrap_or_default();
        assert_eq!(title("# mine\ntitle = \"Knee\"\n[[step]]\nname = "), "Knee");
        assert_eq!(title("title = 'Knee'\nsource = [\n['x"), "Knee");
        assert_eq!(title("source = [\n\"a\",\n]\ntitle = 'Knee'"), "Knee");
        assert_eq!(title("[[step]]\ntitle = \"not this\""), "");
        assert_eq!(title("title = 3"), "");
        assert_eq!(title("\u{0}\u{1}"), "");
    }
}
