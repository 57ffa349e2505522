//! A real synthesizer speaks when it should, and not a moment longer.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use serde_json::json;

use super::server::{Recorder, Server};
use super::{can_hear, find_program};
use crate::harness::{Home, have, may_take_long};
use crate::pty::events::Events;
use crate::pty::screen::{Screen, Window};
use crate::pty::{eventually, until};

/// Nothing sounds in it but the voice.
const ROUTINE: &str = r#"
    title = "Voice"
    [sounds]
    ready = "none"
    start = "none"
    half = "none"
    [[step]]
    name = "Calf stretch"
    how = "WALKING"
    prepare = "10m"
    hold = "10m"
"#;

/// The program with a voice, at a server of its own.
struct Spoken {
    recorder: Recorder,
    screen: Screen,
    events: Events,
    _server: Server,
    _home: Home,
}

impl Spoken {
    /// On a system whose only synthesizer is `espeak-ng`.
    fn start(how: &str) -> Self {
        let home = Home::new().with_routine("voice", &ROUTINE.replace("WALKING", how));
        let programs = home.path().join("bin");
        fs::create_dir(&programs).expect("a folder");
        symlink(find_program("espeak-ng"), programs.join("espeak-ng")).expect("a link");
        let server = Server::start(&home);
        let recorder = Recorder::start(&home);
        let window = Window::new(80, 24).with("PATH", &programs.to_string_lossy());
        let arguments = ["routine", "voice", "--voice"];
        let (screen, events) = window.run_for_events(&home, &arguments);
        Self {
            recorder,
            screen,
            events,
            _server: server,
            _home: home,
        }
    }

    /// Waits until anything is heard.
    fn wait_heard(&self) {
        let heard = || self.recorder.so_far().first_sound();
        eventually("it speaks", heard);
    }
}

#[test]
fn a_real_voice_is_heard_and_ends() {
    if !may_take_long() || !can_hear() || !have(&["espeak-ng"]) {
        return;
    }
    // A word more, so that it takes two seconds at least.
    let mut spoken = Spoken::start("Stand up straight.");
    spoken
        .events
        .wait_for(&json!({"event": "segment", "index": 0}));
    let begun = Instant::now();
    spoken.wait_heard();
    let first = spoken.recorder.so_far().first_sound().expect("a sound");
    let late = first - spoken.recorder.place_of(begun);
    assert!(late < 1.5, "{late} s late");
    // A second of silence, and the words are over.
    eventually("it ends", || {
        let recording = spoken.recorder.so_far();
        let last_second = recording.sound_between(recording.seconds() - 1.0, f64::MAX);
        (recording.seconds() > first + 1.0 && last_second.is_none()).then_some(())
    });
    spoken.screen.press("q");
    let recording = spoken.recorder.stop();
    let words = recording.sound_between(first + 1.0, f64::MAX);
    assert!(words.is_some(), "it ended too early");
}

#[test]
fn a_real_voice_is_cut_off_by_a_skip() {
    if !may_take_long() || !can_hear() || !have(&["espeak-ng"]) {
        return;
    }
    let mut spoken = Spoken::start(&"Walking and walking and walking. ".repeat(12));
    spoken.wait_heard();
    let speaks_since = Instant::now();
    spoken.screen.press("n");
    spoken
        .events
        .wait_for(&json!({"event": "segment", "index": 1}));
    let skipped = Instant::now();
    let enough = skipped + Duration::from_secs(3);
    until("three seconds more", || Instant::now() > enough);
    spoken.screen.press("q");
    let (before, after) = (
        spoken.recorder.place_of(speaks_since),
        spoken.recorder.place_of(skipped),
    );
    let recording = spoken.recorder.stop();
    assert!(recording.sound_between(0.0, before).is_some(), "it spoke");
    // What the server has already got is heard to its end.
    let rest = recording.sound_between(after + 1.0, f64::MAX);
    assert_eq!(rest, None, "skipped at {after}");
}
