//! How exactly cues begin: a recording of what a server played, laid beside the
//! events.
//!
//! Nothing is shifted to make the two fit. Both are brought to this test's own
//! clock, each by bounds that can only err to one side and get tighter with
//! every event and every block of the recording:
//!
//! - an event can't arrive before its moment, so the session began no later
//!   than the earliest of all (arrival - `t`);
//! - a block can't arrive before it was recorded, so the recording began no
//!   later than the earliest of all (arrival - what was recorded before).
//!
//! One event and one block that were not held up, out of hundreds, are enough.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::recording::{Found, Recording, sound_of};
use super::server::{Kind, Recorder, Server};
use crate::harness::{Home, may_take_long, show};
use crate::pty::events::Events;
use crate::pty::eventually;
use crate::pty::screen::Window;

/// Ready, three ticks, a hold, then rests with ticks and holds; after that a
/// cue about every 0.7 s. No sound runs into the next.
pub const EXCERPT: Excerpt = Excerpt {
    text: TEXT,
    sound: |step, cue| match (step, cue) {
        ("ticks", "last") => Some("bell"),
        ("pairs", "start") => Some("glow"),
        ("pairs", "rest") => Some("drop"),
        _ => None,
    },
    play: |home, recorder| play(Window::new(80, 24), home, recorder),
    least: 25,
};

const TEXT: &str = r#"
    title = "Excerpt"
    [[step]]
    name = "Ticks"
    reps = 3
    hold = "1s"
    rest = "5s"
    sounds = { last = "bell" }
    [[step]]
    name = "Pairs"
    prepare = "0s"
    reps = 14
    hold = "1s"
    rest = "500ms"
    sounds = { start = "glow", rest = "drop" }
"#;

/// A routine, and how it is played.
pub struct Excerpt {
    pub text: &'static str,
    /// The sound that it gives to a cue of a step in the place of the usual one.
    pub sound: fn(step: &str, cue: &str) -> Option<&'static str>,
    pub play: fn(&Home, &Recorder) -> Events,
    /// How many cues the recording must have, as far as it is whole.
    pub least: usize,
}

/// What is asked of a server's sound.
#[derive(Clone, Copy)]
pub struct Limits {
    /// How many may be anywhere. `PipeWire` begins a stream again that a key cut off
    /// some cycles later on some machines, whoever asks it.
    pub strays: usize,
    /// How far from its moment any other onset may be, in seconds.
    pub all: f64,
    /// How far 95 in 100 of them may be.
    pub most: f64,
    /// How far half of them may be.
    pub half: f64,
    /// How long a sound may go on after the event of the key that cuts it off.
    pub cut: f64,
}

impl Limits {
    /// A null sink of `PulseAudio`.
    pub const PULSEAUDIO: Self = Self {
        strays: 0,
        all: 0.025,
        most: 0.010,
        half: 0.010,
        cut: 0.15,
    };
    /// The recorder gets what was played up to a cycle of the server later, which
    /// is 46 ms.
    pub const PIPEWIRE: Self = Self {
        strays: 5,
        all: 0.090,
        most: 0.070,
        half: 0.050,
        cut: 0.25,
    };
}

/// What of a sound tells where it begins, in seconds: of a longer part, the same
/// some periods off is about as likely.
const ONSET: f64 = 0.15;

/// How far from its moment an onset is looked for, in seconds: "glow" begins a
/// second time after 0.18 s.
const AROUND: f64 = 0.15;

/// A cue that was told, and what a key left of it.
struct Told {
    cue: String,
    sound: &'static str,
    at: f64,
    /// When a key cut it off, if it was not over before.
    cut: Option<f64>,
    /// How long its event was on its way to this test.
    held_up: f64,
    /// When it should be heard, in seconds of the recording.
    due: f64,
    /// Whether the recording is whole around it.
    is_recorded: bool,
}

