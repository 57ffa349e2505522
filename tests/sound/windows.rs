//! The program for Windows, by Wine's sound.

use std::path::Path;
use std::process::{Command, Stdio};

use super::recording::sound_of;
use super::server::{Recorder, Server};
use super::{Playing, can_hear};
use crate::harness::{Home, may_take_long, skip};
use crate::pty::events::{Events, of_kind};

const TARGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target");
/// How far a cue may be from its moment, in seconds: more than on Linux, since what
/// passes on the sound is not made for real time.
const TOLERANCE: f64 = 0.3;

/// Nothing at first, for while the device is opened a sound comes when it can; then
/// start, switch, start, finish.
const CUES: &str = r#"
    title = "Cues"
    [sounds]
    ready = "none"
    [[step]]
    name = "Sides"
    sides = "each"
    hold = "1s"
    prepare = "3s"
    switch = "1s"
"#;
const WINE: &str = "/usr/lib/wine/wine64";

#[test]
fn every_cue_is_heard_in_its_place_on_windows_too() {
    if !may_take_long() || !can_hear() {
        return;
    }
    let program = format!("{TARGET}/x86_64-pc-windows-gnu/debug/legrest.exe");
    let system = format!("{TARGET}/wine");
    if ![WINE, &program, &system]
        .iter()
        .all(|it| Path::new(it).exists())
    {
        skip("the program for Windows, which .ci/windows builds");
        return;
    }
    let home = Home::new().with_routine("cues", CUES);
    let _server = Server::start(&home);
    // The root of this system is a drive there.
    let on_drive = |(name, path): (&'static str, std::path::PathBuf)| match name {
        "LEGREST_CONFIG_DIR" | "LEGREST_DATA_DIR" => (name, format!("Z:{}", path.display()).into()),
        _ => (name, path),
    };
    let run = |arguments: &[&str]| {
        let mut command = Command::new(WINE);
        command
            .arg(&program)
            .args(arguments)
            .current_dir(home.path())
            .env_clear()
            .envs(home.environment().into_iter().map(on_drive))
            .envs([("WINEPREFIX", &*system), ("WINEDEBUG", "-all")])
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
            .stdin(Stdio::null());
        command
    };
    // The first program starts others that live on, and keep what it writes to open.
    let mut first = run(&["--version"]);
    let first = first.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(first.expect("wine runs").success());
    let mut command = run(&["routine", "cues", "--level", "full", "--display", "json"]);
    let recorder = Recorder::start(&home);
    let (child, events) = Events::start(command.stderr(Stdio::piped()));
    let mut playing = Playing { child, events };
    playing.events.wait_end();
    let (status, said) = playing.wait_exit();
    assert!(status.success() && said.is_empty(), "{status}: {said}");
    let cues = of_kind(&playing.events.seen, "cue");
    let cues = &cues[1..];
    assert_eq!(cues.len(), 4, "{cues:?}");
    let recording = recorder.stop();
    let mut begin = recording.first_sound().expect("anything is heard");
    begin -= cues[0]["t"].as_f64().expect("a time");
    for cue in cues {
        let moment = begin + cue["t"].as_f64().expect("a time");
        let sound = sound_of(cue["cue"].as_str().expect("a name"));
        let found = recording.find(&sound, moment, TOLERANCE);
        assert!(found.likeness > 0.8, "{cue}: {found:?}, at {moment}");
    }
}
