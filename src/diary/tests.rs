mod compared;
mod moments;

use std::slice::from_ref;
use std::time::Duration;

use super::history_summary::Frequency;
use super::history_summary::Reported;
use super::*;
use crate::record::Record;

/// A diary of records: night, hour of that night from noon on, and the rest.
fn diary(records: &[(&str, u32, &str)]) -> Diary {
    let mut diary = Diary::default();
    for (number, (night, hour, rest)) in records.iter().enumerate() {
        let night: Night = night.parse().expect("a night");
        let (date, hour) = if *hour < 12 {
            (night, hour + 12)
        } else {
            (night.after(1), hour - 12)
        };
        let line = format!(
            r#"{{"v":1,"id":"{number}","at":"{date}T{hour:02}:00:00Z","night":"{night}",{rest}}}"#
        );
        // Each stands in a file of its own, so that its clock alone counts.
        add(&mut diary, &line, u32::try_from(number).expect("few"), 1);
    }
    diary
}

/// Adds a line of a file.
fn add(diary: &mut Diary, text: &str, file: u32, line: u32) {
    let record = Record::read(text.as_bytes()).expect("a record");
    diary.add(&FoundRecord {
        record: &record,
        text: text.as_bytes(),
        file,
        line,
        own: true,
    });
}

/// A diary of the lines of files, and what it says of a night.
fn of_files(files: &[&[String]]) -> Summary {
    let mut diary = Diary::default();
    for (file, lines) in (0..).zip(files) {
        for (line, text) in (1..).zip(*lines) {
            add(&mut diary, text, file, line);
        }
    }
    diary.night(night("2026-11-21"))
}

