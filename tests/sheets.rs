//! Sheets as people get them, read into routines: against what a careful reader
//! takes from each, as `tests/sheets/README.md` says.

mod command;
mod compare;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use legrest::sheet::{Made, read};
use serde_json::Value;

use crate::fuzzed::properties::sheet::lost;
use crate::harness::show;
use compare::Compared;

const SHEETS: &str = "tests/sheets";
const HARDER: &str = "tests/sheets/harder";

/// A sheet, its name and what is expected of it.
#[derive(Clone)]
struct Sheet {
    name: String,
    text: String,
    expected: Value,
}

fn sheets(folder: &str) -> Vec<Sheet> {
    let files = fs::read_dir(folder).expect("the sheets");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    let text = |path: &Path| fs::read_to_string(path).expect("a text");
    let sheets = paths.iter().map(|path| Sheet {
        name: path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned(),
        text: text(path),
        expected: serde_json::from_str(&text(&path.with_extension("json"))).expect("JSON"),
    });
    sheets.collect()
}

fn made(sheet: &Sheet) -> Made {
    read(&sheet.text, "sheet", &[]).unwrap_or_else(|| panic!("{}: no exercise", sheet.name))
}

/// Prints the faults and the table by style; returns what all of them come to.
fn compared(folder: &str) -> Compared {
    let mut styles: BTreeMap<String, Compared> = BTreeMap::new();
    for sheet in sheets(folder) {
        let compared = compare::compare(&sheet.expected, &made(&sheet));
        for fault in &compared.faults {
            show(&format!("{}: {fault}", sheet.name));
        }
        let style = sheet.name.split('-').nth(1).expect("a style").to_owned();
        styles.entry(style).or_default().add(&compared);
    }
    let mut all = Compared::default();
    for compared in styles.values() {
        all.add(compared);
    }
    let rows = styles
        .iter()
        .map(|(style, compared)| (style.as_str(), compared));
    for (style, compared) in rows.chain([("all", &all)]) {
        let ((values, of_values), (steps, of_steps)) = (compared.values, compared.steps);
        show(&format!(
            "{style:10} values {values:3} of {of_values:3}, steps {steps:3} of {of_steps:3}, wrong {}",
            compared.wrong
        ));
    }
    all
}

#[test]
fn sheets_are_read_as_a_careful_reader_does() {
    let all = compared(SHEETS);
    assert!(all.values.0 * 100 >= all.values.1 * 98, "{all:?}");
    assert!(all.steps.0 * 100 >= all.steps.1 * 98, "{all:?}");
    assert_eq!(all.wrong, 0, "values are wrong and nothing says so");
}

/// These were not written to be read by it: what is reached is held.
#[test]
fn most_of_a_messy_sheet_is_understood() {
    let all = compared(HARDER);
    assert!(all.values.0 * 100 >= all.values.1 * 91, "{all:?}");
    assert!(all.steps.0 * 100 >= all.steps.1 * 81, "{all:?}");
    assert!(all.wrong <= 5, "{all:?}");
}

#[test]
fn no_number_of_a_sheet_is_lost() {
    let mut all = Vec::new();
    for sheet in [sheets(SHEETS), sheets(HARDER)].concat() {
        for number in lost(&sheet.text, &made(&sheet)) {
            all.push(format!("{}: {number}", sheet.name));
        }
    }
    assert_eq!(all, Vec::<String>::new());
}
