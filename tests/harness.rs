//! A hermetic home for the program, and what it says and does there.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The program under test.
pub const LEGREST: &str = env!("CARGO_BIN_EXE_legrest");

/// What stands on a command line: one text that is split at its spaces, or word
/// by word where one of them has a space in it.
pub trait Arguments {
    fn words(&self) -> Vec<&str>;
}

impl Arguments for str {
    fn words(&self) -> Vec<&str> {
        self.split_whitespace().collect()
    }
}

impl Arguments for [&str] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl<const N: usize> Arguments for [&str; N] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl<A: Arguments + ?Sized> Arguments for &A {
    fn words(&self) -> Vec<&str> {
        (**self).words()
    }
}

impl Arguments for Vec<&str> {
    fn words(&self) -> Vec<&str> {
        self.clone()
    }
}

/// A home folder of its own, without sound, config or journal, in which
/// nothing of the machine around it can be seen.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// Of somebody who has been greeted before.
    pub fn new() -> Self {
        Self::of_a_newcomer()
            .with_folder("data")
            .with_file("data/greeted", "")
    }

    /// Of somebody who has never played a routine.
    pub fn of_a_newcomer() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Self { folder }.with_folder("config/routines")
    }

    /// The same in a folder whose name would steer a terminal.
    #[cfg(unix)]
    pub fn with_a_name(name: &str) -> Self {
        let folder = tempfile::Builder::new().prefix(name).tempdir();
        let folder = folder.expect("a temporary folder");
        Self { folder }
            .with_folder("config/routines")
            .with_folder("data")
            .with_file("data/greeted", "")
    }

    /// Makes a folder, and what is missing above it.
    pub fn with_folder(self, path: &str) -> Self {
        fs::create_dir_all(self.path().join(path)).expect("a folder in the home folder");
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a routine among the person's own.
    pub fn with_routine(self, name: &str, text: &str) -> Self {
        self.with_file(&format!("config/routines/{name}.toml"), text)
    }

    /// Puts a file into the home folder, which is also where the program runs.
    pub fn with_file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        fs::write(self.path().join(path), text).expect("a file in the home folder");
        self
    }

    /// Puts a shell script among the programs that are found by name, before
    /// all others.
    #[cfg(unix)]
    pub fn with_program(self, name: &str, script: &str) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let home = self.with_folder("bin");
        let path = home.path().join("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a program");
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(path, executable).expect("a program can be made executable");
        home
    }

    /// Has the program under test found by its name, as after its installation.
    #[cfg(unix)]
    pub fn with_legrest(self) -> Self {
        let home = self.with_folder("bin");
        let link = home.path().join("bin/legrest");
        std::os::unix::fs::symlink(LEGREST, link).expect("a link to the program");
        home
    }

    /// What was said, with the home folder by a name and separators as on Unix.
    pub fn said(&self, text: &str) -> String {
        let said = text.replace(self.path().to_str().expect("a path"), "HOME");
        if cfg!(windows) {
            return said.replace('\\', "/");
        }
        said
    }

    /// What a file in the home folder says; nothing where there is none.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_default()
    }

    /// All that the journal says.
    pub fn read_journal(&self) -> String {
        let files = fs::read_dir(self.path().join("data/journal"));
        let files = files.into_iter().flatten().flatten();
        let text = |file: fs::DirEntry| fs::read_to_string(file.path()).expect("a journal");
        files.map(text).collect()
    }

    /// A shell, or any other program, as legrest runs here.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command
            .current_dir(self.path())
            .env_clear()
            .envs(self.environment())
            .stdin(Stdio::null());
        command
    }

    /// What every run here sees of the world.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let of_windows = ["SystemRoot", "ComSpec"].into_iter();
        let of_windows = of_windows.filter_map(|name| Some((name, std::env::var_os(name)?.into())));
        let ours = vec![
            ("HOME", self.path().into()),
            ("USERPROFILE", self.path().into()),
            ("LEGREST_CONFIG_DIR", self.path().join("config")),
            ("LEGREST_DATA_DIR", self.path().join("data")),
            ("XDG_RUNTIME_DIR", self.path().into()),
            ("PATH", self.search_path()),
            ("LANG", "C.UTF-8".into()),
            ("TERM", "xterm-256color".into()),
            ("TZ", "UTC".into()),
        ];
        ours.into_iter().chain(of_windows).collect()
    }

    /// Where programs are found: those of this home, then those of the machine.
    pub fn search_path(&self) -> PathBuf {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let own = [self.path().join("bin")].into_iter();
        let folders = own.chain(std::env::split_paths(&path));
        let joined = std::env::join_paths(folders).expect("folders without separators");
        joined.into()
    }

    /// The program, ready to run here with these arguments.
    pub fn command(&self, arguments: &(impl Arguments + ?Sized)) -> Command {
        let mut command = Command::new(LEGREST);
        command
            .args(arguments.words())
            .current_dir(self.path())
            .env_clear()
            .envs(self.environment())
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &(impl Arguments + ?Sized)) -> Run {
        let output = self.command(arguments).output().expect("legrest runs");
        Run::new(&output)
    }

    /// Runs the program to its end with more in its environment.
    pub fn run_with(
        &self,
        arguments: &(impl Arguments + ?Sized),
        environment: &[(&str, &str)],
    ) -> Run {
        let mut command = self.command(arguments);
        let output = command.envs(environment.iter().copied()).output();
        Run::new(&output.expect("legrest runs"))
    }

    /// Runs the program to its end with something to read.
    pub fn run_with_input(&self, arguments: &(impl Arguments + ?Sized), input: &[u8]) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("legrest runs");
        // The program may refuse without reading it all.
        let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input));
        Run::new(&child.wait_with_output().expect("legrest ends"))
    }
}

