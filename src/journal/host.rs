//! The name of this machine's file. Of two machines with one name, a program that
//! synchronizes their folders keeps both files, one under another name that ends
//! in `.jsonl` too. It is read like any other, each record once.

/// The longest name. File systems allow 255 bytes, and other programs add words.
const LONGEST: usize = 64;

/// The machine's name, in characters that a file name can have on any system.
pub(super) fn name() -> String {
    #[cfg(unix)]
    let names = rustix::system::uname();
    #[cfg(unix)]
    let name = names.nodename().to_string_lossy();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    safe(&name)
}

fn safe(name: &str) -> String {
    // File systems that ignore case would mix two names up.
    let kept: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(LONGEST)
        .collect();
    let kept = kept.trim_matches('-');
    let stem = kept.trim_end_matches(|c: char| c.is_ascii_digit());
    match (kept, stem) {
        ("", _) => "this-machine".to_owned(),
        // Names of devices on Windows, in every folder and with every
        // extension.
        (_, "con" | "prn" | "aux" | "nul" | "com" | "lpt") => format!("host-{kept}"),
        _ => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_safe() {
        for (name, file) in [
            ("thinkpad", "thinkpad"),
            ("Anna's Mac.local", "anna-s-mac-local"),
            ("../../etc/passwd", "etc-passwd"),
            ("", "this-machine"),
            ("…", "this-machine"),
            ("bücher\n", "b-cher"),
            ("NUL", "host-nul"),
            ("com1", "host-com1"),
            ("(none)", "none"),
        ] {
            assert_eq!(safe(name), file, "{name:?}");
        }
        assert_eq!(safe(&"x".repeat(300)).len(), LONGEST);
    }
}
