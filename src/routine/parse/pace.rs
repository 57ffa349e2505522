//! What a step does (holds, movements, or a thing to do), and on which evenings.

use super::Reader;
use crate::diagnostic::{Problem, values};
use crate::document::Fields;
use crate::nearest::did_you_mean;
use crate::night::{Days, NotDays};
use crate::routine::amount::{self, Range};
use crate::routine::format::STEP;
use crate::routine::tempo::{self, Tempo};
use crate::routine::{Hold, limits};

/// The keys of a step that is something to do.
pub(in crate::routine) const OF_TASKS: [&str; 10] = [
    "id", "name", "how", "cue", "caution", "figure", "needs", "days", "sounds", "task",
];

impl Reader<'_> {
    /// What a step does, and its tempo; `None` together with a problem. Where
    /// movements are counted, `reps` are those of one hold.
    pub(super) fn hold(
        &mut self,
        fields: &Fields,
        reps: Option<Range<u32>>,
    ) -> (Option<Hold>, Option<Tempo>) {
        let is_task = fields.table.contains_key("task");
        match self.flag(fields, "task", true) {
            Some(true) => {
                self.only_of_a_task(fields);
                return (Some(Hold::Task), None);
            }
            // Nobody knows whether a hold is missing.
            None if is_task => return (None, None),
            _ => {}
        }
        let Some(value) = fields.table.get("tempo") else {
            return (self.timed(fields), None);
        };
        let text = self.text(value, "tempo", "tempo = \"up 2s, down 2s\"", false);
        let tempo = text.and_then(|text| self.read(tempo::read(&text), value));
        if fields.table.contains_key("hold") {
            if tempo == Some(Tempo::Own) {
                self.wrong("own-with-hold", value.span(), &[]);
            }
            return (self.timed(fields), tempo);
        }
        if !fields.table.contains_key("reps") {
            self.wrong("tempo-without-reps", value.span(), &[]);
        }
        if let (Some(reps), Some(cycle)) = (reps, tempo.as_ref().and_then(Tempo::cycle))
            && cycle.length() * reps.high > limits::HOLD_MAX
            && let Some(reps) = fields.table.get("reps")
        {
            self.wrong("set-too-long", reps.span(), &[]);
        }
        (reps.filter(|_| tempo.is_some()).map(Hold::Movements), tempo)
    }

    /// A hold by the clock, or until a key is pressed.
    fn timed(&mut self, fields: &Fields) -> Option<Hold> {
        let example = if fields.table.contains_key("reps") {
            "hold = \"30s\", or tempo = \"own\" where reps are movements"
        } else {
            "hold = \"30s\""
        };
        let value = self.needed(fields, "hold", example)?;
        let text = self.duration_text(value, "hold")?;
        if text == "open" {
            return Some(Hold::Open);
        }
        let range = self.read(amount::duration_range(text), value)?;
        if range.low < limits::HOLD_MIN || range.high > limits::HOLD_MAX {
            self.wrong("out-of-range hold", value.span(), &[]);
            return None;
        }
        Some(Hold::For(range))
    }

    fn only_of_a_task(&mut self, fields: &Fields) {
        let is_of_holds = |name: &str| STEP.keys.contains(&name) && !OF_TASKS.contains(&name);
        for key in fields.table.keys().filter(|key| is_of_holds(key.get_ref())) {
            let name: &str = key.get_ref();
            let code = match name {
                "circuit" => "task-in-circuit",
                "tempo" => "task-with-tempo",
                _ => "task-with-hold",
            };
            self.wrong(code, key.span(), values![name]);
        }
    }

    pub(super) fn days(&mut self, fields: &Fields) -> Option<Days> {
        let value = fields.table.get("days")?;
        let text = self.text(value, "days", "days = \"mon, wed, fri\"", false)?;
        let days = text.parse().map_err(|NotDays(word)| {
            // A range has two names, and one of them may be right.
            let meant = if word.contains('-') { "" } else { &word };
            let help = did_you_mean(meant, Days::NAMES, || {
                "write days like \"mon, wed, fri\", \"mon-thu\" or \"weekdays\"".to_owned()
            });
            let none = word.is_empty().then_some("unknown-day none");
            Problem::of(none.unwrap_or("unknown-day"), values![word, help])
        });
        self.read(days, value)
    }

    /// Yes or no; `example` is what somebody would write who needs the key.
    pub(super) fn flag(&mut self, fields: &Fields, key: &str, example: bool) -> Option<bool> {
        let value = fields.table.get(key)?;
        let example = format!("{key} = {example}");
        let flag = value.get_ref().as_bool();
        flag.or_else(|| self.wrong_type(value, key, "true or false", &example))
    }
}
