//! One call of a hook: the program, and the event that it gets.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::{Hook, Moment, variable};
use crate::child::Process;
use crate::player::Event;
use crate::player::event::Stamped;

/// A longer variable could keep a program from starting.
const LONGEST_VARIABLE: usize = 4096;

pub(super) struct Call {
    pub(super) moment: Moment,
    /// What messages call it.
    name: String,
    /// The program, with the event as variables, one for each field.
    command: Command,
    /// The event as a line of JSON.
    json: String,
}

impl Call {
    pub(super) fn new(
        moment: Moment,
        hook: &Hook,
        routine: &str,
        at: Duration,
        event: &Event,
    ) -> Self {
        // Events consist of texts and numbers, so this can't fail.
        let mut payload = serde_json::to_value(Stamped::new(event, at)).unwrap_or_default();
        payload["hook"] = moment.name().into();
        payload["routine"] = routine.into();
        let fields = payload.as_object().into_iter().flatten();
        let program = hook.command.first().map_or("", String::as_str);
        let mut command = Command::new(program);
        command.args(hook.command.iter().skip(1));
        command
            .envs(fields.filter_map(assignment))
            .stdin(Stdio::piped());
        Self {
            moment,
            name: format!("{}: {program}", moment.name()),
            command,
            json: format!("{payload}\n"),
        }
    }

    /// Fails with a message.
    pub(super) fn start(mut self) -> Result<Process, String> {
        let mut process = Process::start(&mut self.command, self.name)?;
        if let Some(mut stdin) = process.stdin() {
            // A program that never reads blocks this thread alone, which ends
            // with the program.
            let writer = thread::Builder::new().name("hook".to_owned());
            let writer = writer.spawn(move || drop(stdin.write_all(self.json.as_bytes())));
            writer.map_err(|error| error.to_string())?;
        }
        Ok(process)
    }
}

/// A field as a variable. The level is left out: its variable is that of a setting,
/// and a level that was made to fit is no value of it.
fn assignment((name, value): (&String, &Value)) -> Option<(String, String)> {
    let text = match value {
        _ if name == "level" => return None,
        Value::Null => String::new(),
        Value::String(text) => text[..text.floor_char_boundary(LONGEST_VARIABLE)].to_owned(),
        other => other.to_string(),
    };
    Some((variable(name), text))
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::player::Outcome;

    #[test]
    fn a_call_tells_the_event_in_both_ways() {
        let hook = Hook {
            command: vec!["x".to_owned()],
            line: 1,
        };
        let event = Event::Ended {
            outcome: Outcome::Quit,
            held: Duration::from_secs(90),
            skipped: 2,
        };
        let at = Duration::from_millis(1500);
        let call = Call::new(Moment::Quit, &hook, "bedtime", at, &event);
        let json: Value = serde_json::from_str(&call.json).expect("JSON");
        let wanted = serde_json::json!({
            "hook": "on_quit", "routine": "bedtime", "event": "ended", "t": 1.5,
            "outcome": "quit", "held_s": 90, "skipped": 2,
        });
        assert_eq!(json, wanted);
        for (name, value) in [
            ("LEGREST_HOOK", "on_quit"),
            ("LEGREST_EVENT", "ended"),
            ("LEGREST_ROUTINE", "bedtime"),
            ("LEGREST_OUTCOME", "quit"),
            ("LEGREST_HELD_S", "90"),
            ("LEGREST_T", "1.5"),
        ] {
            let variable = (name.as_ref(), Some(value.as_ref()));
            let mut variables = call.command.get_envs();
            assert!(variables.any(|it| it == variable), "{:?}", call.command);
        }
    }

    #[test]
    fn no_variable_of_a_hook_is_one_of_a_setting() {
        fn fields(schema: &Value, found: &mut Vec<String>) {
            let inner = schema.as_object().into_iter().flat_map(Map::iter);
            for (key, value) in inner {
                if key == "properties" {
                    found.extend(value.as_object().into_iter().flat_map(Map::keys).cloned());
                }
                fields(value, found);
            }
            schema
                .as_array()
                .into_iter()
                .flatten()
                .for_each(|it| fields(it, found));
        }
        let mut found = vec!["hook".to_owned(), "routine".to_owned()];
        let schema = serde_json::from_str(crate::player::EVENTS_SCHEMA).expect("JSON");
        fields(&schema, &mut found);
        assert!(found.iter().any(|it| it == "duration_s"), "{found:?}");
        for field in crate::hooks::FIELDS {
            assert!(found.iter().any(|it| it == field), "{field} is in no event");
        }
        let settings = crate::settings::catalogue::ALL.map(|setting| setting.variable);
        let folders = [crate::paths::CONFIG_DIR, crate::paths::DATA_DIR];
        for field in &found {
            let Some((name, _)) = assignment((field, &Value::Null)) else {
                continue;
            };
            let taken = settings.iter().chain(&folders).any(|taken| *taken == name);
            assert!(
                !taken,
                "{name}: a legrest that a hook starts would take it for a setting"
            );
        }
    }
}
