//! Text to speech, on a thread of its own: a session sends what to say and
//! never waits, whatever the synthesizer does.
//!
//! The synthesizer is a program, and each utterance is one process, so that an
//! utterance is cut off by ending its process. Two utterances never sound at
//! once: the next one begins when the one before has ended, or not at all.

mod synthesizer;

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::child::Process;
pub(crate) use synthesizer::Synthesizer;

/// How often a running process is polled for its end. No portable call waits
/// for a process and for a request at once. Nothing is polled while nothing is
/// spoken.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How long a program may take to end, or to cancel what it passed on.
const KILL_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a program may take to start, beside the time to speak the text.
const START_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SpeechUpdate {
    /// The text can't be heard, and why. Sent once for each time speech is
    /// lost.
    Failed(String),
    /// Nothing is spoken any more, after [`Speech::finish`].
    Silent,
}

enum SpeechRequest {
    Say(PendingUtterance),
    /// The sender, if any, is notified when nothing is spoken any more.
    Hush(Option<Sender<()>>),
    Finish,
    End,
}

struct PendingUtterance {
    text: String,
    must_begin_by: Instant,
}

/// The speech of a session. Dropping it ends what is being said, and returns
/// when the process is gone.
pub(crate) struct Speech {
    requests: Sender<SpeechRequest>,
    thread: Option<JoinHandle<()>>,
}

impl Speech {
    /// Starts the speech thread with synthesizers to try, best first. `tell` is
    /// called from the thread.
    pub(crate) fn start(
        synthesizers: Vec<Synthesizer>,
        tell: impl Fn(SpeechUpdate) + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_with(synthesizers, START_TIMEOUT, tell)
    }

    fn start_with(
        synthesizers: Vec<Synthesizer>,
        start_timeout: Duration,
        tell: impl Fn(SpeechUpdate) + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let worker = SpeechWorker {
            synthesizers: synthesizers.into(),
            queue: VecDeque::new(),
            current: None,
            failed: false,
            finishing: false,
            ending: false,
            hushed: Vec::new(),
            start_timeout,
            tell,
        };
        let thread = thread::Builder::new().name("speech".to_owned());
        let thread = thread.spawn(move || worker.work(&inbox))?;
        Ok(Self {
            requests,
            thread: Some(thread),
        })
    }

    /// Says something as soon as what is being said has ended; not at all where
    /// that would be later than `must_begin_by`.
    pub(crate) fn say(&self, text: impl Into<String>, must_begin_by: Instant) {
        let text = text.into();
        self.request(SpeechRequest::Say(PendingUtterance {
            text,
            must_begin_by,
        }));
    }

    /// Cuts off what is being said, and drops what was still to be said.
    pub(crate) fn hush(&self) {
        self.request(SpeechRequest::Hush(None));
    }

    /// The same, but returns when it has happened, or after a second: for a
    /// program that is about to be stopped itself.
    pub(crate) fn hush_now(&self) {
        let (done, wait) = mpsc::channel();
        self.request(SpeechRequest::Hush(Some(done)));
        let _ = wait.recv_timeout(KILL_TIMEOUT);
    }

    /// Asks for a [`SpeechUpdate::Silent`] when everything has been said.
    pub(crate) fn finish(&self) {
        self.request(SpeechRequest::Finish);
    }

    /// Without the thread there is no speech, which was reported when it ended.
    fn request(&self, request: SpeechRequest) {
        let _ = self.requests.send(request);
    }
}

impl Drop for Speech {
    fn drop(&mut self) {
        self.request(SpeechRequest::End);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended its utterance while unwinding.
            let _ = thread.join();
        }
    }
}

struct SpeechWorker<T> {
    synthesizers: VecDeque<Synthesizer>,
    queue: VecDeque<PendingUtterance>,
    current: Option<Current>,
    failed: bool,
    finishing: bool,
    ending: bool,
    /// Notified when nothing is spoken any more.
    hushed: Vec<Sender<()>>,
    start_timeout: Duration,
    tell: T,
}

struct Current {
    process: Process,
    until: Instant,
    task: Task,
}

enum Task {
    /// The process speaks to its end, unless it is cut off.
    Speak(PendingUtterance),
    /// The process was cut off and is about to end.
    End,
    /// The process cancels what an utterance passed on before it was cut off.
    Cancel,
}

