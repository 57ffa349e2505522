//! `legrest config`, and which source of a setting has the last word.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::{Home, Run};

/// One step with a range, so that levels can be told apart.
const RANGE: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '10s-30s'\nprepare = '10s'\n";

fn home(config: &str) -> Home {
    Home::new()
        .with_routine("t", RANGE)
        .with_file("config/config.toml", config)
}

#[cfg(unix)]
#[test]
fn every_setting_is_shown_with_its_value_and_where_that_comes_from() {
    let home = home(
        "volume = 40\nvoice_command = \"espeak-ng -v en+f3 --stdin\"\n\n[hooks]\n\
         on_finish = [\"systemctl\", \"suspend\"]\n",
    );
    let environment = [("LEGREST_LEVEL", "gentle"), ("LEGREST_THEME", "")];
    let run = home.run_with("config", &environment).success();
    assert_snapshot!(home.said(&run.stdout), @r#"
    level            gentle                      environment, LEGREST_LEVEL
    volume           40                          config file, line 1
    voice            off                         built-in default
    voice_command    espeak-ng -v en+f3 --stdin  config file, line 2
    display          auto                        built-in default
    theme            ember                       built-in default
    prepare_lead     0s                          built-in default
    unhurried        false                       built-in default
    sound_lead       1s                          built-in default
    keep_awake       true                        built-in default
    journal          true                        built-in default
    hooks.on_start   -                           built-in default
    hooks.on_step    -                           built-in default
    hooks.on_finish  ["systemctl", "suspend"]    config file, line 5
    hooks.on_quit    -                           built-in default

    The config file is HOME/config/config.toml
    "#);
    let nothing = Home::new();
    let run = nothing.run("config").success();
    let last = nothing.said(run.stdout.lines().last().expect("a line"));
    assert_snapshot!(last, @r#"The config file would be HOME/config/config.toml; "legrest config --edit" begins it"#);
}

#[test]
fn every_theme_is_told_wherever_one_looks() {
    let home = Home::new();
    let shown = home
        .run_with("config", &[("LEGREST_THEME", "sepia")])
        .stdout;
    let (_, names) = shown.split_once("it is one of ").expect("the themes");
    let names = names.lines().next().expect("a line");
    assert_eq!(names, "ember, light, plain, mono");
    let manual = home.run("man").success().stdout.replace('\n', " ");
    let page = include_str!("../routines/programs.md");
    let readme = include_str!("../README.md");
    for name in names.split(", ") {
        assert!(manual.contains(&format!(" {name} for ")), "{name}");
        assert!(page.contains(&format!("`{name}` for ")), "{name}");
        assert!(readme.contains(name), "{name}");
    }
}

#[test]
fn later_sources_win() {
    let home = home("level = \"full\"\n");
    let total = |options: &[&str], level: &str| {
        let arguments = [&["show", "t", "--format", "json"], options].concat();
        let run = home.run_with(&arguments, &[("LEGREST_LEVEL", level)]);
        let document: Value = serde_json::from_str(&run.success().stdout).expect("JSON");
        document["total_s"].as_u64().expect("a number")
    };
    assert_eq!(total(&[], ""), 40);
    assert_eq!(total(&[], "gentle"), 20);
    assert_eq!(total(&["--level", "standard"], "gentle"), 30);
}

#[test]
fn a_lead_gives_time_to_walk_to_the_wall() {
    let home = home("prepare_lead = \"20s\"\n");
    let run = home.run("routine t --dry-run").success();
    assert!(
        run.stdout
            .starts_with("0:00  prepare  30s  a\n0:30  hold     20s  a\n50s;")
    );
    home.run_with("show t", &[("LEGREST_PREPARE_LEAD", "11m")])
        .exits(2);
}

#[test]
fn unhurried_gives_time_between_the_holds() {
    let home = home("unhurried = true\n");
    let whole = home.run("routine t --dry-run").success();
    assert!(whole.stdout.starts_with("0:00  prepare  15s  a\n"));
    let hurried = home.run_with("routine t --dry-run", &[("LEGREST_UNHURRIED", "no")]);
    assert!(
        hurried
            .success()
            .stdout
            .starts_with("0:00  prepare  10s  a\n")
    );
}

#[test]
fn mistakes_are_explained_where_they_stand() {
    let home = home(
        "volum = 30\ndisplay = \"big\"\n\n[hook]\n\n[hooks]\non_start = \"playerctl pause\"\n\
         on_step = []\nvolume = 3\n",
    );
    for verb in [
        &["config"][..],
        &["routine", "t"],
        &["show", "t"],
        &["sounds"],
    ] {
        let run = home.run(verb).exits(2);
        assert_eq!(run.stdout, "", "{verb:?}");
    }
    assert_snapshot!(home.said(&home.run("config").stderr), @r#"
    error[unknown-key]: the config file has no "volum"
     --> HOME/config/config.toml:1:1
      |
    1 | volum = 30
      | ^^^^^
      |
      = help: did you mean "volume"?

    error[unknown-value]: "display" can't be "big"
     --> HOME/config/config.toml:2:11
      |
    2 | display = "big"
      |           ^^^^^
      |
      = help: it is one of auto, full, bars, plain, json, none; by default display = "auto"

    error[unknown-key]: the config file has no "hook"
     --> HOME/config/config.toml:4:2
      |
    4 | [hook]
      |  ^^^^
      |
      = help: did you mean "hooks"?

    error[wrong-type]: "on_start" must be a list: a program and its arguments
     --> HOME/config/config.toml:7:12
      |
    7 | on_start = "playerctl pause"
      |            ^^^^^^^^^^^^^^^^^
      |
      = help: write on_start = ["playerctl", "pause"], or on_start = ["sh", "-c", "..."] if it needs a shell

    error[empty]: "on_step" names no program
     --> HOME/config/config.toml:8:11
      |
    8 | on_step = []
      |           ^^
      |
      = help: write on_step = ["notify-send", "Time for bed"], or take it out

    error[misplaced-key]: [hooks] has no "volume"
     --> HOME/config/config.toml:9:1
      |
    9 | volume = 3
      | ^^^^^^
      |
      = help: it belongs to the file itself: move it up, above the first line in [brackets]
    "#);
}

#[test]
fn whoever_is_in_a_cramp_need_not_mend_a_file_first() {
    let home = home("volume = loud\n");
    home.run("cramp --display plain -q --help")
        .success()
        .says("legrest cramp");
    let mut child = home
        .command("cramp --display json -q")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("legrest runs");
    let stdout = child.stdout.take().expect("a pipe");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(stdout));
    let first = lines.next().expect("an event").expect("a line");
    assert!(first.contains("\"started\""), "{first}");
    child.kill().expect("it runs");
    let stderr = child.wait_with_output().expect("it ends").stderr;
    let stderr = String::from_utf8(stderr).expect("text");
    assert!(stderr.contains("the config file is not used"), "{stderr}");
}

#[cfg(unix)]
fn set_mode(home: &Home, path: &str, mode: u32) {
    let path = home.path().join(path);
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("an own file");
}

#[cfg(unix)]
#[test]
fn a_config_that_anybody_can_write_is_refused() {
    let home = home("[hooks]\non_start = [\"touch\", \"called\"]\n");
    let refused = |run: Run| {
        assert_eq!(run.code, Some(1), "{run:#?}");
        let stderr = home.said(&run.stderr);
        assert!(
            stderr.contains("anybody on this machine can write"),
            "{stderr}"
        );
        assert!(
            stderr.contains("chmod o-w HOME/config/config.toml"),
            "{stderr}"
        );
    };
    let play = ["routine", "t", "--speed", "1000", "-q", "--display", "none"];
    set_mode(&home, "config/config.toml", 0o646);
    refused(home.run(&play));
    refused(home.run("config"));
    // Whoever can write to the folder can put another file there.
    set_mode(&home, "config/config.toml", 0o644);
    set_mode(&home, "config", 0o777);
    home.run(&play).exits(1);
    assert!(!home.path().join("called").exists());
    set_mode(&home, "config", 0o1777);
    home.run(&play).success();
    assert!(home.path().join("called").exists());
}

#[test]
fn what_is_no_config_file_at_all_is_said_to_be_so() {
    let home = home("");
    fs::write(home.path().join("config/config.toml"), b"volume = \xff\n").expect("a file");
    home.run("config").exits(2).mentions("config.toml:1:10");
    fs::remove_file(home.path().join("config/config.toml")).expect("it was there");
    fs::create_dir(home.path().join("config/config.toml")).expect("a folder");
    home.run("routine t")
        .exits(1)
        .mentions("can't read the config file");
}

fn edit(home: &Home, editor: &str) -> Run {
    home.run_with("config --edit", &[("VISUAL", editor)])
}

#[cfg(unix)]
#[test]
fn editing_begins_with_everything_explained_and_checks_what_is_saved() {
    let home = Home::new();
    let file = home.path().join("config/config.toml");
    // Nothing changed: no file is left behind.
    edit(&home, "true").success();
    assert!(!file.exists());
    edit(&home, "sed -i 's/^# volume = 75/volume = 20/'").success();
    let run = home.run("config").success();
    assert!(run.stdout.lines().any(|line| {
        line.starts_with("volume") && line.contains("20") && line.contains("line ")
    }));
    // A mistake is told and kept as a draft, and the file stays as it was.
    let before = home.read("config/config.toml");
    let run = edit(&home, "sed -i 's/^volume = 20/volume = 200/'").exits(2);
    run.mentions("a number from 0 to 100");
    run.mentions("legrest config --edit");
    assert_eq!(home.read("config/config.toml"), before);
    edit(&home, "sed -i 's/^volume = 200/volume = 30/'")
        .success()
        .mentions("Going on with the draft");
    assert!(home.read("config/config.toml").contains("\nvolume = 30\n"));
}
