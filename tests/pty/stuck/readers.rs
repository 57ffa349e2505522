//! Every kind of output that somebody can leave unread, and what must not come
//! of it: a clock that waits, a program that outlives its end or a kill.

use std::fs::{self, File};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::blocking::open;
use rustix::process::{Pid, Signal, kill_process};

use crate::harness::{Home, LEGREST, may_take_long, skip};
use crate::pty::eventually;

/// More lines than any of these takes, in a second of real time; then a hold of
/// many minutes.
const ROUTINE: &str = "title = 'T'\n[[step]]\nname = 'Many'\nreps = 100\nsets = 5\nhold = '1s'\n\
     prepare = '0s'\nrest = '0s'\nset_rest = '1s'\n";
const AND_LONG: &str = "[[step]]\nname = 'Long'\nhold = '4h'\nprepare = '0s'\n";
const TOLD: &str = "[hooks]\non_step = ['sh', '-c', 'echo \"$LEGREST_NAME\" >> told']\n\
                    on_finish = ['sh', '-c', 'echo \"$LEGREST_OUTCOME $LEGREST_T\" >> told']\n";

/// Somebody who may open nothing of root's.
const NOBODY: u32 = 65534;

/// What is left unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pipe,
    PipeOfRoot,
    Fifo,
    Socket,
    SocketForBoth,
    Terminal,
    TerminalOfRoot,
}

/// What holds it open, and both streams of the program.
type Ends = (Vec<OwnedFd>, Stdio, Stdio);

impl Kind {
    const ALL: [Self; 7] = [
        Self::Pipe,
        Self::PipeOfRoot,
        Self::Fifo,
        Self::Socket,
        Self::SocketForBoth,
        Self::Terminal,
        Self::TerminalOfRoot,
    ];

    fn is_of_root(self) -> bool {
        matches!(self, Self::PipeOfRoot | Self::TerminalOfRoot)
    }

    fn displays(self) -> &'static [&'static str] {
        match self {
            Self::Terminal | Self::TerminalOfRoot => &["full", "bars", "json"],
            _ => &["plain", "json"],
        }
    }

    fn open(self, home: &Home) -> Ends {
        match self {
            Self::Pipe | Self::PipeOfRoot => {
                let (reader, writer) = std::io::pipe().expect("a pipe");
                (vec![reader.into()], writer.into(), Stdio::null())
            }
            // Somebody has it open both ways, so that it is never closed.
            Self::Fifo => {
                let path = home.path().join("fifo");
                let made = Command::new("mkfifo").arg(&path).status();
                assert!(made.expect("mkfifo").success());
                let fifo = File::options().read(true).write(true).open(&path);
                let fifo = fifo.expect("a pipe with a name");
                let copy = fifo.try_clone().expect("a copy");
                (vec![fifo.into()], copy.into(), Stdio::null())
            }
            Self::Socket | Self::SocketForBoth => {
                let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
                let theirs = OwnedFd::from(theirs);
                let stderr = match self {
                    Self::Socket => Stdio::null(),
                    _ => theirs.try_clone().expect("a copy").into(),
                };
                (vec![ours.into()], theirs.into(), stderr)
            }
            Self::Terminal | Self::TerminalOfRoot => {
                let (pty, inner) = open().expect("a pseudo terminal");
                pty.resize(pty_process::Size::new(24, 80)).expect("a size");
                let copy = |it: &dyn std::os::fd::AsFd| {
                    let copy = it.as_fd().try_clone_to_owned();
                    copy.expect("a copy")
                };
                let ends = vec![copy(&pty)];
                (ends, copy(&inner).into(), copy(&inner).into())
            }
        }
    }
}

/// A routine that plays with nobody reading what it writes.
struct Run {
    home: Home,
    child: Child,
    _ends: Vec<OwnedFd>,
    began: Instant,
}

impl Run {
    fn start(kind: Kind, display: &str, routine: &str) -> Self {
        let home = Home::new()
            .with_routine("t", routine)
            .with_file("config/config.toml", TOLD);
        let (ends, stdout, stderr) = kind.open(&home);
        let arguments = ["routine", "t", "-q", "--speed", "500", "--display", display];
        let mut command = home.command(&arguments);
        if kind.is_of_root() {
            // Where the program was built may be out of nobody's reach.
            let program = home.path().join("legrest");
            // Not by this process: while it writes, a child of another test has
            // the file open for writing as well, and it can't be run.
            let copied = Command::new("cp").arg(LEGREST).arg(&program).status();
            assert!(copied.expect("cp").success());
            give_away(home.path());
            command = Command::new(program);
            command
                .args(arguments)
                .current_dir(home.path())
                .env_clear()
                .envs(home.environment())
                .stdin(Stdio::null())
                .uid(NOBODY);
        }
        let child = command.stdout(stdout).stderr(stderr).spawn();
        Self {
            child: child.expect("legrest runs"),
            home,
            _ends: ends,
            began: Instant::now(),
        }
    }

    #[track_caller]
    fn wait(&mut self, what: &str) -> ExitStatus {
        let exited = || self.child.try_wait().expect("a child can be waited for");
        eventually(what, exited)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes everything in a folder nobody's own.
fn give_away(path: &Path) {
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("a folder");
        entries.for_each(|entry| give_away(&entry.expect("an entry").path()));
    }
    chown(path, Some(NOBODY), None).expect("root may give away");
    let mode = fs::metadata(path).expect("a file").permissions().mode();
    fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o755)).expect("a mode");
}

/// Tries something with each kind, all at once: they mostly wait.
fn each(what: fn(Kind, &'static str)) {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        skip("root, who can open what others can't");
    }
    let kinds = Kind::ALL
        .into_iter()
        .filter(|it| is_root || !it.is_of_root());
    thread::scope(|scope| {
        for kind in kinds {
            // One after the other, so that a busy machine keeps up.
            scope.spawn(move || {
                for display in kind.displays() {
                    what(kind, display);
                }
            });
        }
    });
}

#[test]
fn whatever_is_not_read_a_routine_ends_in_time() {
    if !may_take_long() {
        return;
    }
    each(|kind, display| {
        let mut run = Run::start(kind, display, ROUTINE);
        let status = run.wait(&format!("{kind:?} {display} ends"));
        // A second of routine, and a little patience with the reader.
        let took = run.began.elapsed();
        assert!(
            took < Duration::from_secs(7),
            "{kind:?} {display}: {took:?}"
        );
        assert_eq!(status.code(), Some(0), "{kind:?} {display}");
        // 504 s of routine at five hundred times the speed.
        let told = run.home.read("told");
        assert!(
            told.ends_with("completed 1.008\n"),
            "{kind:?} {display}: {told}"
        );
    });
}

#[test]
fn whatever_is_not_read_a_kill_ends_it() {
    if !may_take_long() {
        return;
    }
    each(|kind, display| {
        let mut run = Run::start(kind, display, &format!("{ROUTINE}{AND_LONG}"));
        eventually(&format!("{kind:?} {display} goes on"), || {
            run.home.read("told").contains("Long").then_some(())
        });
        kill_process(Pid::from_child(&run.child), Signal::TERM).expect("it runs");
        let began = Instant::now();
        let status = run.wait(&format!("{kind:?} {display} ends"));
        let took = began.elapsed();
        let signal = Some(Signal::TERM.as_raw());
        assert_eq!(status.signal(), signal, "{kind:?} {display}: {status}");
        assert!(
            took < Duration::from_secs(4),
            "{kind:?} {display}: {took:?}"
        );
    });
}
