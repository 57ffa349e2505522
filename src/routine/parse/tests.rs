mod pace;

use std::sync::Arc;
use std::time::Duration;

use arbtest::arbtest;

use super::parse;
use crate::diagnostic::{Lines, Position, Problem, Severity};
use crate::routine::amount::Range;
use crate::routine::{Cue, Hold, Order, Prepare, Routine, Side, Sides, Sound};
use crate::text::tests::any_text;

const SMALLEST: &str = "title = \"T\"\n[[step]]\nname = \"Calf stretch\"\nhold = \"30s\"\n";

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[track_caller]
fn valid(text: &str) -> Arc<Routine> {
    let (routine, problems) = parse(text);
    let error = |problem: &Problem| problem.severity == Severity::Error;
    assert!(!problems.iter().any(error), "{problems:#?}\nin\n{text}");
    routine.expect("a routine without problems")
}

/// The code and the place of every problem, and the text that is underlined.
fn problems(text: &str) -> Vec<(&'static str, usize, usize, &str)> {
    let (routine, problems) = parse(text);
    let error = problems
        .iter()
        .any(|problem| problem.severity == Severity::Error);
    assert_eq!(routine.is_none(), error);
    problems
        .into_iter()
        .map(|problem| {
            let Position { line, column } = Lines::of(text).position(problem.span.start);
            (problem.code, line, column, &text[problem.span])
        })
        .collect()
}

/// The only problem of the smallest routine with this step line added.
#[track_caller]
fn step_problem(line: &str) -> (&'static str, String) {
    let text = format!("{SMALLEST}{line}\n");
    let found = problems(&text);
    let [(code, 5, _, underlined)] = found[..] else {
        panic!("{found:?} in {line}");
    };
    (code, underlined.to_owned())
}

#[test]
fn the_smallest_routine_has_the_documented_defaults() {
    let routine = valid(SMALLEST);
    let step = &routine.steps[0];
    assert_eq!(step.id, "calf-stretch");
    assert_eq!(step.sides, Sides::None);
    assert_eq!(step.first, Side::Right);
    assert_eq!(step.order, Order::Grouped);
    assert_eq!((step.reps, step.sets), (Range::fixed(1), Range::fixed(1)));
    assert_eq!(step.hold, Hold::For(Range::fixed(secs(30))));
    assert_eq!(step.prepare, Prepare::For(secs(5)));
    assert_eq!(
        (step.rest, step.switch, step.set_rest),
        (secs(3), secs(5), secs(30))
    );
}

#[test]
fn every_key_of_the_format_is_read() {
    let routine = valid(
        r#"
title   = "Bedtime leg rest"
summary = "Hamstrings, calves and quads, then legs up."
source  = ["where the numbers come from"]
caution = "One short line, shown before the first step."
[defaults]
prepare = "7s"
rest = "4s"
switch = "6s"
first = "left"
[sounds]
finish = "bowl"
start = "gong.wav"
[[step]]
id      = "calf"
name    = "Calf wall stretch"
how     = """
Stand facing a wall.
Hands on it."""
cue     = "Heel down, bend the front knee."
caution = "Hold on to the wall."
figure  = "calf-wall"
sides   = "each"
first   = "right"
order   = "alternating"
reps    = "2-3"
sets    = 2
set_rest = "20s"
hold    = "20s-30s"
prepare = "key"
rest    = "0s"
switch  = "5s"
notes   = [{ at = "9s", text = "Later." }, { at = "5s", text = "Sooner." }]
sounds  = { half = "none" }
circuit = "strength"
[[step]]
name = "Bridges"
hold = "open"
circuit = "strength"
[circuit.strength]
rounds = "2-3"
rest   = "30s"
"#,
    );
    assert_eq!(routine.sounds[&Cue::Finish], Sound::BuiltIn("bowl"));
    let gong = &routine.sounds[&Cue::Start];
    assert!(matches!(gong, Sound::File(path) if path == "gong.wav"));
    let [calf, bridges] = &routine.steps[..] else {
        panic!("two steps");
    };
    assert_eq!(
        calf.how.as_deref(),
        Some("Stand facing a wall.\nHands on it.")
    );
    assert_eq!(calf.reps, Range { low: 2, high: 3 });
    assert_eq!(calf.prepare, Prepare::Key);
    assert_eq!((calf.first, calf.rest), (Side::Right, Duration::ZERO));
    assert_eq!(calf.sounds[&Cue::Half], Sound::None);
    assert_eq!(calf.notes[0].text, "Sooner.");
    assert_eq!(bridges.prepare, Prepare::For(secs(7)));
    assert_eq!(
        (bridges.rest, bridges.switch, bridges.first),
        (secs(4), secs(6), Side::Left)
    );
    assert_eq!(bridges.hold, Hold::Open);
    assert_eq!((calf.circuit, bridges.circuit), (Some(0), Some(0)));
    assert_eq!(routine.circuits[0].rounds, Range { low: 2, high: 3 });
}

