//! Sound files of one's own: checked before a routine begins, and heard in it.

use std::path::Path;
use std::process::{Command, Stdio};

use super::recording::{Recording, Sound};
use super::server::{Recorder, Server};
use super::{Playing, can_hear};
use crate::harness::{Home, have, may_take_long};

/// A routine whose first cue, and one in a step, are files.
fn routine(file: &str) -> String {
    format!(
        "title = 'Own'\n[sounds]\nstart = '{file}'\nfinish = 'none'\n\
         [[step]]\nname = 'One'\nhold = '3s'\nprepare = '0s'\n\
         [[step]]\nname = 'Two'\nhold = '2s'\nprepare = '0s'\nsounds = {{ start = 'two.wav' }}\n"
    )
}

/// Makes a sound file with `ffmpeg`, out of a built-in one.
fn make(home: &Home, from: &str, to: &str, options: &[&str]) {
    let sounds = Path::new(env!("CARGO_MANIFEST_DIR")).join("sounds");
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(sounds.join(from))
        .args(options)
        .arg(home.path().join(to))
        .stdin(Stdio::null())
        .status();
    assert!(status.expect("ffmpeg runs").success(), "{to}");
}

#[test]
fn every_format_is_heard_for_its_routine_and_its_step() {
    if !may_take_long() || !can_hear() || !have(&["ffmpeg"]) {
        return;
    }
    for file in ["own.wav", "own.flac", "own.ogg", "own.mp3"] {
        let home = Home::new().with_file("own.toml", routine(file));
        // Two channels and another rate, as files from elsewhere have.
        make(&home, "swing.wav", file, &["-ar", "48000", "-ac", "2"]);
        make(&home, "dawn.wav", "two.wav", &[]);
        home.run("check own.toml").success();
        let _server = Server::start(&home);
        let recorder = Recorder::start(&home);
        Playing::start(&home, &["./own.toml"]).finish();
        let recording: Recording = recorder.stop();
        let first = recording.first_sound().expect("anything is heard");
        let own = recording.find(&Sound::load("swing"), first, 0.2);
        assert!(own.likeness > 0.9, "{file}: {own:?}");
        let step = recording.find(&Sound::load("dawn"), own.at + 3.0, 0.2);
        assert!(step.likeness > 0.9, "{file}: {step:?}");
    }
}

/// The second beat is a file; nothing else sounds.
#[test]
fn the_parts_of_a_tempo_can_have_other_sounds_or_none() {
    if !can_hear() {
        return;
    }
    let text = "title = 'Own'\n[sounds]\nstart = 'none'\npart = 'none'\nfinish = 'none'\n\
                beat = 'two.wav'\n[[step]]\nname = 'One'\nreps = 2\ntempo = '1s, 1s'\n\
                prepare = '0s'\n";
    let home = Home::new()
        .with_file("own.toml", text)
        .with_file("two.wav", include_bytes!("../../sounds/dawn.wav"));
    let _server = Server::start(&home);
    let recorder = Recorder::start(&home);
    Playing::start(&home, &["./own.toml"]).finish();
    let recording: Recording = recorder.stop();
    let own = Sound::load("dawn");
    let first = recording.first_sound().expect("the beat is heard");
    let found = recording.find(&own, first, 0.2);
    assert!(found.likeness > 0.9, "{found:?}");
    let after = found.at + own.seconds() + 0.05;
    assert_eq!(recording.sound_between(after, f64::MAX), None);
}

#[test]
fn a_bad_file_is_an_error_before_the_routine_begins() {
    let home = Home::new()
        .with_file("own.toml", routine("own.mp3"))
        .with_file("own.mp3", b"ID3\x04 but then nothing of the kind")
        .with_file("two.wav", include_bytes!("../../sounds/dawn.wav"));
    let run = home.run("routine ./own.toml --display plain").exits(2);
    assert_eq!(run.stdout, "");
    let wanted = ["error[not-a-sound]: \"own.mp3\" is", "./own.toml:3:9"];
    for wanted in wanted {
        assert!(run.stderr.contains(wanted), "{wanted} in {}", run.stderr);
    }
}

#[test]
fn a_file_longer_than_half_a_minute_is_refused() {
    if !have(&["ffmpeg"]) {
        return;
    }
    let home = Home::new()
        .with_file("own.toml", routine("own.flac"))
        .with_file("two.wav", include_bytes!("../../sounds/dawn.wav"));
    make(&home, "dawn.wav", "own.flac", &["-af", "apad=whole_dur=40"]);
    let run = home.run("check own.toml").exits(2);
    let said = "\"own.flac\" is longer than 30 seconds";
    run.says(said);
}
