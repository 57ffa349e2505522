//! The rules of the source, read off the source.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{SourceFile, files, files_below};

/// Pure: knows no clock, file, thread, terminal or environment.
const CORE: [&str; 15] = [
    "diagnostic",
    "diary",
    "document",
    "json",
    "keymap",
    "nearest",
    "night",
    "player",
    "record",
    "reminder",
    "routine",
    "safety",
    "sheet",
    "text",
    "timeline",
];
/// Thin layers over the system and over libraries, for the edges to use.
const SYSTEM: [&str; 11] = [
    "child", "clip", "clock", "error", "exit", "file", "outlet", "paths", "private", "signals",
    "zone",
];
/// Has side effects. Uses the core and the system, and no other edge.
const EDGES: [&str; 8] = [
    "audio", "awake", "hooks", "journal", "library", "report", "speech", "terminal",
];
/// Brings the others together.
const JOINTS: [&str; 7] = [
    "cli", "commands", "console", "lib", "main", "session", "settings",
];
/// What the core may not name of the standard library.
const IMPURE_MODULES: [&str; 6] = ["env", "fs", "io", "net", "process", "thread"];
/// What else the core may not name.
const IMPURE_WORDS: [&str; 5] = [
    "Instant",
    "SystemTime",
    // Dates are values like any other; asking for the time is not.
    "::now(",
    "println",
    "fs_err",
];
/// The most lines of a file, of one with unit tests inside, and of one that
/// holds nothing but tests.
const LONGEST: [usize; 3] = [350, 400, 450];
/// The most lines of all of `src`, unit tests aside.
const CEILING: usize = 26_000;

/// The list that a top-level module stands in.
fn layer(room: &str) -> &'static str {
    let layers = [
        ("core", &CORE[..]),
        ("system", &SYSTEM[..]),
        ("edge", &EDGES[..]),
        ("joint", &JOINTS[..]),
    ];
    let mut found = layers.iter().filter(|(_, rooms)| rooms.contains(&room));
    let (layer, _) = found.next().unwrap_or_else(|| {
        panic!(
            "{room} stands in no list: add it to one of the four at the top of tests/layering.rs"
        )
    });
    assert!(
        found.next().is_none(),
        "{room} stands in two lists: take it out of one"
    );
    layer
}

/// The top-level modules that a file names besides its own.
fn other_rooms(file: &SourceFile) -> BTreeSet<String> {
    let paths = file.named_paths();
    let rooms = paths.iter().filter_map(|path| path.first());
    rooms.filter(|room| *room != file.room()).cloned().collect()
}

/// Fails with all of the faults, if there are any, and with what to do.
fn none(faults: &[String], cure: &str) {
    assert!(
        faults.is_empty(),
        "{}\nWhat to do: {cure}",
        faults.join("\n")
    );
}

#[test]
fn every_module_is_in_one_list_and_every_list_is_true() {
    let files = files();
    let rooms: BTreeSet<&str> = files.iter().map(SourceFile::room).collect();
    for room in &rooms {
        layer(room);
    }
    for listed in [&CORE[..], &SYSTEM, &EDGES, &JOINTS].concat() {
        assert!(
            rooms.contains(listed),
            "there is no module {listed}: take it out of its list in tests/layering.rs"
        );
    }
}

#[test]
fn layers_know_only_what_lies_below_them() {
    let below = |layer: &str| match layer {
        "core" => &["core"][..],
        // Of its own layer an edge knows only itself.
        "system" | "edge" => &["core", "system"],
        _ => &["core", "system", "edge", "joint"],
    };
    let files = files();
    let rooms: BTreeSet<String> = files.iter().map(|file| file.room().to_owned()).collect();
    let mut faults = Vec::new();
    // As inside a file, unit tests may ask whoever knows.
    for file in files.iter().filter(|file| !file.is_tests()) {
        let own = layer(file.room());
        for other in other_rooms(file)
            .iter()
            .filter(|room| rooms.contains(*room))
        {
            if !below(own).contains(&layer(other)) {
                let other_layer = layer(other);
                faults.push(format!(
                    "{} ({own}) names {other} ({other_layer})",
                    file.path
                ));
            }
        }
    }
    none(
        &faults,
        "pass the value in from session or commands, or move what both need to a lower layer",
    );
}

#[test]
fn the_core_knows_no_clock_file_thread_or_environment() {
    let mut faults = Vec::new();
    for file in files() {
        if layer(file.room()) != "core" || file.is_tests() {
            continue;
        }
        let words = IMPURE_WORDS.into_iter();
        let named = words.filter(|word| file.code.contains(word));
        faults.extend(named.map(|word| format!("{} names {word}", file.path)));
        let modules = file
            .from("std")
            .into_iter()
            .map(|(_, path)| path.join("::"));
        let impure = modules.filter(|path| {
            let module = path.split("::").nth(1).unwrap_or_default();
            IMPURE_MODULES.contains(&module)
        });
        faults.extend(impure.map(|path| format!("{} names {path}", file.path)));
    }
    none(
        &faults,
        "take the value (time, text, setting) as an argument; let an edge or commands fetch it",
    );
}

