//! One cell of the matrix: a state, a way to end it, and what must be so then.

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::state::State;
use super::way::Way;
use crate::harness::Home;
#[cfg(target_os = "linux")]
use crate::preload;
use crate::pty::eventually;
use crate::pty::screen::{Screen, Window};
#[cfg(target_os = "linux")]
use crate::sound::server::Server;

/// Each of them writes down its number, and would stay.
const INHIBIT: &str = "echo $$ >> pids\nfor last; do :; done\n\"$last\"\n";
const VOICE: &str = "echo $$ >> pids\nexec sleep 1000\n";
const HOOKS: &str = "[hooks]\n\
    on_start = ['sh', '-c', 'echo $PPID > legrest; echo $$ >> pids; exec sleep 1']\n\
    on_step = ['sh', '-c', 'echo $$ >> pids; sleep 1']\n";
/// Leaves something that is not valid.
const EDITOR: &str = "sh -c 'echo wrong >> \"$0\"'";

/// A routine, or an edit, in its state.
pub struct Cell {
    pub screen: Screen,
    pub way: Way,
    state: State,
    home: Home,
    #[cfg(target_os = "linux")]
    server: Option<Server>,
}

/// Tries it, and says what the shell and the journal were told; `-` where there
/// is no such thing.
pub fn run(state: State, way: Way) -> String {
    if !way.is_there(state) {
        return "-".to_owned();
    }
    let mut cell = Cell::start(state, way);
    state.reach(&cell);
    if state != State::EditPrompt && way != Way::StdinClosed && way != Way::TerminalClosed {
        cell.screen.assert_taken();
    }
    cell.end();
    cell.assert_over();
    let code = way.code(state);
    let outcome = way.outcome(state).unwrap_or("no record");
    format!("{code} {outcome}")
}

impl Cell {
    fn start(state: State, way: Way) -> Self {
        let home = Home::new()
            .with_routine("t", &state.routine())
            .with_program("systemd-inhibit", INHIBIT)
            .with_program("voice", VOICE)
            .with_file("config/config.toml", HOOKS);
        #[cfg(target_os = "linux")]
        let server = (way == Way::SoundKilled).then(|| Server::start(&home));
        let arguments = match state {
            State::EditPrompt => "edit t".to_owned(),
            _ => format!("routine t --voice --speed {}", state.speed()),
        };
        let program = format!("\"$LEGREST\" {arguments} {}", way.redirection());
        let line = match way {
            Way::StopAndContinue => {
                format!("set -m; {program}; echo \"[stop $?]\"; read go; fg")
            }
            _ => program,
        };
        let window = Window::new(80, 24)
            .with("LEGREST_VOICE_COMMAND", "voice")
            .with("EDITOR", EDITOR);
        #[cfg(target_os = "linux")]
        let window = if way == Way::Panic {
            let library = preload::compile(&home, preload::PANIC).expect("a compiler");
            window.with("LD_PRELOAD", &library)
        } else {
            window
        };
        let screen = match (way, state) {
            (Way::TerminalClosed, State::EditPrompt) => window.run_alone(&home, "edit t"),
            (Way::TerminalClosed, _) => {
                let arguments = ["routine", "t", "--voice", "--speed", state.speed()];
                window.run_alone(&home, &arguments)
            }
            _ => window.run_line(&home, &line),
        };
        Self {
            screen,
            way,
            state,
            home,
            #[cfg(target_os = "linux")]
            server,
        }
    }

    /// Waits for words of the whole screen, or of the lines that stand in for
    /// it where standard error is none.
    pub fn wait_for(&self, [screen, lines]: [&str; 2]) {
        let lines_only = self.way == Way::StderrClosed;
        self.screen
            .wait_for(if lines_only { lines } else { screen });
    }

    pub fn wait_for_file(&self, path: &str) {
        let path = self.home.path().join(path);
        eventually("a file", || path.exists().then_some(()));
    }

