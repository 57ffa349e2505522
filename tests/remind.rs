//! `legrest remind`: what it prints does what it says, where it is meant to be
//! put.

mod launchd;

use std::fs;
use std::process::Command;

use insta::assert_snapshot;

use crate::harness::{Home, Run, have, skip};
use crate::readme::blocks;

/// A name and a title in which every reader finds something of its own.
const NAME: &str = r#"my knee's 50% \% \\ $HOME `id` "b" <i> & !x"#;
const TITLE: &str = r#"-a "knee's" 50% \% \\ $HOME `id` <b>&amp; \n"#;

/// A home with a routine of that name.
fn peculiar() -> Home {
    let title = TITLE.replace('\\', r"\\").replace('"', r#"\""#);
    let text = format!("title = \"{title}\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n");
    Home::new().with_routine(NAME, &text).with_legrest()
}

/// What the program prints where it is found by its name.
fn remind(home: &Home, arguments: &[&str]) -> Run {
    home.run(&[&["remind"], arguments].concat())
}

/// A program that notes what it is given: each argument in a row of its own.
fn notes(file: &str) -> String {
    format!("printf '%s\\n' \"$@\" >>\"$HOME/{file}\"")
}

fn read(home: &Home, path: &str) -> String {
    fs::read_to_string(home.path().join(path)).expect(path)
}

/// What the notification of the peculiar routine says. The name is quoted for a
/// shell, and that once more as a notification's body wants it.
fn told() -> String {
    let body = r#"In a terminal: legrest routine 'my knee'\''s 50% \% \\ $HOME `id` "b" &lt;i&gt; &amp; !x'"#;
    format!("-a\nlegrest\n--\n{TITLE}\n{body}\n")
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_printed() {
    let home = Home::new().with_legrest();
    for (by, days) in [
        ("systemd", "mon-sun"),
        ("cron", "mon-fri"),
        ("launchd", "sat,sun"),
        ("windows", "tue,fri"),
    ] {
        let run = remind(&home, &["22:30", "--for", by, "--days", days]).success();
        assert_eq!(run.stderr, "");
        assert_snapshot!(by, run.stdout);
    }
}

#[test]
fn nothing_is_installed() {
    let home = Home::new().with_legrest();
    let files = |home: &Home| {
        let listed = home.program("find").arg(".").output().expect("find runs");
        Run::new(&listed).success().stdout
    };
    let before = files(&home);
    for by in ["systemd", "cron", "launchd", "windows"] {
        remind(&home, &["9:00 pm", "--for", by]).success();
    }
    remind(&home, &["9:00", "pm"]).success();
    assert_eq!(files(&home), before);
}

#[test]
fn refusals_say_what_to_write() {
    let home = Home::new().with_routine("torn", "title = ").with_routine(
        "a\u{1b}[2Jb",
        "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n",
    );
    for (arguments, advice) in [
        (&["tonight"][..], "help: write it like 22:30 or 10:30 pm"),
        (&["22:30", "pm"], "help: write it like 22:30 or 10:30 pm"),
        (&["9pm"], "help: write it like 22:30 or 10:30 pm"),
        (&["\u{1b}[2J"], "is no time of day"),
        (
            &["22:30", "--days", "nightly"],
            "write days like mon-fri or sat,sun",
        ),
        (&["22:30", "--for", "alarm"], "possible values"),
        (
            &["22:30", "--routine", "bedtim"],
            "did you mean \"bedtime\"?",
        ),
        (&["22:30", "--routine", "-"], "help: name one"),
        (&["22:30", "--routine", "torn"], "torn.toml:1:9"),
        (
            &["22:30", "--routine", "a\u{1b}[2Jb"],
            "give the routine's file another name",
        ),
        (&[], "<TIME>"),
    ] {
        let run = remind(&home, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:#?}");
        assert!(run.stderr.contains(advice), "{advice}: {run:#?}");
        assert!(!run.stderr.contains("\u{1b}[2J"), "{run:#?}");
    }
}

#[test]
fn a_morning_is_taken_as_said_and_asked_about() {
    let home = Home::new();
    let run = remind(&home, &["9:30", "--for", "cron"]).success();
    run.says("\n30 9 * * * ");
    assert_eq!(
        run.stderr,
        "note: 9:30 is in the morning; for the evening write 9:30pm\n"
    );
    assert_eq!(remind(&home, &["9:30", "am"]).success().stderr, "");
}

#[test]
fn a_program_that_no_path_finds_is_named_by_its_place() {
    let home = Home::new().with_routine(
        "short",
        "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n",
    );
    let run = home.run("remind 22:30 --for cron --routine short");
    let place = format!("{} routine short", crate::harness::LEGREST);
    assert!(run.success().stdout.contains(&place));
    let by_path = remind(
        &home,
        &[
            "22:30",
            "--for",
            "cron",
            "--routine",
            "config/routines/short.toml",
        ],
    );
    let whole = home.path().join("config/routines/short.toml");
    assert!(
        by_path
            .success()
            .stdout
            .contains(whole.to_str().expect("a path"))
    );
}

/// Runs a printed script as a person does who pipes it into a shell.
#[track_caller]
fn install(home: &Home, script: &str) {
    let output = home.program("sh").args(["-c", script]).output();
    let run = Run::new(&output.expect("sh runs")).success();
    assert_eq!(run.stderr, "");
}

#[test]
fn the_units_are_what_systemd_wants() {
    if !have(&["systemd-analyze"]) {
        return;
    }
    let home = peculiar().with_program("systemctl", &notes("systemctl"));
    let units = home.path().join(".config/systemd/user");
    let verify = |unit: &str| {
        let mut command = home.program("systemd-analyze");
        let output = command
            .args(["verify", "--user", unit])
            .current_dir(&units)
            .output();
        Run::new(&output.expect("systemd-analyze runs"))
    };
    for (arguments, name, times) in [
        (&["22:30"][..], "legrest-bedtime-2230", "*-*-* 22:30:00"),
        (
            &["0:05", "--routine", NAME, "--days", "fri-mon"],
            "legrest-my-knee-s-50-home-id-b-i-x-0348d3c3-0005-mon-fri-sat-sun",
            "Mon,Fri,Sat,Sun *-*-* 00:05:00",
        ),
    ] {
        let script = remind(&home, &[arguments, &["--for", "systemd"]].concat()).success();
        install(&home, &script.stdout);
        for kind in ["service", "timer"] {
            let said = verify(&format!("./{name}.{kind}")).success();
            assert_eq!(
                (said.stdout.as_str(), said.stderr.as_str()),
                ("", ""),
                "{name}"
            );
        }
        let timer = fs::read_to_string(units.join(format!("{name}.timer"))).expect("a timer");
        assert!(
            timer.contains(&format!("\nOnCalendar={times}\n")),
            "{timer}"
        );
        let mut calendar = home.program("systemd-analyze");
        let calendar = calendar
            .args(["calendar", times])
            .output()
            .expect("it runs");
        assert!(
            Run::new(&calendar)
                .success()
                .stdout
                .contains("Next elapse: ")
        );
        let expected = format!("--user\ndaemon-reload\n--user\nenable\n--now\n{name}.timer\n");
        assert_eq!(read(&home, "systemctl"), expected);
        fs::remove_file(home.path().join("systemctl")).expect("notes");
    }
    // It does look.
    let torn = units.join("legrest-torn.timer");
    fs::write(torn, "[Timer]\nOnCalendar=*-*-* 25:00:00\n").expect("a unit");
    assert_ne!(verify("./legrest-torn.timer").code, Some(0));
}

#[test]
fn one_reminder_does_not_take_the_place_of_another() {
    let text = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n";
    let home = Home::new()
        .with_routine("a b", text)
        .with_routine("a,b", text)
        .with_file("b.toml", text)
        .with_legrest()
        .with_program("systemctl", "")
        .with_program("launchctl", "[ \"$1\" != print ]");
    let reminders = [
        &["10:30", "--routine", "desk"][..],
        &["15:00", "--routine", "desk"],
        &["15:00", "--routine", "desk", "--days", "mon-fri"],
        &["15:00", "--routine", "a b"],
        &["15:00", "--routine", "a,b"],
        &["15:00", "--routine", "b.toml"],
    ];
    for arguments in reminders {
        for by in ["systemd", "launchd"] {
            // Once more makes no other one.
            for _ in 0..2 {
                let script = remind(&home, &[arguments, &["--for", by]].concat());
                install(&home, &script.success().stdout);
            }
        }
    }
    let count = |folder: &str| {
        fs::read_dir(home.path().join(folder))
            .expect(folder)
            .count()
    };
    assert_eq!(count(".config/systemd/user"), 2 * reminders.len());
    assert_eq!(count("Library/LaunchAgents"), reminders.len());
}

#[test]
fn after_midnight_a_day_is_told_from_its_evening() {
    let arguments = ["00:30", "--days", "sun", "--for", "cron"];
    let run = remind(&Home::new(), &arguments).success();
    run.says("\n30 0 * * 7 ");
    assert_eq!(
        run.stderr,
        "note: 0:30 on Sun is still the night of Sat: these days are the calendar's\n"
    );
    for arguments in [&["00:30"][..], &["22:30", "--days", "sun"]] {
        let run = remind(&Home::new(), arguments).success();
        assert_eq!(run.stderr, "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_line_for_cron_notifies() {
    let home = peculiar().with_program(
        "notify-send",
        &format!("{}; env >\"$HOME/env\"", notes("told")),
    );
    let printed = remind(&home, &["22:30", "--for", "cron", "--routine", NAME]).success();
    let (comments, line) = printed.stdout.trim_end().rsplit_once('\n').expect("lines");
    assert!(
        comments.lines().all(|line| line.starts_with('#')),
        "{comments}"
    );
    let command = line.strip_prefix("30 22 * * * ").expect("when");
    // Cron ends a command at a bare percent sign, and takes the backslash from
    // others; some also take one from two.
    for pair in [r"\\", r"%%"] {
        assert!(!command.contains(pair), "{command}");
    }
    let command = command.replace(r"\%", "\u{0}");
    assert!(!command.contains('%'), "{command}");
    let command = command.replace('\u{0}', "%");
    let output = home.program("sh").args(["-c", &command]).output();
    assert_eq!(Run::new(&output.expect("sh runs")).success().stderr, "");
    assert_eq!(read(&home, "told"), told());
    let bus = "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/";
    assert!(read(&home, "env").contains(bus));
}

#[cfg(target_os = "linux")]
#[test]
fn crontab_takes_the_whole_of_it() {
    if !have(&["crontab"]) {
        return;
    }
    // Where -n is no dry run, this must not be tried: it would install it.
    let help = Command::new("crontab").arg("-h").output();
    let help = help.expect("crontab runs").stderr;
    if !String::from_utf8_lossy(&help).contains("(dry run") {
        skip("a crontab with a dry run");
        return;
    }
    let dry_run = |file: &str| Command::new("crontab").args(["-n", file]).output();
    let home = peculiar();
    let printed = remind(
        &home,
        &[
            "0:05",
            "--for",
            "cron",
            "--routine",
            NAME,
            "--days",
            "fri-mon",
        ],
    );
    let home = home
        .with_file("table", printed.success().stdout)
        .with_file("torn", "60 22 * * * true\n");
    let path = |name: &str| home.path().join(name).display().to_string();
    let torn = dry_run(&path("torn")).expect("crontab runs");
    let said = String::from_utf8_lossy(&torn.stderr);
    assert!(said.contains("bad minute"), "it does look: {said}");
    let good = dry_run(&path("table")).expect("crontab runs");
    assert!(good.status.success(), "{good:?}");
}

/// The line that is given for the start of a shell.
#[test]
fn a_new_terminal_says_it_in_the_evening_until_somebody_has_stretched() {
    let lines = blocks("routines/programs.md", "sh");
    let line = lines.iter().find(|block| block.starts_with("case $-"));
    let quick = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\nprepare = \"0s\"\n";
    let home = Home::new()
        .with_routine("quick", quick)
        .with_legrest()
        .with_program("date", r#"[ "$*" = +%H ] && printf '%s\n' "$NOW""#)
        .with_file("rc", line.expect("the line"))
        .with_file(".zshrc", line.expect("the line"));
    let opens = |shell: &str, is_person: bool, now: &str| {
        let mut command = home.program(shell);
        match (shell, is_person) {
            ("bash", true) => command.args(["--noprofile", "--rcfile", "rc", "-i", "-c", ":"]),
            ("zsh", true) => command.args(["--no-globalrcs", "-i", "-c", ":"]),
            _ => command.arg("rc"),
        };
        let command = command.env("ZDOTDIR", home.path()).env("NOW", now);
        let run = Run::new(&command.output().expect("the shell runs"));
        run.stdout
    };
    let says = "It is time for: legrest routine bedtime\n";
    let shells = || ["bash", "zsh"].into_iter().filter(|shell| have(&[shell]));
    for shell in shells() {
        for now in ["22", "23"] {
            assert_eq!(opens(shell, true, now), says, "{shell} at {now}");
        }
        for now in ["00", "07", "12", "21"] {
            assert_eq!(opens(shell, true, now), "", "{shell} at {now}");
        }
        assert_eq!(opens(shell, false, "22"), "", "a script in {shell}");
    }
    home.run(&["routine", "quick", "-q", "--display", "none"])
        .success();
    for shell in shells() {
        assert_eq!(opens(shell, true, "22"), "", "{shell}");
    }
}
