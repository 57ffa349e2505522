//! Steps: what is held, how often, on which sides.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;

use super::Reader;
use super::Surroundings;
use crate::document::{Fields, as_fields};
use crate::routine::amount::{self, Range};
use crate::routine::format::{NOTE, ORDER, SIDES, STEP};
use crate::routine::{Hold, Note, Order, Sides, Step, limits};
use crate::text::composed;

const SET_REST: Duration = Duration::from_secs(30);

impl Reader<'_> {
    pub(super) fn steps(
        &mut self,
        fields: &Fields,
        around: &Surroundings,
    ) -> Option<Vec<Arc<Step>>> {
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
            self.context.step_from = self.problems.len();
            let (step, whole) = self.step(&fields, around);
            self.sense(&fields, &step);
            steps.push((fields, step));
            complete &= whole;
        }
        self.unique_ids(&steps);
        self.circuits_stand_together(&steps, &around.circuits);
        self.figures_are_shown(&steps, &around.figures);
        complete.then(|| steps.into_iter().map(|(_, step)| Arc::new(step)).collect())
    }

    /// A step, and whether it has what a step must have; what it lacks stands
    /// empty, so that the rest of it can still be looked at.
    fn step(&mut self, fields: &Fields, around: &Surroundings) -> (Step, bool) {
        self.only_known(fields, &STEP);
        let name = self.needed_line(fields, "name", "name = \"Calf stretch\"");
        let id = self.id(fields, name.as_deref());
        let own = self.over(fields, &around.defaults);
        let hold = self.hold(fields);
        let whole = id.is_some() && name.is_some() && hold.is_some();
        let step = Step {
            how: self.lines(fields, "how"),
            cue: self.line(fields, "cue"),
            caution: self.line(fields, "caution"),
            figure: self.step_figure(fields, &around.figures),
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
            circuit: self.circuit(fields, &around.circuits),
            id: id.unwrap_or_default(),
            name: name.unwrap_or_default(),
            hold: hold.unwrap_or(Hold::Open),
            span: fields.span.clone(),
        };
        (step, whole)
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
        let id = composed(&self.line(fields, "id")?).into_owned();
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
}

/// A name in lower-case-with-dashes.
fn dashed(name: &str) -> String {
    let words: Vec<String> = composed(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}
