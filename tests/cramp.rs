//! `legrest cramp` always starts: whatever is wrong around it, the instruction
//! comes at once, with one warning at most.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::harness::{Home, LEGREST, pipe};
use crate::pty::screen::Window;

/// What is promised, and how long a test waits before it calls that broken.
const AT_ONCE: Duration = Duration::from_millis(50);
const LIMIT: Duration = Duration::from_secs(20);

const CRAMP: [&str; 3] = ["cramp", "--display", "plain"];
const OWN: &str = "title = 'Mine'\n[[step]]\nname = 'My own'\nhold = 'open'\nprepare = '0s'\n";
const SOUND: &str = "sounds = { start = 'f.wav' }\n";

/// What a person saw who then pressed Ctrl-C.
struct Seen {
    /// How long it took until there was an instruction, and what it was.
    after: Duration,
    instruction: String,
    stderr: String,
}

#[track_caller]
fn see(mut command: Command) -> Seen {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("legrest runs");
    let began = Instant::now();
    let stdout = child.stdout.take().expect("a pipe");
    let (send, instruction) = mpsc::channel();
    thread::spawn(move || {
        let lines = BufReader::new(stdout).lines().map_while(Result::ok);
        for line in lines.filter(|line| line.starts_with("Hold: ")) {
            let _ = send.send((began.elapsed(), line));
        }
    });
    let seen = instruction.recv_timeout(LIMIT);
    let pid = Pid::from_child(&child);
    let _ = kill_process(pid, Signal::INT);
    let mut stderr = String::new();
    let mut reader = child.stderr.take().expect("a pipe");
    reader.read_to_string(&mut stderr).expect("text");
    let status = child.wait().expect("it ends");
    let (after, instruction) = seen.unwrap_or_else(|_| panic!("no instruction: {stderr}"));
    assert_eq!(status.signal(), Some(2), "{status}: {stderr}");
    Seen {
        after,
        instruction,
        stderr,
    }
}

/// It starts at once with this instruction, and with no more than one warning.
#[track_caller]
fn assert_starts(case: &str, instruction: &str, command: impl Fn() -> Command) -> String {
    let mut fastest = LIMIT;
    for _ in 0..10 {
        let seen = see(command());
        let warnings = seen.stderr.matches("warning").count();
        assert!(warnings <= 1, "{case}: {}", seen.stderr);
        assert!(
            seen.instruction.contains(instruction),
            "{case}: {}",
            seen.instruction
        );
        fastest = fastest.min(seen.after);
        // Other programs that want the processor are none of our delays.
        if fastest < AT_ONCE {
            return seen.stderr;
        }
    }
    panic!("{case}: the instruction came after {fastest:?}");
}

type Spoil = fn(&Home);

/// A text that is allowed by its length, and takes long to refuse.
fn maze() -> String {
    format!("a = {}", "{a=".repeat(300_000))
}

fn put(home: &Home, file: &str, text: impl AsRef<[u8]>) {
    fs::write(home.path().join(file), text).expect("a file");
}

#[test]
fn whatever_is_wrong_with_the_config_file() {
    const FILE: &str = "config/config.toml";
    let spoils: [(&str, Spoil); 10] = [
        ("no TOML", |home| put(home, FILE, "volume = = 3")),
        ("a maze", |home| put(home, FILE, maze())),
        ("nonsense", |home| {
            put(home, FILE, "volume = 'loud'\nx = 1\n");
        }),
        ("no text", |home| put(home, FILE, b"volume = \xff")),
        ("too large", |home| put(home, FILE, "# x\n".repeat(1 << 19))),
        ("writable by anybody", |home| {
            put(home, FILE, "volume = 10\n");
            let mode = fs::Permissions::from_mode(0o666);
            fs::set_permissions(home.path().join(FILE), mode).expect("ours");
        }),
        ("a pipe", |home| pipe(&home.path().join(FILE))),
        ("a device", |home| {
            symlink("/dev/zero", home.path().join(FILE)).expect("a link");
        }),
        ("a folder", |home| {
            fs::create_dir(home.path().join(FILE)).expect("a folder");
        }),
        ("a circle", |home| {
            symlink("config.toml", home.path().join(FILE)).expect("a link");
        }),
    ];
    for (case, spoil) in spoils {
        let home = Home::new();
        spoil(&home);
        let said = assert_starts(case, "Calf cramp", || home.command(&CRAMP));
        assert!(
            said.contains("the config file is not used"),
            "{case}: {said}"
        );
    }
}

