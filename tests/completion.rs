//! `legrest completions`, and what the program answers to its scripts.

#[cfg(unix)]
mod bash;
#[cfg(unix)]
mod elvish;
#[cfg(unix)]
mod fish;
#[cfg(unix)]
mod zsh;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use clap::{CommandFactory, ValueEnum};
use legrest::cli::{Cli, Shell};

use crate::harness::{Home, LEGREST, Run};
#[cfg(unix)]
use crate::pty::screen::{Screen, Window};

const KNEE: &str = "\
title = \"For the knee\"
[[step]]
name = \"Heel slides\"
hold = \"5s\"
[[step]]
id = \"wall\"
name = \"Wall sit\"
hold = \"5s\"
";

/// A home with an own routine, and a file with another beside which one types.
fn home() -> Home {
    Home::new()
        .with_routine("knee", KNEE)
        .with_file("local.toml", KNEE)
        .with_file("notes.txt", "")
}

/// What a shell looks through for programs: `legrest` first.
fn search_path() -> String {
    let folder = Path::new(LEGREST).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{}:{path}", folder.display())
}

/// The lines that a shell says to these arguments.
#[cfg(unix)]
fn said_by(shell: &str, home: &Home, arguments: &[&str]) -> Vec<String> {
    let mut command = home.program(shell);
    command.args(arguments).env("PATH", search_path());
    let run = Run::new(&command.output().expect("the shell runs"));
    assert_eq!(run.stderr, "", "{arguments:?}");
    run.stdout.lines().map(str::to_owned).collect()
}

/// A shell at its prompt, in a window.
#[cfg(unix)]
fn prompt(home: &Home, line: &str) -> Screen {
    let window = Window::new(100, 30).with("PATH", &search_path());
    let screen = window.run_line(home, line);
    screen.wait_for("ready>");
    screen
}

/// What is answered for a line of which the last word is at the cursor.
#[track_caller]
fn answer(home: &Home, shell: &str, line: &str) -> Vec<String> {
    let mut words: Vec<&str> = line.split(' ').collect();
    let word = format!("={}", words.pop().unwrap_or_default());
    let before = words.len().to_string();
    let mut arguments = vec!["--", &word, &before];
    arguments.extend(&words);
    let variable = [("LEGREST_COMPLETE", shell)];
    let run = home.run_with(&arguments, &variable).success();
    assert_eq!(run.stderr, "", "nobody asked for a message: {line}");
    run.stdout.lines().map(str::to_owned).collect()
}

/// The values that are offered for a line.
#[track_caller]
fn offered(home: &Home, line: &str) -> Vec<String> {
    let lines = answer(home, "fish", line);
    let value = |line: &String| line.split('\t').next().unwrap_or_default().to_owned();
    lines[1..].iter().map(value).collect()
}

#[test]
fn every_verb_that_the_help_shows_is_offered_and_no_other() {
    let mut command = Cli::command();
    // Then it has "help", too.
    command.build();
    let shown = command.get_subcommands().filter(|verb| !verb.is_hide_set());
    let verbs: Vec<&str> = shown.map(clap::Command::get_name).collect();
    assert_eq!(offered(&home(), "legrest "), verbs);
}

#[test]
fn routines_are_offered_with_their_titles() {
    let home = home();
    for line in ["legrest routine ", "legrest show ", "legrest new x --from "] {
        let lines = answer(&home, "fish", line);
        assert!(lines[0].starts_with("toml\t"), "files as well: {lines:?}");
        for entry in ["knee\tFor the knee", "bedtime\tBedtime leg rest"] {
            assert!(lines.contains(&entry.to_owned()), "{line}: {lines:#?}");
        }
    }
    assert_eq!(offered(&home, "legrest check "), ["knee"]);
    assert_eq!(offered(&home, "legrest check knee "), [""; 0]);
    assert!(answer(&home, "fish", "legrest routine ./")[0].starts_with("paths\t"));
    assert!(answer(&home, "fish", "legrest routine noth")[0].starts_with("paths\t"));
}

#[test]
fn to_edit_own_routines_come_before_those_that_are_copied() {
    let home = home();
    assert_eq!(offered(&home, "legrest edit "), ["knee"]);
    let built_in = offered(&home, "legrest edit bed");
    assert!(built_in.contains(&"bedtime".to_owned()), "{built_in:?}");
    assert_eq!(offered(&home, "legrest new "), [""; 0]);
}

