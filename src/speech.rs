//! Words to speech, on a thread of its own: a session hands over what to say
//! and never waits, whatever the synthesizer does.
//!
//! The synthesizer is a program, one process for each utterance, so that to cut
//! it off is to end the process. Two utterances never sound at once: the next
//! one begins when the one before has ended, or not at all.

mod utterance;
mod voice;

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use utterance::Utterance;
pub use voice::Voice;

/// How often to look whether an utterance has ended. No portable call waits for
/// the end of a process and for an order at once; nothing is looked at while
/// nothing is spoken.
const LOOK: Duration = Duration::from_millis(20);
/// How long a program may take to die, or to call off what it handed on.
const DYING: Duration = Duration::from_secs(1);
/// How long a program may take that is just starting, beside what it says.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the speech thread has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The words can't be heard, and why. Told once for each time the voice is
    /// lost.
    Failed(String),
    /// Nothing is spoken any more, after [`Speech::finish`].
    Silent,
}

enum Order {
    Say(Words),
    /// With somebody to tell when it is done, or without.
    Hush(Option<Sender<()>>),
    Finish,
    End,
}

struct Words {
    text: String,
    must_begin_by: Instant,
}

/// The voice of a session. Dropping it ends what is being said, and returns
/// when the synthesizer is gone.
#[derive(Debug)]
pub struct Speech {
    orders: Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

impl Speech {
    /// Starts the speech thread with voices to try, best first. `tell` is called
    /// from the thread.
    ///
    /// # Errors
    /// When the thread can't be started.
    pub fn start(voices: Vec<Voice>, tell: impl Fn(News) + Send + 'static) -> io::Result<Self> {
        Self::start_with(voices, PATIENCE, tell)
    }

    fn start_with(
        voices: Vec<Voice>,
        patience: Duration,
        tell: impl Fn(News) + Send + 'static,
    ) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let desk = Desk {
            voices: voices.into(),
            queue: VecDeque::new(),
            current: None,
            failed: false,
            finishing: false,
            ending: false,
            hushed: Vec::new(),
            patience,
            tell,
        };
        let thread = thread::Builder::new().name("speech".to_owned());
        let thread = thread.spawn(move || desk.work(&inbox))?;
        Ok(Self {
            orders,
            thread: Some(thread),
        })
    }

    /// Says something as soon as what is being said has ended; not at all where
    /// that would be later than `must_begin_by`.
    pub fn say(&self, text: impl Into<String>, must_begin_by: Instant) {
        let text = text.into();
        self.order(Order::Say(Words {
            text,
            must_begin_by,
        }));
    }

    /// Cuts off what is being said, and forgets what was to be said.
    pub fn hush(&self) {
        self.order(Order::Hush(None));
    }

    /// The same, and returns when it has happened, or after a moment in which
    /// it did not: for a program that is going to be stopped itself.
    pub fn hush_now(&self) {
        let (done, wait) = mpsc::channel();
        self.order(Order::Hush(Some(done)));
        let _ = wait.recv_timeout(DYING);
    }

    /// Asks to be told when everything has been said.
    pub fn finish(&self) {
        self.order(Order::Finish);
    }

    /// Without the thread there is no voice; why was told when it was lost.
    fn order(&self, order: Order) {
        let _ = self.orders.send(order);
    }
}

impl Drop for Speech {
    fn drop(&mut self) {
        self.order(Order::End);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended its utterance while unwinding.
            let _ = thread.join();
        }
    }
}

/// What the speech thread knows.
struct Desk<T> {
    voices: VecDeque<Voice>,
    queue: VecDeque<Words>,
    current: Option<Current>,
    failed: bool,
    finishing: bool,
    ending: bool,
    /// Those who wait for silence.
    hushed: Vec<Sender<()>>,
    patience: Duration,
    tell: T,
}

/// What runs at the moment, and until when it may.
struct Current {
    utterance: Utterance,
    until: Instant,
    task: Task,
}

enum Task {
    /// It speaks, and speaks to its end unless it is cut off.
    Speak(Words),
    /// It was cut off and is about to go.
    Die,
    /// It calls off what an utterance handed on before it was cut off.
    CallOff,
}

