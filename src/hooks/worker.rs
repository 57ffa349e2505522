//! The thread that calls hooks, one after the other, each within its limit.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::call::Call;
use super::{HookUpdate, LIMIT, Moment};
use crate::child::Process;

/// How soon a program that has just been started is polled. No portable call
/// waits for a process and for a request at once, so the polls get rarer the
/// longer it takes.
const MIN_POLL_INTERVAL: Duration = Duration::from_millis(5);
const MAX_POLL_INTERVAL: Duration = Duration::from_millis(500);

pub(super) enum HookRequest {
    Run(Call),
    /// The call for the end, if there is one, and how long everything may take.
    Finish(Option<Call>, Duration),
    End,
}

pub(super) struct HookWorker<T> {
    queue: VecDeque<Call>,
    running: Option<Running>,
    /// When everything must be over, once that was requested.
    finish_by: Option<Instant>,
    tell: T,
}

struct Running {
    process: Process,
    /// When it is stopped.
    until: Instant,
    poll_interval: Duration,
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
            self.poll();
            let request = match &mut self.running {
                Some(running) => {
                    let interval = running.poll_interval;
                    running.poll_interval = (interval * 2).min(MAX_POLL_INTERVAL);
                    inbox.recv_timeout(interval).ok()
                }
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
                    // A hook that hangs must leave time for the last one.
                    if let Some(running) = &mut self.running {
                        running.until = running.until.min(now + limit / 2);
                    }
                }
                Some(HookRequest::End) => {
                    // Nobody is left to report to.
                    self.running.map(|mut running| running.process.stop());
                    return;
                }
                None => {}
            }
        }
    }

    /// Handles a hook that has ended or takes too long, and starts the next one.
    fn poll(&mut self) {
        if let Some(Running { process, until, .. }) = &mut self.running {
            let result = if process.has_ended() {
                process.wait()
            } else if *until <= Instant::now() {
                Err(process.stop())
            } else {
                return;
            };
            self.running = None;
            if let Err(how) = result {
                (self.tell)(HookUpdate::Failed(how));
            }
        }
        let now = Instant::now();
        let until = self.finish_by.unwrap_or(now + LIMIT).min(now + LIMIT);
        while let Some(call) = self.queue.pop_front() {
            let name = call.name();
            match call.start() {
                Ok(process) => {
                    self.running = Some(Running {
                        process,
                        until,
                        poll_interval: MIN_POLL_INTERVAL,
                    });
                    return;
                }
                Err(error) => {
                    let how = format!("{name} can't be started: {error}");
                    (self.tell)(HookUpdate::Failed(how));
                }
            }
        }
        if self.finish_by.take().is_some() {
            (self.tell)(HookUpdate::Done);
        }
    }
}
