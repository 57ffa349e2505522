//! `legrest sounds`: every cue by name, and where the sound goes.

use std::time::{Duration, Instant};

use super::can_hear;
use super::recording::sound_of;
use super::server::{Recorder, Server};
use crate::harness::{Home, Run, may_take_long};

const CUES: [&str; 12] = [
    "ready", "start", "last", "half", "enough", "rest", "switch", "tick", "beat", "part", "note",
    "finish",
];

#[test]
fn every_cue_is_named_and_heard() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = Home::new();
    let _server = Server::start(&home);
    let recorder = Recorder::start(&home);
    // It fails when it is asked for a second time.
    let voice = (
        "LEGREST_VOICE_COMMAND",
        "sh -c '[ ! -e said ] && cat > said'",
    );
    let run = home.run_with("sounds", &[voice]).success();
    let mut lines = run.stdout.lines();
    let way = lines.next().expect("where the sound goes");
    assert!(way.starts_with("through PulseAudio or PipeWire: "), "{way}");
    assert!(way.ends_with("to null"), "{way}");
    let named: Vec<&str> = lines.filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(named[1..], [&CUES[..], &["voice"]].concat());
    let last = "\nvoice   sh: nothing but itself sets how loud it is\n";
    assert!(run.stdout.ends_with(last), "{run:?}");
    let said = std::fs::read_to_string(home.path().join("said"));
    assert_eq!(said.expect("it has spoken"), "Left side.\n");
    let recording = recorder.stop();
    let mut from = 0.0;
    // The voice is heard beside one more.
    for cue in CUES.into_iter().chain(["switch"]) {
        let sound = sound_of(cue);
        let begin = recording.sound_between(from, f64::MAX).expect("a sound");
        let found = recording.find(&sound, begin, 0.2);
        assert!(found.likeness > 0.8, "{cue}: {found:?}");
        from = found.at + sound.seconds() + 0.05;
    }
    assert_eq!(recording.sound_between(from, f64::MAX), None);
    let run = home.run_with("sounds", &[voice]).success();
    let warning = "warning: no voice: sh failed with exit status: 1\n";
    assert_eq!(run.stderr, warning);
}

#[test]
fn nothing_is_played_once_its_name_has_no_reader() {
    if !can_hear() {
        return;
    }
    let home = Home::new();
    let _server = Server::start(&home);
    let recorder = Recorder::start(&home);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = home.command("sounds");
    let run = Run::new(&command.stdout(writer).output().expect("legrest runs"));
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    assert_eq!(recorder.stop().first_sound(), None);
}

#[test]
fn one_cue_is_heard_alone_and_as_loud_as_asked() {
    if !can_hear() {
        return;
    }
    let home = Home::new();
    let _server = Server::start(&home);
    let gain = |volume: &str| {
        let recorder = Recorder::start(&home);
        let run = home.run(&["sounds", "switch", "--volume", volume]);
        assert!(
            run.success()
                .stdout
                .contains("\nswitch  swing   change sides\n")
        );
        let recording = recorder.stop();
        let begin = recording.first_sound().expect("a sound");
        recording.find(&sound_of("switch"), begin, 0.2).gain
    };
    // 25 points are 10 dB.
    let ratio = gain("100") / gain("75");
    assert!((3.0..3.4).contains(&ratio), "{ratio}");
}

#[test]
fn without_sound_it_fails_and_says_why() {
    let home = Home::new();
    let run = home.run("sounds").exits(1);
    let why = "no PulseAudio or PipeWire server at";
    assert!(
        run.stdout.contains(why) && run.stderr.contains(why),
        "{run:?}"
    );
    let run = home.run("sounds --volume 0").exits(1);
    run.mentions("volume 0");
    assert_eq!(home.run("sounds gong").code, Some(2));
}

#[test]
fn a_frozen_server_is_not_waited_for() {
    if !can_hear() {
        return;
    }
    let home = Home::new();
    let server = Server::start(&home);
    server.freeze();
    let began = Instant::now();
    home.run("sounds").exits(1).mentions("doesn't answer");
    let took = began.elapsed();
    assert!(took < Duration::from_secs(6), "{took:?}");
}
