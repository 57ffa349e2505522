//! Steps that are due on some evenings only: what `routine` plays tonight.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::harness::{Home, Run};

/// A place on Earth where it is now a given hour, so that no test runs into noon.
struct Place {
    hour: i8,
    offset: i8,
}

impl Place {
    fn where_it_is(hour: i8) -> Self {
        let now = Timestamp::now().to_zoned(TimeZone::UTC).hour();
        let offset = hour - now;
        Self { hour, offset }
    }

    /// As a POSIX zone, which counts to the west.
    fn zone(&self) -> String {
        format!("HERE{}", -self.offset)
    }

    /// The day on which the night begins that is so many nights from tonight.
    fn evening(&self, nights: i64, format: &str) -> String {
        let zone = TimeZone::fixed(Offset::constant(self.offset));
        let today = Timestamp::now().to_zoned(zone).date();
        let since = i64::from(self.hour < 12);
        let evening = today.saturating_add((nights - since).days());
        evening.strftime(format).to_string()
    }

    fn run(&self, home: &Home, arguments: &str) -> Run {
        home.run_with(arguments, &[("TZ", &self.zone())])
    }
}

/// Steps of one second, each with its days; none for every evening.
fn routine(steps: &[(&str, Option<&str>)]) -> String {
    let step = |(name, days): &(&str, Option<&str>)| {
        let days = days.map_or(String::new(), |days| format!("days = \"{days}\"\n"));
        let times = "hold = \"1s\"\nprepare = \"0s\"\n";
        format!("[[step]]\nname = \"{name}\"\nneeds = \"{name}\"\n{times}{days}")
    };
    steps.iter().map(step).collect()
}

/// The steps that would be played.
fn steps(run: &Run) -> String {
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let steps = document["steps"].as_array().expect("steps");
    let ids = steps.iter().map(|step| step["id"].as_str().expect("an id"));
    ids.collect::<Vec<_>>().join(",")
}

#[test]
fn steps_of_other_evenings_are_left_out_and_named() {
    // Half past midnight still belongs to the evening before.
    for hour in [0, 18] {
        let here = Place::where_it_is(hour);
        let (tonight, tomorrow) = (here.evening(0, "%a"), here.evening(1, "%a"));
        let text = routine(&[
            ("a", Some(&tonight)),
            ("b", Some(&tomorrow)),
            ("c", None),
            ("d", Some(&tomorrow)),
        ]);
        let home = Home::new().with_routine("knee", &text);
        let said = format!("Not tonight: b, d ({tomorrow}). --any-day plays all.\n");
        let only_d = format!("Not tonight: d ({tomorrow}). --any-day plays all.\n");
        for (arguments, played, said) in [
            ("", "a,c", &*said),
            ("--any-day", "a,b,c,d", ""),
            ("--only b,d", "b,d", ""),
            ("--from b", "b,c", &only_d),
            ("--skip b", "a,c", &only_d),
            ("--skip b,d", "a,c", ""),
            ("--fit 2s", "a,c", &said),
        ] {
            let dry_run = format!("routine knee --dry-run --display json {arguments}");
            let run = here.run(&home, &dry_run).success();
            assert_eq!(steps(&run), played, "{arguments}");
            assert_eq!(run.stderr, said, "{arguments}");
        }
        let list = here.run(&home, "list").success().stdout;
        assert!(list.contains("At hand: a, c\n"), "{list}");
        let show = here.run(&home, "show knee --format json").success();
        assert_eq!(steps(&show), "a,b,c,d");
        let show = here.run(&home, "show knee").success().stdout;
        let alone = format!("Not tonight: b, d ({tomorrow}).\nTonight alone: 2s; started now,");
        assert!(
            show.contains("standard: 4s;") && show.contains(&alone),
            "{show}"
        );
        let show = here.run(&home, "show knee --only b").success().stdout;
        assert!(!show.contains("onight"), "{show}");
        let played = here.run(&home, "routine knee --display json -q").success();
        assert_eq!(played.stderr, said);
        let events = played.events();
        let holds = events.iter().filter(|event| event["phase"] == "hold");
        assert_eq!(holds.count(), 2);
    }
}

