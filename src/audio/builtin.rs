//! The built-in sounds, of which `sounds/README.md` tells.

use crate::clip::Clip;

const SOUNDS: &[(&str, &[u8])] = &[
    ("dawn", include_bytes!("../../sounds/dawn.wav")),
    ("bell", include_bytes!("../../sounds/bell.wav")),
    ("fall", include_bytes!("../../sounds/fall.wav")),
    ("breath", include_bytes!("../../sounds/breath.wav")),
    ("swing", include_bytes!("../../sounds/swing.wav")),
    ("drop", include_bytes!("../../sounds/drop.wav")),
    ("glow", include_bytes!("../../sounds/glow.wav")),
    ("tick", include_bytes!("../../sounds/tick.wav")),
    ("step", include_bytes!("../../sounds/step.wav")),
    ("brush", include_bytes!("../../sounds/brush.wav")),
    ("chirp", include_bytes!("../../sounds/chirp.wav")),
    ("bowl", include_bytes!("../../sounds/bowl.wav")),
];

/// A built-in sound; `None` where there is none of that name.
pub(crate) fn clip(name: &str) -> Option<Clip> {
    let known = SOUNDS.iter().find(|(known, _)| *known == name);
    known.map(|(_, file)| Clip::built_in(file))
}

#[cfg(test)]
mod tests;
