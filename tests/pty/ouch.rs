//! `o`, "ouch": what is left of a step on the side that hurts is not played, on
//! the screen, in the events, in the summary and in the journal.

use serde_json::{Value, json};

use super::events::of_kind;
use super::screen::Window;
use crate::harness::Home;

/// A hold of each side, or two, that ends by a key alone.
const ROUTINE: &str = "title = 'T'\n[[step]]\nname = 'A'\nsides = 'each'\nreps = 2\n\
                       hold = '10m'\nprepare = '0s'\nswitch = '5m'\n\
                       notes = [{ at = '2s', text = 'Two seconds.' }]\n\
                       [[step]]\nname = 'B'\nreps = 2\nhold = '10m'\nprepare = '5m'\n";

fn home() -> Home {
    Home::new().with_routine("ouch", ROUTINE)
}

fn began(index: usize, phase: &str, side: Option<&str>) -> Value {
    json!({"event": "segment", "index": index, "phase": phase, "side": side})
}

fn last_row(text: &str) -> &str {
    let mut rows = text.lines().map(str::trim);
    rows.rfind(|row| !row.is_empty()).unwrap_or_default()
}

#[test]
fn o_spares_the_side_that_hurts() {
    let home = home();
    let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, "routine ouch -q");
    events.wait_for(&began(0, "hold", Some("right")));
    // A key that is held down comes again, and means the same hold.
    screen.press("o");
    let hurt = |index| json!({"event": "skipped", "index": index, "hurt": true});
    events.wait_for(&hurt(0));
    events.wait_for(&began(3, "switch", Some("left")));
    screen.press("o");
    screen.press("n");
    events.wait_for(&json!({"event": "skipped", "index": 3, "hurt": false}));
    events.wait_for(&began(4, "hold", Some("left")));
    events.wait_for(&json!({"event": "say"}));
    screen.press("s");
    events.wait_for(&began(7, "prepare", None));
    // The hold before this pause, of which nothing is left: the pause is whole.
    screen.press("o");
    events.wait_for(&hurt(7));
    events.wait_for(&began(7, "prepare", None));
    screen.press("q");
    let all = events.wait_end();
    assert_eq!(of_kind(&all, "skipped").len(), 4);
    assert_eq!(screen.wait_exit().code(), Some(3));
    let lines: Vec<Value> = home
        .read_journal()
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let place = |hurt: &Value| {
        let rep = hurt["rep"].as_u64();
        (hurt["step"].clone(), hurt["side"].clone(), rep)
    };
    let hurts = lines[0]["hurt"].as_array().expect("a list");
    let told: Vec<_> = hurts.iter().map(place).collect();
    assert_eq!(
        told,
        [
            (json!("a"), json!("right"), Some(1)),
            (json!("a"), json!("left"), Some(1))
        ]
    );
    let second = hurts[1]["held_s"].as_f64();
    assert!(second.is_some_and(|second| second >= 2.0), "{hurts:?}");
    // The history has it, and tonight's rest is without both sides.
    let history = home
        .run("history --format json")
        .success()
        .events()
        .remove(0);
    let nights = history["nights"].as_array().expect("nights");
    let night = nights.last().expect("tonight");
    assert_eq!(night["sessions"][0]["hurt"], lines[0]["hurt"]);
    let rest = home.run("routine ouch --resume --dry-run --display json");
    let rest = rest.success().events().remove(0);
    assert_eq!(rest["segments"][0]["step"], "b");
}

#[test]
fn the_rest_of_an_evening_is_without_what_hurt_in_any_part_of_it() {
    let text = "title = 'T'\n[circuit.c]\nrounds = 2\n[[step]]\nname = 'A'\nsides = 'each'\n\
                hold = '10m'\nprepare = '0s'\ncircuit = 'c'\n[[step]]\nname = 'B'\nhold = '10m'\n\
                prepare = '0s'\ncircuit = 'c'\n";
    let home = Home::new().with_routine("ouch", text);
    let play = |options: &str, keys: &str| {
        let line = format!("routine ouch -q {options}");
        let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, &*line);
        events.wait_for(&json!({"event": "segment", "phase": "hold"}));
        screen.press(keys);
        events.wait_end();
        screen.wait_exit();
    };
    play("", "onq");
    play("--resume", "nq");
    let rest = home.run("routine ouch --resume --dry-run --display json");
    let rest = rest.success().events().remove(0);
    let holds = rest["segments"].as_array().expect("segments");
    let holds = holds.iter().filter(|it| it["phase"] == "hold");
    let told: Vec<_> = holds
        .map(|it| (&it["step"], &it["side"], &it["round"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("b"), &Value::Null, &json!(1)),
            (&json!("a"), &json!("left"), &json!(2)),
            (&json!("b"), &Value::Null, &json!(2))
        ]
    );
}

