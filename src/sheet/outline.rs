//! Which lines of a sheet are one exercise, and what is said of all of them.

use super::clean::{Line, clean};
use super::dose::Dose;
use super::grammar::{self, Reading};
use super::kind::{Kind, has_days, is_apart};
use super::patterns::is;
use super::wording::{is_edge, is_name, name_of, sentences_of_many, title_of};
use crate::night::Days;

/// The names of values that are of no exercise alone.
const OF_ALL: [&str; 4] = ["prepare", "switch", "rounds", "round_rest"];

/// What a sheet says, in its order.
#[derive(Debug)]
pub(super) enum Item {
    Exercise(Exercise),
    /// What is said of no exercise alone.
    General {
        copy: String,
        text: String,
    },
}

#[derive(Clone, Debug, Default)]
pub(super) struct Exercise {
    /// The lines as the sheet has them.
    pub(super) copies: Vec<String>,
    pub(super) name: String,
    /// What is read for numbers; the name is in it where it is of one line.
    pub(super) text: String,
    /// The days of the heading above.
    pub(super) days: Option<Days>,
    /// The letter of those that are done in turn.
    pub(super) letter: Option<char>,
    /// Whether its dose may be said of all exercises.
    pub(super) is_of_all: bool,
    /// Lines of later weeks.
    pub(super) later: Vec<String>,
}

#[derive(Default)]
pub(super) struct Outline {
    pub(super) title: Option<String>,
    pub(super) items: Vec<Item>,
    /// What is no part of the sheet or is struck out, and as what it is told.
    pub(super) aside: Vec<(&'static str, String)>,
    /// Whether the exercises have numbers or bullets.
    is_marked: bool,
    /// A heading that may be the name of an exercise.
    heading: Option<Line>,
    days: Option<Days>,
    /// Whether a heading has ended the last exercise.
    is_closed: bool,
    /// Whether a dose of all exercises was said.
    is_of_all: bool,
}

pub(super) fn outline(text: &str) -> Outline {
    let cleaned = clean(text);
    let lines = &cleaned.lines;
    let is_marked = |line: &&Line| line.mark.is_some() && Kind::read(&line.text).dosed;
    let mut outline = Outline {
        title: cleaned.title,
        aside: cleaned.aside,
        is_marked: lines.iter().filter(is_marked).count() > 2,
        ..Outline::default()
    };
    let mut at = 0;
    while at < lines.len() {
        at += outline.take(&lines[at..]);
    }
    let before = outline.items.iter().map_while(|item| match item {
        Item::General { text, .. } => Some(title_of(text)),
        Item::Exercise(_) => None,
    });
    outline.title = outline.title.or_else(|| before.flatten().next());
    outline
}

impl Outline {
    /// Takes the line that is the first of these, and as many as belong to it.
    fn take(&mut self, lines: &[Line]) -> usize {
        let line = &lines[0];
        let reading = grammar::read(&line.text);
        let kind = Kind::of(&reading);
        let goes_on = |line: &&Line| {
            !line.begins && line.mark.is_none() && !is_apart(&grammar::read(&line.text))
        };
        let block = 1 + lines[1..].iter().take_while(goes_on).count();
        let body = &lines[1..block];
        let dosed = kind.dosed && line.text.contains(char::is_alphabetic);
        let named = is_name(&line.text);
        let mark = line.mark.as_deref();
        let is_heading = mark.is_some_and(|mark| mark.trim_matches('#').is_empty());
        if let Some((days, rest)) = line.text.split_once(':')
            && is_days(days)
            && Kind::read(rest).dosed
        {
            for part in rest.split(" then ") {
                self.exercise(line, &format!("{}.\n{days}", part.trim_matches(is_edge)));
            }
            return 1;
        }
        let before_list = body.is_empty() && lines.get(1).is_some_and(|next| next.mark.is_some());
        let is_first = self.items.is_empty() && !is_days(&line.text);
        if is_heading || !dosed && named && before_list && !is_first {
            self.days = Dose::of(&reading).days.filter(|_| has_days(&reading));
            if self.days.is_some() {
                return self.general(line, "");
            }
        }
        // The first line is the title, unless the next block is told like its own.
        let alike = lines.get(block).is_some_and(|next| {
            next.mark.is_none() && is_name(&next.text) && !Kind::read(&next.text).amount
        });
        let first = self.items.is_empty() && self.title.is_none() && mark.is_none();
        if is_heading || !dosed && (line.text.ends_with(':') || first && named && !alike) {
            self.heading = Some(line.clone());
            self.is_closed = true;
            return self.general(line, &line.text);
        }
        if self.is_general(line, &reading, kind) {
            self.is_closed |= is("farewell", &line.text);
            self.is_of_all |= kind.of_all;
            return self.general(line, &line.text);
        }
        // Below what is said of all, names alone are exercises.
        let is_next = mark.is_none() && (!line.begins || self.open().is_none());
        if is_next && self.is_of_all && !self.is_closed && named && !kind.talk && !kind.label {
            return self.exercise(line, &line.text);
        }
        if is("week", &line.text)
            && let Some(open) = self.open()
        {
            if Kind::read(&open.text).dosed && open.copies.len() > 1 {
                open.later.push(line.text.clone());
            } else {
                open.text.extend([". ", &line.text]);
            }
            open.copies.push(line.copy.clone());
            return 1;
        }
        let kinds: Vec<Kind> = body.iter().map(|line| Kind::read(&line.text)).collect();
        let own = kinds.iter().filter(|kind| kind.is_own()).count();
        let is_field = |kind: &Kind| kind.dosed && kind.nameless;
        let fields = mark.is_some() && kinds.first().is_some_and(is_field);
        let told = mark.is_some() || line.begins && kinds.iter().any(|kind| kind.amount);
        if (!dosed || fields) && named && !body.is_empty() && own < 2 && told {
            // A name with what to do below it.
            let body_text = body.iter().map(|line| line.text.as_str());
            let text = body_text.collect::<Vec<_>>().join(" ");
            let name = line.text.trim_end_matches([':', '.']);
            self.push(line, name, &text, body);
            return block;
        }
        if mark.is_some() {
            let bare = dosed && kind.nameless;
            let heading = self.heading.take();
            if let Some(heading) = heading.filter(|_| bare) {
                self.push(line, &heading.text, &line.text, &[]);
            } else if !(bare && self.goes_on(line, &reading)) {
                self.exercise(line, &line.text);
            }
            return 1;
        }
        let mut values = reading.facts.iter().flat_map(|fact| &fact.values);
        if !kind.amount && (kind.label || values.any(|(name, _)| OF_ALL.contains(name))) {
            return self.general(line, &line.text);
        }
        if self.goes_on(line, &reading) {
            return 1;
        }
        let is_own = is("whole", &line.text) && !kind.talk || reading.has("errand");
        if !kind.amount && !kind.task || line.text.contains('?') || self.is_marked && !is_own {
            return self.general(line, &line.text);
        }
        for part in sentences_of_many(&line.text) {
            let kind = Kind::read(part);
            if (kind.amount || kind.task) && !kind.talk {
                self.exercise(line, part);
            } else {
                self.general(line, part);
            }
        }
        1
    }

