//! The person's own programs that a session calls.

use std::time::{Duration, Instant};

use super::{Input, Session};
use crate::hooks::{self, HookUpdate};
use crate::signals::Signal;

/// How long hooks may take at the end, each within its own limit: a running one
/// and the last one.
const AT_THE_END: Duration = hooks::LIMIT.saturating_mul(2);
/// The same after a signal: the sender is waiting.
const AFTER_A_SIGNAL: Duration = Duration::from_secs(2);

/// A prompt that is this late is not noticed.
const SHORT_WAIT: Duration = Duration::from_millis(1500);

impl Session {
    pub(super) fn hook_update(&mut self, news: HookUpdate) {
        if let HookUpdate::Failed(how) = news {
            self.notice(&format!("warning: a hook: {how}"));
        }
    }

    /// Calls the hook for the end, which may suspend the machine, and waits for
    /// it. A signal ends the wait.
    pub(super) fn finish_hooks(&mut self) {
        let Some(hooks) = &mut self.hooks else { return };
        let limit = match self.ended_by {
            Some(_) => AFTER_A_SIGNAL,
            None => AT_THE_END,
        };
        hooks.finish(limit);
        // The hooks have a limit of their own; this one is for a thread that
        // died.
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
                Ok(Input::Hook(news)) => self.hook_update(news),
                Ok(Input::Signal(Signal::End(number))) => {
                    self.ended_by = Some(number);
                    return;
                }
                Ok(_) => {}
            }
        }
    }
}
