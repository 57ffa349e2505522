//! What the keys do.

use serde_json::{Value, json};

use super::events::{Events, has, of_kind};
use super::screen::{Screen, Window};
use crate::harness::Home;

/// Nothing in it ends by itself while a test looks at it.
const LONG: &str = r#"
    title = "Long"
    [[step]]
    name = "Calf wall stretch"
    sides = "each"
    reps = 2
    hold = "10m"
    prepare = "10m"
    rest = "10m"
    switch = "10m"
    notes = [{ at = "3s", text = "Three seconds." }]
"#;
/// The indexes of its segments.
const PREPARE: usize = 0;
const HOLDS: [usize; 4] = [1, 3, 5, 7];

fn long() -> Home {
    Home::new().with_routine("long", LONG)
}

fn watch(home: &Home, options: &[&str]) -> Screen {
    let arguments = [&["routine", "long", "-q"], options].concat();
    let screen = Window::new(80, 24).run(home, &arguments);
    screen.wait_for("Get ready: Calf wall stretch");
    screen
}

fn follow(home: &Home, options: &[&str]) -> (Screen, Events) {
    let arguments = [&["routine", "long", "-q"], options].concat();
    let (screen, mut events) = Window::new(80, 24).run_for_events(home, &arguments);
    events.wait_for(&segment(PREPARE));
    (screen, events)
}

fn segment(index: usize) -> Value {
    json!({"event": "segment", "index": index})
}

fn skipped(index: usize) -> Value {
    json!({"event": "skipped", "index": index})
}

#[test]
fn space_pauses_and_counts_in() {
    let home = long();
    let screen = watch(&home, &[]);
    screen.assert_taken();
    screen.press("n");
    let first_hold = "Calf wall stretch · RIGHT · 1 of 2";
    screen.wait_until("a hold", |text| text.trim_start().starts_with(first_hold));
    let paused = screen.press_and_wait(" ", "PAUSED 0:00 · Calf wall stretch");
    assert!(!paused.contains("ends "), "the end is not known:\n{paused}");
    // The count of the pause goes on.
    screen.wait_for("PAUSED 0:01");
    screen.press(" ");
    for seconds in ["On in 3", "On in 2", "On in 1"] {
        screen.wait_for(seconds);
    }
    let text = screen.wait_until("the hold", |text| text.trim_start().starts_with(first_hold));
    assert!(text.contains("ends "), "{text}");
}

#[test]
fn a_pause_between_holds_ends_at_once() {
    let home = long();
    let (screen, mut events) = follow(&home, &[]);
    screen.press(" ");
    events.wait_for(&json!({"event": "paused"}));
    screen.press(" ");
    events.wait_for(&json!({"event": "resumed"}));
    // A pause in a hold, for comparison.
    screen.press("n");
    events.wait_for(&segment(HOLDS[0]));
    screen.press(" ");
    events.wait_for(&json!({"event": "paused"}));
    screen.press(" ");
    let tick = json!({"event": "cue", "cue": "tick"});
    let begin = events.wait_for(&tick)["t"].as_f64().expect("a time");
    events.wait_for(&tick);
    events.wait_for(&tick);
    let end = events.wait_for(&json!({"event": "resumed"}))["t"].as_f64();
    let count_in = end.expect("a time") - begin;
    assert!((count_in - 3.0).abs() < 0.01, "{count_in}");
    events.wait_for(&json!({"event": "cue", "cue": "start"}));
    screen.press("q");
    let ended = events.wait_end();
    assert_eq!(of_kind(&ended, "resumed").len(), 2);
}

