//! Sound by the system's default device, as on a Mac and on Windows: ALSA, which
//! passes it on to a server that the program itself does not find.

use std::fs;

use super::aligned::{EXCERPT, Excerpt, half_within, play};
use super::lost::{assert_one_warning, every};
use super::server::{Kind, Recorder, Server};
use super::{Playing, can_hear};
use crate::harness::{Home, may_take_long, show, skip};
use crate::pty::screen::Window;

/// How far off half of the onsets may be, in seconds. On a busy machine there are
/// holes in what ALSA passes on, and what follows one is late. Were the latency of
/// ALSA and of the server not counted, nearly all would be out.
const HALF: f64 = 0.015;

/// For the program alone, and not for ALSA in it.
const NOWHERE: (&str, &str) = ("PULSE_SERVER", "unix:/nowhere");

/// Makes the sound server of a home the default device.
fn make_default(home: &Home) {
    let socket = home.path().join("pulse/native");
    let device = format!("type pulse\nserver \"unix:{}\"", socket.display());
    let text = format!("pcm.!default {{\n{device}\n}}\nctl.!default {{\n{device}\n}}\n");
    fs::write(home.path().join(".asoundrc"), text).expect("a file");
}

/// Whether ALSA can pass it on.
fn is_there() -> bool {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let plugin = "alsa-lib/libasound_module_pcm_pulse.so";
    let found = folders
        .map(|folder| folder.path().join(plugin))
        .any(|path| path.exists());
    if !found {
        skip("ALSA's way to a sound server: libasound2-plugins");
    }
    found && can_hear()
}

#[test]
fn cues_begin_at_their_moments() {
    if !is_there() || !may_take_long() {
        return;
    }
    let by_alsa = Excerpt {
        play: |home, recorder| {
            make_default(home);
            let window = Window::new(80, 24).with(NOWHERE.0, NOWHERE.1);
            play(window, home, recorder)
        },
        ..EXCERPT
    };
    let off = half_within(Kind::PulseAudio, &by_alsa);
    show(&format!("half of the onsets within {:.1} ms", off * 1e3));
    assert!(off <= HALF, "half of them are {off} s off");
}

#[test]
fn a_device_that_is_lost_is_told_and_found_again() {
    if !is_there() {
        return;
    }
    let home = every(2, 4);
    let server = Server::start(&home);
    make_default(&home);
    let mut playing = Playing::start_with(&home, &["lost"], &[NOWHERE]);
    playing.wait_for_cue("start");
    drop(server);
    playing.wait_for_cue("rest");
    let _server = Server::start(&home);
    let recorder = Recorder::start(&home);
    let stderr = playing.play_out();
    // ALSA says something of its own.
    let warnings = stderr.lines().filter(|line| line.starts_with("warning: "));
    assert_one_warning(&warnings.collect::<Vec<_>>().join("\n"));
    assert!(recorder.stop().first_sound().is_some(), "it comes back");
}
