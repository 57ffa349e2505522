//! The thread that calls hooks, one after the other, each within its limit.

use std::collections::VecDeque;
use std::io;
use std::process::Child;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::call::Call;
use super::{LIMIT, Moment, News};
use crate::child;

/// After this long a program that has just been started is looked at. No
/// portable call waits for the end of a process and for an order at once, so
/// the looks get rarer the longer it takes.
const FIRST_LOOK: Duration = Duration::from_millis(5);
const LAST_LOOK: Duration = Duration::from_millis(500);

pub(super) enum Order {
    Run(Call),
    /// The last call, if there is one, and how long all of it may take.
    Finish(Option<Call>, Duration),
    End,
}

/// What the thread knows.
pub(super) struct Desk<T> {
    queue: VecDeque<Call>,
    running: Option<Running>,
    /// When all must be over, once it was asked for.
    finish_by: Option<Instant>,
    tell: T,
}

/// A hook that runs. Dropping it ends it.
struct Running {
    child: Child,
    moment: Moment,
    program: String,
    until: Instant,
    look: Duration,
    reaped: bool,
}

impl<T: Fn(News)> Desk<T> {
    pub(super) fn new(tell: T) -> Self {
        Self {
            queue: VecDeque::new(),
            running: None,
            finish_by: None,
            tell,
        }
    }

    pub(super) fn work(mut self, inbox: &Receiver<Order>) {
        loop {
            self.look();
            let order = match &mut self.running {
                Some(running) => inbox.recv_timeout(running.next_look()).ok(),
                // Whoever is gone without a word wants nothing more.
                None => Some(inbox.recv().unwrap_or(Order::End)),
            };
            match order {
                Some(Order::Run(call)) => self.queue.push_back(call),
                Some(Order::Finish(last, limit)) => {
                    // What was to be told of steps that are over is old news.
                    self.queue.retain(|call| call.moment != Moment::Step);
                    self.queue.extend(last);
                    let now = Instant::now();
                    self.finish_by = Some(now + limit);
                    // One that hangs must leave some of it to the last one.
                    if let Some(running) = &mut self.running {
                        running.until = running.until.min(now + limit / 2);
                    }
                }
                Some(Order::End) => return,
                None => {}
            }
        }
    }

    /// Takes note of what has ended, and begins what comes next.
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
            (self.tell)(News::Done);
        }
    }

    fn fail(&self, how: &str) {
        (self.tell)(News::Failed(how.to_owned()));
    }
}

impl Running {
    /// How it ended, once it has; it is ended where it takes too long.
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
            // Nobody is left to be told.
            let _ = self.end();
        }
    }
}
