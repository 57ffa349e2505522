//! The lines of a sheet without what its carrier put around them: a mail's head,
//! a chat's stamps, page numbers, hyphens, the bars of a table.

use super::dose::{MISSED, NO_VALUE};
use super::grammar;
use super::kind::Kind;
use super::patterns::{found, is};

/// A line that says something.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// As the sheet has it.
    pub(super) copy: String,
    /// Without its number or bullet.
    pub(super) text: String,
    /// The number or bullet; `#` of a heading.
    pub(super) mark: Option<String>,
    /// Whether a new block begins with it.
    pub(super) begins: bool,
}

#[derive(Default)]
pub(super) struct Cleaned {
    pub(super) title: Option<String>,
    pub(super) lines: Vec<Line>,
    /// What is no part of the sheet or is struck out, and as what it is told.
    pub(super) aside: Vec<(&'static str, String)>,
}

pub(super) fn clean(text: &str) -> Cleaned {
    let mut cleaned = Cleaned::default();
    let text = text.replace("\r\n", "\n").replace(['\t', '\u{a0}'], " ");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let lines = rows(&columns(&cleaned.without_quotes(&lines)));
    let letters: Vec<String> = lines.iter().map(|line| letters(line)).collect();
    let count = |of: &String| letters.iter().filter(|other| *other == of).count();
    let counted = bare_numbers(&lines);
    let mut begins = true;
    for (at, line) in lines.iter().enumerate() {
        let plain = line.replace("**", "").replace("__", "").replace('`', "");
        let plain = plain.trim();
        let inner = plain.strip_prefix('*');
        let inner = inner.and_then(|text| text.strip_suffix('*'));
        let plain = inner.unwrap_or(plain).trim();
        let is_head = is("head", plain);
        let again =
            plain.len() > 9 && count(&letters[at]) > 1 && !grammar::read(plain).has_values();
        if is("rule", plain) {
            begins = true;
        } else if let Some(subject) = found("subject", plain) {
            cleaned.title = Some(plain[subject.end()..].to_owned());
        } else if plain.contains("~~") || is_head || again {
            let name = plain.trim_matches(|c: char| c.is_ascii_digit() || c == ' ');
            if !is_head && cleaned.lines.is_empty() {
                cleaned.title.get_or_insert_with(|| name.to_owned());
            }
            let kind = [NO_VALUE, MISSED][usize::from(plain.contains("~~"))];
            cleaned.aside.push((kind, plain.to_owned()));
        } else if let Some(date) = found("diary", plain) {
            // Of a diary, the plan is the sheet.
            let told = plain[date.end()..].split_once(": ");
            let told = told.filter(|(before, _)| before.contains("plan"));
            for part in told.into_iter().flat_map(|(_, told)| told.split(", ")) {
                cleaned.lines.push(Line {
                    copy: part.to_owned(),
                    text: part.to_owned(),
                    mark: Some("-".to_owned()),
                    begins: true,
                });
            }
            cleaned.aside.push((NO_VALUE, plain.to_owned()));
        } else {
            let stamp = found("stamp", plain).map_or("", |stamp| stamp.as_str());
            let text = &plain[stamp.len()..];
            let bare = counted.contains(&at).then(|| text.find(' ')).flatten();
            let mark = found("mark", text).map(|mark| mark.end()).or(bare);
            let (mark, text) = text.split_at(mark.unwrap_or(0));
            if !stamp.is_empty() {
                cleaned.aside.push((NO_VALUE, stamp.trim().to_owned()));
            }
            cleaned.push(Line {
                copy: plain.to_owned(),
                text: spoken(&text.trim().replace('*', "")),
                mark: Some(mark.trim().to_owned()).filter(|mark| !mark.is_empty()),
                begins: std::mem::take(&mut begins) || !stamp.is_empty(),
            });
        }
    }
    cleaned
}

impl Cleaned {
    /// The quoted lines of an answer or the others, whichever are the sheet.
    fn without_quotes<'l>(&mut self, lines: &[&'l str]) -> Vec<&'l str> {
        let is_quote = |line: &str| line.starts_with('>');
        let plain = |line: &'l str| line.trim_start_matches(['>', ' ']);
        let doses = |quoted| {
            let lines = lines.iter().filter(|line| is_quote(line) == quoted);
            lines.filter(|line| Kind::read(plain(line)).dosed).count()
        };
        let quoted = doses(true) > doses(false);
        let mut sheet = Vec::new();
        for line in lines {
            if is_quote(line) == quoted || line.is_empty() || quoted && is("subject", line) {
                sheet.push(if quoted { plain(line) } else { line });
            } else {
                self.aside.push((MISSED, (*line).to_owned()));
            }
        }
        sheet
    }

    /// Adds a line, to the one before where that was broken off.
    fn push(&mut self, line: Line) {
        if line.mark.is_none()
            && !line.begins
            && let Some(last) = self.lines.last_mut()
            && let Some(joined) = joined(&last.text, &line.text)
        {
            last.text = joined;
            last.copy = format!("{} {}", last.copy, line.copy);
        } else {
            self.lines.push(line);
        }
    }
}

