//! From the packets of a sound file to samples of one channel. A file may claim
//! anything, and its packets may be empty or never end: limits end the decoding.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use symphonia::core::audio::{AudioBufferRef, SampleBuffer};
use symphonia::core::codecs::DecoderOptions;
use symphonia::core::errors::Error;
use symphonia::default::get_codecs;

use super::format::{self, MAX_RATE, check_ranges};
use super::resample::Resampler;
use super::{ClipError, LONGEST};

/// The most packets of a file. Half a minute has a hundred thousand of the smallest.
pub(super) const MAX_PACKETS: usize = 200_000;
/// The most samples of all channels that are decoded: the longest sound at the
/// highest rate with the most channels.
const MAX_WORK: u64 = (LONGEST.as_secs() + 1) * MAX_RATE as u64 * 8;

/// The samples of a file, [`super::RATE`] a second.
pub(super) fn samples(file: Vec<u8>) -> Result<Vec<i16>, ClipError> {
    let stream = format::open(file)?;
    let params = &stream.params;
    if let (Some(rate), Some(channels)) = (params.sample_rate, params.channels) {
        check_ranges(rate, channels.count())?;
    }
    let decoder = get_codecs().make(params, &DecoderOptions::default());
    let mut decoder = decoder.map_err(|_| ClipError::Unknown)?;
    let mut mixer = Mixer::default();
    let (mut work, mut failed) = (0, false);
    let mut packets = stream.packets.peekable();
    for _ in 0..MAX_PACKETS {
        let Some(packet) = packets.next() else {
            return mixer.end(params.n_frames, failed);
        };
        match decoder.decode(&packet) {
            Ok(sound) => {
                work += cost(&sound);
                // What an encoder added to fill the last packet is no sound.
                let is_padded = stream.last_is_padded && packets.peek().is_none();
                mixer.add(sound, params.n_frames.filter(|_| is_padded))?;
            }
            // Such a packet is left out, and may have taken as long as any.
            Err(Error::DecodeError(_)) => {
                failed = true;
                work += cost(&decoder.last_decoded());
            }
            Err(_) => return mixer.end(params.n_frames, true),
        }
        if work > MAX_WORK {
            break;
        }
    }
    Err(ClipError::Damaged)
}

/// The work of decoding a packet, in samples: one without a sample may be as
/// much work as a full one.
fn cost(decoded: &AudioBufferRef) -> u64 {
    let frames = Some(decoded.frames()).filter(|frames| *frames > 0);
    (frames.unwrap_or(decoded.capacity()) * decoded.spec().channels.count()) as u64
}

/// Mixes all channels to one, and brings every rate to ours.
#[derive(Default)]
struct Mixer {
    resampler: Resampler,
    frames: u64,
}

impl Mixer {
    /// Adds what was decoded, up to so many frames since the beginning.
    fn add(&mut self, decoded: AudioBufferRef, most: Option<u64>) -> Result<(), ClipError> {
        let spec = *decoded.spec();
        let width = spec.channels.count();
        check_ranges(spec.rate, width)?;
        // The first packet of Vorbis holds no frame, of which symphonia can't make
        // a buffer of several channels.
        if decoded.frames() == 0 {
            return Ok(());
        }
        let mut plain = SampleBuffer::<f32>::new(decoded.frames() as u64, spec);
        plain.copy_interleaved_ref(decoded);
        let left = most.map_or(u64::MAX, |most| most.saturating_sub(self.frames));
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        for frame in plain.samples().chunks_exact(width).take(left) {
            self.frames += 1;
            let sum: f32 = frame.iter().sum();
            #[expect(clippy::cast_precision_loss, reason = "a handful of channels")]
            self.resampler.push(sum / width as f32, spec.rate)?;
        }
        Ok(())
    }

    fn end(self, declared: Option<u64>, failed: bool) -> Result<Vec<i16>, ClipError> {
        // Where a file only estimates its length, it is not off by half.
        if declared.is_some_and(|declared| self.frames < declared / 2) {
            return Err(ClipError::Damaged);
        }
        match self.resampler.end()? {
            samples if !samples.is_empty() => Ok(samples),
            _ if failed => Err(ClipError::Damaged),
            _ => Err(ClipError::Empty),
        }
    }
}

thread_local! {
    /// Whether a panic of this thread is expected, and not to be printed.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder; `None` where it panics, of which nothing is printed. Decoders
/// are other people's, and panic at files that nobody has tried them with.
pub(super) fn without_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                report(panic);
            }
        }));
    });
    QUIET.set(true);
    // What the panic left half done is not used any more.
    let done = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    done.ok()
}
