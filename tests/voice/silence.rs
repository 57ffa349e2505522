//! When the voice falls silent: with a synthesizer that never ends by itself.

use std::fs::File;
use std::io::Read;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use rustix::process::Signal;
use serde_json::json;

use super::{Done, LONG, RECORD, SHORT, complaints, home, play, said};
use crate::harness::{Home, have};
#[cfg(target_os = "linux")]
use crate::preload;
use crate::pty::events::Events;
use crate::pty::screen::{Screen, Window};
use crate::pty::{PATIENCE, eventually};

/// Speaks until it is ended, and so does what it started. Who opens the pipe
/// `speaks` learns when one of them begins, and that all are gone when it ends.
const SPEAK_ON: &str = "#!/bin/sh\ncat >> said\n\
                        [ -e speaks ] || mkfifo speaks\nexec 3> speaks\nsleep 60 &\nwait\n";

/// A window in which there is a voice.
fn window() -> Window {
    Window::new(80, 24).with("LEGREST_VOICE_COMMAND", "./voice.sh")
}

/// A voice that speaks on: it ends when all that speaks is gone.
struct Speaking {
    begun: Receiver<()>,
    ended: Receiver<()>,
}

impl Speaking {
    /// Waits for it.
    #[track_caller]
    fn wait(home: &Home) -> Self {
        let path = home.path().join("speaks");
        eventually("somebody speaks", || path.exists().then_some(()));
        let (send, begun) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        // Opening waits for one who writes, and reading for the last of them.
        thread::spawn(move || {
            let mut pipe = File::open(path).expect("a pipe");
            let _ = send.send(());
            let _ = pipe.read_to_end(&mut Vec::new()).map(|_| end.send(()));
        });
        let speaking = Self { begun, ended };
        speaking.begun.recv_timeout(PATIENCE).expect("it speaks");
        speaking
    }

    /// Waits for silence. Nobody ends it by itself while a test waits.
    #[track_caller]
    fn wait_end(self) {
        self.ended.recv_timeout(PATIENCE).expect("it is cut off");
    }
}

/// Ends a session as a person would, so that no voice is left behind.
#[track_caller]
fn quit(mut screen: Screen) {
    screen.press("q");
    assert_eq!(screen.wait_exit().code(), Some(3));
}

fn speak_on(window: Window) -> (Home, Screen, Events, Speaking) {
    let home = home(LONG, SPEAK_ON);
    let (screen, mut events) = window.run_for_events(&home, "routine t --voice");
    events.wait_for(&json!({"event": "segment", "index": 0}));
    let speaking = Speaking::wait(&home);
    (home, screen, events, speaking)
}

#[test]
fn v_switches_it_on_and_off() {
    let home = home(LONG, SPEAK_ON);
    let (screen, mut events) = window().run_for_events(&home, "routine t");
    events.wait_for(&json!({"event": "segment", "index": 0}));
    screen.press("v");
    let speaking = Speaking::wait(&home);
    assert_eq!(said(&home), "Calf stretch. Right side.\n");
    screen.press("v");
    speaking.wait_end();
    // Switched on again, it says where we are: by now in the hold.
    screen.press("n");
    events.wait_for(&json!({"event": "segment", "index": 1}));
    screen.press("v");
    Speaking::wait(&home);
    assert_eq!(said(&home), "Calf stretch. Right side.\n".repeat(2));
    quit(screen);
}

#[test]
fn quiet_stays_quiet_whatever_is_pressed() {
    let home = home(SHORT, RECORD);
    let (mut screen, mut events) = window().run_for_events(&home, "routine t -q");
    events.wait_for(&json!({"event": "segment", "index": 0}));
    screen.press("vmv");
    events.wait_end();
    screen.wait_exit();
    assert_eq!(said(&home), "");
}

#[test]
fn m_mutes_it() {
    let (home, screen, mut events, speaking) = speak_on(window());
    screen.press("m");
    speaking.wait_end();
    screen.press("n");
    events.wait_for(&json!({"event": "segment", "index": 1}));
    screen.press("mn");
    // Only what comes after it is said.
    Speaking::wait(&home);
    assert_eq!(said(&home), "Calf stretch. Right side.\nLeft side.\n");
    quit(screen);
}

#[test]
fn a_skip_cuts_it_off() {
    let (home, screen, mut events, speaking) = speak_on(window());
    screen.press("n");
    speaking.wait_end();
    screen.press("n");
    events.wait_for(&json!({"event": "segment", "index": 3}));
    let speaking = Speaking::wait(&home);
    assert_eq!(said(&home), "Calf stretch. Right side.\nLeft side.\n");
    screen.press(" ");
    speaking.wait_end();
    quit(screen);
}

#[test]
fn nothing_speaks_on_after_the_end() {
    let ends: [&dyn Fn(&Screen); 4] = [
        &|screen| screen.press("q"),
        &|screen| screen.press("\x03"),
        &|screen| screen.signal(Signal::TERM),
        &|screen| screen.signal(Signal::HUP),
    ];
    for end in ends {
        let (_home, mut screen, _events, speaking) = speak_on(window());
        end(&screen);
        screen.wait_exit();
        speaking.wait_end();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_speaks_on_after_a_panic() {
    let elsewhere = Home::new();
    let Some(library) = preload::compile(&elsewhere, preload::PANIC) else {
        return;
    };
    let window = window().with("LD_PRELOAD", &library);
    let (home, mut screen, _events, speaking) = speak_on(window);
    let _home = home.with_file("panic", "");
    // A key is a reason to look at the clock.
    screen.press("x");
    assert_eq!(screen.wait_exit().code(), Some(101));
    speaking.wait_end();
}

#[test]
fn nothing_speaks_while_it_is_stopped() {
    if !have(&["bash"]) {
        return;
    }
    let home = home(LONG, SPEAK_ON);
    let screen = window().shell(&home);
    screen.wait_for("ready>");
    screen.press("$LEGREST routine t --voice\n");
    let speaking = Speaking::wait(&home);
    screen.press_and_wait("\x1a", "Stopped");
    speaking.wait_end();
    screen.press_and_wait("kill %1\nfg\n", "Interrupted");
}

#[test]
fn one_that_never_ends_keeps_nobody_from_sleep() {
    let home = home(SHORT, SPEAK_ON);
    let run = play(&home, &["--voice"], &[]).done();
    assert_eq!(complaints(&run), [""; 0]);
    assert_eq!(said(&home), "Done. Good night.\n");
}