/// What a run said and how it ended.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
}

impl Run {
    pub fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
        Self {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code(),
        }
    }

    /// Fails unless the run ended well and had nothing to complain of.
    #[track_caller]
    pub fn success(self) -> Self {
        self.exits(0)
    }

    /// Fails unless the run ended with this exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Fails unless this is a part of standard output.
    #[track_caller]
    pub fn says(&self, part: &str) {
        assert!(self.stdout.contains(part), "{part}: {self:#?}");
    }

    /// Fails unless this is a part of standard error.
    #[track_caller]
    pub fn mentions(&self, part: &str) {
        assert!(self.stderr.contains(part), "{part}: {self:#?}");
    }

    /// Standard output, line by line, as JSON.
    #[track_caller]
    pub fn events(&self) -> Vec<serde_json::Value> {
        let line = |line: &str| serde_json::from_str(line).expect("each line is JSON");
        self.stdout.lines().map(line).collect()
    }

    /// Everything a person would see, for a snapshot.
    pub fn snapshot(&self) -> String {
        let Self {
            stdout,
            stderr,
            code,
        } = self;
        format!("exit code: {code:?}\n--- stdout\n{stdout}--- stderr\n{stderr}")
    }
}

/// Runs a program to its end, which must come by itself.
#[track_caller]
pub fn run_within(mut command: Command, limit: Duration) -> Run {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("legrest runs");
    let began = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if began.elapsed() > limit {
            child.kill().expect("it runs");
            child.wait().expect("it was killed");
            panic!("it still runs after {limit:?}: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Run::new(&child.wait_with_output().expect("it has ended"))
}

/// A text with what Unix says of a file that is not there, wherever a system says so
/// in its own words.
pub fn in_words_of_unix(text: &str) -> String {
    const CODE: &str = " (os error 2)";
    let lines = text.split('\n').map(|line| {
        let said = line
            .strip_suffix(CODE)
            .and_then(|said| said.rsplit_once(": "));
        let words = |(before, _)| format!("{before}: No such file or directory{CODE}");
        said.map_or_else(|| line.to_owned(), words)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Asks a program to end, and waits until it has.
#[cfg(unix)]
pub fn terminate(child: &mut Child) -> ExitStatus {
    use rustix::process::{Pid, Signal, kill_process};
    kill_process(Pid::from_child(child), Signal::TERM).expect("it lives");
    child.wait().expect("it ends")
}

/// Makes a pipe with a name.
#[cfg(unix)]
pub fn pipe(path: &Path) {
    let status = Command::new("mkfifo").arg(path).status();
    assert!(status.expect("mkfifo runs").success(), "{}", path.display());
}

/// Whether a program that a test needs is there. Where it is not, the test says
/// so and is skipped, unless `LEGREST_TEST_ALL` is set: then that is a failure.
#[track_caller]
pub fn have(programs: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let is_there = |program: &str| folders.iter().any(|folder| folder.join(program).is_file());
    let missing: Vec<&&str> = programs
        .iter()
        .filter(|program| !is_there(program))
        .collect();
    if missing.is_empty() {
        return true;
    }
    skip(&format!("{missing:?}"));
    false
}

/// Whether `LEGREST_TEST_ALL` is set: then tests that take long are run, and none
/// may be skipped.
pub fn is_all_asked_for() -> bool {
    std::env::var_os("LEGREST_TEST_ALL").is_some_and(|all| all == "1")
}

/// Whether a test may take long, as those do that play a whole routine in real
/// time. Where it may not, one line for all such tests says how they are run.
pub fn may_take_long() -> bool {
    static SAID: Once = Once::new();
    let may = is_all_asked_for();
    if !may {
        SAID.call_once(|| say("SKIPPED: the tests that take long; LEGREST_TEST_ALL=1 runs them\n"));
    }
    may
}

/// Tries several cases at the same time, since they mostly wait.
pub fn at_once<T: Send>(cases: impl IntoIterator<Item = T>, hold: impl Fn(T) + Sync) {
    std::thread::scope(|scope| {
        for case in cases {
            let hold = &hold;
            scope.spawn(move || hold(case));
        }
    });
}

/// Says that a test is skipped, and for lack of what; a failure where
/// `LEGREST_TEST_ALL` is set.
#[track_caller]
pub fn skip(lack: &str) {
    assert!(
        !is_all_asked_for(),
        "LEGREST_TEST_ALL is set, and there is a lack of {lack}"
    );
    say(&format!(
        "SKIPPED, for lack of {lack}: {}\n",
        std::panic::Location::caller()
    ));
}

/// Shows what is worth knowing, also where all is well, to whoever runs the tests
/// with `--nocapture`.
#[allow(clippy::print_stdout, reason = "only this way it can be captured")]
pub fn show(text: &str) {
    println!("{text}");
}

/// Writes past the capture of test output: a skip must be seen.
fn say(line: &str) {
    let _ = std::io::stderr().write_all(line.as_bytes());
}
