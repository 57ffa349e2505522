//! A server that freezes, is restarted, or sends its sound elsewhere.

use serde_json::{Value, json};

use super::Playing;
use super::lost::{
    assert_goes_on_with_one_warning, assert_on_time, assert_one_warning, cue, every,
};
use super::recording::sound_of;
use super::server::{Kind, Recorder, Server, ask, tell};
use crate::harness::Home;
use crate::pty::events::of_kind;
use crate::pty::eventually;

#[test]
fn a_server_that_freezes_costs_one_warning() {
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
    let place = recorder.place_of(playing.events.arrived[from]);
    playing.events.wait_end();
    let (status, stderr) = playing.wait_exit();
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert!(stderr.lines().count() <= 1, "{stderr}");
    assert_on_time(&playing.events);
    let recording = recorder.stop();
    let begin = playing.events.seen[from]["t"].as_f64().expect("a time");
    for told in of_kind(&playing.events.seen[from..], "cue") {
        let due = place + told["t"].as_f64().expect("a time") - begin;
        let sound = sound_of(told["cue"].as_str().expect("a cue"));
        let found = recording.find(&sound, due, 0.15);
        assert!(found.likeness > 0.8, "{told}: {found:?}");
    }
}

#[test]
fn a_suspended_sink_costs_one_warning_and_is_heard_again() {
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
    let last = playing.events.arrived.last().copied().expect("an event");
    let place = recorder.place_of(last);
    playing.events.wait_end();
    let (status, stderr) = playing.wait_exit();
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert_one_warning(&stderr);
    assert_on_time(&playing.events);
    let heard = recorder.stop().find(&sound_of("start"), place, 0.2);
    assert!(heard.likeness > 0.8, "{heard:?}");
}

#[test]
fn a_stream_follows_to_another_sink() {
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
    let last = playing.events.arrived.last().copied().expect("an event");
    let place = recorder.place_of(last);
    playing.events.wait_end();
    let (status, stderr) = playing.wait_exit();
    assert_eq!((status.code(), &*stderr), (Some(0), ""));
    assert_on_time(&playing.events);
    let heard = recorder.stop().find(&sound_of("rest"), place, 0.2);
    assert!(heard.likeness > 0.8, "{heard:?}");
}

/// How many streams are open.
fn streams(home: &Home) -> usize {
    ask(home, &["list", "short", "sink-inputs"]).lines().count()
}

#[test]
fn a_stream_is_open_for_its_lead_and_no_longer() {
    if !Kind::PulseAudio.is_there() {
        return;
    }
    // A sound at the beginning, one at the end, and six seconds in between.
    let routine = "title = 'Lead'\n[[step]]\nname = 'Lead'\nprepare = '0s'\nhold = '8s'\n\
                   notes = [{ at = '6s', text = 'now' }]\n";
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
    let run = home.run_with(&["routine", "lead"], &[("LEGREST_SOUND_LEAD", "6s")]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("from 0s to 5s"), "{run:?}");
}
