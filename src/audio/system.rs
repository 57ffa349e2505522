//! Which way out for sound there is on this system.

use std::time::Duration;

#[cfg(any(not(target_os = "linux"), feature = "alsa"))]
use super::device::Device;
use super::error::AudioError;
use super::output::Output;
#[cfg(target_os = "linux")]
use super::pulse::Pulse;

/// A way out for sound, and whether it leads anywhere.
#[derive(Clone, Debug)]
pub struct Way {
    /// What kind of way it is.
    pub kind: &'static str,
    /// Where the sound would go, or why it would not.
    pub leads: Result<String, AudioError>,
}

type Connect = fn(Duration) -> Result<Box<dyn Output>, AudioError>;

/// All ways that this build knows, the best first.
const WAYS: &[(&str, Connect)] = &[
    #[cfg(target_os = "linux")]
    ("PulseAudio or PipeWire", |limit| {
        Pulse::connect(limit).map(|pulse| Box::new(pulse) as Box<dyn Output>)
    }),
    #[cfg(any(not(target_os = "linux"), feature = "alsa"))]
    (DEVICE, |_| {
        Device::connect().map(|device| Box::new(device) as Box<dyn Output>)
    }),
];

#[cfg(all(target_os = "linux", feature = "alsa"))]
const DEVICE: &str = "ALSA";
#[cfg(not(target_os = "linux"))]
const DEVICE: &str = "the system";

/// Takes the best way that leads anywhere; each may take up to `limit`.
pub(super) fn connect(limit: Duration) -> Result<Box<dyn Output>, AudioError> {
    let mut reasons = Vec::new();
    for (_, connect) in WAYS {
        match connect(limit) {
            Ok(output) => return Ok(output),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(AudioError::NoBackend(reasons))
}

/// Tries all ways, the best first, each for up to twice `limit`. The first that
/// leads anywhere is the one that is taken.
#[must_use]
pub fn survey(limit: Duration) -> Vec<Way> {
    let ways = WAYS.iter().map(|(kind, connect)| Way {
        kind,
        leads: connect(limit).map(|output| output.name(limit)),
    });
    ways.collect()
}
