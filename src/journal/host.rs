//! The name of this machine's file.
//!
//! Two machines may have one name. Where their folders are kept in sync, the
//! program that does so keeps both files, one of them under another name that
//! also ends in `.jsonl`: it is read like any other, each record once.

/// The longest name; file systems allow 255 bytes, some syncing programs add
/// words of their own.
const LONGEST: usize = 64;

/// The machine's name, as far as it can stand in the name of a file anywhere.
pub(super) fn name() -> String {
    safe(&system())
}

#[cfg(unix)]
fn system() -> String {
    let names = rustix::system::uname();
    names.nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn system() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

fn safe(name: &str) -> String {
    // Systems that don't tell capitals from small letters would mix two up.
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
        // Devices on Windows, in every folder and with every ending.
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
