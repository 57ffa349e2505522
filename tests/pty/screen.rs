//! A terminal window with a program in it.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use pty_process::blocking::{Command, Pty, open};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use rustix::termios::{
    InputModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

use super::events::Events;
use super::seen::{Seen, at_least_one, read, shown};
use super::{PATIENCE, eventually, until};
use crate::harness::{Arguments, Home, LEGREST};

/// A program that leads a session takes the terminal's settings with it when
/// it ends: the system sets them back to the very first ones. So a shell leads
/// it, as in life, and stays to tell how the program ended. Handlers instead of
/// ignored signals, because those would be passed on to the program.
const LEADER: &str = r#"ulimit -c 0; trap : HUP INT QUIT TERM
PROGRAM
echo "[exit $?]"; while read line; do :; done"#;

/// Between two presses of one key: more than what tells them from a key that is
/// held down, because the program may be late to read the first.
const BETWEEN_PRESSES: Duration = Duration::from_millis(250);

/// A window that is about to be opened.
pub struct Window {
    size: (u16, u16),
    variables: Vec<(&'static str, String)>,
}

impl Window {
    pub fn new(columns: u16, rows: u16) -> Self {
        let size = (columns, rows);
        let variables = Vec::new();
        Self { size, variables }
    }

    /// Sets a variable of the environment.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Runs the program as from a shell, which then says `[exit CODE]`.
    pub fn run(self, home: &Home, arguments: &(impl Arguments + ?Sized)) -> Screen {
        let script = LEADER.replace("PROGRAM", "\"$0\" \"$@\"");
        let leader = Command::new("sh").args(["-c", &script, LEGREST]);
        self.open(home, leader.args(arguments.words()))
    }

    /// The same for a line of shell, in which `$LEGREST` is the program.
    pub fn run_line(self, home: &Home, line: &str) -> Screen {
        let leader = Command::new("sh").args(["-c", &LEADER.replace("PROGRAM", line)]);
        self.open(home, leader)
    }

    /// Runs the program alone in its window, as the leader of a session.
    pub fn run_alone(self, home: &Home, arguments: &(impl Arguments + ?Sized)) -> Screen {
        self.open(home, Command::new(LEGREST).args(arguments.words()))
    }

    /// The same with its output going elsewhere: to whoever reads its events.
    pub fn run_for_events(
        self,
        home: &Home,
        arguments: &(impl Arguments + ?Sized),
    ) -> (Screen, Events) {
        let command = Command::new(LEGREST)
            .args(arguments.words())
            .args(["--display", "json"])
            .stdout(Stdio::piped());
        let mut screen = self.open(home, command);
        let stdout = screen.child.stdout.take().expect("a pipe from the program");
        (screen, Events::of(stdout))
    }

    /// An interactive shell with job control.
    pub fn shell(self, home: &Home) -> Screen {
        let bash = ["--norc", "--noprofile", "--noediting", "-i"];
        self.with("PS1", "ready> ").other_shell(home, "bash", &bash)
    }

    /// Any program that leads its session by itself, such as another shell.
    pub fn other_shell(self, home: &Home, program: &str, arguments: &[&str]) -> Screen {
        self.open(home, Command::new(program).args(arguments))
    }

    fn open(self, home: &Home, command: Command) -> Screen {
        let (pty, inner) = open().expect("a pseudo terminal");
        let (columns, rows) = self.size;
        pty.resize(pty_process::Size::new(rows, columns))
            .expect("a terminal can be resized");
        let before = make_peculiar(&pty);
        let child = command
            .current_dir(home.path())
            .env_clear()
            .envs(home.environment())
            .env("LEGREST", LEGREST)
            .envs(self.variables)
            .spawn(inner)
            .expect("a program starts in the terminal");
        let seen = Arc::new(Seen::new(columns, rows));
        let pty = Arc::new(pty);
        let (closer, end) = UnixStream::pair().expect("a pair of sockets");
        let (from, to) = (Arc::clone(&pty), Arc::clone(&seen));
        let reader = thread::spawn(move || read(&from, &end, &to));
        Screen {
            child,
            before,
            seen,
            line: Some(Line {
                pty,
                closer,
                reader,
            }),
            typed: Mutex::default(),
        }
    }
}

/// Gives a terminal settings that are neither its first ones nor those of
/// `stty sane`: nothing but restoring brings them back.
fn make_peculiar(pty: &Pty) -> String {
    let mut settings = tcgetattr(pty).expect("a terminal has settings");
    settings.input_modes.toggle(InputModes::IXANY);
    settings.special_codes[SpecialCodeIndex::VERASE] = 0x08;
    settings.special_codes[SpecialCodeIndex::VKILL] = 0x18;
    tcsetattr(pty, OptionalActions::Now, &settings).expect("settings can be set");
    settings_of(pty)
}

/// All settings as one text, to be compared and shown.
fn settings_of(pty: &Pty) -> String {
    let settings: Termios = tcgetattr(pty).expect("a terminal has settings");
    format!("{settings:#?}")
}

/// An open window and the program in it.
pub struct Screen {
    child: Child,
    /// The settings from before the program started.
    before: String,
    seen: Arc<Seen>,
    line: Option<Line>,
    /// What was typed last, and when.
    typed: Mutex<(String, Option<Instant>)>,
}

/// What connects the window to the terminal. Gone when the window is closed.
struct Line {
    pty: Arc<Pty>,
    closer: UnixStream,
    reader: JoinHandle<()>,
}

impl Screen {
    /// Types. A key that is pressed once more is let go before: so soon after
    /// another, it would be one that is held down.
    pub fn press(&self, keys: &str) {
        let mut typed = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, at) = &*typed;
        let key = |key: char| if key == '\r' { '\n' } else { key };
        let [last, next] = [before.chars().last(), keys.chars().next()];
        let again = before == keys || last.map(key) == next.map(key);
        if let Some(at) = at.filter(|_| again) {
            thread::sleep(BETWEEN_PRESSES.saturating_sub(at.elapsed()));
        }
        self.send(keys.as_bytes());
        *typed = (keys.to_owned(), Some(Instant::now()));
    }

