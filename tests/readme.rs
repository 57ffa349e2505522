//! The README is true: its routines are valid and its commands exist.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Parser;
use legrest::cli::Cli;
use legrest::hooks::MOMENTS;
use legrest::routine;
use legrest::settings::{Config, catalogue};

use crate::man::rows;

/// How a block begins that is no routine.
const CONFIG: &str = "[hooks]\n";

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
        let mut blocks = blocks(page, "toml");
        blocks.retain(|block| !block.starts_with(CONFIG));
        assert!(!blocks.is_empty(), "{page}");
        for block in blocks {
            let (routine, problems) = routine::parse(&block);
            assert!(routine.is_some(), "{problems:#?} in\n{block}");
            assert!(problems.is_empty(), "{problems:#?} in\n{block}");
        }
    }
}

#[test]
fn every_config_is_valid() {
    let mut blocks = blocks("README.md", "toml");
    blocks.retain(|block| block.starts_with(CONFIG));
    assert!(!blocks.is_empty());
    for block in blocks {
        let (config, problems) = Config::parse(&block);
        assert!(config.is_some() && problems.is_empty(), "{problems:#?}");
    }
}

/// The table has every setting with its variable and default.
#[test]
fn every_setting_is_told() {
    let text = std::fs::read_to_string("README.md").expect("the README");
    for setting in catalogue::ALL {
        let (key, variable, default) = (setting.key, setting.variable(), setting.default);
        let row = format!("| `{key}` | `{variable}` | `{default}` |");
        assert!(text.contains(&row), "{row}");
    }
}

/// The table, from which the manual page is made, has every hook and no other.
#[test]
fn every_hook_is_told() {
    let rows = rows("Hooks").into_iter();
    let told: Vec<String> = rows.map(|mut row| row.swap_remove(0)).collect();
    assert_eq!(told, MOMENTS);
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

/// Every crate that the program stands on is there for a reason that is told.
#[test]
fn every_dependency_is_told() {
    let readme = std::fs::read_to_string("README.md").expect("the README");
    let (_, table) = readme.split_once("| Crate | for |").expect("a table");
    let (table, _) = table.split_once("\n\n").expect("its end");
    let told: BTreeSet<&str> = table
        .lines()
        .filter_map(|row| row.split(" | ").next())
        .flat_map(|names| names.split('`').skip(1).step_by(2))
        .collect();
    let manifest = std::fs::read_to_string("Cargo.toml").expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let dependencies = |table: &toml::Table| -> Vec<String> {
        let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
        dependencies
            .into_iter()
            .flat_map(|it| it.keys().cloned())
            .collect()
    };
    let mut used = BTreeSet::from_iter(dependencies(&manifest));
    let targets = manifest["target"].as_table().expect("targets");
    for target in targets.values() {
        used.extend(dependencies(target.as_table().expect("a target")));
    }
    let used: BTreeSet<&str> = used.iter().map(String::as_str).collect();
    assert_eq!(told, used);
}

/// What a promise points to is there.
#[test]
fn every_link_into_the_project_leads_somewhere() {
    let mut followed = 0;
    for page in [
        "README.md",
        "routines/README.md",
        "sounds/README.md",
        "tests/fuzz/README.md",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = std::fs::read_to_string(&path).expect("a page");
        let links = text.split("](").skip(1);
        for link in links.filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if link.contains("://") || file.is_empty() {
                continue;
            }
            let target = path.with_file_name("").join(file);
            assert!(target.exists(), "{page} points to {link}");
            followed += 1;
        }
    }
    assert!(followed >= 20, "only {followed} links were found");
}
