//! The person's own programs that are called when something happens: one after
//! the other, on a thread of its own, so that the clock never waits for them.
//!
//! A routine can't name one: hooks are in the person's own config alone. Each
//! is started as it is written there, without a shell.

mod call;
mod worker;

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use call::Call;
use worker::{HookRequest, HookWorker};

use crate::player::{Event, Outcome};

/// How long a hook may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

/// When a hook is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// A routine begins.
    Start,
    /// A step begins.
    Step,
    /// A routine has run to its end.
    Finish,
    /// A routine has ended before that, for any reason.
    Quit,
}

impl Moment {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Start, Self::Step, Self::Finish, Self::Quit];

    /// Its key in the config file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "on_start",
            Self::Step => "on_step",
            Self::Finish => "on_finish",
            Self::Quit => "on_quit",
        }
    }

    /// When it is, in a sentence.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Start => "When a routine begins.",
            Self::Step => "When a step begins.",
            Self::Finish => {
                "When it has run to its end, after the last sound, with the journal written and \
                 the machine free to sleep."
            }
            Self::Quit => {
                "When it ends otherwise: q, every hold passed over, Ctrl-C, a kill; not when \
                 nobody was there."
            }
        }
    }
}

/// The fields of an event that hooks mostly want; `legrest schema events` tells
/// them all.
pub const FIELDS: [&str; 9] = [
    "hook", "event", "routine", "title", "step", "name", "side", "outcome", "held_s",
];

/// The variable in which a hook finds a field of the event.
#[must_use]
pub fn variable(field: &str) -> String {
    format!("LEGREST_{}", field.to_uppercase())
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hook {
    /// The program and its arguments; never empty.
    pub command: Vec<String>,
    /// The line of the config file in which it is written.
    pub line: usize,
}

pub(crate) type Hooks = BTreeMap<Moment, Hook>;

pub(crate) enum HookUpdate {
    /// A hook failed, and how.
    Failed(String),
    /// None is running or waiting any more, after [`Runner::finish`].
    Done,
}

/// The hooks of a session. Dropping it ends the one that is running.
pub(crate) struct Runner {
    hooks: Hooks,
    routine: String,
    /// The step and the round that began last.
    step: Option<(String, u32)>,
    /// The call for the end, which waits until everything else is over.
    last: Option<Call>,
    requests: Sender<HookRequest>,
    thread: Option<JoinHandle<()>>,
}

impl Runner {
    /// Prepares the hooks of a session with this routine; `None` if there are
    /// none. `tell` is called from their thread.
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
            Event::Started(_) => Moment::Start,
            Event::Segment(began) => {
                let step = (began.step.clone(), began.round);
                if self.step.as_ref() == Some(&step) {
                    return;
                }
                self.step = Some(step);
                Moment::Step
            }
            Event::Ended { outcome, .. } if *outcome == Outcome::Completed => Moment::Finish,
            Event::Ended { .. } => Moment::Quit,
            _ => return,
        };
        let Some(hook) = self.hooks.get(&moment) else {
            return;
        };
        let call = Call::new(moment, hook, &self.routine, at, event);
        if matches!(moment, Moment::Finish | Moment::Quit) {
            self.last = Some(call);
        } else {
            self.request(HookRequest::Run(call));
        }
    }

    /// Calls the hook for the end, and asks for a [`HookUpdate::Done`] within
    /// `limit`.
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
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended its program while unwinding.
            let _ = thread.join();
        }
    }
}
