//! What a session does besides being seen and heard: it calls the person's own
//! programs, and keeps the machine awake.

use std::io;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::{Input, Session};
use crate::awake::Awake;
use crate::hooks::{self, HookUpdate, Hooks, Runner};
use crate::signals::Signal;

/// How long hooks may take at the end, each within its own limit: one that was
/// under way, and the last.
const AT_THE_END: Duration = hooks::LIMIT.saturating_mul(2);
/// The same where a signal ends the program: whoever sent it is waiting.
const AFTER_A_SIGNAL: Duration = Duration::from_secs(2);

/// Nobody wonders about a prompt that comes so late.
const SHORT_WAIT: Duration = Duration::from_millis(1500);

/// Gets the hooks ready, if there are any.
pub(super) fn start(
    hooks: Hooks,
    routine: &str,
    send: Sender<Input>,
) -> io::Result<Option<Runner>> {
    let tell = move |news| {
        // A session that is over needs no news.
        let _ = send.send(Input::Hook(news));
    };
    Runner::start(hooks, routine.to_owned(), tell)
}

/// Whether the machine is kept awake.
pub(super) struct Wake {
    wanted: bool,
    awake: Option<Awake>,
}

impl Wake {
    /// Not yet, and not at all unless it is wanted.
    pub(super) fn new(wanted: bool) -> Self {
        let awake = None;
        Self { wanted, awake }
    }

    /// Keeps it awake from now on, if that is wanted.
    pub(super) fn keep(&mut self) {
        if self.wanted {
            self.awake = Awake::keep();
        }
    }

    /// Lets it sleep again, before anybody asks it to.
    pub(super) fn give_up(&mut self) {
        self.awake = None;
    }
}

impl Session {
    pub(super) fn hook_news(&mut self, news: HookUpdate) {
        if let HookUpdate::Failed(how) = news {
            self.notice(&format!("warning: a hook: {how}"));
        }
    }

    /// Calls the hook for the end, which may put the machine to sleep, and waits
    /// for it. A signal cuts it short.
    pub(super) fn finish_hooks(&mut self) {
        let Some(hooks) = &mut self.hooks else { return };
        let limit = match self.ended_by {
            Some(_) => AFTER_A_SIGNAL,
            None => AT_THE_END,
        };
        hooks.finish(limit);
        // The hooks keep their limit themselves; this is for a thread that died.
        let until = Instant::now() + limit + Duration::from_secs(1);
        let mut patient = false;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let wait = if patient { left } else { left.min(SHORT_WAIT) };
            match self.inbox.recv_timeout(wait) {
                Err(_) if !patient => {
                    patient = true;
                    self.notice("Waiting for a hook; Ctrl-C leaves.");
                }
                Ok(Input::Hook(HookUpdate::Done)) | Err(_) => return,
                Ok(Input::Hook(news)) => self.hook_news(news),
                Ok(Input::Signal(Signal::End(number))) => {
                    self.ended_by = Some(number);
                    return;
                }
                Ok(_) => {}
            }
        }
    }
}