#[test]
fn whatever_is_wrong_with_a_routine_of_ones_own() {
    const FILE: &str = "config/routines/cramp-calf.toml";
    let spoils: [(&str, Spoil); 9] = [
        ("no TOML", |home| put(home, FILE, "title = ")),
        ("a maze", |home| put(home, FILE, maze())),
        ("no routine", |home| put(home, FILE, "title = 'T'\n")),
        ("no text", |home| put(home, FILE, b"\xff\xfe")),
        ("too large", |home| put(home, FILE, "# x\n".repeat(1 << 19))),
        ("too long", |home| {
            put(home, FILE, OWN.replace("'open'", "'4h'\nreps = 100"));
        }),
        ("a pipe", |home| pipe(&home.path().join(FILE))),
        ("a device", |home| {
            symlink("/dev/zero", home.path().join(FILE)).expect("a link");
        }),
        ("a link to nowhere", |home| {
            symlink("nowhere", home.path().join(FILE)).expect("a link");
        }),
    ];
    for (case, spoil) in spoils {
        let home = Home::new();
        spoil(&home);
        let said = assert_starts(case, "Calf cramp", || home.command(&CRAMP));
        assert!(
            said.contains("your own cramp-calf is not used"),
            "{case}: {said}"
        );
    }
    // A folder of that name is no routine at all, and one that is right is used.
    let home = Home::new().with_folder(FILE);
    assert_starts("a folder", "Calf cramp", || home.command(&CRAMP));
    let home = Home::new().with_file(FILE, OWN);
    assert_starts("a right one", "My own", || home.command(&CRAMP));
}

/// A WAV file of silence, of one channel.
fn silence(rate: u32, frames: usize) -> Vec<u8> {
    let data = vec![0; 2 * frames];
    let length = u32::try_from(data.len()).expect("a short sound");
    let mut file = [&b"RIFF"[..], &(36 + length).to_le_bytes(), b"WAVEfmt "].concat();
    file.extend([16, 0, 0, 0, 1, 0, 1, 0]);
    file.extend([rate.to_le_bytes(), rate.to_le_bytes()].concat());
    file.extend([2, 0, 16, 0]);
    [file, b"data".to_vec(), length.to_le_bytes().to_vec(), data].concat()
}

#[test]
fn whatever_is_wrong_with_a_sound_of_ones_own() {
    const FILE: &str = "config/routines/f.wav";
    let spoils: [(&str, Spoil); 8] = [
        ("not there", |_| ()),
        ("no sound", |home| put(home, FILE, "no sound")),
        ("no rate", |home| put(home, FILE, silence(0, 1000))),
        ("an absurd rate", |home| {
            put(home, FILE, silence(u32::MAX - 4, 1000));
        }),
        ("a panic", |home| {
            put(
                home,
                FILE,
                include_bytes!("fuzz/corpus/sound/no-channels.mp3"),
            );
        }),
        ("a pipe", |home| pipe(&home.path().join(FILE))),
        ("a device", |home| {
            symlink("/dev/zero", home.path().join(FILE)).expect("a link");
        }),
        ("a folder", |home| {
            fs::create_dir(home.path().join(FILE)).expect("a folder");
        }),
    ];
    for (case, spoil) in spoils {
        let home = Home::new().with_routine("cramp-calf", &format!("{OWN}{SOUND}"));
        spoil(&home);
        let said = assert_starts(case, "My own", || home.command(&CRAMP));
        assert!(said.contains("cramp-calf are not used"), "{case}: {said}");
    }
    // One that takes long to decode keeps nobody waiting either.
    let home = Home::new().with_routine("cramp-calf", &format!("{OWN}{SOUND}"));
    put(&home, FILE, silence(150_000, 5_000_000));
    assert_starts("a long one", "My own", || home.command(&CRAMP));
}

