//! The built-in sounds. `sounds/README.md` says what they are and how to make
//! them again.

use std::io::Cursor;

use rodio::buffer::SamplesBuffer;
use rodio::{Decoder, Source};

const SOUNDS: &[(&str, &[u8])] = &[
    ("dawn", include_bytes!("../../sounds/dawn.wav")),
    ("bell", include_bytes!("../../sounds/bell.wav")),
    ("breath", include_bytes!("../../sounds/breath.wav")),
    ("swing", include_bytes!("../../sounds/swing.wav")),
    ("drop", include_bytes!("../../sounds/drop.wav")),
    ("glow", include_bytes!("../../sounds/glow.wav")),
    ("tick", include_bytes!("../../sounds/tick.wav")),
    ("bowl", include_bytes!("../../sounds/bowl.wav")),
];

/// A built-in sound.
///
/// It is decoded as a whole: a mixer that resamples a decoder piece by piece
/// loses a sample at the end of each piece, which is a click and a drift.
pub(super) fn sound(name: &str) -> Result<SamplesBuffer, String> {
    let known = SOUNDS.iter().find(|(known, _)| *known == name);
    let (_, bytes) = known.ok_or_else(|| format!("there is no built-in sound {name}"))?;
    let decoder = Decoder::new(Cursor::new(*bytes)).map_err(|error| error.to_string())?;
    let (channels, rate) = (decoder.channels(), decoder.sample_rate());
    Ok(SamplesBuffer::new(
        channels,
        rate,
        decoder.collect::<Vec<_>>(),
    ))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::routine::Cue;

    #[test]
    fn every_cue_has_a_sound_that_is_short_and_soft() {
        assert_eq!(SOUNDS.len(), Cue::ALL.len());
        for cue in Cue::ALL {
            let sound = sound(cue.default_sound()).expect("a built-in sound decodes");
            let length = sound.total_duration().expect("a buffer has an end");
            assert!(length <= Duration::from_secs(3), "{cue:?}: {length:?}");
            let peak = sound.map(f32::abs).fold(0.0, f32::max);
            // -9 dB of full scale, and more than silence.
            assert!((0.05..0.355).contains(&peak), "{cue:?}: {peak}");
        }
    }
}
