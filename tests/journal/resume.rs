//! `legrest routine --resume`: tonight's routine from where it was left.

use serde_json::Value;

use super::{PLAY, records, with_journal};
use crate::harness::Home;
#[cfg(unix)]
use crate::pty::screen::Window;

/// The night that the program takes for tonight.
fn tonight(home: &Home) -> String {
    let history = home.run("history --format json").success();
    let tonight = history.events()[0]["tonight"].as_str().map(str::to_owned);
    tonight.expect("a night")
}

/// A home in which a routine was left tonight in this hold.
fn left(choice: &str, reached: &str) -> Home {
    let home = with_journal(&[]);
    let night = tonight(&home);
    let line = format!(
        "{{\"v\":1,\"id\":\"a\",\"at\":\"{night}T22:00:00Z\",\"night\":\"{night}\",\"kind\":\"session\",\"routine\":\"bedtime\",{choice},\"outcome\":\"quit\",\"held_s\":100,\"whole\":10{reached}}}\n"
    );
    home.with_file("data/journal/other.jsonl", line)
}

const THIRD_LEFT: &str =
    ",\"reached\":{\"step\":\"hamstring\",\"side\":\"left\",\"rep\":3,\"set\":1,\"round\":1}";

fn rest(home: &Home) -> Value {
    let arguments = [
        "routine",
        "bedtime",
        "--resume",
        "--dry-run",
        "--display",
        "json",
    ];
    home.run(&arguments).success().events().remove(0)
}

