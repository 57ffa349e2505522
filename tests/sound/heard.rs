//! Every cue is heard, when it should be and as it should be.

use serde_json::{Value, json};

use super::recording::{Found, Recording, SOUNDS, Sound, sound_of};
use super::server::{Recorder, Server};
use super::{Playing, can_hear};
use crate::harness::{Home, may_take_long};
use crate::pty::events::of_kind;
use crate::pty::screen::{Screen, Window};
use crate::sounds_made::make;

/// How far a cue may be from its moment, in seconds.
const TOLERANCE: f64 = 0.15;

/// Ready and three ticks, then start, enough, start, switch, start, start,
/// rest, last, finish: no sound runs into the next.
const CUES: &str = r#"
    title = "Cues"
    [[step]]
    name = "Range"
    hold = "2s-3s"
    prepare = "5s"
    [[step]]
    name = "Sides"
    sides = "each"
    hold = "1s"
    prepare = "0s"
    switch = "1s"
    [[step]]
    name = "Reps"
    reps = 2
    hold = "1500ms"
    prepare = "0s"
    rest = "1300ms"
"#;

const MOVEMENTS: &str = r#"
    title = "Movements"
    [[step]]
    name = "Bridge"
    reps = 2
    tempo = "1200ms, 600ms"
    prepare = "0s"
"#;

/// One cue, at the beginning, and silence after it.
const START: &str = r#"
    title = "Start"
    [sounds]
    finish = "none"
    [[step]]
    name = "Start"
    hold = "1s"
    prepare = "0s"
"#;

/// Looks for the sound of every cue at the moment its event tells. The clock of
/// a recording begins anywhere, so all cues share one shift.
#[track_caller]
pub fn assert_heard(recording: &Recording, cues: &[&Value]) {
    let moment = |cue: &Value| cue["t"].as_f64().expect("a time");
    let name = |cue: &Value| cue["cue"].as_str().expect("a name").to_owned();
    let first = recording.first_sound().expect("anything is heard");
    let first = recording.find(&sound_of(&name(cues[0])), first, 0.1);
    let begin = first.at - moment(cues[0]);
    let found: Vec<Found> = cues
        .iter()
        .map(|cue| recording.find(&sound_of(&name(cue)), begin + moment(cue), 2.0 * TOLERANCE))
        .collect();
    let mut shifts: Vec<f64> = found
        .iter()
        .zip(cues)
        .map(|(f, c)| f.at - moment(c))
        .collect();
    shifts.sort_by(f64::total_cmp);
    let shift = shifts[shifts.len() / 2];
    let mut silence_from = 0.0;
    for (cue, found) in cues.iter().zip(&found) {
        let sound = sound_of(&name(cue));
        let late = found.at - moment(cue) - shift;
        assert!(
            found.likeness > 0.8 && late.abs() < TOLERANCE,
            "{cue}: {found:?}, {late:+.3} s late"
        );
        // It is this sound and no other.
        for other in SOUNDS.map(Sound::load) {
            let likeness = recording.find(&other, found.at, 0.01).likeness;
            assert!(
                other.name == sound.name || likeness < found.likeness - 0.1,
                "{cue}: {found:?}, but {} has {likeness}",
                other.name
            );
        }
        let noise = recording.sound_between(silence_from, found.at - 0.02);
        assert_eq!(
            noise, None,
            "a sound before {cue}, expected at {}",
            found.at
        );
        silence_from = found.at + sound.seconds() + 0.05;
    }
    let noise = recording.sound_between(silence_from, f64::MAX);
    assert_eq!(noise, None, "a sound after all cues");
}

/// Plays a routine and records it.
fn record(home: &Home, arguments: &[&str]) -> (Recording, Vec<Value>) {
    let recorder = Recorder::start(home);
    let events = Playing::start(home, arguments).finish();
    (recorder.stop(), events.seen)
}

/// The same of a routine alone, with a server of its own.
fn record_alone(text: &str, options: &[&str]) -> (Recording, Vec<Value>) {
    let home = Home::new().with_routine("alone", text);
    let _server = Server::start(&home);
    record(&home, &[&["alone"], options].concat())
}

