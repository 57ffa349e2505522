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

/// Movements with words and without, breaths by the clock, movements at one's own
/// pace, and a thing to do.
const PACED: &str = r#"
    title = "Paced"
    [[step]]
    name = "Bridge"
    sides = "each"
    reps = "2-4"
    tempo = "up 2s, down 2s"
    [[step]]
    name = "Breath"
    hold = "12s"
    tempo = "2-1-2"
    [[step]]
    name = "Pumps"
    reps = 15
    tempo = "own"
    [[step]]
    name = "Warm bath"
    task = true
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
    schema.assert_knows(&paced());
}

/// A session with movements and a thing to do.
fn paced() -> Vec<Value> {
    let home = Home::new().with_routine("paced", PACED);
    let command = "routine paced -q --level full --speed 100";
    let (mut screen, mut events) = Window::new(80, 24).run_for_events(&home, command);
    let pumps = json!({"event": "segment", "step": "pumps", "phase": "hold", "duration_s": null});
    events.wait_for(&pumps);
    screen.press("\n");
    events.wait_for(&json!({"event": "segment", "phase": "task", "duration_s": null}));
    screen.press("\n");
    events.wait_for(&json!({"event": "ended", "outcome": "completed"}));
    assert_eq!(screen.wait_exit().code(), Some(0));
    events.wait_end()
}

#[test]
fn each_movement_and_each_part_of_it_is_counted_with_its_cue() {
    let events = paced();
    let mut steps = vec![];
    for (before, event) in events.iter().zip(&events[1..]) {
        if event["event"] == "segment" {
            steps.push((event["step"].clone(), vec![]));
        }
        if event["event"] != "count" {
            continue;
        }
        assert_eq!(
            (&before["event"], &before["t"]),
            (&json!("cue"), &event["t"])
        );
        let [cue, count, of, part, word] = [
            (before, "cue"),
            (event, "count"),
            (event, "of"),
            (event, "part"),
            (event, "word"),
        ]
        .map(|(event, field)| event[field].to_string().replace('"', ""));
        let (_, counted) = steps.last_mut().expect("a segment");
        counted.push(format!("{cue} {count}/{of}.{part} {word}"));
    }
    steps.retain(|(_, counted)| !counted.is_empty());
    let bridge = [
        "start 1/4.0 up",
        "part 1/4.1 down",
        "beat 2/4.0 up",
        "part 2/4.1 down",
        "enough 3/4.0 up",
        "part 3/4.1 down",
        "beat 4/4.0 up",
        "part 4/4.1 down",
    ];
    // The whole number of cycles that is nearest to 12 s.
    let breath = [
        "start 1/null.0 null",
        "part 1/null.1 null",
        "part 1/null.2 null",
        "beat 2/null.0 null",
        "part 2/null.1 null",
        "part 2/null.2 null",
    ];
    let expected = [
        ("bridge", &bridge[..]),
        ("bridge", &bridge),
        ("breath", &breath),
    ];
    let expected = expected.map(|(step, counted)| {
        let counted: Vec<String> = counted.iter().map(ToString::to_string).collect();
        (json!(step), counted)
    });
    assert_eq!(steps, expected);
}

/// Whoever followed a routine before there were movements and things to do reads
/// the same lines of it as then, but for the cues of a last hold and of a note.
#[test]
fn a_routine_without_new_keys_plays_as_in_version_1() {
    let home = Home::new().with_routine("varied", VARIED);
    let run = home.run("routine varied --level full --display json --speed 1000 -q");
    let lines = run.success().stdout;
    let time = lines.find("\"time\":\"").expect("when it began") + 8;
    let after = time + lines[time..].find('"').expect("the end of a text");
    let lines = [&lines[..time], "TIME", &lines[after..]].concat();
    insta::assert_snapshot!(lines);
}

#[test]
fn a_line_that_lacks_a_field_or_has_a_wrong_one_is_not() {
    let schema = Schema::of_the_program();
    let home = Home::new().with_routine("varied", VARIED);
    let mut events = play(&home, &["varied", "--level", "full"]);
    events.extend(with_keys());
    events.extend(paced());
    events.sort_by_key(|event| event["event"].to_string());
    events.dedup_by_key(|event| event["event"].to_string());
    assert_eq!(events.len(), 9, "one of each kind: {events:#?}");
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
        ("started", "v", json!(1)),
        ("started", "time", json!("tonight")),
        ("started", "total_s", json!("60")),
        ("segment", "phase", json!("breathe")),
        ("segment", "side", json!("both")),
        ("segment", "rep", json!(0)),
        ("segment", "index", json!(0.5)),
        ("segment", "at", json!(null)),
        ("cue", "cue", json!("gong")),
        ("count", "count", json!(0)),
        ("count", "of", json!(0)),
        ("count", "part", json!(-1)),
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
    assert_eq!(schema.text["$id"], "urn:legrest:schema:events:2");
    assert!(schema.accepts(&json!({"event": "moonrise", "t": 1.5, "phase": "full"})));
    assert!(schema.accepts(&json!({"event": "paused", "t": 1.5, "why": "a cat"})));
    assert!(!schema.accepts(&json!({"event": "moonrise"})));
    assert!(!schema.accepts(&json!(["paused"])));
}
