//! From any number of samples a second to ours.

use super::{ClipError, LONGEST, RATE, to_bits};

/// The most output samples. Compression may make a sound a little longer.
const MAX_SAMPLES: u64 = (LONGEST.as_secs() + 1) * RATE as u64;

/// Interpolates linearly between samples, whose rate may change.
#[derive(Default)]
pub(super) struct Resampler {
    samples: Vec<i16>,
    /// The last input sample.
    last: Option<f32>,
    /// How far behind it the next output sample lies: at [`RATE`] the next input
    /// sample is.
    next: u32,
    /// That of the last input sample.
    rate: u32,
}

impl Resampler {
    /// Takes an input sample, of which there are `rate` a second.
    pub(super) fn push(&mut self, sample: f32, rate: u32) -> Result<(), ClipError> {
        if let Some(last) = self.last.replace(sample) {
            self.draw(last, sample, rate)?;
        }
        // The last sample lasts as long as its own rate says.
        self.rate = rate;
        Ok(())
    }

    pub(super) fn end(mut self) -> Result<Vec<i16>, ClipError> {
        if let Some(last) = self.last {
            self.draw(last, last, self.rate)?;
        }
        Ok(self.samples)
    }

    fn draw(&mut self, from: f32, to: f32, rate: u32) -> Result<(), ClipError> {
        while self.next < RATE {
            if self.samples.len() as u64 == MAX_SAMPLES {
                return Err(ClipError::TooLong);
            }
            #[expect(clippy::cast_precision_loss, reason = "both are far below 2^24")]
            let part = self.next as f32 / RATE as f32;
            self.samples.push(to_bits(from + (to - from) * part));
            self.next += rate;
        }
        self.next -= RATE;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resampled(rate: u32, samples: impl Iterator<Item = f32>) -> Vec<i16> {
        let mut resampler = Resampler::default();
        for sample in samples {
            resampler.push(sample, rate).expect("short enough");
        }
        resampler.end().expect("short enough")
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
        let mut resampler = Resampler::default();
        let pushed = (0..50_000).position(|_| resampler.push(0.0, 1_000).is_err());
        // Each sample is drawn when the next one comes.
        assert_eq!(pushed, Some(31_001));
    }
}