#[test]
fn n_goes_to_the_next_hold_and_at_last_to_the_end() {
    let home = long();
    let (mut screen, mut events) = follow(&home, &[]);
    // Letters and arrows alike, over prepares, rests and switches.
    for (key, (from, to)) in ["n", "\x1b[C", "N", "\x1bOC"].iter().zip([
        (PREPARE, HOLDS[0]),
        (HOLDS[0], HOLDS[1]),
        (HOLDS[1], HOLDS[2]),
        (HOLDS[2], HOLDS[3]),
    ]) {
        screen.press(key);
        events.wait_for(&skipped(from));
        events.wait_for(&segment(to));
    }
    screen.press("n");
    events.wait_for(&skipped(HOLDS[3]));
    // None of them was held.
    let ended = json!({"event": "ended", "outcome": "quit", "skipped": 5});
    events.wait_for(&ended);
    assert_eq!(screen.wait_exit().code(), Some(3));
    let all = events.wait_end();
    let begun = of_kind(&all, "segment");
    let begun: Vec<&Value> = begun.iter().map(|event| &event["index"]).collect();
    assert_eq!(begun, [0, 1, 3, 5, 7], "each once");
}

#[test]
fn b_goes_back_to_the_start_of_an_older_hold() {
    let home = long();
    let (screen, mut events) = follow(&home, &[]);
    screen.press("n");
    events.wait_for(&segment(HOLDS[0]));
    screen.press("n");
    events.wait_for(&segment(HOLDS[1]));
    // The note tells that the hold is older than two seconds.
    for key in ["b", "\x1b[D"] {
        events.wait_for(&json!({"event": "say"}));
        screen.press(key);
        events.wait_for(&segment(HOLDS[1]));
        let [.., before, _] = &events.seen[..] else {
            panic!("{:#?}", events.seen)
        };
        // Straight from the note to the start: it was not the hold before.
        assert!(has(before, &json!({"event": "say"})), "{before}");
    }
    screen.press("q");
    events.wait_for(&json!({"event": "ended", "skipped": 2}));
}

#[test]
fn b_goes_back_to_the_hold_before_a_young_one() {
    let home = long();
    // At a tenth of the speed a hold is young for twenty seconds.
    let (screen, mut events) = follow(&home, &["--speed", "0.1"]);
    for hold in [HOLDS[0], HOLDS[1]] {
        screen.press("n");
        events.wait_for(&segment(hold));
    }
    screen.press("b");
    events.wait_for(&segment(HOLDS[0]));
    // There is none before the first.
    screen.press("b");
    events.wait_for(&segment(HOLDS[0]));
    screen.press("q");
    events.wait_for(&json!({"event": "ended", "outcome": "quit", "skipped": 2}));
}

#[test]
fn plus_and_minus_change_this_hold() {
    let home = long();
    let screen = watch(&home, &[]);
    screen.press("n");
    screen.wait_until("a hold", |text| {
        text.trim_start().starts_with("Calf wall stretch")
    });
    screen.press_and_wait(" ", "PAUSED");
    let left = |text: &str| {
        // The first bar ends with the time that this hold still takes.
        let bar = text
            .lines()
            .find(|row| row.trim_start().starts_with(['━', '╸', '─']));
        let time = bar.and_then(|bar| bar.rsplit(' ').next()).expect("a bar");
        let (minutes, seconds) = time.split_once(':').expect("a time");
        let number = |text: &str| text.parse::<i32>().expect("a number");
        number(minutes) * 60 + number(seconds)
    };
    let before = left(&screen.text());
    for (keys, shown, change) in [("+", "+10s", 10), ("=", "+20s", 20), ("---", "-10s", -10)] {
        let text = screen.press_and_wait(keys, shown);
        assert_eq!(left(&text), before + change, "{text}");
    }
    screen.press_and_wait("_+++", "+10s");
}

#[test]
fn minus_leaves_the_last_three_seconds() {
    let short = "title = 'Short'\n[[step]]\nname = 'Short'\nhold = '5s'\nprepare = '8s'\n";
    let home = Home::new().with_routine("long", short);
    let (screen, mut events) = follow(&home, &[]);
    screen.press("---");
    events.wait_for(&segment(1));
    screen.press("---");
    events.wait_for(&json!({"event": "ended", "outcome": "completed", "skipped": 0}));
    let seen = events.wait_end();
    let ticks = seen.iter().filter(|event| event["cue"] == "tick");
    assert_eq!(ticks.count(), 3, "{seen:#?}");
    let end = of_kind(&seen, "ended")[0]["held_s"].as_f64();
    // One press left three seconds, and the next ones took nothing.
    assert!(
        end.is_some_and(|held| (3.0..5.0).contains(&held)),
        "{end:?}"
    );
}

