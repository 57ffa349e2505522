//! What must hold of any text that is taken for a therapist's sheet.

use legrest::diagnostic::{Severity, is_unprintable};
use legrest::routine::parse;
use legrest::sheet::{Made, read};

/// Reads a sheet: what is made of it is valid, and no number is lost.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // Such a sheet is refused before it is read.
    if text.len() > 65_536 || text.contains(|c| is_unprintable(c) && !"\n\r\t".contains(c)) {
        return;
    }
    let Some(made) = read(&text, "sheet", &[]) else {
        return;
    };
    let (routine, problems) = parse(&made.text);
    let is_valid = problems
        .iter()
        .all(|problem| problem.severity != Severity::Error);
    assert!(
        is_valid && routine.is_some(),
        "{problems:#?}\n{}",
        made.text
    );
    let shown = |c: char| c == '\n' || !is_unprintable(c);
    assert!(
        made.text.chars().chain(made.report.chars()).all(shown),
        "{}",
        made.text
    );
    let lost = lost(&text, &made);
    assert!(lost.is_empty(), "{lost:?} of {text}\nin {}", made.text);
}

/// The numbers of a sheet that are in no value, no comment that says what they
/// are, and no line that was not understood. The copied lines don't count.
pub fn lost(sheet: &str, made: &Made) -> Vec<String> {
    let kept = made.text.lines().filter(|line| !line.starts_with("# >"));
    let kept: Vec<&str> = kept.chain(made.report.lines()).collect();
    let written: Vec<String> = kept.iter().flat_map(|line| numbers(line)).collect();
    let values: Vec<f64> = kept.iter().flat_map(|line| times(line)).collect();
    let is_kept = |number: &String| {
        let parts = number
            .split(':')
            .filter_map(|part| part.replace(',', ".").parse().ok());
        let parts: Vec<f64> = parts.collect();
        let value = parts.iter().fold(0.0, |sum, part| sum * 60.0 + part);
        // Half of what is done in all, and a quarter of an hour.
        let forms = [1.0, 60.0, 3600.0, 0.5, 30.0, 15.0, 900.0];
        let is_value = |known: &f64| {
            forms
                .iter()
                .any(|form| (value * form - known).abs() < 0.001)
        };
        // "1½ min", "1 min 30 s".
        let is_part = |known: &f64| {
            let is_whole = |part: f64| (part.trunc() - value).abs() < 0.001;
            let mut parts = [1.0, 60.0, 3600.0].iter().map(|unit| known / unit);
            parts.any(|part| is_whole(part) || is_whole(part % 60.0))
        };
        let mut whole = written.iter().filter_map(|known| known.parse().ok());
        written.contains(number)
            || whole.any(|known: f64| is_value(&known))
            || values.iter().any(|known| is_value(known) || is_part(known))
    };
    let marks = marks(sheet);
    let numbers = numbers(sheet).into_iter();
    numbers
        .filter(|number| !is_kept(number) && !marks.contains(number))
        .collect()
}

/// The numbers that only count the lines. In a chat a stamp and a name stand
/// before them.
fn marks(sheet: &str) -> Vec<String> {
    let starts = sheet
        .lines()
        .flat_map(|line| line.split(": ").chain(line.split("  ")));
    let starts =
        starts.map(|line| line.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '\n'));
    starts
        .map(|line| line.chars().take_while(char::is_ascii_digit).collect())
        .collect()
}

/// The numbers of a text: `12`, `1.5`, `1:30`.
fn numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut number = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let goes_on = ".,:".contains(letter) && letters.peek().is_some_and(char::is_ascii_digit);
        if letter.is_ascii_digit() || goes_on && !number.is_empty() {
            number.push(letter);
        } else if !number.is_empty() {
            numbers.push(std::mem::take(&mut number));
        }
    }
    numbers.extend(Some(number).filter(|number| !number.is_empty()));
    numbers
}

/// The times of a line of a routine in seconds: `"1m 30s"`, both ends of a range.
fn times(line: &str) -> Vec<f64> {
    let quoted = line.split('"').flat_map(|part| part.split('-'));
    let lengths = quoted.filter_map(|part| humantime::parse_duration(part.trim()).ok());
    lengths.map(|length| length.as_secs_f64()).collect()
}
