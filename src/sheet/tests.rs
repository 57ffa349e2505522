//! How numbers are spelled for the grammar, and what its rules say of them.

use super::dose::Dose;
use super::grammar;
use super::token::tokens;
use super::wording::{name_of, sentences};

fn spelled(text: &str) -> String {
    let tokens = tokens(text).into_iter().map(|token| token.spelling);
    tokens.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_spelled(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(spelled(text), *expected, "{text}");
    }
}

/// The keys of a step that says this.
fn keys(text: &str) -> String {
    let mut dose = Dose::of(&grammar::read(text));
    dose.settle(text);
    let keys = dose.keys().into_iter();
    let keys = keys.map(|(key, value)| format!("{key} = {value}"));
    keys.collect::<Vec<_>>().join(", ")
}

#[test]
fn numbers_are_in_one_spelling() {
    assert_spelled(&[
        ("3x10", "3 x 10"),
        ("1,5 kg", "#kg"),
        ("twenty-five times", "25 times"),
        ("twice", "2; times"),
        ("once it is easy", "once it is easy"),
        ("one of these", "1 of these"),
        ("10ish", "10"),
        ("L4", "#code"),
        ("01632", "#code"),
    ]);
}

#[test]
fn times_are_in_seconds() {
    assert_spelled(&[
        ("30\"", "30s"),
        ("1:30", "90s"),
        ("10:30", "630c"),
        ("½ min", "30s"),
        ("1½ min", "90s"),
        ("half a minute", "30s"),
        ("a minute and a half", "90s"),
        ("1 min 30 s", "90s"),
        ("count of five", "5s"),
        ("2 hrs", "7200s"),
    ]);
}

#[test]
fn a_range_rises() {
    assert_spelled(&[
        ("20-30 s", "20~30s"),
        ("20 s to 30 s", "20~30s"),
        ("8 or 10 times", "8~10 times"),
        ("3-1-1", "3 - 1 - 1"),
        ("30-20", "30 - 20"),
    ]);
}

#[test]
fn letters_of_a_scanner_are_digits_beside_digits() {
    assert_spelled(&[("1O times", "10 times"), ("lO s", "10s"), ("lie", "lie")]);
}

#[test]
fn rules_give_numbers_their_names() {
    let cases = [
        (
            "3 x 30 s each leg",
            "sides = \"each\", reps = 3, hold = \"30s\"",
        ),
        ("12 x 3", "sets = 3, reps = 12, tempo = \"own\""),
        (
            "hold 5 seconds, relax 5 seconds, 10 times",
            "reps = 10, hold = \"5s\", rest = \"5s\"",
        ),
        (
            "do 5, rest a minute, another 5 more",
            "sets = 2, reps = 5, tempo = \"own\", set_rest = \"1m\"",
        ),
        ("3x10, tempo 2-0-2", "sets = 3, reps = 10, tempo = \"2-2\""),
        ("16 kg", "hold = \"open\""),
    ];
    for (text, expected) in cases {
        assert_eq!(keys(text), expected, "{text}");
    }
}

#[test]
fn a_name_ends_at_its_numbers() {
    assert_eq!(name_of("Calf stretch: 3 x 30 s"), "Calf stretch");
    assert_eq!(name_of("20 min walk"), "Walk");
    assert_eq!(name_of("3 x 10"), "");
}

#[test]
fn a_stop_inside_a_number_or_behind_a_short_word_ends_no_sentence() {
    let text = "Hold 1.5 s. Then max. 10 times.";
    assert_eq!(sentences(text), ["Hold 1.5 s.", "Then max. 10 times."]);
}

#[test]
fn what_no_routine_can_have_takes_nothing_else_along() {
    let sheet = "My plan\n\nAll of it 500 rounds.\n\n1. Bridge: 3 x 10\n2. Calf: 30 s\n";
    let made = super::read(sheet, "sheet", &[]).expect("a routine");
    assert_eq!(
        made.text.matches("\n[[step]]\n").count(),
        2,
        "{}",
        made.text
    );
    assert!(
        made.report.contains("  The sheet: All of it 500 rounds.\n"),
        "{}",
        made.report
    );
}

