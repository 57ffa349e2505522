//! How big a program is, and how many crates it is made of.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::program::Program;
use crate::table::Table;

pub(crate) fn measure(programs: &[Program], table: &mut Table) {
    table.row(
        "the program, stripped",
        "KiB",
        programs.iter().map(stripped).collect(),
    );
    table.row(
        "crates in the tree, itself included",
        "",
        programs.iter().map(crates).collect(),
    );
}

/// The size of what was compiled.
fn stripped(program: &Program) -> Option<f64> {
    if program.is_script() {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("stripped");
    let strip = Command::new("strip")
        .arg("-o")
        .arg(&copy)
        .arg(&program.path)
        .status();
    let stripped = strip.is_ok_and(|status| status.success());
    let file = if stripped { &copy } else { &program.path };
    let length = fs::metadata(file).expect("a program").len();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let length = length as f64;
    Some(length / 1024.0)
}

/// What is built for this system, without what only builds or tests it.
fn crates(program: &Program) -> Option<f64> {
    if program.is_script() {
        return None;
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut tree = Command::new(cargo);
    tree.args(["tree", "-e", "normal", "--prefix", "none", "--no-dedupe"]);
    tree.arg("--manifest-path").arg(manifest(program)?);
    let output = tree
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        Some((words.next()?, words.next()?))
    });
    let count = names.collect::<BTreeSet<_>>().len();
    u32::try_from(count).ok().map(f64::from)
}

/// Where its source is.
fn manifest(program: &Program) -> Option<PathBuf> {
    let Some((name, version)) = program.package else {
        return Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    };
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))?;
    let registries = fs::read_dir(home.join("registry/src")).ok()?.flatten();
    let manifest = |registry: fs::DirEntry| {
        registry
            .path()
            .join(format!("{name}-{version}"))
            .join("Cargo.toml")
    };
    registries.map(manifest).find(|path| path.exists())
}
