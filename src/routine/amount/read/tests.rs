use std::time::Duration;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;

use super::*;
use crate::routine::amount::Range;
use crate::text::tests::any_text;

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[track_caller]
fn assert_range(text: &str, low: u64, high: u64) {
    let range = Range {
        low: secs(low),
        high: secs(high),
    };
    assert_eq!(duration_range(text), Ok(range), "{text}");
}

#[test]
fn durations_and_ranges_as_people_write_them() {
    assert_range("10s", 10, 10);
    assert_range("1m 30s", 90, 90);
    assert_range("20s-30s", 20, 30);
    assert_range("20-30s", 20, 30);
    assert_range("20 – 30 s", 20, 30);
    assert_range("10 to 15m", 600, 900);
    assert_range("10m to 15m", 600, 900);
    assert_range("90s-2m", 90, 120);
    assert_range("1.5-2m", 90, 120);
    assert_eq!(count_range("2–3"), Ok(Range { low: 2, high: 3 }));
    assert_eq!(count_range(" 7 "), Ok(Range::fixed(7)));
}

#[test]
fn words_have_any_case_and_a_clock_is_read_like_a_clock() {
    for (text, seconds) in [
        ("30 Sec", 30),
        ("30SECS", 30),
        ("5 Min", 300),
        ("1 HOUR 2 Minutes", 3720),
        ("2 Days", 172_800),
        ("1:30", 90),
        ("01:05", 65),
        ("0:07", 7),
        ("90:00", 5400),
        ("1:02:30", 3750),
        (" 1:30 ", 90),
        ("30\u{a0}s", 30),
    ] {
        assert_eq!(duration(text), Ok(secs(seconds)), "{text}");
    }
    assert_eq!(duration("500MS"), Ok(Duration::from_millis(500)));
    assert_range("20 – 30 Sec", 20, 30);
    assert_range("1:00-1:30", 60, 90);
    assert_range("45s to 1:30", 45, 90);
    for text in [
        "1:5", "1:60", "1:2:30", "1:60:00", ":30", "1:", "1:2:3:4", "1000:00",
    ] {
        assert!(duration(text).is_err(), "{text}");
    }
    // Where hours are as likely, a clock says too little.
    for text in ["1:30", "1:02:30"] {
        let wrong = duration_without_clock(text).expect_err(text);
        assert_eq!(wrong.code, "unclear-clock");
    }
    assert_eq!(duration_without_clock("20 Min"), Ok(secs(1200)));
}

#[test]
fn any_dash_makes_a_range() {
    for dash in DASHES {
        assert_range(&format!("20{dash}30s"), 20, 30);
        assert_range(&format!("20s {dash} 30s"), 20, 30);
        let count = count_range(&format!("2{dash}3"));
        assert_eq!(count, Ok(Range { low: 2, high: 3 }), "{dash:?}");
    }
    assert_range("20 TO 30 s", 20, 30);
    assert_range("20\u{a0}to\u{a0}30\u{a0}s", 20, 30);
    assert!(duration_range("20to30s").is_err());
}

#[test]
fn single_letters_are_small_and_no_unit_is_longer_than_a_week() {
    for (text, help) in [
        ("20M", "write 20m"),
        ("30S", "write 30s"),
        ("1H 20M", "write 1h 20m"),
        ("1h 20M", "write 1h 20m"),
        ("2D", "write 2d"),
        ("1W", "write 1w"),
    ] {
        for wrong in [duration(text), duration_without_clock(text)] {
            let wrong = wrong.expect_err(text);
            assert_eq!(
                (wrong.code, wrong.help.as_deref()),
                ("unknown-unit", Some(help))
            );
        }
        let low = duration_range(&format!("1-{text}")).expect_err(text);
        assert_eq!(low.code, "unknown-unit");
    }
    for unit in [
        "month", "months", "Months", "MONTH", "y", "Y", "yr", "yrs", "YRS", "year", "years",
    ] {
        let wrong = duration(&format!("1h 2 {unit}")).expect_err(unit);
        assert_eq!(wrong.message, format!("\"{unit}\" is no unit of time"));
        let help = "write \"2s\", \"2m\" or \"2h\"";
        assert_eq!(wrong.help.as_deref(), Some(help));
    }
    for unit in UNITS {
        assert!(duration(&format!("1{unit}")).is_ok(), "{unit}");
        assert_eq!(
            duration(&format!("1{unit}")),
            humantime::parse_duration(&format!("1{unit}")).map_err(|_| unknown_unit("", ""))
        );
    }
}

#[test]
fn mistakes_say_how_to_write_it() {
    let code = |text: &str| duration_range(text).map_err(|e| (e.code, e.help)).err();
    let some = |code, help: &str| Some((code, Some(help.to_owned())));
    assert_eq!(
        code("10"),
        some(
            "missing-unit",
            "write \"10s\" for seconds or \"10m\" for minutes"
        )
    );
    assert_eq!(
        code("30s-20s"),
        some("upside-down", "put the smaller end first: \"20s-30s\"")
    );
    assert_eq!(
        code("30-20s"),
        some("upside-down", "put the smaller end first: \"20s-30s\"")
    );
    assert_eq!(
        code("20-1m 30s"),
        some("missing-unit", "write \"20s-1m 30s\" or \"20m-1m 30s\"")
    );
    assert_eq!(
        code("3 bananas"),
        some("unknown-unit", "write \"3s\", \"3m\" or \"3h\"")
    );
    for text in [
        "",
        "-",
        "soon",
        "1s-",
        "-5s",
        "5s-6s-7s",
        "99999999999999999999s",
    ] {
        assert!(code(text).is_some(), "{text}");
    }
    for text in ["", "two", "1.5", "-2", "2-"] {
        assert!(count_range(text).is_err(), "{text}");
    }
}

#[test]
fn no_text_makes_it_panic() {
    arbtest(|u| {
        let text = any_text(u, 80)?;
        let _ = duration_range(&text);
        let _ = count_range(&text);
        Ok(())
    });
}

#[test]
fn numbers_of_any_size_are_refused_or_read() {
    let amount = |u: &mut Unstructured| -> Result<String> {
        let digits = u.int_in_range(1..=30)?;
        let digit = |_| u.int_in_range(b'0'..=b'9').map(char::from);
        let number: String = (0..digits).map(digit).collect::<Result<_>>()?;
        Ok(number + u.choose(&["s", "m", "h", "y", "ns"])?)
    };
    arbtest(|u| {
        let mut text = amount(u)?;
        if u.arbitrary()? {
            text = format!("{text} {}", amount(u)?);
        }
        let _ = duration_range(&text);
        Ok(())
    });
}
