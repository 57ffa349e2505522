//! Where the sound goes and how loud it is there, which is for the person to say:
//! the volume of a sink, what the server remembers, `PULSE_SINK`, `PULSE_SERVER`.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::lost::{assert_on_time, every};
use super::server::{Kind, Recorder, Server, ask, tell};
use super::{Playing, can_hear};
use crate::harness::{Home, may_take_long};
use crate::pty::eventually;

/// How loud the first cue is in a recording of what a run of `legrest sounds`
/// plays to a sink.
fn gain(home: &Home, sink: &str, environment: &[(&str, &str)], volume: &str) -> f64 {
    let recorder = Recorder::of_sink(home, sink);
    let is_gone = environment.iter().any(|(_, value)| value != &sink);
    let run = home.run_with(&["sounds", "start", "--volume", volume], environment);
    let run = run.success();
    let warned = run.stderr.contains("the sound server has no sink");
    assert_eq!(warned, is_gone, "{run:?}");
    let to = format!(", to {sink}\n");
    assert!(run.stdout.contains(&to), "{to} in {run:?}");
    let recording = recorder.stop();
    let begin = recording.first_sound().expect("a sound");
    let bell = super::recording::sound_of("start");
    recording.find(&bell, begin, 0.2).gain
}

/// A home with a server that has a second sink, and options more.
fn two_sinks(options: &[&str]) -> (Home, Server) {
    let home = Home::new();
    let server = Server::with(Kind::PulseAudio, &home, options);
    let other = ["sink_name=other", "rate=44100"];
    tell(
        &home,
        &[&["load-module", "module-null-sink"], &other[..]].concat(),
    );
    tell(&home, &["set-default-sink", "null"]);
    (home, server)
}

#[test]
fn the_volume_of_a_sink_is_left_alone() {
    if !may_take_long() || !Kind::PulseAudio.is_there() {
        return;
    }
    let home = Home::new()
        .with_folder(".config/pulse")
        .with_file(".config/pulse/daemon.conf", "flat-volumes = yes\n");
    let _server = Server::start(&home);
    tell(&home, &["set-sink-volume", "null", "50%"]);
    let volume = || ask(&home, &["get-sink-volume", "null"]);
    let before = volume();
    assert!(before.contains(" 50% "), "{before}");
    let [full, less] = ["100", "75"].map(|ours| {
        let gain = gain(&home, "null", &[], ours);
        assert_eq!(volume(), before, "after --volume {ours}");
        gain
    });
    // Half of PulseAudio's scale is 18 dB, a quarter of ours 10 dB.
    assert!((0.11..0.14).contains(&full), "{full}");
    assert!((3.0..3.4).contains(&(full / less)), "{full} {less}");
}

#[test]
fn a_stream_is_where_and_as_loud_as_the_server_remembers() {
    if !may_take_long() || !Kind::PulseAudio.is_there() {
        return;
    }
    let (home, _server) = two_sinks(&["--load=module-stream-restore"]);
    let home = home.with_routine(
        "once",
        "title = 'Once'\n[[step]]\nname = 'Once'\nhold = '10m'\n",
    );
    let whole = gain(&home, "null", &[], "100");
    let playing = Playing::start(&home, &["once"]);
    // As in the server's own mixer.
    let stream = eventually("a stream is open", || {
        let list = ask(&home, &["list", "short", "sink-inputs"]);
        Some(list.split('\t').next()?.to_owned()).filter(|number| !number.is_empty())
    });
    tell(&home, &["set-sink-input-volume", &stream, "50%"]);
    tell(&home, &["move-sink-input", &stream, "other"]);
    drop(playing);
    let ratio = whole / gain(&home, "other", &[], "100");
    assert!((7.0..9.0).contains(&ratio), "{ratio}");
}

#[test]
fn a_sink_is_named_as_for_all_programs() {
    if !may_take_long() || !Kind::PulseAudio.is_there() {
        return;
    }
    let (home, _server) = two_sinks(&[]);
    let other = [("PULSE_SINK", "other")];
    assert!(gain(&home, "other", &other, "100") > 0.5);
    let home = home.with_folder(".config/pulse");
    let conf = "# default-sink = null\ndefault-sink = other\n";
    let home = home.with_file(".config/pulse/client.conf", conf);
    assert!(gain(&home, "other", &[], "100") > 0.5);
    // The environment comes first.
    assert!(gain(&home, "null", &[("PULSE_SINK", "null")], "100") > 0.5);
}

