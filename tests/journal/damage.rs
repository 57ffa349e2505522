//! A journal that can't be read or written as it should.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::{PLAY, one_warning, records, text, with_journal};
use crate::harness::{Home, at_once};

/// A night long ago, so that only `--night` asks for it.
const NIGHT: &str = "2020-02-03";

fn report(id: &str, more: &str) -> String {
    format!(
        "{{\"v\":1,\"id\":\"{id}\",\"at\":\"2020-02-04T07:00:00+01:00\",\"night\":\"{NIGHT}\",\"kind\":\"report\"{more}}}\n"
    )
}

#[test]
fn a_torn_last_line_is_passed_over_and_not_glued() {
    let whole = report("a", ",\"cramps\":2");
    let journal = format!("{whole}{}", &report("b", ",\"pain\":3")[..70]);
    let home = with_journal(&[("old.jsonl", &journal)]);
    // The file of this machine gets its name when something is written.
    home.run(&["log", "--night", NIGHT, "--pain", "5"]);
    let folder = home.path().join("data/journal");
    let own = fs::read_dir(&folder)
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .find(|path| !path.ends_with("old.jsonl"))
        .expect("a file of this machine");
    fs::rename(folder.join("old.jsonl"), &own).expect("moved");
    let run = home
        .run(&["log", "--night", NIGHT, "--pain", "4"])
        .success();
    one_warning(&run);
    run.says("cramps  2");
    let after = fs::read_to_string(&own).expect("a journal");
    assert!(after.starts_with(&format!("{journal}\n{{")), "{after}");
    assert_eq!(after.lines().count(), 3);
    assert!(after.ends_with("}\n"));
}

#[test]
fn a_night_with_more_cramps_than_there_is_room_for_is_shown() {
    // By the clock of whoever runs this: a history ends tonight.
    let night = jiff::Zoned::now().date().yesterday().expect("a date");
    let head = |id: u32| {
        format!("{{\"v\":1,\"id\":\"{id}\",\"at\":\"{night}T22:00:00Z\",\"night\":\"{night}\"")
    };
    let cramps = (1..1300).map(|id| head(id) + ",\"kind\":\"cramp\"}\n");
    let pain = head(0) + ",\"kind\":\"report\",\"pain\":10}\n";
    let journal = cramps.chain([pain]).collect::<String>();
    let run = with_journal(&[("x.jsonl", &journal)]).run("history");
    assert!(run.success().stdout.contains("· 99+cp10"));
}

#[test]
fn what_others_wrote_is_kept_and_what_is_broken_costs_one_warning() {
    let journal = [
        "<<<<<<< HEAD\n",
        &report("a", ",\"cramps\":2,\"mood\":{\"x\":[1]}"),
        "{\"v\":7,\"id\":\"n\",\"at\":\"2020-02-04T08:00:00Z\",\"night\":\"2020-02-03\",\"kind\":\"report\",\"cramps\":\"none\"}\n",
        "{\"v\":1,\"id\":\"d\",\"at\":\"2020-02-04T08:00:00Z\",\"night\":\"2020-02-03\",\"kind\":\"dream\",\"pain\":\"no\"}\n",
        &report("b", ",\"note\":\"a\\u001b[2Jb\u{9b}1mc\""),
    ]
    .concat();
    let home =
        with_journal(&[("x.jsonl", &journal)]).with_file("data/journal/y.jsonl", b"\xff\xfe\n");
    let run = home.run(&["log", "--night", NIGHT]).success();
    one_warning(&run);
    run.says("cramps  2\n");
    let json = home.run(&["log", "--night", NIGHT, "--format", "json"]);
    assert_eq!(
        json.events()[0]["records"].as_array().map(Vec::len),
        Some(4)
    );
    for said in [run.stdout, json.stdout] {
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!said.contains(steers), "{said:?}");
    }
    assert!(text(&home).contains(&journal), "nothing was rewritten");
}

/// What it is, and how it is made.
type Trouble = (&'static str, fn(&Home));

/// Everything that can be in the way of writing; the routine goes on, and only
/// what was asked for fails.
#[test]
fn a_journal_that_cannot_be_written_never_stops_a_routine() {
    fn full(home: &Home) {
        home.run("log --cramps 0").success();
        let folder = home.path().join("data/journal");
        let own = fs::read_dir(&folder).expect("a folder").next();
        let own = own.expect("a file").expect("a file").path();
        fs::remove_file(&own).expect("removed");
        symlink("/dev/full", &own).expect("a link");
    }
    fn in_the_way(home: &Home) {
        fs::write(home.path().join("data/journal"), "").expect("a file");
    }
    fn not_ours(home: &Home) {
        let folder = home.path().join("data/journal");
        fs::create_dir(&folder).expect("a folder");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).expect("changed");
    }
    // To root nothing is read-only.
    let root = rustix::process::geteuid().is_root();
    let troubles: [Trouble; 3] = [
        ("a full disk", full),
        ("a file in the place of the folder", in_the_way),
        ("a read-only folder", not_ours),
    ];
    let troubles = troubles.into_iter().take(if root { 2 } else { 3 });
    at_once(troubles, |(what, make)| {
        let home = super::home();
        make(&home);
        let run = home.run(&PLAY);
        assert_eq!(run.code, Some(0), "{what}");
        one_warning(&run);
        assert_eq!(run.stdout, "", "{what}");
        let log = home.run("log --cramps 1");
        assert_eq!(log.code, Some(1), "{what}: {log:#?}");
        assert!(!log.stdout.contains("Recorded"), "{what}");
    });
}

#[test]
fn a_home_that_nobody_knows_costs_one_warning() {
    let home = super::home();
    let run = home
        .run_with(&PLAY, &[("LEGREST_DATA_DIR", "/proc/none")])
        .success();
    one_warning(&run);
    assert_eq!(
        home.run("history").code,
        Some(0),
        "an empty journal is one, too"
    );
    assert_eq!(records(&home).len(), 0);
}

#[test]
fn a_pipe_is_no_journal() {
    let home = with_journal(&[]);
    let made = std::process::Command::new("mkfifo")
        .arg(home.path().join("data/journal/x.jsonl"))
        .status();
    if made.is_ok_and(|status| status.success()) {
        home.run("history").success();
    }
}
