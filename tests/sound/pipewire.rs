//! `PipeWire`, which speaks the protocol of `PulseAudio` in its own way.

use super::Playing;
use super::aligned::{EXCERPT, Limits, align};
use super::faults::{assert_rest_is_heard, follow, restart};
use super::lost::every;
use super::server::{Kind, Recorder, Server, tell};
use crate::harness::may_take_long;

#[test]
fn cues_begin_at_their_moments() {
    if !may_take_long() {
        return;
    }
    align(Kind::PipeWire, &EXCERPT, Limits::PIPEWIRE);
}

#[test]
fn a_restart_loses_at_most_the_cues_in_between() {
    if !may_take_long() {
        return;
    }
    restart(Kind::PipeWire);
}

#[test]
fn a_stream_follows_to_another_sink() {
    if !may_take_long() {
        return;
    }
    follow(Kind::PipeWire);
}

#[test]
fn a_suspended_sink_wakes_for_a_cue() {
    if !may_take_long() || !Kind::PipeWire.is_there() {
        return;
    }
    let home = every(2, 4);
    let _server = Server::of(Kind::PipeWire, &home);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.wait_for_cue("rest");
    tell(&home, &["suspend-sink", "null", "1"]);
    // This one wakes it.
    playing.wait_for_cue("start");
    let recorder = Recorder::start(&home);
    playing.wait_for_cue("rest");
    assert_eq!(assert_rest_is_heard(playing, recorder), "");
}
