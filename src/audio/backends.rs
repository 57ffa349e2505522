//! The backends of this system.

use std::time::Duration;

use super::backend::Connected;
#[cfg(any(not(target_os = "linux"), feature = "alsa"))]
use super::device::Device;
#[cfg(target_os = "linux")]
use super::pulse::Pulse;

type Connect = fn(Duration) -> Result<Connected, String>;

/// All of them, the best first.
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
