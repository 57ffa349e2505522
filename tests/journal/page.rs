//! The page to take along to a doctor.

use super::nights::{ago, line, session, tonight};
use super::with_journal;
use crate::html::assert_whole;

/// A page that is whole in itself, and in which what a note says is only text.
#[test]
fn a_page_to_print() {
    let tonight = tonight();
    let note = "\"kind\":\"report\",\"cramps\":2,\"pain\":4,\"note\":\"<script>alert(1)</script> & \\u001b[2J\"";
    let mut journal = line(ago(tonight, 1), 19, "Z", "n", note);
    for day in 2..40 {
        let session = session(
            "bedtime",
            if day % 2 == 0 { "completed" } else { "quit" },
            9,
        );
        journal += &line(ago(tonight, day), 10, "Z", &format!("s{day}"), &session);
    }
    let home = with_journal(&[("one.jsonl", &journal)]);
    let page = home.run("history --format html").success().stdout;
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; "),
        "{page}"
    );
    assert_whole(&page);
    assert_eq!(page.matches("<circle").count(), 1);
    assert_eq!(
        page.matches("●").count() + page.matches("◐").count(),
        38 + 2
    );
}

/// Two weeks: cramps on every third night, timed on two of them; `trial` on every
/// second evening, in which the last hold on the left was cut short.
#[test]
fn a_doctor_reads_five_lines_first() {
    let tonight = tonight();
    let part = |side: &str, whole: u32, cut: u32| {
        format!(
            "{{\"step\":\"calf\",\"side\":\"{side}\",\"stretch\":true,\"holds\":3,\"whole\":{whole},\"cut\":{cut},\"held_s\":25}}"
        )
    };
    let parts = format!(
        ",\"steps\":[{},{}]",
        part("right", 3, 0),
        part("left", 2, 1)
    );
    let trial = session("trial", "completed", 5) + &parts;
    let mut journal = String::new();
    for day in (1..=14).rev() {
        let night = ago(tonight, day);
        let mut add = |hour, id: &str, rest: &str| {
            journal += &line(night, hour, "Z", &format!("{id}{day}"), rest);
        };
        if day % 2 == 0 {
            add(10, "s", &trial);
        }
        let cramps = i64::from(day % 3 == 0);
        if day == 3 || day == 6 {
            let held = day * 30;
            add(
                15,
                "c",
                &format!("\"kind\":\"cramp\",\"muscle\":\"foot\",\"held_s\":{held}"),
            );
        }
        let told = format!(
            "\"kind\":\"report\",\"cramps\":{cramps},\"pain\":{},\"woken\":{cramps}",
            cramps * 6
        );
        let place = if day == 9 {
            ",\"where\":[\"left-calf\"],\"urge\":2"
        } else {
            ""
        };
        add(19, "r", &(told + place));
    }
    let home = with_journal(&[("one.jsonl", &journal)]);
    let page = home.run("history --format html").success().stdout;
    let told: Vec<&str> = page.lines().filter(|line| line.contains("<b>")).collect();
    let expected = [
        "<b>Logged:</b> 14 of 14 nights.",
        // The nights 12 and 9 in the first seven, 6 and 3 in the last.
        "<b>Cramps:</b> on 4 of 14 nights, 2.0 a week (2.0 in the earlier half, 2.0 in the later). From Monday to Sunday, week by week: ",
        "<b>Pain and sleep:</b> worst 6; woken on 4 nights, up to 1 time in one; an urge to move the legs on 1 night",
        "<b>Where and how long:</b> foot 2, left-calf 1 (by nights). Timed 2 cramps: usually 3m, longest 3m.",
        "<b>Tried:</b> stretching on 7 nights, 3.5 a week. By nights: trial 7.",
    ];
    assert_eq!(told.len(), 5, "{page}");
    for (line, expected) in told.iter().zip(expected) {
        assert!(line.contains(expected), "{expected}\n{line}");
    }
    let row = |side: &str, counts: [u32; 3]| {
        let [planned, whole, cut] = counts;
        let cells = [planned, whole, cut, planned - whole - cut];
        let cells = cells.map(|count| format!("<td class=\"n\">{count}</td>"));
        format!("<tr><td>calf {side}</td>{}<td></td></tr>", cells.concat())
    };
    assert!(page.contains(&row("right", [21, 21, 0])), "{page}");
    assert!(page.contains(&row("left", [21, 14, 7])), "{page}");
    // No comparison of chosen nights, and the nights one by one come last.
    assert!(!page.contains("without"), "{page}");
    let (first, second) = page.split_once("class=\"nights\"").expect("a second page");
    assert!(first.contains("Medicines") && first.contains("<svg"));
    assert_eq!(second.matches("trial</td>").count(), 7);
}
