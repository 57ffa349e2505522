//! In bash: its function asked directly, and a person who presses Tab.

use std::path::Path;
use std::process::Command;

use super::{home, search_path};
use crate::harness::{Home, have};
use crate::pty::screen::{Screen, Window};

/// What the function leaves for readline to choose from, for a line that bash
/// would cut into these words.
fn replies(home: &Home, words: &[&str]) -> Vec<String> {
    let script = r#"
        eval "$(legrest completions bash)"
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        word=${COMP_WORDS[COMP_CWORD]}
        [[ $word == = ]] && word=
        _legrest legrest "$word" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let output = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", script, "bash"])
        .args(words)
        .current_dir(home.path())
        .env_clear()
        .envs(home.environment())
        .env("PATH", search_path())
        .output()
        .expect("bash runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(text(&output.stderr), "", "{words:?}");
    text(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn the_function_offers_what_can_be_inserted() {
    if !have(&["bash"]) {
        return;
    }
    let home = home()
        .with_routine("a b;$(touch x)", "title = \"Odd\"")
        .with_file("my knee.toml", "");
    let replies = |words: &[&str]| replies(&home, words);
    assert_eq!(replies(&["legrest", "ro"]), ["routine"]);
    assert_eq!(replies(&["legrest", "routine", "k"]), ["knee"]);
    assert_eq!(
        replies(&["legrest", "routine", "a"]),
        [r"a\ b\;\$\(touch\ x\)"]
    );
    assert_eq!(replies(&["legrest", "routine", "l"]), ["local.toml"]);
    assert_eq!(replies(&["legrest", "routine", "./co"]), ["./config"]);
    assert_eq!(replies(&["legrest", "routine", "not"]), [""]);
    let all = replies(&["legrest", "routine", ""]);
    for name in ["knee", "bedtime", "local.toml", r"my\ knee.toml"] {
        assert!(all.contains(&name.to_owned()), "{name} in {all:?}");
    }
    let cut = ["legrest", "show", "bedtime", "--only", "=", "calf,q"];
    assert_eq!(replies(&cut), ["calf,quad"]);
    assert_eq!(replies(&cut[..5])[0], "hamstring");
    let file = ["legrest", "show", r"./my\ knee.toml", "--only", ""];
    assert_eq!(replies(&file), [""], "that one has no steps");
}

/// A bash with the line of the README in its file.
fn bash(home: &Home) -> Screen {
    let screen = Window::new(100, 30)
        .with("PATH", &search_path())
        .run_line(home, "bash --noprofile --rcfile ./bashrc -i");
    screen.wait_for("ready>");
    screen
}

#[test]
fn tab_completes_at_the_prompt() {
    if !have(&["bash"]) {
        return;
    }
    let rc = "PS1='ready> '\neval \"$(legrest completions bash)\"\n";
    let home = home().with_file("bashrc", rc);
    let screen = bash(&home);
    screen.press("legrest rou\tbedt\t--sk\tcalf,q\t --level=g\t-q");
    screen.wait_for("legrest routine bedtime --skip calf,quad --level=gentle -q");
    screen.press("\u{15}legrest routine s\t\t");
    let seen = screen.wait_for("(Short leg stretch)");
    assert!(seen.contains("seated"), "{seen}");
    screen.press("\u{15}legrest routine --only w knee\u{1b}b\u{2}\t");
    screen.wait_for("legrest routine --only wall knee");
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