/// Where the first cue begins, which is this one.
fn begin_of(recording: &Recording, cue: &str) -> Found {
    let first = recording.first_sound().expect("anything is heard");
    let begin = recording.find(&sound_of(cue), first, 0.2);
    assert!(begin.likeness > 0.9, "{begin:?}");
    begin
}

#[test]
fn every_cue_is_heard_in_its_place() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let (recording, events) = record_alone(CUES, &["--level", "full"]);
    let cues = of_kind(&events, "cue");
    let names: Vec<&str> = cues.iter().filter_map(|cue| cue["cue"].as_str()).collect();
    let wanted = [
        "ready", "tick", "tick", "tick", "start", "enough", "start", "switch", "start", "start",
        "rest", "last", "finish",
    ];
    assert_eq!(names, wanted);
    assert_heard(&recording, &cues);
}

#[test]
fn the_parts_of_movements_are_heard() {
    if !can_hear() {
        return;
    }
    let (recording, events) = record_alone(MOVEMENTS, &[]);
    let cues = of_kind(&events, "cue");
    let names: Vec<&Value> = cues.iter().map(|cue| &cue["cue"]).collect();
    assert_eq!(names, ["start", "part", "beat", "part", "finish"]);
    assert_heard(&recording, &cues);
}

#[test]
fn the_middle_is_heard_in_a_rehearsal() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let half = START.replace("1s", "20s");
    // At a tenth of the time the middle comes where the bell has just ended.
    let (recording, events) = record_alone(&half, &["--speed", "10"]);
    let cues = of_kind(&events, "cue");
    let names: Vec<&Value> = cues.iter().map(|cue| &cue["cue"]).collect();
    assert_eq!(names, ["start", "half", "finish"]);
    // The last one has no sound in this routine.
    assert_heard(&recording, &cues[..2]);
}

#[test]
fn quiet_is_silent() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = Home::new().with_routine("start", START);
    let _server = Server::start(&home);
    for silence in [&["-q"][..], &["--volume", "0"]] {
        let (recording, events) = record(&home, &[&["start"], silence].concat());
        assert!(recording.seconds() > 1.5, "{}", recording.seconds());
        assert_eq!(recording.first_sound(), None, "{silence:?}");
        assert!(!of_kind(&events, "cue").is_empty());
    }
    let (recording, _) = record(&home, &["start"]);
    assert!(recording.first_sound().is_some(), "the server works");
}

#[test]
fn more_volume_is_louder() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = Home::new().with_routine("start", START);
    let _server = Server::start(&home);
    let loudness = ["20", "40", "80"].map(|volume| {
        let (recording, events) = record(&home, &["start", "--volume", volume]);
        assert_heard(&recording, &of_kind(&events, "cue")[..1]);
        recording.loudness()
    });
    let [low, middle, high] = loudness;
    assert!(2.0 * low < middle && 2.0 * middle < high, "{loudness:?}");
}

/// A recording of nothing but the last cue, and where it begins.
fn record_the_end() -> (Recording, Found) {
    let (recording, _) = record_alone(&START.replace("finish", "start"), &[]);
    let begin = begin_of(&recording, "finish");
    (recording, begin)
}

#[test]
fn the_last_sound_is_not_cut_off() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let (recording, begin) = record_the_end();
    let bowl = sound_of("finish");
    let length = bowl.seconds();
    for from in [length - 0.75, length - 0.25] {
        let end = recording.find_part(&bowl, from..length, begin.at, 0.01);
        let fading = end.gain / begin.gain;
        assert!(
            end.likeness > 0.8 && (0.8..1.25).contains(&fading),
            "from {from} s on: {end:?}, after {begin:?}"
        );
    }
}

#[test]
fn a_sound_is_played_without_gaps() {
    if !can_hear() {
        return;
    }
    let (recording, begin) = record_the_end();
    // Each lost or doubled sample shifts all that come after it.
    let bowl = sound_of("finish");
    let whole = recording.find_part(&bowl, 0.0..bowl.seconds(), begin.at, 0.001);
    assert!(whole.likeness > 0.95, "{whole:?}, beginning with {begin:?}");
}

