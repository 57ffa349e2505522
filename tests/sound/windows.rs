//! The program for Windows, by Wine's sound.

use std::path::Path;
use std::process::{Command, Stdio};

use super::heard::{CUES, assert_heard};
use super::server::{Recorder, Server};
use super::{Playing, can_hear};
use crate::harness::{Home, may_take_long, skip};
use crate::pty::events::{Events, of_kind};

const TARGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target");
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
    // While the device is opened, a first sound comes when it can.
    let text = CUES.replacen("[[step]]", "[sounds]\nready = \"none\"\n[[step]]", 1);
    let home = Home::new().with_routine("cues", &text);
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
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let recorder = Recorder::start(&home);
    let mut child = command.spawn().expect("wine runs");
    let events = Events::of(child.stdout.take().expect("a pipe from the program"));
    let mut playing = Playing { child, events };
    playing.events.wait_end();
    let (status, said) = playing.wait_exit();
    assert!(status.success() && said.is_empty(), "{status}: {said}");
    let cues = of_kind(&playing.events.seen, "cue");
    assert_eq!(cues.len(), 13, "{cues:?}");
    assert_heard(&recorder.stop(), &cues[1..]);
}