#[test]
fn every_problem_of_a_file_is_found_at_its_place() {
    let text = "\
titel = \"T\"
[defaults]
rest = 3
[[step]]
name = \"A\"
hold = \"30-20s\"
sides = \"both\"
[[step]]
name = \"a\"
hold = \"1s\"
reps = 0
";
    let found = problems(text);
    let expected = [
        ("unknown-key", 1, 1, "titel"),
        ("missing-unit", 3, 8, "3"),
        ("upside-down", 6, 8, "\"30-20s\""),
        ("unknown-value", 7, 9, "\"both\""),
        ("duplicate-id", 9, 8, "\"a\""),
        ("out-of-range", 11, 8, "0"),
    ];
    let mut found = found;
    found.sort_by_key(|problem| (problem.1, problem.0));
    assert_eq!(found, expected);
}

#[test]
fn values_of_a_step_are_held_to_their_limits() {
    let step_problem = |line| step_problem(line).0;
    assert_eq!(step_problem("prepare = \"61m\""), "too-long");
    assert_eq!(step_problem("rest = \"-3s\""), "not-a-duration");
    assert_eq!(step_problem("rest = true"), "wrong-type");
    assert_eq!(step_problem("reps = 101"), "out-of-range");
    assert_eq!(step_problem("sets = -1"), "out-of-range");
    assert_eq!(step_problem("reps = \"3-101\""), "out-of-range");
    assert_eq!(step_problem("reps = 99999999999999999999"), "out-of-range");
    assert_eq!(step_problem("reps = 2.5"), "wrong-type");
    assert_eq!(step_problem("reps = \"two\""), "not-a-count");
    assert_eq!(step_problem("first = \"both\""), "unknown-value");
    assert_eq!(step_problem("id = \"Calf Stretch\""), "bad-id");
    assert_eq!(step_problem("circuit = \"none\""), "unknown-circuit");
    assert_eq!(
        step_problem("sounds = { half = \"bowel\" }"),
        "unknown-sound"
    );
    assert_eq!(
        step_problem("notes = [{ at = \"5h\", text = \"x\" }]"),
        "too-long"
    );
    assert_eq!(step_problem("notes = [\"x\"]"), "wrong-type");
    assert_eq!(step_problem("cue = \"two\\nlines\""), "control-character");
    assert_eq!(
        step_problem("how = \"\\u001b[31mred\""),
        "control-character"
    );
    assert_eq!(
        step_problem("how = \"\\u202ereversed\""),
        "control-character"
    );
}

#[test]
fn what_makes_no_sense_together_is_told_apart() {
    let code = |lines: &str| {
        let text = format!("{SMALLEST}{lines}\n");
        let (routine, problems) = parse(&text);
        let [problem] = &problems[..] else {
            panic!("{problems:#?} in {lines}");
        };
        assert!(problem.help.is_some());
        (problem.code, routine.is_some())
    };
    // An error, and no routine:
    assert_eq!(code("switch = \"5s\""), ("switch-without-sides", false));
    assert_eq!(
        code("sides = \"left\"\nswitch = \"5s\""),
        ("switch-without-sides", false)
    );
    assert_eq!(code("order = \"grouped\""), ("order-without-sides", false));
    assert_eq!(code("figure = \"calf-wal\""), ("unknown-figure", false));
    assert_eq!(code("text = \"x\""), ("misplaced-key", false));
    // A warning, and a routine:
    assert_eq!(code("first = \"left\""), ("first-without-sides", true));
    assert_eq!(code("rest = \"5s\""), ("rest-without-reps", true));
    assert_eq!(code("set_rest = \"5s\""), ("set-rest-without-sets", true));
    let turns = "sides = \"each\"\norder = \"alternating\"\nreps = \"1-2\"\nrest = \"5s\"";
    assert_eq!(code(turns), ("rest-never", true));
    assert_eq!(
        code("notes = [{ at = \"30s\", text = \"x\" }]"),
        ("note-never", true)
    );
    let long = format!("cue = \"{}\"", "x".repeat(77));
    assert_eq!(code(&long), ("long-text", true));
}

#[test]
fn holds_last_a_second_to_four_hours() {
    let hold = |hold: &str| SMALLEST.replace("30s", hold);
    for right in ["1s", "4h", "1s-4h", "open"] {
        valid(&hold(right));
    }
    for wrong in ["0s", "999ms", "0s-5s", "241m", "1s-5h", ""] {
        assert_eq!(problems(&hold(wrong)).len(), 1, "{wrong}");
    }
}

#[test]
fn ids_are_unique_also_where_they_come_from_names() {
    let text = format!("{SMALLEST}[[step]]\nname = \"Calf  Stretch!\"\nhold = \"1s\"\n");
    assert_eq!(
        problems(&text),
        [("duplicate-id", 6, 8, "\"Calf  Stretch!\"")]
    );
}

