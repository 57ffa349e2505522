//! The pages of the project are true, and the README is short: routines in them are
//! valid, commands exist, links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use clap::error::ErrorKind;
use legrest::cli::Cli;
use legrest::hooks::MOMENTS;
use legrest::routine;
use legrest::settings::{Config, catalogue};

use crate::man::rows;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(page: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(page)).expect("a page")
}

/// Every page of the project.
fn pages() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = entry.path();
            if entry.file_type().expect("a kind").is_dir() {
                if !["target", ".git"].iter().any(|name| path.ends_with(name)) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    assert!(found.len() >= 10, "{found:?}");
    found
}

/// The fenced blocks of a language in a page of the project.
pub fn blocks(page: impl AsRef<Path>, language: &str) -> Vec<String> {
    let text = text(page);
    let fence = format!("```{language}\n");
    let blocks = text.split(&fence).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

/// The lines of a page that stand in no fenced block.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("\n```").step_by(2);
    parts.flat_map(|part| part.lines())
}

/// Whether a block of TOML is a routine, or else a config.
fn is_routine(block: &str) -> bool {
    block.contains("[[step]]")
}

#[test]
fn the_readme_is_for_a_tired_person() {
    let readme = text("README.md");
    let lines = readme.lines().count();
    assert!(lines < 300, "{lines} lines");
    // Nor does it hide its length in long lines.
    let words = readme.split_whitespace().count();
    assert!(words < 3_000, "{words} words");
    let headings = prose(&readme).filter_map(|line| line.strip_prefix("## "));
    let headings: Vec<&str> = headings.collect();
    // First what everybody needs, last what few do.
    let expected = [
        "What you need",
        "First run",
        "Keys",
        "What you will hear",
        "The routines",
        "In a cramp",
        "Tonight: shorter, gentler, not all of it",
        "A therapist's sheet, and your own routine",
        "The journal, and a page for the doctor",
        "Display, sound, voice",
        "A reminder",
        "Aliases and exit codes",
        "Settings and hooks",
        "Where files are",
        "Uninstall",
        "For developers",
        "Changelog",
        "Licence",
    ];
    assert_eq!(headings, expected);
}

#[test]
fn every_table_has_a_head() {
    let mut tables = 0;
    for page in pages() {
        let text = text(&page);
        let lines: Vec<&str> = prose(&text).collect();
        for pair in lines.windows(2).filter(|pair| pair[1].starts_with("|--")) {
            let mut cells = pair[0].trim_matches('|').split('|');
            let has_words = cells.all(|cell| cell.contains(char::is_alphabetic));
            assert!(has_words, "{} of {}", pair[0], page.display());
            tables += 1;
        }
    }
    assert!(tables >= 40, "only {tables} tables were found");
}

#[test]
fn every_routine_is_valid() {
    let mut read = 0;
    for page in pages() {
        for block in blocks(&page, "toml").iter().filter(|it| is_routine(it)) {
            let (routine, problems) = routine::parse(block);
            assert!(routine.is_some(), "{problems:#?} in\n{block}");
            assert!(problems.is_empty(), "{problems:#?} in\n{block}");
            read += 1;
        }
    }
    assert!(read >= 15, "only {read} routines were found");
}

#[test]
fn every_config_is_valid() {
    let mut blocks = blocks("README.md", "toml");
    blocks.retain(|block| !is_routine(block));
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let (config, problems) = Config::parse(&block);
        assert!(config.is_some() && problems.is_empty(), "{problems:#?}");
    }
}

/// The table has every setting with its variable and default.
#[test]
fn every_setting_is_told() {
    let text = text("routines/programs.md");
    for setting in catalogue::ALL {
        let (key, variable, default) = (setting.key, setting.variable(), setting.default);
        let row = format!("| `{key}` | `{variable}` | `{default}` |");
        assert!(text.contains(&row), "{row}");
    }
    let row = |line: &&str| line.starts_with("| `") && line.contains("| `LEGREST_");
    assert_eq!(text.lines().filter(row).count(), catalogue::ALL.len());
}

/// The table, from which the manual page is made, has every hook and no other.
#[test]
fn every_hook_is_told() {
    let rows = rows("Hooks").into_iter();
    let told: Vec<String> = rows.map(|mut row| row.swap_remove(0)).collect();
    assert_eq!(told, MOMENTS);
}

/// The `legrest ...` at the beginning of a line or a piece of code.
fn command(text: &str) -> Option<&str> {
    let ends = [" |", " >", " &&", " \\|"].iter();
    let end = ends.filter_map(|end| text.find(end)).min();
    let command = &text[..end.unwrap_or(text.len())];
    command.starts_with("legrest ").then_some(command)
}

/// Every `legrest ...` of a page is understood, be it behind a prompt, in an alias or
/// a script, or in the midst of a sentence, which may leave out an argument.
#[test]
fn every_command_is_understood() {
    let mut read = 0;
    let mut understood = |command: &str, page: &Path, may_lack: bool| {
        if let Err(error) = Cli::try_parse_from(command.split_whitespace()) {
            let is_right = match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
                ErrorKind::MissingRequiredArgument => may_lack,
                _ => false,
            };
            assert!(is_right, "{command} in {}: {error}", page.display());
        }
        read += 1;
    };
    for page in pages() {
        for block in ["console", "sh"].map(|language| blocks(&page, language)) {
            for line in block.iter().flat_map(|block| block.lines()) {
                let line = line.strip_prefix("$ ").unwrap_or(line);
                let body = line.split_once("='").filter(|_| line.starts_with("alias "));
                let line = body.map_or(line, |(_, body)| body.trim_end_matches('\''));
                if let Some(command) = command(line) {
                    understood(command, &page, false);
                }
            }
        }
        for line in prose(&text(&page)) {
            let pieces = line.split('`').skip(1).step_by(2);
            pieces
                .filter_map(command)
                .for_each(|it| understood(it, &page, true));
        }
    }
    assert!(read >= 100, "only {read} commands were found");
}

/// Every crate that the program stands on is there for a reason that is told.
#[test]
fn every_dependency_is_told() {
    let page = text("tests/README.md");
    let (_, table) = page.split_once("| Crate | for |").expect("a table");
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

/// What a link calls a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || "-_".contains(c) => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

#[test]
fn every_link_into_the_project_leads_somewhere() {
    let mut followed = 0;
    for page in pages() {
        let source = text(&page);
        let links = prose(&source).flat_map(|line| line.split("](").skip(1));
        for link in links.filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.with_file_name("").join(file),
            };
            assert!(target.exists(), "{} points to {link}", page.display());
            if !place.is_empty() {
                let headed = text(&target);
                let mut headings = prose(&headed).filter_map(|line| line.split_once("# "));
                let leads = headings.any(|(_, heading)| anchor(heading) == place);
                assert!(leads, "{} points to {link}", page.display());
            }
            followed += 1;
        }
    }
    assert!(followed >= 100, "only {followed} links were found");
}
