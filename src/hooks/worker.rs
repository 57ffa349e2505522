//! The thread that calls hooks, one after the other, each within its limit.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::{Call, HookUpdate, LIMIT, Moment};
use crate::child::Process;

/// How soon a program is polled. No portable call waits for a process and for a
/// request at once, so the polls get rarer the longer it takes.
const MIN_POLL_INTERVAL: Duration = Duration::from_millis(5);
const MAX_POLL_INTERVAL: Duration = Duration::from_millis(500);

pub(super) enum HookRequest {
    Run(Call),
    /// The call for the end, if there is one, and how long everything may take.
    Finish(Option<Call>, Duration),
    End,
}

pub(super) struct HookWorker<T> {
    inbox: Receiver<HookRequest>,
    queue: VecDeque<Call>,
    /// When the hook that runs is stopped.
    until: Instant,
    /// When everything must be over, once that was requested.
    finish_by: Option<Instant>,
    ending: bool,
    tell: T,
}

impl<T: Fn(HookUpdate)> HookWorker<T> {
    pub(super) fn work(inbox: Receiver<HookRequest>, tell: T) {
        let mut worker = Self {
            inbox,
            queue: VecDeque::new(),
            until: Instant::now(),
            finish_by: None,
            ending: false,
            tell,
        };
        while !worker.ending {
            // A closed channel means that nothing more is wanted.
            let request = worker.inbox.recv().unwrap_or(HookRequest::End);
            worker.handle(request);
            while let Some(call) = worker.queue.pop_front() {
                let result = call.start().and_then(|process| worker.await_end(process));
                // At the end nobody is left to report to.
                if let Err(how) = result
                    && !worker.ending
                {
                    (worker.tell)(HookUpdate::Failed(how));
                }
            }
            if worker.finish_by.take().is_some() {
                (worker.tell)(HookUpdate::Done);
            }
        }
    }

    fn handle(&mut self, request: HookRequest) {
        match request {
            HookRequest::Run(call) => self.queue.push_back(call),
            HookRequest::Finish(last, limit) => {
                // Calls for steps that are over are outdated.
                self.queue.retain(|call| call.moment != Moment::Step);
                self.queue.extend(last);
                let now = Instant::now();
                self.finish_by = Some(now + limit);
                // A hook that hangs must leave time for the last one.
                self.until = self.until.min(now + limit / 2);
            }
            HookRequest::End => {
                self.queue.clear();
                self.until = Instant::now();
                self.ending = true;
            }
        }
    }

    /// Handles requests until a hook has ended or takes too long.
    fn await_end(&mut self, mut process: Process) -> Result<(), String> {
        let latest = Instant::now() + LIMIT;
        self.until = self.finish_by.unwrap_or(latest).min(latest);
        let mut poll_interval = MIN_POLL_INTERVAL;
        while !process.has_ended() {
            if self.until <= Instant::now() {
                return Err(process.stop());
            }
            if let Ok(request) = self.inbox.recv_timeout(poll_interval) {
                self.handle(request);
            }
            poll_interval = (poll_interval * 2).min(MAX_POLL_INTERVAL);
        }
        process.wait()
    }
}
