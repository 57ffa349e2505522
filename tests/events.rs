//! The events of `--display json`: their schema, and who follows them.

mod followers;

use serde_json::{Value, json};

use crate::fuzzed::properties::json_schema::JsonSchema;
use crate::harness::Home;
use crate::pty::screen::Window;

/// Ranges, a note, both sides, rounds of a circuit.
const VARIED: &str = r#"
    title = "Varied"
    [circuit.twice]
    rounds = 2
    [[step]]
    name = "Calf stretch"
    hold = "20s-40s"
    prepare = "10s"
    sides = "each"
    circuit = "twice"
    notes = [{ at = "5s", text = "Heel \"down\"." }]
    [[step]]
    name = "Thigh"
    hold = "10s"
    reps = 2
    sets = 2
"#;

/// What `legrest schema events` says.
struct Schema {
    text: Value,
    checker: JsonSchema,
}

impl Schema {
    fn of_the_program() -> Self {
        let printed = Home::new().run("schema events").success().stdout;
        let text: Value = serde_json::from_str(&printed).expect("JSON");
        let checker = JsonSchema::new(text.clone());
        Self { text, checker }
    }

    fn accepts(&self, event: &Value) -> bool {
        self.checker.accepts(event)
    }

    /// Fails unless each event is valid, and each field of it is listed.
    #[track_caller]
    fn assert_knows(&self, events: &[Value]) {
        assert!(events.len() > 3, "{events:#?}");
        for event in events {
            assert_eq!(self.checker.violation(event), None, "{event}");
            let name = event["event"].as_str().expect("a name");
            let listed = &self.text["$defs"][name]["properties"];
            for field in event.as_object().expect("an object").keys() {
                let known = ["event", "t"].contains(&&**field) || listed[field].is_object();
                assert!(known, "{field} in {event}");
            }
        }
    }
}

fn play(home: &Home, options: &[&str]) -> Vec<Value> {
    let arguments = ["--display", "json", "--speed", "1000", "-q"];
    let arguments = [&["routine"], options, &arguments].concat();
    home.run(&arguments).success().events()
}

/// A session with a person at it: pauses, goes on, back, skips and quits.
fn with_keys() -> Vec<Value> {
    let home = Home::new();
    let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, "routine bedtime -q");
    for (key, event) in [
        (" ", json!({"event": "paused"})),
        (" ", json!({"event": "resumed"})),
        ("n", json!({"event": "segment", "phase": "hold"})),
        ("n", json!({"event": "skipped"})),
        ("b", json!({"event": "segment", "phase": "hold", "rep": 1})),
        ("q", json!({"event": "ended", "outcome": "quit"})),
    ] {
        if key == " " && event["event"] == "paused" {
            events.wait_for(&json!({"event": "segment"}));
        }
        screen.press(key);
        events.wait_for(&event);
    }
    assert_eq!(screen.wait_exit().code(), Some(3));
    events.wait_end()
}

/// A cramp that lets go, and after it everything is passed by.
fn cramp() -> Vec<Value> {
    let home = Home::new();
    let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, "cramp -q");
    events.wait_for(&json!({"event": "segment", "phase": "hold", "duration_s": null}));
    screen.press("\n");
    events.wait_for(&json!({"event": "segment", "index": 1}));
    screen.press("\x03");
    screen.wait_exit();
    events.wait_end()
}

#[test]
fn every_line_of_every_session_is_valid() {
    let schema = Schema::of_the_program();
    let home = Home::new().with_routine("varied", VARIED);
    schema.assert_knows(&play(&home, &["bedtime"]));
    schema.assert_knows(&play(&home, &["bedtime", "--fit", "19m"]));
    let varied = play(&home, &["varied", "--level", "full"]);
    schema.assert_knows(&varied);
    let has = |wanted: Value| {
        varied
            .iter()
            .any(|event| crate::pty::events::has(event, &wanted))
    };
    assert!(has(json!({"event": "cue", "cue": "enough"})), "{varied:#?}");
    assert!(has(json!({"event": "say"})), "{varied:#?}");
    assert!(has(json!({"event": "segment", "round": 2})), "{varied:#?}");
    schema.assert_knows(&with_keys());
    schema.assert_knows(&cramp());
}

#[test]
fn a_line_that_lacks_a_field_or_has_a_wrong_one_is_not() {
    let schema = Schema::of_the_program();
    let home = Home::new().with_routine("varied", VARIED);
    let mut events = play(&home, &["varied", "--level", "full"]);
    events.extend(with_keys());
    events.sort_by_key(|event| event["event"].to_string());
    events.dedup_by_key(|event| event["event"].to_string());
    assert_eq!(events.len(), 8, "one of each kind: {events:#?}");
    for event in &events {
        for field in event.as_object().expect("an object").keys() {
            let mut lacks = event.clone();
            lacks.as_object_mut().expect("an object").remove(field);
            assert!(!schema.accepts(&lacks), "without {field}: {lacks}");
            let mut wrong = event.clone();
            wrong[field] = json!({"of": "another type"});
            assert!(!schema.accepts(&wrong), "{wrong}");
        }
    }
    for (kind, field, value) in [
        ("started", "v", json!(2)),
        ("started", "time", json!("tonight")),
        ("started", "total_s", json!("60")),
        ("segment", "phase", json!("breathe")),
        ("segment", "side", json!("both")),
        ("segment", "rep", json!(0)),
        ("segment", "index", json!(0.5)),
        ("segment", "at", json!(null)),
        ("cue", "cue", json!("gong")),
        ("ended", "outcome", json!("asleep")),
        ("ended", "t", json!(-1)),
    ] {
        let event = events.iter().find(|event| event["event"] == kind);
        let mut wrong = event.expect("one of each kind").clone();
        wrong[field] = value;
        assert!(!schema.accepts(&wrong), "{wrong}");
    }
}

#[test]
fn what_is_added_later_does_not_break_today_s_followers() {
    let schema = Schema::of_the_program();
    assert_eq!(schema.text["$id"], "urn:legrest:schema:events:1");
    assert!(schema.accepts(&json!({"event": "moonrise", "t": 1.5, "phase": "full"})));
    assert!(schema.accepts(&json!({"event": "paused", "t": 1.5, "why": "a cat"})));
    assert!(!schema.accepts(&json!({"event": "moonrise"})));
    assert!(!schema.accepts(&json!(["paused"])));
}
