//! Movements, things to do, evenings: what is refused, and where.

use super::*;

const NAMED: &str = "[[step]]\nname = \"A\"\n";

/// Everything that is wrong with a step of these lines: its code, its place, and
/// what is underlined.
fn of_step(lines: &str) -> Vec<(&'static str, usize, usize, String)> {
    let text = format!("{NAMED}{lines}\n");
    let found = problems(&text).into_iter();
    found
        .map(|(code, line, column, marked)| (code, line, column, marked.to_owned()))
        .collect()
}

/// The only mistake of a step of these lines, which is in the last of them.
#[track_caller]
fn only(lines: &str) -> (&'static str, String) {
    let last = 2 + lines.lines().count();
    let mut found = of_step(lines);
    let one = found.pop().expect("a mistake");
    assert_eq!((found.len(), one.1), (0, last), "{one:?} {found:?} {lines}");
    (one.0, one.3)
}

#[test]
fn a_bad_tempo_has_one_mistake_at_its_place() {
    for (tempo, code) in [
        ("\"\"", "tempo-empty"),
        ("\"0-0\"", "tempo-empty"),
        ("\"1-1-1-1-1-1-1-1-1\"", "tempo-parts"),
        ("\"up 61s\"", "tempo-part-length"),
        ("\"up 0.4s\"", "tempo-part-length"),
        ("\"straightening 2s\"", "tempo-word"),
        ("\"up 2-3s, down 2s\"", "tempo-range"),
        ("\"up 0,5s, down 2s\"", "unclear-comma"),
        ("\"own 2s\"", "tempo-own"),
        ("\"up 2s down 2s\"", "tempo-part"),
        ("\"up 2M\"", "unknown-unit"),
        ("\"up\\n2s\"", "control-character"),
        ("4", "wrong-type"),
        ("2.5", "wrong-type"),
        ("true", "wrong-type"),
        ("[\"up 2s\", \"down 2s\"]", "wrong-type"),
        ("2-1-2", "syntax"),
        ("own", "syntax"),
    ] {
        let (found, marked) = only(&format!("reps = 3\ntempo = {tempo}"));
        assert_eq!((found, &*marked), (code, tempo));
    }
    let (_, help) = help_of("reps = 3\ntempo = up 2s, down 2s");
    assert_eq!(help, "a text stands in quotes: \"up 2s, down 2s\"");
}

#[test]
fn a_tempo_says_how_many_movements() {
    let whole = |code, line, column, marked: &str| vec![(code, line, column, marked.to_owned())];
    assert_eq!(
        of_step("tempo = \"2-1-2\""),
        whole("tempo-without-reps", 3, 9, "\"2-1-2\"")
    );
    assert_eq!(
        of_step("tempo = \"own\"\nhold = \"30s\""),
        whole("own-with-hold", 3, 9, "\"own\"")
    );
    assert_eq!(
        of_step("reps = 100\ntempo = \"60s-60s-60s\""),
        whole("set-too-long", 3, 8, "100")
    );
    let (_, help) = help_of("reps = 12");
    assert!(help.contains("tempo = \"own\""), "{help}");
    // Nothing follows from what is wrong with another key.
    assert_eq!(only("tempo = \"2-2\"\nreps = 0").0, "out-of-range");
    assert_eq!(only("tempo = \"2-2\"\nhold = \"soon\"").0, "not-a-duration");
}