#[test]
fn it_goes_on_at_the_hold_it_had_reached_with_what_was_chosen() {
    let home = left("\"level\":\"full\",\"skip\":[\"quad\"]", THIRD_LEFT);
    let rest = rest(&home);
    let segment = |place: usize| {
        let segment = &rest["segments"][place];
        (
            segment["phase"].as_str().map(str::to_owned),
            segment["side"].as_str().map(str::to_owned),
            segment["rep"].as_u64(),
        )
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(segment(0), (text("prepare"), text("left"), Some(3)));
    assert_eq!(segment(1), (text("hold"), text("left"), Some(3)));
    assert_eq!(rest["level"], "full");
    let steps: Vec<&str> = rest["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .filter_map(|step| step["id"].as_str())
        .collect();
    assert_eq!(steps, ["hamstring", "calf", "elevation", "lower"]);
    // 15 s, 8 holds of 10 s with 7 rests of 3 s; the calves, both at full; legs
    // up: 10 s and six holds of 30 s with five changes of 5 s; 1 min and 15 min; 30 s.
    assert_eq!(
        rest["total_s"],
        15 + 80 + 21 + 10 + 180 + 25 + 60 + 900 + 30
    );
}

#[test]
fn it_goes_on_as_unhurried_as_it_began() {
    let prepare = |choice| rest(&left(choice, THIRD_LEFT))["segments"][0]["duration_s"].as_f64();
    assert_eq!(prepare("\"level\":\"full\""), Some(15.0));
    let unhurried = "\"level\":\"full\",\"unhurried\":true";
    assert_eq!(prepare(unhurried), Some(22.5));
}

#[test]
fn where_there_is_nothing_to_resume_it_says_why() {
    let home = super::home();
    let resume = |home: &Home, name: &str| {
        let run = home
            .run(&["routine", name, "--resume", "-q", "--display", "none"])
            .exits(1);
        run.mentions("help: from the beginning");
        run.stderr
    };
    assert!(resume(&home, "quick").contains("no quick is recorded tonight"));
    home.run(&PLAY).success();
    assert!(resume(&home, "quick").contains("tonight's quick ran to its end"));
    assert_eq!(records(&home).len(), 1);
    let changed = left("\"level\":\"full\"", &THIRD_LEFT.replace('3', "30"));
    assert!(resume(&changed, "bedtime").contains("has changed since"));
    let run = home.run("routine quick --resume --level full");
    assert_eq!(run.code, Some(2), "what was chosen then is what counts");
}

const SHEET: &str = r#"
    title = "Sheet"
    [[step]]
    name = "Box breathing"
    hold = "12m"
    tempo = "4-4-4-4"
    [[step]]
    name = "Warm bath"
    task = true
"#;

#[test]
fn it_goes_on_with_whole_movements_or_with_something_to_do() {
    let reached = |step: &str, held: u32| {
        let reached = format!(
            ",\"reached\":{{\"step\":\"{step}\",\"side\":null,\"rep\":1,\"set\":1,\"round\":1,\"held_s\":{held}}}"
        );
        let home = left("\"level\":\"standard\",\"tasks\":[]", &reached);
        let journal = home.read("data/journal/other.jsonl");
        home.with_file(
            "data/journal/other.jsonl",
            journal.replace("bedtime", "sheet"),
        )
        .with_routine("sheet", SHEET)
    };
    let rest = |home: &Home| {
        let arguments = "routine sheet --resume --dry-run --display json";
        home.run(arguments).success().events().remove(0)
    };
    // Of 45 breaths 26.2 are left.
    let breathing = rest(&reached("box-breathing", 301));
    assert_eq!(breathing["segments"][1]["duration_s"], 26 * 16);
    let bath = rest(&reached("warm-bath", 0));
    assert_eq!(bath["segments"][0]["phase"], "task");
    assert_eq!(bath["segments"].as_array().map(Vec::len), Some(1));
}

const TWICE: &str = "title = 'Twice'\n[[step]]\nname = 'Bath'\ntask = true\n\
    [[step]]\nname = 'A'\nhold = '1s'\nreps = 2\nsides = 'each'\n\
    prepare = '0s'\nrest = '0s'\nswitch = '0s'\n";

/// A session of that routine, as far as its record is needed here.
fn twice(night: &str, second: u32, id: &str, more: &str) -> String {
    let reached = "\"reached\":{\"step\":\"a\",\"side\":\"left\",\"rep\":1,\"set\":1,\"round\":1}";
    format!(
        "{{\"v\":1,\"id\":\"{id}\",\"at\":\"{night}T12:00:0{second}Z\",\"night\":\"{night}\",\"kind\":\"session\",\"routine\":\"twice\",\"level\":\"standard\",\"outcome\":\"quit\",{more},{reached}}}\n"
    )
}

#[cfg(unix)]
#[test]
fn an_evening_is_summed_up_with_all_its_parts() {
    let home = || {
        let home = with_journal(&[]).with_routine("twice", TWICE);
        let night = tonight(&home);
        let first = twice(
            &night,
            1,
            "a",
            "\"held_s\":62,\"whole\":1,\"skipped\":1,\"steps\":[{\"step\":\"a\",\"side\":\"right\",\"holds\":2,\"whole\":1,\"cut\":1,\"held_s\":62},{\"step\":\"a\",\"side\":\"left\",\"holds\":2,\"whole\":0,\"cut\":0,\"held_s\":0}],\"tasks\":[{\"step\":\"bath\",\"done\":true}]",
        );
        // Somebody went back to the right side, and left again.
        let second = twice(
            &night,
            2,
            "b",
            "\"resumes\":\"a\",\"held_s\":2,\"whole\":2,\"steps\":[{\"step\":\"a\",\"side\":\"right\",\"holds\":2,\"whole\":2,\"cut\":0,\"held_s\":2}]",
        );
        // Of another evening's part nothing is counted, nor of one that stands alone.
        let alone = twice(&night, 0, "c", "\"held_s\":9,\"whole\":9,\"skipped\":9");
        home.with_file("data/journal/other.jsonl", alone + &first + &second)
    };
    for (display, last) in [("full", "[exit 0]"), ("bars", "Done"), ("plain", "Done")] {
        let home = home();
        let command = format!("routine twice --resume -q --display {display}");
        let screen = Window::new(80, 24).run(&home, &*command);
        screen.wait_for(last);
        let text = screen.wait_for("[exit 0]");
        assert!(
            text.contains("Done. Held for 1 minute 6 seconds."),
            "{text}"
        );
        let parts = ["Bath  done", "A     right 2 of 2, left 2 of 2, 1m 6s"];
        let has_parts = parts.iter().all(|part| text.contains(part));
        assert_eq!(has_parts, display == "full", "{text}");
        let records = records(&home);
        let last = records
            .iter()
            .find(|record| record["resumes"] == "b")
            .expect("the last part");
        assert_eq!((&last["held_s"], &last["skipped"]), (&2.into(), &0.into()));
        // The report that comes after it has one session to its end.
        let night = tonight(&home);
        let told = home.run(&["log", "--night", &night]).success().stdout;
        let played = told.lines().filter(|line| line.contains("played"));
        assert_eq!(
            played.collect::<Vec<_>>(),
            ["  played  twice, not to its end", "  played  twice"]
        );
    }
}