#[test]
fn m_mutes_and_unmutes() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let routine = r#"
        title = "Mute"
        [[step]]
        name = "Mute"
        reps = 4
        hold = "10m"
        prepare = "0s"
        sounds = { note = "none" }
        notes = [{ at = "2s", text = "Two seconds." }]
    "#;
    let home = Home::new().with_routine("mute", routine);
    let _server = Server::start(&home);
    let recorder = Recorder::start(&home);
    let (screen, mut events) = Window::new(80, 24).run_for_events(&home, "routine mute");
    let start = json!({"event": "cue", "cue": "start"});
    let two_seconds = json!({"event": "say"});
    // Each press comes long after the bell before it has died away.
    let mut place_of_start = |screen: &Screen, keys| {
        screen.press(keys);
        events.wait_for(&start);
        let arrived = events.arrived.last().copied().expect("an event");
        events.wait_for(&two_seconds);
        recorder.place_of(arrived)
    };
    let heard = place_of_start(&screen, "");
    let muted = place_of_start(&screen, "mn");
    let unmuted = place_of_start(&screen, "mn");
    screen.press("q");
    let recording = recorder.stop();
    let bell = |from: f64, to: f64| recording.sound_between(from - 0.1, to - 0.1);
    assert!(bell(heard, muted).is_some(), "before");
    assert_eq!(bell(muted, unmuted), None, "muted");
    assert!(bell(unmuted, f64::MAX).is_some(), "after");
}

#[test]
fn legs_up_is_faint_and_legs_down_is_heard() {
    if !can_hear() {
        return;
    }
    let routine = r#"
        title = "Up"
        sounds = { finish = "none" }
        [[step]]
        name = "Legs up"
        hold = "10m-15m"
        prepare = "0s"
        notes = [{ at = "5m", text = "Feet cold, pale or numb? Lower your legs." }]
        [[step]]
        name = "Legs down"
        hold = "30s"
        prepare = "0s"
        sounds = { half = "none" }
    "#;
    let (recording, _) = record_alone(routine, &["--speed", "200"]);
    let begins = begin_of(&recording, "start").at;
    let samples = make::sounds();
    // The loudness of a cue after so many seconds.
    let heard = |cue, at| {
        let sound = sound_of(cue);
        let found = recording.find(&sound, begins + at, 0.1);
        assert!(found.likeness > 0.9, "{cue}: {found:?}");
        let file = samples.iter().find(|(name, _)| *name == sound.name);
        let (_, file) = file.expect("a sound");
        make::measure::loudness(file)[0] + 20.0 * found.gain.log10()
    };
    let up = [
        ("start", 0.0),
        ("note", 1.5),
        ("half", 1.875),
        ("enough", 3.0),
    ];
    let up = up.map(|(cue, at)| heard(cue, at));
    assert!(up.iter().all(|heard| *heard <= -43.0), "{up:?}");
    // What leads to nothing is the faintest.
    assert!(up[3] < -48.0, "{up:?}");
    let down = heard("start", 3.75);
    assert!((-41.0..-39.0).contains(&down), "{down}");
}

#[test]
fn the_last_minute_is_softer_but_not_what_asks_for_something() {
    if !can_hear() {
        return;
    }
    // Neither hold is a long one; the second begins in the last minute.
    let routine = r#"
        title = "Soft"
        [sounds]
        finish = "none"
        [[step]]
        name = "Early"
        hold = "100s"
        prepare = "0s"
        [[step]]
        name = "Late"
        hold = "60s"
        prepare = "0s"
    "#;
    let (recording, _) = record_alone(routine, &["--speed", "40"]);
    let begins = begin_of(&recording, "start").at;
    // How much louder a cue is at first than later, after so many seconds each.
    let louder = |cue, [early, late]: [f64; 2]| {
        let sound = sound_of(cue);
        let [early, late] = [early, late].map(|at| recording.find(&sound, begins + at, 0.1));
        assert!(
            early.likeness > 0.9 && late.likeness > 0.9,
            "{cue}: {early:?} {late:?}"
        );
        early.gain / late.gain
    };
    // 6 dB.
    let half = louder("half", [1.25, 3.25]);
    assert!((1.9..2.1).contains(&half), "{half}");
    let start = louder("start", [0.0, 2.5]);
    assert!((0.95..1.05).contains(&start), "{start}");
}
