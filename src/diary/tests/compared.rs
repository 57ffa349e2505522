use super::super::history_summary::Pain;
use super::*;

/// A diary of 40 nights, all reported but for those of `missing`: the first 20
/// with the trial's stretches and cramps on every fourth, the others without
/// them and with cramps on every second.
fn forty_nights(missing: &[usize]) -> HistorySummary {
    let mut lines = Vec::new();
    let first = night("2026-10-01");
    for (day, number) in (0_usize..40).zip(0_u32..) {
        let date = first.after(number);
        let mut add = |hour: u32, rest: &str| {
            let at = format!("{date}T{hour}:00:00Z");
            let id = format!("{day}-{hour}");
            lines.push(format!(
                r#"{{"v":1,"id":"{id}","at":"{at}","night":"{date}",{rest}}}"#
            ));
        };
        if day < 20 {
            add(21, TRIAL);
        }
        let every = if day < 20 { 4 } else { 2 };
        let cramps = u32::from(day % every == 0) * 2;
        if !missing.contains(&day) {
            add(23, &format!("{},\"pain\":{}", report(cramps), day % 10));
        }
    }
    let mut diary = Diary::default();
    for (line, text) in (1..).zip(&lines) {
        add(&mut diary, text, 0, line);
    }
    HistorySummary::over(&diary, night("2026-11-09"), 42)
}

#[test]
fn reported_nights_are_compared_with_the_size_of_chance() {
    let compared = forty_nights(&[]).compared.expect("enough nights");
    let (with, without) = (compared.with, compared.without);
    assert_eq!((with.nights, with.with_cramps, with.cramps), (20, 5, 10));
    assert_eq!(
        (without.nights, without.with_cramps, without.cramps),
        (20, 10, 20)
    );
    // 196 sqrt(.375 * .625 * .1) + 50 * .1, reckoned by hand.
    assert!(
        (compared.chance - 35.005).abs() < 0.01,
        "{}",
        compared.chance
    );
    // Pain on nights with cramps: 0 4 8 2 6, and 0 2 4 6 8 twice.
    let pain = |median| {
        Some(Pain {
            median,
            least: 0,
            worst: 8,
        })
    };
    assert_eq!((with.pain, without.pain), (pain(4), pain(4)));
}

#[test]
fn too_few_nights_and_uneven_reports_are_not_compared() {
    let ten_missing: Vec<usize> = (20..30).collect();
    let eleven_missing: Vec<usize> = (20..31).collect();
    let four_missing: Vec<usize> = (20..24).collect();
    let five_missing: Vec<usize> = (20..25).collect();
    let compared = |missing: &[usize]| {
        let history = forty_nights(missing);
        (history.coverage.is_enough(), history.compared.is_some())
    };
    assert_eq!(compared(&ten_missing), (true, false), "half against all");
    assert_eq!(compared(&eleven_missing), (false, false));
    assert_eq!(compared(&four_missing), (true, true), "20 points apart");
    assert_eq!(compared(&five_missing), (true, false), "25 points apart");
}

#[test]
fn a_comparison_has_its_sides() {
    let side = |records: &[(&str, u32, &str)]| diary(records).night(night("2026-11-21")).side();
    let on = |hour, rest| ("2026-11-21", hour, rest);
    assert_eq!(side(&[]), Some(false));
    assert_eq!(side(&[on(10, BEDTIME)]), Some(true));
    assert_eq!(side(&[on(10, DESK)]), Some(false));
    assert_eq!(side(&[on(10, QUIT)]), None, "in part");
    assert_eq!(side(&[on(10, BEDTIME), on(14, CRAMP)]), Some(true));
    assert_eq!(
        side(&[on(10, CRAMP), on(14, BEDTIME)]),
        None,
        "stretched after it"
    );
    let by_hand = r#""kind":"report","stretched":true,"routine":"trial""#;
    let not = r#""kind":"report","stretched":false"#;
    assert_eq!(side(&[on(20, by_hand)]), Some(true));
    assert_eq!(side(&[on(10, BEDTIME), on(20, not)]), Some(false));
    assert_eq!(
        side(&[on(20, not), on(21, by_hand)]),
        Some(true),
        "the last word"
    );
}