/// Two lines as one, where the first was broken off.
fn joined(last: &str, next: &str) -> Option<String> {
    let is_small = next.starts_with(char::is_lowercase);
    let Some(part) = last.strip_suffix('-').filter(|_| is_small) else {
        return goes_on(last, next).then(|| format!("{last} {next}"));
    };
    // "twenty-" keeps it.
    let text = if part.ends_with("ty") { last } else { part };
    Some(format!("{text}{next}"))
}

/// Whether a line was broken off, and the next one is its end.
fn goes_on(last: &str, next: &str) -> bool {
    let begins = next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    if !begins || is("week", next) || last.ends_with(['.', ':', ';', '!', '?', ')']) {
        return false;
    }
    if is("unit", next) || last.ends_with(',') {
        return true;
    }
    let reading = grammar::read(last);
    let complete = reading.is_taken(reading.tokens.len() - 1);
    let next = Kind::read(next);
    let parts = Kind::of(&reading).dosed && (complete || next.dosed);
    last.len() >= 30 && last.starts_with(char::is_uppercase) && !parts
}

/// The letters of a line: two that differ in their numbers are alike.
fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphabetic()).collect()
}

/// The lines that begin with the numbers 1, 2, 3 and no more than a space.
fn bare_numbers(lines: &[String]) -> Vec<usize> {
    let mut counted = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let number = line.split_whitespace().next().map(str::parse);
        if number == Some(Ok(counted.len() + 1)) {
            counted.push(at);
        }
    }
    let counted = Some(counted).filter(|counted| counted.len() > 2);
    counted.unwrap_or_default()
}

/// A text without a stop, as dictation makes it, with stops where the next thing
/// begins.
fn spoken(text: &str) -> String {
    let mut text = text.to_owned();
    if text.len() < 150 || text.contains(['.', ',', ';', ':']) {
        return text;
    }
    while let Some(next) = found("dictated", &text).map(|next| next.range()) {
        text.replace_range(next, ". ");
    }
    text
}

/// Two columns side by side, each with numbers of its own, one under the other.
fn columns<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let numbered = |line: &&&str| line.starts_with("1. ") || line.starts_with("1) ");
    let gap = lines.iter().find(numbered).and_then(|line| {
        // The number of the second column ends with its space.
        let end = found("columns", line)?.end();
        Some(line[..end - 1].rfind(' ')? + 1)
    });
    let Some(gap) = gap else {
        return lines.to_vec();
    };
    let is_parted = |line: &&&str| match line.split_at_checked(gap) {
        Some((left, right)) => right.is_empty() || left.ends_with("  "),
        None => line.len() < gap,
    };
    let (parted, whole) = lines.split_at(lines.iter().take_while(is_parted).count());
    let cut = |line: &&'l str| line.split_at(gap.min(line.len()));
    let (left, right): (Vec<&str>, Vec<&str>) = parted.iter().map(cut).unzip();
    [&left[..], &[""], &right[..], whole].concat()
}

fn row(heads: &[&str], cells: &[&str]) -> String {
    let mut line = String::from("-");
    for (at, (head, cell)) in heads.iter().zip(cells).enumerate() {
        match cell.trim() {
            "" | "-" | "–" | "none" => {}
            cell if at > 0 && is("column", head) => {
                line.extend([" ", head.trim(), ": ", cell, " ·"]);
            }
            cell => line.extend([" ", cell, "."]),
        }
    }
    line
}

/// The rows of a table as lines: `- Name. Sets: 2 · Hold: 5 s`. Out of a PDF file
/// a table may come with one cell a line.
fn rows(lines: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    let mut heads: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let below = &lines[at..];
        let listed = below.iter().take_while(|line| is("column", line)).count();
        let parts: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
        let is_rule = |line: &&str| line.contains("--") && is("rule", line);
        let is_ruled = below.get(1).is_some_and(is_rule);
        if listed > 2 {
            let (heads, cells) = below.split_at(listed);
            let rows = cells.chunks_exact(listed);
            let rows = rows.take_while(|cells| !cells.contains(&""));
            at += listed * (1 + rows.clone().count());
            out.extend(rows.map(|cells| row(heads, cells)));
            continue;
        } else if parts.len() > 1 && is_ruled {
            heads = parts;
            at += 1;
        } else if parts.len() == heads.len() {
            out.push(row(&heads, &parts));
        } else {
            heads.clear();
            out.push((*line).to_owned());
        }
        at += 1;
    }
    out
}
