//! `legrest routine`, from a pipe: events, words, exit codes, refusals.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::{Home, in_words_of_unix, may_take_long};

const SHORT: &str = "\
title = \"Short\"
[[step]]
name = \"Calf stretch\"
hold = \"2s\"
sides = \"each\"
switch = \"1s\"
prepare = \"1s\"
";

fn names(events: &[Value]) -> Vec<String> {
    let name = |event: &Value| {
        let kind = event["event"].as_str().unwrap_or_default();
        let detail = event["cue"].as_str().or(event["phase"].as_str());
        detail.map_or(kind.to_owned(), |detail| format!("{kind}:{detail}"))
    };
    events.iter().map(name).collect()
}

#[test]
fn the_events_of_a_routine_in_order() {
    let home = Home::new().with_routine("short", SHORT);
    let run = home
        .run("routine short --display json --speed 100 -q")
        .success();
    let events = run.events();
    assert_eq!(
        names(&events),
        [
            "started",
            "segment:prepare",
            "cue:ready",
            "segment:hold",
            "cue:start",
            "segment:switch",
            "cue:switch",
            "segment:hold",
            "cue:start",
            "cue:finish",
            "ended",
        ]
    );
    let mut started = events[0].clone();
    let time = started["time"].take();
    assert!(
        time.as_str()
            .is_some_and(|time| time.parse::<jiff::Timestamp>().is_ok()),
        "{time}"
    );
    assert_snapshot!(started, @r#"{"event":"started","level":"standard","routine":"short","segments":4,"speed":100.0,"t":0.0,"time":null,"title":"Short","total_s":6,"v":2}"#);
    assert_snapshot!(events[3], @r#"{"at":1,"duration_s":2,"event":"segment","index":1,"name":"Calf stretch","phase":"hold","rep":1,"reps":1,"round":1,"rounds":1,"set":1,"sets":1,"side":"right","step":"calf-stretch","t":0.01}"#);
    assert_snapshot!(events[10], @r#"{"event":"ended","held_s":4,"outcome":"completed","skipped":0,"t":0.06}"#);
}

// Of Wine's clock and pipes nothing is promised.
#[cfg(unix)]
#[test]
fn bedtime_keeps_its_places_at_a_hundred_times_the_speed() {
    if !may_take_long() {
        return;
    }
    let home = Home::new();
    let mut child = home
        .command("routine bedtime --display json --speed 100 -q")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("legrest runs");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut began = None;
    let mut late = Vec::new();
    for line in lines {
        let line = line.expect("a line");
        // When it arrives, not what it says of itself.
        let arrived = began.get_or_insert_with(Instant::now).elapsed();
        let event: Value = serde_json::from_str(&line).expect("JSON");
        if event["event"] == "segment" {
            let place = event["at"].as_f64().expect("a place") / 100.0;
            late.push((arrived.as_secs_f64() - place).abs());
            assert!(
                (event["t"].as_f64().expect("a time") - place).abs() < 0.005,
                "{line}"
            );
        }
    }
    assert!(child.wait().expect("it ends").success());
    assert_eq!(late.len(), 55);
    late.sort_by(f64::total_cmp);
    // The wide bound is for a loaded machine; the benchmark has the narrow one.
    assert!(
        late[27] < 0.02,
        "median {} s, worst {} s",
        late[27],
        late[54]
    );
}

#[test]
fn a_routine_in_words() {
    let home = Home::new().with_routine("short", SHORT);
    let run = home.run("routine short --speed 100 -q");
    assert_snapshot!(run.snapshot());
}

#[test]
fn none_says_nothing() {
    let home = Home::new().with_routine("short", SHORT);
    let run = home
        .run("routine short --speed 100 -q --display none")
        .success();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn a_dry_run_prints_the_timeline_and_plays_nothing() {
    let run = Home::new()
        .run("routine bedtime --dry-run --only calf,quad")
        .success();
    let (moments, end) = run.stdout.trim_end().rsplit_once('\n').expect("lines");
    assert_snapshot!(moments);
    assert!(end.starts_with("3m 13s; started now, it ends at "), "{end}");
}

#[test]
fn a_routine_from_standard_input() {
    let home = Home::new();
    let arguments = ["routine", "-", "--display", "json", "--speed", "100", "-q"];
    let run = home.run_with_input(&arguments, SHORT.as_bytes()).success();
    assert_eq!(run.events()[0]["routine"], "-");
}

#[test]
fn an_own_routine_comes_before_the_built_in_one() {
    let home = Home::new().with_routine("bedtime", SHORT);
    let run = home.run("show bedtime --format json").success();
    assert_eq!(run.events()[0]["title"], "Short");
}

#[test]
fn the_environment_sets_what_no_flag_does() {
    let home = Home::new();
    let level = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        let output = command
            .env("LEGREST_LEVEL", "full")
            .output()
            .expect("legrest runs");
        let shown: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        shown["total_s"].clone()
    };
    assert_eq!(level(&["show", "bedtime", "--format", "json"]), 1560);
    assert_eq!(
        level(&["show", "bedtime", "--format", "json", "--level", "gentle"]),
        1130
    );
}

/// Everything a person may get wrong here: nothing on standard output, a reason
/// with a place or a hint, and the exit code of the contract.
#[test]
fn refusals() {
    let home = Home::new()
        .with_file("empty.toml", "")
        .with_file("binary.toml", b"title = \"\xff\xfe\"\n")
        .with_file("huge.toml", "#".repeat((1 << 20) + 1))
        .with_file(
            "broken.toml",
            "title = \"T\"\n[[step]\nname = \"A\"\nhold = \"1s\"\n",
        )
        .with_file(
            "upside.toml",
            "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"30s-20s\"\n",
        )
        .with_file(
            "zero.toml",
            "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"0s\"\n",
        )
        .with_file(
            "absurd.toml",
            "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"99999999999y\"\n",
        )
        .with_file(
            "steer.toml",
            "title = \"T\\u001b]0;x\\u0007\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n",
        )
        .with_file(
            "long.toml",
            "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"4h\"\nreps = 7\n",
        );
    let cases: &[&[&str]] = &[
        &["routine", "empty.toml"],
        &["routine", "binary.toml"],
        &["routine", "huge.toml"],
        &["routine", "broken.toml"],
        &["routine", "upside.toml"],
        &["routine", "zero.toml"],
        &["routine", "absurd.toml"],
        &["routine", "steer.toml"],
        &["routine", "long.toml"],
        &["routine", "missing.toml"],
        &["routine", "./config"],
        &["routine", "bedtmie"],
        &["routine", "no\u{1b}[31msuch"],
        &["routine", "bedtime", "--only", "calves"],
        &["routine", "bedtime", "--only", "calf", "--skip", "calf"],
        &["routine", "bedtime", "--speed", "0"],
        &["routine", "bedtime", "--volume", "101"],
        &["routine", "bedtime", "--level", "gentel"],
    ];
    let mut report = Vec::new();
    for arguments in cases {
        let run = home.run(arguments);
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(
            !run.stderr.contains('\u{1b}'),
            "{arguments:?}: {:?}",
            run.stderr
        );
        let said = run.stderr.trim_end();
        let asked = arguments.join(" ").escape_default().to_string();
        report.push(format!("$ legrest {asked}\n{said}\n[{:?}]\n", run.code));
    }
    assert_snapshot!(in_words_of_unix(&report.join("\n")));
}

#[test]
fn a_wrong_setting_in_the_environment_is_named() {
    let home = Home::new();
    let mut command = home.command("routine bedtime");
    let output = command
        .env("LEGREST_VOLUME", "loud")
        .output()
        .expect("legrest runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_snapshot!(said, @r#"
    error: the environment variable LEGREST_VOLUME is "loud"
      help: set it to a number from 0 to 100, or unset it
    "#);
}

#[test]
fn a_reader_that_leaves_does_not_end_the_routine() {
    let home = Home::new().with_routine("short", SHORT);
    let mut child = home
        .command("routine short --display json --speed 10 -q")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("legrest runs");
    drop(child.stdout.take());
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut said).expect("what it says");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_eq!(said.matches("warning").count(), 1, "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_does_not_end_the_routine() {
    let home = Home::new().with_routine("short", SHORT);
    let full = std::fs::File::create("/dev/full").expect("a full disk");
    let mut command = home.command("routine short --speed 100 -q");
    let output = command.stdout(full).output().expect("legrest runs");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr)
            .matches("warning")
            .count(),
        1
    );
}

#[cfg(unix)]
#[test]
fn signals_end_it_by_themselves_and_are_told() {
    use crate::pty::events::Events;
    use std::os::unix::process::ExitStatusExt;
    for (name, number) in [("-INT", 2), ("-TERM", 15), ("-HUP", 1)] {
        let home = Home::new();
        let (mut child, mut events) = Events::play(&home, "bedtime", &[]);
        events.wait_for(&serde_json::json!({"event": "started"}));
        let pid = child.id().to_string();
        let killed = std::process::Command::new("kill")
            .args([name, &pid])
            .status();
        assert!(killed.expect("kill runs").success());
        let asked = Instant::now();
        let last = events.wait_end().pop().expect("an event");
        assert_eq!(last["outcome"], "interrupted", "{name}");
        let ended = child.wait().expect("it ends");
        assert_eq!(ended.signal(), Some(number), "{name}");
        assert!(asked.elapsed() < Duration::from_secs(5));
    }
}

/// Each of these kinds of step is no stretch, but for the last one.
const MIXED: &str = "\
title = \"Mixed\"
[[step]]
name = \"Walk\"
figure = \"walk\"
hold = \"1s\"
[[step]]
name = \"Raise\"
reps = 2
tempo = \"1-1\"
[[step]]
name = \"Breathe\"
hold = \"1s\"
counts = false
[[step]]
name = \"Calf\"
figure = \"calf-wall\"
hold = \"1s\"
[[step]]
name = \"Quad\"
hold = \"1s\"
";

#[test]
fn only_before_a_stretch_is_there_a_word_on_stretching() {
    const WORD: &str = "Mild pull, no bouncing";
    let own = MIXED.replacen('\n', "\ncaution = \"Hold on to something.\"\n", 1);
    let home = Home::new()
        .with_routine("mixed", MIXED)
        .with_routine("own", &own);
    let with_the_word = |arguments: &str| {
        let arguments = format!("routine {arguments} -q --display plain --speed 1000");
        let run = home.run(&*arguments).success();
        let lines = run.stdout.lines().filter(|line| line.contains(WORD));
        let names = lines.map(|line| line.split([':', '.']).nth(1).unwrap_or_default().trim());
        names
            .map(|name| name.split(',').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    for (arguments, places) in [
        ("mixed", &["Calf"][..]),
        ("mixed --skip calf", &["Quad"]),
        ("mixed --skip calf,quad", &[]),
        // A routine with a word of its own has no other.
        ("own", &[]),
        ("elevate", &[]),
        ("bedtime", &["Hamstring stretch"]),
        ("bedtime --only elevation", &[]),
        ("desk", &["Calf wall stretch"]),
        ("restless", &["Calf wall stretch"]),
        ("winddown --skip bath,room,pillows", &["Hamstring stretch"]),
    ] {
        assert_eq!(with_the_word(arguments), places, "{arguments}");
    }
}

/// What a hint tells to type is about the same routine, wherever its file is.
#[test]
fn a_hint_calls_a_file_what_it_was_called() {
    let home = Home::new().with_file("mine.toml", MIXED);
    for (arguments, hint) in [
        (
            "show mine.toml --skip walk,raise,breathe,calf,quad",
            "legrest show mine.toml",
        ),
        ("routine mine.toml --resume", "legrest routine mine.toml"),
    ] {
        let run = home.run(arguments);
        assert!(run.stderr.contains(hint), "{run:#?}");
    }
    let spaced = ["show", "mine.toml", "--only", "calf, quad"];
    home.run(&spaced).success();
}
