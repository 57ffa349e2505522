//! The built-in sounds. `sounds/README.md` says what they are and how to make
//! them again.

use std::io::Cursor;
use std::time::Duration;

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

/// A built-in sound and its length.
pub(super) fn source(name: &str) -> Option<(impl Source + Send + 'static, Duration)> {
    let (_, bytes) = SOUNDS.iter().find(|(known, _)| *known == name)?;
    let decoder = Decoder::new(Cursor::new(*bytes)).ok()?;
    let length = decoder.total_duration()?;
    Some((decoder, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::Cue;

    #[test]
    fn every_cue_has_a_sound_that_is_short_and_soft() {
        assert_eq!(SOUNDS.len(), Cue::ALL.len());
        for cue in Cue::ALL {
            let (source, length) = source(cue.default_sound()).expect("a built-in sound decodes");
            assert!(length <= Duration::from_secs(3), "{cue:?}: {length:?}");
            let peak = source.map(f32::abs).fold(0.0, f32::max);
            // -9 dB of full scale, and more than silence.
            assert!((0.05..0.355).contains(&peak), "{cue:?}: {peak}");
        }
    }
}