#[test]
fn whatever_is_wrong_with_the_environment() {
    let home = Home::new().with_file("file", "");
    pipe(&home.path().join("pipe"));
    let zone = home.path().join("pipe");
    for (name, value) in [
        ("LEGREST_VOLUME", "loud"),
        ("LEGREST_VOICE", "perhaps"),
        ("LEGREST_DISPLAY", "\u{1b}[31m"),
        ("LEGREST_THEME", "ultraviolet"),
        ("LEGREST_KEEP_AWAKE", "2"),
        ("LEGREST_JOURNAL", "?"),
        ("LEGREST_SOUND_LEAD", "1y"),
        ("LEGREST_CONFIG_DIR", "/dev/null/x"),
        ("LEGREST_DATA_DIR", "/dev/null/x"),
        ("LEGREST_DATA_DIR", "file"),
        ("HOME", "/nonexistent"),
        ("TZ", "Nowhere/Never"),
        ("TZ", "/dev/zero"),
        ("TZ", zone.to_str().expect("a path")),
        ("TERM", ""),
        ("PULSE_SERVER", "nonsense"),
    ] {
        let case = format!("{name}={value:?}");
        let said = assert_starts(&case, "Calf cramp", || {
            let mut command = home.command(&CRAMP);
            command.env(name, value);
            command
        });
        assert!(!said.contains('\u{1b}'), "{case}: {said}");
    }
    assert_starts("nothing", "Calf cramp", || {
        let mut command = home.command(&CRAMP);
        command.env_clear();
        command
    });
}

#[test]
fn whatever_is_wrong_all_at_once() {
    let home = Home::new()
        .with_routine("cramp-calf", "title = ")
        .with_file("config/config.toml", "volume = ")
        .with_file("file", "");
    let said = assert_starts("all", "Calf cramp", || {
        let mut command = home.command(&CRAMP);
        let file = home.path().join("file");
        command.env("LEGREST_DATA_DIR", file);
        command.env("LEGREST_THEME", "x").env("TZ", "Nowhere/Never");
        command
    });
    for part in [
        "the config file",
        "LEGREST_THEME",
        "your own cramp-calf",
        "TZ is",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn whoever_reads_what_it_says() {
    for config in ["", "volume = "] {
        let home = Home::new().with_file("config/config.toml", config);
        // To standard error nobody listens, and the instruction comes.
        for script in ["exec \"$0\" \"$@\" 2>/dev/full", "exec \"$0\" \"$@\" 2>&-"] {
            assert_starts(script, "Calf cramp", || {
                let mut command = home.program("sh");
                command.args(["-c", script, LEGREST]).args(CRAMP);
                command
            });
        }
        // Nobody listens at all, and it goes on until it is told to stop.
        for script in [
            "exec \"$0\" \"$@\" >/dev/full 2>/dev/full",
            "exec \"$0\" \"$@\" >&- 2>&-",
            "exec \"$0\" \"$@\" >/dev/full",
        ] {
            let mut command = home.program("sh");
            command.args(["-c", script, LEGREST]).args(CRAMP);
            let mut child = command
                .stdout(File::open("/dev/null").expect("a device"))
                .stderr(Stdio::null())
                .spawn();
            let child = child.as_mut().expect("a shell");
            thread::sleep(Duration::from_millis(500));
            assert!(child.try_wait().expect("a child").is_none(), "{script}");
            kill_process(Pid::from_child(child), Signal::INT).expect("it runs");
            assert_eq!(child.wait().expect("it ends").signal(), Some(2), "{script}");
        }
    }
}

#[test]
fn a_night_that_cannot_be_recorded_is_told() {
    let home = Home::new().with_file("data/journal", "in the way of the folder");
    let screen = Window::new(80, 24).run(&home, "cramp -q");
    screen.wait_for("? keys");
    let text = screen.press_and_wait("q", "[exit 3]");
    let told = text.matches("tonight could not be recorded").count();
    assert_eq!(told, 1, "{text}");
}

#[test]
fn what_was_typed_wrong_stays_wrong() {
    let home = Home::new().with_file("config/config.toml", "volume = ");
    let wrong = [["cramp", "--volume", "200"], ["cramp", "--display", "x"]];
    for arguments in wrong {
        assert_eq!(home.run(&arguments).code, Some(2), "{arguments:?}");
    }
}
