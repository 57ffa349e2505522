//! The aliases that the README and the help show, where people use them: in
//! their shells, over ssh, in tmux, and where there is no terminal at all. The
//! machine sleeps only after a routine that ran to its end.

mod cron;
mod shells;
mod ssh;
mod tmux;

use std::fs;

use crate::harness::{Home, Run};
use crate::readme::blocks;

/// A `bedtime` of one's own, which comes before the built-in one: the aliases
/// stay as they are, and nobody waits for twenty minutes.
const SHORT: &str = r#"
    title = "Short night"
    [[step]]
    name = "Elevation"
    hold = "1s"
    prepare = "0s"
"#;

const LONG: &str = r#"
    title = "Long night"
    [[step]]
    name = "Elevation"
    hold = "10m"
    prepare = "0s"
"#;

const CRAMP: &str = r#"
    title = "Calf cramp"
    [[step]]
    name = "Until it lets go"
    hold = "open"
    prepare = "0s"
"#;

/// The lines that set an alias.
fn of(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with("alias "))
        .map(str::to_owned)
        .collect()
}

/// Those of the README.
fn shown() -> Vec<String> {
    of(&blocks("README.md", "sh").concat())
}

/// A home with this `bedtime` and a machine that would only note that it was
/// sent to sleep. Its file `aliases` has the aliases.
fn home(bedtime: &str) -> Home {
    Home::new()
        .with_routine("bedtime", bedtime)
        .with_routine("cramp-calf", CRAMP)
        .with_legrest()
        .with_program("systemctl", "echo \"$*\" >>\"$HOME/systemctl\"")
        .with_file("aliases", shown().join("\n") + "\n")
}

/// Whether the machine was sent to sleep.
fn sleeps(home: &Home) -> bool {
    match fs::read_to_string(home.path().join("systemctl")) {
        Ok(told) => {
            assert_eq!(told, "suspend\n");
            true
        }
        Err(_) => false,
    }
}

/// A home whose script `session` gives the aliases to the command line after
/// it, wherever it is called from: the world of a home is not handed on by
/// other programs.
fn with_session(home: Home) -> Home {
    let quoted = |(name, value): (&str, std::path::PathBuf)| {
        format!("export {name}='{}'\n", value.display())
    };
    let exports: String = home.environment().into_iter().map(quoted).collect();
    let script = format!("{exports}cd \"$HOME\"\n. ./aliases\neval \"$1\"\n");
    home.with_file("session", script)
}

/// The command that runs a line in a session.
fn session(home: &Home, line: &str) -> String {
    let script = home.path().join("session");
    format!("sh '{}' '{line}'", script.display())
}

#[test]
fn the_help_shows_the_aliases_of_the_readme() {
    let shown = shown();
    let names: Vec<&str> = shown
        .iter()
        .filter_map(|line| line.strip_prefix("alias ")?.split('=').next())
        .collect();
    // Each is used in the tests here.
    assert_eq!(names, ["bed", "legs", "late", "ow"]);
    let home = Home::new();
    for (verb, name) in [("routine", "bed"), ("cramp", "ow")] {
        let help: Run = home.run(&[verb, "--help"]).success();
        let help = of(&help.stdout);
        assert_eq!(help.len(), 1, "{verb}: {help:?}");
        let place = names.iter().position(|known| *known == name);
        assert_eq!(help[0], shown[place.expect("it is shown")]);
    }
}
