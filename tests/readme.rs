//! The README is true: its routines are valid and its commands exist.

use std::path::Path;

use clap::Parser;
use legrest::cli::Cli;
use legrest::routine;

/// The fenced blocks of a language in a page of the project.
pub fn blocks(page: &str, language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(path).expect("a page");
    let fence = format!("```{language}\n");
    let blocks = text.split(&fence).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_routine_is_valid() {
    for page in ["README.md", "routines/README.md", "sounds/README.md"] {
        let blocks = blocks(page, "toml");
        assert!(!blocks.is_empty(), "{page}");
        for block in blocks {
            let (routine, problems) = routine::parse(&block);
            assert!(routine.is_some(), "{problems:#?} in\n{block}");
            assert!(problems.is_empty(), "{problems:#?} in\n{block}");
        }
    }
}

#[test]
fn every_command_is_understood() {
    let mut read = 0;
    let blocks = blocks("README.md", "console")
        .into_iter()
        .chain(blocks("README.md", "sh"));
    let lines: Vec<String> = blocks
        .flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for line in &lines {
        // A prompt, or an alias whose body is a command and what follows it.
        let command = line.strip_prefix("$ ").or_else(|| {
            let body = line.split_once("='")?.1.trim_end_matches('\'');
            Some(body.split(" && ").next().unwrap_or_default())
        });
        let Some(command) = command else { continue };
        let command = command.replace("cargo run --release --", "legrest");
        if command.starts_with("legrest") {
            let parsed = Cli::try_parse_from(command.split_whitespace());
            assert!(parsed.is_ok(), "{command}: {:?}", parsed.err());
            read += 1;
        }
    }
    assert!(read >= 18, "only {read} commands were found");
}
