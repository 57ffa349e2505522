//! The lines for a shell's start, in the shells that they are for.

use std::fs;

use super::{NAME, TITLE, peculiar, remind};
use crate::harness::{Home, Run, have};

const SHELLS: [&str; 3] = ["bash", "zsh", "dash"];

const QUICK: &str = "title = \"Quick\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\nprepare = \"0s\"\n";

/// The clock on the wall, for the lines alone: `NOW` is a day and a time.
const DATE: &str = r#"[ "$*" = "+%u%H%M" ] && printf '%s\n' "$NOW""#;

/// A home whose shells start with what is printed.
fn with_lines(home: Home, arguments: &[&str]) -> Home {
    let home = home.with_program("date", DATE);
    let lines = remind(&home, &[arguments, &["--for", "shell"]].concat()).success();
    home.with_file(".zshrc", &lines.stdout)
        .with_file("rc", &lines.stdout)
}

/// What a new terminal with this shell says on a day, at a time.
#[track_caller]
fn opens(home: &Home, shell: &str, now: &str) -> String {
    let mut command = home.program(shell);
    match shell {
        "bash" => command.args(["--noprofile", "--rcfile", "rc"]),
        "zsh" => command.arg("--no-globalrcs").env("ZDOTDIR", home.path()),
        _ => command.env("ENV", "rc"),
    };
    let script = "printf '%s\\n' \"[${now-}${night-}${said-}]\"";
    command.args(["-i", "-c", script]).env("NOW", now);
    let run = Run::new(&command.output().expect("the shell runs")).success();
    let is_complaint =
        |line: &&str| !line.contains("job control") && !line.contains("terminal process group");
    let complaints: Vec<&str> = run.stderr.lines().filter(is_complaint).collect();
    assert!(complaints.is_empty(), "{shell}: {complaints:#?}");
    // No name is left behind.
    let said = run.stdout.strip_suffix("[]\n");
    said.expect("the shell goes on").to_owned()
}

/// Forgets that it was said tonight.
fn forget(home: &Home) {
    let notes = fs::read_dir(home.path().join(".cache")).expect("a folder of notes");
    let notes: Vec<_> = notes.map(|note| note.expect("a note").path()).collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    fs::remove_file(&notes[0]).expect("a note that it was said");
}

const SAYS: &str = "Bedtime leg rest: legrest routine bedtime\n";

#[test]
fn it_speaks_in_the_evening_and_once_a_night() {
    for shell in SHELLS.into_iter().filter(|shell| have(&[shell])) {
        let home = with_lines(Home::new().with_legrest(), &["22:30"]);
        for (now, says) in [
            ("21200", ""),
            ("20500", ""),
            ("22229", ""),
            ("22230", SAYS),
            ("22231", ""),
        ] {
            assert_eq!(opens(&home, shell, now), says, "{shell} at {now}");
        }
        forget(&home);
        assert_eq!(opens(&home, shell, "30459"), SAYS, "{shell}");
        assert_eq!(opens(&home, shell, "30030"), "", "{shell}");
    }
}

#[test]
fn it_is_silent_once_somebody_has_stretched() {
    let home = Home::new().with_routine("quick", QUICK).with_legrest();
    let home = with_lines(home, &["9pm"]);
    let shells: Vec<_> = SHELLS.into_iter().filter(|shell| have(&[shell])).collect();
    for shell in &shells {
        assert_eq!(opens(&home, shell, "22100"), SAYS, "{shell}");
        forget(&home);
    }
    home.run("routine quick -q --display none").success();
    for shell in &shells {
        assert_eq!(opens(&home, shell, "22100"), "", "{shell}");
    }
}

#[test]
fn by_day_it_does_not_even_ask_the_journal() {
    let home = with_lines(Home::new().with_legrest(), &["22:30", "--days", "mon-fri"]);
    fs::remove_file(home.path().join("bin/legrest")).expect("a link");
    let home = home.with_program("legrest", "touch \"$HOME/asked\"; exit 1");
    let asked = home.path().join("asked");
    for shell in SHELLS.into_iter().filter(|shell| have(&[shell])) {
        opens(&home, shell, "21200");
        // Saturday.
        opens(&home, shell, "62300");
        assert!(!asked.exists(), "{shell}");
        // A program that fails, or is gone, is no news at a shell's start.
        assert_eq!(opens(&home, shell, "22300"), "", "{shell}");
        fs::remove_file(&asked).expect("it asks in the evening");
    }
    fs::remove_file(home.path().join("bin/legrest")).expect("a program");
    for shell in SHELLS.into_iter().filter(|shell| have(&[shell])) {
        assert_eq!(opens(&home, shell, "22300"), "", "{shell}");
    }
}

#[test]
fn what_is_left_of_an_evening_after_midnight_belongs_to_its_day() {
    for shell in SHELLS.into_iter().filter(|shell| have(&[shell])) {
        for (time, days, now, says) in [
            ("22:30", "tue", "30100", true),
            ("22:30", "wed", "30100", false),
            ("22:30", "wed", "32300", true),
            ("22:30", "sun", "10430", true),
            ("22:30", "mon", "10430", false),
            ("0:30", "mon", "10045", true),
            ("0:30", "mon", "12345", false),
            ("0:30", "mon", "20045", false),
        ] {
            let home = with_lines(Home::new().with_legrest(), &[time, "--days", days]);
            let said = opens(&home, shell, now);
            assert_eq!(!said.is_empty(), says, "{shell}: {time} {days} at {now}");
        }
    }
}

#[test]
fn scripts_hear_nothing() {
    let home = with_lines(Home::new().with_legrest(), &["22:30"]);
    for shell in SHELLS.into_iter().filter(|shell| have(&[shell])) {
        let mut command = home.program(shell);
        let output = command.args(["-u", "rc"]).env("NOW", "22300").output();
        let run = Run::new(&output.expect("the shell runs")).success();
        assert_eq!(
            (run.stdout.as_str(), run.stderr.as_str()),
            ("", ""),
            "{shell}"
        );
    }
}

#[test]
fn any_name_is_said_as_it_must_be_typed() {
    let quoted = format!("'{}'", NAME.replace('\'', r"'\''"));
    for shell in SHELLS.into_iter().filter(|shell| have(&[shell])) {
        let home = with_lines(peculiar(), &["22:30", "--routine", NAME]);
        let says = format!("{TITLE}: legrest routine {quoted}\n");
        assert_eq!(opens(&home, shell, "22300"), says, "{shell}");
    }
}
