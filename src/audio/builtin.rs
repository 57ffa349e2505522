//! The built-in sounds. `sounds/README.md` says what they are and how to make
//! them again.

use crate::clip::Clip;

const SOUNDS: &[(&str, &[u8])] = &[
    ("dawn", include_bytes!("../../sounds/dawn.wav")),
    ("bell", include_bytes!("../../sounds/bell.wav")),
    ("breath", include_bytes!("../../sounds/breath.wav")),
    ("swing", include_bytes!("../../sounds/swing.wav")),
    ("drop", include_bytes!("../../sounds/drop.wav")),
    ("glow", include_bytes!("../../sounds/glow.wav")),
    ("tick", include_bytes!("../../sounds/tick.wav")),
    ("step", include_bytes!("../../sounds/step.wav")),
    ("brush", include_bytes!("../../sounds/brush.wav")),
    ("bowl", include_bytes!("../../sounds/bowl.wav")),
];

/// A built-in sound; `None` where there is none of that name.
pub(crate) fn clip(name: &str) -> Option<Clip> {
    let known = SOUNDS.iter().find(|(known, _)| *known == name);
    known.and_then(|(_, file)| Clip::built_in(file))
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
            let clip = clip(cue.default_sound()).expect("a built-in sound");
            let length = clip.length();
            assert!(length <= Duration::from_secs(3), "{cue:?}: {length:?}");
            let peak = (0..clip.samples()).map(|x| clip.sample(x).abs());
            let peak = peak.fold(0.0, f32::max);
            // -9 dB of full scale, and more than silence; far less for what comes
            // again and again.
            let range = match cue {
                Cue::Beat | Cue::Part => 0.01..0.09,
                _ => 0.05..0.355,
            };
            assert!(range.contains(&peak), "{cue:?}: {peak}");
        }
    }
}
