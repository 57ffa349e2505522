//! Text to [`Routine`], with every problem of the file and its place.

mod fields;
mod sense;
mod syntax;

use std::collections::HashSet;
use std::time::Duration;

use toml::Spanned;
use toml::de::DeTable;

use super::amount::{self, Range};
use super::format::{CIRCUIT, DEFAULTS, FIGURES, NOTE, ORDER, ROUTINE, SIDE, SIDES, SOUNDS, STEP};
use super::{
    Circuit, Cue, Hold, Note, Order, Prepare, Routine, Side, Sides, Sound, Sounds, Step, limits,
};
use crate::diagnostic::{Problem, Severity};
use crate::nearest::nearest;
use fields::{Fields, Reader, as_fields};

pub use fields::SoundFile;

/// What a step has where it says nothing.
struct Defaults {
    prepare: Prepare,
    rest: Duration,
    switch: Duration,
    first: Side,
}

const SET_REST: Duration = Duration::from_secs(30);

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
    let read = worth_reading(text);
    let (document, errors) = DeTable::parse_recoverable(read);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if read.len() < text.len() && span.end >= read.len() {
            // It is only that we stopped here.
            continue;
        }
        let message = format!("not TOML: {}", error.message());
        let help = syntax::help(read, &span);
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

/// As much of a text as is worth reading: all of it, unless it is no TOML. Then
/// what comes long after the first mistake is left out, for a file that is
/// something else altogether would have a mistake on each of its lines.
fn worth_reading(text: &str) -> &str {
    const WORTH_IT: usize = 64 << 10;
    let Err(first) = DeTable::parse(text) else {
        return text;
    };
    let end = first.span().map_or(0, |span| span.start) + WORTH_IT;
    let end = text.floor_char_boundary(end);
    match text[end..].find('\n') {
        Some(line_end) => &text[..end + line_end],
        None => text,
    }
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
        let defaults = self.defaults(fields);
        let circuits = self.circuits(fields);
        let steps = self.steps(fields, &defaults, &circuits);
        Some(Routine {
            title: title?,
            summary,
            source,
            caution,
            sounds,
            steps: steps?,
            circuits: circuits.into_iter().map(Spanned::into_inner).collect(),
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

    fn circuits(&mut self, fields: &Fields) -> Vec<Spanned<Circuit>> {
        let Some(fields) = self.table(fields, "circuit") else {
            return Vec::new();
        };
        let mut circuits = Vec::new();
        for (name, value) in fields.table {
            let Some(fields) = as_fields(value) else {
                if CIRCUIT.has(name.get_ref()) {
                    self.error_with_help(
                        "circuit-without-name",
                        name.span(),
                        "a circuit needs a name, by which its steps call it",
                        "write [circuit.all] instead of [circuit], and circuit = \"all\" in its steps",
                    );
                    // The other keys of it have the same mistake.
                    break;
                }
                let like = format!("[circuit.{}]", name.get_ref());
                self.wrong_type(value, name.get_ref(), "a table", &like);
                continue;
            };
            self.only_known(&fields, &CIRCUIT);
            if !fields.table.contains_key("rounds") {
                self.missing(&fields, "rounds", "rounds = 2");
            }
            let circuit = Circuit {
                name: name.get_ref().to_string(),
                rounds: self.count(&fields, "rounds").unwrap_or(Range::fixed(1)),
                rest: self.pause(&fields, "rest").unwrap_or_default(),
            };
            circuits.push(Spanned::new(name.span(), circuit));
        }
        circuits
    }

    fn steps(
        &mut self,
        fields: &Fields,
        defaults: &Defaults,
        circuits: &[Spanned<Circuit>],
    ) -> Option<Vec<Step>> {
        if !fields.table.contains_key("step") {
            self.error_with_help(
                "missing-key",
                fields.span.clone(),
                "a routine needs at least one step",
                "add one: [[step]] and under it name = \"Calf stretch\" and hold = \"30s\"",
            );
            return None;
        }
        let (array, span) = self.array(fields, "step", "[[step]], in two brackets")?;
        if array.is_empty() || array.len() > limits::STEPS {
            let message = format!(
                "a routine has 1 to {} steps, not {}",
                limits::STEPS,
                array.len()
            );
            self.error("step-count", span, message);
            return None;
        }
        let mut steps = Vec::with_capacity(array.len());
        let mut complete = true;
        for value in array {
            let Some(fields) = as_fields(value) else {
                self.wrong_type(value, "step", "a table", "[[step]]");
                complete = false;
                continue;
            };
            self.step_from = self.problems.len();
            let (step, whole) = self.step(&fields, defaults, circuits);
            self.sense(&fields, &step);
            steps.push((fields, step));
            complete &= whole;
        }
        self.unique_ids(&steps);
        self.circuits_stand_together(&steps, circuits);
        complete.then(|| steps.into_iter().map(|(_, step)| step).collect())
    }

    /// A step, and whether it has what a step must have; what it lacks stands
    /// empty, so that the rest of it can still be looked at.
    fn step(
        &mut self,
        fields: &Fields,
        defaults: &Defaults,
        circuits: &[Spanned<Circuit>],
    ) -> (Step, bool) {
        self.only_known(fields, &STEP);
        let name = self.needed_line(fields, "name", "name = \"Calf stretch\"");
        let id = self.id(fields, name.as_deref());
        let own = self.over(fields, defaults);
        let hold = self.hold(fields);
        let whole = id.is_some() && name.is_some() && hold.is_some();
        let step = Step {
            how: self.lines(fields, "how"),
            cue: self.line(fields, "cue"),
            caution: self.line(fields, "caution"),
            figure: self.figure(fields),
            sides: self.word(fields, "sides", SIDES).unwrap_or(Sides::None),
            first: own.first,
            order: self.word(fields, "order", ORDER).unwrap_or(Order::Grouped),
            reps: self.count(fields, "reps").unwrap_or(Range::fixed(1)),
            sets: self.count(fields, "sets").unwrap_or(Range::fixed(1)),
            set_rest: self.pause(fields, "set_rest").unwrap_or(SET_REST),
            prepare: own.prepare,
            rest: own.rest,
            switch: own.switch,
            notes: self.notes(fields),
            sounds: self.sounds(fields),
            circuit: self.circuit(fields, circuits),
            id: id.unwrap_or_default(),
            name: name.unwrap_or_default(),
            hold: hold.unwrap_or(Hold::Open),
            span: fields.span.clone(),
        };
        (step, whole)
    }

    fn figure(&mut self, fields: &Fields) -> Option<String> {
        let value = fields.table.get("figure")?;
        let name = self.line(fields, "figure")?;
        if FIGURES.contains(&name.as_str()) {
            return Some(name);
        }
        let help = match nearest(&name, FIGURES.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("leave it out, or write one of: {}", FIGURES.join(", ")),
        };
        let message = format!("there is no figure \"{name}\"");
        self.error_with_help("unknown-figure", value.span(), message, help);
        None
    }

    fn id(&mut self, fields: &Fields, name: Option<&str>) -> Option<String> {
        let Some(value) = fields.table.get("id") else {
            let id = dashed(name?);
            if id.is_empty() {
                self.missing(
                    fields,
                    "id",
                    "id = \"calf\" (the name has no letters to make one of)",
                );
                return None;
            }
            return Some(id);
        };
        let id = self.line(fields, "id")?;
        let right = dashed(&id);
        if id == right && !id.is_empty() {
            return Some(id);
        }
        let help = if right.is_empty() {
            "write it like \"calf\" or \"calf-wall\"".to_owned()
        } else {
            format!("write \"{right}\"")
        };
        let message = "an id is lower-case letters and digits, with single dashes between";
        self.error_with_help("bad-id", value.span(), message, help);
        None
    }

    fn hold(&mut self, fields: &Fields) -> Option<Hold> {
        let Some(value) = fields.table.get("hold") else {
            self.missing(fields, "hold", "hold = \"30s\"");
            return None;
        };
        let text = self.duration_text(value, "hold")?;
        if text.get_ref() == "open" {
            return Some(Hold::Open);
        }
        let range = self.read(amount::duration_range(text.get_ref()), value)?;
        if range.low < limits::HOLD_MIN || range.high > limits::HOLD_MAX {
            self.error_with_help(
                "out-of-range",
                value.span(),
                "a hold lasts at least 1 second and at most 4 hours",
                "write it like \"30s\", \"20s-30s\", or \"open\" to hold until a key is pressed",
            );
            return None;
        }
        Some(Hold::For(range))
    }

    fn notes(&mut self, fields: &Fields) -> Vec<Note> {
        const LIKE: &str = "notes = [{ at = \"5m\", text = \"Five minutes.\" }]";
        let Some((array, _)) = self.array(fields, "notes", LIKE) else {
            return Vec::new();
        };
        let mut notes = Vec::with_capacity(array.len());
        for value in array {
            let Some(fields) = as_fields(value) else {
                self.wrong_type(value, "notes", "a list of tables", LIKE);
                continue;
            };
            self.only_known(&fields, &NOTE);
            if !fields.table.contains_key("at") {
                self.missing(&fields, "at", "at = \"5m\"");
            }
            let at = self.note_time(&fields);
            let text = self.needed_line(&fields, "text", "text = \"Five minutes.\"");
            if let (Some(at), Some(text)) = (at, text) {
                notes.push(Note { at, text });
            }
        }
        notes.sort_by_key(|note| note.at);
        notes
    }

    fn note_time(&mut self, fields: &Fields) -> Option<Duration> {
        let value = fields.table.get("at")?;
        let text = self.duration_text(value, "at")?;
        let at = self.read(amount::duration(text.get_ref()), value)?;
        if at > limits::HOLD_MAX {
            let message = "no hold is longer than 4 hours";
            self.error_with_help("too-long", value.span(), message, "at most \"4h\"");
            return None;
        }
        Some(at)
    }

    fn circuit(&mut self, fields: &Fields, circuits: &[Spanned<Circuit>]) -> Option<usize> {
        let value = fields.table.get("circuit")?;
        let name = self.line(fields, "circuit")?;
        let known = circuits
            .iter()
            .map(|circuit| circuit.get_ref().name.as_str());
        let index = known.clone().position(|known| known == name);
        if index.is_none() {
            let help = match nearest(&name, known) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("add a table: [circuit.{name}] and under it rounds = 2"),
            };
            let message = format!("there is no circuit \"{name}\"");
            self.error_with_help("unknown-circuit", value.span(), message, help);
        }
        index
    }

    fn unique_ids(&mut self, steps: &[(Fields, Step)]) {
        let mut seen = HashSet::new();
        for (fields, step) in steps {
            if step.id.is_empty() || seen.insert(step.id.clone()) {
                continue;
            }
            let value = fields.table.get("id").or_else(|| fields.table.get("name"));
            let ids = || steps.iter().map(|(_, step)| step.id.as_str());
            let mut free = (2..).map(|n| format!("{}-{n}", step.id));
            let free =
                free.find(|free| !seen.contains(free.as_str()) && ids().all(|id| id != free));
            let free = free.unwrap_or_default();
            self.error_with_help(
                "duplicate-id",
                value.map_or(fields.span.clone(), Spanned::span),
                format!("another step has the id \"{}\" already", step.id),
                format!("give this one its own: id = \"{free}\""),
            );
            // The next one of this name is told another.
            seen.insert(free);
        }
    }

    /// Steps of one circuit are neighbours, and every circuit has some.
    fn circuits_stand_together(&mut self, steps: &[(Fields, Step)], circuits: &[Spanned<Circuit>]) {
        for (index, circuit) in circuits.iter().enumerate() {
            let name = &circuit.get_ref().name;
            let mut run_ended = false;
            let mut used = false;
            for (fields, step) in steps {
                let inside = step.circuit == Some(index);
                if inside && run_ended {
                    let value = fields.table.get("circuit");
                    self.error_with_help(
                        "torn-circuit",
                        value.map_or(fields.span.clone(), Spanned::span),
                        format!("the steps of circuit \"{name}\" don't stand next to each other"),
                        "move this step up to the others, or give it another circuit",
                    );
                    break;
                }
                run_ended |= used && !inside;
                used |= inside;
            }
            if !used {
                self.error_with_help(
                    "unused-circuit",
                    circuit.span(),
                    format!("no step belongs to the circuit \"{name}\""),
                    format!("add circuit = \"{name}\" to its steps, or take the table out"),
                );
            }
        }
    }
}

/// A name in lower-case-with-dashes.
fn dashed(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests;