    /// Whether a line with or without a dose is of no exercise alone.
    fn is_general(&self, line: &Line, reading: &Reading, kind: Kind) -> bool {
        // "Hold each for 30 s" is of all where none has a dose.
        let is_open = |item: &Item| match item {
            Item::Exercise(exercise) => line.begins && !Kind::read(&exercise.text).dosed,
            Item::General { .. } => true,
        };
        let is_first = || line.mark.is_none() && self.items.iter().all(is_open);
        let is_dated = reading.has("days") && is("dated", &line.text);
        kind.of_all && (reading.has("every") || is_first())
            || !kind.dosed && (is_dated || is("farewell", &line.text))
    }

    /// Adds a text of a line as one that is of no exercise alone.
    fn general(&mut self, line: &Line, text: &str) -> usize {
        let copy = line.copy.clone();
        let text = text.to_owned();
        self.items.push(Item::General { copy, text });
        1
    }

    /// The exercise that the last line belongs to.
    fn open(&mut self) -> Option<&mut Exercise> {
        match self.items.last_mut() {
            Some(Item::Exercise(exercise)) if !self.is_closed => Some(exercise),
            _ => None,
        }
    }

    /// Adds a line to the open exercise, if it says more of that and begins none.
    fn goes_on(&mut self, line: &Line, reading: &Reading) -> bool {
        let kind = Kind::of(reading);
        let is_apart = is_apart(reading) || line.text.contains('?');
        let Some(open) = self.open().filter(|_| !is_apart) else {
            return false;
        };
        let begins = line.begins && line.mark.is_none();
        let own = begins && !(kind.nameless && kind.amount) || kind.is_own() && !kind.more;
        if own || (begins || kind.dosed && !kind.more) && Kind::read(&open.text).dosed {
            return false;
        }
        open.text
            .extend(["\n", line.text.trim_end_matches('.'), "."]);
        open.copies.push(line.copy.clone());
        true
    }

    /// Adds an exercise whose first line is this, with what is below it.
    fn push(&mut self, line: &Line, name: &str, text: &str, body: &[Line]) {
        let lettered = line.mark.as_ref().filter(|mark| is("lettered", mark));
        let copies = [line].into_iter().chain(body);
        self.is_closed = false;
        self.items.push(Item::Exercise(Exercise {
            copies: copies.map(|line| line.copy.clone()).collect(),
            name: name.to_owned(),
            text: text.to_owned(),
            days: self.days,
            is_of_all: self.is_of_all,
            letter: lettered.and_then(|mark| mark.chars().next()),
            later: Vec::new(),
        }));
    }

    /// Adds an exercise that is told in one line, its name first.
    fn exercise(&mut self, line: &Line, text: &str) -> usize {
        let name = name_of(text);
        if name.is_empty() {
            return self.general(line, &line.text);
        }
        self.push(line, &name, text, &[]);
        1
    }
}

/// Whether a text names days and says nothing else.
fn is_days(text: &str) -> bool {
    let reading = grammar::read(text);
    let days = reading.fact("days").map(|fact| fact.tokens.len());
    days == Some(reading.tokens.len()) && has_days(&reading)
}