#[test]
fn the_summary_tells_hurt_skipped_and_cut_apart() {
    let text = "title = 'T'\n[[step]]\nname = 'Calf'\nsides = 'each'\nreps = 3\nhold = '2s'\n\
                prepare = '0s'\nswitch = '0s'\nrest = '0s'\n\
                [[step]]\nname = 'Quad'\nreps = 3\nhold = '10m'\nprepare = '0s'\nrest = '0s'\n\
                [[step]]\nname = 'Own'\nreps = 12\ntempo = 'own'\nprepare = '0s'\n";
    let home = Home::new().with_routine("ouch", text);
    let screen = Window::new(80, 24).run(&home, "routine ouch -q");
    screen.wait_for("Calf · RIGHT · 2 of 3");
    screen.press_and_wait("o", "Calf · LEFT · 2 of 3");
    screen.wait_for("Quad · 1 of 3");
    screen.press_and_wait("s", "Own · 12 at your own pace");
    let text = screen.press_and_wait("n", "[exit 0]");
    let line = |name: &str| {
        let found = text.lines().find(|line| line.trim().starts_with(name));
        found.unwrap_or_default().trim().to_owned()
    };
    assert!(
        line("T: Done.").ends_with("4 holds skipped, it hurt once."),
        "{text}"
    );
    assert!(
        line("Calf").starts_with("Calf  right 1 of 3 (hurt), left 3 of 3, "),
        "{text}"
    );
    assert!(line("Quad").starts_with("Quad  skipped"), "{text}");
    // Nobody said that twelve were done.
    assert!(line("Own").ends_with("(skipped)"), "{text}");
    assert!(!line("Own").contains("12"), "{text}");
}

#[test]
fn the_keys_row_names_what_fits_the_moment() {
    let text = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s-10m'\nreps = 2\nprepare = '10m'\n\
                rest = '10m'\n[[step]]\nname = 'B'\nhold = 'open'\nprepare = 'key'\n";
    let home = Home::new().with_routine("ouch", text);
    for size in [(80, 24), (60, 15)] {
        let line = "routine ouch -q --level full";
        let screen = Window::new(size.0, size.1).run(&home, line);
        let row = |what: &[&str], not: &[&str]| {
            screen.wait_until("the keys", |text| {
                let row = last_row(text);
                what.iter().all(|key| row.contains(key))
                    && !not.iter().any(|key| row.contains(key))
                    && row.ends_with("? keys")
            });
        };
        row(&["+ longer", "n next"], &["o ouch", "Enter", "b back"]);
        screen.press("n");
        row(&["Enter go on", "o ouch", "n next"], &["+ longer"]);
        screen.press_and_wait("\r", "Rest · A");
        row(&["o ouch", "s skip"], &["Enter"]);
        screen.press_and_wait("o", "Enter when you are ready");
        // It is known that it hurts.
        row(&["Enter go on", "n next"], &["o ouch"]);
        screen.press_and_wait("q", "[exit 3]");
    }
}

#[test]
fn v_answers_on_the_screen() {
    let home = home();
    let screen = Window::new(80, 24).run(&home, "routine ouch -q");
    screen.wait_for("A · RIGHT · 1 of 2");
    for _ in 0..2 {
        screen.press_and_wait("v", "A · RIGHT · 1 of 2 · no voice here");
        // Until another key.
        screen.press("+");
        screen.wait_until("no answer", |text| !text.contains("no voice here"));
    }
}

#[test]
fn a_line_of_text_says_that_it_hurt() {
    let home = home();
    let screen = Window::new(80, 24).run(&home, "routine ouch -q --display plain");
    screen.wait_for("Hold: A, right side, 1 of 2");
    screen.press_and_wait("o", "Ouch: no more of that.");
    screen.wait_for("Switch to the left side");
    screen.press("q");
    screen.wait_for("; it hurt once.");
}

#[test]
fn in_a_cramp_it_hurts_until_it_lets_go() {
    let home = Home::new();
    let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, "cramp calf -q");
    events.wait_for(&json!({"event": "segment", "index": 0, "phase": "hold"}));
    screen.press("o");
    screen.press("\n");
    let came = events.wait_for(&json!({"event": "segment", "phase": "prepare"}));
    assert_eq!(came["index"], 1, "o ends no relief");
    // Nor does it take back that it let go.
    screen.press("o");
    screen.press("q");
    screen.wait_exit();
    let record: Value = serde_json::from_str(&home.read_journal()).expect("a record");
    assert_eq!(record["kind"], "cramp");
    assert!(record["held_s"].is_number(), "{record}");
}
