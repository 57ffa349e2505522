//! What a step does (holds, movements, or a thing to do), and on which evenings.

use super::Reader;
use crate::document::{Fields, InvalidValue};
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
                let message = "your own pace has no time, and \"hold\" is one";
                let help = "take \"hold\" out, and write reps, as many as the movements are";
                self.error("own-with-hold", value.span(), message, help);
            }
            return (self.timed(fields), tempo);
        }
        if !fields.table.contains_key("reps") {
            let message = "nothing says how many movements of this tempo there are";
            let help = "add reps = 12, or hold = \"3m\" to repeat it for so long";
            self.error("tempo-without-reps", value.span(), message, help);
        }
        if let (Some(reps), Some(cycle)) = (reps, tempo.as_ref().and_then(Tempo::cycle))
            && cycle.length() * reps.high > limits::HOLD_MAX
            && let Some(reps) = fields.table.get("reps")
        {
            let message = "these movements take longer than 4 hours";
            let help = "write fewer reps, and more sets";
            self.error("set-too-long", reps.span(), message, help);
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
            let message = "a hold lasts at least 1 second and at most 4 hours";
            let help =
                "write it like \"30s\", \"20s-30s\", or \"open\" to hold until a key is pressed";
            self.error("out-of-range", value.span(), message, help);
            return None;
        }
        Some(Hold::For(range))
    }

    fn only_of_a_task(&mut self, fields: &Fields) {
        let is_of_holds = |name: &str| STEP.keys.contains(&name) && !OF_TASKS.contains(&name);
        for key in fields.table.keys().filter(|key| is_of_holds(key.get_ref())) {
            let name: &str = key.get_ref();
            let is_no_hold = format!("is no hold, and has no \"{name}\"");
            let (code, what) = match name {
                "circuit" => ("task-in-circuit", "can't be repeated in a circuit"),
                "tempo" => (
                    "task-with-tempo",
                    "has no tempo: it is over when Enter says so",
                ),
                _ => ("task-with-hold", &*is_no_hold),
            };
            let message = format!("something to do {what}");
            let help = "take this line out, or take out task = true";
            self.error(code, key.span(), message, help);
        }
    }

    pub(super) fn days(&mut self, fields: &Fields) -> Option<Days> {
        let value = fields.table.get("days")?;
        let text = self.text(value, "days", "days = \"mon, wed, fri\"", false)?;
        let days = text.parse().map_err(|NotDays(word)| {
            let message = match word.as_str() {
                "" => "\"days\" names no day".to_owned(),
                word => format!("\"{word}\" is no day of the week"),
            };
            // A range has two names, and one of them may be right.
            let name = if word.contains('-') { "" } else { &word };
            let help = did_you_mean(name, Days::NAMES, || {
                "write days like \"mon, wed, fri\", \"mon-thu\" or \"weekdays\"".to_owned()
            });
            InvalidValue::new("unknown-day", message, help)
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