/// The steps of what is made of a sheet, as the report has them, and the days of all.
#[track_caller]
fn written(sheet: &str) -> (Vec<String>, String) {
    let made = super::read(sheet, "sheet", &[]).unwrap_or_else(|| panic!("no exercise: {sheet}"));
    let steps = made.report.lines().skip(1);
    let steps = steps.take_while(|line| line.starts_with("  "));
    let (whole, _) = made.text.split_once("[[step]]").expect("a step");
    let days = whole.lines().find(|line| line.starts_with("days = "));
    (
        steps.map(|line| line.trim().to_owned()).collect(),
        days.unwrap_or_default().to_owned(),
    )
}

#[track_caller]
fn assert_written(cases: &[(&str, &[&str])]) {
    for (sheet, expected) in cases {
        assert_eq!(written(sheet).0, *expected, "{sheet}");
    }
}

/// A routine with the days of an appointment isn't played on other evenings.
#[test]
fn the_weekday_of_a_date_a_clinic_or_a_telephone_is_no_day_of_an_exercise() {
    let around = [
        "Next appointment: Tue 14 March at 10:30",
        "See you Saturday",
        "See you on Monday\nBest wishes\nTom",
        "Appointment Monday 10:30",
        "Tel. 01632 960233, Monday to Friday",
        "Questions? Call 01632 960233, Mon to Fri 9-5",
        "Knee class, Tuesday 3 March 2026",
        "Dr Patel reviews you on Thursday 9:30",
        "Tuesday 9:30",
        "Clinic open Mon-Fri",
        "I was glad to see you on Wednesday",
        "Well done on Saturday!",
        "Start on Monday",
        "Every day except Sunday",
        "Text me on Sunday",
        "Physio: Anna, Wed 3.15pm",
        "Bring this sheet on Thu 12/3",
        "• Next visit: Tuesday 14 March",
    ];
    let list = "1. Calf stretch: 3 x 30 s\n2. Bridge: 12 reps\n";
    let steps = [
        "Calf stretch: reps = 3, hold = \"30s\"",
        "Bridge: reps = 12, tempo = \"own\"",
    ];
    for line in around {
        for sheet in [
            format!("{list}{line}\n"),
            format!("{list}\n{line}\n"),
            format!("{line}\n{list}"),
            format!("{line}\n\n{list}"),
        ] {
            let (found, days) = written(&sheet);
            assert_eq!(
                (found.as_slice(), &*days),
                (&steps.map(String::from)[..], ""),
                "{sheet}"
            );
            let made = super::read(&sheet, "sheet", &[]).expect("a routine");
            let (_, missed) = made.report.split_once("Not understood:").expect("a list");
            let first = line
                .trim_start_matches("• ")
                .lines()
                .next()
                .unwrap_or_default();
            assert!(missed.contains(first), "{sheet}{missed}");
        }
    }
}

#[test]
fn days_are_those_that_a_line_of_the_plan_or_the_exercise_says() {
    for (line, expected) in [
        ("Mon/Wed/Fri", ""),
        ("Do these Mon, Wed and Fri.", "days = \"mon, wed, fri\""),
        ("My plan (Tue/Thu)", "days = \"tue, thu\""),
        ("Tue + Thu after the run", "days = \"tue, thu\""),
    ] {
        let sheet = format!("{line}\n1. Calf stretch: 3 x 30 s\nSee you on Sunday\n");
        let (steps, days) = written(&sheet);
        assert_eq!(days, expected, "{sheet}");
        assert_eq!(
            steps[0].contains("mon, wed, fri"),
            line == "Mon/Wed/Fri",
            "{steps:?}"
        );
    }
    assert_written(&[
        (
            "Mon to Thu: calf stretch 3 x 30 s\nTue/Fri: quad stretch 2 x 20 s\nSee you Saturday\n",
            &[
                "Calf stretch: reps = 3, hold = \"30s\", days = \"mon, tue, wed, thu\"",
                "Quad stretch: reps = 2, hold = \"20s\", days = \"tue, fri\"",
            ],
        ),
        (
            "1. Calf stretch 3 x 30 s, on Mondays\nSaturday only\n2. Bridge x 9 from Mon to Fri\nCall me if it hurts\n",
            &[
                "Calf stretch: reps = 3, hold = \"30s\", days = \"mon\"",
                "Bridge: reps = 9, tempo = \"own\", days = \"mon, tue, wed, thu, fri\"",
            ],
        ),
    ]);
}

