//! Movements at a tempo, and things to do, as a person plays them.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use super::screen::Window;
use crate::harness::Home;

const SHEET: &str = r#"
    title = "Sheet"
    [[step]]
    name = "Glute bridge"
    reps = 3
    prepare = "0s"
    tempo = "up 1s, down 1s"
    [[step]]
    name = "Clamshell"
    reps = 15
    prepare = "0s"
    tempo = "own"
    [[step]]
    name = "Warm bath"
    how = "Not too hot."
    task = true
    [[step]]
    name = "Lights out"
    task = true
"#;

#[test]
fn movements_are_counted_and_what_is_done_is_ticked_off() {
    let home = Home::new().with_routine("sheet", SHEET);
    let screen = Window::new(80, 24).run(&home, &["routine", "sheet", "-q"]);
    // A 2, and DOWN beside it.
    screen.wait_until("the second movement", |text| {
        let text = text.trim_start();
        text.starts_with("Glute bridge · 2 of 3") && text.contains("██████████████████    █ █ █ █")
    });
    let own = screen.wait_for("Clamshell · 15 at your own pace");
    assert!(own.contains("Enter when you are done"), "{own}");
    let bath = screen.press_and_wait("\r", "To do: Warm bath");
    assert!(bath.contains("Not too hot."), "{bath}");
    assert!(bath.contains("Enter when it is done"), "{bath}");
    // These do nothing here.
    screen.press("+-");
    screen.press_and_wait("\r", "To do: Lights out");
    let text = screen.press_and_wait("n", "[exit 0]");
    let summary = [
        "3 movements, 6s",
        "Warm bath     done",
        "Lights out    not done",
    ];
    assert!(summary.iter().all(|line| text.contains(line)), "{text}");
    let record: Value = serde_json::from_str(home.read_journal().trim()).expect("one record");
    let tasks = json!([{"step": "warm-bath", "done": true}, {"step": "lights-out", "done": false}]);
    assert_eq!(record["tasks"], tasks);
    let steps = record["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 2, "{record:#}");
}

#[test]
fn the_keys_name_movements_where_there_are_some() {
    let text = "[[step]]\nname = 'A'\nreps = 99\ntempo = '20-20'\nprepare = 'key'\n";
    let home = Home::new().with_routine("sheet", text);
    let screen = Window::new(80, 24).run(&home, "routine sheet -q");
    screen.wait_for("Enter when you are ready");
    screen.press_and_wait("\r", "1 of 99");
    screen.press_and_wait("?", "+ -     movements more, fewer");
    screen.press_and_wait("?+", "1 of 100");
    screen.press_and_wait("--", "1 of 98");
}

#[test]
fn a_screen_without_colours_or_without_unicode_counts_as_well() {
    for (variable, value, line) in [
        ("NO_COLOR", "1", "Glute bridge · 2 of 3"),
        ("LC_ALL", "C", "Glute bridge - 2 of 3"),
    ] {
        let home = Home::new().with_routine("sheet", SHEET);
        let window = Window::new(60, 15).with(variable, value);
        let screen = window.run(&home, &["routine", "sheet", "-q"]);
        let text = screen.wait_for(line);
        assert_eq!(text.contains('█'), variable == "NO_COLOR", "{text}");
        screen.press_and_wait("q", "[exit 3]");
    }
}

#[test]
fn where_nobody_can_tick_it_off_a_warning_says_so() {
    let task = "title = 'T'\n[[step]]\nname = 'Bath'\ntask = true\n";
    let home = Home::new().with_routine("bath", task);
    let mut session = home
        .command("routine bath -q --display none")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("legrest runs");
    let mut said = String::new();
    let mut stderr = BufReader::new(session.stderr.take().expect("a pipe"));
    stderr.read_line(&mut said).expect("a line");
    session.kill().expect("it waits");
    session.wait().expect("it was killed");
    assert!(
        said.contains("waits for a key, and there is no keyboard"),
        "{said}"
    );
}
