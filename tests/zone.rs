//! The time zone: what the C library makes of `TZ`, and one warning where it can't
//! be used. Nothing that it names is waited for or read without end.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Home, LEGREST, Run, at_once, have, pipe, run_within};

const LIMIT: Duration = Duration::from_secs(20);

/// Runs the program with a zone and little memory.
#[track_caller]
fn run(home: &Home, zone: &OsStr, arguments: &[&str]) -> Run {
    // As much as the program itself takes, and little more.
    let script = "ulimit -v 200000 && exec \"$0\" \"$@\"";
    let mut command = home.program("sh");
    command.args(["-c", script, LEGREST]).args(arguments);
    run_within(with_zone(command, zone), LIMIT)
}

fn with_zone(mut command: Command, zone: &OsStr) -> Command {
    command.env("TZ", zone);
    command
}

#[test]
fn the_clock_is_that_of_every_other_program() {
    if !have(&["date"]) {
        return;
    }
    let home = Home::new();
    for zone in [
        "",
        "UTC",
        "UTC0",
        "CET-1CEST",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "EST5EDT",
        "<+0330>-3:30",
        "NZST-12NZDT",
        "IST-5:30",
        "Europe/Berlin",
        ":Europe/Berlin",
        "/usr/share/zoneinfo/Asia/Kolkata",
    ] {
        let mut date = with_zone(home.program("date"), zone.as_ref());
        let date = Run::new(&date.arg("+%:z").output().expect("date runs"));
        let shown = run(&home, zone.as_ref(), &["log", "--cramps", "1"]).success();
        assert_eq!(shown.stderr, "", "{zone:?}");
        let record = home.read_journal();
        let record: Value =
            serde_json::from_str(record.lines().last().expect("a record")).expect("JSON");
        let at = record["at"].as_str().expect("a time");
        assert!(at.ends_with(date.stdout.trim()), "{zone:?}: {at}, {date:?}");
    }
}

#[test]
fn its_warning_is_there_when_the_program_has_ended() {
    let home = Home::new();
    // To a file a thread writes, and the program is over in no time.
    at_once(0..20, |number| {
        let path = home.path().join(format!("stderr-{number}"));
        let file = fs::File::create(&path).expect("a file");
        let mut command = home.command("show bedtime");
        command.env("TZ", "Nowhere/Never").stderr(file);
        assert!(command.output().expect("legrest runs").status.success());
        let said = fs::read_to_string(&path).expect("a file");
        assert!(said.starts_with("warning: "), "{said:?}");
    });
}

#[test]
fn a_zone_that_cannot_be_used_costs_one_warning() {
    let home = Home::new()
        .with_file("text", "no zone\n")
        .with_file("half", b"TZif2\0\0\0");
    pipe(&home.path().join("pipe"));
    let huge = fs::File::create(home.path().join("huge")).expect("a file");
    huge.set_len(8 << 30).expect("a file with holes");
    let path = |name: &str| home.path().join(name).into_os_string();
    let mut colon = OsString::from(":");
    colon.push(path("pipe"));
    let zones: [OsString; 17] = [
        path("pipe"),
        colon,
        path("huge"),
        path("text"),
        path("half"),
        path("gone"),
        path(""),
        "/dev/zero".into(),
        ":/dev/zero".into(),
        "/dev/tty".into(),
        "Nowhere/Never".into(),
        "Europe".into(),
        "../../dev/zero".into(),
        "CET-1CEST,M13.1.0".into(),
        "\u{1b}]0;x\u{7}".into(),
        OsStr::from_bytes(b"\xff\xfe").to_owned(),
        "x".repeat(100_000).into(),
    ];
    at_once(zones, |zone| {
        for arguments in [
            &[
                "routine",
                "bedtime",
                "-q",
                "--display",
                "none",
                "--speed",
                "1000",
            ][..],
            &["show", "bedtime"],
            &["log", "--cramps", "1"],
            &["history"],
        ] {
            let run = run(&home, &zone, arguments);
            let case = format!("{zone:?}: {arguments:?}: {run:#?}");
            assert_eq!(run.code, Some(0), "{case}");
            assert!(run.stderr.starts_with("warning: TZ is \""), "{case}");
            assert!(run.stderr.contains("set it to"), "{case}");
            assert_eq!(run.stderr.lines().count(), 1, "{case}");
            assert!(
                run.stderr.len() < 600 && !run.stderr.contains('\u{1b}'),
                "{case}"
            );
        }
        // Who needs no clock hears nothing of it.
        assert_eq!(
            run(&home, &zone, &["check", "bedtime"]).success().stderr,
            ""
        );
    });
}
