//! A sound, decoded: what the library checks and the audio plays.
//!
//! It comes from bytes alone and knows no file, thread or device.

use std::fmt;
use std::io::Cursor;
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use rodio::conversions::SampleRateConverter;
use rodio::{Decoder, Source};

/// The samples a second of every clip.
pub const RATE: u32 = 44_100;
/// The longest sound that is played. A cue is short; this is for a melody to
/// end the day with.
pub const LONGEST: Duration = Duration::from_secs(30);

/// A sound of one channel, cheap to clone.
#[derive(Clone)]
pub struct Clip {
    samples: Samples,
}

/// Where the samples are. Sixteen bits are enough for a bedroom.
#[derive(Clone)]
enum Samples {
    /// Decoded, [`RATE`] a second.
    Decoded(Arc<[i16]>),
    /// Inside the program, as a WAV file has them, half as many a second: all
    /// the built-in sounds take no memory and no time to decode.
    BuiltIn(&'static [u8]),
}

/// Why bytes are no sound that can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// They are in no format that is known here.
    Unknown,
    /// They begin as a sound and then can't be decoded.
    Damaged,
    /// There is not one sample in them.
    Empty,
    /// They sound for longer than [`LONGEST`].
    TooLong,
}

impl Clip {
    /// A sound inside the program: a WAV file of one channel, 16 bits and half
    /// of [`RATE`]. `None` where it is anything else.
    #[must_use]
    pub fn built_in(file: &'static [u8]) -> Option<Self> {
        const HEAD: usize = 44;
        let form = [&1_u16.to_le_bytes()[..], &(RATE / 2).to_le_bytes()].concat();
        let plain = file.get(22..28) == Some(&form) && file.get(34..36) == Some(&[16, 0]);
        let data = file
            .get(HEAD..)
            .filter(|_| file.get(36..40) == Some(b"data"))?;
        plain.then_some(Self {
            samples: Samples::BuiltIn(data),
        })
    }

    /// Decodes a WAV, FLAC, Ogg Vorbis or MP3 file, given whole. Its channels
    /// are mixed to one.
    ///
    /// # Errors
    /// When it is no such file, or not one that can be played.
    pub fn decode(file: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, Trouble> {
        let decoder = Decoder::new(Cursor::new(file)).map_err(|_| Trouble::Unknown)?;
        let (channels, rate) = (decoder.channels(), decoder.sample_rate());
        let declared = decoder.total_duration();
        let width = usize::from(channels.get());
        // Lossily compressed sounds may have a little more than was put in.
        let longest = (LONGEST.as_secs() + 1) * u64::from(rate.get()) * u64::from(channels.get());
        let longest = usize::try_from(longest).unwrap_or(usize::MAX);
        let samples: Vec<f32> = decoder.take(longest).collect();
        if samples.len() == longest {
            return Err(Trouble::TooLong);
        }
        #[expect(clippy::cast_precision_loss, reason = "a handful of channels")]
        let mixed = samples
            .chunks_exact(width)
            .map(|frame| frame.iter().sum::<f32>() / width as f32);
        // Converted as a whole: piece by piece, a converter loses a sample at the
        // end of each, which is a click and a drift.
        let samples: Arc<[i16]> = match NonZero::new(RATE) {
            Some(wanted) if wanted != rate => {
                let converter = SampleRateConverter::new(mixed, rate, wanted, NonZero::<u16>::MIN);
                converter.map(to_bits).collect()
            }
            _ => mixed.map(to_bits).collect(),
        };
        if samples.is_empty() {
            return Err(Trouble::Empty);
        }
        let samples = Samples::Decoded(samples);
        let clip = Self { samples };
        // A decoder ends quietly at what it can't make out. Where a file only
        // estimates its length, it is not off by half.
        if declared.is_some_and(|declared| clip.length() < declared / 2) {
            return Err(Trouble::Damaged);
        }
        Ok(clip)
    }

    /// A clip of these samples.
    #[cfg(test)]
    pub(crate) fn of(samples: &[f32]) -> Self {
        let samples = samples.iter().copied().map(to_bits).collect();
        Self {
            samples: Samples::Decoded(samples),
        }
    }

    /// How long it sounds.
    #[must_use]
    pub fn length(&self) -> Duration {
        duration(self.samples() as u64)
    }

    /// How many samples it has, [`RATE`] a second.
    #[must_use]
    pub fn samples(&self) -> usize {
        match &self.samples {
            Samples::Decoded(samples) => samples.len(),
            Samples::BuiltIn(data) => data.len() / 2 * 2,
        }
    }

    /// A sample, from -1 to 1; silence behind the end.
    #[must_use]
    pub fn sample(&self, index: usize) -> f32 {
        let bits = |data: &[u8], index: usize| {
            let pair = data.get(2 * index..2 * index + 2);
            pair.map_or(0, |pair| i16::from_le_bytes([pair[0], pair[1]]))
        };
        match &self.samples {
            Samples::Decoded(samples) => {
                samples.get(index).map_or(0.0, |sample| from_bits(*sample))
            }
            Samples::BuiltIn(data) => {
                // Every other one lies half way between its neighbours.
                let before = from_bits(bits(data, index / 2));
                let after = from_bits(bits(data, index.div_ceil(2)));
                f32::midpoint(before, after)
            }
        }
    }
}

fn from_bits(sample: i16) -> f32 {
    f32::from(sample) / -f32::from(i16::MIN)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the range of i16"
)]
fn to_bits(sample: f32) -> i16 {
    let scaled = sample * -f32::from(i16::MIN);
    scaled.clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
}

