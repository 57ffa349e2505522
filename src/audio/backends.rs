//! The backends of this system.

use std::time::Duration;

use super::backend::Connected;
#[cfg(any(not(target_os = "linux"), feature = "alsa"))]
use super::device::Device;
#[cfg(target_os = "linux")]
use super::pulse::Pulse;

type Connect = fn(Duration) -> Result<Connected, String>;

/// All backends of this build, the best first.
const BACKENDS: &[(&str, Connect)] = &[
    #[cfg(target_os = "linux")]
    ("PulseAudio or PipeWire", Pulse::connect),
    #[cfg(all(target_os = "linux", feature = "alsa"))]
    ("ALSA", Device::connect),
    #[cfg(not(target_os = "linux"))]
    ("the system", Device::connect),
];

/// Connects to the best backend that works; each may take up to `limit`.
pub(super) fn connect(limit: Duration) -> Result<Connected, String> {
    let mut reasons = Vec::new();
    for (_, connect) in BACKENDS {
        match connect(limit) {
            Ok(connected) => return Ok(connected),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(reasons.join("; "))
}

/// Tries all backends, the best first, each for up to twice `limit`: its name,
/// and where the sound would go, or why there would be none. The first one that
/// works is the one that is used.
pub(crate) fn survey(
    limit: Duration,
) -> impl Iterator<Item = (&'static str, Result<String, String>)> {
    BACKENDS.iter().map(move |(name, connect)| {
        let status = connect(limit).map(|(backend, _)| backend.name(limit));
        (*name, status)
    })
}
