//! The page to print and to hang beside the bed.

use std::fs;
use std::process::Command;

use crate::harness::{Home, have, is_all_asked_for, skip};
use crate::html::assert_whole;

#[track_caller]
fn page(home: &Home, arguments: &str) -> String {
    let command = format!("show {arguments} --format html");
    let page = home.run(&*command).success().stdout;
    assert_whole(&page);
    page
}

/// The page of a routine of one's own.
#[track_caller]
fn page_of(text: &str, options: &str) -> String {
    let home = Home::new().with_routine("own", text);
    page(&home, &format!("own {options}"))
}

/// What each step asks for.
fn doses(page: &str) -> Vec<&str> {
    let steps = page.split("</h2>\n<p><b>").skip(1);
    steps
        .map(|step| step.split("</b>").next().unwrap_or_default())
        .collect()
}

/// A text as it stands between tags.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// The places of the lines of each drawing.
fn drawings(page: &str) -> Vec<Vec<(f32, f32)>> {
    let drawings = page.split("<svg ").skip(1);
    let points = |drawing: &str| {
        let drawing = drawing.split("</svg>").next().unwrap_or_default();
        let lines = drawing.split("points=\"").skip(1);
        let points = lines.flat_map(|line| {
            let line = line.split('"').next().unwrap_or_default();
            line.split(' ').map(str::to_owned).collect::<Vec<_>>()
        });
        let number = |text: &str| text.parse::<f32>().expect("a number");
        let points = points.map(|point| {
            let (x, y) = point.split_once(',').expect("two numbers");
            (number(x), number(y))
        });
        points.collect()
    };
    drawings.map(points).collect()
}

#[test]
fn a_page_has_all_that_one_does_by() {
    let home = Home::new();
    for (name, text) in legrest::library::BUILT_IN {
        let page = page(&home, name);
        let routine: toml::Table = text.parse().expect(name);
        let told = |table: &toml::Table, key: &str| {
            let text = table.get(key).and_then(toml::Value::as_str);
            let text = escaped(&text.unwrap_or_default().replace('\n', " "));
            assert!(page.contains(&text), "{name}: {text}");
        };
        for key in ["title", "summary", "caution", "needs"] {
            told(&routine, key);
        }
        for source in routine["source"].as_array().expect(name) {
            let source = escaped(source.as_str().expect(name));
            assert!(page.contains(&source), "{name}: {source}");
        }
        let steps = routine["step"].as_array().expect(name);
        let drawn = steps.iter().filter(|step| step.get("figure").is_some());
        // All of the bundled ones have a pose to begin from.
        assert_eq!(drawings(&page).len(), 2 * drawn.count(), "{name}");
        assert_eq!(doses(&page).len(), steps.len(), "{name}");
        for step in steps.iter().filter_map(toml::Value::as_table) {
            for key in ["name", "needs", "caution", "how", "cue"] {
                told(step, key);
            }
        }
        assert_eq!(page.matches("<span>").count(), 14, "evenings of {name}");
        assert!(page.contains("<span>14</span>"), "{name}");
        let play = format!("<b>To play it: </b>legrest routine {name}</p>");
        assert!(page.contains(&play), "{name}");
    }
}

#[test]
fn doses_are_told_in_words() {
    let bedtime = page(&Home::new(), "bedtime");
    let expected = [
        "10 times 10 seconds on each side, right first, 3 seconds of rest in between.",
        "2 times 25 seconds on each side in turns, right first (range: 2 to 3 times, 20 to 30 seconds).",
        "25 seconds on each side, right first (range: 20 to 30 seconds).",
        "12 minutes 30 seconds (range: 10 to 15 minutes).",
        "30 seconds.",
    ];
    assert_eq!(doses(&bedtime), expected);
    assert!(bedtime.contains("then legs up. Takes 21 minutes 50 seconds.</p>"));
    let text = "
[circuit.strength]
rounds = '2-3'
rest = '30s'
[[step]]
name = 'Bath'
task = true
days = 'mon, wed'
[[step]]
name = 'Raise'
sides = 'each'
first = 'left'
sets = '2-4'
reps = '8-12'
tempo = 'up, hold 1.5s, lower 3s'
[[step]]
name = 'Shell'
reps = 15
tempo = 'own'
[[step]]
name = 'Breath'
hold = '1m'
tempo = 'in 4s, out 6s'
[[step]]
name = 'Cramp'
hold = 'open'
[[step]]
name = 'Bridge'
sides = 'left'
hold = '10s'
reps = 2
circuit = 'strength'
[[step]]
name = 'Plank'
hold = '20s'
circuit = 'strength'
";
    let page = page_of(text, "");
    let expected = [
        "To do, for as long as it takes, only on Mon, Wed.",
        "3 sets of 10 movements on each side, left first, 30 seconds of rest between sets: \
         up 2 seconds, hold 1.5 seconds, lower 3 seconds (range: 2 to 4 sets, 8 to 12 movements).",
        "15 movements: at your own pace.",
        "1 minute: in 4 seconds, out 6 seconds.",
        "As long as you need.",
        "2 rounds of circuit strength: 2 times 10 seconds on the left side only, \
         3 seconds of rest in between, 30 seconds of rest between rounds (range: 2 to 3 rounds).",
        "2 rounds of circuit strength: 20 seconds (range: 2 to 3 rounds).",
    ];
    assert_eq!(doses(&page), expected);
    assert_eq!(drawings(&page), Vec::<Vec<_>>::new());
}