#[test]
fn a_sink_that_is_not_there_is_told_once_and_not_waited_for() {
    if !may_take_long() {
        return;
    }
    for kind in [Kind::PulseAudio, Kind::PipeWire] {
        if !kind.is_there() {
            return;
        }
        let home = every(1, 2);
        let _server = Server::of(kind, &home);
        assert!(gain(&home, "null", &[("PULSE_SINK", "gone")], "100") > 0.5);
        let play = &|sink: &str| {
            let gone = [("PULSE_SINK", sink)];
            let mut playing = Playing::start_with(&home, &["lost", "--no-journal"], &gone);
            playing.events.wait_end();
            let (status, said) = playing.wait_exit();
            let is_one = said.lines().count() == 1 && said.len() < 300;
            assert!(status.success() && is_one, "{kind:?}: {said}");
            let what = "warning: the sound server has no sink \"";
            assert!(said.starts_with(what), "{kind:?}: {said}");
            assert_on_time(&playing.events);
        };
        let long = "x".repeat(10_000);
        thread::scope(|scope| {
            for sink in ["gone", "not a name", &long] {
                scope.spawn(move || play(sink));
            }
        });
    }
}

/// A port of this machine that is free.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

#[test]
fn a_server_on_this_machine_is_reached_through_the_network() {
    if !may_take_long() || !Kind::PulseAudio.is_there() {
        return;
    }
    let home = Home::new();
    let port = free_port();
    let tcp = format!("--load=module-native-protocol-tcp listen=127.0.0.1 port={port}");
    let _server = Server::with(Kind::PulseAudio, &home, &[&tcp]);
    let elsewhere = home.path().join("elsewhere").display().to_string();
    let run = |server: &str, cookie: Option<&str>| {
        let mut environment = vec![("PULSE_SERVER", server), ("XDG_RUNTIME_DIR", &elsewhere)];
        environment.extend(cookie.map(|cookie| ("PULSE_COOKIE", cookie)));
        home.run_with("sounds tick", &environment)
    };
    // The server has made its user's cookie in the home, and asks for it here.
    for server in [
        format!("tcp:127.0.0.1:{port}"),
        format!("tcp4:localhost:{port}"),
        format!("{{0f1e}}unix:/nowhere tcp:192.0.2.1:{port} localhost:{port}"),
    ] {
        let run = run(&server, None).success();
        assert!(run.stdout.contains(", to null\n"), "{server}: {run:?}");
    }
    let cookie = home.path().join("another");
    fs::write(&cookie, [7; 256]).expect("a cookie");
    run(
        &format!("tcp:127.0.0.1:{port}"),
        Some(&cookie.display().to_string()),
    )
    .exits(1)
    .mentions("cookie");
}

#[test]
fn a_server_elsewhere_is_not_spoken_to() {
    let home = Home::new();
    for server in [
        "tcp:192.0.2.1:4713",
        "tcp6:[2001:db8::1]",
        "nas",
        "nas.local:4713",
    ] {
        let began = Instant::now();
        let run = home
            .run_with("sounds", &[("PULSE_SERVER", server)])
            .exits(1);
        let why = format!("the sound server is set to \"{server}\", and only one on this machine");
        run.mentions(&why);
        assert!(began.elapsed() < Duration::from_secs(1), "{server}");
    }
}

/// Nobody looks into what only pretends to be a cookie.
#[test]
fn a_cookie_is_a_file_and_no_longer_than_one() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let home = every(1, 2);
    let _server = Server::start(&home);
    let pipe = home.path().join("pipe");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .stdin(Stdio::null())
        .status();
    assert!(made.expect("mkfifo runs").success());
    let huge = home.path().join("huge");
    let file = fs::File::create(&huge).expect("a file");
    file.set_len(64 << 30).expect("a file with a hole");
    let cases = [
        pipe.as_path(),
        &huge,
        home.path(),
        "/dev/zero".as_ref(),
        "/dev/tty".as_ref(),
        "/nowhere".as_ref(),
    ];
    let play = &|place: &str, case: &Path| {
        let case = case.display().to_string();
        let mut playing = Playing::start_with(&home, &["lost", "--no-journal"], &[(place, &case)]);
        playing.wait_for_cue("rest");
        let memory = super::memory(&playing);
        assert!(memory < 32 << 10, "{place}={case}: {memory} KiB");
        assert_on_time(&playing.finish());
    };
    for place in ["PULSE_COOKIE", "PULSE_CLIENTCONFIG"] {
        thread::scope(|scope| {
            for case in cases {
                scope.spawn(move || play(place, case));
            }
        });
    }
}
