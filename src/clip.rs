//! A sound, decoded from bytes alone: what the library checks and the audio plays.

mod decode;
mod format;

use std::sync::Arc;
use std::time::Duration;

use symphonia::core::conv::FromSample;

pub(crate) use decode::ClipError;

/// The samples a second of every clip.
pub const RATE: u32 = 44_100;
/// The longest sound that is played: a melody to end the day with.
pub const LONGEST: Duration = Duration::from_secs(30);

/// A sound of one channel, cheap to clone.
#[derive(Clone, Debug)]
pub struct Clip(Samples);

/// Where the samples are. Sixteen bits are enough for a bedroom.
#[derive(Clone, Debug)]
enum Samples {
    /// Decoded, [`RATE`] a second.
    Decoded(Arc<[i16]>),
    /// Inside the program, as a WAV file has them, half as many a second: they take
    /// no memory and no time to decode.
    BuiltIn(&'static [[u8; 2]]),
}

impl Clip {
    /// A sound inside the program: a WAV file of one channel, 16 bits and half
    /// of [`RATE`], with a plain head.
    pub(crate) fn built_in(file: &'static [u8]) -> Self {
        let data = file.get(44..).unwrap_or_default();
        Self(Samples::BuiltIn(data.as_chunks().0))
    }

    /// Decodes a WAV, FLAC, Ogg Vorbis or MP3 file, given whole. However it is made,
    /// that takes a few seconds and some ten megabytes at most, and does not panic.
    ///
    /// # Errors
    /// When it is no such file, or not one that can be played.
    pub fn decode(file: Vec<u8>) -> Result<Self, ClipError> {
        let samples = decode::without_panic(|| decode::samples(file));
        let samples = samples.unwrap_or(Err(ClipError::Damaged))?;
        Ok(Self(Samples::Decoded(samples.into())))
    }

    /// How long it sounds.
    pub fn length(&self) -> Duration {
        duration(self.samples() as u64)
    }

    /// How many samples it has, [`RATE`] a second.
    pub fn samples(&self) -> usize {
        match &self.0 {
            Samples::Decoded(samples) => samples.len(),
            Samples::BuiltIn(data) => data.len() * 2,
        }
    }

    /// A sample, from -1 to 1; silence behind the end.
    pub fn sample(&self, index: usize) -> f32 {
        match &self.0 {
            Samples::Decoded(samples) => {
                f32::from_sample(samples.get(index).copied().unwrap_or_default())
            }
            Samples::BuiltIn(data) => {
                let pair = |index: usize| data.get(index).copied().unwrap_or_default();
                let sample = |index| f32::from_sample(i16::from_le_bytes(pair(index)));
                // Every other one lies half way between its neighbours.
                f32::midpoint(sample(index / 2), sample(index.div_ceil(2)))
            }
        }
    }
}

pub(crate) fn duration(samples: u64) -> Duration {
    Duration::from_secs(samples) / RATE
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Clip {
        pub(crate) fn of(samples: &[f32]) -> Self {
            let samples = samples.iter().copied().map(i16::from_sample).collect();
            Self(Samples::Decoded(samples))
        }
    }

    /// A WAV file of so many samples a second, with samples that all have one value.
    fn wav(rate: u32, channels: u16, frames: u32, declared: u32) -> Vec<u8> {
        let width = u32::from(channels) * 2;
        let data = declared * width;
        let mut file = [&b"RIFF"[..], &(36 + data).to_le_bytes(), b"WAVEfmt "].concat();
        file.extend([16, 0, 0, 0, 1, 0]);
        file.extend(channels.to_le_bytes());
        file.extend(rate.to_le_bytes());
        file.extend(rate.wrapping_mul(width).to_le_bytes());
        file.extend(channels.wrapping_mul(2).to_le_bytes());
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
    fn every_format_sounds_as_it_did_when_it_was_made() {
        // A tenth of a second of 440 Hz at half of full scale.
        let tones: [(&str, &[u8]); 5] = [
            ("wav", include_bytes!("../tests/fuzz/corpus/sound/tone.wav")),
            (
                "flac",
                include_bytes!("../tests/fuzz/corpus/sound/tone.flac"),
            ),
            ("ogg", include_bytes!("../tests/fuzz/corpus/sound/tone.ogg")),
            (
                "ogg in stereo",
                include_bytes!("../tests/fuzz/corpus/sound/tone-stereo.ogg"),
            ),
            ("mp3", include_bytes!("../tests/fuzz/corpus/sound/tone.mp3")),
        ];
        for (format, file) in tones {
            let clip = Clip::decode(file.to_vec()).expect("a sound");
            // An encoder may fill up its last frame.
            let longer = clip.length().saturating_sub(Duration::from_millis(100));
            assert!(longer < Duration::from_millis(55), "{format}: {longer:?}");
            let loudest = (0..clip.samples()).map(|at| clip.sample(at).abs());
            let loudest = loudest.fold(0.0, f32::max);
            assert!((0.4..0.6).contains(&loudest), "{format}: {loudest}");
            // Twice a period it passes zero.
            let middle = 1_000..3_000;
            let crossings = middle.filter(|&at| clip.sample(at) * clip.sample(at + 1) < 0.0);
            let crossings = crossings.count();
            assert!((39..=41).contains(&crossings), "{format}: {crossings}");
        }
    }

    #[test]
    fn rates_and_channels_are_played_within_bounds() {
        let played = |rate, channels| Clip::decode(wav(rate, channels, 2_000, 2_000)).map(drop);
        for (rate, channels) in [
            (1_000, 1),
            (44_100, 8),
            (96_001, 1),
            (192_001, 2),
            (384_000, 8),
        ] {
            assert_eq!(played(rate, channels), Ok(()), "{rate}, {channels}");
        }
        for (rate, channels) in [
            (0, 1),
            (999, 1),
            (384_001, 1),
            (u32::MAX - 4, 1),
            (44_100, 0),
            (44_100, 9),
            (44_100, 1_000),
        ] {
            let refused = Err(ClipError::OutOfRange);
            assert_eq!(played(rate, channels), refused, "{rate}, {channels}");
        }
    }

    #[test]
    fn what_cannot_be_played_is_told_apart() {
        let trouble = |file: Vec<u8>| Clip::decode(file).expect_err("no sound");
        assert_eq!(trouble(Vec::new()), ClipError::Unknown);
        assert_eq!(trouble(b"title = \"T\"".to_vec()), ClipError::Unknown);
        assert_eq!(trouble(wav(8_000, 1, 0, 0)), ClipError::Empty);
        assert_eq!(trouble(wav(8_000, 1, 100, 8_000)), ClipError::Damaged);
        let long = wav(8_000, 1, 8_000 * 40, 8_000 * 40);
        assert_eq!(trouble(long), ClipError::TooLong);
    }
}
