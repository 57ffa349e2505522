//! The lines of a sheet without what its carrier put around them: a mail's head,
//! a chat's stamps, page numbers, hyphens, the bars of a table.

use std::collections::BTreeMap;

use super::dose::{MISSED, NO_VALUE};
use super::grammar::{self, Reading, found, is};

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
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for line in &lines {
        *seen.entry(letters(line)).or_default() += 1;
    }
    let counted = bare_numbers(&lines);
    let mut begins = true;
    for (at, line) in lines.iter().enumerate() {
        let plain = line.replace("**", "").replace("__", "").replace('`', "");
        let plain = plain.trim();
        let emphasis = plain
            .strip_prefix('*')
            .and_then(|text| text.strip_suffix('*'));
        let plain = emphasis.unwrap_or(plain).trim();
        let is_head = is("head", plain);
        let again = seen[&letters(line)] > 1 && plain.len() > 9 && !says_numbers(plain);
        if is("rule", plain) {
            begins = true;
        } else if let Some(subject) = found("subject", plain) {
            cleaned.title = Some(plain[subject.end()..].to_owned());
        } else if plain.contains("~~") || is_head || again {
            let name = plain.trim_matches(|c: char| c.is_ascii_digit() || c == ' ');
            if !is_head && cleaned.lines.is_empty() && !name.contains(':') {
                cleaned.title.get_or_insert_with(|| name.to_owned());
            }
            let kind = if plain.contains("~~") {
                MISSED
            } else {
                NO_VALUE
            };
            cleaned.aside.push((kind, plain.to_owned()));
        } else if let Some(date) = found("diary", plain) {
            // Of a diary, the plan is the sheet.
            let plan = plain[date.end()..].split_once(": ");
            let plan = plan.filter(|(before, _)| before.contains("plan"));
            for part in plan.into_iter().flat_map(|(_, plan)| plan.split(", ")) {
                let (copy, text, mark) = (part.to_owned(), part.to_owned(), Some("-".to_owned()));
                cleaned.lines.push(Line {
                    copy,
                    text,
                    mark,
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
            lines.filter(|line| is_dosed(plain(line))).count()
        };
        let quoted = doses(true) > doses(false);
        let mut sheet = Vec::new();
        for line in lines {
            if is_quote(line) == quoted || line.is_empty() || quoted && is("subject", line) {
                sheet.push(if quoted { plain(line) } else { line });
            } else {
                self.aside.push((MISSED, (*line).to_owned()));
                // What was between the lines of one part parts them.
                sheet.push("");
            }
        }
        sheet
    }

    /// Adds a line, to the one before where that was broken off.
    fn push(&mut self, line: Line) {
        let last = self
            .lines
            .last_mut()
            .filter(|_| line.mark.is_none() && !line.begins);
        let Some(last) = last else {
            self.lines.push(line);
            return;
        };
        let is_small = line.text.starts_with(char::is_lowercase);
        let hyphen = last.text.strip_suffix('-').filter(|_| is_small);
        let hyphen = hyphen.filter(|text| text.ends_with(char::is_alphabetic));
        let joined = if let Some(text) = hyphen {
            // "twenty-" keeps it.
            let dash = if text.ends_with("ty") { "-" } else { "" };
            format!("{text}{dash}{}", line.text)
        } else if goes_on(&last.text, &line.text) {
            format!("{} {}", last.text, line.text)
        } else {
            self.lines.push(line);
            return;
        };
        last.text = joined;
        last.copy = format!("{} {}", last.copy, line.copy);
    }
}

/// Whether a line was broken off, and the next one is its end.
fn goes_on(last: &str, next: &str) -> bool {
    let begins = next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    if !begins
        || is("week", next)
        || last.ends_with(['.', ':', ';', '!', '?', ')'])
        || next.starts_with("then ")
    {
        return false;
    }
    if is("unit", next) || last.ends_with(',') {
        return true;
    }
    let reading = grammar::read(last);
    let complete = Kind::of(&reading).dosed && reading.is_taken(reading.tokens.len() - 1);
    let own =
        is_dosed(next) && Kind::of(&reading).dosed && !Kind::of(&grammar::read(next)).nameless;
    last.len() >= 30 && last.starts_with(char::is_uppercase) && !own && !complete
}

/// What a text is, by its facts.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// Whether it says how much.
    pub(super) dosed: bool,
    /// The same, or that there is no measure.
    pub(super) amount: bool,
    /// Whether it begins with its numbers, so that another line has the name.
    pub(super) nameless: bool,
    /// Whether it goes on with what was said before.
    pub(super) more: bool,
    pub(super) label: bool,
    pub(super) task: bool,
    /// Whether it tells of the person who wrote it, or warns.
    pub(super) talk: bool,
}

impl Kind {
    pub(super) fn of(reading: &Reading) -> Self {
        const DOSE: [&str; 7] = ["sets", "reps", "times", "hold", "total", "bare", "t1"];
        let text = reading.text;
        let facts = &reading.facts;
        let dosed = facts.iter().any(|fact| {
            let counts = fact.values.iter().any(|(name, _)| DOSE.contains(name));
            (counts || fact.is("tempo")) && !fact.is("all")
        });
        let label = is("label", text) && !is("field", text);
        let more = is("field", text) || is("more", text) && !label;
        let is_word = |token: &usize| reading.is_word(*token);
        let begins = facts.first().map_or(usize::MAX, |fact| fact.tokens.start);
        let before = (0..begins.min(reading.tokens.len()))
            .filter(is_word)
            .count();
        let free =
            || (0..reading.tokens.len()).any(|token| is_word(&token) && !reading.is_taken(token));
        Self {
            dosed,
            amount: dosed || reading.has("unclear"),
            nameless: !label && (before < 3 && more || begins == 0 && !free()),
            more,
            label,
            task: reading.has("task"),
            talk: is("talk", text) || begins == 0 && facts[0].is("caution"),
        }
    }
}

pub(super) fn is_dosed(text: &str) -> bool {
    Kind::of(&grammar::read(text)).dosed
}

/// Whether a rule gives a number of a text a name.
fn says_numbers(text: &str) -> bool {
    let reading = grammar::read(text);
    reading.facts.iter().any(|fact| !fact.values.is_empty())
}

/// The letters of a line: two that differ in their numbers are alike.
fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphabetic()).collect()
}

