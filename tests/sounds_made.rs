//! The sounds in the repository are the ones that its program makes, and its text
//! says of them what is true.

#[path = "../sounds/make.rs"]
#[allow(dead_code, reason = "its main writes files")]
pub mod make;

use make::measure;

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sounds")
}

#[test]
fn every_sound_can_be_made_again() {
    let sounds = make::sounds();
    assert_eq!(sounds.len(), 12);
    for (name, samples) in sounds {
        let file = std::fs::read(folder().join(format!("{name}.wav"))).expect("the sound is there");
        assert!(
            file == make::wav(&samples),
            "{name}.wav is not what sounds/make.rs makes"
        );
    }
}

#[test]
fn their_figures_are_those_of_the_text() {
    let text = std::fs::read_to_string(folder().join("README.md")).expect("a text");
    let [begin, end] = [make::BEGIN, make::END];
    let told = text
        .split_once(begin)
        .and_then(|(_, it)| it.split_once(end));
    let (told, _) = told.expect("the figures stand in it");
    assert!(
        told == measure::tables(&make::sounds()),
        "\"cargo run --example make-sounds\" writes sounds/README.md anew"
    );
}

#[test]
fn what_matters_most_is_told_apart() {
    let sounds = make::sounds();
    let at = |wanted: &str| {
        let place = sounds.iter().position(|(name, _)| *name == wanted);
        place.expect("a sound")
    };
    let [near, far] = measure::distances(&sounds);
    let apart = |one: &str, other: &str, least: [f64; 2]| {
        let [one, other] = [one, other].map(at);
        let found = [near[one][other], far[one][other]];
        let names = (sounds[one].0, sounds[other].0);
        assert!(
            found[0] >= least[0] && found[1] >= least[1],
            "{names:?}: {found:?}"
        );
    };
    // Get ready, the last hold, and a note: each from the strokes that it might be
    // taken for, and less from what is long or faint.
    for one in ["dawn", "fall", "chirp"] {
        for (other, _) in sounds.iter().filter(|(other, _)| *other != one) {
            let is_stroke = !["breath", "bowl", "step", "brush"].contains(other);
            apart(one, other, [11.0, if is_stroke { 5.9 } else { 5.0 }]);
        }
    }
    apart("dawn", "swing", [11.0, 6.0]);
    apart("fall", "bell", [11.0, 6.0]);
}

/// The six that tell what to do, and the two that are kin to them, are about as
/// loud as each other.
#[test]
fn none_jumps_out() {
    for (name, samples) in make::sounds() {
        let [whole, most] = measure::loudness(&samples);
        let (whole_range, most_range) = match name {
            "tick" => (-31.5..-30.5, -31.5..-30.5),
            "step" | "brush" => (-36.5..-33.5, -35.5..-32.5),
            "chirp" => (-26.0..-25.0, -25.0..-24.0),
            "bowl" => (-28.0..-27.0, -24.5..-23.5),
            _ => (-24.1..-22.4, -21.7..-20.7),
        };
        assert!(whole_range.contains(&whole), "{name}: {whole}");
        assert!(most_range.contains(&most), "{name}: {most}");
    }
}
