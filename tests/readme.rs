//! The README is true: its routines are valid and its commands exist.

use std::path::Path;

use clap::Parser;
use legrest::cli::Cli;
use legrest::routine;

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(path).expect("a README");
    let fence = format!("```{language}\n");
    let blocks = text.split(&fence).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_routine_is_valid() {
    let blocks = blocks("toml");
    assert!(!blocks.is_empty());
    for block in blocks {
        assert!(
            routine::parse(&block).is_ok(),
            "{:#?} in\n{block}",
            routine::parse(&block)
        );
    }
}

#[test]
fn every_command_is_understood() {
    let mut read = 0;
    let blocks = blocks("console").into_iter().chain(blocks("sh"));
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
    assert!(read >= 9, "only {read} commands were found");
}
