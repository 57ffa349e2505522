//! Text to [`Routine`], with every problem of the file and its place.

mod circuits;
mod figures;
mod lints;
mod pace;
mod steps;
mod values;

use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;

use super::amount::sets_by_reps;
use super::figure::Figure;
use super::format::{DEFAULTS, ROUTINE, SIDE, SOUNDS, TABLES};
use super::{Circuit, Cue, Prepare, Routine, Side, Sound, Sounds};
use crate::diagnostic::{Problem, has_error, values};
use crate::document::{self, Fields};
use crate::nearest::did_you_mean;
use crate::night::Days;

pub(crate) use figures::bundled as bundled_figures;
#[cfg(test)]
pub(super) use pace::OF_TASKS;

/// Tells what is wrong with a sound file, by its path from the folder of the
/// routine. The parser itself knows no files.
pub(crate) type SoundFileCheck<'f> = &'f mut dyn FnMut(&str) -> Result<(), Problem>;

type Reader<'f> = document::Reader<SoundFileCheck<'f>>;

/// What steps have in common: defaults, and what they name.
struct Shared {
    defaults: Defaults,
    circuits: Vec<Spanned<Circuit>>,
    figures: Vec<Spanned<Arc<Figure>>>,
}

/// What a step has where it says nothing, as far as somebody wrote it.
#[derive(Default)]
struct Defaults {
    prepare: Option<Prepare>,
    rest: Option<Duration>,
    switch: Option<Duration>,
    first: Option<Side>,
    days: Option<Days>,
}

/// Reads a routine. There is one unless there is an error among the problems,
/// which are all that is wrong with the text, in the order of their places.
pub fn parse(text: &str) -> (Option<Arc<Routine>>, Vec<Problem>) {
    parse_beside(text, "Routine", &mut |_| Ok(()))
}

/// The same for a routine of this name, which is its title unless it has another,
/// asking about each sound file that it names.
pub(crate) fn parse_beside(
    text: &str,
    name: &str,
    sound_file: SoundFileCheck,
) -> (Option<Arc<Routine>>, Vec<Problem>) {
    let mut reader = Reader::new(TABLES, sound_file);
    let document = reader.document(text, advice);
    single_brackets(text, &mut reader.problems);
    let routine = reader.routine(&Fields::of_document(&document, text), name);
    let problems = reader.into_problems(text);
    let routine = (!has_error(&problems)).then(|| Arc::new(routine));
    (routine, problems)
}

impl Reader<'_> {
    /// Placeholders stand for what is missing or wrong, so that the rest is still
    /// checked. For each of them there is an error.
    fn routine(&mut self, fields: &Fields, name: &str) -> Routine {
        self.only_known(fields, &ROUTINE);
        let title = if fields.table.contains_key("title") {
            let title = self.needed_line(fields, "title", "title = \"My evening stretches\"");
            title.unwrap_or_default()
        } else {
            name.to_owned()
        };
        let shared = Shared {
            defaults: self.defaults(fields),
            circuits: self.circuits(fields),
            figures: self.figures(fields),
        };
        Routine {
            title,
            needs: self.line(fields, "needs"),
            allow: self.allow(fields),
            summary: self.line(fields, "summary"),
            source: self.list(fields, "source"),
            caution: self.line(fields, "caution"),
            sounds: self.sounds(fields),
            steps: self.steps(fields, &shared),
            circuits: (shared.circuits.into_iter())
                .map(Spanned::into_inner)
                .collect(),
        }
    }

    fn defaults(&mut self, fields: &Fields) -> Defaults {
        let fields = self.table(fields, "defaults", &DEFAULTS);
        let read = |fields| self.override_defaults(&fields, &Defaults::default());
        fields.map(read).unwrap_or_default()
    }

    fn override_defaults(&mut self, fields: &Fields, defaults: &Defaults) -> Defaults {
        Defaults {
            prepare: self.prepare(fields).or(defaults.prepare),
            rest: self.pause(fields, "rest").or(defaults.rest),
            switch: self.pause(fields, "switch").or(defaults.switch),
            first: self.word(fields, "first", SIDE).or(defaults.first),
            days: self.days(fields).or(defaults.days),
        }
    }

    fn prepare(&mut self, fields: &Fields) -> Option<Prepare> {
        let value = fields.table.get("prepare")?;
        if value.get_ref().as_str() == Some("key") {
            return Some(Prepare::Key);
        }
        self.pause(fields, "prepare").map(Prepare::For)
    }

    fn sounds(&mut self, fields: &Fields) -> Sounds {
        let Some(fields) = self.table(fields, "sounds", &SOUNDS) else {
            return Sounds::new();
        };
        let sound = |cue| Some((cue, self.sound(&fields, cue)?));
        Cue::ALL.into_iter().filter_map(sound).collect()
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
                self.wrong("sound-elsewhere", value.span(), &[]);
                return None;
            }
            let looked = (self.context)(&text);
            self.read(looked, value)?;
            return Some(Sound::File(text));
        }
        let help = did_you_mean(&text, built_in, || {
            let all = built_in.join(", ");
            format!("write one of: {all}, none, or a file beside the routine like \"gong.wav\"")
        });
        self.wrong("unknown-sound", value.span(), values![text, help]);
        None
    }
}

/// What to write instead of the value of a line that is no TOML.
fn advice(value: &str) -> String {
    if let Some((sets, reps)) = sets_by_reps(value) {
        return format!("write sets = {sets} and reps = {reps}");
    }
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("a value with a unit or a range stands in quotes: \"{value}\"");
    }
    "a line is key = value, a text stands in \"quotes\", a list in [brackets], a step begins with [[step]]"
        .to_owned()
}

/// Notes every `[step]`, and takes out what follows from it: a table of a name
/// can stand there only once, so that the second one looks like a repetition.
fn single_brackets(text: &str, problems: &mut Vec<Problem>) {
    let is_repetition = |problem: &Problem| problem.message.contains("duplicate key");
    if !problems.iter().any(is_repetition) {
        return;
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.split('#').next().unwrap_or_default().trim() == "[step]" {
            let at = start + (line.len() - line.trim_start().len());
            let place = at..at + "[step]".len();
            found.push(Problem::at("single-brackets", place, &[]));
        }
        start += line.len();
    }
    if !found.is_empty() {
        problems.retain(|problem| !is_repetition(problem));
        problems.extend(found);
    }
}

#[cfg(test)]
mod tests;
