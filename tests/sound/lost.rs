//! No sound, lost sound, and sound that comes back: a routine goes on.

use std::time::{Duration, Instant};

use super::heard::assert_heard;
use super::server::{Recorder, Server};
use super::{Playing, can_hear};
use crate::harness::{Home, at_once, may_take_long};
use crate::pty::events::{Events, of_kind};
use crate::pty::screen::Window;

/// A routine with a cue every few seconds, the last hold's like the others'.
pub fn every(seconds: u32, reps: u32) -> Home {
    let routine = format!(
        "title = 'Lost'\n[[step]]\nname = 'Lost'\nprepare = '0s'\nreps = {reps}\n\
         hold = '{seconds}s'\nrest = '{seconds}s'\nsounds = {{ start = 'bell' }}\n"
    );
    Home::new().with_routine("lost", &routine)
}

/// Fails unless every event came when it was due. The time that an event tells
/// proves nothing: it is when it should have come.
#[track_caller]
pub fn assert_on_time(events: &Events) {
    let begin = events.arrived[0];
    for (event, arrived) in events.seen.iter().zip(&events.arrived) {
        let due = begin + Duration::from_secs_f64(event["t"].as_f64().expect("a time"));
        let late = arrived.saturating_duration_since(due);
        assert!(late < Duration::from_millis(500), "{late:?} late: {event}");
    }
    let planned = events.seen[0]["total_s"].as_f64().expect("a length");
    let ended = events.seen.last().and_then(|event| event["t"].as_f64());
    assert_eq!(ended, Some(planned));
}

#[track_caller]
pub fn assert_one_warning(stderr: &str) {
    let is_one = stderr.lines().count() == 1 && stderr.starts_with("warning: no sound, ");
    assert!(is_one, "not one warning:\n{stderr}");
}

/// Fails unless the routine plays to its end, in its own time, and complains of
/// the sound once.
#[track_caller]
pub fn assert_goes_on_with_one_warning(mut playing: Playing) {
    assert_one_warning(&playing.play_out());
}

#[test]
fn without_a_server_there_is_one_warning() {
    let home = every(1, 2);
    let playing = Playing::start(&home, &["lost"]);
    assert_goes_on_with_one_warning(playing);
}

#[test]
fn without_a_server_the_bell_stands_in() {
    let cases = [("routine lost", true), ("routine lost -q", false)];
    at_once(cases, |(options, rings)| {
        let home = every(1, 2);
        let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, options);
        let cues = of_kind(&events.wait_end(), "cue").len();
        assert_eq!(screen.wait_exit().code(), Some(0));
        let bells = screen.bells();
        assert_eq!(
            bells,
            if rings { cues } else { 0 },
            "{options:?}, {cues} cues"
        );
    });
}

#[test]
fn a_server_that_dies_is_missed_once() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = every(1, 4);
    let server = Server::start(&home);
    let _recorder = Recorder::start(&home);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.wait_for_cue("start");
    playing.wait_for_cue("start");
    drop(server);
    assert_goes_on_with_one_warning(playing);
}

#[test]
fn a_server_that_comes_back_is_heard_again() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = every(2, 3);
    let server = Server::start(&home);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.wait_for_cue("start");
    drop(server);
    // The loss is noticed with a cue.
    playing.wait_for_cue("rest");
    let _server = Server::start(&home);
    let recorder = Recorder::start(&home);
    let recording_since = Instant::now();
    assert_one_warning(&playing.play_out());
    let Events { seen, arrived, .. } = &playing.events;
    let is_after = |at: &Instant| *at > recording_since;
    let first = seen
        .iter()
        .zip(arrived)
        .position(|(e, at)| e["event"] == "cue" && is_after(at));
    let first = first.expect("a cue after the return");
    let cues = of_kind(&seen[first..], "cue");
    assert!(cues.len() >= 2, "too few to tell: {cues:?}");
    // The cue before these may have been recorded in part. It has died away.
    let begin = recorder.place_of(arrived[first]) - 0.2;
    assert_heard(&recorder.stop().after(begin), &cues);
}

#[test]
fn a_server_that_does_not_answer_delays_nothing() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = every(1, 3);
    let server = Server::start(&home);
    let mut playing = Playing::start(&home, &["lost"]);
    playing.wait_for_cue("start");
    playing.wait_for_cue("start");
    server.freeze();
    assert_ends_in_time(playing);
    // And one that never answered.
    let stderr = assert_ends_in_time(Playing::start(&home, &["lost"]));
    assert_one_warning(&stderr);
}

/// The last sound may be waited for, but not for long.
#[track_caller]
fn assert_ends_in_time(mut playing: Playing) -> String {
    playing.events.wait_end();
    let ended = Instant::now();
    let (status, stderr) = playing.wait_exit();
    let took = ended.elapsed();
    assert!(took < Duration::from_secs(6), "{took:?}");
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert_on_time(&playing.events);
    stderr
}