impl<T: Fn(News)> Desk<T> {
    fn work(mut self, inbox: &Receiver<Order>) {
        loop {
            self.look();
            if self.current.is_none() && self.ending {
                return;
            }
            let order = if self.current.is_none() {
                inbox.recv().ok()
            } else {
                inbox.recv_timeout(LOOK).ok()
            };
            match order {
                // A program that is on its way out says nothing new.
                Some(Order::Say(words)) if !self.ending => self.queue.push_back(words),
                Some(Order::Hush(done)) => {
                    self.hushed.extend(done);
                    self.hush();
                }
                Some(Order::Finish) => self.finishing = true,
                Some(Order::End) => {
                    self.ending = true;
                    self.hush();
                }
                Some(Order::Say(_)) | None => {}
            }
        }
    }

    /// Takes note of what has ended, and begins what comes next.
    fn look(&mut self) {
        self.end_what_ended();
        while self.current.is_none() {
            let Some(words) = self.queue.pop_front() else {
                break;
            };
            if Instant::now() <= words.must_begin_by {
                self.speak(words);
            }
        }
        if self.current.is_none() {
            for done in self.hushed.drain(..) {
                // Who asked may have waited long enough.
                let _ = done.send(());
            }
            if std::mem::take(&mut self.finishing) {
                (self.tell)(News::Silent);
            }
        }
    }

    fn end_what_ended(&mut self) {
        let Some(mut current) = self.current.take() else {
            return;
        };
        let ended = current.utterance.ended();
        let overdue = Instant::now() >= current.until;
        match (ended, current.task) {
            (None, task) if !overdue => {
                self.current = Some(Current { task, ..current });
            }
            (None, Task::Speak(_)) => {
                self.fail("it did not come to an end and was stopped".to_owned());
                self.current = Some(die(current.utterance));
            }
            (Some(Ok(())), Task::Speak(_)) => self.failed = false,
            (Some(Err(reason)), Task::Speak(words)) => {
                if self.voices.len() > 1 {
                    // Another one may know how.
                    self.voices.pop_front();
                    self.queue.push_front(words);
                } else {
                    self.fail(reason);
                }
            }
            (Some(_), Task::Die) => self.call_off(),
            // What not even this ends is left to the system.
            (None, Task::Die | Task::CallOff) | (Some(_), Task::CallOff) => {}
        }
    }

    fn speak(&mut self, words: Words) {
        let Some(voice) = self.voices.front() else {
            return;
        };
        match Utterance::start(voice, &words.text) {
            Ok(utterance) => {
                let until = Instant::now() + self.time_limit(&words.text);
                let task = Task::Speak(words);
                self.current = Some(Current {
                    utterance,
                    until,
                    task,
                });
            }
            Err(_) if self.voices.len() > 1 => {
                self.voices.pop_front();
                self.queue.push_front(words);
            }
            Err(error) => {
                let program = voice.program();
                self.fail(format!("{program} can't be started: {error}"));
            }
        }
    }

    /// No synthesizer takes this long, not even a slow one.
    fn time_limit(&self, text: &str) -> Duration {
        const LETTER: Duration = Duration::from_millis(150);
        let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.patience + LETTER.saturating_mul(letters)
    }

    fn hush(&mut self) {
        self.queue.clear();
        match self.current.take() {
            Some(Current {
                utterance,
                task: Task::Speak(_),
                ..
            }) => self.current = Some(die(utterance)),
            other => self.current = other,
        }
    }

    /// Some programs hand the words on, and what speaks is another.
    fn call_off(&mut self) {
        let called = self.voices.front().and_then(Utterance::call_off);
        self.current = called.map(|utterance| Current {
            utterance,
            until: Instant::now() + DYING,
            task: Task::CallOff,
        });
    }

    fn fail(&mut self, reason: String) {
        if !std::mem::replace(&mut self.failed, true) {
            (self.tell)(News::Failed(reason));
        }
    }
}

fn die(mut utterance: Utterance) -> Current {
    utterance.kill();
    Current {
        utterance,
        until: Instant::now() + DYING,
        task: Task::Die,
    }
}

#[cfg(all(test, unix))]
mod tests;
