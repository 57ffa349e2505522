//! `legrest check`: every mistake, where it stands, and what would be right.

mod bedtime;
mod sheets;

use std::collections::HashSet;

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::{Home, in_words_of_unix, is_all_asked_for};

/// Twelve different mistakes, each on the line that says which.
const TWELVE: &str = r#"title = "Twelve"
sumary = "unknown-key"
[[step]]
name = "A"
hold = 30 # missing-unit
[[step]]
name = "B"
hold = "30s-20s" # upside-down
[[step]]
name = "C"
hold = "30s"
switch = "5s" # switch-without-sides
[[step]]
name = "D"
hold = "30s"
sides = "left"
order = "grouped" # order-without-sides
[[step]]
name = "E"
hold = "30s"
rest = "5s" # rest-without-reps
[[step]]
name = "A" # duplicate-id
hold = "30s"
[[step]]
name = "G"
hold = "30s"
figure = "calf-wal" # unknown-figure
[[step]]
name = "H"
hold = "30s"
sounds = { half = "bowel" } # unknown-sound
[[step]]
name = "I"
hold = "30s"
sounds = { half = "gong.wav" } # missing-sound
[[step]]
name = "J"
hold = "30s"
reps = 0 # out-of-range
[[step]]
name = "K" # then a key that a step must have is missing
"#;

/// What an editor would show: code, line, and the text that is underlined.
fn found(home: &Home, file: &str) -> Vec<(String, u64, String)> {
    let run = home.run(&["check", file, "--format", "json"]);
    let text = std::fs::read_to_string(home.path().join(file)).expect("the file");
    let entries = run.events().remove(0);
    let entry = |entry: &Value| {
        let number = |key: &str| usize::try_from(entry[key].as_u64().expect("a number"));
        let number = |key: &str| number(key).expect("it fits");
        assert!(entry["help"].is_string(), "{entry}");
        let line = text.lines().nth(number("line") - 1).unwrap_or_default();
        let columns = number("end_column").saturating_sub(number("column"));
        let one_line = number("line") == number("end_line");
        let columns = if one_line { columns } else { usize::MAX };
        let marked = line
            .chars()
            .skip(number("column") - 1)
            .take(columns)
            .collect();
        (
            entry["code"].as_str().unwrap_or_default().to_owned(),
            number("line") as u64,
            marked,
        )
    };
    entries
        .as_array()
        .expect("an array")
        .iter()
        .map(entry)
        .collect()
}

