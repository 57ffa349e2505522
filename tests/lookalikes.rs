//! Names that look the same are the same, whichever characters they are made of.

use crate::harness::Home;

/// Names as they are typed, and as a Mac writes them in the names of files.
const NAMES: [[&str; 2]; 4] = [
    ["übung", "u\u{308}bung"],
    ["café", "cafe\u{301}"],
    ["việt", "vie\u{323}\u{302}t"],
    ["한", "\u{1112}\u{1161}\u{11ab}"],
];

fn routine(name: &str) -> String {
    format!(
        "title = 'T'\n[circuit.'{name}']\nrounds = 1\n[[step]]\nname = '{name} x'\nhold = '1s'\n\
         prepare = '0s'\ncircuit = '{name}'\n[[step]]\nname = 'other'\nhold = '1s'\nprepare = '0s'\n"
    )
}

fn each(mut check: impl FnMut(&str, &str)) {
    for [typed, written] in NAMES {
        check(typed, written);
        check(written, typed);
        check(written, written);
    }
}

#[test]
fn a_routine_is_found_by_any_spelling_of_its_name() {
    each(|typed, written| {
        let home = Home::new().with_routine(written, &routine(written));
        home.run(&["show", typed]).success();
        home.run(&["routine", typed, "--speed", "1000", "-q"])
            .success();
        home.run(&["remind", "22:30", "--routine", typed]).success();
        home.run(&["check", typed]).success();
        home.run(&["new", "copy", "--from", typed]).success();
        let path = format!("config/routines/{typed}.toml");
        home.run(&["show", &path]).success();
        home.run(&["check", &path]).success();
        assert_eq!(home.run(&["new", typed]).code, Some(1), "it is there");
        let editor = [("EDITOR", "sh -c 'echo \"# seen\" >>\"$0\"'")];
        home.run_with(&["edit", typed], &editor).success();
        let text = home.read(&format!("config/routines/{written}.toml"));
        assert!(text.ends_with("# seen\n"), "{text}");
        let as_a_verb = home.run(&[typed]);
        as_a_verb.mentions("is a routine");
    });
}

#[test]
fn a_step_is_chosen_by_any_spelling_of_its_id() {
    each(|typed, written| {
        let home = Home::new().with_routine("t", &routine(written));
        let id = format!("{typed}-x");
        let total = |options: &[&str]| {
            let arguments = [&["show", "t", "--format", "json"], options].concat();
            let run = home.run(&arguments).success();
            let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
            document["total_s"].clone()
        };
        for option in ["--only", "--skip"] {
            assert_eq!(total(&[option, &id]), 1, "{option} {id}");
        }
        assert_eq!(total(&["--from", &id]), 2);
        // An id that is written down, and one step of that name already.
        let text = routine(written).replace("name = 'other'", &format!("name = 'o'\nid = '{id}'"));
        let home = Home::new().with_routine("t", &text);
        let run = home.run("check t");
        run.says("duplicate-id");
    });
}

#[test]
fn names_in_a_file_meet_in_any_spelling() {
    each(|typed, written| {
        let figure = format!(
            "[figure.'{typed}']\nhead = [6, 40]\nlines = [{{ part = 'leg', path = [[1, 1], [2, 2]] }}]\n"
        );
        let circuit = format!("[circuit.'{typed}']\nrounds = 1\n");
        let step = format!(
            "[[step]]\nname = 'A'\nhold = '1s'\ncircuit = '{written}'\nfigure = '{written}'\n"
        );
        let text = format!("title = 'T'\n{circuit}{figure}{step}");
        let home = Home::new().with_routine("t", &text);
        let run = home.run("check t").success();
        assert!(run.stdout.ends_with(": valid\n"), "{}", run.stdout);
    });
}

#[test]
fn a_sound_file_is_found_by_any_spelling() {
    let wav = include_bytes!("../sounds/bowl.wav");
    each(|typed, written| {
        let text = format!("{}[sounds]\nfinish = '{typed}.wav'\n", "title = 'T'\n")
            + "[[step]]\nname = 'A'\nhold = '1s'\n";
        let home = Home::new()
            .with_routine("t", &text)
            .with_file(&format!("config/routines/{written}.wav"), wav);
        home.run("show t").success();
    });
}

#[test]
fn of_two_files_of_one_name_the_list_has_one() {
    let [typed, written] = NAMES[0];
    let home = Home::new()
        .with_routine(written, &routine("decomposed").replace("'T'", "'D'"))
        .with_routine(typed, &routine("composed").replace("'T'", "'C'"));
    for name in [typed, written] {
        let shown = home.run(&["show", name]).success().stdout;
        assert!(shown.starts_with('C'), "as it is typed: {shown}");
    }
    let list = home.run("list").success().stdout;
    assert_eq!(list.matches("(yours)").count(), 1, "{list}");
}

#[test]
fn completion_offers_what_is_typed() {
    each(|typed, written| {
        let home = Home::new().with_routine(written, &routine(written));
        let offered = |shell: &str, arguments: &[&str]| -> String {
            let variable = [("LEGREST_COMPLETE", shell)];
            home.run_with(arguments, &variable).success().stdout
        };
        let (word, length) = (format!("={typed}"), typed.chars().count().to_string());
        let line = format!("=legrest show {typed}");
        let answers = [
            offered("powershell", &["--", &word, "2", "legrest", "show"]),
            offered("bash", &["--", &line, &length, ""]),
        ];
        for answer in answers {
            assert_eq!(answer.lines().count(), 2, "{answer}");
        }
        let steps = ["--", "=", "4", "legrest", "show", typed, "--only"];
        assert!(offered("zsh", &steps).contains("-x"), "{typed}");
        let line = format!("=legrest show {typed} --only ");
        assert!(
            offered("bash", &["--", &line, "0", ""]).contains("-x"),
            "{line}"
        );
    });
}

