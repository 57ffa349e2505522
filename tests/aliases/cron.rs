//! From cron: almost no environment, no terminal, the output into a file.

use std::fs;
use std::process::{Command, Stdio};

use super::{SHORT, home, sleeps};
use crate::harness::have;

#[test]
fn it_plays_in_plain_lines() {
    if !have(&["setsid"]) {
        return;
    }
    let home = home(SHORT);
    // cron knows nothing of the folders that the tests use.
    let routines = home.path().join(".config/legrest/routines");
    fs::create_dir_all(&routines).expect("a folder");
    fs::write(routines.join("bedtime.toml"), SHORT).expect("a routine");
    let line = "PATH=\"$HOME/bin:$PATH\"; legrest routine bedtime >out 2>err && systemctl suspend";
    let status = Command::new("setsid")
        .args(["--wait", "sh", "-c", line])
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("LOGNAME", "somebody")
        .env("SHELL", "/bin/sh")
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null())
        .status()
        .expect("setsid runs");
    let read = |name: &str| fs::read_to_string(home.path().join(name)).expect(name);
    let (out, err) = (read("out"), read("err"));
    assert!(status.success(), "{out}{err}");
    assert!(sleeps(&home));
    assert!(out.contains("Elevation") && out.contains("Done."), "{out}");
    // No colour, no bell, and no letter that a locale would be needed for.
    assert!(
        out.bytes().all(|b| b == b'\n' || (0x20..0x7f).contains(&b)),
        "{out}"
    );
    assert!(err.lines().count() <= 1, "{err}");
    let journal = home.path().join(".local/share/legrest/journal");
    assert!(journal.is_dir(), "it is recorded as ever");
}
