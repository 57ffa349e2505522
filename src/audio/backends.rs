//! The backends of this system.

use std::time::Duration;

use super::backend::Backend;
#[cfg(any(not(target_os = "linux"), feature = "alsa"))]
use super::device::Device;
use super::error::AudioError;
#[cfg(target_os = "linux")]
use super::pulse::Pulse;

/// A backend, and whether it works.
#[derive(Clone, Debug)]
pub(crate) struct BackendStatus {
    /// Its name.
    pub kind: &'static str,
    /// Where the sound would go, or why there would be none.
    pub status: Result<String, AudioError>,
}

type Connect = fn(Duration) -> Result<Box<dyn Backend>, AudioError>;

/// All backends of this build, the best first.
const BACKENDS: &[(&str, Connect)] = &[
    #[cfg(target_os = "linux")]
    ("PulseAudio or PipeWire", |limit| {
        Pulse::connect(limit).map(|pulse| Box::new(pulse) as Box<dyn Backend>)
    }),
    #[cfg(any(not(target_os = "linux"), feature = "alsa"))]
    (DEVICE, |_| {
        Device::connect().map(|device| Box::new(device) as Box<dyn Backend>)
    }),
];

#[cfg(all(target_os = "linux", feature = "alsa"))]
const DEVICE: &str = "ALSA";
#[cfg(not(target_os = "linux"))]
const DEVICE: &str = "the system";

/// Connects to the best backend that works; each may take up to `limit`.
pub(super) fn connect(limit: Duration) -> Result<Box<dyn Backend>, AudioError> {
    let mut reasons = Vec::new();
    for (_, connect) in BACKENDS {
        match connect(limit) {
            Ok(output) => return Ok(output),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(AudioError::NoBackend(reasons))
}

/// Tries all backends, the best first, each for up to twice `limit`. The first
/// one that works is the one that is used.
pub(crate) fn survey(limit: Duration) -> Vec<BackendStatus> {
    let backends = BACKENDS.iter().map(|(kind, connect)| BackendStatus {
        kind,
        status: connect(limit).map(|output| output.name(limit)),
    });
    backends.collect()
}