impl<T: Fn(SpeechUpdate)> SpeechWorker<T> {
    fn work(mut self, inbox: &Receiver<SpeechRequest>) {
        loop {
            self.poll();
            if self.current.is_none() && self.ending {
                return;
            }
            let request = match self.current {
                None => inbox.recv().ok(),
                Some(_) => inbox.recv_timeout(POLL_INTERVAL).ok(),
            };
            match request {
                Some(SpeechRequest::Say(utterance)) => self.queue.push_back(utterance),
                Some(SpeechRequest::Hush(done)) => {
                    self.hushed.extend(done);
                    self.hush();
                }
                Some(SpeechRequest::Finish) => self.finishing = true,
                Some(SpeechRequest::End) => {
                    self.ending = true;
                    self.hush();
                }
                None => {}
            }
        }
    }

    /// Handles an utterance that has ended, and starts the next one.
    fn poll(&mut self) {
        self.handle_end();
        while self.current.is_none() {
            let Some(utterance) = self.queue.pop_front() else {
                break;
            };
            if Instant::now() <= utterance.must_begin_by {
                self.speak(utterance);
            }
        }
        if self.current.is_none() {
            for done in self.hushed.drain(..) {
                // The one who asked may have stopped waiting.
                let _ = done.send(());
            }
            if std::mem::take(&mut self.finishing) {
                (self.tell)(SpeechUpdate::Silent);
            }
        }
    }

    fn handle_end(&mut self) {
        let Some(mut current) = self.current.take() else {
            return;
        };
        let ended = current.process.has_ended().then(|| {
            // Processes that it leaves behind would go on speaking.
            current.process.kill();
            current.process.wait()
        });
        let overdue = Instant::now() >= current.until;
        match (ended, current.task) {
            (None, task) if !overdue => {
                self.current = Some(Current { task, ..current });
            }
            (None, Task::Speak(_)) => {
                self.fail("it did not come to an end and was stopped".to_owned());
                self.current = Some(end(current.process));
            }
            (Some(Ok(())), Task::Speak(_)) => self.failed = false,
            (Some(Err(reason)), Task::Speak(utterance)) => self.try_another(utterance, reason),
            (Some(_), Task::End) => self.cancel(),
            // A process that survives even this is left to the system.
            (None, Task::End | Task::Cancel) | (Some(_), Task::Cancel) => {}
        }
    }

    fn speak(&mut self, utterance: PendingUtterance) {
        let Some(synthesizer) = self.synthesizers.front() else {
            return;
        };
        match synthesizer.say(&utterance.text) {
            Ok(process) => {
                // No synthesizer is as slow as this.
                const PER_CHARACTER: Duration = Duration::from_millis(150);
                let letters = u32::try_from(utterance.text.chars().count()).unwrap_or(u32::MAX);
                let limit = self.start_timeout + PER_CHARACTER.saturating_mul(letters);
                self.current = Some(Current {
                    process,
                    until: Instant::now() + limit,
                    task: Task::Speak(utterance),
                });
            }
            Err(error) => {
                let reason = format!("{} can't be started: {error}", synthesizer.program());
                self.try_another(utterance, reason);
            }
        }
    }

    /// Says it with the next synthesizer, if there is one.
    fn try_another(&mut self, utterance: PendingUtterance, reason: String) {
        if self.synthesizers.len() > 1 {
            self.synthesizers.pop_front();
            self.queue.push_front(utterance);
        } else {
            self.fail(reason);
        }
    }

    fn hush(&mut self) {
        self.queue.clear();
        self.current = self.current.take().map(|current| match current.task {
            Task::Speak(_) => end(current.process),
            Task::End | Task::Cancel => current,
        });
    }

    /// Some programs pass the text to another one, which speaks it.
    fn cancel(&mut self) {
        let called = self.synthesizers.front().and_then(Synthesizer::cancel);
        self.current = called.map(|process| Current {
            process,
            until: Instant::now() + KILL_TIMEOUT,
            task: Task::Cancel,
        });
    }

    fn fail(&mut self, reason: String) {
        if !std::mem::replace(&mut self.failed, true) {
            (self.tell)(SpeechUpdate::Failed(reason));
        }
    }
}

fn end(mut process: Process) -> Current {
    process.kill();
    Current {
        process,
        until: Instant::now() + KILL_TIMEOUT,
        task: Task::End,
    }
}

#[cfg(all(test, unix))]
mod tests;