#[test]
fn steps_are_those_of_the_routine_on_the_line() {
    let home = home();
    let ids = ["hamstring", "calf", "quad", "elevation", "lower"];
    assert_eq!(offered(&home, "legrest routine bedtime --only "), ids);
    assert_eq!(offered(&home, "legrest show bedtime --skip "), ids);
    let own = ["heel-slides", "wall"];
    assert_eq!(offered(&home, "legrest show knee --from "), own);
    assert_eq!(offered(&home, "legrest show ./local.toml --from "), own);
    assert_eq!(offered(&home, "legrest routine --only "), [""; 0]);
    assert_eq!(offered(&home, "legrest routine - --only "), [""; 0]);
    let lines = answer(&home, "fish", "legrest show knee --from ");
    assert!(lines.contains(&"wall\tWall sit".to_owned()), "{lines:?}");

    let arguments = ["--", "=", "3", "legrest", "show", "--only", "knee"];
    let variable = [("LEGREST_COMPLETE", "fish")];
    let run = home.run_with(&arguments, &variable).success();
    assert!(run.stdout.contains("wall\t"), "behind the cursor: {run:?}");
}

#[test]
fn a_list_of_steps_has_each_of_them_once() {
    let home = home();
    let list = offered(&home, "legrest routine bedtime --only calf,");
    assert_eq!(
        list,
        [
            "calf,hamstring",
            "calf,quad",
            "calf,elevation",
            "calf,lower"
        ]
    );
    let list = offered(&home, "legrest routine bedtime --only=calf,quad,");
    assert_eq!(
        list,
        [
            "--only=calf,quad,hamstring",
            "--only=calf,quad,elevation",
            "--only=calf,quad,lower"
        ]
    );
    let again = offered(&home, "legrest routine bedtime --skip calf --skip ");
    assert_eq!(again, ["hamstring", "quad", "elevation", "lower"]);
    let from = offered(&home, "legrest routine bedtime --skip calf,quad --from ");
    assert_eq!(from, ["hamstring", "elevation", "lower"]);
    let from = offered(&home, "legrest routine bedtime --only calf,quad --from ");
    assert_eq!(from, ["calf", "quad"]);

    let more = |line| answer(&home, "zsh", line)[0].contains("\tmore\t");
    assert!(more("legrest show knee --only "));
    assert!(!more("legrest show knee --only wall,"), "only one is left");
    assert!(!more("legrest show knee --from "));
}

#[test]
fn words_with_a_meaning_are_offered_with_it() {
    let home = home();
    let cases: [(&str, &[&str]); 12] = [
        (
            "legrest routine x --level ",
            &["gentle", "standard", "full"],
        ),
        ("legrest routine x --side ", &["left", "right"]),
        (
            "legrest cramp --display ",
            &["auto", "full", "bars", "plain", "json", "none"],
        ),
        ("legrest cramp ", &["calf", "foot", "hamstring", "thigh"]),
        (
            "legrest sounds ",
            &[
                "ready", "start", "last", "half", "enough", "rest", "switch", "tick", "beat",
                "part", "note", "finish",
            ],
        ),
        (
            "legrest history --format ",
            &["human", "json", "csv", "html"],
        ),
        ("legrest show x --format ", &["human", "json", "html"]),
        ("legrest check x --format ", &["human", "json"]),
        ("legrest list --format ", &["human", "json"]),
        ("legrest schema ", &["routine", "events"]),
        (
            "legrest completions ",
            &["bash", "zsh", "fish", "powershell", "elvish"],
        ),
        ("legrest routine x --volume ", &[]),
    ];
    for (line, values) in cases {
        assert_eq!(offered(&home, line), values, "{line}");
    }
    let voice = offered(&home, "legrest routine x --voice=");
    assert_eq!(
        voice,
        ["off", "count", "on", "full"].map(|it| format!("--voice={it}"))
    );
    // Behind it comes something else.
    assert!(!offered(&home, "legrest routine --voice ").contains(&"off".to_owned()));
    let lines = answer(&home, "fish", "legrest sounds ");
    assert!(
        lines.contains(&"switch\tchange sides".to_owned()),
        "{lines:?}"
    );
    let lines = answer(&home, "zsh", "legrest routine x --fit ");
    assert!(lines[0].ends_with("like 15m"), "what is wanted: {lines:?}");
}

