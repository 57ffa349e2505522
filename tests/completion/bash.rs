//! In bash: its function asked directly, and a person who presses Tab.

use std::path::Path;
use std::process::Command;

use super::{home, prompt, said_by};
use crate::harness::{Home, have};

/// What the function leaves for readline to choose from, for a line with the
/// cursor at its end. Readline will replace what stands behind the last break of
/// a word.
fn replies(home: &Home, line: &str) -> Vec<String> {
    let script = r#"
        eval "$(legrest completions bash)"
        COMP_LINE=$1
        COMP_POINT=${#1}
        _legrest legrest "$2"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let word = line.rsplit([' ', '=', ':', '"', '\'']).next();
    let asked = [line, word.unwrap_or_default()];
    let arguments = ["--norc", "--noprofile", "-c", script, "bash"];
    said_by("bash", home, &[&arguments[..], &asked].concat())
}

#[test]
fn the_function_offers_what_can_be_inserted() {
    if !have(&["bash"]) {
        return;
    }
    let home = home()
        .with_routine("a b;$(touch x)", "title = \"Odd\"")
        .with_file("my knee.toml", "");
    let replies = |line: &str| replies(&home, line);
    assert_eq!(replies("legrest ro"), ["routine"]);
    assert_eq!(replies("legrest routine k"), ["knee"]);
    assert_eq!(replies("legrest routine a"), [r"a\ b\;\$\(touch\ x\)"]);
    assert_eq!(replies("legrest routine l"), ["local.toml"]);
    assert_eq!(replies("legrest routine ./co"), ["./config"]);
    assert_eq!(replies("legrest routine not"), [""]);
    let all = replies("legrest routine ");
    for name in ["knee", "bedtime", "local.toml", r"my\ knee.toml"] {
        assert!(all.contains(&name.to_owned()), "{name} in {all:?}");
    }
    assert_eq!(replies("legrest show bedtime --only=calf,q"), ["calf,quad"]);
    assert_eq!(replies("legrest show bedtime --only=")[0], "hamstring");
    assert_eq!(replies(r"legrest show ./my\ knee.toml --only "), [""]);
    assert_eq!(replies("LANG=C legrest show bedtime --only q"), ["quad"]);
}

#[test]
fn a_word_that_bash_cuts_is_whole_for_the_program() {
    if !have(&["bash"]) {
        return;
    }
    let home = home()
        .with_routine("pt:knee", super::KNEE)
        .with_routine("pt:my hip", super::KNEE)
        .with_routine("it's 5:30", super::KNEE);
    let replies = |line: &str| replies(&home, line);
    assert_eq!(replies("legrest routine pt"), ["pt:knee", r"pt:my\ hip"]);
    assert_eq!(replies("legrest routine pt:"), ["knee", r"my\ hip"]);
    assert_eq!(replies("legrest routine pt:k"), ["knee"]);
    assert_eq!(replies("legrest new x --from=pt:m"), [r"my\ hip"]);
    assert_eq!(replies("legrest show pt:knee --only w"), ["wall"]);
    assert_eq!(replies(r"legrest show pt:my\ hip --only w"), ["wall"]);
    assert_eq!(replies(r#"legrest edit "pt:m"#), ["my hip"]);
    assert_eq!(replies("legrest edit 'pt:m"), ["my hip"]);
    assert_eq!(replies(r#"legrest edit "it"#), ["it's 5:30"]);
    assert_eq!(replies("legrest edit 'it"), [r"it'\''s 5:30"]);
    assert_eq!(replies("legrest edit it"), [r"it\'s\ 5:30"]);
    assert_eq!(replies(r"legrest edit it\'s\ 5:"), ["30"]);
    assert_eq!(
        replies(r#"legrest show "pt:knee" --only "heel-slides,w"#),
        ["heel-slides,wall"]
    );
}

/// A bash with the line that the page tells in its file.
const BASH: &str = "bash --noprofile --rcfile ./bashrc -i";
const RC: &str = "PS1='ready> '\neval \"$(legrest completions bash)\"\n";

#[test]
fn tab_completes_at_the_prompt() {
    if !have(&["bash"]) {
        return;
    }
    let home = home().with_file("bashrc", RC);
    let screen = prompt(&home, BASH);
    screen.press("legrest rou\tbedt\t--sk\tcalf,q\t --level=g\t-q");
    screen.wait_for("legrest routine bedtime --skip calf,quad --level=gentle -q");
    let seen = screen.press_and_wait("\u{15}legrest routine s\t\t", "(Short leg stretch)");
    assert!(seen.contains("seated"), "{seen}");
    screen.press("\u{15}legrest routine --only w knee\u{1b}b\u{2}\t");
    screen.wait_for("legrest routine --only wall knee");
}

/// A name is completed to the same one however it is typed.
#[test]
fn tab_completes_names_with_spaces_colons_and_open_quotes() {
    if !have(&["bash"]) {
        return;
    }
    let home = home()
        .with_routine("pt:my knee", super::KNEE)
        .with_routine("it's late", super::KNEE)
        .with_file("my file.toml", super::KNEE)
        .with_file("bashrc", RC);
    let screen = prompt(&home, BASH);
    for (typed, completed) in [
        ("legrest edit pt\t#", r"legrest edit pt:my\ knee #"),
        ("legrest edit pt:\t#", r"legrest edit pt:my\ knee #"),
        ("legrest edit pt:m\t#", r"legrest edit pt:my\ knee #"),
        ("legrest edit \"pt\t#", r#"legrest edit "pt:my knee" #"#),
        ("legrest edit \"pt:m\t#", r#"legrest edit "pt:my knee" #"#),
        ("legrest edit 'pt:my k\t#", "legrest edit 'pt:my knee' #"),
        ("legrest edit it\t#", r"legrest edit it\'s\ late #"),
        ("legrest edit 'it\t#", r"legrest edit 'it'\''s late' #"),
        (
            "legrest routine \"my\t#",
            r#"legrest routine "my file.toml" #"#,
        ),
        ("legrest routine my\t#", r"legrest routine my\ file.toml #"),
        (
            "legrest show pt:my\\ knee --only \"heel-slides,w\t#",
            "--only \"heel-slides,wall\" #",
        ),
    ] {
        screen.press(&format!("\u{15}{typed}"));
        screen.wait_for(&format!("ready> {completed}").replace("ready> --", "--"));
    }
}

#[test]
fn shellcheck_has_nothing_to_object_to() {
    if !have(&["shellcheck"]) {
        return;
    }
    let script = "src/commands/completions/legrest.bash";
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
    let output = Command::new("shellcheck")
        .args(["-s", "bash"])
        .arg(script)
        .output();
    let output = output.expect("shellcheck runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