#[test]
fn no_verb_names_another() {
    let files = files();
    let run = files.iter().find(|file| file.path == "commands.rs");
    let run = &run.expect("the verbs").code;
    let is_verb = |name: &str| {
        let started = ["=> ", "=> return "].map(|start| format!("{start}{name}::run("));
        started.iter().any(|start| run.contains(start))
    };
    let mut faults = Vec::new();
    let mut verbs = BTreeSet::new();
    for file in &files {
        // What several verbs have in common may not name a verb either.
        let [first, own, ..] = &file.module[..] else {
            continue;
        };
        if first != "commands" {
            continue;
        }
        if is_verb(own) {
            verbs.insert(own);
        }
        for path in file.named_paths() {
            let named = path.join("::");
            if let [first, other, ..] = &path[..]
                && first == "commands"
                && other != own
                && is_verb(other)
            {
                faults.push(format!("{} names {named}", file.path));
            }
        }
    }
    assert!(verbs.len() > 12, "the verbs were found: {verbs:?}");
    none(
        &faults,
        "move what both need to a file of its own below commands, or down into a library module",
    );
}

/// Which files a file names, itself and those above and below it aside: a
/// module and its parts may know each other.
fn arrows(files: &[SourceFile]) -> BTreeMap<&str, BTreeSet<&str>> {
    let owner = |path: &[String]| {
        let holds = |file: &&SourceFile| path.starts_with(&file.module);
        let deepest = files
            .iter()
            .filter(holds)
            .max_by_key(|file| file.module.len());
        deepest.filter(|file| !file.module.is_empty())
    };
    let mut arrows = BTreeMap::new();
    for file in files {
        let paths = file.named_paths();
        let named = paths.iter().filter_map(|path| owner(path));
        let apart = |other: &&SourceFile| {
            !other.module.starts_with(&file.module) && !file.module.starts_with(&other.module)
        };
        let named = named.filter(apart).map(|other| other.path.as_str());
        arrows.insert(file.path.as_str(), named.collect());
    }
    arrows
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let files = files();
    let mut arrows: BTreeMap<&str, BTreeSet<&str>> = arrows(&files);
    // A file that names no file that is left is in no circle. Neither is one
    // that no file names that is left.
    loop {
        let left: BTreeSet<&str> = arrows.keys().copied().collect();
        let targets: BTreeSet<&str> = arrows.values().flatten().copied().collect();
        let before = arrows.len();
        arrows.retain(|file, named| {
            named.retain(|other| left.contains(other));
            !named.is_empty() && targets.contains(file)
        });
        if arrows.len() == before {
            break;
        }
    }
    let circle = |(file, named): (&&str, &BTreeSet<&str>)| format!("{file} names {named:?}");
    none(
        &arrows.iter().map(circle).collect::<Vec<_>>(),
        "move what two of these files need into a third that names neither",
    );
}

#[test]
fn nothing_names_what_stands_in_the_root_of_the_crate() {
    let files = files();
    let rooms: BTreeSet<&str> = files.iter().map(SourceFile::room).collect();
    let mut faults = Vec::new();
    for file in &files {
        for room in other_rooms(file) {
            let named = format!("crate::{room}");
            if !rooms.contains(room.as_str()) {
                faults.push(format!("{} names {named}", file.path));
            }
        }
    }
    none(&faults, "move it from lib.rs into a module");
}

#[expect(clippy::print_stdout, reason = "the number is there for the gate")]
#[test]
fn no_file_and_no_crate_is_too_long_to_read() {
    let [plain, tested, tests] = LONGEST;
    let src = files();
    let of_src = src.iter().map(|file| {
        let most = if file.is_tests() {
            tests
        } else if file.product_lines < file.lines {
            tested
        } else {
            plain
        };
        ("src", file, most)
    });
    let beside = files_below("tests");
    let of_tests = beside.iter().map(|file| ("tests", file, tests));
    let too_long = of_src
        .chain(of_tests)
        .filter(|(_, file, most)| file.lines > *most);
    let faults: Vec<String> = too_long
        .map(|(folder, file, most)| {
            let SourceFile { path, lines, .. } = file;
            format!("{folder}/{path} has {lines} lines, over {most}")
        })
        .collect();
    none(
        &faults,
        "find the subject that can be a file of its own; don't cut the file in two",
    );
    let total: usize = src.iter().map(|file| file.product_lines).sum();
    println!("src has {total} lines without its unit tests, of at most {CEILING}");
    assert!(
        total <= CEILING,
        "src has {total} lines without its unit tests, over {CEILING}\n\
         What to do: find what the change makes unnecessary, or something that nobody would miss"
    );
}