    /// Types, and waits for what comes of it.
    #[track_caller]
    pub fn press_and_wait(&self, keys: &str, text: &str) -> String {
        self.press(keys);
        self.wait_for(text)
    }

    /// Sends what a terminal sends.
    pub fn send(&self, bytes: &[u8]) {
        let mut pty = &*self.line().pty;
        pty.write_all(bytes).expect("the terminal takes keys");
    }

    /// Whether the terminal was asked to mark what is pasted.
    pub fn marks_pastes(&self) -> bool {
        self.seen.lock().parser.screen().bracketed_paste()
    }

    /// What is on the screen, without empty rows at the end.
    pub fn text(&self) -> String {
        shown(self.seen.lock().parser.screen())
    }

    /// Every byte that the program wrote.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.lock().raw.clone()
    }

    /// How often the bell rang.
    pub fn bells(&self) -> usize {
        self.seen.lock().parser.callbacks().0
    }

    /// Whether any row ran over the end of the window.
    pub fn is_wrapped(&self) -> bool {
        let seen = self.seen.lock();
        let screen = seen.parser.screen();
        (0..screen.size().0.get()).any(|row| screen.row_wrapped(row))
    }

    /// Waits for a text on the screen, and returns the screen that had it.
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("\"{text}\" on the screen"), |screen| {
            screen.contains(text)
        })
    }

    /// Waits for a screen that is as it should be.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is_good: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.lock();
        loop {
            let text = shown(seen.parser.screen());
            if is_good(&text) {
                return text;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "in vain: {what}. There is:\n{text}");
            let waited = self.seen.changed.wait_timeout(seen, left);
            seen = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        // The emulator first: what comes next is meant for the new size.
        let mut seen = self.seen.lock();
        let [columns_now, rows_now] = [columns, rows].map(at_least_one);
        seen.parser.set_size(rows_now, columns_now);
        let size = pty_process::Size::new(rows, columns);
        let resized = self.line().pty.resize(size);
        resized.expect("a terminal can be resized");
    }

    /// Closes the window under the program.
    pub fn close(&mut self) {
        if let Some(line) = self.line.take() {
            drop(line.closer);
            let _ = line.reader.join();
        }
    }

    /// Sends a signal to what runs in the window.
    pub fn signal(&self, signal: Signal) {
        let leader = Pid::from_child(&self.child);
        kill_process_group(leader, signal).expect("something runs in the window");
    }

    /// Waits for the end of the program that was started in the window, and
    /// for all that it wrote.
    #[track_caller]
    pub fn wait_exit(&mut self) -> ExitStatus {
        let exited = || self.child.try_wait().expect("a child can be waited for");
        let status = eventually("the program ends", exited);
        if let Some(line) = &self.line {
            // It ends by itself when nobody has the terminal open any more.
            until("the terminal is left", || line.reader.is_finished());
        }
        status
    }

    /// Waits for the end of a program whose terminal takes nothing.
    #[track_caller]
    pub fn wait_exit_stuck(&mut self) -> ExitStatus {
        let exited = || self.child.try_wait().expect("a child can be waited for");
        eventually("the program ends", exited)
    }

    /// Fails unless the program has taken the terminal. Without this a
    /// terminal that looks untouched would prove nothing.
    #[track_caller]
    pub fn assert_taken(&self) {
        assert_ne!(self.before, settings_of(&self.line().pty), "not taken");
    }

    /// Fails unless the terminal is as it was before the program started.
    #[track_caller]
    pub fn assert_given_back(&self) {
        assert_eq!(self.before, settings_of(&self.line().pty), "settings");
        let seen = self.seen.lock();
        let screen = seen.parser.screen();
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still marked");
        assert!(
            !screen.alternate_screen(),
            "the alternate screen is left on"
        );
        let pen = (screen.fgcolor(), screen.bold(), screen.dim());
        assert_eq!(
            pen,
            (vt100::Color::Default, false, false),
            "a colour is left on"
        );
    }

    #[track_caller]
    fn line(&self) -> &Line {
        self.line.as_ref().expect("the window is open")
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Its session ends with the leader; nothing is left behind.
        let _ = kill_process(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.wait();
        self.close();
    }
}
