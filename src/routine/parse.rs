//! Text to [`Routine`], with every problem of the file and its place.

mod circuits;
mod fields;
mod figures;
mod sense;
mod steps;
mod syntax;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;
use toml::de::DeTable;

use super::amount;
use super::figure::Figure;
use super::format::{DEFAULTS, ROUTINE, SIDE, SOUNDS};
use super::{Circuit, Cue, Prepare, Routine, Side, Sound, Sounds};
use crate::diagnostic::{Problem, Severity};
use crate::nearest::nearest;
use fields::{Fields, Reader};

pub use fields::SoundFile;
pub(super) use figures::figures;

/// What steps hang on: defaults, and what they call by name.
struct Surroundings {
    defaults: Defaults,
    circuits: Vec<Spanned<Circuit>>,
    figures: Vec<Spanned<Arc<Figure>>>,
}

/// What a step has where it says nothing.
struct Defaults {
    prepare: Prepare,
    rest: Duration,
    switch: Duration,
    first: Side,
}

/// Reads a routine. There is one unless there is an error among the problems,
/// which are all that is wrong with the text, in the order of their places.
#[must_use]
pub fn parse(text: &str) -> (Option<Routine>, Vec<Problem>) {
    parse_beside(text, &|_| Ok(()))
}

/// The same, asking about each sound file that the routine names, by its path
/// from the folder of the routine.
#[must_use]
pub fn parse_beside(text: &str, sound_file: SoundFile) -> (Option<Routine>, Vec<Problem>) {
    let mut reader = Reader {
        problems: Vec::new(),
        step_from: 0,
        sound_file,
    };
    let (read, first) = worth_reading(text);
    let (document, mut errors) = DeTable::parse_recoverable(read);
    if read.len() < text.len() {
        // An error at the end may be only that we stopped there.
        errors.retain(|error| error.span().is_some_and(|span| span.end < read.len()));
        if errors.is_empty() {
            errors.extend(first);
        }
    }
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let message = format!("not TOML: {}", error.message());
        let help = syntax::help(text, &span);
        reader.error_with_help("syntax", span, message, help);
    }
    syntax::single_brackets(read, &mut reader.problems);
    let malformed = !reader.problems.is_empty();
    let routine = reader.routine(&Fields {
        table: document.get_ref(),
        span: 0..text.lines().next().map_or(0, str::len),
    });
    if malformed {
        // A broken line takes others with it: what they held is not missing, and
        // what they headed may look as if it stood in the wrong table.
        let is_syntax = |problem: &Problem| ["syntax", "single-brackets"].contains(&problem.code);
        let syntax = reader.problems.iter().filter(|problem| is_syntax(problem));
        let broken: HashSet<usize> = syntax.map(|problem| problem.span.start).collect();
        reader.problems.retain(|problem| {
            let follows = ["missing-key", "misplaced-key"].contains(&problem.code)
                || broken.contains(&problem.span.start);
            is_syntax(problem) || !follows
        });
    }
    reader.problems.sort_by_key(|problem| problem.span.start);
    let is_error = |problem: &Problem| problem.severity == Severity::Error;
    let routine = routine.filter(|_| !reader.problems.iter().any(is_error));
    (routine, reader.problems)
}

/// As much of a text as is worth reading: all of it, unless it is no TOML, with
/// the first mistake. Then what comes long after the first mistake is left out, for a file that is
/// something else altogether would have a mistake on each of its lines.
fn worth_reading(text: &str) -> (&str, Option<toml::de::Error>) {
    const WORTH_IT: usize = 64 << 10;
    let Err(first) = DeTable::parse(text) else {
        return (text, None);
    };
    let end = first.span().map_or(0, |span| span.start) + WORTH_IT;
    let end = text.floor_char_boundary(end);
    let read = match text[end..].find('\n') {
        Some(line_end) => &text[..end + line_end],
        None => text,
    };
    (read, Some(first))
}

