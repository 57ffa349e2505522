//! How exactly the parts of movements and breaths begin.

use serde_json::json;

use super::Playing;
use super::aligned::{Excerpt, Limits, align};
use super::server::{Kind, Recorder};
use crate::harness::{Home, may_take_long};
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
    let limits = Limits {
        all: 0.025,
        most: 0.010,
        half: 0.010,
        cut: 0.0,
    };
    align(Kind::PulseAudio, &PACED, limits);
}

/// `PipeWire` records up to 46 ms late, as in the tests of all other cues.
#[test]
fn parts_begin_at_their_moments_on_pipewire() {
    if !may_take_long() {
        return;
    }
    let limits = Limits {
        all: 0.090,
        most: 0.070,
        half: 0.050,
        cut: 0.0,
    };
    align(Kind::PipeWire, &PACED, limits);
}
