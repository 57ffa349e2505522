//! The sounds in the repository are the ones that its program makes.

#[path = "../sounds/make.rs"]
#[allow(dead_code, reason = "its main writes files")]
mod make;

#[test]
fn every_sound_can_be_made_again() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sounds");
    let sounds = make::sounds();
    assert_eq!(sounds.len(), 10);
    for (name, samples) in sounds {
        let file = std::fs::read(folder.join(format!("{name}.wav"))).expect("the sound is there");
        assert!(
            file == make::wav(&samples),
            "{name}.wav is not what sounds/make.rs makes"
        );
    }
}