const HOSTILE: &str = "
title = '</title><script>alert(1)</script>'
summary = '<img onerror=1>'
needs = '\"><b>'
caution = '&lt;'
source = ['<a href=x>']
[[step]]
name = '<h1>'
how = '<i>'
cue = '<u>'
caution = '<s>'
needs = '<q>'
hold = '1s'
circuit = '<em>'
[circuit.'<em>']
rounds = 2
";

#[cfg(unix)]
#[test]
fn what_a_routine_says_is_only_text() {
    let page = page_of(HOSTILE, "");
    for text in ["<img", "<a ", "<h1>\n", "<i>", "<u>", "<s>", "<q>", "<em>"] {
        assert!(!page.contains(text), "{text}: {page}");
    }
    for text in [
        "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</h1>",
        "<p><b></b>&lt;img onerror=1&gt; Takes 12 seconds.</p>",
        "<b>Caution: </b>&amp;lt;</p>",
        "<b>Source: </b>&lt;a href=x&gt;</p>",
        "1. &lt;h1&gt;</h2>",
        "2 rounds of circuit &lt;em&gt;: 1 second.</b> At hand: &lt;q&gt;</p>",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let home = Home::new().with_routine("it's <b>", HOSTILE);
    home.run(&["show", "it's <b>", "--format", "html"])
        .success()
        .says("legrest routine &quot;it's &lt;b&gt;&quot;</p>");
}

/// As on the screen: a step for the left alone stands the other way round.
#[test]
fn a_left_leg_is_drawn_the_other_way_round() {
    let text = "
[[step]]
name = 'A'
hold = '1s'
figure = 'hamstring'
sides = 'right'
";
    let right = drawings(&page_of(text, ""));
    let left = drawings(&page_of(&text.replace("'right'", "'left'"), ""));
    assert_eq!(right.len(), 2);
    assert_ne!(right[0], right[1], "the start is another pose");
    // The heel on the stool.
    assert!(right[1].contains(&(38.0, 36.0)));
    let mirrored = |poses: &[Vec<(f32, f32)>]| -> Vec<Vec<(f32, f32)>> {
        let mirror = |pose: &Vec<(f32, f32)>| pose.iter().map(|(x, y)| (59.0 - x, *y)).collect();
        poses.iter().map(mirror).collect()
    };
    assert_eq!(left, mirrored(&right));
    let each = page_of(&text.replace("'right'", "'each'"), "--side left");
    assert_eq!(drawings(&each), left);
    assert!(each.contains("1 second on the left side only."), "{each}");
}

/// To be read at arm's length: nothing is smaller than 11 points.
#[test]
fn nothing_is_small() {
    let page = page(&Home::new(), "bedtime").replace(char::is_whitespace, "");
    assert!(page.contains("body{font:11pt/"), "{page}");
    let sizes: Vec<&str> = page.split("font-size:").skip(1).collect();
    for size in &sizes {
        let end = size.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, unit) = size.split_at(end.expect("a unit"));
        let least = if unit.starts_with("em") { 1.0 } else { 11.0 };
        assert!(number.parse::<f32>().is_ok_and(|it| it >= least), "{size}");
        assert!(unit.starts_with("em") || unit.starts_with("pt"), "{size}");
    }
    assert_eq!(sizes.len(), 3);
}

