//! Cues to sound, on a thread of its own: a session hands over what to play
//! and never waits, whatever the sound server does.
//!
//! A stream is opened for a cue and closed soon after, because an open stream
//! wakes the processor all night.

mod bank;
#[cfg(not(target_os = "linux"))]
mod device;
#[cfg(target_os = "linux")]
mod pulse;

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rodio::Source;
use rodio::mixer::Mixer;

#[cfg(not(target_os = "linux"))]
use device::Device as System;
#[cfg(target_os = "linux")]
use pulse::Pulse as System;

/// How long a stream stays open after its last sound, for one that follows
/// soon, like the ticks of the last seconds.
const LINGER: Duration = Duration::from_millis(1200);

/// The samples a second of the streams that this program opens itself.
#[cfg(target_os = "linux")]
const SAMPLE_RATE: u32 = 44_100;

/// What the sound thread has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// There is no sound, and why. Told once for each time it is lost.
    Lost(String),
    /// There is sound again.
    Back,
    /// Nothing sounds any more, after [`Audio::finish`].
    Silent,
}

/// A way out for sound, like a server or a device.
trait Output: Sized {
    /// Where samples go while it is open. Dropping it closes it.
    type Stream: Stream;

    /// Finds the way out.
    fn connect() -> Result<Self, String>;

    /// Opens it for sounds.
    fn open(&self) -> Result<Self::Stream, String>;
}

/// An open way out.
trait Stream {
    /// Takes the sounds.
    fn mixer(&self) -> &Mixer;

    /// Whether what the mixer is given can still be heard.
    fn is_alive(&self) -> bool;
}

enum Order {
    Play(&'static str),
    Hush,
    Finish,
}

/// The sound of a session.
#[derive(Debug)]
pub struct Audio {
    orders: Sender<Order>,
}

impl Audio {
    /// Starts the sound thread. `volume` goes from 0 to 100; `tell` is called
    /// from the thread.
    ///
    /// # Errors
    /// When the thread can't be started.
    pub fn start(volume: u8, tell: impl Fn(News) + Send + 'static) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        thread::Builder::new()
            .name("sound".to_owned())
            .spawn(move || {
                Desk::<System, _> {
                    gain: gain(volume),
                    output: None,
                    open: None,
                    lost: false,
                    tell,
                }
                .work(&inbox);
            })?;
        Ok(Self { orders })
    }

    /// Plays a built-in sound now.
    pub fn play(&self, sound: &'static str) {
        // Without the thread there is no sound; the session was told already.
        let _ = self.orders.send(Order::Play(sound));
    }

    /// Cuts off what sounds.
    pub fn hush(&self) {
        let _ = self.orders.send(Order::Hush);
    }

    /// Asks to be told when everything has sounded.
    pub fn finish(&self) {
        let _ = self.orders.send(Order::Finish);
    }
}

/// Loudness is heard as a power of the amplitude: with the square, half the
/// volume sounds about half as loud.
fn gain(volume: u8) -> f32 {
    (f32::from(volume) / 100.0).powi(2)
}

/// What the sound thread knows.
struct Desk<O: Output, T> {
    gain: f32,
    output: Option<O>,
    open: Option<Open<O::Stream>>,
    lost: bool,
    tell: T,
}

struct Open<S> {
    stream: S,
    /// When the last sound will have been heard.
    sounding_until: Instant,
}

impl<O: Output, T: Fn(News)> Desk<O, T> {
    fn work(&mut self, inbox: &Receiver<Order>) {
        // Whether there is sound at all is better known before the first cue.
        if let Err(reason) = self.connect() {
            self.lose(reason);
        }
        loop {
            let order = match &self.open {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(open) => {
                    let close_at = open.sounding_until + LINGER;
                    inbox.recv_timeout(close_at.saturating_duration_since(Instant::now()))
                }
            };
            match order {
                Ok(Order::Play(sound)) => {
                    if let Err(reason) = self.play(sound) {
                        self.lose(reason);
                    }
                }
                Ok(Order::Hush) | Err(RecvTimeoutError::Timeout) => self.open = None,
                Ok(Order::Finish) => {
                    if let Some(open) = &self.open {
                        let rest = open
                            .sounding_until
                            .saturating_duration_since(Instant::now());
                        // Anything but a hush would come too late to matter.
                        let _ = inbox.recv_timeout(rest);
                    }
                    self.open = None;
                    (self.tell)(News::Silent);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn play(&mut self, sound: &str) -> Result<(), String> {
        let Some((source, length)) = bank::source(sound) else {
            return Err(format!("the built-in sound {sound} can't be decoded"));
        };
        if self
            .open
            .as_ref()
            .is_some_and(|open| !open.stream.is_alive())
        {
            self.open = None;
            self.output = None;
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open_stream()?,
        };
        open.stream.mixer().add(source.amplify(self.gain));
        let heard = Instant::now() + length + Duration::from_millis(200);
        open.sounding_until = open.sounding_until.max(heard);
        self.open = Some(open);
        if std::mem::take(&mut self.lost) {
            (self.tell)(News::Back);
        }
        Ok(())
    }

    /// Opens a stream, by way of a new connection if the old one has died.
    fn open_stream(&mut self) -> Result<Open<O::Stream>, String> {
        let stream = if let Ok(stream) = self.connect().and_then(O::open) {
            stream
        } else {
            self.output = None;
            self.connect().and_then(O::open)?
        };
        Ok(Open {
            stream,
            sounding_until: Instant::now(),
        })
    }

    fn connect(&mut self) -> Result<&O, String> {
        if self.output.is_none() {
            self.output = Some(O::connect()?);
        }
        self.output.as_ref().ok_or_else(String::new)
    }

    fn lose(&mut self, reason: String) {
        self.open = None;
        self.output = None;
        if !std::mem::replace(&mut self.lost, true) {
            (self.tell)(News::Lost(reason));
        }
    }
}
