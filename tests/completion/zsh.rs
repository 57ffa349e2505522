//! In zsh: a person who presses Tab.

use super::{home, prompt};
use crate::harness::have;

const ZSH: &str = "zsh -d -i";
/// The lines that the page tells. Their `compinit` leaves no file behind and asks nobody
/// whether the folders of the machine are safe.
const RC: &str = "\
PROMPT='ready> '
autoload -Uz compinit && compinit -u -D
eval \"$(legrest completions zsh)\"
zstyle ':completion:*' format '[%d]'
";

#[test]
fn tab_completes_at_the_prompt() {
    if !have(&["zsh"]) {
        return;
    }
    let home = home()
        .with_routine("a b:c", "title = \"Odd: 100%d\"")
        .with_file(".zshrc", RC);
    let screen = prompt(&home, ZSH);
    screen.press("legrest rou\tbedt\t--sk\tcalf,q\t --level=g\t-q");
    screen.wait_for("legrest routine bedtime --skip calf,quad --level=gentle -q");
    screen.press_and_wait("\u{15}legrest routine a\tx", r"legrest routine a\ b:c x");
    screen.press_and_wait(
        "\u{15}legrest routine lo\tx",
        "legrest routine local.toml x",
    );
    screen.press("\u{15}legrest routine conf\trou\tkn\tx");
    screen.wait_for("legrest routine config/routines/knee.toml x");
    screen.press("\u{15}legrest routine --only w knee\u{1b}b\u{2}\t");
    screen.wait_for("legrest routine --only wall ");
}

/// A name is completed to the same one however it is typed.
#[test]
fn tab_completes_names_with_spaces_colons_and_open_quotes() {
    if !have(&["zsh"]) {
        return;
    }
    let home = home()
        .with_routine("pt:my knee", super::KNEE)
        .with_routine("it's late", super::KNEE)
        .with_file(".zshrc", RC);
    let screen = prompt(&home, ZSH);
    for (typed, completed) in [
        ("legrest edit pt:\tx", r"legrest edit pt:my\ knee x"),
        ("legrest edit \"pt:m\tx", r#"legrest edit "pt:my knee" x"#),
        ("legrest edit 'it\tx", r"legrest edit 'it'\''s late' x"),
        (
            "legrest show pt:my\\ knee --only \"heel-slides,w\tx",
            r#"legrest show pt:my\ knee --only "heel-slides,wall" x"#,
        ),
    ] {
        screen.press_and_wait(&format!("\u{15}{typed}"), &format!("ready> {completed}"));
    }
}

#[test]
fn the_list_tells_what_each_is() {
    if !have(&["zsh"]) {
        return;
    }
    let home = home()
        .with_routine("a:b", "title = \"Odd: 100%d\"")
        .with_file(".zshrc", RC);
    let screen = prompt(&home, ZSH);
    let seen = screen.press_and_wait("legrest routine \t", "-- For the knee");
    for text in ["[routine]", "-- Odd: 100%d", "[routine file]", "local.toml"] {
        assert!(seen.contains(text), "{text} in {seen}");
    }
    assert!(!seen.contains("notes.txt"), "{seen}");
    screen.press("\u{15}legrest routine bedtime --only calf,\t");
    let seen = screen.wait_for("quad       -- Standing quad stretch");
    assert!(!seen.contains("-- Calf wall stretch"), "{seen}");
    screen.press("\u{15}legrest routine bedtime --fit \t");
    screen.wait_for("[As much of each range as fits into this time, like 15m]");
}

#[test]
fn the_script_may_also_lie_in_a_folder_of_functions() {
    if !have(&["zsh"]) {
        return;
    }
    let rc = "PROMPT='ready> '\nfpath=($HOME $fpath)\nautoload -Uz compinit && compinit -u -D\n";
    let home = home().with_file(".zshrc", rc);
    let script = home.run("completions zsh").success().stdout;
    let home = home.with_file("_legrest", script);
    let screen = prompt(&home, ZSH);
    screen.press("legrest routine bedt\t--lev\tful\tx");
    screen.wait_for("legrest routine bedtime --level full x");
}
