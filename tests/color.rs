//! `--color`, wherever there is colour.

use crate::harness::Home;
use crate::pty::screen::Window;

/// A style, and not only a movement of the cursor.
fn is_coloured(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let codes = text.split("\x1b[").skip(1);
    let mut styles = codes.filter_map(|code| code.split_once('m'));
    let is_style = |(style, _): (&str, &str)| {
        !style.is_empty() && style != "0" && style.chars().all(|c| c == ';' || c.is_ascii_digit())
    };
    styles.any(is_style)
}

/// Commands that show colours: a finding, a drawing, the nights, a slip.
const COMMANDS: [&str; 4] = [
    "check bad.toml",
    "show --figures",
    "history",
    "check --no-such-option",
];

fn home() -> Home {
    let home = Home::new().with_file("bad.toml", "x = 1\n");
    home.run("log --cramps 2").success();
    home
}

#[test]
fn always_is_in_a_pipe_as_well() {
    let home = home();
    for command in COMMANDS {
        let of = |words: &str| {
            let run = home.run(words);
            is_coloured((run.stdout + &run.stderr).as_bytes())
        };
        assert!(!of(command), "{command}");
        assert!(of(&format!("{command} --color always")), "{command}");
        assert!(!of(&format!("{command} --color=never")), "{command}");
    }
}

#[test]
fn never_is_in_a_terminal_as_well() {
    let home = home();
    let routine = "routine bedtime -q --display";
    let screens = ["full", "bars"].map(|display| format!("{routine} {display}"));
    for command in COMMANDS
        .iter()
        .copied()
        .chain(screens.iter().map(String::as_str))
    {
        for (color, coloured) in [("auto", true), ("never", false)] {
            let line = format!("\"$LEGREST\" {command} --color {color}; echo \"[end]\"");
            let screen = Window::new(80, 24).run_line(&home, &line);
            if command.starts_with("routine") {
                screen.wait_for("? keys");
                screen.press("q");
            }
            screen.wait_for("[end]");
            assert_eq!(is_coloured(&screen.raw()), coloured, "{command} {color}");
        }
    }
}