    fn end(&mut self) {
        match self.way {
            Way::Finish => self.finish(),
            Way::Int => self.screen.press("\x03"),
            Way::SigQuit => self.screen.press("\x1c"),
            Way::Term => self.signal(Signal::TERM),
            Way::Hup => self.signal(Signal::HUP),
            Way::StdinClosed => {
                if self.state != State::EditPrompt {
                    self.signal(Signal::TERM);
                }
            }
            Way::TerminalClosed => self.screen.close(),
            Way::StopAndContinue => {
                self.screen.press_and_wait("\x1a", "[stop 1");
                self.screen.assert_given_back();
                self.screen.press("\n");
                if self.state != State::EditPrompt {
                    self.screen.wait_for("PAUSED");
                }
                self.quit();
            }
            Way::Quit | Way::StdoutClosed | Way::StderrClosed => self.quit(),
            Way::SoundKilled => {
                #[cfg(target_os = "linux")]
                drop(self.server.take());
                self.quit();
            }
            Way::Panic => {
                std::fs::write(self.home.path().join("panic"), "").expect("a file");
                // A key is a reason to look at the clock.
                self.screen.press("x");
            }
        }
    }

    /// On and on, to the last hold, which is held.
    fn finish(&self) {
        let keys = match self.state {
            State::EditPrompt => &["k\n"][..],
            State::Prepare | State::Rest | State::Switch => &["n", "n"],
            State::Paused => &["n", " "],
            _ => &["n"],
        };
        for key in keys {
            self.screen.press(key);
        }
    }

    fn quit(&self) {
        self.screen.press(match self.state {
            // No answer, so that it asks again.
            State::EditPrompt => "q\nt\n",
            _ => "q",
        });
    }

    fn signal(&self, signal: Signal) {
        if self.state == State::EditPrompt {
            self.screen.signal(signal);
            return;
        }
        let legrest = eventually("the number of the program", || {
            let number = self.home.read("legrest");
            number.trim().parse().ok().and_then(Pid::from_raw)
        });
        kill_process(legrest, signal).expect("it runs");
    }

    /// Fails unless it is over as it should be, and nothing is left behind.
    fn assert_over(&mut self) {
        use std::os::unix::process::ExitStatusExt;
        let code = self.way.code(self.state);
        if self.way == Way::TerminalClosed {
            let status = self.screen.wait_exit();
            assert_eq!(status.signal(), Some(code - 128), "{status}");
        } else {
            self.screen.wait_for(&format!("[exit {code}]"));
            self.screen.assert_given_back();
        }
        let numbers = self.home.read("pids") + &self.home.read("legrest");
        for number in numbers.lines() {
            let pid = number.trim().parse().ok().and_then(Pid::from_raw);
            let pid = pid.expect("the number of a process");
            eventually("none is left behind", || test_kill_process(pid).err());
        }
        let journal = self.home.read_journal();
        match self.way.outcome(self.state) {
            Some(outcome) => {
                assert_eq!(journal.lines().count(), 1, "{journal}");
                let wanted = format!("\"outcome\":\"{outcome}\"");
                assert!(journal.contains(&wanted), "{journal}");
            }
            None => assert_eq!(journal, ""),
        }
        if self.state == State::EditPrompt {
            self.assert_nothing_lost();
        }
    }

    /// What was written is in the routine, in a draft, or was thrown away on
    /// purpose.
    fn assert_nothing_lost(&self) {
        let routine = self.home.read("config/routines/t.toml");
        let draft = self.home.read("config/routines/.t.draft.toml");
        let (kept, drafted) = (routine.contains("wrong"), draft.contains("wrong"));
        let wanted = match self.way {
            Way::Finish => (true, false),
            Way::Quit | Way::StopAndContinue | Way::StdoutClosed | Way::StderrClosed => {
                (false, false)
            }
            _ => (false, true),
        };
        assert_eq!((kept, drafted), wanted);
    }
}
