//! How exactly the parts of movements and breaths begin.

use serde_json::json;

use super::aligned::{Excerpt, Limits, align};
use super::server::{Kind, Recorder, Server};
use super::{Playing, can_hear, wake_ups};
use crate::harness::{Home, may_take_long, show};
use crate::pty::events::Events;

/// Parts that come while the stream of the one before is open, parts for which
/// it is kept open, and parts that have a stream each. No sound runs into the
/// next.
const PACED: Excerpt = Excerpt {
    text: r#"
    title = "Paced"
    [defaults]
    prepare = "0s"
    [[step]]
    name = "Pulses"
    reps = 10
    tempo = "500ms, 500ms"
    sounds = { start = "tick" }
    [[step]]
    name = "Bridge"
    reps = 3
    tempo = "up 1.5s, down 1.5s"
    [[step]]
    name = "Breath"
    hold = "16s"
    tempo = "4-4"
    [[step]]
    name = "Slow breath"
    hold = "16s"
    tempo = "8-8"
"#,
    sound: |step, cue| (step == "pulses" && cue == "start").then_some("tick"),
    play,
    least: 30,
};

fn play(home: &Home, _: &Recorder) -> Events {
    let mut playing = Playing::start(home, &["excerpt"]);
    for step in ["bridge", "breath", "slow-breath"] {
        let begins = json!({"event": "segment", "step": step});
        playing.events.wait_for(&begins);
    }
    playing.finish()
}

#[test]
fn parts_begin_at_their_moments() {
    if !may_take_long() {
        return;
    }
    align(Kind::PulseAudio, &PACED, Limits::PULSEAUDIO);
}

#[test]
fn parts_begin_at_their_moments_on_pipewire() {
    if !may_take_long() {
        return;
    }
    align(Kind::PipeWire, &PACED, Limits::PIPEWIRE);
}

const BOX: &str = r#"
    title = "Box breathing"
    [[step]]
    name = "Box breathing"
    hold = "1m"
    tempo = "in 4s, hold 4s, out 4s, hold 4s"
    prepare = "0s"
"#;

/// How often a part of four seconds wakes the program, on average.
fn wake_ups_a_part(home: &Home, arguments: &[&str]) -> f64 {
    const PARTS: u32 = 10;
    let mut playing = Playing::start(home, &[&["box"], arguments].concat());
    // What only the beginning costs is over by then.
    let next = json!({"event": "count"});
    for _ in 0..3 {
        playing.events.wait_for(&next);
    }
    let before = wake_ups(&playing);
    for _ in 0..PARTS {
        playing.events.wait_for(&next);
    }
    f64::from(wake_ups(&playing) - before) / f64::from(PARTS)
}

#[test]
fn a_part_without_sound_wakes_the_machine_at_most_twice() {
    if !may_take_long() {
        return;
    }
    let home = Home::new().with_routine("box", BOX);
    let wake_ups = wake_ups_a_part(&home, &["-q"]);
    show(&format!("{wake_ups} wake-ups a part, without sound"));
    assert!(wake_ups <= 2.0, "{wake_ups}");
}

/// A stream is opened, the sound placed on it, and the stream closed; each of
/// the six questions meanwhile may wait for its answer.
#[test]
fn a_part_with_sound_wakes_the_machine_no_more_than_it_must() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = Home::new().with_routine("box", BOX);
    let _server = Server::start(&home);
    let _recorder = Recorder::start(&home);
    let wake_ups = wake_ups_a_part(&home, &[]);
    show(&format!("{wake_ups} wake-ups a part, with sound"));
    assert!(wake_ups <= 12.0, "{wake_ups}");
}