#[test]
fn options_are_offered_while_they_can_be_given() {
    let home = home();
    let options = offered(&home, "legrest routine bedtime -");
    let first = offered(&home, "legrest routine bedtime ");
    assert_eq!(options, first, "nothing else can follow");
    let offers = |line: &str, option: &str| offered(&home, line).contains(&option.to_owned());
    assert!(offers("legrest routine bedtime --", "--quiet"));
    assert!(!offers("legrest routine bedtime --quiet --", "--quiet"));
    assert!(!offers("legrest routine bedtime -q --", "--quiet"));
    assert!(offers("legrest routine bedtime --skip calf --", "--skip"));
    assert!(!offers("legrest routine bedtime --resume --", "--level"));
    assert!(!offers(
        "legrest routine bedtime --level full --",
        "--resume"
    ));
    assert!(!offers("legrest routine bedtime --level=full --", "--fit"));
    assert_eq!(
        offered(&home, "legrest routine -- "),
        offered(&home, "legrest routine ")
    );
}

#[cfg(unix)]
#[test]
fn own_files_can_t_disturb_somebody_who_types() {
    let large = "x".repeat(2 << 20);
    let deep = format!("title = \"Deep\"\na = {}", "[".repeat(100_000));
    let home = home()
        .with_routine("broken", "title = \"Broken\"\n[[step]\n")
        .with_routine("empty", "")
        .with_routine("bytes", "")
        .with_routine("large", &large)
        .with_routine("deep", &deep)
        .with_routine("steering", "title = \"a\\u001b[2Jb\tc\"\n")
        .with_routine("bad\u{1b}[31mname", KNEE)
        .with_routine("-rf", KNEE)
        .with_file("config/routines/bytes.toml", [0xff, 0xfe, 0x00, 0x0a]);
    let pipe = home.path().join("config/routines/pipe.toml");
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, mode).expect("a pipe");

    let begun = Instant::now();
    let lines = answer(&home, "zsh", "legrest routine ");
    for line in [
        "legrest show broken --only ",
        "legrest show large --only ",
        "legrest show deep --only ",
        "legrest show bytes --only ",
        "legrest show pipe --only ",
        "legrest show ./none.toml --only ",
        "legrest show . --only ",
        "legrest nonsense --only ",
    ] {
        assert_eq!(offered(&home, line), [""; 0], "{line}");
    }
    let took = begun.elapsed();
    // Much, so that a busy machine passes; a file that is waited for takes more.
    assert!(took < Duration::from_secs(30), "nine answers took {took:?}");

    for name in ["broken\tBroken", "bytes\t", "empty\t", "large\t", "pipe\t"] {
        assert!(lines.contains(&name.to_owned()), "{name:?} in {lines:#?}");
    }
    let text = lines.join("\n");
    let is_steering = |c: char| c.is_control() && !"\t\n".contains(c);
    assert!(!text.contains(is_steering), "{text:?}");
    assert!(text.contains("steering\ta\\u{1b}[2Jb"), "{text:?}");
    assert!(!text.contains("name") && !text.contains("-rf"), "{text:?}");
}

#[test]
fn a_script_for_each_shell() {
    for shell in Shell::value_variants() {
        let name = shell.to_possible_value().expect("a name");
        let name = name.get_name();
        let run = Home::new().run(&["completions", name]).success();
        assert!(
            run.stdout.contains(&format!("LEGREST_COMPLETE={name} "))
                || run.stdout.contains(&format!("LEGREST_COMPLETE = '{name}'")),
            "{run:?}"
        );
        assert!(
            run.stdout.contains(&format!("legrest completions {name}")),
            "says where to put it"
        );
    }
}

#[test]
fn a_shell_goes_by_the_name_of_its_program_too() {
    let run = Home::new().run("completions pwsh").success();
    run.says("Register-ArgumentCompleter -Native");
}

/// Libraries for completion take variables of the environment for a question.
#[test]
fn no_variable_turns_a_run_into_something_else() {
    let home = home();
    let usual = home.run("list").success().stdout;
    for variable in ["COMPLETE", "_LEGREST_COMPLETE", "LEGREST_COMPLETE"] {
        let run = home.run_with("list", &[(variable, "bash")]).success();
        assert_eq!(run.stdout, usual, "{variable}");
    }
}

#[test]
fn every_help_names_every_shell() {
    let help = Home::new().run("completions --help").success().stdout;
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("routines/programs.md");
    let page = fs::read_to_string(page).expect("the page");
    let page = page.replace("\\|", "|");
    for line in [
        "eval \"$(legrest completions bash)\"",
        "eval \"$(legrest completions zsh)\"",
        "legrest completions fish > ~/.config/fish/completions/legrest.fish",
        "legrest completions powershell | Out-String | Invoke-Expression",
        "eval (legrest completions elvish | slurp)",
    ] {
        assert!(help.contains(line), "{line} in {help}");
        assert!(page.contains(line), "{line} on the page");
    }
}
