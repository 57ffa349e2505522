//! Cues to sound, on a thread of its own: a session hands over what is to be
//! heard and when, and never waits, whatever the sound server does.
//!
//! A cue is known before its moment. Shortly before it, a stream opens with
//! silence, long enough for a Bluetooth speaker to wake up; the output tells
//! which sample is heard when, and the cue is put where its moment is. All of
//! it is given at once, so that a busy machine tears no hole into it, and the
//! stream is closed when it has been heard: an open one would wake the
//! processor all night.

mod bank;
mod desk;
#[cfg(any(not(target_os = "linux"), feature = "alsa"))]
mod device;
mod error;
mod output;
#[cfg(target_os = "linux")]
mod pulse;
mod system;
mod tape;

use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::clip::Clip;
use desk::Desk;
pub use error::{AudioError, ServerError, ServerRequest};
pub use system::{Way, survey};

/// A program that begins this much later still seems to begin at once.
const NOTICEABLE: Duration = Duration::from_millis(100);

/// What the sound thread has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// There is no sound, and why. Told once for each time it is lost.
    Lost(AudioError),
    /// The sound goes elsewhere than was asked for, and why. Told once.
    Elsewhere(String),
    /// A sound was to be heard now and can't be.
    Missed,
    /// There is sound again.
    Back,
    /// Nothing sounds any more, after [`Audio::finish`].
    Silent,
}

/// How everything is to sound.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// How loud, from 0 to 100.
    pub volume: u8,
    /// For how long a stream is silent before its first sound: a Bluetooth
    /// speaker swallows the beginning.
    pub lead: Duration,
}

/// A sound that can be asked for.
#[derive(Clone, Debug)]
pub enum Voice {
    /// A built-in one, by name.
    BuiltIn(&'static str),
    /// One of the person's own.
    Own(Clip),
}

enum Order {
    Play {
        voice: Voice,
        softer: u8,
        at: Instant,
    },
    Forget(Instant),
    Hush,
    Finish,
}

/// The sound of a session.
#[derive(Debug)]
pub struct Audio {
    orders: Sender<Order>,
    /// Something comes when the thread is ready.
    ready: Receiver<()>,
}

impl Audio {
    /// Starts the sound thread; `tell` is called from it.
    ///
    /// # Errors
    /// When the thread can't be started.
    pub fn start(tuning: Tuning, tell: impl Fn(News) + Send + 'static) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let (tell_ready, ready) = mpsc::channel();
        thread::Builder::new()
            .name("sound".to_owned())
            .spawn(move || {
                let mut desk = Desk::new(tuning, system::connect, tell);
                desk.set_up();
                // Whoever has stopped waiting gives orders already.
                let _ = tell_ready.send(());
                desk.work(&inbox);
            })?;
        Ok(Self { orders, ready })
    }

    /// Waits until the thread has found its way out, so that a cue at the very
    /// beginning is not late by that, but no longer than nobody notices.
    pub fn get_ready(&self) {
        // A server that takes its time is waited for by the thread alone.
        let _ = self.ready.recv_timeout(NOTICEABLE);
    }

    /// Lets a sound begin at a moment, `softer` by so many decibels. One whose
    /// moment is now, or was, begins as soon as possible, or not at all when it
    /// is half a second late.
    pub fn play(&self, voice: Voice, softer: u8, at: Instant) {
        self.order(Order::Play { voice, softer, at });
    }

    /// Takes back everything that was to begin after a moment.
    pub fn forget(&self, after: Instant) {
        self.order(Order::Forget(after));
    }

    /// Cuts off what sounds, and takes back all that was to come.
    pub fn hush(&self) {
        self.order(Order::Hush);
    }

    /// Asks to be told when everything has sounded.
    pub fn finish(&self) {
        self.order(Order::Finish);
    }

    fn order(&self, order: Order) {
        // Without the thread there is no sound; the session was told already.
        let _ = self.orders.send(order);
    }
}

/// The factor for a volume from 0 to 100, and so many decibels less.
///
/// Loudness is heard by ratios, so the volume counts in decibels: each 10 of
/// its points are 4 dB, and 25 make a sound about twice as loud. 100 leaves the
/// sounds as they are, 1 is 40 dB below, and 0 is silence.
fn gain(volume: u8, softer: u8) -> f32 {
    if volume == 0 {
        return 0.0;
    }
    let decibels = 0.4 * (f32::from(volume.min(100)) - 100.0) - f32::from(softer);
    10_f32.powf(decibels / 20.0)
}

#[cfg(test)]
mod tests {
    use super::gain;

    #[test]
    fn the_volume_counts_in_decibels() {
        let decibels = |volume, softer| 20.0 * gain(volume, softer).log10();
        let is = |a: f32, b: f32| assert!((a - b).abs() < 0.01, "{a} {b}");
        is(decibels(100, 0), 0.0);
        is(decibels(75, 0), -10.0);
        is(decibels(75, 6), -16.0);
        is(decibels(1, 0), -39.6);
        is(gain(0, 0), 0.0);
    }
}
