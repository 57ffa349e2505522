//! From the packets of a sound file to samples of one channel. A file may claim
//! anything, and its packets may be empty or never end: limits end the decoding.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use symphonia::core::audio::{AudioBufferRef, SampleBuffer};
use symphonia::core::codecs::DecoderOptions;
use symphonia::core::conv::FromSample;
use symphonia::core::errors::Error;
use symphonia::default::get_codecs;

use super::format::{self, EncodedStream, MAX_RATE, check_ranges};
use super::{LONGEST, RATE};

/// The most packets of a file. Half a minute has a hundred thousand of the smallest.
pub(super) const MAX_PACKETS: usize = 200_000;
/// The most samples of all channels that are decoded: those of the largest sound.
const MAX_WORK: u64 = (LONGEST.as_secs() + 1) * MAX_RATE as u64 * 8;

/// Why bytes are no sound that can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipError {
    Unknown,
    Damaged,
    Empty,
    TooLong,
    OutOfRange,
}

impl fmt::Display for ClipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "is no sound file that is known here",
            Self::Damaged => "is damaged: most of it can't be decoded",
            Self::Empty => "holds no sound at all",
            Self::TooLong => "is longer than 30 seconds",
            Self::OutOfRange => "has a sample rate or a number of channels that is not played",
        })
    }
}

/// The samples of a file, [`RATE`] a second.
pub(super) fn samples(file: Vec<u8>) -> Result<Vec<i16>, ClipError> {
    let EncodedStream { params, packets } = format::open(file)?;
    if let (Some(rate), Some(channels)) = (params.sample_rate, params.channels) {
        check_ranges(rate, channels.count())?;
    }
    let decoder = get_codecs().make(&params, &DecoderOptions::default());
    let mut decoder = decoder.map_err(|_| ClipError::Unknown)?;
    let mut mixer = Mixer::default();
    let (mut work, mut failed) = (0, false);
    for (before, packet) in packets.enumerate() {
        match decoder.decode(&packet) {
            Ok(sound) => {
                work += cost(&sound);
                mixer.add(sound)?;
            }
            // Such a packet is left out, and may have taken as long as any.
            Err(Error::DecodeError(_)) => {
                failed = true;
                work += cost(&decoder.last_decoded());
            }
            Err(_) => return mixer.end(params.n_frames, true),
        }
        if work > MAX_WORK || before == MAX_PACKETS {
            return Err(ClipError::Damaged);
        }
    }
    mixer.end(params.n_frames, failed)
}

/// The work of decoding a packet, in samples: one without a sample may be as
/// much work as a full one.
fn cost(decoded: &AudioBufferRef) -> u64 {
    let frames = Some(decoded.frames()).filter(|frames| *frames > 0);
    (frames.unwrap_or(decoded.capacity()) * decoded.spec().channels.count()) as u64
}

/// The most output samples. Compression may make a sound a little longer.
const MAX_SAMPLES: u64 = (LONGEST.as_secs() + 1) * RATE as u64;

/// Mixes all channels to one, and brings any number of samples a second to ours,
/// by straight lines between them.
#[derive(Default)]
struct Mixer {
    /// How many frames were put in.
    frames: u64,
    samples: Vec<i16>,
    /// The last input sample.
    last: Option<f32>,
    /// How far behind it the next output sample lies; the next input one, [`RATE`].
    next: u32,
    /// That of the last input sample.
    rate: u32,
}

impl Mixer {
    fn add(&mut self, decoded: AudioBufferRef) -> Result<(), ClipError> {
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
        for frame in plain.samples().chunks_exact(width) {
            self.frames += 1;
            let sum: f32 = frame.iter().sum();
            #[expect(clippy::cast_precision_loss, reason = "a handful of channels")]
            self.push(sum / width as f32, spec.rate)?;
        }
        Ok(())
    }

    fn end(mut self, declared: Option<u64>, failed: bool) -> Result<Vec<i16>, ClipError> {
        // Where a file only estimates its length, it is not off by half.
        if declared.is_some_and(|declared| self.frames < declared / 2) {
            return Err(ClipError::Damaged);
        }
        // The last sample lasts as long as its own rate says.
        if let Some(last) = self.last {
            self.push(last, self.rate)?;
        }
        match self.samples {
            samples if !samples.is_empty() => Ok(samples),
            _ if failed => Err(ClipError::Damaged),
            _ => Err(ClipError::Empty),
        }
    }

    /// Takes an input sample, of which there are `rate` a second.
    fn push(&mut self, sample: f32, rate: u32) -> Result<(), ClipError> {
        self.rate = rate;
        let Some(last) = self.last.replace(sample) else {
            return Ok(());
        };
        while self.next < RATE {
            if self.samples.len() as u64 == MAX_SAMPLES {
                return Err(ClipError::TooLong);
            }
            #[expect(clippy::cast_precision_loss, reason = "both are far below 2^24")]
            let part = self.next as f32 / RATE as f32;
            let sample = last + (sample - last) * part;
            self.samples.push(i16::from_sample(sample));
            self.next += rate;
        }
        self.next -= RATE;
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn resampled(rate: u32, samples: impl Iterator<Item = f32>) -> Vec<i16> {
        let mut mixer = Mixer::default();
        for sample in samples {
            mixer.push(sample, rate).expect("short enough");
        }
        mixer.end(None, false).expect("short enough")
    }

    #[test]
    fn a_sound_keeps_its_length_and_its_shape_at_any_rate() {
        for rate in [1_000, 8_000, 44_100, 48_000, 96_001, 192_001, 384_000] {
            // A hundred Hertz for a second.
            let wave = |at: f64| (at * 100.0 * std::f64::consts::TAU).sin() / 2.0;
            #[expect(clippy::cast_possible_truncation, reason = "a sample")]
            let put_in = (0..rate).map(|at| wave(f64::from(at) / f64::from(rate)) as f32);
            let samples = resampled(rate, put_in);
            assert_eq!(samples.len(), RATE as usize, "{rate}");
            // Between points that are far apart, a straight line is no sine.
            let most = if rate < 8_000 { 0.05 } else { 0.002 };
            for (at, sample) in (0..RATE).zip(&samples).take(RATE as usize - 50) {
                let off = f64::from(*sample) / 32_768.0 - wave(f64::from(at) / f64::from(RATE));
                assert!(off.abs() < most, "{rate}, {at}: {off}");
            }
        }
    }

    #[test]
    fn what_is_too_long_is_stopped_at_the_limit() {
        let mut mixer = Mixer::default();
        let pushed = (0..50_000).position(|_| mixer.push(0.0, 1_000).is_err());
        // Each sample is drawn when the next one comes.
        assert_eq!(pushed, Some(31_001));
    }
}
