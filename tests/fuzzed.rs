//! What a fuzzer has found worth keeping is asked again of every build: that
//! everything holds which `fuzz/properties` says.

#[path = "fuzz/properties/mod.rs"]
pub mod properties;

use std::collections::BTreeMap;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use legrest::diagnostic::is_unprintable;
use legrest::night::Night;
use legrest::routine::Hold;
use legrest::routine::tempo::Tempo;

use crate::harness::Home;
use properties::TARGETS;
use properties::dice::Dice;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz"))
}

/// The inputs that are kept for a target.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(folder().join("corpus").join(target)).expect("a corpus");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "{target} has {} inputs", paths.len());
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("an input");
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

#[track_caller]
fn replay(target: &str) {
    let found = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, holds) = found.expect("a target");
    let broken: Vec<PathBuf> = corpus(target)
        .into_iter()
        .filter(|(_, bytes)| catch_unwind(|| holds(bytes)).is_err())
        .map(|(path, _)| path)
        .collect();
    assert!(broken.is_empty(), "see above what is wrong: {broken:#?}");
}

#[test]
fn routines() {
    replay("routine");
}

#[test]
fn plausible_routines() {
    replay("plausible");
}

#[test]
fn sheets() {
    replay("sheet");
}

#[test]
fn config_files() {
    replay("config");
}

#[cfg(unix)]
#[test]
fn journals() {
    replay("journal");
}

#[test]
fn keys() {
    replay("keys");
}

#[test]
fn nights() {
    replay("nights");
}

#[test]
fn players() {
    replay("player");
}

#[test]
fn screens() {
    replay("screen");
}

#[test]
fn sounds() {
    replay("sound");
}

/// Else the properties would ask nothing of movements and things to do.
#[test]
fn sessions_that_are_kept_have_every_kind_of_step() {
    let mut kinds = BTreeMap::new();
    for (_, bytes) in corpus("player") {
        let timeline = properties::player::timeline(&mut Dice::new(&bytes));
        for planned in timeline
            .into_iter()
            .flat_map(|(timeline, _)| timeline.steps)
        {
            let hold = match planned.step.hold {
                Hold::Open => "open",
                Hold::Movements(_) => "movements",
                Hold::Task => "task",
                Hold::For(_) => "for",
            };
            let pace = match planned.step.tempo {
                None => "none",
                Some(Tempo::Own) => "own",
                Some(Tempo::Parts(_)) => "parts",
            };
            *kinds.entry((hold, pace)).or_insert(0) += 1;
        }
    }
    for kind in [
        ("for", "none"),
        ("for", "parts"),
        ("movements", "own"),
        ("movements", "parts"),
        ("open", "none"),
        ("open", "parts"),
        ("task", "none"),
    ] {
        assert!(kinds.get(&kind) >= Some(&2), "{kind:?} of {kinds:?}");
    }
}

/// The fuzzer can't look at what the program writes; here it can be.
#[test]
fn every_history_is_written_and_steers_no_terminal() {
    let tonight = Night::of(jiff::Zoned::now().datetime());
    for (path, bytes) in corpus("nights") {
        let journal = properties::nights::journal(&bytes, tonight);
        let home = Home::new()
            .with_folder("data/journal")
            .with_file("data/journal/a.jsonl", journal);
        for format in ["human", "json", "csv", "html"] {
            let run = home.run(&["history", "--nights", "60", "--format", format]);
            assert_eq!(run.code, Some(0), "{}: {run:#?}", path.display());
            for text in [run.stdout, run.stderr] {
                let harm = text.chars().find(|&c| c != '\n' && is_unprintable(c));
                assert_eq!(harm, None, "{}: {text}", path.display());
            }
        }
    }
}

#[test]
fn every_target_is_built_and_has_its_corpus() {
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let bins = manifest["bin"].as_array().expect("the binaries");
    let mut built: Vec<&str> = bins.iter().filter_map(|bin| bin["name"].as_str()).collect();
    let mut asked = TARGETS.map(|(name, _)| name);
    built.sort_unstable();
    asked.sort_unstable();
    assert_eq!(built, asked);
    let kept = fs::read_dir(folder().join("corpus")).expect("the corpora");
    assert_eq!(kept.count(), TARGETS.len());
}
