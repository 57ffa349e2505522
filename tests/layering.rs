//! The core stays pure, and edges don't know each other: read off the source.

use std::fs;
use std::path::{Path, PathBuf};

const CORE: [&str; 14] = [
    "json",
    "keymap",
    "document",
    "routine",
    "timeline",
    "player",
    "diagnostic",
    "nearest",
    "text",
    "safety",
    "night",
    "record",
    "reminder",
    "diary",
];
const EDGES: [&str; 12] = [
    "awake", "hooks", "terminal", "signals", "audio", "speech", "report", "library", "journal",
    "paths", "session", "commands",
];
/// What the core may not name: clocks, files, threads, the environment.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::io",
    "std::thread",
    "std::env",
    "std::net",
    "std::process",
    "Instant",
    "SystemTime",
    // Dates are values like any other; asking for the time is not.
    "::now(",
    "println",
];
/// Where one edge may use another, and why.
const ALLOWED: [(&str, &str); 4] = [
    // The library reads the folder that paths names.
    ("library", "paths"),
    // These two bring the edges together.
    ("session", "*"),
    ("commands", "*"),
    ("report", "report"),
];

/// The source files of a module, and their text up to their own tests.
fn sources(module: &str) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![src.join(format!("{module}.rs"))];
    let mut folders = vec![src.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry of the source").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tests.rs") {
                files.push(path);
            }
        }
    }
    let text = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        code.collect::<Vec<_>>().join("\n")
    };
    files
        .into_iter()
        .map(|path| (path.clone(), text(&path)))
        .collect()
}

#[test]
fn the_core_knows_no_clock_file_thread_or_edge() {
    let mut read = 0;
    for module in CORE {
        for (path, text) in sources(module) {
            read += 1;
            for word in IMPURE {
                assert!(!text.contains(word), "{} names {word}", path.display());
            }
            for edge in EDGES {
                let named = text.contains(&format!("crate::{edge}"));
                assert!(!named, "{} names the edge {edge}", path.display());
            }
        }
    }
    assert!(read >= CORE.len() + 4, "the source was found: {read} files");
}

#[test]
fn edges_know_no_other_edge() {
    for module in EDGES {
        for (path, text) in sources(module) {
            for other in EDGES {
                let allowed =
                    ALLOWED.contains(&(module, "*")) || ALLOWED.contains(&(module, other));
                if module == other || allowed {
                    continue;
                }
                let named = text.contains(&format!("crate::{other}"));
                assert!(!named, "{} names the edge {other}", path.display());
            }
        }
    }
}
