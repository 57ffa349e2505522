//! A server that freezes, is restarted, or sends its sound elsewhere.

use serde_json::{Value, json};

use super::Playing;
use super::lost::{
    assert_goes_on_with_one_warning, assert_on_time, assert_one_warning, cue, every,
};
use super::recording::sound_of;
use super::server::{Kind, Recorder, Server, ask, tell};
use crate::harness::{Home, may_take_long};
use crate::pty::events::Events;
use crate::pty::eventually;

#[test]
fn a_server_that_freezes_costs_one_warning() {
    if !may_take_long() {
        return;
    }
    if !Kind::PulseAudio.is_there() {
        return;
    }
    let home = every(1, 5);
    let server = Server::start(&home);
    // A null sink that nobody records takes up to two seconds to begin.
    let _recorder = Recorder::start(&home);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.events.wait_for(&cue("start"));
    playing.events.wait_for(&cue("start"));
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
    playing.events.wait_for(&cue("rest"));
    server.restart(&home);
    let recorder = Recorder::start(&home);
    // The next cue may have been lost in between; the one after it is not.
    playing.events.wait_for(&cue("start"));
    playing.events.wait_for(&cue("rest"));
    let from = playing.events.seen.len() - 1;
    playing.events.wait_end();
    let (status, stderr) = playing.wait_exit();
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert!(stderr.lines().count() <= 1, "{stderr}");
    assert_on_time(&playing.events);
    assert_all_heard(recorder, &playing.events, from);
}

/// Fails unless all cues are heard from an event on, wherever the recording is
/// whole.
#[track_caller]
pub fn assert_all_heard(recorder: Recorder, events: &Events, from: usize) {
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
}

#[test]
fn a_suspended_sink_costs_one_warning_and_is_heard_again() {
    if !may_take_long() {
        return;
    }
    if !Kind::PulseAudio.is_there() {
        return;
    }
    let home = every(2, 5);
    let _server = Server::start(&home);
    tell(&home, &["suspend-sink", "null", "1"]);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.events.wait_for(&cue("rest"));
    playing.events.wait_for(&cue("start"));
    tell(&home, &["suspend-sink", "null", "0"]);
    let recorder = Recorder::start(&home);
    playing.events.wait_for(&cue("start"));
    let from = playing.events.seen.len() - 1;
    playing.events.wait_end();
    let (status, stderr) = playing.wait_exit();
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert_one_warning(&stderr);
    assert_on_time(&playing.events);
    assert_all_heard(recorder, &playing.events, from);
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
    playing.events.wait_for(&cue("start"));
    tell(&home, &["set-default-sink", "null"]);
    playing.events.wait_for(&cue("rest"));
    let from = playing.events.seen.len() - 1;
    playing.events.wait_end();
    let (status, stderr) = playing.wait_exit();
    assert_eq!((status.code(), &*stderr), (Some(0), ""));
    assert_on_time(&playing.events);
    assert_all_heard(recorder, &playing.events, from);
}

/// How many streams are open.
fn streams(home: &Home) -> usize {
    ask(home, &["list", "short", "sink-inputs"]).lines().count()
}

#[test]
fn a_stream_is_open_for_its_lead_and_no_longer() {
    if !may_take_long() {
        return;
    }
    if !Kind::PulseAudio.is_there() {
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
        playing.events.wait_for(&cue("start"));
        let is_open = || (streams(&home) == 1).then_some(());
        eventually("a stream is open for the first cue", is_open);
        let said: Value = json!({"event": "say"});
        playing.events.wait_for(&said);
        assert_eq!(streams(&home), open, "two seconds before a cue, {lead:?}");
    }
    let run = home.run_with("routine lead", &[("LEGREST_SOUND_LEAD", "6s")]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("from 0s to 5s"), "{run:?}");
}
