//! A stream of packets to decode, and which rates and channels are accepted.

use symphonia::core::codecs::CodecParameters;
use symphonia::core::formats::Packet;

use super::ClipError;

/// The rates that are played, in samples a second.
const MIN_RATE: u32 = 1_000;
pub(super) const MAX_RATE: u32 = 384_000;
const MAX_CHANNELS: usize = 8;

pub(super) struct EncodedStream {
    pub(super) params: CodecParameters,
    pub(super) packets: Box<dyn FnMut() -> Option<Packet>>,
    /// Whether the last packet may hold more than belongs to the sound. Where it
    /// is cut off by whoever gives the packets, it does not.
    pub(super) last_is_padded: bool,
}

/// Whether a sound can have this many samples a second and channels.
pub(super) fn check_ranges(rate: u32, channels: usize) -> Result<(), ClipError> {
    let is_in_range =
        (MIN_RATE..=MAX_RATE).contains(&rate) && (1..=MAX_CHANNELS).contains(&channels);
    is_in_range.then_some(()).ok_or(ClipError::OutOfRange)
}
