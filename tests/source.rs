//! The source as the guards read it: file by file, without comments and unit
//! tests, and with the modules that each file names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A file of the source.
pub struct SourceFile {
    /// The path below the folder that was read.
    pub path: String,
    /// The path of its module: `["routine", "parse"]` for `routine/parse.rs`.
    pub module: Vec<String>,
    /// The text without comments and unit tests.
    pub code: String,
    /// The number of lines, all of them.
    pub lines: usize,
    /// The number of lines without unit tests.
    pub product_lines: usize,
}

impl SourceFile {
    fn read(folder: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file");
        let below = path.strip_prefix(folder).expect("a path below");
        let path = below.to_string_lossy().replace('\\', "/");
        let module = path.trim_end_matches(".rs").split('/');
        let product = without_tests(&text);
        let is_code = |line: &&&str| !line.trim_start().starts_with("//");
        Self {
            module: module.map(str::to_owned).collect(),
            code: product
                .iter()
                .filter(is_code)
                .copied()
                .collect::<Vec<_>>()
                .join("\n"),
            lines: text.lines().count(),
            product_lines: if is_tests(&path) { 0 } else { product.len() },
            path,
        }
    }

    /// Whether the file holds nothing but unit tests.
    pub fn is_tests(&self) -> bool {
        is_tests(&self.path)
    }

    /// The top-level module that the file belongs to.
    pub fn room(&self) -> &str {
        &self.module[0]
    }

    /// Every path that the code names from the crate's root, as segments; a path
    /// that begins with `super` is resolved.
    pub fn named_paths(&self) -> BTreeSet<Vec<String>> {
        let mut paths = BTreeSet::new();
        for (at, path) in ["crate", "super"].map(|start| self.from(start)).concat() {
            let line = self.code[..at].rfind('\n').map_or(0, |end| end + 1);
            // Only a module inside the file has imports that are indented.
            let inside = self.code[line..].starts_with("    use super::");
            let depth = self.module.len() + usize::from(inside);
            paths.insert(self.resolve(&path, depth));
        }
        paths
    }

    /// Every path that the code names from this crate or module, with the place
    /// where it stands in the code.
    pub fn from(&self, start: &str) -> Vec<(usize, Vec<String>)> {
        let mut paths = Vec::new();
        for (at, _) in self.code.match_indices(&format!("{start}::")) {
            let before = self.code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || "_$:".contains(c)) {
                continue;
            }
            let mut expanded = Vec::new();
            expand(&self.code[at..], &[], &mut expanded);
            paths.extend(expanded.into_iter().map(|path| (at, path)));
        }
        paths
    }

    /// The path from the crate's root, for a module so deep.
    fn resolve(&self, path: &[String], depth: usize) -> Vec<String> {
        if path[0] == "crate" {
            return path[1..].to_vec();
        }
        let ups = path.iter().take_while(|word| *word == "super").count();
        let depth = depth.saturating_sub(ups).min(self.module.len());
        let mut resolved = self.module[..depth].to_vec();
        resolved.extend_from_slice(&path[ups..]);
        resolved
    }
}

fn is_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The lines outside of modules for tests. In formatted code such a module ends
/// at the first brace in the first column.
fn without_tests(text: &str) -> Vec<&str> {
    let mut kept = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" && !line.starts_with("#[cfg(all(test, ") {
            kept.push(line);
            continue;
        }
        // More attributes may stand before the item.
        while lines.next_if(|line| line.starts_with("#[")).is_some() {}
        let item = lines.next().unwrap_or_default();
        if item.ends_with('{') {
            lines.by_ref().find(|line| *line == "}");
        }
    }
    kept
}

/// The paths at the beginning of `text`, with each brace taken apart. Returns
/// what follows them.
fn expand<'t>(text: &'t str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'t str {
    let text = text.trim_start();
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '*';
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let mut path = before.to_vec();
    if end > 0 {
        path.push(text[..end].to_owned());
    }
    let Some(rest) = text[end..].strip_prefix("::") else {
        paths.push(path);
        return &text[end..];
    };
    let Some(mut rest) = rest.strip_prefix('{') else {
        return expand(rest, &path, paths);
    };
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            return after;
        }
        let after = expand(rest, &path, paths);
        // What is renamed is still named.
        let comma = after.find([',', '}']).unwrap_or(after.len());
        rest = after[comma..].trim_start_matches(',');
        if rest.is_empty() {
            return rest;
        }
    }
}

/// All files of `src`, in the order of their paths.
pub fn files() -> Vec<SourceFile> {
    files_below("src")
}

/// All files of Rust below a folder of the project, in the order of their paths.
pub fn files_below(folder: &str) -> Vec<SourceFile> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut folders = vec![top.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("an entry of the source").path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(SourceFile::read(&top, &path));
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(files.len() > 50, "{folder} was found: {}", files.len());
    files
}

#[test]
fn test_modules_alone_are_cut_off() {
    let text = "use a;\n#[cfg(test)]\nmod stage;\nfn f() {\n}\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n    fn g() {\n    }\n}\nfn h() {}\n";
    let kept = ["use a;", "fn f() {", "}", "fn h() {}"];
    assert_eq!(without_tests(text), kept);
}

#[test]
fn every_form_of_a_path_is_seen() {
    let file = SourceFile {
        path: "a/b/c.rs".to_owned(),
        module: ["a", "b", "c"].map(str::to_owned).to_vec(),
        code: "use crate::{x, y::{self, z as w}, v::*};\nuse super::d;\nuse super::super::e;\nlet _ = crate::u::f(1); let __crate::no;\nuse std::{fmt, io::{self, Write}};"
            .to_owned(),
        lines: 1,
        product_lines: 1,
    };
    let named: Vec<String> = file
        .named_paths()
        .iter()
        .map(|path| path.join("::"))
        .collect();
    let expected = ["a::b::d", "a::e", "u::f", "v::*", "x", "y::self", "y::z"];
    assert_eq!(named, expected);
    let foreign = file.from("std");
    let foreign: Vec<String> = foreign.iter().map(|(_, path)| path.join("::")).collect();
    assert_eq!(foreign, ["std::fmt", "std::io::self", "std::io::Write"]);
}
