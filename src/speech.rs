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

use crate::child::{LOOK_AGAIN, Process};
pub(crate) use synthesizer::Synthesizer;

/// How long a program may take to end, or to cancel what it passed on.
const KILL_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a program may take to start, beside the time to speak the text.
const START_TIMEOUT: Duration = Duration::from_secs(if cfg!(test) { 3 } else { 10 });

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SpeechUpdate {
    /// It can't be heard, and why. Sent once for each time speech is lost.
    Failed(String),
    /// Nothing is spoken any more, after [`SpeechRequest::Finish`].
    Silent,
}

pub(crate) enum SpeechRequest {
    /// Says something as soon as what is being said has ended.
    Say(Utterance),
    /// Cuts off what is being said, and drops what was still to be said.
    Hush,
    /// Asks for a [`SpeechUpdate::Silent`] when everything has been said.
    Finish,
    /// A process has ended.
    Look,
    End,
}

pub(crate) struct Utterance {
    pub text: String,
    /// The factor with which the sounds are as loud.
    pub gain: f32,
    /// It is not said at all where that would be later.
    pub must_begin_by: Instant,
}

/// The speech of a session. Dropping it ends what is being said, and returns
/// when the process is gone.
pub(crate) struct Speech {
    requests: Sender<SpeechRequest>,
    thread: Option<JoinHandle<()>>,
}

impl Speech {
    /// Starts its thread, from which it tells, with synthesizers to try, best first.
    pub(crate) fn start(
        synthesizers: Vec<Synthesizer>,
        tell: impl Fn(SpeechUpdate) + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let worker = SpeechWorker {
            inbox,
            ended: requests.clone(),
            synthesizers: synthesizers.into(),
            queue: VecDeque::new(),
            current: None,
            failed: false,
            finishing: false,
            ending: false,
            tell,
        };
        let thread = thread::Builder::new().name("speech".to_owned());
        let thread = thread.spawn(move || worker.work())?;
        Ok(Self {
            requests,
            thread: Some(thread),
        })
    }

    /// Without the thread there is no speech, which was reported when it ended.
    pub(crate) fn request(&self, request: SpeechRequest) {
        let _ = self.requests.send(request);
    }
}

impl Drop for Speech {
    fn drop(&mut self) {
        self.request(SpeechRequest::End);
        // A thread that panicked has ended its utterance while unwinding.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

struct SpeechWorker<T> {
    inbox: Receiver<SpeechRequest>,
    ended: Sender<SpeechRequest>,
    synthesizers: VecDeque<Synthesizer>,
    queue: VecDeque<Utterance>,
    current: Option<Utterance>,
    failed: bool,
    finishing: bool,
    ending: bool,
    tell: T,
}

impl<T: Fn(SpeechUpdate)> SpeechWorker<T> {
    fn work(mut self) {
        while !self.ending {
            while let Some(utterance) = self.queue.pop_front() {
                if Instant::now() <= utterance.must_begin_by {
                    self.speak(utterance);
                }
            }
            if std::mem::take(&mut self.finishing) {
                (self.tell)(SpeechUpdate::Silent);
            }
            if !self.ending {
                let request = self.inbox.recv().unwrap_or(SpeechRequest::End);
                self.handle(request);
            }
        }
    }

    fn handle(&mut self, request: SpeechRequest) {
        match request {
            SpeechRequest::Say(utterance) => return self.queue.push_back(utterance),
            SpeechRequest::Finish => return self.finishing = true,
            SpeechRequest::Look => return,
            SpeechRequest::Hush => {}
            SpeechRequest::End => self.ending = true,
        }
        self.queue.clear();
        self.current = None;
    }

    fn speak(&mut self, utterance: Utterance) {
        // No synthesizer is as slow as this.
        const PER_CHARACTER: Duration = Duration::from_millis(150);
        let Some(synthesizer) = self.synthesizers.front() else {
            return;
        };
        let mut process = match synthesizer.say(&utterance.text, utterance.gain) {
            Ok(process) => process,
            Err(reason) => return self.try_another(utterance, reason),
        };
        let letters = u32::try_from(utterance.text.chars().count()).unwrap_or(u32::MAX);
        let limit = START_TIMEOUT + PER_CHARACTER.saturating_mul(letters);
        self.current = Some(utterance);
        let ended = self.await_end(&mut process, limit, |worker| worker.current.is_none());
        // Processes that it leaves behind would go on speaking.
        process.kill();
        match self.current.take() {
            Some(utterance) if ended => {
                return match process.wait() {
                    Ok(()) => self.failed = false,
                    Err(reason) => self.try_another(utterance, reason),
                };
            }
            Some(_) => self.fail("it did not come to an end and was stopped".to_owned()),
            None => {}
        }
        // A process that survives even this is left to the system. Some programs
        // pass the text to another one, which speaks it.
        if self.await_end(&mut process, KILL_TIMEOUT, |_| false)
            && let Some(mut process) = self.synthesizers.front().and_then(Synthesizer::cancel)
        {
            self.await_end(&mut process, KILL_TIMEOUT, |_| false);
        }
    }

    /// Handles requests until a process ends or the time is over; returns whether it ended.
    fn await_end(
        &mut self,
        process: &mut Process,
        limit: Duration,
        gives_up: fn(&Self) -> bool,
    ) -> bool {
        let until = Instant::now() + limit;
        process.watch(&self.ended, SpeechRequest::Look);
        while !process.has_ended() {
            let left = until.saturating_duration_since(Instant::now());
            if gives_up(self) || left.is_zero() {
                return false;
            }
            if let Ok(request) = self.inbox.recv_timeout(left.min(LOOK_AGAIN)) {
                self.handle(request);
            }
        }
        true
    }

    /// Says it with the next synthesizer, if there is one.
    fn try_another(&mut self, utterance: Utterance, reason: String) {
        if self.synthesizers.len() > 1 {
            self.synthesizers.pop_front();
            self.queue.push_front(utterance);
        } else {
            self.fail(reason);
        }
    }

    fn fail(&mut self, reason: String) {
        if !std::mem::replace(&mut self.failed, true) {
            (self.tell)(SpeechUpdate::Failed(reason));
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