/// The cues of an excerpt, with the sounds that it gives them.
fn told(excerpt: &Excerpt, events: &Events, recorder: &Recorder) -> Vec<Told> {
    let began = beginning(events);
    let time = |event: &Value| event["t"].as_f64().expect("a time");
    let mut step = "";
    let mut cues: Vec<Told> = Vec::new();
    for (event, arrived) in events.seen.iter().zip(&events.arrived) {
        match event["event"].as_str().expect("a kind") {
            "segment" => step = event["step"].as_str().expect("a step"),
            "paused" | "skipped" => {
                if let Some(last) = cues.last_mut() {
                    last.cut = Some(time(event));
                }
            }
            "cue" => {
                let cue = event["cue"].as_str().expect("a cue").to_owned();
                let sound = (excerpt.sound)(step, &cue).unwrap_or_else(|| sound_of(&cue).name);
                let at = time(event);
                let moment = began + Duration::from_secs_f64(at);
                let arrived = arrived.saturating_duration_since(began).as_secs_f64();
                cues.push(Told {
                    cue,
                    sound,
                    at,
                    cut: None,
                    held_up: arrived - at,
                    due: recorder.exact_place_of(moment),
                    is_recorded: !recorder.is_torn_around(moment, 1.0),
                });
            }
            _ => {}
        }
    }
    cues
}

/// Plays the excerpt, skipping and pausing on the way.
pub fn play(window: Window, home: &Home, recorder: &Recorder) -> Events {
    let (screen, mut events) = window.run_for_events(home, "routine excerpt");
    // A key is pressed so long after the last event, in milliseconds.
    let press_after = |delay, keys| {
        let moment = Instant::now() + Duration::from_millis(delay);
        eventually("the moment of a key", || recorder.reaches(moment));
        screen.press(keys);
    };
    let rest = json!({"event": "cue", "cue": "rest"});
    let start = json!({"event": "cue", "cue": "start"});
    events.wait_for(&rest);
    events.wait_for(&rest);
    for _ in 0..4 {
        events.wait_for(&start);
    }
    // The next cue has been given to the server already, and must not be heard.
    press_after(850, "n");
    events.wait_for(&start);
    events.wait_for(&start);
    // The hold is counted in and goes on.
    press_after(250, " ");
    events.wait_for(&json!({"event": "paused"}));
    press_after(900, " ");
    events.wait_for(&json!({"event": "resumed"}));
    for _ in 0..4 {
        events.wait_for(&start);
    }
    // Back to the hold before.
    press_after(850, "b");
    for _ in 0..4 {
        events.wait_for(&start);
    }
    events.wait_end();
    events
}

/// When the session began, as far as its events tell.
pub fn beginning(events: &Events) -> Instant {
    let time = |event: &Value| Duration::from_secs_f64(event["t"].as_f64().expect("a time"));
    let all = events.seen.iter().zip(&events.arrived);
    let began = all.filter_map(|(event, arrived)| arrived.checked_sub(time(event)));
    began.min().expect("there are events")
}

#[test]
fn cues_begin_at_their_moments() {
    if !may_take_long() {
        return;
    }
    align(Kind::PulseAudio, &EXCERPT, Limits::PULSEAUDIO);
}

/// Plays an excerpt to a server, and looks for all its cues in the recording.
pub fn align(kind: Kind, excerpt: &Excerpt, limits: Limits) {
    if kind.is_there() {
        let (recording, cues) = record(kind, excerpt);
        assert_aligned(&recording, &cues, limits);
    }
}

/// How far off half of an excerpt's onsets are at most, in seconds. Holes in the
/// sound are no matter here.
#[cfg(feature = "alsa")]
pub fn half_within(kind: Kind, excerpt: &Excerpt) -> f64 {
    let (recording, cues) = record(kind, excerpt);
    let judged = cues.iter().filter(|told| told.is_recorded);
    let found = judged.filter_map(|told| {
        let sound = super::recording::Sound::load(told.sound);
        let onset = recording.find_part(&sound, 0.0..ONSET, told.due, AROUND);
        (onset.likeness > 0.8).then(|| (onset.at - told.due).abs())
    });
    let mut off: Vec<f64> = found.collect();
    assert!(
        off.len() >= excerpt.least,
        "{} of {}",
        off.len(),
        cues.len()
    );
    off.sort_by(f64::total_cmp);
    off[off.len() / 2]
}

