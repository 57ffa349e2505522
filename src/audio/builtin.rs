//! The built-in sounds, of which `sounds/README.md` tells.

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
    known.map(|(_, file)| Clip::built_in(file))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::routine::Cue;

    #[test]
    fn every_cue_has_a_sound_that_is_short_and_soft() {
        assert_eq!(SOUNDS.len(), Cue::ALL.len());
        for (name, file) in SOUNDS {
            // One channel, half of the rate, 16 bits.
            let form = [&[1, 0][..], &(crate::clip::RATE / 2).to_le_bytes()].concat();
            assert_eq!(file[22..28], form, "{name}");
            assert_eq!((&file[34..36], &file[36..40]), (&[16, 0][..], &b"data"[..]));
        }
        for cue in Cue::ALL {
            let clip = clip(cue.default_sound()).expect("a built-in sound");
            let length = clip.length();
            assert!(length <= Duration::from_secs(3), "{cue:?}: {length:?}");
            let peak = (0..clip.samples()).map(|x| clip.sample(x).abs());
            let peak = peak.fold(0.0, f32::max);
            // -9 dB of full scale, and more than silence.
            assert!((0.05..0.355).contains(&peak), "{cue:?}: {peak}");
        }
    }

    /// The loudest 0.4 s, in decibels.
    fn loudness(cue: Cue) -> f32 {
        let clip = clip(cue.default_sound()).expect("a built-in sound");
        let energy = |x: usize| clip.sample(x).powi(2);
        let window = crate::clip::RATE as usize * 2 / 5;
        let mut now: f32 = (0..window.min(clip.samples())).map(energy).sum();
        let mut most = now;
        for x in window..clip.samples() {
            now += energy(x) - energy(x - window);
            most = most.max(now);
        }
        10.0 * most.log10()
    }

    #[test]
    fn what_comes_again_and_again_is_far_softer() {
        use Cue::{Enough, Half, Ready, Rest, Start, Switch};
        for usual in [Ready, Start, Half, Enough, Rest, Switch] {
            for (cue, below) in [(Cue::Beat, 9.0..13.0), (Cue::Part, 12.0..16.0)] {
                let softer = loudness(usual) - loudness(cue);
                assert!(below.contains(&softer), "{cue:?}: {softer} below {usual:?}");
            }
        }
    }
}