#[test]
fn a_thing_to_do_has_nothing_of_a_hold() {
    let keys = [
        ("tempo = \"2-2\"", "task-with-tempo"),
        ("circuit = \"a\"", "task-in-circuit"),
        ("hold = \"3s\"", "task-with-hold"),
        ("reps = 3", "task-with-hold"),
        ("sets = 3", "task-with-hold"),
        ("set_rest = \"3s\"", "task-with-hold"),
        ("sides = \"each\"", "task-with-hold"),
        ("first = \"left\"", "task-with-hold"),
        ("order = \"grouped\"", "task-with-hold"),
        ("prepare = \"3s\"", "task-with-hold"),
        ("rest = \"3s\"", "task-with-hold"),
        ("switch = \"3s\"", "task-with-hold"),
        ("notes = []", "task-with-hold"),
        ("counts = false", "task-with-hold"),
    ];
    for (line, code) in keys {
        let (found, marked) = only(&format!("task = true\n{line}"));
        assert_eq!(
            Some((found, &*marked)),
            line.split(' ').next().map(|key| (code, key))
        );
    }
    // Each key of a step is told about, or is one of a thing to do.
    let told = keys.iter().filter_map(|(line, _)| line.split(' ').next());
    let mut all: Vec<&str> = told.chain(crate::routine::parse::pace::OF_TASKS).collect();
    let mut known: Vec<&str> = crate::routine::format::STEP.keys.to_vec();
    all.sort_unstable();
    known.sort_unstable();
    assert_eq!(all, known);
    assert_eq!(only("task = true\nholds = \"3s\"").0, "unknown-key");
    for no_flag in ["\"yes\"", "1", "[]"] {
        let (code, marked) = only(&format!("task = {no_flag}"));
        assert_eq!((code, &*marked), ("wrong-type", no_flag));
    }
    let (_, help) = help_of("hold = \"3s\"\ncounts = no");
    assert!(help.starts_with("write false"), "{help}");
}

/// The only problem of a step of these lines, and what it advises.
#[track_caller]
fn help_of(lines: &str) -> (&'static str, String) {
    let (_, problems) = parse(&format!("{NAMED}{lines}\n"));
    let [problem] = &problems[..] else {
        panic!("{problems:#?} in {lines}");
    };
    (problem.code, problem.help.clone().unwrap_or_default())
}

#[test]
fn a_day_that_none_is() {
    const FORMS: &str = "write days like \"mon, wed, fri\", \"mon-thu\" or \"weekdays\"";
    for (days, advice) in [
        ("\"\"", FORMS),
        ("\", ,\"", FORMS),
        ("\"1-5\"", FORMS),
        ("\"mon-\"", FORMS),
        ("\"3 times a week\"", FORMS),
        ("\"mon, wedensday\"", "did you mean \"wednesday\"?"),
    ] {
        let lines = format!("hold = \"3s\"\ndays = {days}");
        assert_eq!(help_of(&lines), ("unknown-day", advice.to_owned()));
        assert_eq!(only(&lines).1, days);
    }
    for days in ["[\"mon\"]", "3", "true"] {
        let (code, help) = help_of(&format!("hold = \"3s\"\ndays = {days}"));
        let right = "write it like: days = \"mon, wed, fri\"";
        assert_eq!((code, &*help), ("wrong-type", right));
    }
    let defaults = format!("[defaults]\ndays = \"someday\"\n{NAMED}hold = \"3s\"\n");
    let found = problems(&defaults);
    assert_eq!(found, [("unknown-day", 2, 8, "\"someday\"")]);
}

#[test]
fn hidden_characters_are_named_where_they_stand() {
    for line in [
        "tempo = \"up 2s\u{200b}, down 2s\"",
        "tempo = \"o\u{200b}wn\"",
        "tempo = \"2\u{a0}s\"",
        "hold = \"3s\"\ndays = \"mon\u{200b}, wed\"",
        "hold = \"3s\"\nsides = \"ea\u{ad}ch\"",
    ] {
        let (code, marked) = only(&format!("reps = 3\n{line}"));
        assert_eq!(code, "hidden-character", "{line}");
        assert!(
            !marked.is_ascii() && marked.chars().count() == 1,
            "{marked:?}"
        );
    }
}

#[test]
fn what_people_try_for_both_sides_is_each() {
    for both in [
        "left, right",
        "left and right",
        "right/left",
        "L + R",
        "l/r",
        "both",
        "Both legs",
        "bilateral",
    ] {
        let told = help_of(&format!("hold = \"3s\"\nsides = \"{both}\""));
        let right = "did you mean \"each\"?".to_owned();
        assert_eq!(told, ("unknown-value", right), "{both}");
    }
    let (_, one) = help_of("hold = \"3s\"\nsides = \"L\"");
    assert_eq!(one, "did you mean \"left\"?");
}

