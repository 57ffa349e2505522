//! The thread that calls hooks, one after the other, each within its limit.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use super::{Call, HookUpdate, LIMIT, STEP};
use crate::child::{LOOK_AGAIN, Process};

pub(super) enum HookRequest {
    Run(Call),
    /// The call for the end, if there is one, and how long everything may take.
    Finish(Option<Call>, Duration),
    /// A hook has ended.
    Look,
    End,
}

pub(super) struct HookWorker<T> {
    inbox: Receiver<HookRequest>,
    ended: Sender<HookRequest>,
    queue: VecDeque<Call>,
    /// When the hook that runs is stopped.
    until: Instant,
    /// When everything must be over, once that was requested.
    finish_by: Option<Instant>,
    ending: bool,
    tell: T,
}

impl<T: Fn(HookUpdate)> HookWorker<T> {
    pub(super) fn work(inbox: Receiver<HookRequest>, ended: Sender<HookRequest>, tell: T) {
        let mut worker = Self {
            inbox,
            ended,
            queue: VecDeque::new(),
            until: Instant::now(),
            finish_by: None,
            ending: false,
            tell,
        };
        while !worker.ending {
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
            HookRequest::Look => {}
            HookRequest::Finish(last, limit) => {
                // Calls for steps that are over are outdated.
                self.queue.retain(|call| call.moment != STEP);
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
        process.watch(&self.ended, HookRequest::Look);
        while !process.has_ended() {
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(process.stop());
            }
            if let Ok(request) = self.inbox.recv_timeout(left.min(LOOK_AGAIN)) {
                self.handle(request);
            }
        }
        process.wait()
    }
}
