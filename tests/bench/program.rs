//! The programs that are measured: legrest, and other timers that a person may
//! use in its stead.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::harness::LEGREST;

/// When a timer of 25 minutes is over.
#[derive(Clone, Copy)]
pub(crate) enum End {
    /// The program ends.
    Exit,
    /// It ends after it has shown zero for a second, as it is made to.
    ExitAfterZero,
    /// It stays, and says so.
    Says(&'static str),
}

/// A program that is measured.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
    /// The arguments of a timer of 25 minutes, silent.
    pub(crate) timer: &'static [&'static str],
    /// What has to be pressed before it runs.
    pub(crate) start_key: &'static [u8],
    pub(crate) end: End,
    /// The crate that it was installed from, and its version.
    pub(crate) package: Option<(&'static str, &'static str)>,
}

impl Program {
    /// Whether it is not compiled.
    pub(crate) fn is_script(&self) -> bool {
        matches!(fs::read(&self.path).as_deref(), Ok([b'#', b'!', ..]))
    }

    pub(crate) fn legrest() -> Self {
        Self {
            name: "legrest",
            path: LEGREST.into(),
            timer: &["routine", "bedtime", "--level", "full", "--quiet"],
            start_key: b"",
            end: End::Exit,
            package: None,
        }
    }

    /// The other timers, installed where they are not yet.
    pub(crate) fn peers() -> [Self; 4] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers");
        let rust = |name, version, binary: &str| {
            let path = folder.join("bin").join(binary);
            if !path.exists() {
                let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
                let mut command = Command::new(cargo);
                command.args(["install", "--locked", "--version", version, name]);
                run(command.arg("--root").arg(&folder));
            }
            (path, Some((name, version)))
        };
        let venv = folder.join("venv");
        let python = |package: &str, binary: &str| {
            let path = venv.join("bin").join(binary);
            if !path.exists() {
                run(Command::new("python3").args(["-m", "venv"]).arg(&venv));
                run(Command::new(venv.join("bin/pip")).args(["install", "--quiet", package]));
            }
            (path, None)
        };
        let peer = |name, (path, package), timer, start_key, end| Self {
            name,
            path,
            timer,
            start_key,
            end,
            package,
        };
        let timer_cli = rust("timer-cli", "0.11.4", "timer");
        let timr_tui = rust("timr-tui", "1.9.0", "timr-tui");
        let termdown = python("termdown==2.0.0", "termdown");
        let countdown = python("countdown-cli==2.2.1", "countdown");
        [
            peer(
                "timer-cli",
                timer_cli,
                &["--silence", "25m"],
                b"",
                End::Exit,
            ),
            peer(
                "timr-tui",
                timr_tui,
                &["--reset", "--mode", "countdown", "--countdown", "25:00"],
                b" ",
                End::Says("done"),
            ),
            peer("termdown", termdown, &["25m"], b"", End::Exit),
            peer(
                "countdown-cli",
                countdown,
                &["25m"],
                b"",
                End::ExitAfterZero,
            ),
        ]
    }
}

/// Runs what installs something.
fn run(command: &mut Command) {
    eprintln!("running: {command:?}");
    let status = command.stdin(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "it failed");
}
