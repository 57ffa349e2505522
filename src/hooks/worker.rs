//! The thread that calls hooks, one after the other, each within its limit.

use std::collections::VecDeque;
use std::io;
use std::process::Child;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::call::Call;
use super::{HookUpdate, LIMIT, Moment};
use crate::child;

/// How soon a program that has just been started is polled. No portable call
/// waits for a process and for a request at once, so the polls get rarer the
/// longer it takes.
const FIRST_LOOK: Duration = Duration::from_millis(5);
const LAST_LOOK: Duration = Duration::from_millis(500);

pub(super) enum HookRequest {
    Run(Call),
    /// The call for the end, if there is one, and how long everything may take.
    Finish(Option<Call>, Duration),
    End,
}

/// The state of the thread.
pub(super) struct HookWorker<T> {
    queue: VecDeque<Call>,
    running: Option<Running>,
    /// When everything must be over, once that was requested.
    finish_by: Option<Instant>,
    tell: T,
}

/// A running hook. Dropping it ends it.
struct Running {
    child: Child,
    moment: Moment,
    program: String,
    until: Instant,
    look: Duration,
    reaped: bool,
}

impl<T: Fn(HookUpdate)> HookWorker<T> {
    pub(super) fn new(tell: T) -> Self {
        Self {
            queue: VecDeque::new(),
            running: None,
            finish_by: None,
            tell,
        }
    }

    pub(super) fn work(mut self, inbox: &Receiver<HookRequest>) {
        loop {
            self.look();
            let request = match &mut self.running {
                Some(running) => inbox.recv_timeout(running.next_look()).ok(),
                // A closed channel means that nothing more is wanted.
                None => Some(inbox.recv().unwrap_or(HookRequest::End)),
            };
            match request {
                Some(HookRequest::Run(call)) => self.queue.push_back(call),
                Some(HookRequest::Finish(last, limit)) => {
                    // Calls for steps that are over are outdated.
                    self.queue.retain(|call| call.moment != Moment::Step);
                    self.queue.extend(last);
                    let now = Instant::now();
                    self.finish_by = Some(now + limit);
                    // A hook that hangs must leave some of the time to the last
                    // one.
                    if let Some(running) = &mut self.running {
                        running.until = running.until.min(now + limit / 2);
                    }
                }
                Some(HookRequest::End) => return,
                None => {}
            }
        }
    }

    /// Handles a hook that has ended, and starts the next one.
    fn look(&mut self) {
        if let Some(running) = &mut self.running {
            let Some(result) = running.ended() else {
                return;
            };
            if let Err(how) = result {
                self.fail(&how);
            }
            self.running = None;
        }
        let now = Instant::now();
        let until = self.finish_by.unwrap_or(now + LIMIT).min(now + LIMIT);
        while let Some(call) = self.queue.pop_front() {
            let moment = call.moment;
            let program = call.program().to_owned();
            match call.start() {
                Ok(child) => {
                    self.running = Some(Running {
                        child,
                        moment,
                        program,
                        until,
                        look: FIRST_LOOK,
                        reaped: false,
                    });
                    return;
                }
                Err(error) => {
                    let how = format!("{}: {program} can't be started: {error}", moment.name());
                    self.fail(&how);
                }
            }
        }
        if self.finish_by.take().is_some() {
            (self.tell)(HookUpdate::Done);
        }
    }

    fn fail(&self, how: &str) {
        (self.tell)(HookUpdate::Failed(how.to_owned()));
    }
}

impl Running {
    /// How it ended, or `None` while it runs; ends it when it takes too long.
    fn ended(&mut self) -> Option<Result<(), String>> {
        let name = self.moment.name();
        let program = &self.program;
        if child::has_ended(&mut self.child) {
            self.reaped = true;
            return Some(match self.child.wait() {
                Ok(status) if status.success() => Ok(()),
                Ok(status) => Err(format!("{name}: {program} failed with {status}")),
                Err(error) => Err(format!("{name}: {program} was lost: {error}")),
            });
        }
        if self.until <= Instant::now() {
            let message = format!("{name}: {program} took too long and was stopped");
            return Some(
                self.end()
                    .map_or_else(|error| Err(error.to_string()), |()| Err(message)),
            );
        }
        None
    }

    fn next_look(&mut self) -> Duration {
        let look = self.look;
        self.look = (look * 2).min(LAST_LOOK);
        look
    }

    fn end(&mut self) -> io::Result<()> {
        child::kill(&mut self.child);
        self.reaped = true;
        self.child.wait().map(drop)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.reaped {
            // Nobody is left to report to.
            let _ = self.end();
        }
    }
}