#[test]
fn sets_unlike_those_of_a_round_are_told() {
    for (sheet, told) in [
        ("A1 Squat 4 x 6\nA2 Lunge 3 x 10\n", "  Lunge: 3 sets\n"),
        ("A1 Squat 4 x 6\nA2 Plank 2 x 30 s\n", "  Plank: 2 sets\n"),
        (
            "A1 Squat 4 x 6\nA2 Lunge 4 x 10\n",
            "Not understood:\n  nothing\n",
        ),
    ] {
        let made = super::read(sheet, "sheet", &[]).expect("a routine");
        assert!(made.report.contains(told), "{}", made.report);
    }
}

#[test]
fn two_steps_of_one_name_are_told_apart_and_the_same_twice_is_not_done_twice() {
    let ids = |sheet: &str| {
        let made = super::read(sheet, "sheet", &[]).expect("a routine");
        let steps = made.text.split("[[step]]").skip(1);
        let id = |step: &str| {
            let id = step.lines().find_map(|line| line.strip_prefix("id = "));
            id.unwrap_or("-").trim_matches('"').to_owned()
        };
        steps.map(id).collect::<Vec<_>>().join(" ")
    };
    for (sheet, expected) in [
        (
            "Calf stretch, right: 3 x 30 s\nCalf stretch, left: 2 x 20 s\n",
            "- calf-stretch-left",
        ),
        (
            "Morning:\n- Calf stretch 3 x 30 s\nEvening:\n- Calf stretch 2 x 60 s\n",
            "- calf-stretch-2",
        ),
        (
            "Calf: 3 x 30 s\nCalf: 3 x 30 s\nCalf: 2 x 20 s\n",
            "- calf-3",
        ),
        (
            "- Calf R 3 x 30 s\n- Calf L 2 x 30 s\n- Calf L 1 x 60 s\n",
            "- calf-left calf-left-2",
        ),
        (
            "Monday\n1. Calf: 3 x 30 s\n2. Quad: 20 s\nThursday\n1. Calf: 3 x 30 s\n2. Bridge 3x10\n",
            "- - calf-2 -",
        ),
    ] {
        assert_eq!(ids(sheet), expected, "{sheet}");
    }
}

#[test]
fn what_is_said_once_of_all_holds_where_an_exercise_says_nothing() {
    let three = "reps = 3, hold = \"30s\"";
    let [calf, hip, side] = [
        &*format!("Calf: {three}"),
        &*format!("Hip: {three}"),
        &*format!("Hip: sides = \"each\", {three}"),
    ];
    let each = &*format!("Calf: sides = \"each\", {three}");
    assert_written(&[
        (
            "Hold each stretch for 30 seconds and repeat 3 times.\n1. Calf\n2. Hip\n",
            &[calf, hip],
        ),
        (
            "For all stretches: hold 30 s, 3 times each side.\n\n- Calf\n- Hip\n",
            &[each, side],
        ),
        (
            "Hold each for 30 s, 3 reps each side\n\nCalf\nHip\n\nBest wishes\nAnna\n",
            &[each, side],
        ),
        (
            "- Calf\n- Hip\n\nHold every stretch 30 s x 3\n",
            &[calf, hip],
        ),
        (
            "- Calf\n- Hip\n\nHold each for 30 s, 3 times\n",
            &[calf, hip],
        ),
        (
            "Do 3 sets of everything.\n1. Squat 10 reps\n2. Plank 30 s\n",
            &[
                "Squat: sets = 3, reps = 10, tempo = \"own\"",
                "Plank: sets = 3, hold = \"30s\"",
            ],
        ),
        (
            "Repeat each exercise 10 times, twice a day.\n\n1. Bridge\n2. Clam, 5 times\n",
            &[
                "Bridge: reps = 10, tempo = \"own\"",
                "Clam: reps = 5, tempo = \"own\"",
            ],
        ),
        // Each part of a sheet has its own.
        (
            "Stretches - hold each 30 s, 3 times:\n- Calf\nStrength - 2 x 8 each exercise:\n- Squat\n",
            &[calf, "Squat: sets = 2, reps = 8, tempo = \"own\""],
        ),
        // What is counted is no stretch, and what is not understood stays so.
        (
            "All stretches: 30 s x 3\n- Calf\n- Bridge x 12\n- Walk 30 m\n",
            &[
                calf,
                "Bridge: reps = 12, tempo = \"own\"",
                "Walk: hold = \"open\"",
            ],
        ),
    ]);
    let sheet = "Hold each stretch for 30 s.\n1. Calf\n2. Hip\n";
    let made = super::read(sheet, "sheet", &[]).expect("a routine");
    let told = "  Calf; Hip: Hold each stretch for 30 s: as the sheet says of all\n";
    assert!(made.report.contains(told), "{}", made.report);
}

