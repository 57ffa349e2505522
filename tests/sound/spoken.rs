//! How loud the real voice is beside the cues, and when it speaks: the cues are
//! recorded at one sink and the voice at another, so that neither hides the other.

use std::fs;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::aligned::beginning;
use super::loudness::loudness;
use super::recording::sound_of;
use super::server::{Kind, Recorder, Server, tell};
use super::{Playing, find_program};
use crate::harness::{Home, at_once, have, may_take_long, show};
use crate::pty::events::{Events, of_kind};
use crate::pty::screen::Window;
use crate::pty::{eventually, until};

/// The real one at a sink of its own, which writes down what it says.
const VOICE: &str = "#!/bin/sh\ntee -a said | PULSE_SINK=voice exec REAL \"$@\"\n";

/// Two sides with a rest between two holds, then a long hold that a key ends.
const EXCERPT: &str = r#"
    title = "Excerpt"
    [[step]]
    name = "Calf stretch"
    how = "Stand facing a wall."
    sides = "each"
    reps = 2
    hold = "6s"
    prepare = "8s"
    rest = "4s"
    switch = "8s"
    [[step]]
    name = "Legs up"
    hold = "5s-10m"
    prepare = "0s"
"#;

/// How far apart two words of one utterance are at most, in seconds.
const BREATH: f64 = 1.0;
/// The loudness of a cue that espeak-ng can follow at its softest, in LUFS.
const SOFTEST: f64 = -64.0;
/// How far the events and a recording may be at odds, in seconds.
const INEXACT: f64 = 0.03;

/// What was played, and its two recordings.
struct Heard {
    events: Events,
    cues: Recorder,
    voice: Recorder,
    said: Vec<String>,
}

/// Something that was said.
struct Utterance {
    /// The cue before it.
    cue: String,
    /// When that came, in seconds of the session.
    at: f64,
    /// From the end of that cue's sound to the first word, in seconds.
    after: f64,
    /// How much louder than that sound, in loudness units.
    louder: f64,
}

impl Heard {
    /// Plays with a voice at two sinks.
    fn play(routine: &str, play: impl FnOnce(&Home) -> Events) -> Self {
        let real = find_program("espeak-ng").display().to_string();
        let home = Home::new()
            .with_routine("excerpt", routine)
            .with_folder("bin")
            .with_file("bin/espeak-ng", VOICE.replace("REAL", &real));
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(home.path().join("bin/espeak-ng"), executable).expect("a script");
        let _server = Server::start(&home);
        let sink = [
            "load-module",
            "module-null-sink",
            "sink_name=voice",
            "rate=44100",
        ];
        tell(&home, &sink);
        tell(&home, &["set-default-sink", "null"]);
        let cues = Recorder::start(&home);
        let voice = Recorder::of_sink(&home, "voice");
        let events = play(&home);
        let end = Instant::now() + Duration::from_millis(500);
        eventually("the last word is recorded", || voice.reaches(end));
        let said = fs::read_to_string(home.path().join("said")).unwrap_or_default();
        let said = said.lines().map(str::to_owned).collect();
        Self {
            events,
            cues,
            voice,
            said,
        }
    }

