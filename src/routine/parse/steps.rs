//! Steps: what is held, how often, on which sides.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;

use super::{Reader, Shared};
use crate::diagnostic::values;
use crate::document::Fields;
use crate::routine::amount::Range;
use crate::routine::format::{NOTE, ORDER, SIDES, STEP};
use crate::routine::{Hold, Note, Order, Prepare, Side, Sides, Step, limits};
use crate::text::composed;

impl Reader<'_> {
    pub(super) fn steps(&mut self, fields: &Fields, shared: &Shared) -> Vec<Arc<Step>> {
        if !fields.table.contains_key("step") {
            self.wrong("missing-key step", fields.span.clone(), &[]);
        }
        let Some((array, span)) = self.array(fields, "step", "[[step]], in two brackets") else {
            return Vec::new();
        };
        if array.is_empty() || array.len() > limits::STEPS {
            let (most, found) = (limits::STEPS, array.len());
            self.wrong("step-count", span, values![most, found]);
            return Vec::new();
        }
        let mut steps = Vec::with_capacity(array.len());
        for value in array {
            if let Some(fields) = self.as_table(value, "step", "a table", "[[step]]", &STEP) {
                let step = self.step(&fields, shared);
                self.lint(&fields, &step);
                steps.push((fields, step));
            }
        }
        self.check_ids_unique(&steps);
        self.check_circuits(&steps, shared);
        self.check_figures_used(&steps, shared);
        self.lint_postures(&steps, shared);
        steps.into_iter().map(|(_, step)| Arc::new(step)).collect()
    }

    fn step(&mut self, fields: &Fields, shared: &Shared) -> Step {
        let name = self.needed_line(fields, "name", "name = \"Calf stretch\"");
        let id = self.id(fields, name.as_deref());
        let own = self.override_defaults(fields, &shared.defaults);
        let reps = self.count(fields, "reps");
        let (hold, tempo) = self.hold(fields, reps);
        // Movements are counted inside a hold.
        let reps = reps.filter(|_| !matches!(hold, Some(Hold::Movements(_))));
        let reps = reps.unwrap_or(Range::fixed(1));
        let sets = self.count(fields, "sets").unwrap_or(Range::fixed(1));
        let set_rest = self.pause(fields, "set_rest");
        let sides = self.word(fields, "sides", SIDES).unwrap_or(Sides::None);
        let order = self.word(fields, "order", ORDER).unwrap_or(Order::Grouped);
        let in_turns = sides == Sides::Each && order == Order::Alternating;
        let usual = [
            ("prepare", hold != Some(Hold::Task) && own.prepare.is_none()),
            ("rest", reps.high > 1 && !in_turns && own.rest.is_none()),
            ("switch", sides == Sides::Each && own.switch.is_none()),
            ("set_rest", sets.high > 1 && set_rest.is_none()),
        ];
        let seconds = Duration::from_secs;
        let unwritten = usual.into_iter().filter(|(_, is_usual)| *is_usual);
        Step {
            how: (fields.table.get("how"))
                .and_then(|how| self.text(how, "how", "how = \"...\"", true)),
            cue: self.line(fields, "cue"),
            caution: self.line(fields, "caution"),
            figure: self.figure(fields, shared),
            sides,
            first: own.first.unwrap_or(Side::Right),
            order,
            reps,
            sets,
            set_rest: set_rest.unwrap_or(seconds(30)),
            prepare: own.prepare.unwrap_or(Prepare::For(seconds(5))),
            rest: own.rest.unwrap_or(seconds(3)),
            switch: own.switch.unwrap_or(seconds(5)),
            unwritten: unwritten.map(|(key, _)| key).collect(),
            notes: self.notes(fields),
            sounds: self.sounds(fields),
            circuit: self.circuit(fields, shared, hold),
            id: id.unwrap_or_default(),
            name: name.unwrap_or_default(),
            hold: hold.unwrap_or(Hold::Open),
            tempo,
            days: own.days,
            counts: self.flag(fields, "counts", false).unwrap_or(true),
            needs: self.line(fields, "needs"),
            span: fields.span.clone(),
        }
    }

    fn id(&mut self, fields: &Fields, name: Option<&str>) -> Option<String> {
        const EXAMPLE: &str = "id = \"calf\" (the name has no letters to make one of)";
        let Some(value) = fields.table.get("id") else {
            let id = dashed(name?);
            if id.is_empty() {
                self.needed(fields, "id", EXAMPLE)?;
            }
            return Some(id);
        };
        let id = composed(&self.line(fields, "id")?).into_owned();
        let right = dashed(&id);
        if id == right && !id.is_empty() {
            return Some(id);
        }
        let help = match &*right {
            "" => "write it like \"calf\" or \"calf-wall\"".to_owned(),
            right => format!("write \"{right}\""),
        };
        self.wrong("bad-id", value.span(), values![help]);
        None
    }

    fn notes(&mut self, fields: &Fields) -> Vec<Note> {
        const EXAMPLE: &str = "notes = [{ at = \"5m\", text = \"Five minutes.\" }]";
        let array = self.array(fields, "notes", EXAMPLE);
        let values = array.into_iter().flat_map(|(array, _)| array);
        let notes = values.filter_map(|value| {
            let fields = self.as_table(value, "notes", "a list of tables", EXAMPLE, &NOTE)?;
            let at = self.needed(&fields, "at", "at = \"5m\"");
            let at = at.and_then(|at| self.duration(at, "at", limits::HOLD_MAX, "too-long note"));
            let text = self.needed_line(&fields, "text", "text = \"Five minutes.\"");
            let (at, text) = at.zip(text)?;
            Some(Note { at, text })
        });
        let mut notes: Vec<Note> = notes.collect();
        notes.sort_by_key(|note| note.at);
        notes
    }

    fn check_ids_unique(&mut self, steps: &[(Fields, Step)]) {
        let mut taken: HashSet<String> = steps.iter().map(|(_, step)| step.id.clone()).collect();
        for (index, (fields, step)) in steps.iter().enumerate() {
            let is_same = |(_, other): &(Fields, Step)| other.id == step.id;
            if step.id.is_empty() || !steps[..index].iter().any(is_same) {
                continue;
            }
            let value = fields.table.get("id").or_else(|| fields.table.get("name"));
            let span = value.map_or(fields.span.clone(), Spanned::span);
            // Taken, so that the next duplicate is given another.
            let mut free = (2..).map(|n| format!("{}-{n}", step.id));
            let free = free
                .find(|free| taken.insert(free.clone()))
                .unwrap_or_default();
            let id = &step.id;
            self.wrong("duplicate-id", span, values![id, free]);
        }
    }
}

fn dashed(name: &str) -> String {
    let name = composed(name);
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().join("-")
}
