//! What must hold of the problems that are found in a text.

use legrest::diagnostic::{Findings, Lines, Problem, Severity, has_error, is_unprintable};

/// So many problems of a text are drawn alone: drawing takes most of the time.
const DRAWN: usize = 5;

/// Asks it of a text that was read, with or without success.
pub fn check(text: &str, is_valid: bool, problems: &[Problem]) {
    assert_ne!(is_valid, has_error(problems), "{problems:#?}");
    assert!(
        problems.is_sorted_by_key(|problem| problem.span.start),
        "not in the order of places: {problems:#?}"
    );
    let lines = Lines::of(text);
    for (n, problem) in problems.iter().enumerate() {
        one(text, &lines, problem);
        if n < DRAWN {
            drawn_in_its_place(text, &lines, problem);
        }
    }
    let all = Findings {
        file: "a\u{1b}[2J.toml".to_owned(),
        text: text.to_owned(),
        problems: problems.to_vec(),
    };
    for columns in [0, usize::from(u16::MAX)] {
        assert_harmless(&all.draw(false, columns));
    }
    assert_harmless(&without_colours(&all.draw(true, 80)));
}

fn one(text: &str, lines: &Lines, problem: &Problem) {
    let span = problem.span.clone();
    assert!(
        text.get(span.clone()).is_some(),
        "no place in the text: {problem:#?}"
    );
    let is_code = |c: char| c.is_ascii_lowercase() || "-0123456789".contains(c);
    assert!(problem.code.chars().all(is_code), "{problem:#?}");
    assert!(!problem.message.trim().is_empty(), "{problem:#?}");
    if problem.severity == Severity::Error {
        let help = problem.help.as_deref().unwrap_or("none is needed");
        assert!(!help.trim().is_empty(), "{problem:#?}");
    }
    let (start, end) = (lines.position(span.start), lines.position(span.end));
    assert!((start.line, start.column) <= (end.line, end.column));
}

fn drawn_in_its_place(text: &str, lines: &Lines, problem: &Problem) {
    let start = lines.position(problem.span.start);
    let alone = Findings {
        file: "f.toml".to_owned(),
        text: text.to_owned(),
        problems: vec![problem.clone()],
    };
    let drawn = alone.draw(false, 100);
    let place = format!("f.toml:{}:{}", start.line, start.column);
    let told = drawn.lines().any(|line| line.trim_end().ends_with(&place));
    assert!(told, "{place} is not where it is drawn:\n{drawn}");
}

/// Nothing in it steers a terminal.
fn assert_harmless(drawn: &str) {
    let harm = drawn.chars().find(|&c| c != '\n' && is_unprintable(c));
    assert_eq!(harm, None, "{drawn:?}");
}

/// The drawing without the sequences that set colours.
fn without_colours(drawn: &str) -> String {
    let mut parts = drawn.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_colour = |c: char| c.is_ascii_digit() || c == ';';
        let rest = part.trim_start_matches(is_colour);
        assert!(rest.starts_with('m'), "no colour: {part:?}");
        plain.push_str(&rest[1..]);
    }
    plain
}
