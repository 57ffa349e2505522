//! The person's own programs that are called when something happens: one after
//! the other, on a thread of its own, so that the clock never waits for them.
//! Only the person's own config can name one, and no shell starts it.

mod worker;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

use worker::{HookRequest, HookWorker};

use crate::child::{self, Process};
use crate::player::event::Stamped;
use crate::player::{Event, Outcome};

pub(crate) const LIMIT: Duration = Duration::from_secs(10);

/// When a hook is called, by its key in the config file: a routine begins, a step
/// begins, a routine has run to its end, or has ended before that for any reason.
pub const MOMENTS: [&str; 4] = ["on_start", STEP, "on_finish", "on_quit"];
const STEP: &str = "on_step";

/// The variable of a setting, and that in which a hook finds a field of the event.
pub(crate) fn variable(field: &str) -> String {
    format!("LEGREST_{}", field.to_uppercase())
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hook {
    /// The program and its arguments; never empty.
    pub command: Vec<String>,
    /// The line of the config file in which it is written.
    pub line: usize,
}

/// Each by its moment.
pub(crate) type Hooks = BTreeMap<&'static str, Hook>;

pub(crate) enum HookUpdate {
    /// How a hook failed.
    Failed(String),
    /// None is running or waiting any more, after [`Runner::finish`].
    Done,
}

/// A longer variable could keep a program from starting.
const LONGEST_VARIABLE: usize = 4096;

struct Call {
    moment: &'static str,
    /// What messages call it.
    name: String,
    /// The program, with the event as variables, one for each field.
    command: Command,
    json: String,
}

impl Call {
    fn new(moment: &'static str, hook: &Hook, routine: &str, at: Duration, event: &Event) -> Self {
        // Events consist of texts and numbers, so this can't fail.
        let mut payload = serde_json::to_value(Stamped::new(event, at)).unwrap_or_default();
        payload["hook"] = moment.into();
        payload["routine"] = routine.into();
        let fields = payload.as_object().into_iter().flatten();
        let program = hook.command.first().map_or("", String::as_str);
        let mut command = child::command(Path::new(program));
        command.args(hook.command.iter().skip(1));
        command
            .envs(fields.filter_map(assignment))
            .stdin(Stdio::piped());
        Self {
            moment,
            name: format!("{moment}: {program}"),
            command,
            json: format!("{payload}\n"),
        }
    }

    fn start(mut self) -> Result<Process, String> {
        let mut process = Process::start(&mut self.command, self.name)?;
        if let Some(mut stdin) = process.stdin() {
            // A program that never reads blocks this thread alone.
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

/// The hooks of a session. Dropping it ends the one that is running.
pub(crate) struct Runner {
    hooks: Hooks,
    routine: String,
    step: Option<(String, u32)>,
    /// The call for the end, which waits until everything else is over.
    last: Option<Call>,
    requests: Sender<HookRequest>,
    thread: Option<JoinHandle<()>>,
}

impl Runner {
    /// Prepares the hooks of a session, if any. `tell` is called from their thread.
    pub(crate) fn start(
        hooks: Hooks,
        routine: String,
        tell: impl Fn(HookUpdate) + Send + 'static,
    ) -> io::Result<Option<Self>> {
        if hooks.is_empty() {
            return Ok(None);
        }
        let (requests, inbox) = mpsc::channel();
        let thread = thread::Builder::new().name("hooks".to_owned());
        let ended = requests.clone();
        let thread = thread.spawn(move || HookWorker::work(inbox, ended, tell))?;
        Ok(Some(Self {
            hooks,
            routine,
            step: None,
            last: None,
            requests,
            thread: Some(thread),
        }))
    }

    /// Calls the hook for an event, if there is one. The hook for the end may
    /// put the machine to sleep, so it waits for [`finish`](Self::finish).
    pub(crate) fn handle_event(&mut self, at: Duration, event: &Event) {
        let moment = match event {
            Event::Started(_) => "on_start",
            Event::Segment(began) => {
                let step = Some((began.step.clone(), began.round));
                if self.step == step {
                    return;
                }
                self.step = step;
                STEP
            }
            Event::Ended { outcome, .. } if *outcome == Outcome::Completed => "on_finish",
            Event::Ended { .. } => "on_quit",
            _ => return,
        };
        let Some(hook) = self.hooks.get(moment) else {
            return;
        };
        let call = Call::new(moment, hook, &self.routine, at, event);
        if let Event::Ended { .. } = event {
            self.last = Some(call);
        } else {
            self.request(HookRequest::Run(call));
        }
    }

    /// Calls the hook for the end; after `limit` at most comes [`HookUpdate::Done`].
    pub(crate) fn finish(&mut self, limit: Duration) {
        let last = self.last.take();
        self.request(HookRequest::Finish(last, limit));
    }

    /// Without the thread there are no hooks, which was reported when it ended.
    fn request(&self, request: HookRequest) {
        let _ = self.requests.send(request);
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.request(HookRequest::End);
        // A thread that panicked has ended its program while unwinding.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::settings::catalogue::{self, AnySetting};

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
        let call = Call::new("on_quit", &hook, "bedtime", at, &event);
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

    /// The fields that the page for programs and the manual page name.
    const TOLD: [&str; 9] = [
        "hook", "event", "routine", "title", "step", "name", "side", "outcome", "held_s",
    ];

    #[test]
    fn the_variables_that_are_wanted_most_are_told() {
        let variables = TOLD.map(variable);
        let page = format!("`{}`", variables.join("`, `"));
        assert!(include_str!("../routines/programs.md").contains(&page));
        let manual = include_str!("commands/man/text.txt").replace('\n', " ");
        assert!(manual.contains(&variables.join(", ")));
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
        for field in TOLD {
            assert!(found.iter().any(|it| it == field), "{field} is in no event");
        }
        let settings = catalogue::ALL.map(AnySetting::variable);
        let folders = [crate::paths::CONFIG_DIR, crate::paths::DATA_DIR].map(str::to_owned);
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