#[test]
fn circuits_are_whole_and_used() {
    let step = |circuit: &str| format!("[[step]]\nname = \"{circuit}\"\nhold = \"1s\"\n");
    let member = |name: &str| format!("{}circuit = \"c\"\n", step(name));
    let circuit = "[circuit.c]\nrounds = 2\n";
    let head = "title = \"T\"\n";
    valid(&format!(
        "{head}{}{}{}{circuit}",
        step("a"),
        member("b"),
        member("d")
    ));
    let torn = format!("{head}{}{}{}{circuit}", member("a"), step("b"), member("d"));
    assert_eq!(problems(&torn), [("torn-circuit", 12, 11, "\"c\"")]);
    let unused = format!("{head}{}{circuit}", step("a"));
    assert_eq!(problems(&unused), [("unused-circuit", 5, 10, "c")]);
}

#[test]
fn steps_are_one_to_two_hundred() {
    assert_eq!(problems("title = \"T\"\n")[0].0, "missing-key");
    assert_eq!(problems("title = \"T\"\nstep = []\n")[0].0, "step-count");
    assert_eq!(
        problems("title = \"T\"\n[step]\nname = \"a\"\n")[0].0,
        "wrong-type"
    );
    let step = |n: u32| format!("[[step]]\nname = \"s{n}\"\nhold = \"1s\"\n");
    let many = (0..201).map(step).collect::<Vec<_>>().concat();
    assert_eq!(
        problems(&format!("title = \"T\"\n{many}"))[0].0,
        "step-count"
    );
}

#[test]
fn what_is_no_toml_says_where() {
    let text = "title = \"T\nhold = 1\n";
    let (code, line, _, _) = problems(text)[0];
    assert_eq!((code, line), ("syntax", 1));
    // What a broken line may have held is not missing.
    assert!(
        problems(text)
            .iter()
            .all(|problem| problem.0 != "missing-key")
    );
    assert!(
        problems("title = \"a\"\ntitle = \"b\"\n")
            .iter()
            .any(|problem| problem.0 == "syntax")
    );
}

#[test]
fn a_mistake_far_from_the_end_is_never_lost() {
    let long = "# a comment\n".repeat(20_000);
    for broken in [
        "title = \"T\nhold = 1\n",
        "how = \"\"\"\n",
        "a = [\n",
        "a = 'x\n",
    ] {
        let text = format!("{SMALLEST}{broken}{long}");
        let (routine, problems) = parse(&text);
        assert!(routine.is_none(), "{broken}");
        assert!(
            problems.iter().any(|problem| problem.code == "syntax"),
            "{broken}"
        );
    }
}

#[test]
fn files_of_other_editors_are_read() {
    let crlf = "\u{feff}title = \"T\"\r\n[[step]]\r\nname = \"A\"\r\nhold = \"1s\"\r\nhow = \"\"\"\r\none\r\ntwo\"\"\"\r\n";
    assert_eq!(valid(crlf).steps[0].how.as_deref(), Some("one\ntwo"));
}

#[test]
fn absurd_nesting_is_an_error_and_no_crash() {
    let depth = 1 << 19;
    let nested = format!("a = {}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested).0.is_none());
    assert!(parse(&"[".repeat(1 << 20)).0.is_none());
    assert!(parse(&"[a.".repeat(1 << 18)).0.is_none());
}

#[test]
fn no_text_makes_it_panic() {
    arbtest(|u| {
        let _ = parse(&any_text(u, 200)?);
        Ok(())
    });
}

#[test]
fn no_value_makes_it_panic() {
    const KEYS: &[&str] = &["title", "step", "sounds", "circuit", "defaults", "source"];
    const STEP_KEYS: &[&str] = &[
        "id", "name", "reps", "hold", "prepare", "rest", "notes", "sounds", "sides", "circuit",
    ];
    const VALUES: &[&str] = &["-1", "1.5", "true", "[]", "{}", "[{}]", "1979-05-27"];
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789 -";
    arbtest(|u| {
        let key = u.choose(KEYS)?;
        let step_key = u.choose(STEP_KEYS)?;
        let length = u.int_in_range(1..=25)?;
        let letters = (0..length).map(|_| Ok(char::from(*u.choose(LETTERS)?)));
        let letters: String = letters.collect::<arbtest::arbitrary::Result<_>>()?;
        let value = match u.int_in_range(0..=2)? {
            0 => (*u.choose(VALUES)?).to_owned(),
            // Of some length, and too great for any number.
            1 => u
                .int_in_range(1..=u64::MAX)?
                .to_string()
                .repeat(length / 10 + 1),
            _ => format!("\"{letters}\""),
        };
        let _ = parse(&format!("{key} = {value}\n"));
        let _ = parse(&format!("{SMALLEST}{step_key} = {value}\n"));
        let _ = parse(&format!("title = \"T\"\n[[step]]\n{step_key} = {value}\n"));
        Ok(())
    });
}