#[test]
fn a_tempo_with_an_x_or_of_four_digits_is_reported_and_the_dose_is_read() {
    for tempo in [
        "30X1",
        "31X0",
        "20x0",
        "tempo 30X1",
        "@ 30X1",
        "3010",
        "4010",
        "3-0-X-1",
        "3 0 X 1",
    ] {
        for sheet in [format!("Squat {tempo} 3x8"), format!("Squat 3x8, {tempo}")] {
            let (steps, _) = written(&sheet);
            assert_eq!(
                steps,
                ["Squat: sets = 3, reps = 8, tempo = \"own\""],
                "{sheet}"
            );
            let made = super::read(&sheet, "sheet", &[]).expect("a routine");
            let (_, missed) = made.report.split_once("Not understood:").expect("a list");
            assert!(
                missed.contains(tempo.trim_start_matches("@ ")),
                "{sheet}: {missed}"
            );
        }
    }
    assert_eq!(keys("Squat 12X3"), "sets = 3, reps = 12, tempo = \"own\"");
}

#[test]
fn a_line_below_a_list_is_an_exercise_where_it_has_a_name_and_a_whole_dose() {
    let list = "1. Squat x 12\n2. Bridge x 15\n3. Plank 30 s\n";
    for (line, count) in [
        ("Calf stretch 2 x 30 s each leg", 4),
        ("Hamstring stretch: 3 x 30 s", 4),
        ("Heel raise 3x10", 4),
        ("Foam roll 2 min each leg", 4),
        ("Take your tablets", 4),
        ("Total time 20 min", 3),
        ("Session length: 20 minutes", 3),
        ("Do it 3 times a week", 3),
        ("Room 12, 3 sessions left", 3),
    ] {
        let (steps, _) = written(&format!("{list}{line}\n"));
        assert_eq!(steps.len(), count, "{line}: {steps:?}");
        assert_eq!(steps[2], "Plank: hold = \"30s\"", "{line}");
        assert_eq!(steps[0], "Squat: reps = 12, tempo = \"own\"", "{line}");
    }
}

#[test]
fn small_words_around_a_dose_are_no_movement_name_or_side() {
    assert_written(&[
        (
            "Quad 30 s up to 10 times",
            &["Quad: reps = 10, hold = \"30s\""],
        ),
        ("Quad 20 s up to 30 s", &["Quad: hold = \"20s-30s\""]),
        (
            "Heel raises 8 up to 12 reps",
            &["Heel raises: reps = \"8-12\", tempo = \"own\""],
        ),
        (
            "1. Walk 30 m\nTake your tablets\n",
            &["Walk: hold = \"open\"", "Take your tablets: task = true"],
        ),
        (
            "1. Calf stretch left 3 x 30 s",
            &["Calf stretch: sides = \"left\", reps = 3, hold = \"30s\""],
        ),
        (
            "Look left 10 times",
            &["Look left: reps = 10, tempo = \"own\""],
        ),
        (
            "Quad — 2×20s/side",
            &["Quad: sides = \"each\", reps = 2, hold = \"20s\""],
        ),
        (
            "Tempo 3-1-1 squat 3 x 8",
            &["Squat: sets = 3, reps = 8, tempo = \"3-1-1\""],
        ),
    ]);
}
