use super::*;
use crate::record::Entry;

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
        diary.add(&Entry::read(line.as_bytes()).expect("a record"));
    }
    diary
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
    let line = |id: &str, routine: &str| {
        format!(
            r#"{{"v":1,"id":"{id}","at":"2026-11-21T22:00:00Z","night":"2026-11-21","kind":"session","routine":"{routine}"}}"#
        )
    };
    let lines = [line("a", "bedtime"), line("b", "desk")];
    let [forward, backward] = [[0, 1], [1, 0]].map(|order| {
        let mut diary = Diary::default();
        for index in order {
            diary.add(&Entry::read(lines[index].as_bytes()).expect("a record"));
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
    let back = LookBack::over(&diary, night("2026-11-21"), 42);
    assert_eq!(back.nights.len(), 42);
    assert_eq!(back.trial, 9);
    // Tonight, the 21st, has nothing yet: the seven nights are the 14th to the
    // 20th, of which the 16th, 18th and 20th were stretched; of all nights since
    // the first, the 1st to the 20th, 9 were.
    let often = |stretched, of| Often { stretched, of };
    assert_eq!(back.often, [often(3, 7), often(9, 20)]);
    // Cramps from the 14th on: 15, 16, 17.
    assert_eq!(back.cramp_nights, 3);
    let (with, without) = back.compared.expect("enough nights");
    // With: 2 4 6 8 10 12 16 18; cramps on 4 8 12 16.
    assert_eq!((with.nights, with.with_cramps, with.cramps), (8, 4, 4));
    // Without: the nine odd days with 2 each, and the 14th with none.
    assert_eq!(
        (without.nights, without.with_cramps, without.cramps),
        (10, 9, 18)
    );
    assert_eq!(with.mean_pain(), None);
}

#[test]
fn too_few_nights_are_not_compared() {
    let dates: Vec<String> = (1..=9).map(|day| format!("2026-11-{day:02}")).collect();
    let none = report(0);
    let mut records: Vec<(&str, u32, &str)> =
        dates.iter().map(|date| (&**date, 20, &*none)).collect();
    records.extend(dates.iter().take(4).map(|date| (&**date, 10, BEDTIME)));
    let compared = |records: &[(&str, u32, &str)]| {
        LookBack::over(&diary(records), night("2026-11-10"), 42).compared
    };
    assert_eq!(compared(&records), None);
    records.push(("2026-11-10", 10, BEDTIME));
    assert_eq!(compared(&records), None, "that night is not logged");
    records.push(("2026-11-10", 20, &none));
    assert!(compared(&records).is_some());
}

#[test]
fn the_word_about_frequent_cramps_comes_once_a_week() {
    let dates = ["2026-11-15", "2026-11-17", "2026-11-20"];
    let mut records = dates.map(|date| (date, 15, CRAMP));
    let moment = |text: &str| text.parse::<Timestamp>().expect("a moment");
    let now = moment("2026-11-21T20:00:00Z");
    let back = LookBack::over(&diary(&records), night("2026-11-21"), 42);
    assert_eq!(back.cramp_nights, 3);
    assert!(back.advises(None, now));
    assert!(!back.advises(Some(moment("2026-11-14T20:00:01Z")), now));
    assert!(back.advises(Some(moment("2026-11-14T20:00:00Z")), now));
    assert!(back.advises(Some(moment("2031-01-01T00:00:00Z")), now));
    // The 13th is not among the last seven nights.
    records[0].0 = "2026-11-13";
    let back = LookBack::over(&diary(&records), night("2026-11-21"), 42);
    assert!(!back.advises(None, now));
}

#[test]
fn nights_of_a_clock_that_was_wrong_are_told_apart() {
    let diary = diary(&[
        ("2026-11-20", 10, BEDTIME),
        ("2126-11-20", 10, BEDTIME),
        ("1970-01-01", 10, BEDTIME),
    ]);
    assert_eq!(diary.after(night("2026-11-21")), 1);
}
