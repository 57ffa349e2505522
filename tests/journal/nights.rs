//! Histories of made-up months against expectations that were reckoned here in
//! another way: by the number of the day, without a calendar.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::with_journal;
use crate::harness::{Home, Run};

/// The night that the program takes for tonight.
pub fn tonight() -> Date {
    let history = Home::new().run("history --format json").success();
    let tonight = history.events()[0]["tonight"].as_str().map(str::parse);
    tonight.expect("a night").expect("a date")
}

fn history(home: &Home, nights: &str) -> Value {
    let run = home
        .run(&["history", "--format", "json", "--nights", nights])
        .success();
    assert_eq!(run.stderr, "");
    run.events().remove(0)
}

fn human(home: &Home) -> Run {
    home.run("history").success()
}

/// Some days before a night.
pub fn ago(night: Date, days: i64) -> Date {
    night.saturating_sub(days.days())
}

/// One line of a journal, of a moment in the night `hour` hours after its noon.
pub fn line(night: Date, hour: i64, offset: &str, id: &str, rest: &str) -> String {
    let at = night.at(12, 0, 0, 0).saturating_add(hour.hours());
    format!("{{\"v\":1,\"id\":\"{id}\",\"at\":\"{at}{offset}\",\"night\":\"{night}\",{rest}}}\n")
}

pub fn session(routine: &str, outcome: &str, whole: u32) -> String {
    format!(
        "\"kind\":\"session\",\"routine\":\"{routine}\",\"outcome\":\"{outcome}\",\"held_s\":{},\"whole\":{whole}",
        whole * 10
    )
}

/// Half a year, 183 nights: every fourth stretch of ten days is a holiday
/// without the laptop; else two nights of three were stretched, one of nine not
/// to its end; three of four were reported. Two machines, in two zones of which
/// one has a summer time, write by turns; one night of five is in both files.
#[test]
fn half_a_year_on_two_machines_with_gaps() {
    let tonight = tonight();
    let (mut one, mut two) = (String::new(), String::new());
    let mut expected = Vec::new();
    for day in (1..=183).rev() {
        let night = ago(tonight, day);
        let holiday = day / 10 % 4 == 3;
        let (stretched, reported) = (!holiday && day % 3 != 0, day % 4 != 0);
        let cramps = if stretched { day % 2 } else { 2 };
        let mut lines = String::new();
        if stretched {
            let outcome = if day % 9 == 1 { "quit" } else { "completed" };
            let offset = if day > 90 { "+02:00" } else { "+01:00" };
            let session = session("bedtime", outcome, 27);
            // Before midnight or after it, it is the same night.
            lines += &line(night, 10 + day % 5, offset, &format!("s{day}"), &session);
        }
        if reported {
            let report = format!(
                "\"kind\":\"report\",\"cramps\":{cramps},\"pain\":{}",
                day % 11
            );
            lines += &line(night, 19, "+09:00", &format!("r{day}"), &report);
        }
        if day % 2 == 0 || day % 5 == 0 {
            one += &lines;
        }
        if day % 2 == 1 || day % 5 == 0 {
            two += &lines;
        }
        let word = match (stretched, day % 9) {
            (false, _) => "no",
            (true, 1) => "part",
            (true, _) => "yes",
        };
        expected.push((night, word, reported.then_some((cramps, day % 11))));
    }
    let home = with_journal(&[("one.jsonl", &one), ("two.jsonl", &two)]);
    let history = history(&home, "184");
    let nights = history["nights"].as_array().expect("nights");
    assert_eq!(nights.len(), 184);
    for (night, (date, stretched, told)) in nights.iter().zip(&expected) {
        assert_eq!(night["night"], date.to_string());
        assert_eq!(night["stretched"], *stretched, "{night}");
        assert_eq!(night["cramps"].as_i64(), told.map(|told| told.0), "{night}");
        assert_eq!(night["pain"].as_i64(), told.map(|told| told.1), "{night}");
    }
    // The last seven and twenty-eight, tonight aside.
    let often = |days: usize, word: &str| {
        let nights = expected.iter().rev().take(days);
        nights
            .filter(|(_, stretched, _)| *stretched == word)
            .count()
    };
    for (place, days) in [(0, 7), (1, 28)] {
        let told = &history["stretched"][place];
        assert_eq!(told["nights"].as_u64(), Some(often(days, "yes") as u64));
        assert_eq!(told["in_part"].as_u64(), Some(often(days, "part") as u64));
    }
    // With and without, reckoned from the list.
    for (group, word) in [("with", "yes"), ("without", "no")] {
        let told: Vec<i64> = expected
            .iter()
            .filter(|(_, stretched, _)| *stretched == word)
            .filter_map(|(_, _, told)| Some(told.as_ref()?.0))
            .collect();
        let group = &history["compared"][group];
        assert_eq!(group["nights"].as_u64(), Some(told.len() as u64));
        assert_eq!(group["cramps"].as_i64(), Some(told.iter().sum()));
        let some = told.iter().filter(|cramps| **cramps > 0).count();
        assert_eq!(group["with_cramps"].as_u64(), Some(some as u64));
    }
}

