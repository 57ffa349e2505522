//! A server that freezes, is restarted, or sends its sound elsewhere.

use serde_json::{Value, json};

use super::Playing;
use super::lost::{assert_goes_on_with_one_warning, assert_one_warning, every};
use super::recording::sound_of;
use super::server::{Kind, Recorder, Server, ask, tell};
use crate::harness::{Home, may_take_long};
use crate::pty::eventually;

#[test]
fn a_server_that_freezes_costs_one_warning() {
    if !may_take_long() || !Kind::PulseAudio.is_there() {
        return;
    }
    let home = every(1, 5);
    let server = Server::start(&home);
    // A null sink that nobody records takes up to two seconds to begin.
    let _recorder = Recorder::start(&home);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.wait_for_cue("start");
    playing.wait_for_cue("start");
    server.freeze();
    assert_goes_on_with_one_warning(playing);
}

#[test]
fn a_restart_loses_at_most_the_cues_in_between() {
    if !may_take_long() {
        return;
    }
    restart(Kind::PulseAudio);
}

pub fn restart(kind: Kind) {
    if !kind.is_there() {
        return;
    }
    let home = every(2, 5);
    let mut server = Server::of(kind, &home);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.wait_for_cue("rest");
    server.restart(&home);
    let recorder = Recorder::start(&home);
    // The next cue may have been lost in between; the one after it is not.
    playing.wait_for_cue("start");
    playing.wait_for_cue("rest");
    let stderr = assert_rest_is_heard(playing, recorder);
    assert!(stderr.lines().count() <= 1, "{stderr}");
}

/// Plays to the end, and fails unless all cues are heard from the last event on,
/// wherever the recording is whole. Returns what was said on standard error.
#[track_caller]
pub fn assert_rest_is_heard(mut playing: Playing, recorder: Recorder) -> String {
    let from = playing.events.seen.len() - 1;
    let said = playing.play_out();
    let events = &playing.events;
    let told = events.seen.iter().zip(&events.arrived).skip(from);
    let cues = told.filter_map(|(event, arrived)| Some((event["cue"].as_str()?, *arrived)));
    let judged = cues.filter(|(_, arrived)| !recorder.is_torn_around(*arrived, 1.0));
    let places = judged.map(|(cue, arrived)| (cue, recorder.place_of(arrived)));
    let places: Vec<(&str, f64)> = places.collect();
    assert!(!places.is_empty(), "the recorder lost all that counts");
    let recording = recorder.stop();
    for (cue, place) in places {
        let found = recording.find(&sound_of(cue), place, 0.2);
        assert!(found.likeness > 0.8, "{cue} at {place}: {found:?}");
    }
    said
}

#[test]
fn a_suspended_sink_costs_one_warning_and_is_heard_again() {
    if !may_take_long() || !Kind::PulseAudio.is_there() {
        return;
    }
    let home = every(2, 5);
    let _server = Server::start(&home);
    tell(&home, &["suspend-sink", "null", "1"]);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.wait_for_cue("rest");
    playing.wait_for_cue("start");
    tell(&home, &["suspend-sink", "null", "0"]);
    let recorder = Recorder::start(&home);
    playing.wait_for_cue("start");
    assert_one_warning(&assert_rest_is_heard(playing, recorder));
}

#[test]
fn a_stream_follows_to_another_sink() {
    if !may_take_long() {
        return;
    }
    follow(Kind::PulseAudio);
}

pub fn follow(kind: Kind) {
    if !kind.is_there() {
        return;
    }
    let home = every(2, 4);
    let _server = Server::of(kind, &home);
    let other = "sink_name=other";
    tell(
        &home,
        &["load-module", "module-null-sink", other, "rate=48000"],
    );
    tell(&home, &["set-default-sink", "other"]);
    let recorder = Recorder::start(&home);
    let mut playing = Playing::start(&home, &["lost"]);
    // While the first sound plays, the default changes; what comes, follows it.
    playing.wait_for_cue("start");
    tell(&home, &["set-default-sink", "null"]);
    playing.wait_for_cue("rest");
    assert_eq!(assert_rest_is_heard(playing, recorder), "");
}

/// How many streams are open.
fn streams(home: &Home) -> usize {
    ask(home, &["list", "short", "sink-inputs"]).lines().count()
}

#[test]
fn a_stream_is_open_for_its_lead_and_no_longer() {
    if !may_take_long() || !Kind::PulseAudio.is_there() {
        return;
    }
    // A sound at the beginning, one at the end, and six seconds in between.
    let routine = "title = 'Lead'\n[[step]]\nname = 'Lead'\nprepare = '0s'\nhold = '8s'\n\
                   notes = [{ at = '6s', text = 'now' }]\nsounds = { note = 'none' }\n";
    let home = Home::new().with_routine("lead", routine);
    let _server = Server::start(&home);
    let _recorder = Recorder::start(&home);
    for (lead, open) in [("1s", 0), ("3s", 1)] {
        let lead = [("LEGREST_SOUND_LEAD", lead)];
        let mut playing = Playing::start_with(&home, &["lead"], &lead);
        playing.wait_for_cue("start");
        let is_open = || (streams(&home) == 1).then_some(());
        eventually("a stream is open for the first cue", is_open);
        let said: Value = json!({"event": "say"});
        playing.events.wait_for(&said);
        assert_eq!(streams(&home), open, "two seconds before a cue, {lead:?}");
    }
    home.run_with("routine lead", &[("LEGREST_SOUND_LEAD", "6s")])
        .exits(2)
        .mentions("from 0s to 5s");
}