#[test]
fn where_nothing_is_due_one_line_names_the_next_day() {
    let here = Place::where_it_is(18);
    let days = [2, 4].map(|nights| here.evening(nights, "%a")).join(",");
    let text = routine(&[("a", Some(&days)), ("b", Some(&here.evening(-1, "%a")))]);
    let home = Home::new().with_routine("knee", &text);
    let next = here.evening(2, "%A, %-d %B %Y");
    for arguments in ["-q", "-q --display json", "--dry-run", "--fit 1m"] {
        let run = here
            .run(&home, &format!("routine knee {arguments}"))
            .success();
        assert_eq!(run.stdout, "", "{arguments}");
        let said = format!("Nothing of knee is due tonight; next on {next}.\n");
        assert_eq!(run.stderr, said, "{arguments}");
    }
    assert_eq!(home.read_journal(), "");
    // Of what was chosen, the next day is another.
    let run = here.run(&home, "routine knee --skip a").success();
    let next = here.evening(6, "%A, %-d %B %Y");
    assert!(
        run.stderr.ends_with(&format!("next on {next}.\n")),
        "{run:#?}"
    );
    here.run(&home, "routine knee --skip c").exits(2);
}

#[cfg(unix)]
#[test]
fn what_was_left_goes_on_as_it_was_chosen() {
    use crate::pty::events::Events;
    let here = Place::where_it_is(18);
    let [tonight, tomorrow] = [0, 1].map(|nights| here.evening(nights, "%a"));
    let text = |a: &str, b: &str| routine(&[("a", Some(a)), ("b", Some(b)), ("c", None)]);
    let long = text(&tonight, &tomorrow).replace("1s", "1h");
    let home = Home::new().with_routine("knee", &long);
    let (mut child, mut events) = Events::play(&home, "knee", &[("TZ", &here.zone())]);
    events.wait_for(&serde_json::json!({"event": "segment", "phase": "hold"}));
    crate::harness::terminate(&mut child);
    // Somebody has changed the days since.
    let home = home.with_routine("knee", &text(&tomorrow, &tonight).replace("1s", "1h"));
    let resumed = here.run(&home, "routine knee --resume --dry-run --display json");
    let resumed = resumed.success();
    assert_eq!((&*steps(&resumed), &*resumed.stderr), ("a,c", ""));
    here.run(&home, "routine knee --resume --any-day").exits(2);
}

#[test]
fn a_reminder_comes_on_the_evenings_of_the_routine() {
    let step =
        |days: &str| format!("[[step]]\nname = \"{days}\"\nhold = \"1s\"\ndays = \"{days}\"\n");
    let home = Home::new()
        .with_routine("knee", &(step("mon, wed") + &step("sat")))
        .with_routine(
            "some",
            &(step("mon") + "[[step]]\nname = \"A\"\nhold = \"1s\"\n"),
        );
    let night = "still the night of Mon,Wed,Sat: something of the routine is due then\n";
    let calendar = "still the night of Fri: these days are the calendar's\n";
    for (arguments, days, note) in [
        ("22:30 --routine knee", "30 22 * * 1,3,6", ""),
        ("0:30 --routine knee", "30 0 * * 2,4,7", night),
        ("11:30 am --routine knee", "30 11 * * 2,4,7", night),
        ("12:00 pm --routine knee", "0 12 * * 1,3,6", ""),
        ("22:30 --routine knee --days daily", "30 22 * * *", ""),
        ("0:30 --routine knee --days sat", "30 0 * * 6", calendar),
        ("0:30 --routine some", "30 0 * * *", ""),
    ] {
        let run = home
            .run(&*format!("remind {arguments} --for cron"))
            .success();
        run.says(&format!("\n{days} "));
        assert!(run.stderr.ends_with(note), "{run:#?}");
        assert_eq!(run.stderr.is_empty(), note.is_empty(), "{run:#?}");
    }
    let run = home.run("remind 0:30 --routine knee --for cron");
    assert!(
        run.stdout.starts_with("# At 0:30 on Tue, Thu, Sun, "),
        "{run:#?}"
    );
}