#[test]
fn enter_ends_what_waits_for_it() {
    let waits = r#"
        title = "Waits"
        [[step]]
        name = "Until it lets go"
        hold = "open"
        prepare = "key"
        [[step]]
        name = "Range"
        hold = "1s-10m"
        prepare = "0s"
        [[step]]
        name = "Last"
        hold = "10m"
        prepare = "0s"
    "#;
    let home = Home::new().with_routine("long", waits);
    let arguments = ["routine", "long", "-q", "--level", "full"];
    let screen = Window::new(80, 24).run(&home, &arguments);
    screen.wait_for("Enter when you are ready");
    screen.wait_for("ends when you say so");
    screen.press_and_wait("\r", "Enter when you are done");
    drop(screen);

    let (screen, mut events) = follow(&home, &["--level", "full"]);
    let open = |index| json!({"event": "segment", "index": index, "duration_s": null});
    let all_open = events.seen.iter().any(|event| has(event, &open(0)));
    assert!(all_open, "{:#?}", events.seen);
    screen.press("\r");
    events.wait_for(&open(1));
    screen.press("\n");
    events.wait_for(&segment(2));
    events.wait_for(&json!({"event": "cue", "cue": "enough"}));
    screen.press("\r");
    events.wait_for(&segment(3));
    // In a hold with one length Enter does nothing.
    screen.press("\rq");
    let ended = json!({"event": "ended", "outcome": "quit", "skipped": 0});
    events.wait_for(&ended);
    assert_eq!(of_kind(&events.wait_end(), "skipped"), [&Value::Null; 0]);
}

#[test]
fn q_quits() {
    let home = long();
    let screen = watch(&home, &[]);
    screen.press_and_wait("q", "Long: Stopped early");
    screen.wait_for("[exit 3]");
    screen.assert_given_back();
}

#[test]
fn a_question_mark_shows_the_keys() {
    let home = long();
    let screen = watch(&home, &[]);
    let all = [
        "space   pause, go on",
        "+ -     this one 10 s longer, shorter",
        "Enter   go on",
        "q       quit",
        "?       back to the stretch",
    ];
    assert!(!screen.wait_for("? keys").contains(all[1]));
    screen.press("?");
    screen.wait_until("all keys", |text| all.iter().all(|key| text.contains(key)));
    screen.press("?");
    screen.wait_until("few keys", |text| !text.contains(all[1]));
}

#[test]
fn s_skips_the_step_and_a_clicker_works_from_across_the_room() {
    let text = "title = 'T'\n[[step]]\nname = 'A'\nreps = 10\nhold = '10m'\nprepare = '10m'\n\
                [[step]]\nname = 'B'\nhold = '10m'\nprepare = 'key'\n";
    let home = Home::new().with_routine("steps", text);
    let (screen, mut events) = Window::new(80, 24).run_for_events(&home, "routine steps -q");
    let began = |step: &str, phase: &str| json!({"event": "segment", "step": step, "phase": phase});
    events.wait_for(&began("a", "prepare"));
    // Page down is next here, and s goes past nine more holds.
    screen.press("\x1b[6~");
    events.wait_for(&began("a", "hold"));
    screen.press("s");
    events.wait_for(&began("b", "prepare"));
    // It waits for Enter, which page down is then; page up goes back.
    screen.press("\x1b[6~");
    events.wait_for(&began("b", "hold"));
    screen.press("\x1b[5~");
    events.wait_for(&began("a", "hold"));
    screen.press("q");
    events.wait_for(&json!({"event": "ended", "outcome": "quit", "skipped": 2}));
}

#[test]
fn keys_that_mean_nothing_do_nothing() {
    let home = long();
    let (screen, mut events) = follow(&home, &[]);
    // Up, Insert, F5, Tab, Escape, letters of no meaning, an umlaut.
    screen.press("\x1b[A\x1b[2~\x1b[15~\t\x1bxyzä");
    screen.press("q");
    events.wait_for(&json!({"event": "ended", "outcome": "quit", "skipped": 0}));
    assert_eq!(of_kind(&events.seen, "segment").len(), 1);
}