/// What is stretched is black, all else of a body has an inside; a figure that does
/// not move has one pose.
#[test]
fn what_is_stretched_is_drawn_black() {
    let text = "
[[step]]
name = 'A'
hold = '1s'
figure = 'mine'
[figure.mine]
head = [10, 5]
lines = [
  { part = 'leg', path = [[1, 2], [3, 4]], stretched = true },
  { part = 'arm', path = [[5, 6], [7, 8]] },
  { part = 'prop', path = [[0, 51], [59, 51]] },
]
";
    let page = page_of(text, "");
    assert_eq!(page.matches("<svg").count(), 1, "{page}");
    let lines = page.split("<polyline").skip(1).map(|line| {
        let line = line.split("/>").next().unwrap_or_default();
        let mut values = line.split('"').skip(1).step_by(2);
        let (class, points) = (values.next(), values.nth(1).unwrap_or_default());
        (
            class.unwrap_or_default(),
            points.split(' ').next().unwrap_or_default(),
        )
    });
    let lines: Vec<(&str, &str)> = lines.collect();
    let [head, leg, arm, floor] = ["10.0,5.0", "1.0,2.0", "5.0,6.0", "0.0,51.0"];
    let outlines = [head, leg, arm, floor].map(|line| ("outline", line));
    assert_eq!(lines[..4], outlines);
    assert_eq!(
        lines[4..],
        [("inside", head), ("stretched", leg), ("inside", arm)]
    );
}

#[test]
fn what_was_chosen_is_shown_and_played() {
    let home = Home::new();
    let page = page(
        &home,
        "bedtime --level gentle --only calf,quad --skip quad --side left",
    );
    assert_eq!(
        doses(&page),
        [
            "2 times 20 seconds on the left side only, 3 seconds of rest in between (range: 2 to 3 times, 20 to 30 seconds)."
        ]
    );
    assert!(page.contains("<b>At hand: </b>a wall</p>"), "{page}");
    let play = page.split("To play it: </b>").nth(1).expect("a command");
    let play = play.split('<').next().unwrap_or_default();
    let play = shlex::split(play).expect("words");
    let words: Vec<&str> = play.iter().map(String::as_str).collect();
    let expected =
        "legrest routine bedtime --level gentle --only calf,quad --skip quad --side left";
    assert_eq!(words.join(" "), expected);
    let dry_run = [&words[1..], &["--dry-run"]].concat();
    let played = home.run(&dry_run).success().stdout;
    let holds = played.lines().filter(|line| line.contains("  hold "));
    let holds: Vec<&str> = holds.collect();
    assert!(
        holds.len() == 2
            && holds
                .iter()
                .all(|it| it.contains("20s") && it.contains("left")),
        "{played}"
    );
    let fitted = home.run("show bedtime --fit 19m30s --format html");
    let fitted = fitted.success().stdout;
    assert!(fitted.contains("legrest routine bedtime --fit 19m30s</p>"));
}

/// The pages of a routine as a browser prints them.
#[cfg(unix)]
#[test]
fn each_routine_prints_on_one_page() {
    if !have(&["chromium"]) {
        return;
    }
    let home = Home::new();
    // These have the most to say; a browser takes its time.
    let full = ["bedtime", "cramp-thigh", "restless", "winddown"];
    let names = legrest::library::BUILT_IN.iter().map(|(name, _)| *name);
    for name in names.filter(|name| is_all_asked_for() || full.contains(name)) {
        let page = page(&home, name);
        let path = home.path().join("page.html");
        fs::write(&path, page).expect("a page");
        let printed = home.path().join("page.pdf");
        let run = Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", home.path().display()))
            .arg(format!("--print-to-pdf={}", printed.display()))
            .arg(&path)
            .output()
            .expect("a browser runs");
        let Ok(pdf) = fs::read(&printed) else {
            // One that is shut into a box of its own can't write here.
            return skip(&format!("a browser that prints here: {run:?}"));
        };
        let pdf = String::from_utf8_lossy(&pdf);
        let pages = pdf.matches("/Type /Page\n").count();
        let most = if name == "winddown" { 2 } else { 1 };
        assert_eq!(pages, most, "{name}");
        // 210 by 297 mm, in points.
        assert!(pdf.contains("/MediaBox [0 0 594.9"), "{name} is not on A4");
    }
}
