//! Cues to sound, on a thread of its own: a session hands over what to play
//! and never waits, whatever the sound server does.
//!
//! Each sound has a stream of its own, which is given all of it at once and is
//! closed when it has been heard: a busy machine tears no hole into a sound,
//! and an open stream would wake the processor all night.

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

#[cfg(not(target_os = "linux"))]
use device::Device as System;
#[cfg(target_os = "linux")]
use pulse::Pulse as System;

/// How long a stream stays open after its sound should have been heard: what
/// lies between us and the loudspeaker takes its time, Bluetooth above all.
const MARGIN: Duration = Duration::from_millis(400);

/// What the sound thread has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// There is no sound, and why. Told once for each time it is lost.
    Lost(String),
    /// A sound was asked for and can't be heard.
    Missed,
    /// There is sound again.
    Back,
    /// Nothing sounds any more, after [`Audio::finish`].
    Silent,
}

/// A way out for sound, like a server or a device.
trait Output: Sized {
    /// A sound on its way. Dropping it cuts it off.
    type Playing;

    /// Finds the way out.
    fn connect() -> Result<Self, String>;

    /// Lets a sound be heard now.
    fn play(
        &self,
        sound: impl Source + Send + 'static,
        length: Duration,
    ) -> Result<Self::Playing, String>;
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
                    playing: Vec::new(),
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
    /// What sounds, and until when.
    playing: Vec<(Instant, O::Playing)>,
    lost: bool,
    tell: T,
}

impl<O: Output, T: Fn(News)> Desk<O, T> {
    fn work(&mut self, inbox: &Receiver<Order>) {
        // Whether there is sound at all is better known before the first cue.
        if let Err(reason) = self.connect() {
            self.lose(reason);
        }
        loop {
            let ends = self.playing.iter().map(|(until, _)| *until).min();
            let order = match ends {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(end) => inbox.recv_timeout(end.saturating_duration_since(Instant::now())),
            };
            match order {
                Ok(Order::Play(sound)) => {
                    if let Err(reason) = self.play(sound) {
                        self.lose(reason);
                        (self.tell)(News::Missed);
                    }
                }
                Ok(Order::Hush) => self.playing.clear(),
                Ok(Order::Finish) => {
                    let last = self.playing.iter().map(|(until, _)| *until).max();
                    let rest = last.map(|last| last.saturating_duration_since(Instant::now()));
                    // What is ordered now would come too late to be heard.
                    let _ = inbox.recv_timeout(rest.unwrap_or_default());
                    self.playing.clear();
                    (self.tell)(News::Silent);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let now = Instant::now();
                    self.playing.retain(|(until, _)| *until > now);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn play(&mut self, name: &str) -> Result<(), String> {
        let first = self.play_once(name);
        let playing = first.or_else(|_| {
            // The connection may have died since the last sound.
            self.output = None;
            self.play_once(name)
        })?;
        self.playing.push(playing);
        if std::mem::take(&mut self.lost) {
            (self.tell)(News::Back);
        }
        Ok(())
    }

    fn play_once(&mut self, name: &str) -> Result<(Instant, O::Playing), String> {
        let sound = bank::sound(name)?;
        let length = sound.total_duration().unwrap_or_default();
        let sound = sound.amplify(self.gain);
        let playing = self.connect()?.play(sound, length)?;
        Ok((Instant::now() + length + MARGIN, playing))
    }

    fn connect(&mut self) -> Result<&O, String> {
        match &mut self.output {
            Some(output) => Ok(output),
            none => Ok(none.insert(O::connect()?)),
        }
    }

    fn lose(&mut self, reason: String) {
        self.playing.clear();
        self.output = None;
        if !std::mem::replace(&mut self.lost, true) {
            (self.tell)(News::Lost(reason));
        }
    }
}