impl fmt::Debug for Clip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clip({:?})", self.length())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "is no sound file that is known here",
            Self::Damaged => "is damaged: most of it can't be decoded",
            Self::Empty => "holds no sound at all",
            Self::TooLong => "is longer than 30 seconds",
        })
    }
}

/// The time that this many samples take.
#[must_use]
pub fn duration(samples: u64) -> Duration {
    let rate = u64::from(RATE);
    let rest = Duration::from_nanos(samples % rate * 1_000_000_000 / rate);
    Duration::from_secs(samples / rate) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A WAV file of so many samples a second, with samples that all have one value.
    fn wav(rate: u32, channels: u16, frames: u32, declared: u32) -> Vec<u8> {
        let width = u32::from(channels) * 2;
        let data = declared * width;
        let mut file = [&b"RIFF"[..], &(36 + data).to_le_bytes(), b"WAVEfmt "].concat();
        file.extend([16, 0, 0, 0, 1, 0]);
        file.extend(channels.to_le_bytes());
        file.extend(rate.to_le_bytes());
        file.extend((rate * width).to_le_bytes());
        file.extend((channels * 2).to_le_bytes());
        file.extend([16, 0]);
        file.extend([&b"data"[..], &data.to_le_bytes()].concat());
        let samples = frames * u32::from(channels);
        file.extend((0..samples).flat_map(|_| 8192_i16.to_le_bytes()));
        file
    }

    #[test]
    fn channels_and_rates_are_brought_to_one() {
        for (rate, channels) in [(44_100, 1), (22_050, 1), (48_000, 2), (8_000, 2)] {
            let clip = Clip::decode(wav(rate, channels, rate, rate)).expect("a sound");
            let off = clip.length().abs_diff(Duration::from_secs(1));
            assert!(off < Duration::from_millis(2), "{rate} {channels}: {off:?}");
            let middle = clip.sample(RATE as usize / 2);
            assert!((middle - 0.25).abs() < 0.001, "{middle}");
        }
    }

    #[test]
    fn what_cannot_be_played_is_told_apart() {
        let trouble = |file: Vec<u8>| Clip::decode(file).expect_err("no sound");
        assert_eq!(trouble(Vec::new()), Trouble::Unknown);
        assert_eq!(trouble(b"title = \"T\"".to_vec()), Trouble::Unknown);
        assert_eq!(trouble(wav(8_000, 1, 0, 0)), Trouble::Empty);
        assert_eq!(trouble(wav(8_000, 1, 100, 8_000)), Trouble::Damaged);
        let long = wav(8_000, 1, 8_000 * 40, 8_000 * 40);
        assert_eq!(trouble(long), Trouble::TooLong);
    }
}