/// Characters that nobody sees, and what they are called.
const HIDDEN: [(char, &str); 14] = [
    ('\u{200b}', "U+200B, zero width space"),
    ('\u{200c}', "U+200C, zero width non-joiner"),
    ('\u{200d}', "U+200D, zero width joiner"),
    ('\u{2060}', "U+2060, word joiner"),
    ('\u{feff}', "U+FEFF, byte order mark"),
    ('\u{ad}', "U+00AD, soft hyphen"),
    ('\u{200e}', "U+200E, direction of writing"),
    ('\u{200f}', "U+200F, direction of writing"),
    ('\u{61c}', "U+061C, direction of writing"),
    ('\u{202e}', "U+202E, direction of writing"),
    ('\u{2066}', "U+2066, direction of writing"),
    ('\u{fe0f}', "U+FE0F, variation selector"),
    ('\u{e0100}', "U+E0100, variation selector"),
    ('\u{3164}', "U+3164, invisible letter"),
];

/// Those of them that are control characters in any text.
const STEERING: [char; 2] = ['\u{202e}', '\u{2066}'];

/// Fails unless a file is refused for one hidden character, told at its place:
/// that of `|` in the text.
#[track_caller]
fn assert_hidden(text: &str, hidden: char, name: &str, place: &str) {
    let at = text.find('|').expect("a place");
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    let text = text.replace('|', &hidden.to_string());
    let run = Home::new().run_with_input("check - --format json", text.as_bytes());
    assert_eq!(run.code, Some(2), "{text:?}: {run:#?}");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let found = found.as_array().expect("a list");
    assert_eq!(found.len(), 1, "{text:?}: {}", run.stdout);
    let found = &found[0];
    assert_eq!(found["code"], "hidden-character", "{text:?}: {found}");
    let message = format!("a hidden character ({name}) {place}");
    assert_eq!(found["message"], message, "{text:?}");
    let place = (&found["line"], &found["column"], &found["end_column"]);
    assert_eq!(
        place,
        (&line.into(), &column.into(), &(column + 1).into()),
        "{text:?}"
    );
}

#[test]
fn a_hidden_character_that_was_typed_is_named() {
    let run = Home::new().run(&["show", "bedtime", "--fit", "20\u{200b}m"]);
    let told = "a hidden character (U+200B, zero width space) stands after \"20\"";
    assert!(run.stderr.contains(told), "{run:#?}");
}

#[test]
fn a_hidden_character_is_named_with_its_place() {
    let step = |lines: &str| format!("title = 'T'\n[[step]]\nname = 'A'\n{lines}\n");
    for (hidden, name) in HIDDEN {
        for (lines, place) in [
            ("hold| = '30s'", "stands after \"hold\""),
            ("|hold = '30s'", "stands before \"hold\""),
            ("ho|ld = '30s'", "stands after \"ho\""),
            ("hold = '30s|'", "stands after \"30s\""),
            ("hold = '30|s'", "stands after \"30\""),
            ("hold = '|30s'", "stands before \"30s\""),
            ("hold = '1s'\nreps = '2-|3'", "stands after \"2-\""),
            ("hold = '1s'\nsides = 'each|'", "stands after \"each\""),
            ("hold = '1s'\nprepare = 'key|'", "stands after \"key\""),
            (
                "hold = '1s'\nnotes = [{ a|t = '0s', text = 'x' }]",
                "stands after \"a\"",
            ),
            ("hold = '1s'\nfigure = 'quad|'", "stands after \"quad\""),
            (
                "hold = '1s'\nsounds = { half = 'none|' }",
                "stands after \"none\"",
            ),
            ("hold = '1s'|", "stands here"),
        ] {
            if !(lines.contains("quad") || lines.contains("none")) || !STEERING.contains(&hidden) {
                assert_hidden(&step(lines), hidden, name, place);
            }
        }
    }
    let no_break = ('\u{a0}', "U+00A0, no-break space");
    assert_hidden(
        &step("hold|= '30s'"),
        no_break.0,
        no_break.1,
        "stands after \"hold\"",
    );
    assert_hidden(&step("hold =|'30s'"), no_break.0, no_break.1, "stands here");
}

#[test]
fn the_config_file_names_them_too() {
    for (hidden, name) in HIDDEN {
        for text in ["volume| = 3\n", "level = 'full|'\n", "sound_lead = '1s|'\n"] {
            if text.contains('\'') && STEERING.contains(&hidden) {
                continue;
            }
            let text = text.replace('|', &hidden.to_string());
            let home = Home::new().with_file("config/config.toml", &text);
            let run = home.run("config").exits(2);
            assert!(run.stderr.contains(name), "{text:?}: {run:#?}");
        }
    }
}

#[test]
fn what_is_only_read_by_people_may_hold_them() {
    let text = "title = 'T\u{a0}\u{200d}'\n[[step]]\nname = 'A\u{ad}b'\nhow = 'x\u{fe0f}'\nhold = '30\u{a0}s'\n";
    let run = Home::new().run_with_input("check -", text.as_bytes());
    assert_eq!(run.success().stdout, "-: valid\n");
    // Nor does one nearby take the blame for another mistake.
    let text = text.replace("'30\u{a0}s'", "'soon'");
    let run = Home::new().run_with_input("check -", text.as_bytes());
    run.says("error[not-a-duration]");
}