/// The lines that begin with the numbers 1, 2, 3 and no more than a space.
fn bare_numbers(lines: &[String]) -> Vec<usize> {
    let mut counted = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let number = line
            .split_whitespace()
            .next()
            .and_then(|number| number.parse().ok());
        if number == Some(counted.len() + 1) {
            counted.push(at);
        }
    }
    if counted.len() < 3 {
        Vec::new()
    } else {
        counted
    }
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
fn columns(lines: &[&str]) -> Vec<String> {
    let numbered = |line: &&&str| line.starts_with("1. ") || line.starts_with("1) ");
    let gap = lines.iter().find(numbered).and_then(|line| {
        // The number of the second column ends with its space.
        let end = found("columns", line)?.end();
        Some(line[..end - 1].rfind(' ')? + 1)
    });
    let is_parted = |line: &&&str| {
        let gap = gap.filter(|gap| *gap < line.len());
        gap.is_none_or(|gap| line.is_char_boundary(gap) && line[..gap].ends_with("  "))
    };
    let parted = if gap.is_some() {
        lines.iter().take_while(is_parted).count()
    } else {
        0
    };
    let cut = |line: &str| gap.unwrap_or(0).min(line.len());
    let mut out: Vec<String> = Vec::new();
    out.extend(
        lines[..parted]
            .iter()
            .map(|line| line[..cut(line)].trim().to_owned()),
    );
    out.push(String::new());
    out.extend(
        lines[..parted]
            .iter()
            .map(|line| line[cut(line)..].trim().to_owned()),
    );
    out.extend(lines[parted..].iter().map(|line| (*line).to_owned()));
    out
}

/// The rows of a table as lines: `- Name. Sets: 2 · Hold: 5 s`. Out of a PDF file
/// a table may come with one cell a line.
fn rows(lines: &[String]) -> Vec<String> {
    let row = |heads: &[&str], cells: &[&str]| {
        let cells = heads
            .iter()
            .zip(cells)
            .enumerate()
            .map(|(at, (head, cell))| match cell.trim().trim_matches('*') {
                "" | "-" | "–" | "none" => String::new(),
                cell if at > 0 && is("column", head) => format!(" {}: {cell} ·", head.trim()),
                cell => format!(" {cell}."),
            });
        format!("-{}", cells.collect::<String>())
    };
    let mut out = Vec::new();
    let mut heads: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let below: Vec<&str> = lines[at..].iter().map(String::as_str).collect();
        let listed = below.iter().take_while(|line| is("column", line)).count();
        let parts: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
        let is_ruled = below
            .get(1)
            .is_some_and(|line| line.contains("--") && is("rule", line));
        if listed > 2 {
            let (heads, cells) = below.split_at(listed);
            let rows = cells
                .chunks_exact(listed)
                .take_while(|cells| !cells.contains(&""));
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
            out.push(line.clone());
        }
        at += 1;
    }
    out
}