/// The help of a mistake, which must be the only one of a file.
#[track_caller]
fn only_help(text: &str) -> String {
    let home = Home::new().with_file("wrong.toml", text);
    let entries = home
        .run("check wrong.toml --format json")
        .events()
        .remove(0);
    let number = entries.as_array().map(Vec::len);
    assert_eq!(number, Some(1), "{text}: {entries}");
    entries[0]["help"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn twelve_mistakes_get_twelve_messages_at_their_places() {
    let home = Home::new().with_file("twelve.toml", TWELVE);
    let found = found(&home, "twelve.toml");
    let expected = [
        ("unknown-key", 2, "sumary"),
        ("missing-unit", 5, "30"),
        ("upside-down", 8, "\"30s-20s\""),
        ("switch-without-sides", 12, "\"5s\""),
        ("order-without-sides", 17, "\"grouped\""),
        ("rest-without-reps", 21, "\"5s\""),
        ("duplicate-id", 23, "\"A\""),
        ("unknown-figure", 28, "\"calf-wal\""),
        ("unknown-sound", 32, "\"bowel\""),
        ("missing-sound", 36, "\"gong.wav\""),
        ("out-of-range", 40, "0"),
        ("missing-key", 41, "[[step]]"),
    ];
    let expected = expected.map(|(code, line, text)| (code.to_owned(), line, text.to_owned()));
    assert_eq!(found, expected);
    let run = home.run("check twelve.toml").exits(2);
    assert_snapshot!(in_words_of_unix(&run.stdout));
}

/// Each mistake, the line that its hint asks for, and nothing to complain of
/// once the hint is followed.
#[test]
fn following_the_hint_mends_the_mistake() {
    let mends = [
        ("hold = 30", "\"30s\""),
        ("hold = \"30s-20s\"", "\"20s-30s\""),
        ("hold = \"30\"", "\"30s\""),
        ("hold = \"3 bananas\"", "\"3s\""),
        ("hold = \"20-1m 30s\"", "\"20s-1m 30s\""),
        ("hold = \"1s\"\nsides = \"eech\"", "\"each\""),
        ("hold = \"1s\"\nfigure = \"cavl-wall\"", "\"calf-wall\""),
        ("hold = \"1s\"\nid = \"Calf Wall\"", "\"calf-wall\""),
        ("hold = \"1s\"\nsounds = { start = \"bel\" }", "\"bell\""),
        ("hold = \"1s\"\nhaw = \"x\"", "\"how\""),
        ("hold = \"1s\"\nreps = \"3-2\"", "\"2-3\""),
        ("hold = \"1s\"\nsides = \"both\"", "\"each\""),
    ];
    for (line, mend) in mends {
        let text = |line: &str| format!("title = \"T\"\n[[step]]\nname = \"A\"\n{line}\n");
        let help = only_help(&text(line));
        assert!(help.contains(mend), "{line}: {help}");
        let last = line.lines().last().unwrap_or_default();
        let key = last.split('=').next().unwrap_or_default();
        let right = match last {
            sounds if sounds.starts_with("sounds") => format!("sounds = {{ start = {mend} }}"),
            wrong if wrong.starts_with("haw") => wrong.replace("haw", "how"),
            _ => format!("{key}= {mend}"),
        };
        let mended = text(&line.replace(last, &right));
        let home = Home::new().with_file("right.toml", &mended);
        assert_eq!(
            home.run("check right.toml").success().stderr,
            "",
            "{mended}"
        );
    }
}

#[test]
fn single_brackets_are_found_on_each_of_their_lines() {
    let text =
        "title = \"T\"\n[step]\nname = \"A\"\nhold = \"1s\"\n[step]\nname = \"B\"\nhold = \"1s\"\n";
    let home = Home::new().with_file("single.toml", text);
    let found = found(&home, "single.toml");
    let single = |line| ("single-brackets".to_owned(), line, "[step]".to_owned());
    assert_eq!(found, [single(2), single(5)]);
}

#[test]
fn ids_that_are_given_out_are_free() {
    let step = "[[step]]\nname = \"Circles\"\nhold = \"1s\"\n";
    let home = Home::new().with_file("ids.toml", format!("title = \"T\"\n{}", step.repeat(3)));
    let said = home.run("check ids.toml").stdout;
    assert!(
        said.contains("id = \"circles-2\"") && said.contains("id = \"circles-3\""),
        "{said}"
    );
}

#[test]
fn a_slip_in_a_name_is_told_the_name() {
    let home = Home::new().with_routine("physio", "title = 'T'\n");
    home.run("check physi")
        .exits(1)
        .mentions("did you mean \"physio\"?");
}

#[test]
fn warnings_do_not_fail() {
    let long = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"61m\"\n";
    let home = Home::new().with_file("long.toml", long);
    let run = home.run("check long.toml").success();
    run.says("warning[long-step]");
    assert!(
        run.stdout.ends_with("long.toml: valid, with 1 warning\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn many_files_and_standard_input() {
    let good = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n";
    let home = Home::new()
        .with_file("a.toml", good)
        .with_file("b.toml", "title = ");
    let run = home.run("check a.toml b.toml missing.toml").exits(2);
    run.says("a.toml: valid\n");
    run.says("b.toml: not valid, 1 error\n");
    run.mentions("missing.toml");
    assert_eq!(home.run("check a.toml missing.toml").code, Some(1));
    let run = home.run("check a.toml missing.toml --format json");
    assert_eq!(run.events()[0][0]["code"], "unreadable");
    // A routine of one's own, or a built-in one, by name.
    home.run("check bedtime").success();
    let run = home.run_with_input("check - --format json", good.as_bytes());
    assert_eq!(run.success().stdout, "[]\n");
}

#[test]
fn sound_files_are_looked_at_from_the_folder_of_the_routine() {
    let routine = |sound: &str| {
        format!(
            "title = \"T\"\n[sounds]\nstart = \"{sound}\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n"
        )
    };
    let wav = include_bytes!("../sounds/tick.wav");
    let home = Home::new()
        .with_file("config/gong.wav", wav)
        .with_file("config/text.wav", "no sound")
        .with_file("config/right.toml", routine("gong.wav"))
        .with_file("config/wrong.toml", routine("text.wav"))
        .with_file("config/folder.toml", routine("./routines"))
        .with_file("config/missing.toml", routine("gone.wav"));
    home.run("check config/right.toml").success();
    let code = |file: &str| found(&home, file)[0].0.clone();
    assert_eq!(code("config/wrong.toml"), "not-a-sound");
    assert_eq!(code("config/folder.toml"), "not-a-sound");
    assert_eq!(code("config/missing.toml"), "missing-sound");
}

/// Nothing that a file can hold makes the program panic, hang, or need more
/// memory than a small machine has.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_are_refused_in_little_memory() {
    let million = 1 << 20;
    // Each of these braces is a mistake of its own, and takes its time.
    let braces = million / if is_all_asked_for() { 4 } else { 128 };
    let keys: Vec<String> = (0..60_000).map(|n| format!("k{n} = 1\n")).collect();
    let files: [(&str, String); 8] = [
        ("brackets", "[".repeat(million)),
        ("tables", "[a.".repeat(million / 3)),
        ("inline", format!("a = {}", "{a=".repeat(braces))),
        ("lines", "a\n".repeat(million / 2)),
        ("keys", keys.concat()),
        ("steps", "[[step]]\n".repeat(million / 9)),
        (
            "one line",
            format!("title = \"{}\u{1b}\"", "x".repeat(million - 20)),
        ),
        ("quotes", "\"".repeat(million)),
    ];
    for (name, text) in files {
        let home = Home::new().with_file("hostile.toml", text);
        // The limit is on address space, which is more than what is used.
        let script = format!(
            "ulimit -v 250000; exec {} check hostile.toml",
            crate::harness::LEGREST
        );
        let mut command = std::process::Command::new("sh");
        let output = command
            .args(["-c", &script])
            .current_dir(home.path())
            .env_clear()
            .envs(home.environment())
            .output()
            .expect("a shell runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(
            output.stdout.len() < 100_000,
            "{name}: {} bytes",
            output.stdout.len()
        );
        assert!(said.contains("error"), "{name}: {said}");
    }
}

#[test]
fn every_code_is_spoken_of_only_once() {
    // Two kinds of mistake with one code could not be told apart by an editor.
    let home = Home::new().with_file("twelve.toml", TWELVE);
    let found = found(&home, "twelve.toml");
    let codes: HashSet<&String> = found.iter().map(|(code, _, _)| code).collect();
    assert_eq!(codes.len(), found.len());
}

#[test]
fn a_drawing_is_checked_like_the_rest() {
    let drawn = |figure: &str| {
        format!(
            "title = 'T'\n[figure.f]\n{figure}\n[[step]]\nname = 'S'\nhold = '5s'\nfigure = 'f'\n"
        )
    };
    let leg = |rest: &str| {
        drawn(&format!(
            "head = [1, 1]\nlines = [{{ part = 'leg', {rest} }}]"
        ))
    };
    let home = Home::new().with_file(
        "right.toml",
        leg("path = [[0, 0], [59, 51.5]], stretched = true").replace("51.5", "51"),
    );
    home.run("check right.toml").success();
    // However a number is written, it is the same: 0x3c is 60.
    for (number, fits) in [
        ("0x3b", true),
        ("0b11_1011", true),
        ("5_9.0", true),
        ("0x3c", false),
    ] {
        let home = Home::new().with_file(
            "drawn.toml",
            leg(&format!("path = [[0, 0], [{number}, 0]]")),
        );
        let found = found(&home, "drawn.toml");
        assert_eq!(found.is_empty(), fits, "{number}: {found:#?}");
    }
    for (text, code, place) in [
        (leg("path = [[0, 0], [60, 0]]"), "out-of-range", "[60, 0]"),
        (
            leg("path = [[0, 0], [0, 51.5]]"),
            "out-of-range",
            "[0, 51.5]",
        ),
        (leg("path = [[0, 0]]"), "point-count", "[[0, 0]]"),
        (leg("path = [[0, 0], 5]"), "wrong-type", "5"),
        (leg("path = [[0, 0], [1, 1, 1]]"), "wrong-type", "[1, 1, 1]"),
        (
            leg("path = [[0, 0], [1, 1]], start = [[0, 0], [1, 1], [2, 2]]"),
            "point-count",
            "[[0, 0], [1, 1], [2, 2]]",
        ),
        (
            leg("path = [[0, 0], [1, 1]], stretched = 1"),
            "wrong-type",
            "1",
        ),
        (
            leg("path = [[0, 0], [1, 1]], radius = 2"),
            "unknown-key",
            "radius",
        ),
        (drawn("head = [1, 1]\nlines = []"), "line-count", "[]"),
        (
            drawn("head = [1, 1]\nlines = [{ part = 'tail', path = [[0, 0], [1, 1]] }]"),
            "unknown-value",
            "'tail'",
        ),
        (
            drawn("lines = [{ part = 'leg', path = [[0, 0], [1, 1]] }]"),
            "missing-key",
            "[figure.f]",
        ),
        (
            "title = 'T'\n[figure]\nhead = [1, 1]\n[[step]]\nname = 'S'\nhold = '5s'\n".to_owned(),
            "table-without-name",
            "head",
        ),
        (
            leg("path = [[0, 0], [1, 1]]").replace("figure = 'f'", ""),
            "unused-figure",
            "f",
        ),
    ] {
        let home = Home::new().with_file("drawn.toml", &text);
        let found: Vec<_> = found(&home, "drawn.toml");
        let [(one, _, marked)] = &found[..] else {
            panic!("not one problem: {found:#?} in\n{text}");
        };
        assert_eq!((one.as_str(), marked.as_str()), (code, place), "{text}");
    }
}

#[test]
fn what_powershell_writes_is_told_to_be_written_otherwise() {
    let text = "title = 'T'\r\n".encode_utf16();
    let bytes = |unit: u16| unit.to_le_bytes();
    let home = Home::new().with_file(
        "my.toml",
        [0xfeff]
            .into_iter()
            .chain(text)
            .flat_map(bytes)
            .collect::<Vec<u8>>(),
    );
    let run = home.run("check my.toml").exits(2);
    run.says("this is UTF-16");
    run.says("Set-Content -Encoding utf8");
    assert!(!run.stdout.contains('\u{fffd}'), "{run:#?}");
}
