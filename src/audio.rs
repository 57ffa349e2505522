//! Sounds for cues, on a thread of its own: a session says what is to be heard
//! and when, and never waits, whatever the sound server does.
//!
//! A cue is known in advance. Shortly before its moment, a stream is opened with
//! silence, in which a Bluetooth speaker wakes up. The backend reports which sample
//! is heard when, and the cue is scheduled at the sample of its moment. All samples
//! are sent at once, so that a busy machine tears no hole into the sound. Then the
//! stream is closed: an open one would wake the processor all night.

mod backend;
mod builtin;
#[cfg(any(not(target_os = "linux"), feature = "alsa"))]
mod device;
#[cfg(target_os = "linux")]
mod pulse;
mod queue;
mod worker;

use std::collections::BTreeSet;
use std::io;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::clip::Clip;
use backend::Connected;
pub(crate) use builtin::clip as built_in;
use worker::AudioWorker;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AudioUpdate {
    /// There is no sound, and why. Sent once for each time it is lost.
    Lost(String),
    /// The sound goes to another place than was asked for, and why. Sent once.
    Elsewhere(String),
    /// A sound was to be heard now and can't be, which was not known before.
    Missed,
    /// Nothing sounds any more, after [`AudioRequest::Finish`].
    Silent,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Tuning {
    /// From 0 to 100.
    pub volume: u8,
    /// How long a stream is silent first: a Bluetooth speaker swallows the beginning.
    pub lead: Duration,
}

pub(crate) enum AudioRequest {
    /// Schedules a sound, quieter by so many decibels. One whose moment has come
    /// begins as soon as possible; half a second late, it is dropped.
    Play(Clip, u8, Instant),
    /// Cancels everything that was to begin after a moment.
    Forget(Instant),
    /// Cuts off what sounds, and cancels what was to come.
    Hush,
    /// Asks for an [`AudioUpdate::Silent`] when everything has sounded.
    Finish,
}

/// The moments of sounds that can't be heard, noted before them: whoever is awake at
/// such a moment need not be woken for it.
type Misses = Arc<Mutex<BTreeSet<Instant>>>;

pub(crate) struct Audio {
    requests: Sender<AudioRequest>,
    misses: Misses,
}

impl Audio {
    /// Starts the audio thread. `tell` is called from it.
    pub(crate) fn start(
        tuning: Tuning,
        tell: impl Fn(AudioUpdate) + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let misses = Misses::default();
        let noted = Arc::clone(&misses);
        let thread = thread::Builder::new().name("sound".to_owned());
        thread.spawn(move || AudioWorker::new(tuning, connect, tell, noted).work(&inbox))?;
        Ok(Self { requests, misses })
    }

    /// Whether it was known before its moment that a sound can't be heard.
    pub(crate) fn is_missed(&self, at: Instant) -> bool {
        let misses = self.misses.lock();
        misses.unwrap_or_else(PoisonError::into_inner).remove(&at)
    }

    pub(crate) fn request(&self, request: AudioRequest) {
        // Without the thread there is no sound, which was reported when it ended.
        let _ = self.requests.send(request);
    }
}

type Connect = fn(Duration) -> Result<Connected, String>;

/// The backends of this system, the best first.
const BACKENDS: &[(&str, Connect)] = &[
    #[cfg(target_os = "linux")]
    ("PulseAudio or PipeWire", pulse::Pulse::connect),
    #[cfg(all(target_os = "linux", feature = "alsa"))]
    ("ALSA", device::Device::connect),
    #[cfg(not(target_os = "linux"))]
    ("the system", device::Device::connect),
];

/// Connects to the best backend that works; each may take up to `limit`.
fn connect(limit: Duration) -> Result<Connected, String> {
    let mut reasons = Vec::new();
    let connect = |(_, connect): &(_, Connect)| connect(limit).map_err(|it| reasons.push(it)).ok();
    let connected = BACKENDS.iter().find_map(connect);
    connected.ok_or_else(|| reasons.join("; "))
}

/// Tries all backends, each for up to twice `limit`: its name, and where the sound
/// would go, or why there would be none. The first one that works is used.
pub(crate) fn survey(
    limit: Duration,
) -> impl Iterator<Item = (&'static str, Result<String, String>)> {
    BACKENDS.iter().map(move |(name, connect)| {
        let status = connect(limit).map(|(backend, _)| backend.name(limit));
        (*name, status)
    })
}

/// The factor for a volume from 0 to 100, less `attenuation_db` decibels.
///
/// Loudness is heard by ratios, so the volume counts in decibels: each 10
/// points are 4 dB, and 25 make a sound about twice as loud. 100 leaves the
/// samples as they are, 1 is 40 dB below, and 0 is silence.
pub(crate) fn gain(volume: u8, attenuation_db: u8) -> f32 {
    if volume == 0 {
        return 0.0;
    }
    let decibels = 0.4 * (f32::from(volume.min(100)) - 100.0) - f32::from(attenuation_db);
    10_f32.powf(decibels / 20.0)
}

#[cfg(test)]
mod tests {
    use super::gain;

    #[test]
    fn the_volume_counts_in_decibels() {
        let decibels = |volume, attenuation_db| 20.0 * gain(volume, attenuation_db).log10();
        let is = |a: f32, b: f32| assert!((a - b).abs() < 0.01, "{a} {b}");
        is(decibels(100, 0), 0.0);
        is(decibels(75, 0), -10.0);
        is(decibels(75, 6), -16.0);
        is(decibels(1, 0), -39.6);
        is(gain(0, 0), 0.0);
    }
}