fn record(kind: Kind, excerpt: &Excerpt) -> (Recording, Vec<Told>) {
    let home = Home::new().with_routine("excerpt", excerpt.text);
    let _server = Server::of(kind, &home);
    let recorder = Recorder::start(&home);
    let events = (excerpt.play)(&home, &recorder);
    let bowl = Instant::now() + Duration::from_secs(4);
    eventually("the last sound is over", || recorder.reaches(bowl));
    let cues = told(excerpt, &events, &recorder);
    let judged = cues.iter().filter(|told| told.is_recorded).count();
    assert!(judged >= excerpt.least, "{judged} of {}", cues.len());
    (recorder.stop(), cues)
}

#[track_caller]
fn assert_aligned(recording: &Recording, cues: &[Told], limits: Limits) {
    let mut late = Vec::new();
    let mut quiet_from = None;
    let mut strays = Vec::new();
    for told in cues {
        if !told.is_recorded {
            quiet_from = None;
            continue;
        }
        let Told { cue, at, cut, .. } = told;
        let sound = super::recording::Sound::load(told.sound);
        let lasts = cut.map_or(f64::MAX, |cut| cut - at).min(sound.seconds());
        let onset = recording.find_part(&sound, 0.0..lasts.min(ONSET), told.due, AROUND);
        let error = onset.at - told.due;
        let excess = error.abs() - told.held_up.max(0.0);
        if strays.len() < limits.strays && (onset.likeness <= 0.8 || excess > limits.all) {
            strays.push(format!("{cue} at {at}"));
            quiet_from = None;
            continue;
        }
        assert!(onset.likeness > 0.8, "{cue} at {at} is missing: {onset:?}");
        if let Some(from) = quiet_from {
            let noise = recording.sound_between(from, onset.at - 0.01);
            assert_eq!(noise, None, "before {cue} at {at}, heard at {}", onset.at);
        }
        // A key is heard as silence a little later.
        let fades = if cut.is_some() { limits.cut } else { 0.05 };
        quiet_from = Some(onset.at + lasts + fades);
        assert_whole(recording, &sound, lasts, onset, told);
        // A machine that holds up the event of a key holds up its sound as well.
        assert!(excess <= limits.all, "{cue} at {at} is {error} s off");
        late.push(error);
    }
    if let Some(from) = quiet_from {
        let noise = recording.sound_between(from, f64::MAX);
        assert_eq!(noise, None, "something after the last cue");
    }
    late.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    let (median, most) = (late[late.len() / 2], late[late.len() * 95 / 100]);
    let figures = format!(
        "{} of {} onsets: half within {:.1} ms, 95 % within {:.1} ms, the worst {:.1} ms off",
        late.len(),
        cues.len(),
        median * 1e3,
        most * 1e3,
        late[late.len() - 1] * 1e3
    );
    // Worth knowing, also where all is well: `--nocapture` shows it.
    show(&figures);
    let is_well = median.abs() <= limits.half && most.abs() <= limits.most;
    assert!(is_well, "{figures}\n{late:?}");
}

/// Fails unless the end of a sound is where its beginning says, and as loud.
#[track_caller]
fn assert_whole(
    recording: &Recording,
    sound: &super::recording::Sound,
    lasts: f64,
    onset: Found,
    told: &Told,
) {
    if told.cut.is_some() {
        return;
    }
    let tail = lasts * 0.5..lasts * 0.9;
    let end = recording.find_part(sound, tail, onset.at, 0.005);
    let fading = end.gain / onset.gain;
    let is_whole = end.likeness > 0.8 && (0.8..1.25).contains(&fading);
    let Told { cue, at, .. } = told;
    assert!(
        is_whole,
        "{cue} at {at} has a hole: {end:?} after {onset:?}"
    );
}
