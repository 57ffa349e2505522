//! Durations and counts as people write them, wherever the program reads one.

use crate::harness::{Home, Run};

const ROUTINE: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '10s'\n";

/// What `show` says of a routine whose step has these lines as well.
fn with_lines(lines: &str) -> Run {
    let text = format!("title = 'T'\n[defaults]\nprepare = '0s'\n[[step]]\nname = 'A'\n{lines}\n");
    let home = Home::new().with_routine("t", &text);
    home.run("show t --level full --format json")
}

#[test]
fn every_reader_of_durations_takes_words_and_clocks() {
    for (lines, total) in [
        ("hold = '30 Sec'", 30),
        ("hold = '1:30'", 90),
        ("hold = '1:02:30'", 3750),
        ("hold = '20 — 30 SECS'", 30),
        ("hold = '1s'\nreps = '2‑3'\nrest = '0s'", 3),
        ("hold = '1s'\nreps = '2−3'\nrest = '1 Min'", 123),
        (
            "hold = '1:30'\nnotes = [{ at = '1:00', text = 'Half.' }]",
            90,
        ),
    ] {
        let run = with_lines(lines).success();
        let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(document["total_s"], total, "{lines}");
    }
    let home = Home::new().with_routine("t", ROUTINE);
    let lead = |value| {
        let variables = [("LEGREST_PREPARE_LEAD", value)];
        home.run_with("routine t --dry-run", &variables)
    };
    assert!(lead("1:30").success().stdout.contains("prepare  1m 35s"));
    home.run(&["show", "t", "--fit", "5 Min"]).success();
}

#[test]
fn a_capital_m_is_told_from_minutes_everywhere() {
    for lines in [
        "hold = '20M'",
        "hold = '1-20M'",
        "hold = '1s'\nrest = '20M'",
        "hold = '1s'\nprepare = '20M'",
        "hold = '1h'\nnotes = [{ at = '20M', text = 'x' }]",
    ] {
        let run = with_lines(lines).exits(2);
        run.mentions("write 20m");
    }
    let home = Home::new()
        .with_routine("t", ROUTINE)
        .with_file("config/config.toml", "prepare_lead = '20M'\n");
    let in_config = home.run("config");
    let in_environment = Home::new().run_with("sounds", &[("LEGREST_SOUND_LEAD", "20M")]);
    let typed = Home::new().run("show bedtime --fit 20M");
    for run in [in_config, in_environment, typed] {
        assert_eq!(run.code, Some(2), "{run:#?}");
        run.mentions("write 20m");
    }
    for unit in ["months", "year", "y"] {
        Home::new()
            .run(&["show", "bedtime", "--fit", &format!("1 {unit}")])
            .exits(2)
            .mentions("no unit of time");
    }
}

#[test]
fn a_time_to_fit_into_is_no_clock() {
    Home::new()
        .run("show bedtime --fit 1:30")
        .exits(2)
        .mentions("write 1h 30m or 1m 30s");
}
