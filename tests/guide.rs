//! The guide has every key of the format, as the format itself tells of it.
//! With `LEGREST_TEST_BLESS` in the environment the tables are written.

use std::fmt::Write;
use std::fs;

use legrest::document::format::{FormatKey, Kind, Table};
use legrest::routine::format::TABLES;

const GUIDE: &str = "routines/README.md";
const BEGIN: &str = "<!-- keys -->\n";
const END: &str = "<!-- end of keys -->\n";

/// What the value of a key is, in a cell of a table.
fn what(kind: &Kind) -> String {
    match kind {
        Kind::Line => "a text".to_owned(),
        Kind::Lines => "a text, perhaps of several lines".to_owned(),
        Kind::List => "a list of texts".to_owned(),
        Kind::Id => "lower-case letters and digits, with dashes".to_owned(),
        Kind::Word(words) => {
            let words = words().into_iter().map(|word| format!("`\"{word}\"`"));
            words.collect::<Vec<_>>().join(", ")
        }
        Kind::Count => "a number, or a range".to_owned(),
        Kind::Duration => "a time".to_owned(),
        Kind::DurationOr(word) => format!("a time, or `\"{word}\"`"),
        Kind::RangeOr(word) => format!("a time, a range, or `\"{word}\"`"),
        Kind::Figure => "the name of a drawing".to_owned(),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Tempo => "parts, or `\"own\"`".to_owned(),
        Kind::Days => "days".to_owned(),
        Kind::Point => "a place: `[x, y]`".to_owned(),
        Kind::Points => "a list of places".to_owned(),
        Kind::Sound => "a sound, a file, or `\"none\"`".to_owned(),
        Kind::Table(inner) => format!("a table of {}", named(inner)),
        Kind::Tables(inner, _) => format!("tables, each {}", named(inner)),
        Kind::Named(inner) => format!("tables by name, each {}", named(inner)),
    }
}

/// A table as a text calls it: `a step`, `defaults`.
fn named(table: &Table) -> &str {
    table.label.trim_matches(['[', ']'])
}

fn row(key: &FormatKey) -> String {
    let name = if key.needed {
        format!("**`{}`**", key.name)
    } else {
        format!("`{}`", key.name)
    };
    // What a file would say stands as it would be written there.
    let usual = match key.usual {
        words if words.is_empty() || words.contains(' ') => words.to_owned(),
        number if number.parse::<u32>().is_ok() => format!("`{number}`"),
        flag @ ("true" | "false") => format!("`{flag}`"),
        word => format!("`\"{word}\"`"),
    };
    format!("| {name} | {} | {usual} | {} |", what(&key.kind), key.help)
}

fn tables() -> String {
    let mut text = String::new();
    for table in TABLES {
        let (first, rest) = named(table).split_at(1);
        let title = first.to_uppercase() + rest;
        // Into a text nothing can fail to be written.
        let _ = writeln!(text, "\n### {title}\n");
        let _ = writeln!(
            text,
            "| Key | is | usually | and means |\n|---|---|---|---|"
        );
        for key in table.keys {
            let _ = writeln!(text, "{}", row(key));
        }
    }
    text + "\n"
}

#[test]
fn every_key_is_in_the_guide() {
    let guide = fs::read_to_string(GUIDE).expect("the guide");
    let (before, rest) = guide.split_once(BEGIN).expect("where the tables begin");
    let (told, after) = rest.split_once(END).expect("where they end");
    let made = tables();
    if std::env::var_os("LEGREST_TEST_BLESS").is_some() {
        let text = [before, BEGIN, &made, END, after].concat();
        fs::write(GUIDE, text).expect("the guide can be written");
        return;
    }
    assert!(
        told == made,
        "the keys have changed: LEGREST_TEST_BLESS=1 cargo test guide\n{made}"
    );
}

/// A key that is left out is what its table says.
#[test]
fn defaults_are_those_of_the_parser() {
    let parse = |lines: &str| {
        let step = "name = \"A\"\nhold = \"9s\"\nsides = \"each\"\nreps = 2\nsets = 2";
        let text = format!("title = \"T\"\n[[step]]\n{step}\ncircuit = \"c\"\n{lines}\n");
        let text = text + "[circuit.c]\nrounds = 2\n";
        let (routine, problems) = legrest::routine::parse(&text);
        assert!(routine.is_some(), "{problems:#?}");
        let mut step = legrest::routine::Step::clone(&routine.expect("a routine").steps[0]);
        // These tell what was written, and where.
        step.unwritten.clear();
        step.span = 0..0;
        step
    };
    let mut seen = 0;
    for key in TABLES[1].keys {
        let is_value = !key.usual.is_empty() && !key.usual.contains(' ');
        let stands = ["sides", "reps", "sets"].contains(&key.name);
        if is_value && !stands {
            let cell = row(key);
            let written = cell.split('|').nth(3).unwrap_or_default();
            let line = format!("{} = {}", key.name, written.replace('`', ""));
            assert_eq!(parse(&line), parse(""), "{line}");
            seen += 1;
        }
    }
    assert_eq!(seen, 8, "more or fewer keys have a default");
}
