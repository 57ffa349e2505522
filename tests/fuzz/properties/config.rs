//! What must hold of any text that is taken for a config file.

use legrest::settings::Config;

use super::findings;

/// Reads the text of a config file.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (config, problems) = Config::parse(&text);
    findings::check(&text, config.is_some(), &problems);
    if config.is_some() {
        // A comment at the end means nothing.
        let longer = format!("{text}\n# level = \"full\"\n");
        assert_eq!(Config::parse(&longer), (config, problems));
    }
}
