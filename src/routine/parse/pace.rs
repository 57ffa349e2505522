//! What a step does: holds, movements at a tempo, or a thing to do; and on
//! which evenings.

use super::Reader;
use crate::document::{Fields, InvalidValue};
use crate::night::{Days, NotDays};
use crate::routine::amount::{self, Range};
use crate::routine::tempo::{self, Tempo};
use crate::routine::{Hold, limits};

/// The keys of a step that is something to do.
const OF_TASKS: [&str; 10] = [
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
        if self.flag(fields, "task").unwrap_or(false) {
            self.only_of_a_task(fields);
            return (Some(Hold::Task), None);
        }
        let value = fields.table.get("tempo");
        let Some(value) = value else {
            return (self.timed(fields), None);
        };
        let text = self.line(fields, "tempo");
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
        let too_long = |cycle: &tempo::Cycle| {
            reps.is_some_and(|reps| cycle.length() * reps.high > limits::HOLD_MAX)
        };
        let is_too_long = tempo.as_ref().and_then(Tempo::cycle).is_some_and(too_long);
        if let (true, Some(reps)) = (is_too_long, fields.table.get("reps")) {
            let message = "these movements take longer than 4 hours";
            let help = "write fewer reps, and more sets";
            self.error("set-too-long", reps.span(), message, help);
        }
        let hold = reps.filter(|_| tempo.is_some()).map(Hold::Movements);
        (hold, tempo)
    }

    /// A hold by the clock, or until a key is pressed.
    fn timed(&mut self, fields: &Fields) -> Option<Hold> {
        let value = self.needed(fields, "hold", "hold = \"30s\"")?;
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

    /// Notes what only a hold can have.
    fn only_of_a_task(&mut self, fields: &Fields) {
        let keys = fields.table.keys();
        for key in keys.filter(|key| !OF_TASKS.contains(&&**key.get_ref())) {
            let (code, message) = match &**key.get_ref() {
                "circuit" => (
                    "task-in-circuit",
                    "something to do can't be repeated in a circuit".to_owned(),
                ),
                "tempo" => (
                    "task-with-tempo",
                    "something to do has no tempo: it is over when Enter says so".to_owned(),
                ),
                name => (
                    "task-with-hold",
                    format!("something to do is no hold, and has no \"{name}\""),
                ),
            };
            let help = "take this line out, or take out task = true";
            self.error(code, key.span(), message, help);
        }
    }

    /// The evenings on which something is due.
    pub(super) fn days(&mut self, fields: &Fields) -> Option<Days> {
        let value = fields.table.get("days")?;
        let text = self.line(fields, "days")?;
        let days = text.parse().map_err(|NotDays(word)| {
            let message = match word.as_str() {
                "" => "\"days\" names no day".to_owned(),
                word => format!("\"{word}\" is no day of the week"),
            };
            let help = "write days like \"mon, wed, fri\", \"mon-thu\" or \"weekdays\"";
            InvalidValue::new("unknown-day", message, help)
        });
        self.read(days, value)
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, fields: &Fields, key: &str) -> Option<bool> {
        let value = fields.table.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(value, key, "true or false", &format!("{key} = true"));
        }
        flag
    }
}