#[test]
fn a_title_may_be_left_out_and_not_be_empty() {
    let text = format!("{NAMED}hold = \"3s\"\n");
    assert_eq!(valid(&text).title, "Routine");
    for (title, code) in [
        ("\"\"", "empty"),
        ("\"  \"", "empty"),
        ("3", "wrong-type"),
        ("[\"T\"]", "wrong-type"),
    ] {
        let text = format!("title = {title}\n{text}");
        assert_eq!(problems(&text), [(code, 1, 9, title)]);
    }
    for needs in ["3", "[\"a stool\"]"] {
        let (code, marked) = only(&format!("hold = \"3s\"\nneeds = {needs}"));
        assert_eq!((code, &*marked), ("wrong-type", needs));
    }
}

/// A mistake with quotes is one mistake, where the text begins.
#[test]
fn quotes_that_do_not_match() {
    const LATER: &str = "cue = \"x\"\nhold = \"3s\"\n[[step]]\nname = \"B\"\nhold = \"3s\"";
    for (value, said) in [
        ("\"unclosed", "not closed"),
        ("'unclosed", "not closed"),
        ("\"one'", "not closed"),
        ("\"\"\"unclosed", "no end"),
        ("'''unclosed", "no end"),
        ("\"\"\"one\ntwo\"", "no end"),
        ("\"one\ntwo\"", "three quotes"),
        ("'one\ntwo'", "three quotes"),
        ("\"one\ntwo\nthree\"", "three quotes"),
        ("\"one\"\"", "second quote"),
        ("'don't'", "second quote"),
        ("\"say \"hi\" now\"", "second quote"),
        ("\"30s\" each", "second quote"),
    ] {
        let text = format!("{NAMED}how = {value}\n{LATER}\n");
        for text in [text.replace('\n', "\r\n"), text] {
            let (_, problems) = parse(&text);
            let [problem] = &problems[..] else {
                panic!("{problems:#?} in {text}");
            };
            assert!(problem.message.contains(said), "{value}: {problem:?}");
            let begins = text.find(value.lines().next().unwrap_or_default());
            assert_eq!(Some(problem.span.start), begins, "{value}");
        }
    }
    // In a list too it is one mistake.
    let text = format!("source = [\"a, \"b\"]\n{NAMED}hold = \"3s\"\n");
    let (_, problems) = parse(&text);
    assert_eq!(problems.len(), 1, "{problems:#?}");
}

#[test]
fn an_author_accepts_warnings_by_their_codes() {
    let text = |allow: &str| format!("allow = [{allow}]\n{NAMED}hold = \"3s\"\n");
    assert_eq!(problems(&text("\"long-step\", \"note-never\"")), []);
    assert_eq!(
        problems(&text("\"note-never\", \"note-nver\"")),
        [("unknown-code", 1, 24, "\"note-nver\"")]
    );
    // What is an error can't be accepted.
    assert_eq!(problems(&text("\"syntax\""))[0].0, "unknown-code");
    assert_eq!(problems(&text("3"))[0].0, "wrong-type");
    assert_eq!(help_of("hold = \"3s\"\ncounts = 0").0, "wrong-type");
}

#[test]
fn what_a_tempo_makes_senseless() {
    assert_eq!(
        only("reps = 3\ntempo = \"2-2\"\nrest = \"3s\"").0,
        "rest-in-tempo"
    );
    assert_eq!(
        only("reps = 3\ntempo = \"2-2\"\ncounts = true").0,
        "counts-in-tempo"
    );
    assert_eq!(of_step("reps = 3\ntempo = \"2-2\"\ncounts = false"), []);
    assert_eq!(
        only("tempo = \"4-4-4-4\"\nhold = \"10s\"").0,
        "hold-below-tempo"
    );
    assert_eq!(of_step("tempo = \"4-4-4-4\"\nhold = \"10s-20s\""), []);
    // One hold a side needs no warning, nor do two in a set.
    let sides = "reps = 3\ntempo = \"own\"\nsides = \"each\"\norder = \"alternating\"";
    assert_eq!(of_step(sides), []);
}
