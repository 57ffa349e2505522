//! Problems with the line they stand in, underlined.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::{Findings, Problem, Severity, first_line_start, is_unprintable, line_at, printable};

/// Further problems are counted: the first few are usually their cause.
const SHOWN: usize = 50;

/// Of a line longer than this only the part around the problem is shown.
const LONGEST_LINE: usize = 400;

impl Findings {
    /// The problems as rustc draws them, for a window of so many columns.
    pub fn draw(&self, colour: bool, columns: usize) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.term_width(columns.max(40));
        let shown = self.problems.iter().take(SHOWN);
        let shown = shown.map(|problem| one(self, problem, &renderer));
        let mut drawings: Vec<String> = shown.collect();
        if let hidden @ 1.. = self.problems.len().saturating_sub(SHOWN) {
            let more = format!("... and {hidden} more problems after these {SHOWN}");
            drawings.push(more);
        }
        drawings.join("\n\n")
    }
}

fn one(findings: &Findings, problem: &Problem, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let excerpt = excerpt(&findings.text, &problem.span).path(printable(&findings.file));
    let title = level.primary_title(printable(&problem.message));
    let mut group = title.id(problem.code).element(excerpt);
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    renderer.render(&[group])
}

/// The line in which a problem begins, and the problem's place in it.
fn excerpt<'a>(text: &str, span: &Range<usize>) -> Snippet<'a, Annotation<'a>> {
    let text_start = first_line_start(text);
    let start = text.floor_char_boundary(span.start).max(text_start);
    let (line_start, line) = line_at(text, start);
    let line_end = line_start + line.len();
    let line_start = line_start.max(text_start);
    let start = start.min(line_end);
    let end = text.floor_char_boundary(span.end).clamp(start, line_end);
    // Columns before the excerpt would be off if it were cut in front, so
    // only what follows the problem is left out.
    let longest_end = end.clamp(start + LONGEST_LINE, start + 2 * LONGEST_LINE);
    let shown_end = text.floor_char_boundary(line_end.min(longest_end));
    let end = end.min(shown_end);
    let before = visible(&text[line_start..start]);
    let inside = visible(&text[start..end]);
    let place = before.len()..before.len() + inside.len();
    Snippet::source(before + &inside + &visible(&text[end..shown_end]))
        .line_start(text[..start].matches('\n').count() + 1)
        .annotation(AnnotationKind::Primary.span(place))
}

/// The text with a replacement for each character that could steer a terminal.
fn visible(text: &str) -> String {
    text.replace(|c| c != '\t' && is_unprintable(c), "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(span: Range<usize>) -> Problem {
        Problem {
            severity: Severity::Error,
            code: "wrong",
            message: "it is wrong".to_owned(),
            span,
            help: Some("write it right".to_owned()),
        }
    }

    fn drawn(text: &str, span: Range<usize>) -> String {
        let findings = Findings {
            file: "my.toml".to_owned(),
            text: text.to_owned(),
            problems: vec![wrong(span)],
        };
        findings.draw(false, 100)
    }

    /// The part of the source line above the carets, by columns of a terminal.
    fn underlined(text: &str, span: Range<usize>) -> String {
        let drawn = drawn(text, span);
        let lines: Vec<&str> = drawn.lines().collect();
        let carets = lines
            .iter()
            .position(|line| line.contains('^'))
            .expect("carets");
        let from = lines[carets].find('^').expect("a caret");
        let to = lines[carets].rfind('^').expect("a caret");
        let mut column = 0;
        let width = |c: char| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        let mut inside = String::new();
        for c in lines[carets - 1].chars() {
            if (from..=to).contains(&column) {
                inside.push(c);
            }
            column += width(c);
        }
        inside
    }

    #[test]
    fn a_problem_is_drawn_where_it_stands() {
        let text = "title = \"T\"\nhold = 30\n";
        insta::assert_snapshot!(drawn(text, 19..21));
    }

    #[test]
    fn carets_stand_under_what_is_wrong_whatever_stands_before() {
        for before in [
            "name = ",
            "\tname = ",
            "伸展 = ",
            "e\u{301}tirer = ",
            "\u{feff}name = ",
        ] {
            let text = format!("{before}\"soon\" # so\r\n");
            let span = before.len()..before.len() + 6;
            assert_eq!(underlined(&text, span), "\"soon\"", "{text:?}");
        }
    }

    #[test]
    fn a_place_at_the_end_or_over_several_lines_is_shown() {
        assert!(drawn("", 0..0).contains("my.toml:1:1"));
        assert!(drawn("a = 1\n", 6..6).contains("my.toml:2:1"));
        assert!(drawn("a = [\n1,\n]\n", 4..10).contains("my.toml:1:5"));
        assert!(drawn("a", 700..900).contains("my.toml:1:2"));
        // No line break, but a character like any other that has no place here.
        assert!(drawn("a\r", 2..2).contains("my.toml:1:3"));
    }

    #[test]
    fn nothing_in_a_line_steers_the_terminal() {
        let text = "a = \"\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\"\n";
        assert!(!drawn(text, 4..8).contains(|c| c != '\n' && is_unprintable(c)));
    }

    #[test]
    fn an_endless_line_is_cut() {
        let text = "x".repeat(1 << 20);
        assert!(drawn(&text, 5..6).len() < 4096);
        assert!(drawn(&text, 0..1 << 20).len() < 4096);
        assert!(drawn(&text, (1 << 20) - 1..1 << 20).len() < 4096);
    }

    #[test]
    fn a_flood_of_problems_is_cut() {
        let findings = Findings {
            file: "f".into(),
            text: "x".into(),
            problems: vec![wrong(0..1); 10_000],
        };
        let drawn = findings.draw(false, 100);
        assert_eq!(drawn.matches("error").count(), SHOWN);
        assert!(
            drawn.ends_with("and 9950 more problems after these 50"),
            "{drawn}"
        );
    }
}