#[test]
fn the_trial_is_counted_from_its_first_night_on() {
    let tonight = tonight();
    let trial = session("trial", "completed", 12);
    let seated = session("seated", "completed", 12);
    let quit = session("trial", "quit", 3);
    let mut journal = String::new();
    for day in 1..=20 {
        let rest = match day % 4 {
            0 => &quit,
            1 => &seated,
            _ => &trial,
        };
        journal += &line(ago(tonight, 40 + day), 10, "Z", &format!("a{day}"), rest);
        // Twice in a night is one night.
        journal += &line(ago(tonight, 40 + day), 11, "Z", &format!("b{day}"), rest);
    }
    let home = with_journal(&[("one.jsonl", &journal)]);
    let history = history(&home, "7");
    assert_eq!(history["trial"]["nights"], 10);
    assert_eq!(history["seated"]["nights"], 5);
    let said = human(&home).stdout;
    for line in [
        "The trial's stretches: 10 nights, 0 in the last two weeks; the trial had 42 in a",
        "The stretches on a chair: 5 nights, 0 in the last two weeks.",
        "In it, half of 80 people",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn frequent_cramps_are_worth_a_word_once_a_week() {
    let tonight = tonight();
    let cramp = "\"kind\":\"cramp\",\"muscle\":\"calf\",\"held_s\":41.5";
    let journal: String = [1, 3, 6]
        .iter()
        .map(|day| line(ago(tonight, *day), 15, "Z", &format!("c{day}"), cramp))
        .collect();
    let word = "You've logged cramps often lately.";
    let home = with_journal(&[("one.jsonl", &journal)]);
    assert!(human(&home).stdout.contains(word));
    assert!(!human(&home).stdout.contains(word), "it was said");
    // Two are not many.
    let two = journal.lines().take(2).collect::<Vec<_>>().join("\n");
    let home = with_journal(&[("one.jsonl", &two)]);
    assert!(!human(&home).stdout.contains(word));
}

#[test]
fn an_empty_journal_says_how_to_begin() {
    let said = human(&Home::new()).stdout;
    assert!(said.contains("legrest log"), "{said}");
    assert!(!said.contains('0'), "no count of what was not done: {said}");
}

#[cfg(unix)]
#[test]
fn the_calendar_in_ascii_and_without_colour() {
    let tonight = tonight();
    let report = "\"kind\":\"report\",\"cramps\":2,\"pain\":10";
    let journal = [
        line(
            ago(tonight, 1),
            10,
            "Z",
            "a",
            &session("bedtime", "completed", 27),
        ),
        line(
            ago(tonight, 2),
            10,
            "Z",
            "b",
            &session("bedtime", "quit", 2),
        ),
        line(ago(tonight, 3), 19, "Z", "c", report),
    ]
    .concat();
    let home = with_journal(&[("one.jsonl", &journal)]);
    let run = home.run_with("history", &[("LANG", "C")]).success();
    assert!(run.stdout.is_ascii(), "{run:#?}");
    let (calendar, _) = run.stdout.split_once("\n\n").expect("a calendar");
    for mark in ["#", "+", ". 2c p10"] {
        assert!(calendar.contains(mark), "{mark}: {calendar}");
    }
    assert!(!run.stdout.contains('\x1b'));
}

#[test]
fn a_table_for_a_spreadsheet() {
    let tonight = tonight();
    let night = ago(tonight, 1);
    let journal = line(
        night,
        19,
        "Z",
        "a",
        "\"kind\":\"report\",\"cramps\":2,\"note\":\"=1+1, \\\"left\\\"\",\"woken\":1,\"urge\":3,\
         \"where\":[\"left-calf\",\"foot\"]",
    );
    let cramp = "\"kind\":\"cramp\",\"muscle\":\"calf\",\"held_s\":125";
    let cramp = line(night, 15, "Z", "b", cramp).replace("T03:00", "T03:10");
    let journal = cramp + &journal;
    let home = with_journal(&[("one.jsonl", &journal)]);
    let run = home.run("history --format csv --nights 2").success();
    let expected = format!(
        "night,stretched,routines,held_s,cramps,pain,note,woken,where,urge,recorded\n\
         {night},no,,0,2,,\"'=1+1, \"\"left\"\"\",1,left-calf foot,3,03:10 calf 2m 5s\n\
         {tonight},no,,0,,,,,,,\n"
    );
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_note_may_begin_with_a_dash_but_is_no_forgotten_one() {
    let home = Home::new();
    for note in ["-left calf", "-2 x", "- again", "-", "--- at 3 ---"] {
        home.run(&["log", "--note", note]).success();
        assert!(
            home.read_journal()
                .contains(&format!("\"note\":\"{note}\"")),
            "{note}"
        );
    }
    home.run("log --note --pain 3").exits(2);
}