    /// All utterances. Fails where a word sounds over a cue.
    fn utterances(&self) -> Vec<Utterance> {
        let voice = self.voice.so_far();
        let began = beginning(&self.events);
        let cues = of_kind(&self.events.seen, "cue");
        let time = |cue: &Value| cue["t"].as_f64().expect("a time");
        let moment = |at: f64| began + Duration::from_secs_f64(at);
        let mut utterances = Vec::new();
        for (index, cue) in cues.iter().enumerate() {
            let (name, at) = (cue["cue"].as_str().expect("a name"), time(cue));
            let begins = self.voice.exact_place_of(moment(at));
            let ends = begins + sound_of(name).seconds();
            let next = cues.get(index + 1).map(|next| moment(time(next)));
            let next = next.map_or(f64::MAX, |next| self.voice.exact_place_of(next));
            let word = voice.sound_between(begins - INEXACT, ends.min(next) - INEXACT);
            assert_eq!(word, None, "over {name} at {at}, which begins at {begins}");
            let mut from = ends;
            while let Some(first) = voice.sound_between(from, next) {
                let mut last = first;
                while let Some(more) = voice.sound_between(last + 0.02, last + BREATH) {
                    last = more;
                }
                let sound = self.cues.exact_place_of(moment(at));
                let sound = sound..sound + sound_of(name).seconds();
                utterances.push(Utterance {
                    cue: name.to_owned(),
                    at,
                    after: first - ends,
                    louder: Self::loudness(&self.voice, first..last)
                        - Self::loudness(&self.cues, sound).max(SOFTEST),
                });
                from = last + BREATH;
            }
        }
        utterances
    }

    fn loudness(recorder: &Recorder, part: Range<f64>) -> f64 {
        loudness(&recorder.samples(part.start - 0.05, part.end + 0.05))
    }

    /// Fails unless the voice fits to the cues at this volume.
    fn assert_fits(&self, volume: &str) {
        let utterances = self.utterances();
        let lines = utterances.iter().zip(&self.said).map(|(it, text)| {
            let Utterance {
                cue,
                at,
                after,
                louder,
            } = it;
            format!("  {at:7.2} {cue:<6} +{after:.2} s {louder:+5.1} LU  {text}\n")
        });
        show(&format!("volume {volume}:\n{}", lines.collect::<String>()));
        let mut all = utterances
            .iter()
            .map(|it| (it.cue.as_str(), it.after, it.louder));
        assert_eq!(utterances.len(), self.said.len(), "{:?}", self.said);
        assert!(utterances.len() >= 4);
        let fits = all.all(|(cue, after, louder)| {
            let most = if cue == "finish" { 3.0 } else { 4.0 };
            after >= 0.19 && louder.abs() <= most
        });
        assert!(fits, "at volume {volume}, see above");
        assert_eq!(
            self.said.last().map(String::as_str),
            Some("Done. Good night.")
        );
    }
}

fn can_be_heard() -> bool {
    Kind::PulseAudio.is_there() && have(&["espeak-ng"])
}

#[test]
fn the_voice_is_as_loud_as_the_cues_and_covers_none() {
    if !may_take_long() || !can_be_heard() {
        return;
    }
    at_once(["25", "50", "75"], |volume| {
        let heard = Heard::play(EXCERPT, |home| {
            let arguments = [
                "routine", "excerpt", "--voice", "--level", "full", "--volume", volume,
            ];
            let (screen, mut events) = Window::new(80, 24).run_for_events(home, &arguments);
            for cue in ["start", "last", "start", "last", "enough"] {
                events.wait_for(&json!({"event": "cue", "cue": cue}));
            }
            let said = || fs::read_to_string(home.path().join("said")).unwrap_or_default();
            until("the long hold is named", || said().contains("Legs up"));
            let later = Instant::now() + Duration::from_secs(3);
            until("it has been", || Instant::now() > later);
            screen.press("\r");
            events.wait_end();
            { screen }.wait_exit();
            events
        });
        heard.assert_fits(volume);
    });
}

/// Takes 22 minutes: `LEGREST_TEST_NIGHT=1 cargo test --test tests -- --nocapture
/// a_whole_night`.
#[test]
fn the_voice_fits_to_the_cues_of_a_whole_night() {
    if std::env::var_os("LEGREST_TEST_NIGHT").is_none() || !can_be_heard() {
        return;
    }
    at_once(["25", "50", "75"], |volume| {
        let heard = Heard::play("", |home| {
            let mut playing = Playing::start(home, &["bedtime", "--voice", "--volume", volume]);
            playing.child.wait().expect("it ends");
            playing.finish()
        });
        heard.assert_fits(volume);
    });
}