impl Reader<'_> {
    /// `None` only together with a problem.
    fn routine(&mut self, fields: &Fields) -> Option<Routine> {
        self.only_known(fields, &ROUTINE);
        let title = self.needed_line(fields, "title", "title = \"My evening stretches\"");
        let summary = self.line(fields, "summary");
        let source = self.list(fields, "source");
        let caution = self.line(fields, "caution");
        let sounds = self.sounds(fields);
        let around = Surroundings {
            defaults: self.defaults(fields),
            circuits: self.circuits(fields),
            figures: self.figures(fields),
        };
        let steps = self.steps(fields, &around);
        Some(Routine {
            title: title?,
            summary,
            source,
            caution,
            sounds,
            steps: steps?,
            circuits: around
                .circuits
                .into_iter()
                .map(Spanned::into_inner)
                .collect(),
        })
    }

    fn defaults(&mut self, fields: &Fields) -> Defaults {
        let mut defaults = Defaults {
            prepare: Prepare::For(Duration::from_secs(5)),
            rest: Duration::from_secs(3),
            switch: Duration::from_secs(5),
            first: Side::Right,
        };
        if let Some(fields) = self.table(fields, "defaults") {
            self.only_known(&fields, &DEFAULTS);
            defaults = self.over(&fields, &defaults);
        }
        defaults
    }

    /// The defaults with what a table says instead.
    fn over(&mut self, fields: &Fields, defaults: &Defaults) -> Defaults {
        Defaults {
            prepare: self.prepare(fields).unwrap_or(defaults.prepare),
            rest: self.pause(fields, "rest").unwrap_or(defaults.rest),
            switch: self.pause(fields, "switch").unwrap_or(defaults.switch),
            first: self.word(fields, "first", SIDE).unwrap_or(defaults.first),
        }
    }

    fn prepare(&mut self, fields: &Fields) -> Option<Prepare> {
        let value = fields.table.get("prepare")?;
        let text = self.duration_text(value, "prepare")?;
        if text.get_ref() == "key" {
            return Some(Prepare::Key);
        }
        let prepare = amount::duration(text.get_ref()).map_err(|mut wrong| {
            wrong.help += ", or \"key\" to wait for Enter";
            wrong
        });
        let prepare = self.read(prepare, value)?;
        self.within_break(prepare, value, "prepare")
            .map(Prepare::For)
    }

    fn sounds(&mut self, fields: &Fields) -> Sounds {
        let Some(fields) = self.table(fields, "sounds") else {
            return Sounds::new();
        };
        self.only_known(&fields, &SOUNDS);
        let mut sounds = Sounds::new();
        for cue in Cue::ALL {
            if let Some(sound) = self.sound(&fields, cue) {
                sounds.insert(cue, sound);
            }
        }
        sounds
    }

    fn sound(&mut self, fields: &Fields, cue: Cue) -> Option<Sound> {
        let value = fields.table.get(cue.name())?;
        let text = self.line(fields, cue.name())?;
        if text == "none" {
            return Some(Sound::None);
        }
        let built_in = Cue::ALL.map(Cue::default_sound);
        if let Some(name) = built_in.into_iter().find(|name| *name == text) {
            return Some(Sound::BuiltIn(name));
        }
        if text.contains(['.', '/', '\\']) {
            // Routines are shared, and what they name goes with them.
            let beside = !text.starts_with(['/', '\\'])
                && !text.contains(':')
                && !text.split(['/', '\\']).any(|part| part == "..");
            if !beside {
                self.error_with_help(
                    "sound-elsewhere",
                    value.span(),
                    "a sound file lies beside the routine",
                    "copy it there, and write its name, like \"gong.wav\"",
                );
                return None;
            }
            let looked = (self.sound_file)(&text);
            self.read(looked, value)?;
            return Some(Sound::File(text));
        }
        let help = match nearest(&text, built_in) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!(
                "write one of: {}, none, or a file beside the routine like \"gong.wav\"",
                built_in.join(", ")
            ),
        };
        let message = format!("there is no sound \"{text}\"");
        self.error_with_help("unknown-sound", value.span(), message, help);
        None
    }
}

#[cfg(test)]
mod tests;
