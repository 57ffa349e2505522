//! `legrest list`, and what the program says of itself.

use insta::assert_snapshot;
use serde_json::{Value, json};

use clap::{CommandFactory, Parser};
use legrest::cli::Cli;

use crate::harness::Home;

#[test]
fn own_and_built_in_routines_with_their_lengths() {
    let own = "title = \"For the knee\"\nneeds = \"A Wall, a mat\"\n[[step]]\nname = \"A\"\n\
               hold = \"90s\"\nneeds = \"a wall\"\n";
    let open = "title = \"Until it lets go\"\n[[step]]\nname = \"A\"\nhold = \"open\"\n";
    let bath = "[[step]]\nname = \"Bath\"\ntask = true\ndays = \"mon-tue\"\n";
    let slow = "[[step]]\nname = \"A\"\nreps = 5\ntempo = \"own\"\ndays = \"sat\"\n";
    let home = Home::new()
        .with_routine("knee", own)
        .with_routine("slow", &(bath.to_owned() + slow))
        .with_routine("open", open)
        .with_routine("torn", "title = ");
    let run = home.run("list").success();
    assert_snapshot!(run.stdout, @"
    bedtime          21m 50s    Bedtime leg rest
                                At hand: a stool or step, a wall, pillows or a chair
    cramp-calf       open       Calf cramp
                                At hand: a warm or cold pack, a towel, pillows or
                                  a chair
    cramp-foot       open       Foot cramp
                                At hand: a warm or cold pack, a towel, pillows or
                                  a chair
    cramp-hamstring  open       Back of the thigh cramp
                                At hand: a warm or cold pack, a towel, pillows or
                                  a chair
    cramp-thigh      open       Front of the thigh cramp
                                At hand: a warm or cold pack, a towel, pillows or
                                  a chair
    desk             3m 20s     Break from the desk
                                At hand: a wall or a heavy desk
    elevate          14m        Legs up
                                At hand: pillows or a chair
    knee             1m 35s     For the knee (yours)
                                At hand: A Wall, a mat
    open             open       Until it lets go (yours)
    restless         6m 45s     Restless evening
                                At hand: a wall
    seated           3m 10s     Three minutes on a chair
                                At hand: a firm chair that can't roll
    short            5m 6s      Short leg stretch
                                At hand: a stool or step, a wall
    slow             about 25s  slow (yours; Mon, Tue, Sat; 1 thing to do)
    trial            3m 25s     Three-minute stretch
                                At hand: a wall, a stool or step
    winddown         23m 26s    Wind-down (3 things to do)
                                At hand: a stool or step, a wall, pillows or a chair
    ");
    assert_snapshot!(home.said(&run.stderr), @r#"
    warning: your routine torn is not valid; "legrest show torn" says why
    Your own routines go into HOME/config/routines
    "#);
    let run = home.run("list --format json").success();
    let folder = home.path().join("config/routines");
    assert!(!run.stderr.contains(folder.to_str().expect("a path")));
    run.mentions("your routine torn is not valid");
    let list: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let list = list.as_array().expect("an array");
    let names: Vec<&str> = list.iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names.len(), list.len());
    assert!(names.is_sorted() && names.contains(&"bedtime"), "{names:?}");
    let of = |name: &str| {
        list.iter()
            .find(|it| it["name"] == name)
            .expect("a routine")
    };
    let knee = json!({
        "name": "knee", "title": "For the knee", "summary": null, "origin": "own",
        "total_s": 95, "about_s": 95, "tasks": 0, "days": null,
        "needs": "A Wall, a mat", "error": null,
    });
    assert_eq!(*of("knee"), knee);
    for (name, key, value) in [
        ("bedtime", "origin", json!("built-in")),
        ("open", "total_s", Value::Null),
        ("open", "about_s", Value::Null),
        ("slow", "total_s", Value::Null),
        ("slow", "about_s", json!(25)),
        ("slow", "tasks", json!(1)),
        ("slow", "days", json!(["mon", "tue", "sat"])),
        ("torn", "origin", json!("own")),
        ("torn", "title", Value::Null),
    ] {
        assert_eq!(of(name)[key], value, "{key} of {name}");
    }
    let error = of("torn")["error"].as_str().expect("an error");
    assert!(error.starts_with("error[syntax]: not TOML: "), "{error}");
    assert!(error.contains("torn.toml:1:9"), "{error}");
}

#[test]
fn the_help_leads_a_newcomer_on() {
    let home = Home::new();
    assert_snapshot!(home.run("--help").success().stdout);
    assert_snapshot!(home.run("routine --help").success().stdout);
    assert_snapshot!(home.run("show --help").success().stdout);
}

/// The help of every verb has its purpose in a line, examples that are
/// understood, and where to go from there.
#[test]
fn every_help_speaks_with_one_voice() {
    let command = Cli::command();
    let mut examples = 0;
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let name = verb.get_name();
        let about = verb.get_about().expect(name).to_string();
        assert!(
            !about.contains('\n') && !about.ends_with('.'),
            "{name}: {about}"
        );
        let help = verb.get_after_help().expect(name).to_string();
        let (before, next) = help.rsplit_once("\n\n").expect(name);
        assert!(next.starts_with("Next: "), "{name}: {next}");
        assert!(next.contains("legrest "), "{name}: {next}");
        assert!(before.contains("Examples:\n"), "{name} has no examples");
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{name}: too wide: {line}");
            let Some(example) = line
                .strip_prefix("  ")
                .filter(|it| it.starts_with("legrest "))
            else {
                continue;
            };
            // Up to a pipe, or to what it does.
            let ends = ["  ", " |", " >", " 2>", " <"];
            let end = ends.iter().filter_map(|it| example.find(it)).min();
            let example = &example[..end.unwrap_or(example.len())];
            let words = shlex::split(example).expect(example);
            let parsed = Cli::try_parse_from(&words);
            assert!(parsed.is_ok(), "{example}: {:?}", parsed.err());
            examples += 1;
        }
    }
    assert!(examples >= 40, "only {examples} examples were found");
}

#[test]
fn without_a_word_it_shows_its_help_and_did_nothing() {
    let run = Home::new().run(&[]);
    assert_eq!(run.code, Some(2), "an alias may go on only after a routine");
    run.mentions("legrest routine bedtime");
}

#[test]
fn the_version_is_the_crate_s() {
    let run = Home::new().run("--version").success();
    assert_eq!(
        run.stdout,
        format!("legrest {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_second_versions_of_programs_that_sync_are_no_routines() {
    let text = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\n";
    let copies = [
        "evening.sync-conflict-20261124-231500-ABCDEFG",
        "evening (hal's conflicted copy 2026-11-24)",
        "evening (conflicted copy 2026-11-24 231500)",
        "evening_conflict-20261124-231500",
        "evening (SFConflict me@home 2026-11-24-23-15-00)",
    ];
    let mut home = Home::new().with_routine("evening", text);
    for copy in copies {
        home = home.with_routine(copy, text);
    }
    let run = home.run("list").success();
    assert_eq!(run.stdout.matches("(yours)").count(), 1, "{}", run.stdout);
    for copy in copies {
        run.mentions(&format!("{copy}.toml"));
    }
    let words = ["--", "=evening", "2", "legrest", "show"];
    let offered = home.run_with(&words, &[("LEGREST_COMPLETE", "powershell")]);
    let offered = offered.success().stdout;
    assert_eq!(offered.matches("evening").count(), 1, "{offered}");
    // They can be looked at all the same.
    let path = format!("config/routines/{}.toml", copies[0]);
    home.run(&["show", &path]).success();
}
