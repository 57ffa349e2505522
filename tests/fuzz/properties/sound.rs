//! What must hold of any bytes that are taken for a sound file.

use legrest::clip::{Clip, LONGEST, RATE};

/// The most samples of a sound. Half a minute may have a little more, where it is
/// lossily compressed.
const MOST: u64 = (LONGEST.as_secs() + 1) * RATE as u64;

/// Decodes a sound file.
pub fn file(bytes: &[u8]) {
    let decoded = Clip::decode(bytes.to_vec());
    if let Ok(clip) = &decoded {
        assert!((1..=MOST).contains(&(clip.samples() as u64)), "{clip:?}");
        let all = (0..clip.samples()).map(|at| clip.sample(at));
        assert!(all.into_iter().all(|it| (-1.0..=1.0).contains(&it)));
    }
    // Nothing that was decoded before makes a difference.
    let again = Clip::decode(bytes.to_vec());
    let samples = |it: &Result<Clip, _>| it.as_ref().map(Clip::samples).map_err(|it| *it);
    assert_eq!(samples(&decoded), samples(&again));
}
