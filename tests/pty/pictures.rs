//! Every phase of `bedtime`, as a person sees it. What it looks like in windows
//! of other sizes, `report/full/tests.rs` has.

use std::thread;

use super::eventually;
use super::screen::{Screen, Window};
use super::seen::{at_least_one, shown};
use crate::harness::{Home, may_take_long};

const SIZE: (u16, u16) = (80, 24);

/// A phase: its name, the keys that lead there, pressed again until the
/// headline says one of these, and the time left at which its picture is taken:
/// a full second, at which nothing moves.
type Phase = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
);

const PHASES: [Phase; 11] = [
    ("prepare", "", &["Get ready"], "0:10"),
    ("hold", "n", &["1 of 10", " 1/10"], "0:08"),
    ("rest", "-", &["Rest"], "0:02"),
    ("the last rep", "n", &["10 of 10", " 10/10"], "0:09"),
    ("switch", "-", &["Switch to LEFT"], "0:06"),
    (
        "the other side",
        "n",
        &["LEFT · 1 of 10", "LEFT 1/10"],
        "0:08",
    ),
    ("calf", "n", &["RIGHT · 1 of 2", "RIGHT 1/2"], "0:23"),
    ("quad", "n", &["Standing"], "0:23"),
    ("quad, the other side", "n", &["LEFT"], "0:23"),
    ("legs up, prepare", "---", &["Get ready: Legs up"], "0:55"),
    ("legs up", "n", &["Legs up"], "12:28"),
];

/// Everything that was on a screen, picture by picture, so that nothing is
/// missed by somebody who looks too late.
pub struct Film {
    parser: vt100::Parser,
    /// Takes a picture.
    shown: fn(&vt100::Screen) -> String,
    /// How much of what was written is in the pictures.
    taken: usize,
    /// Pictures that have not been looked at.
    pictures: Vec<String>,
}

impl Film {
    pub fn of(columns: u16, rows: u16, shown: fn(&vt100::Screen) -> String) -> Self {
        let [columns, rows] = [columns, rows].map(at_least_one);
        Self {
            shown,
            parser: vt100::Parser::new(rows, columns, 0),
            taken: 0,
            pictures: Vec::new(),
        }
    }

    fn develop(&mut self, screen: &Screen) {
        const END: &[u8] = b"\x1b[?2026l";
        let raw = screen.raw();
        while let Some(length) = raw[self.taken..]
            .windows(END.len())
            .position(|at| at == END)
        {
            let end = self.taken + length + END.len();
            self.parser.process(&raw[self.taken..end]);
            self.taken = end;
            self.pictures.push((self.shown)(self.parser.screen()));
        }
    }

    /// The newest picture, once there is one.
    fn newest(&mut self, screen: &Screen) -> String {
        eventually("a picture", || {
            self.develop(screen);
            self.pictures.last().cloned()
        })
    }

    /// The first picture of those not looked at that is as it should be, once
    /// there is one; those before it have been looked at.
    pub fn wait(&mut self, screen: &Screen, what: &str, is_good: impl Fn(&str) -> bool) -> String {
        eventually(what, || {
            self.develop(screen);
            let at = self.pictures.iter().position(|text| is_good(text))?;
            self.pictures.drain(..at);
            self.pictures.first().cloned()
        })
    }
}

/// The time left of the segment is the first that a row ends with.
fn shows(text: &str, time: &str) -> bool {
    let ends = |row: &str| {
        let last = row.trim_end().rsplit(' ').next().unwrap_or_default();
        let is_time = last.contains(':') && last.chars().all(|c| c == ':' || c.is_ascii_digit());
        is_time.then(|| last == time)
    };
    text.lines().find_map(ends) == Some(true)
}

/// The picture without what depends on the time of day, or on how many
/// hundredths after the full second it was drawn.
fn steady(picture: &str) -> String {
    let row = |row: &str| {
        let bar = row
            .trim_start()
            .trim_start_matches(['━', '╸', '─', '=', '>', '-']);
        let is_bar = row.trim_start().len() - bar.len() > 3 && bar.contains(':');
        let row = if is_bar {
            format!("[bar]{bar}")
        } else {
            row.to_owned()
        };
        match row.split_once("ends ") {
            Some((before, _)) => format!("{before}ends [time]"),
            None => row.trim_end().to_owned(),
        }
    };
    picture.lines().map(row).collect::<Vec<_>>().join("\n")
}

fn pictures(language: &str) -> String {
    let size = SIZE;
    let home = Home::new();
    let window = Window::new(size.0, size.1)
        .with("LEGREST_DISPLAY", "full")
        .with("LANG", language);
    let screen: Screen = window.run(&home, "routine bedtime -q");
    let mut pictures = String::new();
    let mut film = Film::of(size.0, size.1, shown);
    for (phase, keys, names, time) in PHASES {
        let what = format!("{phase} at {time} in {size:?}");
        let headline = |text: &str| {
            text.lines()
                .next()
                .unwrap_or_default()
                .replace(" - ", " · ")
        };
        let is_there = |text: &str| {
            let headline = headline(text);
            let prepares = headline.contains("Get ready");
            let named = |name: &str| headline.contains(name) && prepares == name.contains("Get");
            names.iter().copied().any(named)
        };
        loop {
            let before = film.newest(&screen);
            if is_there(&before) {
                break;
            }
            screen.press(keys);
            let moves = |text: &str| headline(text) != headline(&before);
            film.pictures.clear();
            film.wait(&screen, &format!("a move to {what}"), moves);
        }
        let is_it = |text: &str| is_there(text) && shows(text, time);
        let picture = film.wait(&screen, &what, is_it);
        assert!(!screen.is_wrapped(), "{what}:\n{picture}");
        assert!(language != "C" || picture.is_ascii(), "{what}:\n{picture}");
        pictures.extend(["-- ", phase, "\n", &steady(&picture), "\n"]);
    }
    screen.press_and_wait("q", "[exit 3]");
    screen.assert_given_back();
    pictures
}

#[test]
fn every_phase_in_both_charsets() {
    if !may_take_long() {
        return;
    }
    let runs = ["C.UTF-8", "C"].map(|language| (language, thread::spawn(|| pictures(language))));
    for (language, run) in runs {
        let pictures = run.join().expect("a run that comes to its end");
        let (columns, rows) = SIZE;
        insta::assert_snapshot!(format!("bedtime_{columns}x{rows}_{language}"), pictures);
    }
}