/// A line of the night of 21 November, of this day and hour.
fn line(id: &str, at: &str, rest: &str) -> String {
    format!(r#"{{"v":1,"id":"{id}","at":"{at}:00:00Z","night":"2026-11-21",{rest}}}"#)
}

#[test]
fn what_was_said_last_on_a_machine_counts_whatever_its_clock_said() {
    let wrong = line("a", "2030-01-01T08", &report(5));
    let right = line("b", "2026-11-22T08", &report(0));
    let of = |files: &[&[String]]| of_files(files).cramps;
    assert_eq!(of(&[&[wrong.clone(), right.clone()]]), Some(0));
    // Copies of the file, made before and after, change nothing.
    let both = [wrong.clone(), right.clone()];
    let before = from_ref(&wrong);
    assert_eq!(of(&[before, &both]), Some(0));
    assert_eq!(of(&[&both, before]), Some(0));
    // Between machines the clocks are all there is.
    assert_eq!(of(&[before, from_ref(&right)]), Some(5));
    // Whatever is below it shows that a clock was wrong.
    let dream = line("c", "2026-11-22T07", r#""kind":"dream""#);
    assert_eq!(of(&[&[wrong, dream], &[right]]), Some(0));
}

#[test]
fn at_one_moment_files_and_lines_are_the_order() {
    let told = |cramps| line(&format!("x{cramps}"), "2026-11-22T08", &report(cramps));
    assert_eq!(of_files(&[&[told(1), told(2)]]).cramps, Some(2));
    assert_eq!(of_files(&[&[told(2)], &[told(1)]]).cramps, Some(1));
}

#[test]
fn what_was_taken_back_does_not_count() {
    let first = line("a", "2026-11-22T08", &report(5));
    let second = line(
        "b",
        "2026-11-22T09",
        r#""kind":"report","cramps":1,"pain":3"#,
    );
    let undo = |id: &str| {
        line(
            "u",
            "2026-11-22T10",
            &format!(r#""kind":"undo","undoes":"{id}""#),
        )
    };
    let after = of_files(&[&[first.clone(), second.clone(), undo("b")]]);
    assert_eq!((after.cramps, after.pain), (Some(5), None));
    let after = of_files(&[&[undo("a")], &[first, second]]);
    assert_eq!((after.cramps, after.pain), (Some(1), Some(3)));
}

#[test]
fn sessions_that_go_on_from_each_other_are_one() {
    let session = |id: &str, hour: u32, outcome: &str, resumes: &str| {
        let rest = format!(
            r#""kind":"session","routine":"trial","outcome":"{outcome}","held_s":60,"whole":2{resumes}"#
        );
        line(id, &format!("2026-11-21T{hour}"), &rest)
    };
    let on = |id: &str| format!(r#","resumes":"{id}""#);
    let first = session("a", 20, "interrupted", "");
    let second = session("b", 21, "quit", &on("a"));
    let third = session("c", 22, "completed", &on("b"));
    let summary = of_files(&[&[first.clone(), second.clone(), third.clone()]]);
    let [whole] = &summary.sessions[..] else {
        panic!("not one session: {:?}", summary.sessions);
    };
    assert_eq!((whole.completed, whole.whole), (true, 6));
    assert_eq!(whole.held, Duration::from_mins(3));
    assert_eq!(summary.stretched, Stretched::Yes);
    // One of them alone stands for itself, and so does one that is its own.
    assert_eq!(of_files(&[&[second.clone(), third]]).sessions.len(), 1);
    let circle = [
        session("a", 20, "quit", &on("b")),
        session("b", 21, "quit", &on("a")),
        session("c", 22, "quit", &on("c")),
    ];
    assert_eq!(of_files(&[&circle]).sessions.len(), 2);
    let mut diary = Diary::default();
    for (number, text) in (1..).zip([first, second]) {
        add(&mut diary, &text, 0, number);
    }
    assert_eq!(diary.trial("trial", night("2026-11-21")).nights, 0);
}

const BEDTIME: &str =
    r#""kind":"session","routine":"bedtime","outcome":"completed","held_s":900,"whole":27"#;
const QUIT: &str = r#""kind":"session","routine":"bedtime","outcome":"quit","held_s":90,"whole":9"#;
const DESK: &str =
    r#""kind":"session","routine":"desk","outcome":"completed","held_s":160,"whole":7"#;
const TRIAL: &str =
    r#""kind":"session","routine":"trial","outcome":"completed","held_s":120,"whole":12"#;
const CRAMP: &str = r#""kind":"cramp","muscle":"calf","held_s":40"#;

fn night(text: &str) -> Night {
    text.parse().expect("a night")
}

fn report(cramps: u32) -> String {
    format!(r#""kind":"report","cramps":{cramps}"#)
}

#[test]
fn later_reports_add_and_correct_in_whatever_order_they_are_read() {
    let told = [
        ("2026-11-21", 22, r#""kind":"report","pain":3"#),
        (
            "2026-11-21",
            19,
            r#""kind":"report","cramps":2,"pain":5,"note":"left calf""#,
        ),
        ("2026-11-21", 23, r#""kind":"report","note":"both calves""#),
    ];
    for turn in 0..told.len() {
        let mut told = told;
        told.rotate_left(turn);
        let night = diary(&told).night(night("2026-11-21"));
        assert_eq!((night.cramps, night.pain), (Some(2), Some(3)));
        assert_eq!(night.note.as_deref(), Some("both calves"));
    }
}

#[test]
fn sessions_of_one_moment_have_one_order() {
    let of = |id: &str, routine: &str| {
        let rest = format!(r#""kind":"session","routine":"{routine}""#);
        line(id, "2026-11-21T22", &rest)
    };
    let lines = [of("a", "bedtime"), of("b", "desk")];
    let [forward, backward] = [[0, 1], [1, 0]].map(|order: [u32; 2]| {
        let mut diary = Diary::default();
        for file in order {
            add(&mut diary, &lines[file as usize], file, 1);
        }
        diary.night(night("2026-11-21"))
    });
    assert_eq!(forward.sessions[0].routine, "bedtime");
    assert_eq!(forward, backward);
}

#[test]
fn an_empty_note_takes_one_back() {
    let diary = diary(&[
        ("2026-11-21", 19, r#""kind":"report","note":"left calf""#),
        ("2026-11-21", 20, r#""kind":"report","note":"""#),
    ]);
    assert_eq!(diary.night(night("2026-11-21")).note, None);
}

#[test]
fn cramps_count_until_somebody_counts_them_and_after() {
    let of = |records: &[(&str, u32, &str)]| diary(records).night(night("2026-11-21")).cramps;
    let cramp = |hour| ("2026-11-21", hour, CRAMP);
    let one = report(1);
    assert_eq!(of(&[("2026-11-21", 10, BEDTIME)]), None);
    assert_eq!(of(&[cramp(13), cramp(15)]), Some(2));
    assert_eq!(
        of(&[cramp(13), cramp(15), ("2026-11-21", 20, &one)]),
        Some(1)
    );
    assert_eq!(
        of(&[cramp(13), cramp(17), ("2026-11-21", 15, &one)]),
        Some(2)
    );
}

#[test]
fn a_break_at_the_desk_is_not_the_stretching_before_the_night() {
    let of = |rest| {
        diary(&[("2026-11-21", 3, rest)])
            .night(night("2026-11-21"))
            .stretched
    };
    assert_eq!(of(BEDTIME), Stretched::Yes);
    assert_eq!(of(QUIT), Stretched::Part);
    assert_eq!(of(DESK), Stretched::No);
    assert_eq!(
        of(r#""kind":"session","routine":"bedtime","outcome":"quit","whole":0"#),
        Stretched::No
    );
}

/// Three weeks: stretched on the even days but the 14th, cramps reported on
/// every day up to the 18th: 2 on odd ones, 1 on those that 4 divides, else 0.
#[test]
fn three_weeks_by_hand() {
    let mut records = Vec::new();
    let days: Vec<(String, String)> = (1..=21)
        .map(|day| {
            let cramps = if day % 2 == 1 {
                2
            } else {
                u32::from(day % 4 == 0)
            };
            (format!("2026-11-{day:02}"), report(cramps))
        })
        .collect();
    for (day, (date, report)) in (1..).zip(&days) {
        if day % 2 == 0 && day != 14 {
            records.push((&**date, 10, TRIAL));
        }
        if day <= 18 {
            records.push((date, 20, report));
        }
    }
    let diary = diary(&records);
    let back = HistorySummary::over(&diary, night("2026-11-21"), 42);
    assert_eq!(back.nights.len(), 42);
    assert_eq!((back.trial.nights, back.trial.recent), (9, 6));
    // Tonight, the 21st, has nothing yet: the seven nights are the 14th to the
    // 20th, of which the 16th, 18th and 20th were stretched; of all nights since
    // the first, the 1st to the 20th, 9 were.
    let often = |stretched, of| Frequency {
        stretched,
        in_part: 0,
        of,
    };
    assert_eq!(back.often, [often(3, 7), often(9, 20)]);
    // Cramps from the 14th on: 15, 16, 17.
    assert_eq!(back.cramp_nights, 3);
    // With: 2 4 6 8 10 12 16 18 reported, 20 not; without: the odd days and the
    // 14th, of which the 19th was not reported; the 21st is not over.
    let reported = |nights, of| Reported { nights, of };
    let coverage = back.coverage;
    assert_eq!(coverage.with, reported(8, 9));
    assert_eq!(coverage.without, reported(10, 11));
    assert_eq!(back.compared, None, "eight are too few");
    // Weeks from Monday: the 1st alone, 2 to 8, 9 to 15, 16 to 18.
    let weeks = back.weeks.iter();
    let weeks: Vec<_> = weeks
        .map(|week| (week.with_cramps, week.reported))
        .collect();
    assert_eq!(weeks, [(1, 1), (5, 7), (5, 7), (2, 3)]);
}

/// A session with these parts: id, side, planned and whole holds, and whether
/// they stretch, where the record tells.
fn session(routine: &str, outcome: &str, parts: &[(&str, &str, u32, u32, Option<bool>)]) -> String {
    let parts = parts.iter().map(|(step, side, holds, whole, stretch)| {
        let stretch = stretch.map_or(String::new(), |it| format!(",\"stretch\":{it}"));
        format!(
            r#"{{"step":"{step}","side":{side},"holds":{holds},"whole":{whole},"cut":0,"held_s":9{stretch}}}"#
        )
    });
    let parts = parts.collect::<Vec<_>>().join(",");
    format!(
        r#""kind":"session","routine":"{routine}","outcome":"{outcome}","held_s":90,"whole":99,"steps":[{parts}]"#
    )
}

#[test]
fn half_of_the_stretches_make_a_night_one_of_stretching() {
    let of = |parts: &[_]| {
        let session = session("mine", "quit", parts);
        diary(&[("2026-11-21", 10, &session)]).night(night("2026-11-21"))
    };
    let stretched = |parts: &[_]| of(parts).stretched;
    let legs_up = ("up", "null", 1, 1, Some(false));
    assert_eq!(
        stretched(&[("a", "null", 4, 2, Some(true))]),
        Stretched::Yes
    );
    assert_eq!(
        stretched(&[("a", "null", 5, 2, Some(true))]),
        Stretched::Part
    );
    assert_eq!(
        stretched(&[("a", "null", 5, 3, Some(true))]),
        Stretched::Yes
    );
    assert_eq!(
        stretched(&[("a", "null", 4, 0, Some(true)), legs_up]),
        Stretched::No
    );
    // In older records the id tells.
    let old = [
        ("calf", "null", 2, 1, None),
        ("elevation", "null", 9, 0, None),
    ];
    assert_eq!(stretched(&old), Stretched::Yes);
    let rest = of(&[legs_up]);
    assert_eq!((rest.stretched, rest.side()), (Stretched::No, None));
}

#[test]
fn a_night_of_the_trial_has_all_its_holds_on_both_sides() {
    let nights = |parts: &[_]| {
        let session = session("trial", "completed", parts);
        let diary = diary(&[("2026-11-01", 10, &session)]);
        let of = |last| diary.trial("trial", night(last));
        let (soon, later) = (of("2026-11-14"), of("2026-11-15"));
        (soon.nights, soon.recent, later.recent)
    };
    let part = |step, side, whole| (step, side, 3, whole, Some(true));
    let (right, left) = ("\"right\"", "\"left\"");
    let all = [
        part("calf", right, 3),
        part("calf", left, 3),
        part("hamstring", right, 3),
        part("hamstring", left, 3),
    ];
    assert_eq!(nights(&all), (1, 1, 0));
    assert_eq!(nights(&all[..2]), (0, 0, 0), "calves alone");
    let mut cut = all;
    cut[3].3 = 2;
    assert_eq!(nights(&cut), (0, 0, 0));
    let by_hand = r#""kind":"report","stretched":true,"routine":"trial""#;
    let diary = diary(&[("2026-11-01", 20, by_hand)]);
    assert_eq!(diary.trial("trial", night("2026-11-01")).nights, 1);
}

#[test]
fn what_was_recorded_makes_no_night_a_reported_one() {
    let records = [("2026-11-21", 15, CRAMP), ("2026-11-21", 14, CRAMP)];
    let night_of = |records: &[_]| diary(records).night(night("2026-11-21"));
    let alone = night_of(&records);
    assert_eq!((alone.cramps, alone.reported), (Some(2), false));
    let hours = alone
        .recorded
        .iter()
        .map(|cramp| cramp.at.to_string()[11..13].to_owned());
    assert_eq!(hours.collect::<Vec<_>>(), ["02", "03"]);
    let [one, other] = records;
    let said = r#""kind":"report","cramps":1,"where":["left-calf"],"woken":2,"urge":3"#;
    let told = night_of(&[one, other, ("2026-11-21", 20, said)]);
    assert_eq!((told.cramps, told.reported), (Some(1), true));
    assert_eq!((told.woken, told.urge), (Some(2), Some(3)));
    assert_eq!(told.places, ["left-calf"]);
}

#[test]
fn the_word_about_frequent_cramps_comes_once_a_week() {
    let dates = ["2026-11-15", "2026-11-17", "2026-11-20"];
    let mut records = dates.map(|date| (date, 15, CRAMP));
    let moment = |text: &str| text.parse::<Timestamp>().expect("a moment");
    let now = moment("2026-11-21T20:00:00Z");
    let back = HistorySummary::over(&diary(&records), night("2026-11-21"), 42);
    assert_eq!(back.cramp_nights, 3);
    assert!(back.advises(None, now));
    assert!(!back.advises(Some(moment("2026-11-14T20:00:01Z")), now));
    assert!(back.advises(Some(moment("2026-11-14T20:00:00Z")), now));
    assert!(back.advises(Some(moment("2031-01-01T00:00:00Z")), now));
    // The 13th is not among the last seven nights.
    records[0].0 = "2026-11-13";
    let back = HistorySummary::over(&diary(&records), night("2026-11-21"), 42);
    assert!(!back.advises(None, now));
}
